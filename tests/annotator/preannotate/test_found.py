"""Trimming what was said: marks, punctuation and lone brackets at the edges stay outside."""

from __future__ import annotations

import pytest

from annotator.model import Span
from annotator.preannotate.statements.found import trimmed


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
