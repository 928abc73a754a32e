"""The optimal assignment against trying out every one."""

from __future__ import annotations

from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from annotator.review.comparing.assignment import best_pairs

WEIGHTS = st.dictionaries(
    st.tuples(st.integers(0, 4), st.integers(0, 4)), st.integers(1, 9).map(float), min_size=0, max_size=14
)


def best_sum(weights):
    """The greatest sum over all assignments, by trying them out."""
    size = 5
    return max(sum(weights.get((row, column), 0.0) for row, column in enumerate(p)) for p in permutations(range(size)))


@given(WEIGHTS)
def test_no_other_assignment_weighs_more(weights):
    found = best_pairs(weights)
    assert sum(weights[pair] for pair in found) == best_sum(weights)


@given(WEIGHTS)
def test_nobody_is_paired_twice_and_only_what_can_be(weights):
    found = best_pairs(weights)
    assert len({row for row, _ in found}) == len({column for _, column in found}) == len(found)
    assert set(found) <= set(weights)


@given(WEIGHTS)
def test_turning_rows_into_columns_weighs_the_same(weights):
    turned = {(column, row): weight for (row, column), weight in weights.items()}
    assert sum(weights[pair] for pair in best_pairs(weights)) == sum(turned[pair] for pair in best_pairs(turned))


def test_the_heaviest_pair_is_given_up_for_a_heavier_whole():
    assert best_pairs({(0, 0): 5.0, (0, 1): 4.0, (1, 0): 4.0}) == [(0, 1), (1, 0)]
