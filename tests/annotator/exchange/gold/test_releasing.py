"""Releases: what is frozen stays, is exported as it was, travels with the file, and can be compared."""

from __future__ import annotations

import shutil

import pytest

from annotator.errors import Invalid, NotFound, UserError
from annotator.exchange.gold.comparing import Side, compared
from annotator.formats.gold.schema import GoldArticle, GoldEvent, GoldFragment, GoldLink, GoldSpan, GoldStatement
from annotator.operations import MoveSpan, RejectUnits, SetLabel, Submit
from annotator.project import Project
from annotator.store import check, connection, snapshots
from tests.annotator.exchange.team import LAYERS, lines, settle_all, submit, submit_all
from tests.annotator.making import TEXT, propose_usual, span_of, unit_on


@pytest.fixture
def article(project, article):
    """The article with everything settled."""
    settle_all(project, article)
    return article


def single(project):
    """The usual article as ann alone submitted it."""
    article = propose_usual(project)
    with Project.open(project.path, annotator="ann") as ann:
        submit(ann, article)
    project.refresh()
    return article


def change(project, article, *operations):
    with Project.open(project.path, annotator="ann") as ann:
        for operation in operations:
            ann.run(operation)
        ann.run(Submit(article, passes=("entities", "statements")))
    project.refresh()


def test_a_release_is_exported_byte_for_byte_as_gold_was(project, article, tmp_path):
    project.export(tmp_path / "gold")
    project.release("v1")
    report = project.export(tmp_path / "frozen", release="v1", verify=True)
    assert report.verified
    for name in ("train.jsonl", "events.jsonl", "actors.jsonl", "schema.json"):
        assert (tmp_path / "frozen" / name).read_bytes() == (tmp_path / "gold" / name).read_bytes()
    card = (tmp_path / "frozen" / "README.md").read_text()
    assert "| release | v1 |" in card
    assert "| release |" not in (tmp_path / "gold" / "README.md").read_text()


def test_what_is_frozen_stays_whatever_is_decided_later(project, tmp_path):
    article = single(project)
    project.release("v1")
    before = snapshots.releases(project.db)[0].sha256
    with Project.open(project.path, annotator="ann") as ann:
        moscow = unit_on(ann, article, "Moscow").id
    change(project, article, SetLabel(article, moscow, "ORG"))
    project.export(tmp_path / "frozen", release="v1")
    project.export(tmp_path / "now")
    assert snapshots.releases(project.db)[0].sha256 == before
    labels = [{span["label"] for span in lines(tmp_path / name)[0]["spans"] if span["text"] == "Moscow"}
              for name in ("frozen", "now")]  # fmt: skip
    assert labels == [{"GPE"}, {"ORG"}]


def test_blocked_gold_is_released_only_where_that_is_asked_for_and_says_so(project, tmp_path):
    submit_all(project)
    with pytest.raises(UserError, match="2 disagreements in 1 article are not decided"):
        project.release("v1")
    assert project.lead.gold.releases() == []
    project.release("v1", incomplete=True)
    (found,) = project.lead.gold.releases()
    assert found.notes[0].startswith("Incomplete: 2 disagreements")
    project.export(tmp_path / "out", release="v1", anonymise=True)
    assert "> **Incomplete.**" in (tmp_path / "out" / "README.md").read_text()
    assert b"ben" not in (tmp_path / "out" / "train.jsonl").read_bytes()


def test_the_name_of_a_release_is_taken_once_and_undone_like_all_else(project, article):
    project.release("v1")
    with pytest.raises(Invalid, match="a release 'v1' already"):
        project.release("v1")
    assert project.undo_title() == "release"
    project.undo()
    assert project.lead.gold.releases() == []
    project.redo()
    assert project.lead.gold.release("v1").articles == 1


def test_nothing_is_no_release(make_project):
    with pytest.raises(Invalid, match="no gold to release"):
        make_project(TEXT, annotator="lead").release("v1", incomplete=True)


def test_a_handout_releases_nothing(project):
    single(project)
    with connection.write(project.db):
        check.write_file_info(project.db, {check.HANDOUT: "ann"})
    with pytest.raises(Invalid, match="one annotator's work"):
        project.release("v1")
    assert project.lead.gold.releases() == []


def test_a_release_that_is_not_there_is_named_with_those_that_are(project, article, tmp_path):
    project.release("v1")
    with pytest.raises(NotFound, match="no release 'v2'") as caught:
        project.export(tmp_path / "out", release="v2")
    assert caught.value.hint == "Releases: v1."
    with pytest.raises(Invalid, match="as it was frozen"):
        project.export(tmp_path / "out", release="v1", with_rejected=True)


def test_a_release_whose_contents_did_not_come_says_so(project, article, tmp_path):
    project.release("v1")
    project.db.execute("DELETE FROM snapshot_article")
    assert not project.lead.gold.releases()[0].is_here
    with pytest.raises(NotFound, match="does not hold what the release 'v1' froze"):
        project.export(tmp_path / "out", release="v1")


def test_a_release_travels_with_a_merge(project, article, tmp_path):
    project.checkpoint()
    other = shutil.copy(project.path, tmp_path / "other.annodb")
    with Project.open(other, annotator="lead2") as lead:
        lead.release("v1")
        lead.export(tmp_path / "theirs", release="v1")
    project.merge([other])
    project.export(tmp_path / "ours", release="v1")
    assert (tmp_path / "ours" / "train.jsonl").read_bytes() == (tmp_path / "theirs" / "train.jsonl").read_bytes()


def test_comparing_tells_what_was_changed_since(project, tmp_path):
    article = single(project)
    project.release("v1")
    with Project.open(project.path, annotator="ann") as ann:
        kursk, moscow = unit_on(ann, article, "Kursk").id, unit_on(ann, article, "Moscow").id
        rubio = unit_on(ann, article, "Rubio").id
    change(
        project,
        article,
        SetLabel(article, kursk, "GPE"),
        MoveSpan(article, moscow, span_of(TEXT, "Moscow did")),
        RejectUnits(article, (rubio,)),
    )
    found = project.lead.gold.compare("v1")
    assert {(one.turn, one.kind, one.parts) for one in found.differences} == {
        ("changed", "entity", ("label",)),
        ("changed", "entity", ("boundary",)),
        ("removed", "entity", ()),
    }
    assert found.counts["entity"] == {"added": 0, "removed": 1, "changed": 2}
    assert (found.articles["changed"], found.same) == ((article,), 0)
    back = project.lead.gold.compare(None, "v1")
    assert back.counts["entity"] == {"added": 1, "removed": 0, "changed": 2}


def test_a_release_is_the_same_as_itself_and_as_gold_that_stayed(project, article):
    project.release("v1")
    project.release("v2")
    for found in (project.lead.gold.compare("v1", "v2"), project.lead.gold.compare("v1")):
        assert found.is_same
        assert found.same == 1


def record(*units, article="a"):
    spans = tuple(unit for unit in units if isinstance(unit, GoldSpan))
    statements = tuple(unit for unit in units if isinstance(unit, GoldStatement))
    return GoldArticle(id=article, text=TEXT, spans=spans, statements=statements)


def side(name, *records, events=()):
    return Side(name, {one.id: one for one in records}, {event.id: event for event in events})


def test_parents_whose_ids_changed_with_their_words_are_no_change_of_the_child():
    child = GoldStatement(id="c", content=(GoldFragment(2, 6),), parent="p")
    old = record(GoldStatement(id="p", content=(GoldFragment(0, 9),)), child)
    new = record(
        GoldStatement(id="q", type="mixed", content=(GoldFragment(0, 9),)),
        GoldStatement(id="c", content=(GoldFragment(2, 6),), parent="q"),
    )
    found = compared(side("a", old), side("b", new)).differences
    assert [(one.id, one.parts) for one in found] == [("q", ("type",))]


def test_articles_links_and_events_that_come_and_go_are_told():
    linked = GoldStatement(id="s", content=(GoldFragment(0, 9),), decided=("links",))
    other = GoldStatement(
        id="s", content=(GoldFragment(0, 9),), decided=("links",), links=(GoldLink(event="e", relation="reports"),)
    )
    span = GoldSpan(id="x", start=0, end=3, label="GPE", text="The")
    a = side("a", record(linked), record(span, article="gone"), events=(GoldEvent(id="e", title="Talks"),))
    b = side("b", record(other), record(span, article="new"), events=(GoldEvent(id="f", title="Summit"),))
    found = compared(a, b)
    assert found.articles == {"added": ("new",), "removed": ("gone",), "changed": ("a",)}
    assert [one.parts for one in found.differences if one.kind == "statement"] == [("links",)]
    assert found.counts["event"] == {"added": 1, "removed": 1, "changed": 0}
    assert found.labels["entity"] == {"GPE": {"added": 1, "removed": 1, "changed": 0}}


def test_who_released_first_of_two_laptops_makes_no_difference(project, article, tmp_path):
    project.checkpoint()
    paths = [shutil.copy(project.path, tmp_path / f"{name}.annodb") for name in ("one", "two")]
    for path, name in zip(paths, LAYERS, strict=False):
        with Project.open(path, annotator=name) as lead:
            lead.release("v1")
    digests = set()
    for order in (paths, paths[::-1]):
        target = shutil.copy(project.path, tmp_path / f"target{len(digests)}.annodb")
        with Project.open(target, annotator="lead") as lead:
            lead.merge(order)
            (found,) = lead.lead.gold.releases()
            digests.add((lead.status()["digest"], found.sha256))
            assert found.is_here
    assert len(digests) == 1


@pytest.mark.parametrize("sql", ["DELETE FROM snapshot_article WHERE length(article) = 32",
                                 "UPDATE snapshot_article SET body = x'00' WHERE article = 'card'"])  # fmt: skip
def test_a_release_that_is_damaged_is_not_exported_as_if_it_were_whole(project, article, tmp_path, sql):
    project.release("v1")
    project.db.execute(sql)
    for use in (lambda: project.export(tmp_path / "out", release="v1"), lambda: project.lead.gold.compare("v1", None)):
        with pytest.raises(NotFound, match="damaged"):
            use()
    assert not (tmp_path / "out").exists()
