"""A card's draft: the operations of Annotate change it, and nothing of it is written."""

from __future__ import annotations

import pytest

from annotator.model import Actor, Entity, Event, Span, Speaker, Statement
from annotator.operations import (
    AddActor,
    AddEntity,
    AddEvent,
    AddFragment,
    LinkEvent,
    MoveSpan,
    NothingToLink,
    SetCue,
    SetLabel,
    SetRelation,
    SetSpeaker,
    SetType,
    Together,
)
from tests.windows import FIRST, span_of
from ui.panels.review_place.drafting import EditSession, draft_unit

QUOTE = Statement("card", (span_of(FIRST, "It was positive"),), "direct")
NAME = Entity("card", span_of(FIRST, "Kursk"), "ORG")


@pytest.fixture
def edit(host):
    """`edit(QUOTE)`: a session that edits this reading in the host's open article."""
    return lambda value: EditSession(host.session, host.session.work, draft_unit(value, "card"))


@pytest.fixture
def article(host):
    return host.articles[0]


def test_a_label_and_a_boundary_change_the_draft_alone(edit, article, host):
    rows = host.project.status()["decisions"]
    session = edit(NAME)
    session.run(SetLabel(article, "card", "GPE"))
    session.run(MoveSpan(article, "card", Span(NAME.span.start, NAME.span.end + 1)))
    assert session.draft.value == Entity("card", Span(NAME.span.start, NAME.span.end + 1), "GPE")
    assert host.project.status()["decisions"] == rows


def test_every_part_of_a_statement_can_be_set(edit, article):
    session = edit(QUOTE)
    said, who = span_of(FIRST, "said"), Speaker(mention=span_of(FIRST, "Witkoff"))
    further = span_of(FIRST, "It was a solutions-based discussion")
    for one in (
        SetCue(article, "card", said),
        SetSpeaker(article, ("card",), who),
        AddFragment(article, "card", further),
        SetType(article, "card", "mixed"),
    ):
        session.run(one)
    value = session.draft.value
    assert (value.cue, value.speaker, value.content[-1], value.type) == (said, who, further, "mixed")


def test_links_come_change_and_go(edit, article, host):
    event = host.add_event("Talks")
    session = edit(QUOTE)
    session.run(LinkEvent(article, ("card",), event.id, "reports"))
    session.run(SetRelation(article, "card", session.draft.value.links[0].id, "denies"))
    assert [(link.event, link.relation) for link in session.draft.value.links] == [(event.id, "denies")]
    session.run(NothingToLink(article, ("card",)))
    assert not session.draft.value.links
    assert session.draft.value.nothing_to_link


def test_a_step_back_takes_the_last_change_of_the_draft(edit, article):
    session = edit(NAME)
    session.run(SetLabel(article, "card", "GPE"))
    assert session.step_back()
    assert session.draft.value == NAME
    assert not session.step_back()


def test_an_actor_that_an_edit_makes_is_published(edit, article, host):
    session = edit(QUOTE)
    actor = Actor("0" * 31 + "1", "Steve Witkoff")
    speaker = Speaker(mention=span_of(FIRST, "Witkoff"), actor=actor.id)
    session.run(Together("Set speaker", (AddActor(actor), SetSpeaker(article, ("card",), speaker))))
    assert session.draft.value.speaker.actor == actor.id
    assert next(row for row in host.project.actors() if row.actor.id == actor.id).is_published


def test_an_event_that_an_edit_makes_is_published_and_linked(edit, article, host):
    session = edit(QUOTE)
    event = Event("0" * 31 + "2", "Talks in Riyadh")
    session.run(Together("New event", (AddEvent(event), LinkEvent(article, ("card",), event.id, "reports"))))
    assert [link.event for link in session.draft.value.links] == [event.id]
    assert next(row for row in host.project.events() if row.event.id == event.id).is_published


def test_another_unit_is_not_made_while_a_card_is_edited(edit, article, host):
    session = edit(NAME)
    session.said.connect(lambda text, _: host.said.append(text))
    assert not session.run(AddEntity(article, span_of(FIRST, "Kyiv"), "GPE"))
    assert "Only the current card is edited here" in host.said[-1]
