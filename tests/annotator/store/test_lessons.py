"""Lessons: what decisions teach about words, in the file and in one that comes from before."""

from __future__ import annotations

import pytest

from annotator.layers import GOLD
from annotator.model import Actor, Speaker
from annotator.operations import AcceptUnits, AddActor, AddEntity, MoveSpan, RejectUnits, SetSpeaker, Together
from annotator.project import Project
from annotator.store import lessons
from tests.annotator.making import TEXT, entity, propose, span_of, statement, unit_on
from tests.annotator.store.raw import raw

MARO = Actor("a" * 32, "Ilse Maro")


@pytest.fixture
def project(make_project):
    """One lesson of each kind."""
    project = make_project(TEXT)
    key = project.articles()[0].id
    propose(
        project,
        entity(key, TEXT, "Officials in Kursk", "GPE"),
        statement(key, TEXT, "the talks"),
        statement(key, TEXT, "may fail"),
    )
    project.run(AddEntity(key, span_of(TEXT, "Moscow"), "GPE"))
    own = unit_on(project, key, "Officials in Kursk").id
    project.run(MoveSpan(key, own, span_of(TEXT, "Kursk", 1)))
    project.run(RejectUnits(key, (unit_on(project, key, "the talks").id,)))
    said = unit_on(project, key, "may fail").id
    speaker = Speaker(mention=span_of(TEXT, "Rubio"), actor=MARO.id)
    project.run(Together("Set speaker", (AddActor(MARO), SetSpeaker(key, (said,), speaker))))
    return project


def rows(db):
    return sorted(db.execute("SELECT kind, words, value FROM lesson").fetchall())


EXPECTED = [
    ("added", "Moscow", "GPE"),
    ("moved", "Officials in Kursk", "Kursk"),
    ("refused", "the talks", "direct"),
    ("said", "may fail", "direct"),
    ("speaker", "Rubio", MARO.id),
]


def test_each_kind_of_lesson_stands_by_its_words(project):
    assert rows(project.db) == EXPECTED
    layers = ("ann", GOLD)
    assert lessons.all_words(project.db, lessons.ADDED, layers) == {"Moscow"}
    assert lessons.taught(project.db, lessons.MOVED, layers, ["Officials in Kursk"]) == {
        "Officials in Kursk": {"Kursk": 1}
    }
    assert lessons.times(project.db, lessons.REFUSED, layers, ["the talks", "others"]) == {"the talks": 1}
    assert lessons.taught(project.db, lessons.ADDED, ("ben",), ["Moscow"]) == {}


def test_undo_takes_them_away_and_redo_brings_them_back(project):
    for _ in range(4):
        project.undo()
    assert rows(project.db) == []
    for _ in range(4):
        project.redo()
    assert rows(project.db) == EXPECTED
    assert project.check() == []


def test_a_merge_brings_them(project, make_project):
    other = make_project(TEXT, name="other", annotator="ben")
    key = other.articles()[0].id
    path = project.path.with_name("copy.annodb")
    project.backup(path)
    with Project.open(path, annotator="ben") as copy:
        copy.run(AddEntity(key, span_of(TEXT, "Kursk"), "GPE"))
    project.merge([path])
    assert ("added", "Kursk", "GPE") in rows(project.db)
    assert project.check() == []


def test_a_file_from_before_is_given_its_lessons(project):
    project.close()
    with raw(project.path) as db:
        db.execute("DROP TABLE lesson")
        db.execute("DELETE FROM _sqlite_migrations WHERE name = 'm0004_lessons'")
        db.execute("PRAGMA user_version = 3")
    with Project.open(project.path, annotator="ann") as again:
        assert rows(again.db) == EXPECTED
        assert again.check() == []


def test_names_are_counted_with_labels_states_and_actors(project):
    key = project.articles()[0].id
    propose(project, entity(key, TEXT, "Kursk", "GPE"), entity(key, TEXT, "Kursk", "PERSON", nth=2))
    first, third = unit_on(project, key, "Kursk").id, unit_on(project, key, "Kursk", 2).id
    project.run(AcceptUnits(key, (first,)))
    project.run(RejectUnits(key, (third,)))
    (found,) = lessons.names(project.db, ("ann", GOLD), ["Kursk", "nobody"]).values()
    assert {(row.label, row.state, row.articles, row.singly) for row in found} == {
        ("GPE", "kept", 1, 2),
        ("GPE", "rejected", 1, 1),  # shown with the label that the name was just given
    }
