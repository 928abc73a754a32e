"""Finding words in a text, whatever their case, accents and marks; hits are code points of the text as it is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.finding import FoldedText


def words(text, query):
    return [text[span.start : span.end] for span in FoldedText(text).find(query)]


@pytest.mark.parametrize(
    ("text", "query", "hits"),
    [
        ("Putin met PUTIN.", "putin", ["Putin", "PUTIN"]),
        ("Café, cafe", "CAFE", ["Café", "cafe"]),
        ("Cafe\u0301 au lait", "café au", ["Cafe\u0301 au"]),
        ("“It’s fine”", "it's", ["It’s"]),
        ("10\xa0000 men", "10 000", ["10\xa0000"]),
        ("Straße", "strasse", ["Straße"]),
        ("👩🏽‍🚒 met 👩🏽‍🚒 Ann", "ann", ["Ann"]),
        ("aaaa", "aa", ["aa", "aa"]),
        ("nothing", "", []),
        ("nothing", "  ", []),
    ],
)
def test_words_are_found(text, query, hits):
    assert words(text, query) == hits


@given(st.text(max_size=40), st.text(max_size=40), st.text(min_size=1, max_size=8))
def test_what_stands_in_a_text_is_found_in_it_inside_its_bounds(before, after, query):
    text = before + query + after
    spans = FoldedText(text).find(query)
    assert all(0 <= span.start <= span.end <= len(text) for span in spans)
