"""Dates in a running text, and what the words before them make of them."""

from __future__ import annotations

import pytest

from annotator.date_words import opened, spotted
from annotator.model import When


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("They met on Tuesday and again on 3 March 2031.", ["Tuesday", "3 March 2031"]),
        ("It may march in May, or next week.", ["May", "next week"]),
        ("Since 2029, and two weeks ago, and on 2031-02-03.", ["2029", "two weeks ago", "2031-02-03"]),
        ("In all, 2000 people came.", []),
    ],
)
def test_words_that_name_a_date_are_spotted(text, words):
    assert [text[start:end] for start, end in spotted(text)] == words


def test_since_opens_a_date_and_until_closes_one():
    day = When("2031-03-07", "day", "Friday")
    assert opened(day, "has been shut since ") == When("2031-03-07/..", "interval", "since Friday")
    assert opened(day, "until the ").edtf == "../2031-03-07"
    assert opened(day, "on ") is day
