"""Trimming what was said: marks, punctuation and lone brackets at the edges stay outside."""

from __future__ import annotations

import pytest

from annotator.model import Span
from annotator.preannotate.statements.found import Attribution, Found, bare, trimmed


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("“We agreed,” ", "We agreed"),
        ("Anna Keller ) ", "Anna Keller"),
        ("( “we agreed”", "we agreed"),
        ("in the U.S.”", "in the U.S."),
        ("in the U.S. )", "in the U.S."),
        ("(we agreed)", "(we agreed)"),
    ],
)
def test_what_does_not_belong_to_the_words_stays_outside(text: str, left: str) -> None:
    found = trimmed(text, Span(0, len(text)))
    assert found is not None
    assert text[found.start : found.end] == left


def test_nothing_is_left_of_marks_alone() -> None:
    assert trimmed("“ … ) ”", Span(0, 7)) is None


def test_nothing_but_words_in_marks_is_direct_and_loses_the_marks() -> None:
    by = Attribution(mention=Span(0, 4))
    woven = Found((Span(12, 20),), "mixed", by, 0.8, "cue", (Span(13, 19),))
    made = bare("Anna called “a joke”", woven)
    assert (made.type, made.content, made.verbatim) == ("direct", (Span(13, 19),), ())


def test_a_statement_is_over_where_content_cue_and_speaker_are() -> None:
    by = Attribution(cue=Span(12, 16), mention=Span(17, 21))
    assert Found((Span(1, 9),), "direct", by, 0.8, "cue").said_end == 21
