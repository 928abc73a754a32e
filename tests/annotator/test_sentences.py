"""Where sentences begin and end."""

from __future__ import annotations

from annotator.model import Span
from annotator.sentences import sentences_around

TEXT = "The delegations left. “We shall see,” said Ilse Maran. Nobody objected.\nElsewhere, a flood was remembered."


def around(words: str) -> str:
    start = TEXT.index(words)
    found = sentences_around(TEXT, (Span(start, start + len(words)),))
    return TEXT[found.start : found.end].strip()


def test_sentences_end_at_a_full_stop_before_a_capital_or_at_a_line_end():
    assert around("We shall see") == "“We shall see,” said Ilse Maran."
    assert around("objected") == "Nobody objected."
    assert around("flood") == "Elsewhere, a flood was remembered."


def test_what_reaches_over_two_sentences_stands_in_both():
    assert around("see,” said Ilse Maran. Nobody") == "“We shall see,” said Ilse Maran. Nobody objected."
