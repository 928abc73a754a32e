import doctest
import json
from collections.abc import Callable
from pathlib import Path

import pytest

import annotator
from annotator.errors import UserError
from annotator.formats.gold.schema import (
    GoldActor,
    GoldArticle,
    GoldEvent,
    GoldFragment,
    GoldLink,
    GoldSpeaker,
    GoldStatement,
    GoldWhen,
)
from annotator.model import Span
from annotator.notebook import Work
from annotator.operations import AddEntity
from annotator.project import Project

ROOT = Path(__file__).parent.parent.parent


@pytest.mark.model
def test_the_examples_of_the_page_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from annotator.demo import make_demo

    made = make_demo(tmp_path / "demo", lambda _: None, has_team=True)
    monkeypatch.chdir(tmp_path)
    made.rename(tmp_path / "sample.annodb")
    flags = doctest.ELLIPSIS | doctest.IGNORE_EXCEPTION_DETAIL
    found = doctest.testfile(str(ROOT / "docs" / "notebook.md"), module_relative=False, optionflags=flags)
    assert found.attempted > 15
    assert found.failed == 0


def test_a_project_is_only_read_unless_asked(make_project: Callable[..., Project]) -> None:
    project = make_project("Kursk is far.", annotator="ann")
    article = project.article_ids()[0]
    project.close()
    add = AddEntity(article, Span(0, 5), "GPE")
    with annotator.open(project.path, annotator="ann") as view, pytest.raises(UserError):
        view.project.run(add)
    with annotator.open(project.path, annotator="ann", read_only=False) as view:
        view.project.run(add)
        assert [row["text"] for row in view.layer("ann").entity_rows()] == ["Kursk"]


def test_a_layer_that_is_not_there_is_said(make_project: Callable[..., Project]) -> None:
    project = make_project("Kursk is far.", annotator="ann")
    project.close()
    with annotator.open(project.path) as view, pytest.raises(UserError, match="no work of 'ben'"):
        view.layer("ben")


def test_work_of_others_is_there_at_the_next_call(make_project: Callable[..., Project]) -> None:
    project = make_project("Kursk is far.", annotator="ann")
    article = project.article_ids()[0]
    project.run(AddEntity(article, Span(0, 5), "GPE"))
    with annotator.open(project.path) as view:
        before = view.layer("ann")
        project.run(AddEntity(article, Span(9, 12), "LOC"))
        assert [row["label"] for row in view.layer("ann").entity_rows()] == ["GPE", "LOC"]
        assert len(before.entity_rows()) == 1


def test_a_view_that_was_closed_says_so(make_project: Callable[..., Project]) -> None:
    project = make_project("Kursk is far.", annotator="ann")
    view = annotator.open(project.path)
    view.close()
    view.close()
    with pytest.raises(UserError, match="was closed"):
        view.layer("ann")
    with pytest.raises(UserError, match="was closed"):
        list(view.articles())


def test_what_is_shown_of_a_project_is_a_line(make_project: Callable[..., Project]) -> None:
    project = make_project("Kursk is far.", annotator="ann")
    project.run(AddEntity(project.article_ids()[0], Span(0, 5), "GPE"))
    with annotator.open(project.path) as view:
        assert repr(view) == "<project 'talks': 1 article; ann>"
        assert repr(view.layer("ann")) == "<'ann': 1 article, 1 entity, 0 statements, 0 events, 0 actors>"


def test_rows_of_articles_have_the_same_keys_whatever_their_metadata(tmp_path: Path) -> None:
    records = [
        {"text": "Kursk.", "meta": {"source": "Herald", "entities": "9"}},
        {"text": "Osk.", "meta": {"id": "x7"}},
    ]
    (tmp_path / "in.jsonl").write_text("".join(json.dumps(record) + "\n" for record in records))
    with Project.create(tmp_path / "p.annodb", annotator="lead") as project:
        project.import_files([tmp_path / "in.jsonl"])
    with annotator.open(tmp_path / "p.annodb") as view:
        first, second = view.suggestions().article_rows()
    assert list(first) == list(second)
    assert (first["source"], first["id"], first["entities"]) == ("Herald", "", 0)
    assert (second["source"], second["id"]) == ("", "x7")


def test_events_and_actors_are_rows_with_what_links_name() -> None:
    event = GoldEvent(id="e", title="Talks", when=GoldWhen(edtf="2031-02"), participants=("a", "gone"))
    link = GoldLink(event="e", relation="denies")
    speaker = GoldSpeaker(mention=GoldFragment(start=0, end=2, text="he"), actor="a")
    piece = GoldFragment(start=0, end=2, text="he")
    statement = GoldStatement(content=(piece,), text="he", speaker=speaker, links=(link, link))
    work = Work(
        "ann", (GoldArticle(id="x", text="he", statements=(statement,)),), (event,), (GoldActor(id="a", name="A"),)
    )
    (row,) = work.event_rows()
    assert (row["date"], row["participants"], row["links"]) == ("2031-02", "A", 2)
    assert work.actor_rows()[0]["statements"] == 1
    assert {(row["speaker"], row["actor"], row["event_title"]) for row in work.link_rows()} == {("he", "A", "Talks")}
    assert work.article("x").text == "he"


def test_gold_that_is_blocked_says_what_to_write_in_a_notebook(make_project: Callable[..., Project]) -> None:
    project = make_project("Kursk is far.", annotator="ann")
    with annotator.open(project.path) as view, pytest.raises(UserError) as caught:
        view.gold()
    assert "incomplete=True" in caught.value.hint


def test_agreement_that_nobody_can_compute_has_its_reason(make_project: Callable[..., Project]) -> None:
    project = make_project("Kursk is far.", annotator="ann")
    with annotator.open(project.path) as view:
        rows = view.agreement_rows()
    assert rows
    assert all(row["value"] is None and row["reason"] for row in rows)
