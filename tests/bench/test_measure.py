"""A budget that is broken is seen."""

from __future__ import annotations

import pytest

from tests.bench import corpus
from tests.bench.measure import Budget, Measured, p95, table


def measured(ours: float, yardstick: float | None, budget: Budget) -> Measured:
    return Measured("row", "100 articles", "ms", ours, yardstick, budget)


@pytest.mark.parametrize(
    ("ours", "yardstick", "budget", "kept"),
    [
        (3.0, 1.0, Budget(ratio=3), True),
        (3.1, 1.0, Budget(ratio=3), False),
        (3.0, None, Budget(ratio=3), False),
        (16.0, 1.0, Budget(limit=16), True),
        (17.0, 16.9, Budget(limit=16), False),
        (200.0, 90.0, Budget(limit=120, extra=True), True),
        (220.0, 90.0, Budget(limit=120, extra=True), False),
        (1.4, 0.5, Budget(ratio=2.5, limit=1.5), False),
    ],
)
def test_a_budget_is_kept_only_in_all_its_parts(ours: float, yardstick, budget: Budget, kept: bool) -> None:
    one = measured(ours, yardstick, budget)
    assert one.is_within is kept
    assert ("OVER" in table([one])) is not kept


def test_one_slow_frame_in_ten_shows_in_the_95th_percentile() -> None:
    assert p95([1.0] * 18 + [50.0] * 2) == 50.0


def test_made_articles_are_the_same_every_time_and_their_spans_hold_names() -> None:
    made = corpus.make_article(7)
    assert made == corpus.make_article(7)
    assert {made.text[span.start : span.end] for span in made.names} <= set(corpus.NAMES)


def test_a_dense_article_has_the_spans_it_was_asked_for() -> None:
    made = corpus.dense_article(30_000, 600)
    assert len(made.names) == len(set(made.names)) == 600
    assert all(made.text[span.start : span.end].strip() for span in made.names)
