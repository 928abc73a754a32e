"""Which units of several layers are one card."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.review.comparing.comparison import compare, likeness
from tests.annotator.review.sides import name, said, side_by_side, who, work

ENTITIES = st.lists(
    st.builds(
        lambda start, length, label: name(start, start + length, label),
        st.integers(0, 30), st.integers(1, 12), st.sampled_from(["PERSON", "ORG"]),
    ),
    max_size=6,
    unique_by=lambda unit: unit.id,
)  # fmt: skip
FRAGMENTS = st.lists(st.tuples(st.integers(0, 8), st.integers(1, 5)), min_size=1, max_size=3, unique_by=lambda f: f[0])
STATEMENTS = st.lists(
    st.builds(
        lambda pieces, cue: said(*((5 * at, 5 * at + long) for at, long in sorted(pieces)), cue=(cue, cue + 2)),
        FRAGMENTS, st.integers(50, 60),
    ),
    max_size=5,
    unique_by=lambda unit: unit.id,
)  # fmt: skip
LAYERS = st.lists(st.tuples(ENTITIES, STATEMENTS), min_size=1, max_size=4)


def put(layers, names="abcd"):
    return compare([work(one, *units, *said) for one, (units, said) in zip(names, layers, strict=False)])


def as_partition(comparison, renamed=None):
    """Cards as sets of (layer, unit), the layers called by their old names."""
    old = renamed or {}
    return {
        (card.kind, frozenset((old.get(layer, layer), unit) for layer, unit in who(card).items()), card.kinds)
        for card in comparison.cards
    }


@given(LAYERS)
def test_every_unit_is_on_one_card_with_at_most_one_of_each_layer(layers):
    found = put(layers)
    told = [(layer, unit.id) for card in found.cards for layer, unit in card.members.items()]
    units = [(one, unit.id) for one, own in zip("abcd", layers, strict=False) for part in own for unit in part]
    assert sorted(told) == sorted(units)
    assert all(not set(card.members) & set(card.absent) for card in found.cards)
    assert all(card.layers == found.layers for card in found.cards)


@given(LAYERS, st.permutations(range(4)))
def test_neither_the_order_nor_the_names_of_layers_matter(layers, order):
    chosen = [at for at in order if at < len(layers)]
    new_names = ["zoe", "abe", "max", "kim"]
    turned = compare([work(new_names[at], *layers[at][0], *layers[at][1]) for at in chosen])
    old = dict(zip(new_names, "abcd", strict=True))
    assert as_partition(turned, old) == as_partition(put(layers))


@given(ENTITIES, STATEMENTS)
def test_layers_with_the_same_units_agree_on_all_of_them(entities, statements):
    found = put([(entities, statements)] * 3)
    assert found.agreed == list(found.cards)
    assert len(found.cards) == len(entities) + len(statements)


@given(ENTITIES, ENTITIES)
def test_no_other_assignment_of_two_layers_is_liker(some, others):
    cards = side_by_side(some, others)
    found = sum(likeness(*card.members.values()) for card in cards if len(card.members) == 2)
    few, many = sorted([some, others], key=len)
    best = max(sum(map(likeness, few, order)) for order in permutations(many, len(few)))
    assert found == pytest.approx(best, abs=1e-3)


@given(LAYERS)
def test_cards_are_in_reading_order(layers):
    places = [(card.start, -card.end) for card in put(layers).cards]
    assert places == sorted(places)


def test_a_name_inside_a_longer_one_goes_with_the_same_name_elsewhere():
    ministry, russia, of_russia = name(0, 29, "ORG"), name(23, 29, "GPE"), name(20, 29, "GPE")
    cards = side_by_side([ministry, russia], [of_russia])
    assert [who(card) for card in cards] == [{"a": ministry.id}, {"a": russia.id, "b": of_russia.id}]


def test_a_statement_within_a_statement_is_not_taken_for_the_one_around_it():
    outer, inner, longer = said((0, 100), cue=(102, 106)), said((40, 60), cue=(62, 66)), said((40, 61), cue=(62, 66))
    cards = side_by_side([outer, inner], [longer])
    assert [(who(card), card.kinds) for card in cards] == [
        ({"a": outer.id}, ("missed",)),
        ({"a": inner.id, "b": longer.id}, ("boundary",)),
    ]


def test_the_outer_and_the_inner_statement_of_two_who_each_missed_one_are_two_cards():
    outer, inner = said((0, 100), cue=(102, 106)), said((40, 60), cue=(62, 66))
    assert [card.kinds for card in side_by_side([outer], [inner])] == [("missed",), ("missed",)]


def test_a_much_shorter_content_under_the_same_cue_is_the_same_statement():
    assert [card.kinds for card in side_by_side([said((0, 100), cue=(102, 106))], [said((0, 20), cue=(102, 106))])] == [
        ("boundary",)
    ]


def test_one_statement_of_two_fragments_against_two_of_one_goes_with_the_first():
    whole, first, second = said((0, 50), (70, 120)), said((0, 50)), said((70, 120))
    cards = side_by_side([whole], [first, second])
    assert [who(card) for card in cards] == [{"a": whole.id, "b": first.id}, {"b": second.id}]
    assert cards[1].absent == ("a",)


def test_fragments_meet_where_only_one_of_them_is_shared():
    assert len(side_by_side([said((0, 20), (40, 60))], [said((42, 60), (80, 90))])) == 1


def test_three_layers_with_shifted_spans_are_one_card():
    cards = side_by_side([name(0, 10)], [name(2, 12)], [name(4, 14)])
    assert [(len(card.members), card.kinds) for card in cards] == [(3, ("boundary",))]


def test_a_chain_of_overlaps_never_puts_two_units_of_a_layer_on_a_card():
    left, right, both = name(0, 10), name(11, 21), name(0, 21, "ORG")
    cards = side_by_side([left, right], [both], [left, right])
    assert [len(card.members) for card in cards] == [3, 2]
    assert all(len(set(who(card))) == len(card.members) for card in cards)


def test_the_same_words_under_two_labels_go_with_the_same_label():
    person, place = name(0, 6, "PERSON"), name(0, 6, "GPE")
    assert all(card.is_agreed for card in side_by_side([person, place], [place, person], [person, place]))


def test_who_did_not_read_for_entities_has_missed_none():
    (card,) = compare([work("a", name(0, 5)), work("b", passes=("statements",)), work("c", name(0, 5))]).cards
    assert (card.layers, card.kinds) == (("a", "c"), ())


def test_units_of_a_pass_that_is_not_done_do_not_count():
    assert not compare([work("a", name(0, 5), passes=("statements",))]).cards


def test_one_layer_alone_differs_from_nobody():
    assert [card.kinds for card in side_by_side([name(0, 5), said((10, 20))])] == [(), ()]


def test_entities_and_statements_never_meet():
    assert [card.kind for card in side_by_side([said((0, 5))], [name(0, 5)])] == ["statement", "entity"]


def test_nothing_to_compare_gives_nothing():
    assert not compare([]).cards
    with pytest.raises(ValueError, match="one article"):
        compare([work("a"), work("a")])
