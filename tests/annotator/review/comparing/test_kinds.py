"""Of what kinds layers differ."""

from __future__ import annotations

import msgspec
import pytest

from annotator.model import Entity, Span, Speaker, Statement
from annotator.review.comparing.kinds import KINDS, PART_KINDS, PARTS_SHOWN, find_kind, weight_of
from annotator.review.comparing.parts import parts_of
from tests.annotator.review.sides import NOTHING, card_of, name, said, side_by_side

PLAIN = said((0, 40), cue=(42, 46), mention=(47, 52), actor="rubio", links=(("talks", "reports"),))


def changed(**changes):
    """`PLAIN` with another value in some field."""
    return msgspec.structs.replace(PLAIN, value=msgspec.structs.replace(PLAIN.value, **changes))


def test_the_kinds_are_those_of_the_glossary_in_its_order():
    words = ["missed", "boundary", "label", "type", "cue", "speaker", "actor", "parent", "event", "relation"]
    assert [kind.name for kind in KINDS] == words


@pytest.mark.parametrize(
    ("other", "kinds"),
    [
        (changed(content=(Span(0, 38),)), ("boundary",)),
        (changed(type="indirect"), ("type",)),
        (changed(cue=None), ("cue",)),
        (changed(speaker=Speaker(Span(53, 55), "rubio")), ("speaker",)),
        (changed(speaker=Speaker(Span(47, 52), "lavrov")), ("actor",)),
        (changed(speaker=Speaker(None, "rubio")), ("speaker",)),
        (changed(speaker=Speaker(Span(47, 52), "rubio", anonymous=True)), ("speaker",)),
        (changed(speaker=None), ("speaker", "actor")),
        (changed(flags=("unsure",)), ()),
        (said((0, 40), cue=(42, 46), mention=(47, 52), actor="rubio", links=NOTHING), ("event",)),
        (said((0, 40), cue=(42, 46), mention=(47, 52), actor="rubio"), ()),
        (said((0, 40), cue=(42, 46), mention=(47, 52), actor="rubio", links=(("talks", "denies"),)), ("relation",)),
        (said((0, 40), cue=(1, 2), undecided=("cue", "speaker", "actor")), ()),
        (said((0, 40), kind="mixed", undecided=("type", "cue", "speaker", "actor")), ()),
    ],
)  # fmt: skip
def test_each_part_that_both_decided_differs_by_itself(other, kinds):
    assert card_of(PLAIN, other).kinds == kinds
    assert card_of(other, PLAIN, PLAIN).kinds == kinds


def test_entities_differ_in_boundary_label_and_actor():
    one = name(0, 10, actor="rubio")
    assert card_of(one, name(2, 10, "ORG", actor="lavrov")).kinds == ("boundary", "label", "actor")


def test_an_entity_without_an_actor_differs_from_none_that_has_one():
    assert card_of(name(0, 5, actor="rubio"), name(0, 5)).kinds == ()


def test_two_who_link_nothing_agree_and_one_more_event_differs():
    nothing, one, two = (
        said((0, 9), links=links) for links in (NOTHING, (("talks", "reports"),), (("talks", "reports"), ("war", "x")))
    )
    assert card_of(nothing, nothing).is_agreed
    assert card_of(one, two).kinds == ("event",)
    assert card_of(said((0, 9), links=(("talks", "denies"),)), two).kinds == ("event", "relation")


def test_the_same_event_conditionally_is_another_relation():
    link = msgspec.structs.replace(PLAIN.value.links[0], conditional=True)
    assert card_of(PLAIN, changed(links=(link,))).kinds == ("relation",)


def test_what_is_verbatim_is_compared_between_mixed_statements_only():
    mixed, other = said((0, 40), kind="mixed", verbatim=((0, 9),)), said((0, 40), kind="mixed", verbatim=((2, 9),))
    assert card_of(mixed, other).kinds == ("boundary",)
    assert card_of(mixed, said((0, 40))).kinds == ("type",)


def test_parents_are_the_same_where_they_stand_on_one_card():
    outers = [said((0, 90), key="outer-of-a"), said((0, 92), key="outer-of-b")]
    inners = [said((20, 30), parent="outer-of-a", key="in-a"), said((20, 30), parent="outer-of-b", key="in-b")]
    cards = side_by_side([outers[0], inners[0]], [outers[1], inners[1]])
    assert [card.kinds for card in cards] == [("boundary",), ()]


def test_nested_for_one_and_free_for_another_is_a_difference_of_parent():
    outer = said((0, 90), key="outer")
    cards = side_by_side([outer, said((20, 30), parent="outer")], [outer, said((20, 30))])
    assert [card.kinds for card in cards] == [(), ("parent",)]


def test_a_parent_that_was_taken_away_is_none():
    assert card_of(said((20, 30), parent="gone"), said((20, 30))).is_agreed


def test_several_speakers_are_the_same_in_whatever_order_they_were_named():
    first, second = Speaker(Span(47, 52), "rubio"), Speaker(Span(57, 63), "lavrov")
    both = changed(speaker=msgspec.structs.replace(first, others=(second,)))
    turned = changed(speaker=msgspec.structs.replace(second, others=(first,)))
    assert card_of(both, turned).is_agreed
    assert card_of(both, PLAIN).kinds == ("speaker", "actor")


def test_parts_of_equal_values_are_equal_and_hash():
    assert parts_of(PLAIN.value) == parts_of(changed(id="other").value)
    assert len({frozenset(parts_of(PLAIN.value).items())}) == 1


def test_every_kind_but_missed_concerns_a_part_that_is_shown():
    assert {name for names in PART_KINDS.values() for name in names} == {kind.name for kind in KINDS} - {"missed"}
    assert set(PART_KINDS) == {part for parts in PARTS_SHOWN.values() for part in parts}
    assert PART_KINDS["links"] == ("event", "relation")


def test_a_kind_of_a_newer_program_weighs_nothing():
    assert find_kind("tone") is None
    assert weight_of(["tone", "missed"]) == 1.0


def test_a_value_without_parts_of_the_other_sort_is_no_surprise():
    assert set(parts_of(Entity("e", Span(0, 1), "ORG"))) == {"content", "label"}
    assert "verbatim" not in parts_of(Statement("s", (Span(0, 1),), "direct"))
