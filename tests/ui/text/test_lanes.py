"""Lanes and tags never overlap, and simple things look simple."""

from __future__ import annotations

from itertools import combinations, pairwise

from hypothesis import given
from hypothesis import strategies as st

from ui.text.lanes import Rows, Stretch, Wish, assign_lanes, bar_extents, depths, place_tags

stretches = st.lists(
    st.builds(
        lambda start, length, key: Stretch(start, start + length, key),
        st.integers(0, 60),
        st.integers(1, 30),
        st.sampled_from("abcdefghij"),
    ),
    max_size=20,
)


@given(stretches)
def test_no_two_that_share_a_character_share_a_lane(given_stretches: list[Stretch]) -> None:
    lanes = assign_lanes(given_stretches)
    for one, other in combinations(given_stretches, 2):
        if one.key != other.key and one.start < other.end and other.start < one.end:
            assert lanes[one.key] != lanes[other.key]


@given(stretches, st.randoms())
def test_lanes_do_not_depend_on_the_order_in_which_stretches_come(given_stretches: list[Stretch], random) -> None:
    shuffled = random.sample(given_stretches, len(given_stretches))
    assert assign_lanes(shuffled) == assign_lanes(given_stretches)


@given(stretches)
def test_no_lane_is_deeper_than_the_depth_at_its_place(given_stretches: list[Stretch]) -> None:
    lanes = assign_lanes(given_stretches)
    assert all(lanes[key] < depth for key, depth in depths(given_stretches, lanes).items())


def test_neighbours_share_a_lane_and_nesting_adds_one() -> None:
    lanes = assign_lanes([Stretch(0, 20, "outer"), Stretch(5, 9, "inner"), Stretch(20, 30, "next")])
    assert lanes == {"outer": 0, "inner": 1, "next": 0}


def test_what_is_split_keeps_one_lane_in_all_its_fragments() -> None:
    parts = [Stretch(0, 10, "a"), Stretch(5, 30, "b"), Stretch(40, 50, "b"), Stretch(42, 45, "c")]
    assert assign_lanes(parts) == {"a": 0, "b": 1, "c": 0}


wishes = st.lists(
    st.builds(Wish, x=st.floats(0, 600), width=st.floats(10, 80), slack=st.floats(0, 40), least=st.just(8.0)),
    max_size=12,
).map(lambda found: sorted(found, key=lambda wish: wish.x))


@given(wishes)
def test_no_tag_overlaps_another(given_wishes: list[Wish]) -> None:
    placed = place_tags(given_wishes, 4)
    assert all(x + width + 3.999 <= following for (x, width), (following, _) in pairwise(placed))


@given(wishes)
def test_no_tag_moves_left_or_grows(given_wishes: list[Wish]) -> None:
    for wish, (x, width) in zip(given_wishes, place_tags(given_wishes, 4), strict=True):
        assert x >= wish.x
        assert min(wish.width, wish.least) <= width <= wish.width


def test_a_tag_moves_aside_before_its_neighbour_shrinks() -> None:
    outer, inner = Wish(0, 30, 60, 8), Wish(0, 20, 40, 8)
    assert place_tags([outer, inner], 4) == [(0, 30), (34, 20)]


def test_a_tag_shrinks_where_its_neighbour_cannot_move() -> None:
    assert place_tags([Wish(0, 60, 0, 8), Wish(30, 20, 0, 8)], 4) == [(0, 26), (30, 20)]


bars = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 2)), max_size=10).map(
    lambda steps: [
        Rows(start, start + length)
        for start, length in zip(
            [
                sum(step[0] for step in steps[: at + 1]) + sum(step[1] for step in steps[:at])
                for at in range(len(steps))
            ],
            [step[1] for step in steps],
            strict=True,
        )
    ]
)


@given(bars)
def test_bars_of_one_lane_share_a_line_without_overlapping(rows: list[Rows]) -> None:
    extents = bar_extents(rows)
    assert all(top < bottom for top, bottom in extents)
    assert all(bottom <= top + 1e-9 for (_, bottom), (top, _) in pairwise(extents))


def test_a_bar_that_is_alone_stands_beside_whole_lines() -> None:
    assert bar_extents([Rows(1, 3)]) == [(1, 4)]


def test_two_statements_that_meet_on_a_line_halve_it() -> None:
    assert bar_extents([Rows(0, 2), Rows(2, 4)]) == [(0, 2.5), (2.5, 5)]
