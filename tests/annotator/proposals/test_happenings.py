"""Words that tell of a happening, and the phrases around them."""

from __future__ import annotations

import pytest

from annotator.proposals.happenings import guess_type, happenings, noun_phrase, verb_phrase
from annotator.proposals.headlines import headline, is_plan
from annotator.scheme import read_scheme

SCHEME, _ = read_scheme()


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("the first round of peace talks in Osk will begin", "first round of peace talks in Osk"),
        ("Velia’s drone attack on Port Sarne killed twelve", "Velia’s drone attack on Port Sarne"),
        ("the deadly explosion at the harbour last week", "deadly explosion at the harbour"),
        ("they police arrested three men in Osk on Tuesday", "arrested three men in Osk"),
        ("a ceasefire, he said, is near", "ceasefire"),
    ],
)
def test_a_phrase_ends_before_a_time_a_mark_and_another_verb(text, phrase):
    head = happenings(text)[0]
    found = verb_phrase(text, head, len(text)) if head.is_verb else noun_phrase(text, head, 0, len(text))
    assert found == phrase


def test_a_word_after_to_or_will_is_a_verb():
    assert [each.is_verb for each in happenings("They will visit Osk after the visit.")] == [True, False]


def test_march_the_month_is_no_protest():
    assert happenings("in March") == []


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("four officers were killed by shelling", "attack"),
        ("Called a failure by the press", "other"),
        ("A poll of readers", "other"),
        ("Voters elect a mayor", "election"),
        ("rail strike enters second week", "protest"),
    ],
)
def test_a_type_is_told_by_whole_words(words, kind):
    assert guess_type(words, SCHEME) == kind


@pytest.mark.parametrize(
    ("title", "clean"),
    [
        ("Breaking: Ferry sinks off Port Sarne - The Osk Courier", "Ferry sinks off Port Sarne"),
        ("“Nobody was warned” | Velia Today", "Nobody was warned"),
        ("Port Sarne-Osk line reopens", "Port Sarne-Osk line reopens"),
    ],
)
def test_a_headline_loses_the_paper_and_its_labels(title, clean):
    assert headline(title) == clean


@pytest.mark.parametrize(
    ("title", "plan"),
    [
        ("Parliament to vote on budget", True),
        ("Velia plans new harbour", False),
        ("Courier will close", True),
        ("Deal fails to pass Senate", False),
        ("Ferry sinks on way to Osk", False),
    ],
)
def test_a_headline_may_tell_of_what_is_to_come(title, plan):
    assert is_plan(title) == plan
