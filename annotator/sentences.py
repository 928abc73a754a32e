"""Where the sentences of a text begin and end, told by marks alone. Pure."""

from __future__ import annotations

import regex

from annotator.model import Span

_SENTENCE_END = regex.compile(r"[.!?][”\"’']*\s+(?=[\p{Lu}“\"‘])|\n")


def sentences_around(text: str, spans: tuple[Span, ...]) -> Span:
    """The sentences that hold these spans, within their paragraphs, in code points."""
    first, last = spans[0].start, spans[-1].end
    paragraph = text.rfind("\n", 0, first) + 1
    starts = [match.end() for match in _SENTENCE_END.finditer(text, paragraph, first + 1) if match.end() <= first]
    end = _SENTENCE_END.search(text, last)
    return Span(starts[-1] if starts else paragraph, end.end() if end else len(text))
