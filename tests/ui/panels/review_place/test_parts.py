"""What the table of a card says, and what lies in the lanes under its passage."""

from __future__ import annotations

import pytest

from annotator.model import Entity, Event, Link, Span, Speaker, Statement
from annotator.operations import AddEvent
from annotator.review.model import Card
from annotator.review.queue import ReviewCard, Version
from annotator.review.settling.decided import GoldDecision
from annotator.units import Unit
from tests.windows import FIRST, span_of
from ui.panels.review_place.lanes import labels_of, lanes_of, places_of
from ui.panels.review_place.parts import Words, columns_of, differing_parts, parts_of, taken_cells
from ui.panels.review_place.telling import unaligned

TALKS = Event("e1", "Talks in Riyadh")
WORDS = Words(FIRST, lambda _: None, lambda event: TALKS if event == "e1" else None, lambda _: None)
QUOTE = span_of(FIRST, "It was positive")
FURTHER = span_of(FIRST, "It was a solutions-based discussion")


def entity(label: str, words: str = "Kursk") -> Entity:
    return Entity("x", span_of(FIRST, words), label)


def statement(*content: Span, **fields) -> Statement:
    return Statement("x", content or (QUOTE,), "direct", **fields)


def card(*values, kinds=("label",), absent=(), decisions=(), state="open") -> ReviewCard:
    names = ("A", "B", "C")
    layers = ("ann", "ben", "eve")
    members = {layer: Unit(value, "kept") for layer, value in zip(layers, values, strict=False) if value is not None}
    kind = next(iter(members.values())).kind
    versions = tuple(
        Version((layer,), (name,), value) for layer, name, value in zip(layers, names, values, strict=False)
    )
    return ReviewCard(Card("a", kind, members, absent, kinds), state, versions, decisions)


def test_an_entity_has_its_words_label_and_actor():
    shown = card(entity("ORG"), entity("GPE"))
    assert parts_of(shown) == ("content", "label", "actor")
    assert [WORDS.cell(part, entity("GPE")) for part in parts_of(shown)] == ["Kursk", "GPE", "none"]


def test_a_statement_tells_its_fragments_by_their_edges_and_its_events_with_their_relation():
    value = statement(QUOTE, FURTHER, links=(Link("l", "x", "e1", "denies", True),))
    assert WORDS.cell("content", value) == "It was positive … was a solutions-based discussion\n2 fragments"
    assert WORDS.cell("links", value) == "Talks in Riyadh\ndenies, if …"


@pytest.mark.parametrize(("nothing", "words"), [(True, "nothing to link"), (False, "not decided")])
def test_no_link_is_either_a_decision_or_none(nothing, words):
    assert WORDS.cell("links", statement(nothing_to_link=nothing)) == words


def test_the_rows_that_differ_follow_from_the_kinds_of_disagreement():
    assert differing_parts(card(entity("ORG"), entity("GPE"), kinds=("boundary", "label"))) == {"content", "label"}
    assert differing_parts(card(statement(), statement(), kinds=("relation",))) == {"links"}


def test_each_version_has_its_key():
    assert [column.key for column in columns_of(card(entity("ORG"), entity("GPE"), None))] == ["1", "2", "3"]


def test_the_cells_of_what_was_composed_are_those_that_it_was_taken_from():
    decision = GoldDecision("x", "a", "entity", entity("GPE"), (), "composed", taken={"content": "ann", "label": "ben"})
    found = taken_cells(card(entity("ORG"), entity("GPE"), decisions=(decision,), state="settled"))
    assert {("content", 0), ("label", 1)} <= found


def test_who_has_the_same_words_shares_a_lane():
    shown = card(entity("ORG"), entity("GPE"), entity("ORG", "Kursk.\n".strip()))
    assert [lane.heads for lane in lanes_of(shown)] == [("A", "B"), ("C",)]


def test_who_has_nothing_has_an_empty_lane():
    lanes = lanes_of(card(entity("ORG"), None))
    assert [(lane.heads, len(lane.spans)) for lane in lanes] == [(("A",), 1), (("B",), 0)]


def test_labels_stand_with_those_who_gave_them():
    assert labels_of(card(entity("ORG"), entity("GPE"), entity("ORG"))) == [("ORG", "A C"), ("GPE", "B")]


def test_a_lane_holds_cue_and_speaker_too():
    value = statement(cue=span_of(FIRST, "said"), speaker=Speaker(mention=span_of(FIRST, "Witkoff")))
    (lane,) = lanes_of(card(value))
    assert [role for role, _ in lane.spans] == ["content", "cue", "speaker"]


def test_fragments_that_stand_far_apart_are_places_of_their_own():
    far = Span(len(FIRST) + 1000, len(FIRST) + 1010)
    assert len(places_of(card(statement(QUOTE, far)))) == 2


def test_links_to_events_of_annotators_themselves_lead_to_aligning_them(make_project):
    project = make_project(FIRST, annotator="lead")
    own = statement(links=(Link("l", "x", "e1", "denies"),))
    shown = card(own, statement(nothing_to_link=True), kinds=("event",))
    assert "Align" in unaligned(project, shown)
    project.run(AddEvent(TALKS, is_published=True))
    assert unaligned(project, shown) == ""
