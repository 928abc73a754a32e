"""The inventories of all layers as a lead sees them: groups, proposals, statements, whose names are hidden."""

from __future__ import annotations

import msgspec
import pytest

from annotator.model import Actor, Event, When
from annotator.operations import (
    AcceptEvent,
    AddActor,
    AddEvent,
    Align,
    KeepApart,
    LinkEvent,
    MergeEvents,
    PartOf,
    Publish,
    SetEntityActor,
    SetReviewSettings,
    Submit,
    Together,
)
from annotator.review.inventories.model import Owned
from annotator.review.settings import ReviewSettings
from annotator.store import connection, proposals
from annotator.store.proposals import ProposalRow
from tests.annotator.making import TEXT, propose_usual, unit_on
from tests.annotator.teams import as_annotator, runner

TALKS = Event("1" * 32, "Talks in Osk", "meeting", when=When("2031-03-13"))
MEETING = Event("2" * 32, "Osk meeting", "meeting", when=When("2031-03-13"))
CALL = Event("3" * 32, "Phone call", "call")


@pytest.fixture
def lead(make_project):
    """A lead's project: ann and ben linked the same statement to an event each, eve made one without links."""
    project = make_project(TEXT, annotator="lead")
    article = propose_usual(project)
    said = unit_on(project, article, "We will go").id
    run = runner(project.path)
    run("ann", Together("", (AddEvent(TALKS), LinkEvent(article, (said,), TALKS.id, "predicts"))))
    run("ben", Together("", (AddEvent(MEETING), LinkEvent(article, (said,), MEETING.id, "reports"))))
    run("eve", AddEvent(CALL))
    project.refresh()
    return project


def titles(groups):
    return [group.title for group in groups]


def test_all_that_anybody_made_is_listed(lead):
    found = lead.lead.inventories.rows("event")
    assert titles(found) == ["Osk meeting", "Phone call", "Talks in Osk"]
    assert [(group.links, group.is_published) for group in found] == [(1, False), (0, False), (1, False)]
    assert lead.events() == []


def test_what_may_be_one_is_proposed_with_reasons(lead):
    (found,) = lead.lead.inventories.proposals("event")
    assert {found.one, found.other} == {TALKS.id, MEETING.id}
    assert found.reasons == ("1 statement in common", "titles share Osk", "same date")


def test_aligned_events_are_one_group_and_no_longer_proposed(lead):
    lead.run(Align("event", Owned("ben", MEETING.id), Owned("ann", TALKS.id)))
    inventories = lead.lead.inventories
    (group,) = inventories.aligned("event")
    assert (group.title, group.is_published, group.links) == ("Talks in Osk", True, 1)
    assert [member.thing for member in group.taken_in] == [MEETING]
    assert inventories.proposals("event") == []
    assert titles(inventories.unaligned("event")) == ["Phone call"]
    assert inventories.find("event", MEETING.id) == group
    lead.undo()
    assert len(inventories.proposals("event")) == 1


def test_what_was_made_a_part_is_not_asked_about_again(lead):
    lead.run(PartOf(Owned("ann", TALKS.id), Owned("ben", MEETING.id)))
    assert lead.lead.inventories.proposals("event") == []


def test_what_is_kept_apart_is_not_proposed(lead):
    lead.run(KeepApart("event", TALKS.id, MEETING.id))
    assert lead.lead.inventories.proposals("event") == []


def test_statements_stand_once_with_all_who_linked_them(lead):
    lead.run(Align("event", Owned("ben", MEETING.id), Owned("ann", TALKS.id)))
    inventories = lead.lead.inventories
    (said,) = inventories.statements(inventories.find("event", TALKS.id))
    assert (said.layers, said.relations) == (("ann", "ben"), ("predicts", "reports"))
    assert said.placed.snippet.startswith("We will go")


def test_names_are_letters_unless_the_project_shows_them(lead):
    names = lead.lead.inventories.names
    assert {names[layer] for layer in ("ann", "ben", "eve")} == {"A", "B", "C"}
    lead.run(SetReviewSettings(ReviewSettings(), ReviewSettings(shows_names=True)))
    assert lead.lead.inventories.names["ben"] == "ben"


def test_a_proposed_event_that_two_accepted_is_one_from_the_start(lead):
    run = runner(lead.path)
    for annotator in ("ann", "ben"):
        run(annotator, AcceptEvent(Event("9" * 32, "Strike at the port")))
    lead.refresh()
    (group,) = [group for group in lead.lead.inventories.rows("event") if group.title == "Strike at the port"]
    assert group.layers == {"ann", "ben"}
    lead.run(Publish("event", (group.owned,)))
    assert lead.find_event("9" * 32).title == "Strike at the port"


def test_what_an_annotator_merged_counts_for_what_it_became(lead):
    run = runner(lead.path)
    run("ben", AddEvent(Event("8" * 32, "Osk again")))
    run("ben", MergeEvents((MEETING.id,), "8" * 32))
    lead.refresh()
    group = lead.lead.inventories.find("event", MEETING.id)
    assert (group.title, group.links) == ("Osk again", 1)
    assert group.owned == Owned("ben", "8" * 32)


def test_actors_are_one_by_the_mentions_resolved_to_them(lead):
    one, other = Actor("a" * 32, "Kursk region", "place"), Actor("b" * 32, "the border", "place")
    article = lead.articles()[0].id
    for annotator, made in (("ann", one), ("ben", other)):
        with as_annotator(lead.path, annotator) as project:
            units = [unit_on(project, article, "Kursk", nth).id for nth in range(3)]
            project.run(AddActor(made))
            for unit in units:
                project.run(SetEntityActor(article, unit, made.id))
    lead.refresh()
    (found,) = lead.lead.inventories.proposals("actor")
    assert found.reasons == ("3 mentions in common",)
    lead.run(Align("actor", Owned("ben", other.id), Owned("ann", one.id)))
    assert lead.lead.inventories.counts("actor").proposals == 0
    assert lead.find_actor(other.id).aliases == ("the border",)


def test_nobody_s_own_event_shows_up_anywhere_for_another_annotator(lead):
    article = lead.articles()[0].id
    strike = Event("9" * 32, "Strike at the port")
    with connection.write(lead.db):
        body = msgspec.json.encode({"event": strike, "reasons": ["a test says so"]})
        proposals.replace(lead.db, [ProposalRow(strike.id, 0.6, (article,), body)])
    runner(lead.path)("ann", AcceptEvent(strike))
    with as_annotator(lead.path, "ben") as ben:
        said = unit_on(ben, article, "We will go").id
        offered = [one.event.title for one in ben.proposals.candidates(article, said).candidates]
        assert set(offered) == {"Osk meeting", "Strike at the port"}
        assert next(one for one in ben.proposals.candidates(article).candidates if one.event == strike).is_proposed
        assert [one.event.title for one in ben.proposals.events()] == ["Strike at the port"]
        assert [row.event.title for row in ben.events()] == ["Osk meeting"]
        assert ben.find_event(TALKS.id) is None
        assert ben.event_links(TALKS.id) == []


def test_links_agree_once_their_events_are_aligned(lead):
    article = lead.articles()[0].id
    for annotator in ("ann", "ben"):
        runner(lead.path)(annotator, Submit(article, reject_rest=True))
    lead.refresh()
    assert lead.lead.agreement(samples=0).measures["link_f1"] == 0
    lead.run(Align("event", Owned("ben", MEETING.id), Owned("ann", TALKS.id)))
    found = lead.lead.agreement(samples=0).measures
    assert (found["link_f1"], found["event_b3_f1"], found["relation_accuracy"]) == (1, 1, 0)
