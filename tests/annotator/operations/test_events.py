"""Making, editing, merging, retiring events and actors."""

from __future__ import annotations

import pytest

from annotator.errors import Invalid
from annotator.model import Actor, Event, Mention, Span, Speaker, When
from annotator.operations import (
    AcceptUnits,
    AddActor,
    AddEvent,
    EditActor,
    EditEvent,
    MergeActors,
    MergeEvents,
    RestoreActor,
    RestoreEvent,
    RetireActor,
    RetireEvent,
    SetEntityActor,
    SetSpeaker,
)
from tests.annotator.making import RUBIO, TEXT, propose_usual, span_of, unit_on

TALKS = Event("e" * 32, "Talks", type="meeting", when=When("2025-03-17"))
PHONE = Event("f" * 32, "Phone call", type="call")
ZELENSKY, ZELENSKYY = Actor("a" * 32, "Zelensky"), Actor("b" * 32, "Zelenskyy", aliases=("Ze",))


@pytest.fixture
def project(make_project):
    return make_project(TEXT)


def state_of(project, key):
    rows = {row.event.id: row.state for row in project.events()} | {row.actor.id: row.state for row in project.actors()}
    return rows.get(key)


def test_an_event_is_made_in_ones_own_layer_and_undone(project):
    changes = project.run(AddEvent(TALKS))
    assert changes.events == {TALKS.id}
    assert project.find_event(TALKS.id) == TALKS
    assert [(row.layer, row.is_published) for row in project.events()] == [("ann", False)]
    project.undo()
    assert project.find_event(TALKS.id) is None
    project.redo()
    assert project.find_event(TALKS.id) == TALKS


def test_editing_decides_only_what_differs(project):
    project.run(AddEvent(TALKS))
    edited = Event(TALKS.id, "Talks in Riyadh", type="meeting", when=TALKS.when)
    project.run(EditEvent(edited))
    assert project.find_event(TALKS.id) == edited
    assert not project.run(EditEvent(edited))
    project.undo()
    assert project.find_event(TALKS.id) == TALKS


@pytest.mark.parametrize(
    ("event", "said"),
    [
        (Event("1" * 32, "  "), "title"),
        (Event("1" * 32, "Talks", type="party"), "event type"),
        (Event("1" * 32, "Talks", part_of="1" * 32), "part of itself"),
        (Event("1" * 32, "Talks", mentions=(Mention("0" * 32, Span(0, 1)),)), "no article"),
    ],
)
def test_a_wrong_event_is_refused_with_a_word(project, event, said):
    with pytest.raises(Exception, match=said):
        project.run(AddEvent(event))
    assert project.events() == []


def test_parts_of_events_make_no_circles(project):
    project.run(AddEvent(TALKS))
    project.run(AddEvent(Event(PHONE.id, PHONE.title, part_of=TALKS.id)))
    with pytest.raises(Invalid, match="part of itself"):
        project.run(EditEvent(Event(TALKS.id, TALKS.title, part_of=PHONE.id)))


def test_a_mention_lies_in_its_article(project):
    article = project.articles()[0].id
    with pytest.raises(Invalid, match="does not lie in"):
        project.run(AddEvent(Event("1" * 32, "Talks", mentions=(Mention(article, Span(0, 9999)),))))


def test_retired_events_and_actors_are_offered_no_more_until_they_are_restored(project):
    for operation in (AddEvent(TALKS), AddActor(ZELENSKY), RetireEvent(TALKS.id), RetireActor(ZELENSKY.id)):
        project.run(operation)
    assert (state_of(project, TALKS.id), state_of(project, ZELENSKY.id)) == ("retired", "retired")
    assert project.recent_actors(project.articles()[0].id) == []
    project.run(RestoreEvent(TALKS.id))
    project.run(RestoreActor(ZELENSKY.id))
    assert (state_of(project, TALKS.id), state_of(project, ZELENSKY.id)) == ("kept", "kept")


def test_a_merged_event_leads_to_what_it_became_until_it_is_restored(project):
    for operation in (AddEvent(TALKS), AddEvent(PHONE), MergeEvents((PHONE.id,), TALKS.id)):
        project.run(operation)
    assert project.find_event(PHONE.id) == TALKS
    assert state_of(project, PHONE.id) == "merged"
    project.run(RestoreEvent(PHONE.id))
    assert project.find_event(PHONE.id) == PHONE
    project.undo()
    assert project.find_event(PHONE.id) == TALKS


def test_editing_a_merged_event_edits_what_it_became(project):
    for operation in (AddEvent(TALKS), AddEvent(PHONE), MergeEvents((PHONE.id,), TALKS.id)):
        project.run(operation)
    project.run(EditEvent(Event(PHONE.id, "Talks by phone", type="meeting", when=TALKS.when)))
    assert project.find_event(TALKS.id).title == "Talks by phone"


def test_merging_goes_along_chains_and_not_in_circles(project):
    third = Event("9" * 32, "Summit")
    for operation in (AddEvent(TALKS), AddEvent(PHONE), AddEvent(third)):
        project.run(operation)
    project.run(MergeEvents((PHONE.id,), TALKS.id))
    project.run(MergeEvents((TALKS.id,), third.id))
    assert project.find_event(PHONE.id) == third
    for from_ids, into in (((third.id,), PHONE.id), ((third.id,), third.id)):
        with pytest.raises(Invalid, match="into itself"):
            project.run(MergeEvents(from_ids, into))


def test_unknown_events_are_not_merged_edited_or_retired(project):
    project.run(AddEvent(TALKS))
    for operation in (MergeEvents(("0" * 32,), TALKS.id), EditEvent(PHONE), RetireEvent(PHONE.id)):
        with pytest.raises(Invalid, match="not in the project"):
            project.run(operation)


def test_merging_actors_makes_names_aliases_and_follows_mentions(project):
    article = propose_usual(project)
    unit = unit_on(project, article, "Kursk")
    for operation in (AddActor(ZELENSKY), AddActor(ZELENSKYY), SetEntityActor(article, unit.id, ZELENSKYY.id)):
        project.run(operation)
    work = project.work(article)
    project.refresh_work(work, project.run(MergeActors((ZELENSKYY.id,), ZELENSKY.id)))
    assert project.find_actor(ZELENSKYY.id).aliases == ("Zelenskyy", "Ze")
    assert work.find(unit.id).value.actor == ZELENSKY.id
    assert [row.mentions for row in project.actors() if row.actor.id == ZELENSKY.id] == [1]
    project.refresh_work(work, project.undo())
    assert work.find(unit.id).value.actor == ZELENSKYY.id
    assert project.find_actor(ZELENSKY.id).aliases == ()


def test_an_actor_that_was_merged_is_read_as_its_target_in_suggestions_too(project):
    article = propose_usual(project)
    rubio = unit_on(project, article, "Rubio")
    project.run(AcceptUnits(article, (rubio.id,)))
    project.run(AddActor(ZELENSKY))
    project.run(MergeActors((RUBIO.id,), ZELENSKY.id))
    statement = next(unit for unit in project.work(article).units() if unit.kind == "statement")
    assert statement.is_machine
    assert statement.value.speaker.actor == ZELENSKY.id


def test_an_actor_needs_a_name_and_is_edited(project):
    project.run(AddActor(ZELENSKY))
    project.run(EditActor(Actor(ZELENSKY.id, "Volodymyr Zelensky", aliases=("Zelensky",))))
    assert project.find_actor(ZELENSKY.id).aliases == ("Zelensky",)
    with pytest.raises(Invalid, match="name"):
        project.run(EditActor(Actor(ZELENSKY.id, "")))


def test_what_an_actor_said_is_listed_with_its_article(project):
    article = propose_usual(project)
    said = next(unit for unit in project.work(article).units() if unit.kind == "statement")
    project.run(AddActor(ZELENSKY))
    project.run(SetSpeaker(article, (said.id,), Speaker(mention=span_of(TEXT, "Rubio"), actor=ZELENSKY.id)))
    assert [row.statements for row in project.actors() if row.actor == ZELENSKY] == [1]
