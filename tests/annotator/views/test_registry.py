"""The events and actors that one layer sees, in order, with their counts."""

from __future__ import annotations

from annotator.model import Actor, Event, When
from annotator.operations import (
    AcceptUnits,
    AddActor,
    AddEntity,
    AddEvent,
    AddStatement,
    LinkEvent,
    MergeActors,
    MergeEvents,
)
from annotator.project import Project
from tests.annotator.making import RUBIO, TEXT, propose_usual, span_of

EARLY, LATE = Event("2" * 32, "Early", when=When("2024")), Event("1" * 32, "Late", when=When("2025-03"))
UNDATED = Event("3" * 32, "Undated")


def test_events_come_by_date_the_undated_last(make_project):
    project = make_project(TEXT)
    for event in (UNDATED, LATE, EARLY):
        project.run(AddEvent(event))
    assert [row.event for row in project.events()] == [EARLY, LATE, UNDATED]


def test_actors_come_by_name_without_regard_to_case(make_project):
    project = make_project(TEXT)
    for key, name in (("1", "beta"), ("2", "Alpha"), ("3", "Gamma")):
        project.run(AddActor(Actor(key * 32, name)))
    assert [row.actor.name for row in project.actors()] == ["Alpha", "beta", "Gamma"]


def test_counts_of_what_was_merged_go_to_what_it_became(make_project):
    project = make_project(TEXT)
    article = project.articles()[0].id
    first, second = (AddStatement(article, (span_of(TEXT, words),)) for words in ("We will go", "the talks"))
    for operation in (
        AddEvent(EARLY), AddEvent(LATE), first, second, LinkEvent(article, (first.id,), EARLY.id, "reports"),
        LinkEvent(article, (second.id,), LATE.id, "reports"), MergeEvents((EARLY.id,), LATE.id),
    ):  # fmt: skip
        project.run(operation)
    assert {row.event.id: (row.links, row.state) for row in project.events()} == {
        EARLY.id: (0, "merged"), LATE.id: (2, "kept"),
    }  # fmt: skip
    assert len(project.event_links(EARLY.id)) == 2


def test_mentions_and_statements_of_an_actor_are_counted(make_project):
    project = make_project(TEXT)
    article = propose_usual(project)
    project.run(AcceptUnits(article, tuple(unit.id for unit in project.work(article).units())))
    (row,) = project.actors()
    assert (row.actor, row.mentions, row.statements) == (RUBIO, 1, 1)
    other = Actor("a" * 32, "Rubio")
    project.run(AddActor(other))
    project.run(AddEntity(article, span_of(TEXT, "Officials"), "PERSON", actor=other.id))
    project.run(MergeActors((other.id,), RUBIO.id))
    assert {row.actor.id: row.mentions for row in project.actors()}[RUBIO.id] == 2


def test_nobody_sees_the_events_of_another_layer(make_project):
    project = make_project(TEXT)
    project.run(AddEvent(EARLY))
    with Project.open(project.path, annotator="ben") as ben:
        assert ben.events() == []
        assert ben.find_event(EARLY.id) is None
