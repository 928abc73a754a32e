from __future__ import annotations

import pytest

from annotator.model import Span
from annotator.proposals.alignment import Alignment
from tests.annotator.making import span_of

HERE = "Menu\n“We will  go on Tuesday,” Rubio said in Kursk's old port.\nEnd"
THERE = 'Rubio said.\n"We will go on Friday," Rubio said in Kursk’s old port .'
LINE, TWIN = Span(5, HERE.index("\nEnd")), Span(12, len(THERE))


def carried(words: str, nth: int = 0) -> str | None:
    found = Alignment(HERE, LINE, THERE, TWIN).span(span_of(HERE, words, nth))
    return None if found is None else THERE[found.start : found.end]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("We will  go", "We will go"),
        ("Rubio", "Rubio"),
        ("Kursk", "Kursk"),
        ("Kursk's", "Kursk’s"),
        ("old port.", "old port ."),
        ("urs", "urs"),
    ],
)
def test_a_span_is_carried_to_the_same_words(words, expected):
    assert carried(words) == expected


@pytest.mark.parametrize("words", ["Tuesday", "go on Tuesday", "Menu", "End", "port.\nEnd"])
def test_a_span_whose_words_differ_or_that_leaves_the_passage_is_not(words):
    assert carried(words) is None


def test_the_place_in_the_twin_is_meant_and_not_the_first_that_reads_so():
    found = Alignment(HERE, LINE, THERE, TWIN).span(span_of(HERE, "Rubio"))
    assert found == span_of(THERE, "Rubio", 1)


def test_a_gap_in_the_twin_breaks_a_span():
    here, there = "one two three four", "one two and three four"
    alignment = Alignment(here, Span(0, len(here)), there, Span(0, len(there)))
    assert alignment.span(Span(4, 13)) is None
    assert alignment.span(Span(0, 7)) == Span(0, 7)


def test_the_differences_are_said_in_the_words_of_both():
    assert Alignment(HERE, LINE, THERE, TWIN).differences() == [("Tuesday", "Friday")]
    same, longer = "one two three", "one and two"
    alignment = Alignment(same, Span(0, len(same)), longer, Span(0, len(longer)))
    assert alignment.differences() == [("", "and"), ("three", "")]
