"""Dates in EDTF: checked, said and guessed from words."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.dates import days_of, describe, explain, first_day, guess_when, parse_edtf, published_day
from annotator.errors import UserError
from annotator.model import When

PUBLISHED = "2025-03-19"  # a Wednesday


@pytest.mark.parametrize(
    ("edtf", "granularity", "said"),
    [
        ("2025", "year", "2025"),
        ("2025-03", "month", "Mar 2025"),
        ("2025-03-17", "day", "17 Mar 2025"),
        ("2025-03-17~", "day", "about 17 Mar 2025"),
        ("2025-03?", "month", "Mar 2025?"),
        ("2025%", "year", "about 2025?"),
        ("2025-03-17/2025-03-23", "interval", "17–23 Mar 2025"),
        ("2025-03-17/2025-04-02", "interval", "17 Mar – 2 Apr 2025"),
        ("2024-12-30/2025-01-02", "interval", "30 Dec 2024 – 2 Jan 2025"),
        ("2025-03/2025-05", "interval", "Mar – May 2025"),
        ("2024/2026", "interval", "2024 – 2026"),
        ("2025-03-17/..", "interval", "since 17 Mar 2025"),
        ("../2025-03", "interval", "until Mar 2025"),
        ("2025-03-17~/2025-03-23", "interval", "about 17 Mar 2025 – 23 Mar 2025"),
    ],
)
def test_edtf_is_read_and_said(edtf: str, granularity: str, said: str):
    when = parse_edtf(edtf)
    assert (when.edtf, when.granularity, describe(when)) == (edtf, granularity, said)


@pytest.mark.parametrize(
    ("edtf", "complaint"),
    [
        ("", "empty"),
        ("March", "is no date"),
        ("2025-13", "no month 13"),
        ("2025-02-29", "February 2025 has no day 29"),
        ("2025-3-1", "is no date"),
        ("2025-04-02/2025-03-17", "ends before it begins"),
        ("2025/2026/2027", "more than one"),
        ("2025-21", "no month 21"),
        ("0000", "no year"),
    ],
)
def test_what_is_no_date_is_refused_with_a_sentence(edtf: str, complaint: str):
    with pytest.raises(UserError, match=complaint) as caught:
        parse_edtf(edtf)
    assert caught.value.hint


def test_a_date_is_explained_with_its_weekday():
    assert explain(" 2025-03-17 ") == "A day: Monday, 17 Mar 2025."
    assert explain("2025-03-17/2025-03-23") == "An interval: 17–23 Mar 2025."


def test_what_a_file_brought_that_is_no_edtf_is_shown_as_it_is():
    assert describe(When("spring of 2025")) == "spring of 2025"
    assert describe(None) == ""


@pytest.mark.parametrize(
    ("words", "edtf"),
    [
        ("Monday", "2025-03-17"),
        ("on Wednesday", "2025-03-19"),
        ("Thursday evening", "2025-03-13"),
        ("last Friday", "2025-03-14"),
        ("last Wednesday", "2025-03-12"),
        ("next Wednesday", "2025-03-26"),
        ("this Friday", "2025-03-21"),
        ("March 12, 2025", "2025-03-12"),
        ("Wednesday, March 12", "2025-03-12"),
        ("22 April", "2025-04-22"),
        ("the 22nd of April", "2025-04-22"),
        ("December 30", "2024-12-30"),
        ("Feb. 9", "2025-02-09"),
        ("9 February 2031", "2031-02-09"),
        ("March 17-23", "2025-03-17/2025-03-23"),
        ("17–23 March 2024", "2024-03-17/2024-03-23"),
        ("between 17 and 23 March", "2025-03-17/2025-03-23"),
        ("April", "2025-04"),
        ("mid-March 2024", "2024-03"),
        ("2024", "2024"),
        ("2025-03-01", "2025-03-01"),
        ("yesterday", "2025-03-18"),
        ("this morning", "2025-03-19"),
        ("the day after tomorrow", "2025-03-21"),
        ("next week", "2025-03-24/2025-03-30"),
        ("last weekend", "2025-03-15/2025-03-16"),
        ("last month", "2025-02"),
        ("next year", "2026"),
        ("three days ago", "2025-03-16"),
        ("a week ago", "2025-03-12~"),
        ("two years ago", "2023~"),
        ("in 10 days", "2025-03-29"),
        ("a couple of weeks from now", "2025-04-02~"),
    ],
)
def test_words_are_read_from_the_day_of_publication(words: str, edtf: str):
    when = guess_when(words, PUBLISHED)
    assert when is not None
    assert (when.edtf, when.text) == (edtf, words)
    assert when.granularity == parse_edtf(edtf).granularity


@pytest.mark.parametrize("words", ["the meeting", "Monday or so", "31 February", "2025-13", "", "30 to 12 March"])
def test_words_that_name_no_date_give_none(words: str):
    assert guess_when(words, PUBLISHED) is None


def test_without_a_day_of_publication_only_full_dates_are_read():
    assert guess_when("Monday", None) is None
    assert guess_when("22 April", "") is None
    full = guess_when("March 12, 2025", None)
    assert full is not None
    assert full.edtf == "2025-03-12"


def test_the_29th_of_february_is_looked_for_in_leap_years():
    when = guess_when("29 February", dt.date(2023, 12, 1))
    assert when is not None
    assert when.edtf == "2024-02-29"


def test_the_day_of_publication_is_read_in_usual_spellings():
    expected = dt.date(2025, 3, 16)
    assert [published_day(text) for text in ("2025-03-16T10:00:00Z", "16 Mar 2025", "March 16, 2025")] == [expected] * 3
    assert published_day("some day") is None
    assert published_day(None) is None


def test_events_without_a_date_have_no_first_day():
    assert first_day(None) is None
    assert first_day(When("whenever")) is None
    assert first_day(parse_edtf("../2025-03-17")) == dt.date(2025, 3, 17)


@given(st.dates(min_value=dt.date(1000, 1, 1)))
def test_every_day_written_in_iso_is_read_and_said_back(day: dt.date):
    assert first_day(parse_edtf(day.isoformat())) == day
    again = guess_when(describe(parse_edtf(day.isoformat())), None)
    assert again is not None
    assert again.edtf == day.isoformat()


@given(st.text(max_size=20))
def test_any_text_is_guessed_at_and_shown_without_failing(text: str):
    guess_when(text, PUBLISHED)
    assert describe(When(text)) or not text


def test_the_days_of_a_date_reach_as_far_as_it_may():
    assert days_of(When("2025-02")) == (dt.date(2025, 2, 1), dt.date(2025, 2, 28))
    assert days_of(When("2025-02-03~/..")) == (dt.date(2025, 2, 3), dt.date.max)
    assert days_of(When("soon")) is None
