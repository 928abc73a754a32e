"""The table that says how far scores can be believed."""

from __future__ import annotations

import pytest

from tests.score.calibrate import SMALLEST, steps_of
from tests.score.reliability import expected_error, table


def test_a_bin_says_how_many_hold_what_they_say() -> None:
    bins = table([(0.97, True)] * 3 + [(0.97, False)] + [(0.2, False)])
    assert [(each.count, each.right) for each in bins] == [(1, 0.0), (4, 0.75)]


def test_scores_that_are_true_have_no_expected_error() -> None:
    assert expected_error(table([(0.5, True), (0.5, False)])) == pytest.approx(0)


def test_nothing_proposed_is_no_error() -> None:
    assert expected_error([]) == 0


def test_steps_rise_even_where_the_rules_had_the_order_wrong() -> None:
    judged = [(0.5, True)] * SMALLEST + [(0.9, False)] * SMALLEST
    assert len(steps_of(judged, 0.5)) == 1


def test_a_better_score_that_is_more_often_right_is_a_step_of_its_own() -> None:
    judged = [(0.5, False)] * SMALLEST + [(0.9, True)] * SMALLEST
    assert [begins for begins, _ in steps_of(judged, 0.5)] == [0.0, 0.9]


def test_few_suggestions_make_one_step_near_the_whole() -> None:
    ((_, share),) = steps_of([(0.9, True)], 0.5)
    assert 0.5 < share < 0.6
