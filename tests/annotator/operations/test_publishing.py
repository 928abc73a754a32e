"""Publishing and aligning: what annotators made becomes one for everybody, and nobody's layer is rewritten."""

from __future__ import annotations

import pytest

from annotator.errors import Invalid
from annotator.layers import PROJECT
from annotator.model import Actor, Event, When
from annotator.operations import (
    AcceptEvent,
    AddActor,
    AddEvent,
    Align,
    EditEvent,
    KeepApart,
    LinkEvent,
    MergeEvents,
    PartOf,
    Publish,
    SetReviewSettings,
    Split,
    Together,
    Unalign,
)
from annotator.review.inventories.model import Owned, pair_id
from annotator.review.settings import ReviewSettings
from annotator.store import check
from tests.annotator.making import TEXT, propose_usual, unit_on
from tests.annotator.teams import as_annotator, runner

ILSE, ILSE_TOO = Actor("a" * 32, "Ilse Maran"), Actor("b" * 32, "I. Maran")
TALKS = Event("1" * 32, "Talks in Osk", "meeting", when=When("2031-03-13"), participants=(ILSE.id,))
MEETING = Event("2" * 32, "Osk meeting", "meeting")
SUMMIT = Event("3" * 32, "Summit", "meeting")
CALL = Event("4" * 32, "Call", "call")


@pytest.fixture
def lead(make_project):
    """The lead's project, in which ann and ben both linked Rubio's statement to an event of their own."""
    project = make_project(TEXT, annotator="lead")
    article = propose_usual(project)
    said = unit_on(project, article, "We will go").id
    run = runner(project.path)
    run("ann", Together("", (AddActor(ILSE), AddEvent(TALKS), LinkEvent(article, (said,), TALKS.id, "predicts"))))
    run(
        "ben", Together("", (AddActor(ILSE_TOO), AddEvent(MEETING), LinkEvent(article, (said,), MEETING.id, "reports")))
    )
    project.refresh()
    return project


def seen(lead, annotator):
    """The ids of the events that an annotator is offered, and where the links of their statements lead."""
    with as_annotator(lead.path, annotator) as project:
        article = project.articles()[0].id
        links = [
            link.event
            for unit in project.work(article).units()
            if unit.kind == "statement"
            for link in unit.value.links
        ]
        return {row.event.id for row in project.events() if row.state == "kept"}, links


def linked(lead):
    """The events that each layer's links lead to, as review compares them."""
    works = lead.lead.works.of_article(lead.articles()[0].id, ["ann", "ben"])
    return [link.event for work in works for unit in work.of_kind("statement") for link in unit.value.links]


def journal_of(lead, *layers):
    rows = lead.db.execute("SELECT layer, id FROM decision WHERE kind != 'mark'").fetchall()
    return {row for row in rows if row[0] in layers}


def test_nobody_sees_another_s_event_before_it_is_published(lead):
    assert seen(lead, "ben")[0] == {MEETING.id}
    lead.run(Publish("event", (Owned("ann", TALKS.id),)))
    assert seen(lead, "ben")[0] == {MEETING.id, TALKS.id}


def test_an_event_is_published_with_all_its_values_and_with_who_takes_part(lead):
    lead.run(Publish("event", (Owned("ann", TALKS.id),)))
    assert lead.find_event(TALKS.id) == TALKS
    assert lead.find_actor(ILSE.id) == ILSE
    assert {row.is_published for row in lead.events()} == {True}


def test_undo_takes_back_a_publication_and_what_went_with_it(lead):
    lead.run(Publish("event", (Owned("ann", TALKS.id),)))
    assert lead.undo_title() == "publish event"
    lead.undo()
    assert lead.find_event(TALKS.id) is None
    assert lead.find_actor(ILSE.id) is None
    assert linked(lead) == [TALKS.id, MEETING.id]


def test_the_whole_that_an_event_is_a_part_of_is_published_with_it(lead):
    run = runner(lead.path)
    run("ann", AddEvent(SUMMIT))
    run("ann", AddEvent(Event(CALL.id, "Call", part_of=SUMMIT.id)))
    lead.refresh()
    lead.run(Publish("event", (Owned("ann", CALL.id),)))
    assert lead.find_event(SUMMIT.id) == SUMMIT


def test_what_an_annotator_merged_is_published_as_merged(lead):
    run = runner(lead.path)
    run("ann", AddEvent(CALL))
    run("ann", MergeEvents((CALL.id,), TALKS.id))
    lead.refresh()
    lead.run(Publish("event", (Owned("ann", CALL.id),)))
    assert lead.find_event(CALL.id) == TALKS


def test_what_another_holds_on_its_own_is_not_merged_with_it(lead):
    run = runner(lead.path)
    for annotator in ("ann", "ben"):
        run(annotator, AddEvent(CALL))
    run("ann", MergeEvents((CALL.id,), TALKS.id))
    lead.refresh()
    lead.run(Publish("event", (Owned("ann", TALKS.id),)))
    assert seen(lead, "ben")[0] == {MEETING.id, TALKS.id, CALL.id}
    assert seen(lead, "ann")[0] == {TALKS.id}


def test_links_to_aligned_events_are_equal_in_review_and_nobody_s_layer_is_rewritten(lead):
    before = journal_of(lead, "ann", "ben")
    lead.run(Align("event", Owned("ben", MEETING.id), Owned("ann", TALKS.id)))
    assert linked(lead) == [TALKS.id, TALKS.id]
    assert seen(lead, "ben") == ({TALKS.id}, [TALKS.id])
    assert journal_of(lead, "ann", "ben") == before
    assert lead.undo_title() == "align"
    lead.undo()
    assert linked(lead) == [TALKS.id, MEETING.id]


def test_a_link_made_after_aligning_leads_there_too(lead):
    lead.run(Align("event", Owned("ben", MEETING.id), Owned("ann", TALKS.id)))
    with as_annotator(lead.path, "ben") as ben:
        article = ben.articles()[0].id
        ben.run(LinkEvent(article, (unit_on(ben, article, "We will go").id,), MEETING.id, "denies"))
    lead.refresh()
    assert linked(lead) == [TALKS.id, TALKS.id]


def test_aligning_goes_along_chains_and_never_in_circles(lead):
    runner(lead.path)("eve", AddEvent(SUMMIT))
    lead.refresh()
    lead.run(Align("event", Owned("ben", MEETING.id), Owned("ann", TALKS.id)))
    lead.run(Align("event", Owned("ann", TALKS.id), Owned("eve", SUMMIT.id)))
    assert linked(lead) == [SUMMIT.id, SUMMIT.id]
    with pytest.raises(Invalid, match="one already"):
        lead.run(Align("event", Owned("ben", MEETING.id), Owned("eve", SUMMIT.id)))


def test_an_alignment_that_goes_against_an_annotator_s_own_merging_is_turned_round(lead):
    run = runner(lead.path)
    for annotator in ("ann", "ben"):
        run(annotator, AddEvent(CALL))
    run("ann", MergeEvents((CALL.id,), TALKS.id))
    lead.refresh()
    lead.run(Align("event", Owned("ann", TALKS.id), Owned("ben", CALL.id)))
    for annotator in ("ann", "ben"):
        assert TALKS.id in seen(lead, annotator)[0]
        assert CALL.id not in seen(lead, annotator)[0]
    assert check.problems(lead.db) == []


def test_an_aligned_actor_lends_its_names(lead):
    lead.run(Align("actor", Owned("ben", ILSE_TOO.id), Owned("ann", ILSE.id)))
    assert lead.find_actor(ILSE_TOO.id) == Actor(ILSE.id, "Ilse Maran", aliases=("I. Maran",))


def test_a_part_points_to_its_whole_and_both_are_published(lead):
    lead.run(PartOf(Owned("ben", MEETING.id), Owned("ann", TALKS.id)))
    assert lead.find_event(MEETING.id).part_of == TALKS.id
    with pytest.raises(Invalid, match="part of itself"):
        lead.run(PartOf(Owned("ann", TALKS.id), Owned("ben", MEETING.id)))


def test_what_is_kept_apart_is_remembered_for_the_project_and_leads_nowhere(lead):
    lead.run(KeepApart("event", TALKS.id, MEETING.id))
    assert linked(lead) == [TALKS.id, MEETING.id]
    key = pair_id("event", MEETING.id, TALKS.id)
    assert lead.db.execute("SELECT layer, state FROM redirect WHERE id = ?", (key,)).fetchall() == [
        (PROJECT, "rejected")
    ]


def test_splitting_gives_what_is_taken_out_to_a_new_event(lead):
    lead.run(Align("event", Owned("ben", MEETING.id), Owned("ann", TALKS.id)))
    lead.run(Split(SUMMIT, TALKS.id, (MEETING.id,)))
    assert linked(lead) == [TALKS.id, SUMMIT.id]
    assert lead.undo_title() == "split"
    lead.undo()
    assert linked(lead) == [TALKS.id, TALKS.id]


def test_splitting_takes_apart_what_an_annotator_merged(lead):
    run = runner(lead.path)
    run("ben", AddEvent(CALL))
    run("ben", MergeEvents((MEETING.id,), CALL.id))
    lead.refresh()
    lead.run(Publish("event", (Owned("ben", CALL.id),)))
    lead.run(Split(SUMMIT, CALL.id, (MEETING.id,)))
    assert linked(lead) == [TALKS.id, SUMMIT.id]


def test_taking_an_alignment_back_gives_an_annotator_s_event_back(lead):
    lead.run(Align("event", Owned("ben", MEETING.id), Owned("ann", TALKS.id)))
    lead.run(Unalign("event", (MEETING.id,)))
    assert linked(lead) == [TALKS.id, MEETING.id]
    with pytest.raises(Invalid, match="not aligned"):
        lead.run(Unalign("event", (MEETING.id,)))


def test_what_is_not_in_it_is_not_split_off(lead):
    lead.run(Publish("event", (Owned("ann", TALKS.id),)))
    for taken in ((MEETING.id,), (TALKS.id,), ()):
        with pytest.raises(Invalid):
            lead.run(Split(SUMMIT, TALKS.id, taken))
    with pytest.raises(Invalid, match="published already"):
        lead.run(Publish("event", (Owned("ann", TALKS.id),)))
    with pytest.raises(Invalid, match="not in the project"):
        lead.run(Publish("event", (Owned("ann", MEETING.id),)))


def test_several_at_once_are_one_gesture(lead):
    several = tuple(Publish("event", (Owned(who, what),)) for who, what in (("ann", TALKS.id), ("ben", MEETING.id)))
    lead.run(Together("Publish 2 events", several))
    assert len(lead.events()) == 2
    lead.undo()
    assert lead.events() == []


def test_published_events_are_merged_for_everybody(lead):
    lead.run(Publish("event", (Owned("ann", TALKS.id), Owned("ben", MEETING.id))))
    lead.run(MergeEvents((MEETING.id,), TALKS.id))
    assert linked(lead) == [TALKS.id, TALKS.id]


def test_a_published_event_does_not_become_one_that_others_cannot_see(lead):
    lead.run(Publish("event", (Owned("ann", TALKS.id),)))
    lead.run(AddEvent(CALL))
    with pytest.raises(Invalid, match="cannot become"):
        lead.run(MergeEvents((TALKS.id,), CALL.id))


def close_registry(lead):
    lead.run(SetReviewSettings(ReviewSettings(), ReviewSettings(registry="closed")))


def test_in_a_closed_registry_no_annotator_makes_an_event(lead):
    close_registry(lead)
    for operation in (AddEvent(CALL), AcceptEvent(CALL)):
        with pytest.raises(Invalid, match="lead"), as_annotator(lead.path, "ben") as ben:
            ben.run(operation)


def test_the_lead_makes_published_events_there(lead):
    close_registry(lead)
    lead.run(AddEvent(CALL, is_published=True))
    assert seen(lead, "ben")[0] == {MEETING.id, CALL.id}


def test_in_a_handout_nothing_is_published_nor_changed_that_is(lead):
    lead.run(AddEvent(CALL, is_published=True))
    check.write_file_info(lead.db, {"handout": "ann"})
    with as_annotator(lead.path, "ann") as ann:
        for operation in (
            Publish("event", (Owned("ann", TALKS.id),)),
            EditEvent(Event(CALL.id, "Phone call")),
            AddEvent(SUMMIT, is_published=True),
        ):
            with pytest.raises(Invalid, match="handout"):
                ann.run(operation)
