"""The sample of agreed units."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.review.sampling import error_rate, sampled

IDS = st.sets(st.text("abcdef", min_size=1, max_size=6), min_size=1)


@given(IDS, IDS, st.floats(0, 1), st.integers())
def test_who_is_in_the_sample_stays_there_when_units_come(ids, more, share, seed):
    before, after = sampled(ids, share, seed), sampled(ids | more, share, seed)
    if len(before) > 1:
        assert before <= after
        assert after - before <= more


@given(IDS, st.floats(0, 1, exclude_min=True), st.integers())
def test_something_is_checked_wherever_a_share_is_asked_for(ids, share, seed):
    found = sampled(ids, share, seed)
    assert found
    assert found <= ids


def test_the_share_is_hit_in_expectation():
    ids = [f"unit-{number}" for number in range(20_000)]
    assert 900 < len(sampled(ids, 0.05, "project")) < 1100
    assert sampled(ids, 0.05, "project") != sampled(ids, 0.05, "another")
    assert len(sampled(ids, 1, 0)) == len(ids)


def test_no_share_and_no_units_give_no_sample():
    assert not sampled(["a", "b"], 0, 1)
    assert not sampled([], 0.5, 1)


def test_the_interval_is_wilsons():
    found = error_rate(10, 1)
    assert found.rate == 0.1
    assert found.low == pytest.approx(0.0178762, abs=1e-6)
    assert found.high == pytest.approx(0.4041500, abs=1e-6)


@given(st.integers(1, 500).flatmap(lambda checked: st.tuples(st.just(checked), st.integers(0, checked))))
def test_the_rate_lies_in_its_interval(counts):
    found = error_rate(*counts)
    assert 0 <= found.low <= found.rate <= found.high <= 1


def test_nothing_checked_has_no_rate_but_a_reason():
    found = error_rate(0, 0)
    assert (found.rate, found.low, found.high) == (None, None, None)
    assert found.reason
    with pytest.raises(ValueError, match="checked"):
        error_rate(2, 3)
