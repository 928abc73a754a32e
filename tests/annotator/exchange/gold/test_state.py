"""Gold of several annotators: what blocks it, what it is made of, how it came about; and back again."""

from __future__ import annotations

import itertools
import json
import shutil

import jsonschema
import pytest

from annotator.errors import UserError
from annotator.exchange.gold.blocking import Block, find_blocks, sentences
from annotator.operations import (
    Assign,
    ReturnArticle,
    SetAside,
    SetLabel,
    SetReviewSettings,
    Submit,
    Unassign,
)
from annotator.project import Project
from annotator.review.handing_out import AssignmentRow
from annotator.review.settings import ReviewSettings
from tests.annotator.exchange.team import LAYERS, exported, lines, settle_all, submit, submit_all
from tests.annotator.making import TEXT, propose_usual, unit_on


def test_disagreements_block_gold_and_are_counted_and_named(project, article, tmp_path):
    with pytest.raises(UserError, match=r"2 disagreements in 1 article are not decided: “.*” \(2\)") as caught:
        project.export(tmp_path / "out")
    assert "--incomplete" in caught.value.hint
    assert not (tmp_path / "out").exists()


def test_incomplete_gold_holds_what_is_agreed_and_says_what_is_missing(project, article, tmp_path):
    report, (record,) = exported(project, tmp_path, incomplete=True, verify=True)
    assert report.verified
    assert sorted(span["text"] for span in record["spans"]) == ["Kursk", "Kursk", "Rubio"]
    assert len(record["statements"]) == 1
    card = (tmp_path / "out" / "README.md").read_text()
    assert "> **Incomplete.**" in card
    assert "2 disagreements in 1 article are not decided" in card
    assert any("Incomplete: 2 disagreements" in warning for warning in report.warnings)


def test_gold_that_is_exported_reads_into_a_layer_of_another_project_once(make_project, project, article, tmp_path):
    settle_all(project, article)
    exported(project, tmp_path, with_rejected=True)
    other = make_project(name="other", annotator="zoe")
    first = other.import_files([tmp_path / "out"], layer="old-gold")
    assert (first.failed, first.labels) == ((), 6)
    assert other.import_files([tmp_path / "out"], layer="old-gold").labels == 0
    other.export(tmp_path / "again", layer="old-gold")
    mine, theirs = (lines(tmp_path / name)[0] for name in ("out", "again"))
    assert [span["id"] for span in mine["spans"]] == [span["id"] for span in theirs["spans"]]
    assert {span["how"] for span in theirs["spans"]} == {"imported"}


def test_every_record_of_gold_fits_the_schema(project, article, tmp_path):
    settle_all(project, article)
    _, (record,) = exported(project, tmp_path, with_rejected=True)
    jsonschema.validate(record, json.loads((tmp_path / "out" / "schema.json").read_text()))


def test_pseudonyms_stand_for_annotators_and_leads_everywhere(make_project, tmp_path):
    project = make_project(TEXT, annotator="leda-wren")
    article = propose_usual(project)
    for layer in ("quentin-tarn", "ben-tarn", "eve"):
        with Project.open(project.path, annotator=layer) as own:
            submit(own, article)
    settle_all(project, article, "leda-wren")
    _, (record,) = exported(project, tmp_path, anonymise=True, verify=True)
    everything = b"".join(path.read_bytes() for path in (tmp_path / "out").rglob("*.*"))
    assert b"tarn" not in everything
    assert b"wren" not in everything
    people = record["provenance"]["annotators"]
    assert sorted(people) == people
    assert {record["provenance"]["decided_by"], *people} == {"a1", "a2", "a3", "a4"}
    _, (again,) = exported(project, tmp_path, "again", anonymise=True)
    assert again == record


def test_an_annotator_who_has_not_finished_blocks_until_the_article_is_taken_back(project, article, tmp_path):
    settle_all(project, article)
    with Project.open(project.path, annotator="lead") as own:
        own.run(Assign((AssignmentRow(article, "zoe"),)))
    project.refresh()
    with pytest.raises(UserError, match="1 article waits for zoe: “"):
        project.export(tmp_path / "out")
    with Project.open(project.path, annotator="lead") as own:
        own.run(Unassign(((article, "zoe"),)))
    project.refresh()
    assert project.export(tmp_path / "out").articles == 1


def test_an_article_that_was_given_back_waits_for_its_annotator(project, article):
    settle_all(project, article)
    with Project.open(project.path, annotator="lead") as own:
        own.run(ReturnArticle(article, "eve", "Look at the names again."))
        assert [(block.kind, block.people) for block in own.lead.gold.blocks()] == [("unfinished", ("eve",))]


def test_late_work_leaves_what_was_decided_and_blocks_where_it_differs(project, article, tmp_path):
    settle_all(project, article)
    _, (before,) = exported(project, tmp_path, "before")
    with Project.open(project.path, annotator="zoe") as zoe:
        submit(zoe, article)
        zoe.run(SetLabel(article, unit_on(zoe, article, "Moscow").id, "FAC"))
        zoe.run(Submit(article, passes=("entities", "statements")))
    project.refresh()
    (block,) = project.lead.gold.blocks()
    assert (block.kind, block.count) == ("undecided", 2)  # Moscow, and the Kursk that ben alone had as it is gold
    report, (after,) = exported(project, tmp_path, "after", incomplete=True, verify=True)
    assert report.verified
    settled = [[(one["id"], one["label"], one["by"], one["at"]) for one in record["spans"] if "by" in one]
               for record in (before, after)]  # fmt: skip
    assert settled[0] == settled[1]
    assert len(settled[0]) == 2


def test_the_sample_of_agreed_units_blocks_nothing_and_is_told_of(project, article, tmp_path):
    settle_all(project, article)
    with Project.open(project.path, annotator="lead") as own:
        own.run(SetReviewSettings(own.lead.settings, ReviewSettings(sample=1.0)))
    project.refresh()
    report = project.export(tmp_path / "out")
    assert any("of the sample to be checked: nobody has looked yet" in warning for warning in report.warnings)


def test_who_set_an_article_aside_has_finished_with_it(make_project, tmp_path):
    project = make_project("First article.", annotator="lead")
    article = project.articles()[0].id
    project.run(Assign((AssignmentRow(article, "ann"), AssignmentRow(article, "ben"))))
    with Project.open(project.path, annotator="ann") as ann:
        ann.run(Submit(article))
    with Project.open(project.path, annotator="ben") as ben:
        ben.run(SetAside(article, "irrelevant"))
    project.refresh()
    report, (record,) = exported(project, tmp_path)
    assert record["provenance"]["annotators"] == ["ann"]
    assert report.warnings == ("Every article was annotated by one person; there is no agreement to report.",)


def test_an_article_that_one_set_aside_and_another_still_has_is_not_left_out_yet(make_project, tmp_path):
    project = make_project("First article.", "Second.", annotator="lead")
    first, second = project.article_ids()
    project.run(Assign((AssignmentRow(first, "ann"), AssignmentRow(first, "ben"))))
    with Project.open(project.path, annotator="ben") as ben:
        ben.run(SetAside(first, "irrelevant"))
        ben.run(Submit(second))
    project.refresh()
    assert [(block.kind, block.people) for block in project.lead.gold.blocks()] == [("unfinished", ("ann",))]
    report = project.export(tmp_path / "out", incomplete=True)
    assert not [warning for warning in report.warnings if "left out" in warning]


def test_a_single_annotated_article_beside_others_keeps_its_ids_and_is_counted(make_project, tmp_path):
    project = make_project(TEXT, "Moscow waits.", annotator="lead")
    article = submit_all(project)
    settle_all(project, article)
    second = project.articles()[1].id
    with Project.open(project.path, annotator="ann") as ann:
        ann.run(Submit(second))
    project.refresh()
    report, records = exported(project, tmp_path, verify=True)
    assert report.verified
    assert [record["provenance"]["annotators"] for record in records] == [list(LAYERS), ["ann"]]
    assert any("1 article was annotated by one person" in warning for warning in report.warnings)


def test_the_card_tells_agreement_rule_and_the_sample(project, article, tmp_path):
    settle_all(project, article)
    exported(project, tmp_path)
    card = (tmp_path / "out" / "README.md").read_text()
    assert "Over 1 article that two or more annotators submitted, between ann, ben, eve" in card
    assert "| Entities, exact F1 |" in card
    assert "not computed: " in card
    assert "| merge rule | unanimous |" in card
    assert "| agreed units that a lead checked | " in card


def test_gold_does_not_depend_on_the_order_in_which_files_came(make_project, tmp_path):
    project = make_project(TEXT, annotator="lead")
    article = propose_usual(project)
    project.checkpoint()
    files = []
    for layer in LAYERS:
        files.append(shutil.copy(project.path, tmp_path / f"{layer}.annodb"))
        with Project.open(files[-1], annotator=layer) as own:
            submit(own, article)
    found = []
    for number, order in enumerate(itertools.permutations(files)):
        path = shutil.copy(project.path, tmp_path / f"order{number}.annodb")
        with Project.open(path, annotator="lead") as own:
            own.merge(order)
            own.merge(reversed(order) if number % 2 else order[:1])
            own.export(tmp_path / f"order{number}", incomplete=True)
        found.append((tmp_path / f"order{number}" / "train.jsonl").read_bytes())
    assert len(set(found)) == 1
    assert len(lines(tmp_path / "order0")[0]["spans"]) == 3


def test_blocks_are_told_in_sentences():
    titles = {"a": "First", "b": "Second", "c": "Third", "d": "Fourth"}
    found = find_blocks(
        list(titles),
        submitted={"b": ["ann"], "c": ["ann", "ben"]},
        aside={"d": ["ann"]},
        unfinished={"b": ["eve", "ben"]},
        undecided={"c": 1},
        titles=titles,
    )
    assert [(block.kind, block.article, block.count) for block in found] == [
        ("unsubmitted", "a", 0),
        ("unfinished", "b", 2),
        ("undecided", "c", 1),
    ]
    assert sentences(found) == [
        "1 article is not submitted by anybody: “First”.",
        "1 article waits for ben and eve: “Second”.",
        "1 disagreement in 1 article is not decided: “Third” (1).",
    ]
    assert "waits for a1 and a1" in sentences(found, lambda _: "a1")[1]


def test_of_many_blocks_a_few_are_named():
    (sentence,) = sentences(Block("unsubmitted", str(at), f"Article {at}") for at in range(7))
    assert sentence.startswith("7 articles are not submitted by anybody: “Article 0”")
    assert sentence.endswith("“Article 4” and 2 more.")
