"""`annotator figures`: who is how far, in words and as JSON; what blocks the release; what stands behind a number."""

from __future__ import annotations

import json

import msgspec
import pytest

from annotator import cli
from annotator.operations import AcceptUnits, Assign, SetLabel, Submit
from annotator.project import Project
from annotator.review.figures import Found, ProjectFigures
from annotator.review.handing_out import AssignmentRow
from tests.annotator.making import TEXT, propose_usual, unit_on


@pytest.fixture
def project(make_project) -> Project:
    """Two annotators have submitted the first of two articles; they call Moscow differently."""
    project = make_project(TEXT, "Moscow waits.")
    article = propose_usual(project)
    submit(project, article)
    with Project.open(project.path, annotator="ben") as ben:
        ben.run(SetLabel(article, unit_on(ben, article, "Moscow").id, "ORG"))
        submit(ben, article)
    return project


def submit(project: Project, article: str) -> None:
    project.run(AcceptUnits(article, tuple(unit.id for unit in project.work(article).undecided())), active_ms=360_000)
    project.run(Submit(article, ("entities", "statements")))


def run(capsys, *arguments: str) -> str:
    assert cli.main(["figures", *arguments]) == 0
    return capsys.readouterr().out


def test_each_annotator_gets_a_line(project, capsys):
    said = run(capsys, str(project.path)).splitlines()
    assert said[0] == "2 articles"
    assert said[1] == "  ann: 1 submitted, 1 todo; 0.1 active hours, 10.0 articles an hour"
    assert said[3] == "12 suggestions decided: 11 accepted, 1 corrected, 0 rejected"


def test_json_holds_all_that_the_window_shows(project, capsys):
    found = msgspec.json.decode(run(capsys, str(project.path), "--json"), type=ProjectFigures)
    assert found == msgspec.structs.replace(project.lead.figures.count(), made=found.made)


def test_what_blocks_the_release_is_told_by_kind(project, capsys):
    said = run(capsys, str(project.path), "--blocks").splitlines()
    assert said == [
        "Not submitted by anybody: 1 article",
        "Disagreements that wait for a lead: 1 article, 1 disagreement",
    ]


def test_who_is_waited_for_is_named(project, capsys):
    project.run(Assign((AssignmentRow(project.article_ids()[1], "eve"),)))
    assert "Waiting for eve: 1 article" in run(capsys, str(project.path), "--blocks")


def test_what_stands_behind_a_number_comes_as_json(project, capsys):
    said = run(capsys, str(project.path), "--behind", json.dumps({"what": "suggestions", "outcome": "corrected"}))
    found = msgspec.json.decode(said, type=Found)
    assert [(unit.words, unit.detail) for unit in found.units] == [("Moscow", "GPE → ORG · corrected by ben")]


def test_no_more_than_asked_for_are_listed(project, capsys):
    said = run(capsys, str(project.path), "--behind", '{"what": "suggestions"}', "--most", "3")
    found = json.loads(said)
    assert (len(found["units"]), found["is_cut"]) == (3, True)


def test_a_question_that_is_none_is_refused(project, capsys):
    assert cli.main(["figures", str(project.path), "--behind", "[]"]) == 2
    assert cli.main(["figures", str(project.path), "--behind", '{"what": "moons"}']) == 1
