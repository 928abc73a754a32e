"""B³ against the worked examples of Bagga and Baldwin (1998), and what several groups an item do to it."""

from __future__ import annotations

from collections import Counter

import pytest

from annotator.review.agreement.b3 import b3

TRUE = {**dict.fromkeys("12345", "x"), **dict.fromkeys("67", "y"), **dict.fromkeys("89ABC", "z")}


def overall(response, key):
    items = [(frozenset(response[item]), frozenset(key[item])) for item in key]
    found, times = b3(items), Counter(items)
    return tuple(sum(found[kind][at] * times[kind] for kind in found) / len(items) for at in (0, 1))


@pytest.mark.parametrize(
    ("merged", "precision"), [({"y": "z"}, 16 / 21), ({"x": "z"}, 7 / 12)], ids=["a small and a big", "two big"]
)
def test_merging_two_groups_costs_precision_as_in_the_paper(merged, precision):
    response = {item: merged.get(group, group) for item, group in TRUE.items()}
    assert overall(response, TRUE) == pytest.approx((precision, 1))
    assert overall(TRUE, response) == pytest.approx((1, precision))


def test_what_groups_are_called_makes_no_difference():
    assert overall({item: group.upper() for item, group in TRUE.items()}, TRUE) == (1, 1)


def test_an_item_of_two_groups_is_right_where_both_are_shared():
    both = {"1": "xy", "2": "xy", "3": "x"}
    assert overall(both, both) == (1, 1)
    # 1 and 2 share two groups here and one there; 3 shares one with each, here and there.
    assert overall(both, dict.fromkeys("123", "x")) == pytest.approx(((2 / 3 + 2 / 3 + 1) / 3, 1))


def test_without_items_there_is_nothing():
    assert b3([]) == {}
