"""Where the gold differs from what an annotator has."""

from __future__ import annotations

import msgspec
import pytest

from annotator.model import Span
from annotator.review.feedback import feedback
from annotator.review.settling import deciding
from tests.annotator.review.settling.cards import headed, only, reviewed, stored, taken, version_of
from tests.annotator.review.sides import name, said

CUES = ((5, 8), (5, 9))


def settled(*units, layer="a", change=None):
    """Feedback for one of the layers a, b … with a unit each, once the lead took a layer's version."""
    works = [headed(letter, *([unit] if unit else [])) for letter, unit in zip("abc", units, strict=False)]
    card = only(reviewed(works))
    decision = taken(card, version_of(card, layer))
    return works, change(decision) if change else decision, card


def test_who_was_taken_learns_nothing_and_who_was_not_learns_in_what():
    works, decision, _ = settled(name(0, 6), name(0, 4))
    assert not feedback(works[0], [decision])
    (item,) = feedback(works[1], [decision])
    assert (item.kinds, item.own.span, item.gold.span) == (("boundary",), Span(0, 4), Span(0, 6))
    assert (item.card, item.start) == (decision.id, 0)


def test_what_was_missed_and_what_should_not_be_there_are_told():
    works, decision, _ = settled(name(0, 6), None)
    (missed,) = feedback(works[1], [decision])
    assert (missed.own, missed.kinds) == (None, ("missed",))
    works, decision, _ = settled(name(0, 6), None, layer="b")
    (surplus,) = feedback(works[0], [decision])
    assert (surplus.gold, surplus.kinds) == (None, ("missed",))
    assert not feedback(works[1], [decision])


def test_a_slip_is_told_as_one():
    works, decision, _ = settled(name(0, 6), name(0, 4), change=lambda one: msgspec.structs.replace(one, slips=("b",)))
    assert feedback(works[1], [decision])[0].is_slip


def test_who_has_mended_it_since_is_told_nothing():
    _, decision, _ = settled(name(0, 6, key="x"), name(0, 4, key="y"))
    assert not feedback(headed("b", name(0, 6, key="y")), [decision])


def test_who_has_one_of_the_readings_that_were_kept_agrees():
    works, _, card = settled(name(0, 6), name(0, 4), name(0, 5))
    first, second = card.versions[version_of(card, "a")], card.versions[version_of(card, "b")]
    both = stored(deciding.keep_both(card, first, second), card)
    assert [bool(feedback(work, [both])) for work in works] == [False, False, True]


def test_who_was_not_asked_is_told_nothing():
    _, decision, _ = settled(name(0, 6), name(0, 4))
    assert not feedback(headed("c", name(0, 4)), [decision])


def test_what_leads_dispute_is_not_told():
    works, decision, card = settled(name(0, 6), name(0, 4))
    other = taken(card, version_of(card, "b"), author="other")
    assert not feedback(works[1], [decision, other])


def test_a_part_that_was_not_decided_differs_from_nothing():
    works, decision, _ = settled(said((0, 9), cue=(10, 14)), said((0, 8), undecided=("cue",)))
    assert feedback(works[1], [decision])[0].kinds == ("boundary",)


def test_parents_are_the_same_under_each_layer_s_own_id():
    inner = [
        said((20, 30), parent=f"outer-{one}", key=f"in-{one}", cue=cue) for one, cue in zip("ab", CUES, strict=True)
    ]
    works = [headed(one, said((0, 90 + at), key=f"outer-{one}"), inner[at]) for at, one in enumerate("ab")]
    decisions = [taken(card, version_of(card, "a")) for card in reviewed(works)]
    assert [item.kinds for item in feedback(works[1], decisions)] == [("boundary",), ("cue",)]


@pytest.mark.parametrize("change", [{"reason": "So it is."}, {"gold": name(0, 7).value}])
def test_there_is_something_new_to_see_when_the_lead_says_something_else(change):
    works, decision, _ = settled(name(0, 6), name(0, 4))
    (item,) = feedback(works[1], [decision])
    assert msgspec.structs.replace(item, **change).mark != item.mark
    assert feedback(works[1], [decision])[0].mark == item.mark
