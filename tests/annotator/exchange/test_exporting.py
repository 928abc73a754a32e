"""Writing a layer as a dataset: whole or not at all, what is in it, splits, pseudonyms, and back again."""

from __future__ import annotations

import contextlib
import hashlib
import json
import tempfile
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.errors import UserError
from annotator.model import Actor, Event, Mention, Span, Speaker
from annotator.operations import (
    AcceptUnits,
    AddActor,
    AddEntity,
    AddEvent,
    AddStatement,
    EditMeta,
    ExcludeRegion,
    LinkEvent,
    MergeActors,
    MergeEvents,
    NothingToLink,
    RejectUnits,
    SetAside,
    SetFlag,
    SetParent,
    SetSpeaker,
    Submit,
)
from annotator.project import Project
from tests.annotator.making import RUBIO, TEXT, propose_usual, span_of, unit_on

TALKS, STRIKE = Event("e" * 32, "Talks"), Event("f" * 32, "Strike", part_of="e" * 32)
ZELENSKY, ZELENSKYY = Actor("a" * 32, "Zelensky"), Actor("b" * 32, "Zelenskyy")


def lines(folder, name="train.jsonl"):
    return [json.loads(line) for line in (folder / name).read_bytes().split(b"\n") if line]


def said_of(project, article):
    return next(unit.id for unit in project.work(article).units() if unit.kind == "statement")


def accept_all(project, article):
    project.run(AcceptUnits(article, tuple(unit.id for unit in project.work(article).units())))


def test_suggestions_are_exported_of_every_article_with_their_score(project, article, tmp_path):
    project.run(RejectUnits(article, (unit_on(project, article, "Moscow").id,)))
    report = project.export(tmp_path / "out", layer="suggestions", verify=True)
    assert (report.articles, report.entities, report.statements, report.verified) == (1, 5, 1, True)
    (record,) = lines(tmp_path / "out")
    assert {(span["how"], span["score"], span["source"]) for span in record["spans"]} == {("machine", 0.9, "ner 1")}
    assert record["annotated"] == []
    assert record["provenance"]["annotators"] == []
    assert [actor["name"] for actor in lines(tmp_path / "out", "actors.jsonl")] == ["Marco Rubio"]


def test_a_layer_is_exported_with_what_was_decided(project, article, tmp_path):
    accept_all(project, article)
    project.run(AddEvent(TALKS))
    project.run(LinkEvent(article, (said_of(project, article),), TALKS.id, "predicts", conditional=True))
    project.run(Submit(article, passes=("entities", "links")))
    project.export(tmp_path / "out", layer="ann", verify=True)
    (record,) = lines(tmp_path / "out")
    (statement,) = record["statements"]
    assert record["annotated"] == ["entities", "links"]
    assert [part["text"] for part in statement["content"]] == ["We will go", "And then we will see"]
    assert (statement["cue"]["text"], statement["speaker"]["name"]) == ("said", "Marco Rubio")
    assert [(link["event"], link["conditional"]) for link in statement["links"]] == [(TALKS.id, True)]
    assert set(statement["decided"]) == {"content", "cue", "speaker", "actor", "type", "parent", "links"}
    assert all("score" not in span for span in record["spans"])
    assert [event["title"] for event in lines(tmp_path / "out", "events.jsonl")] == ["Talks"]


def test_every_record_fits_the_schema(project, article, tmp_path):
    accept_all(project, article)
    for operation in (AddEvent(TALKS), AddEvent(STRIKE), AddActor(ZELENSKY), ExcludeRegion(article, Span(0, 4))):
        project.run(operation)
    project.run(SetFlag(article, unit_on(project, article, "Moscow").id, "unsure", True))
    for layer in ("ann", "suggestions"):
        out = tmp_path / layer
        project.export(out, layer=layer, with_rejected=True)
        schema = json.loads((out / "schema.json").read_text())
        records = [r for name in ("train.jsonl", "events.jsonl", "actors.jsonl") for r in lines(out, name)]
        assert records
        for record in records:
            jsonschema.validate(record, schema)


def test_only_what_was_kept_is_exported_unless_the_refused_is_asked_for(project, article, tmp_path):
    project.run(AcceptUnits(article, (unit_on(project, article, "Rubio").id,)))
    project.run(RejectUnits(article, (unit_on(project, article, "Moscow").id, said_of(project, article))))
    project.export(tmp_path / "plain", layer="ann", verify=True)
    (plain,) = lines(tmp_path / "plain")
    assert ([span["text"] for span in plain["spans"]], plain["statements"]) == (["Rubio"], [])
    assert "rejected" not in plain
    report = project.export(tmp_path / "all", layer="ann", with_rejected=True, verify=True)
    (full,) = lines(tmp_path / "all")
    assert report.verified
    assert [span["text"] for span in full["rejected"]["spans"]] == ["Moscow"]
    assert full["rejected"]["statements"][0]["speaker"]["name"] == "Marco Rubio"


def test_merged_events_and_actors_are_written_as_what_they_became(project, article, tmp_path):
    accept_all(project, article)
    said = said_of(project, article)
    strike = Event(STRIKE.id, "Strike", participants=(ZELENSKYY.id, ZELENSKY.id))
    for operation in (
        AddActor(ZELENSKY), AddActor(ZELENSKYY), AddEvent(TALKS), AddEvent(strike),
        SetSpeaker(article, (said,), Speaker(actor=ZELENSKYY.id)), LinkEvent(article, (said,), TALKS.id, "reports"),
        MergeEvents((TALKS.id,), strike.id), MergeActors((ZELENSKYY.id,), ZELENSKY.id),
    ):  # fmt: skip
        project.run(operation)
    report = project.export(tmp_path / "out", layer="ann", verify=True)
    assert (report.verified, report.failed) == (True, ())
    (statement,) = lines(tmp_path / "out")[0]["statements"]
    assert statement["speaker"]["actor"] == ZELENSKY.id
    assert [link["event"] for link in statement["links"]] == [strike.id]
    (event,) = lines(tmp_path / "out", "events.jsonl")
    assert event["participants"] == [ZELENSKY.id]
    assert {actor["id"] for actor in lines(tmp_path / "out", "actors.jsonl")} == {RUBIO.id, ZELENSKY.id}


def test_what_is_nested_in_a_removed_statement_is_exported_without_it(project, article, tmp_path):
    outer = AddStatement(article, (span_of(TEXT, "Officials in Kursk said that the talks may fail"),))
    inner = AddStatement(article, (span_of(TEXT, "the talks may fail"),))
    for operation in (outer, inner, SetParent(article, inner.id, outer.id), RejectUnits(article, (outer.id,))):
        project.run(operation)
    assert project.export(tmp_path / "out", layer="ann", verify=True).verified
    assert [one["parent"] for one in lines(tmp_path / "out")[0]["statements"]] == [None]


def test_a_mention_in_an_article_that_is_not_exported_is_left_out(make_project, tmp_path):
    project = make_project(TEXT, "The Talks are over.")
    first, second = (row.id for row in project.articles())
    project.run(AddEvent(Event(TALKS.id, "Talks", mentions=(Mention(second, Span(4, 9)), Mention(first, Span(0, 3))))))
    project.run(Submit(first))
    assert project.export(tmp_path / "out", layer="ann", verify=True).verified
    assert [one["article"] for one in lines(tmp_path / "out", "events.jsonl")[0]["mentions"]] == [first]


def test_an_export_goes_into_an_empty_folder_only(project, article, tmp_path):
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine.txt").write_text("mine")
    with pytest.raises(UserError, match="not empty"):
        project.export(tmp_path / "full", layer="suggestions")
    assert [path.name for path in (tmp_path / "full").iterdir()] == ["mine.txt"]
    (tmp_path / "empty").mkdir()
    assert project.export(tmp_path / "empty", layer="suggestions").articles == 1
    assert not [path for path in tmp_path.iterdir() if path.name.endswith(".part")]


def test_a_layer_without_work_is_no_layer(project, article, tmp_path):
    with pytest.raises(UserError, match="no work of 'eve'"):
        project.export(tmp_path / "out", layer="eve")
    assert not (tmp_path / "out").exists()


def test_a_difference_on_reading_back_is_said(project, article, tmp_path, monkeypatch):
    from annotator.exchange import verifying

    accept_all(project, article)
    monkeypatch.setattr(verifying, "differences", lambda first, second: ["articles: x differs when read back."])
    report = project.export(tmp_path / "out", layer="ann", verify=True)
    assert (report.verified, report.failed) == (False, ("articles: x differs when read back.",))
    assert "not the same" in report.summary()


def split_of(folder):
    return {record["id"]: name for name in ("train", "dev", "test") for record in lines(folder, f"{name}.jsonl")}


def test_splits_keep_stories_together_and_follow_the_seed(make_project, tmp_path):
    project = make_project(*(f"Article {number}." for number in range(20)))
    keys = [row.id for row in project.articles()]
    for number, key in enumerate(keys):
        project.run(EditMeta(key, {"group": f"story {number // 2}"}))
    for name, seed in (("one", 1), ("again", 1), ("two", 2)):
        project.export(tmp_path / name, layer="suggestions", split=(80, 10, 10), seed=seed, verify=True)
    one, again, two = (split_of(tmp_path / name) for name in ("one", "again", "two"))
    assert one == again
    assert one != two
    assert set(one) == set(keys)
    assert [list(one.values()).count(name) for name in ("train", "dev", "test")] == [16, 2, 2]
    assert all(one[first] == one[second] for first, second in zip(keys[::2], keys[1::2], strict=True))


def test_pseudonyms_leave_no_name_of_an_annotator_in_the_folder(make_project, tmp_path):
    project = make_project(TEXT, annotator="quentin-tarn")
    article = propose_usual(project)
    accept_all(project, article)
    project.run(Submit(article))
    for layer in ("quentin-tarn", "gold"):
        out = tmp_path / f"out-{len(layer)}"
        project.export(out, layer=layer, anonymise=True, verify=True)
        assert b"tarn" not in b"".join(path.read_bytes() for path in out.rglob("*"))
        assert lines(out)[0]["provenance"]["annotators"] == ["a1"]


def test_gold_names_what_blocks_it(make_project, tmp_path):
    project = make_project("First article.", "Second article.", "Third article.")
    first, second, third = (row.id for row in project.articles())
    project.run(Submit(first))
    project.run(SetAside(third, "irrelevant"))
    with pytest.raises(UserError, match=r"1 article is not submitted by anybody: “Second article.”") as caught:
        project.export(tmp_path / "out")
    assert "--incomplete" in caught.value.hint
    report = project.export(tmp_path / "out", incomplete=True, verify=True)
    card = (tmp_path / "out" / "README.md").read_text()
    assert (report.articles, report.verified) == (1, True)
    assert "> - 1 article is not submitted by anybody" in card
    assert "set aside and left out: “Third article.”" in card
    project.run(Submit(second))
    assert project.export(tmp_path / "whole").articles == 2
    assert "Incomplete" not in (tmp_path / "whole" / "README.md").read_text()


def test_gold_takes_each_article_from_its_annotator_with_that_annotators_events(make_project, tmp_path):
    project = make_project(TEXT, "Moscow waits for talks.")
    first, second = (row.id for row in project.articles())
    for name, article, event in (("ann", first, TALKS), ("ben", second, Event("9" * 32, "Summit"))):
        with Project.open(project.path, annotator=name) as own:
            statement = AddStatement(article, (Span(0, 6),))
            for operation in (
                statement, AddEvent(event), LinkEvent(article, (statement.id,), event.id, "reports"), Submit(article),
            ):  # fmt: skip
                own.run(operation)
    report = project.export(tmp_path / "out", verify=True)
    assert (report.articles, report.links, report.verified) == (2, 2, True)
    assert {event["title"] for event in lines(tmp_path / "out", "events.jsonl")} == {"Talks", "Summit"}
    people = [record["provenance"]["annotators"] for record in lines(tmp_path / "out")]
    assert people == [["ann"], ["ben"]]


def test_ids_are_the_same_in_every_export(project, article, tmp_path):
    accept_all(project, article)
    for name in ("one", "two"):
        project.export(tmp_path / name, layer="ann")
    assert (tmp_path / "one" / "train.jsonl").read_bytes() == (tmp_path / "two" / "train.jsonl").read_bytes()


def test_progress_is_told(project, article, tmp_path):
    told = []
    project.export(tmp_path / "out", layer="suggestions", progress=lambda done, total: told.append((done, total)))
    assert told[-1] == (1, 1)


WORDS = ("Kursk", "Rubio", "Moscow", "talks", "We will go", "Officials in Kursk", "the talks may fail")
ACTS = ("entity", "statement", "speaker", "link", "nothing", "reject", "accept", "nest", "actor")
acts = st.lists(st.tuples(st.sampled_from(ACTS), st.sampled_from(WORDS), st.integers(0, 20)), max_size=12)


def carry_out(project, article, act, word, number):
    units = list(project.work(article).every())
    unit = units[number % len(units)].id
    statements = [one.id for one in units if one.kind == "statement"]
    statement = statements[number % len(statements)]
    span = span_of(TEXT, word)
    operation = {
        "entity": lambda: AddEntity(article, span, ("GPE", "ORG")[number % 2]),
        "statement": lambda: AddStatement(article, (span,)),
        "speaker": lambda: SetSpeaker(
            article,
            (statement,),
            Speaker(mention=span, anonymous=number % 2 == 0, others=(Speaker(actor=ZELENSKY.id),)),
        ),
        "actor": lambda: SetSpeaker(article, (statement,), Speaker(actor=ZELENSKY.id) if number % 2 else None),
        "link": lambda: LinkEvent(
            article, (statement,), (TALKS, STRIKE)[number % 2].id, "denies", conditional=number > 9
        ),
        "nothing": lambda: NothingToLink(article, (statement,)),
        "reject": lambda: RejectUnits(article, (unit,)),
        "accept": lambda: AcceptUnits(article, (unit,)),
        "nest": lambda: SetParent(article, statement, statements[0]),
    }[act]()
    with contextlib.suppress(UserError):
        project.run(operation)


@settings(max_examples=20, deadline=None)
@given(acts=acts, with_rejected=st.booleans(), submitted=st.booleans())
def test_export_then_import_then_export_is_the_identity(acts, with_rejected, submitted):
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        (folder / "a.txt").write_bytes(TEXT.encode())
        with Project.create(folder / "a.annodb", annotator="ann") as project:
            project.import_files([folder / "a.txt"])
            article = propose_usual(project)
            for operation in (AddEvent(TALKS), AddEvent(STRIKE), AddActor(ZELENSKY)):
                project.run(operation)
            for act, word, number in acts:
                carry_out(project, article, act, word, number)
            project.run(Submit(article) if submitted else ExcludeRegion(article, Span(0, 3)))
            first = project.export(folder / "one", layer="ann", with_rejected=with_rejected, verify=True)
            assert (first.verified, first.failed) == (True, ())
        with Project.create(folder / "b.annodb", annotator="eve") as empty:
            assert empty.import_files([folder / "one"], layer="ann").failed == ()
            second = empty.export(folder / "two", layer="ann", with_rejected=with_rejected)
            assert (second.entities, second.statements, second.links) == (first.entities, first.statements, first.links)
            assert empty.import_files([folder / "two"], layer="ann").labels == 0
        for name in ("events.jsonl", "actors.jsonl"):
            assert (folder / "one" / name).read_bytes() == (folder / "two" / name).read_bytes()


def test_the_guidelines_lie_beside_the_card_and_are_summed_up_with_it(make_project, tmp_path):
    project = make_project("First article.", annotator="ann")
    project.run(Submit(project.article_ids()[0]))
    project.export(tmp_path / "out")
    guidelines = (tmp_path / "out" / "GUIDELINES.md").read_bytes()
    assert guidelines.decode() == project.scheme.guidelines.strip() + "\n"
    card = (tmp_path / "out" / "README.md").read_text()
    assert "](GUIDELINES.md) |" in card
    assert f"`{hashlib.sha256(guidelines).hexdigest()}`" in card
    project.export(tmp_path / "machine", layer="suggestions")
    assert not (tmp_path / "machine" / "GUIDELINES.md").exists()
