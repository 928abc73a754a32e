"""Krippendorff's α against the worked examples of his "Computing Krippendorff's Alpha-Reliability" (2011)."""

from __future__ import annotations

import pytest

from annotator.review.agreement.alpha import alpha


def units(*coders):
    """What each coder says of each unit, a character each; a dot for nothing."""
    return [[None if value == "." else value for value in unit] for unit in zip(*coders, strict=True)]


@pytest.mark.parametrize(
    ("coded", "expected"),
    [
        (units("0100000010", "1110010000"), 0.095),
        (units("aabbdcccedda", "babbbccceddd"), 0.692),
        (units("123321412...", "1233224125.3", ".3332342251.", "12332441251."), 0.743),
    ],
    ids=["two coders, binary", "two coders, nominal", "four coders, some values missing"],
)
def test_alpha_is_that_of_the_published_examples(coded, expected):
    assert alpha(coded) == pytest.approx(expected, abs=5e-4)


def test_alpha_says_nothing_where_all_values_are_the_same():
    assert alpha(units("aaaa", "aaaa")) is None


def test_alpha_says_nothing_without_units_that_two_have_valued():
    assert alpha([]) is None
    assert alpha(units("ab..", "..ab")) is None


def test_alpha_is_one_where_all_agree_and_values_vary():
    assert alpha(units("abca", "abca", "abca")) == 1


def test_alpha_is_below_zero_where_all_disagree():
    assert alpha(units("ab", "ba")) < 0
