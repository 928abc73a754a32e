"""Statements and names by rules alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.preannotate.rules import find_statements, scored_names
from annotator.text import snap_span


@pytest.mark.parametrize(
    ("text", "content", "cue", "speaker"),
    [
        ("“It is closed,” Anna Keller said.", "It is closed", "said", "Anna Keller"),
        ("“It is closed,” said Foreign Minister Anna Keller.", "It is closed", "said", "Anna Keller"),
        ("Anna Keller said, “It is closed.”", "It is closed", "said", "Anna Keller"),
        ("“It is closed,” noted a senior harbor official.", "It is closed", "noted", "a senior harbor official"),
        ("Anna Keller said that the bridge was closed.", "that the bridge was closed", "said", "Anna Keller"),
        ("Anna Keller has announced that the U.S. ship left.", "that the U.S. ship left", "announced", "Anna Keller"),
    ],
)
def test_cue_and_speaker_are_found_by_the_order_of_words(text: str, content: str, cue: str, speaker: str) -> None:
    (found,) = find_statements(text)
    spans = [found.content[0], found.by.cue, found.by.mention]
    assert [text[span.start : span.end] for span in spans if span] == [content, cue, speaker]


def test_words_in_marks_that_nobody_says_are_left_out() -> None:
    assert find_statements("The “free” ferry costs nine crowns. He read “Winter Harbor” twice.") == []


def test_names_are_runs_of_capitals_without_their_titles() -> None:
    text = "On Friday Foreign Minister Anna Keller met Peter Holm."
    assert [text[span.start : span.end] for span, _ in scored_names(text)] == ["Anna Keller", "Peter Holm"]


def test_names_are_known_by_lists_and_by_their_own_words() -> None:
    text = "In Kyiv the Harbor Ministry met Anna Keller. Keller asked Umbra Holdings Ltd."
    assert [(text[span.start : span.end], name.label) for span, name in scored_names(text)] == [
        ("Kyiv", "GPE"),
        ("Harbor Ministry", "ORG"),
        ("Anna Keller", "PERSON"),
        ("Keller", "PERSON"),
        ("Umbra Holdings Ltd", "ORG"),
    ]


def test_a_name_ends_with_its_grapheme_cluster() -> None:
    text = "They saw Anna Keller\u0301 and Peter Holm\ufe0f there."
    assert [text[span.start : span.end] for span, _ in scored_names(text)] == ["Anna Keller\u0301", "Peter Holm\ufe0f"]


@given(st.text(alphabet="AnHoltm \u0301\u200d\ufe0f.", max_size=40))
def test_no_name_begins_or_ends_inside_a_cluster(text: str) -> None:
    for span, _ in scored_names("Anna Holm" + text):
        assert snap_span("Anna Holm" + text, span) == span


@given(st.text(alphabet="abS said,.“”\"' \n", max_size=80))
def test_any_text_gives_valid_spans(text: str) -> None:
    for each in find_statements(text):
        assert all(0 <= span.start < span.end <= len(text) for span in each.content)
