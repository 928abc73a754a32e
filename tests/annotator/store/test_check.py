"""The file as a whole: what `check` finds, what `check --rebuild` mends, the digest."""

from __future__ import annotations

import pytest

from annotator.model import Event
from annotator.operations import AcceptUnits, AddEvent, AddNote, DeclarePass, EditMeta, LinkEvent, RejectUnits, SetLabel
from annotator.project import Project
from annotator.store import check
from tests.annotator.making import TEXT, propose_usual, unit_on
from tests.annotator.store.raw import raw


@pytest.fixture
def project(make_project):
    project = make_project(TEXT)
    article = propose_usual(project)
    project.run(AcceptUnits(article, tuple(unit.id for unit in project.work(article).units())))
    project.run(AddEvent(Event("e1", "Talks")))
    project.run(LinkEvent(article, (unit_on(project, article, "We will go").id,), "e1", "predicts"))
    project.run(AddNote(article, "A note"))
    project.run(EditMeta(article, {"title": "Title"}))
    return project


@pytest.mark.parametrize(
    "sql",
    [
        "DELETE FROM entity WHERE label = 'GPE'",
        "UPDATE entity SET label = 'ORG'",
        "UPDATE statement SET conflicts = '{\"cue\":[]}'",
        "UPDATE link SET state = 'dormant'",
        "INSERT INTO dormant VALUES ('ann', 's', 'entity', NULL)",
        "UPDATE article_status SET state = 'submitted'",
        "UPDATE article_meta SET title = 'Wrong'",
        "UPDATE batch SET undone = 1",
        "DELETE FROM batch",
        "UPDATE file_info SET value = '1' WHERE key = 'clock'",
    ],
)
def test_what_follows_from_the_journal_is_found_wrong_and_mended(project, sql):
    before = check.snapshot(project.db)
    with raw(project.path) as db:
        db.execute(sql)
    (problem,) = project.check()
    assert "--rebuild" in problem
    project.rebuild()
    assert project.check() == []
    assert check.snapshot(project.db) == before
    assert project.rebuild() == []


def test_check_changes_nothing(project):
    with raw(project.path) as db:
        db.execute("DELETE FROM entity")
    before = check.snapshot(project.db)
    assert project.check()
    assert check.snapshot(project.db) == before


def test_the_search_is_built_anew_with_the_rest(project):
    with raw(project.path) as db:
        db.execute("INSERT INTO article_fts (article_fts) VALUES ('delete-all')")
    assert not project.search("Moscow")
    project.rebuild()
    assert project.search("Moscow")


def test_a_clock_that_fell_behind_moves_on_from_the_journal(project, article):
    with raw(project.path) as db:
        db.execute("UPDATE file_info SET value = '0' WHERE key = 'clock'")
    project.rebuild()
    project.run(SetLabel(article, unit_on(project, article, "Moscow").id, "ORG"))
    assert unit_on(project, article, "Moscow").value.label == "ORG"


def test_a_project_open_to_read_can_be_checked(project):
    project.checkpoint()
    with Project.open(project.path, read_only=True) as reader:
        assert reader.check() == []


def digest(project: Project) -> str:
    return project.status()["digest"]


def test_equal_work_on_two_machines_has_one_digest(project, article, laptop):
    other, rubio = laptop(), unit_on(project, article, "Rubio").id
    for label in ("GPE", "LOC", "ORG"):
        other.run(SetLabel(article, rubio, label))
    project.run(SetLabel(article, rubio, "ORG"))
    assert digest(other) == digest(project)


@pytest.mark.parametrize(
    "operation",
    [
        lambda p, a: SetLabel(a, unit_on(p, a, "Moscow").id, "ORG"),
        lambda p, a: RejectUnits(a, (unit_on(p, a, "Moscow").id,)),
        lambda p, a: AddNote(a, "Another note"),
        lambda p, a: DeclarePass(a, "links", done=True),
        lambda p, a: EditMeta(a, {"title": "Another"}),
        lambda p, a: AddEvent(Event("e2", "Another")),
    ],
)
def test_every_decision_changes_the_digest_and_its_undo_brings_it_back(project, article, operation):
    before = digest(project)
    project.run(operation(project, article))
    assert digest(project) != before
    project.undo()
    assert digest(project) == before


def test_suggestions_make_no_difference_to_the_digest(project, article):
    before = digest(project)
    project.store_suggestions([(article, (), ())], model="another")
    assert digest(project) == before


def test_layers_do(project, article):
    before = digest(project)
    with Project.open(project.path, annotator="ben") as ben:
        ben.run(AcceptUnits(article, (unit_on(ben, article, "Moscow").id,)))
    assert digest(project) != before
