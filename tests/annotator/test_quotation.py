"""What becomes of a selection: outer marks and punctuation stay outside, the type is read off the marks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model import Span
from annotator.quotation import content_of_selection, guess_type, verbatim_spans


@pytest.mark.parametrize(
    ("selected", "content"),
    [
        ("“It was positive,”", "It was positive"),
        (" “We’re going.” ", "We’re going"),
        ("‘We’re going,’", "We’re going"),
        ('"Go!"', "Go"),
        ("„Ja“", "Ja"),
        ("»Ja«", "Ja"),
        ("“‘Nested’”", "Nested"),
        ("“He said ‘no’”", "He said ‘no’"),
        ("“We go,” he said, “now.”", "“We go,” he said, “now.”"),
        ('"A," he said, "b"', '"A," he said, "b"'),
        ("“No closing mark", "No closing mark"),
        ("no opening mark.”", "no opening mark"),
        ("said the “talks” failed.", "said the “talks” failed"),
        ("in the U.S.", "in the U.S."),
        ("the Smiths’", "the Smiths’"),
        ("— no —", "no"),
        ("“”", "“”"),
        ("…", "…"),
    ],
)
def test_what_stays_of_a_selection(selected, content):
    text = f"He said {selected} today."
    start = text.index(selected)
    found = content_of_selection(text, Span(start, start + len(selected)))
    assert text[found.start : found.end] == content


@given(text=st.text(alphabet="ab “”‘’\"'.,\n«»„U", min_size=1), data=st.data())
def test_content_lies_in_its_selection_and_is_never_empty(text, data):
    start = data.draw(st.integers(0, len(text) - 1))
    span = Span(start, data.draw(st.integers(start + 1, len(text))))
    found = content_of_selection(text, span)
    assert span.covers(found)
    assert found.start < found.end
    assert content_of_selection(text, found).start >= found.start


@pytest.mark.parametrize(
    ("text", "words", "kind"),
    [
        ("He said: “It is over.” Then", ("It is over",), "direct"),
        ("“It,” he said, “is over.”", ("It", "is over"), "direct"),
        ("“A paragraph without its mark\n\n“And", ("A paragraph without its mark",), "direct"),
        ("He called it “over” today", ("it “over” today",), "mixed"),
        ("“It,” he said, was over", ("It", "was over"), "mixed"),
        ("He said that it is over", ("it is over",), "indirect"),
        ("It is", ("It is",), "indirect"),
    ],
)
def test_the_type_is_read_off_the_marks(text, words, kind):
    content = tuple(Span(text.index(each), text.index(each) + len(each)) for each in words)
    assert guess_type(text, content) == kind


def test_verbatim_stretches_stand_between_double_marks():
    text = 'a “b” c ‘d’ "e" “f'
    assert [text[span.start : span.end] for span in verbatim_spans(text, (Span(0, len(text)),))] == ["b", "e"]
