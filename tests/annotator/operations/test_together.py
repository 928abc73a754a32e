"""Several operations as one gesture."""

from __future__ import annotations

import pytest

from annotator.errors import Invalid
from annotator.ids import link_id
from annotator.model import Actor, Event, Speaker
from annotator.operations import (
    AcceptUnits,
    AddActor,
    AddEntity,
    AddEvent,
    AddNote,
    AddStatement,
    EditEvent,
    EditNote,
    LinkEvent,
    MergeEvents,
    SetSpeaker,
    Together,
    Unlink,
)
from tests.annotator.making import TEXT, span_of, told

TALKS, STRIKE, SOURCE = Event("e" * 32, "Talks"), Event("f" * 32, "Strike"), Actor("a" * 32, "A source")


def test_a_gesture_is_one_batch_and_one_undo(project, article):
    before = told(project, article)
    statement = AddStatement(article, (span_of(TEXT, "the talks may fail"),))
    project.run(
        Together(
            "All at once",
            (
                statement,
                AddActor(SOURCE),
                SetSpeaker(article, (statement.id,), Speaker(actor=SOURCE.id)),
                AddEvent(TALKS),
                LinkEvent(article, (statement.id,), TALKS.id, "predicts"),
                AcceptUnits(article, (statement.id,)),
            ),
        )
    )
    unit = project.work(article).find(statement.id)
    assert (unit.value.speaker.actor, unit.open_parts, len(unit.value.links)) == (SOURCE.id, (), 1)
    project.undo()
    assert told(project, article) == before
    assert (project.actors(), project.events()) == ([], [])


def test_later_operations_see_what_earlier_ones_did(project, article):
    statement = AddStatement(article, (span_of(TEXT, "the talks may fail"),))
    project.run(statement)
    link = link_id(statement.id, TALKS.id, "predicts")
    note = AddNote(article, "Hm")
    project.run(
        Together(
            "There and back",
            (
                AddEvent(TALKS),
                AddEvent(STRIKE),
                EditEvent(Event(TALKS.id, "Talks in Riyadh")),
                LinkEvent(article, (statement.id,), TALKS.id, "predicts"),
                Unlink(article, statement.id, (link,)),
                MergeEvents((STRIKE.id,), TALKS.id),
                LinkEvent(article, (statement.id,), STRIKE.id, "denies"),
                note,
                EditNote(article, note.id, "Aha"),
            ),
        )
    )
    work = project.work(article)
    assert [(x.event, x.relation) for x in work.find(statement.id).value.links] == [(TALKS.id, "denies")]
    assert [found.text for found in work.notes] == ["Aha"]
    assert project.find_event(STRIKE.id).title == "Talks in Riyadh"


def test_the_same_entity_is_not_added_twice_in_one_gesture(project, article):
    span = span_of(TEXT, "talks")
    with pytest.raises(Invalid, match="already"):
        project.run(Together("Twice", (AddEntity(article, span, "EVENT"), AddEntity(article, span, "EVENT"))))


def test_nothing_is_written_when_one_of_them_is_refused(project, article):
    before = told(project, article)
    operations = (AddEntity(article, span_of(TEXT, "talks"), "EVENT"), LinkEvent(article, (), "0" * 32, "predicts"))
    with pytest.raises(Invalid):
        project.run(Together("Half", operations))
    assert told(project, article) == before
    assert project.status()["decisions"] == 0
