"""Quotation marks in a stretch of text that somebody selected; finding them in articles is `annotator.preannotate`."""

from __future__ import annotations

import re

from annotator.model import Span

BLANKS = (
    " \t\n\x0b\x0c\r\x1c\x1d\x1e\x1f\x85\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000\u200b\ufeff"
)
EDGE = ",.;:?!…-–—―*|•" + BLANKS
"""White space, seen or unseen, and punctuation that stay outside at the edges of a statement's content."""
_PAIRS = {"“": "”", "„": "“”", "«": "»", "»": "«", '"': '"', "‘": "’", "‚": "‘’", "‹": "›"}
_SINGLE = "‘’‚‹›"
_OPENERS = {closing: "".join(o for o, all_ in _PAIRS.items() if closing in all_) for closing in '”“»«"’‘›'}
ABBREVIATION = re.compile(r"(?:\b[A-Za-z]\.){2,}$|\b(?:Inc|Corp|Co|Jr|Sr|Ltd|No)\.$")


def content_of_selection(text: str, span: Span) -> Span:
    """The selection without the marks around it, and without white space and punctuation at its edges.

    A mark whose partner stands inside stays, and so does the stop of an abbreviation. Gives the selection itself where
    nothing would be left.
    """
    start, end = _trim(text, span.start, span.end)
    while end - start > 1:
        inner = _unwrapped(text, start, end)
        if inner == (start, end):
            break
        start, end = _trim(text, *inner)
    return Span(start, end) if start < end else span


def guess_type(text: str, content: tuple[Span, ...]) -> str:
    """`direct` where every fragment stands in marks, `mixed` where some words do, else `indirect`."""
    if all(_is_in_marks(text, span) for span in content):
        return "direct"
    return "mixed" if verbatim_spans(text, content) or any(_is_in_marks(text, span) for span in content) else "indirect"


def verbatim_spans(text: str, content: tuple[Span, ...]) -> tuple[Span, ...]:
    """The stretches between double marks inside the content, the marks left out. Unclosed marks open nothing."""
    found: list[Span] = []
    for span in content:
        at = span.start
        while at < span.end:
            closing = "" if text[at] in _SINGLE else _PAIRS.get(text[at], "")
            stop = next((i for i in range(at + 1, span.end) if text[i] in closing), None) if closing else None
            if stop is not None and stop > at + 1:
                found.append(Span(at + 1, stop))
                at = stop
            at += 1
    return tuple(found)


def _unwrapped(text: str, start: int, end: int) -> tuple[int, int]:
    """The stretch without a pair of marks around it, or without a mark at one edge whose partner is not in it."""
    first, last = text[start], text[end - 1]
    closing, opening = _PAIRS.get(first, ""), _OPENERS.get(last, "")
    inner = text[start + 1 : end - 1]
    if last in closing and not _holds(inner, closing):
        return start + 1, end - 1
    if closing and not _holds(text[start + 1 : end], closing):
        return start + 1, end
    if opening and not _holds(text[start : end - 1], opening) and not (last == "’" and text[end - 2].isalpha()):
        return start, end - 1
    return start, end


def _holds(inner: str, marks: str) -> bool:
    """Whether one of the marks is in there; an apostrophe inside a word is none."""
    return any(
        char in marks and not (char == "’" and inner[at - 1 : at].isalpha() and inner[at + 1 : at + 2].isalpha())
        for at, char in enumerate(inner)
    )


def _is_in_marks(text: str, span: Span) -> bool:
    """Whether a mark opens right before the span and closes right after it, or the paragraph ends unclosed."""
    closing = _PAIRS.get(text[span.start - 1 : span.start], "")
    rest = text[span.end : span.end + 3].lstrip(",.;:!?… ")
    return bool(closing) and (not rest or rest[0] in closing or rest[0] == "\n")


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    before = end
    while start < end and text[start] in EDGE:
        start += 1
    while end > start and text[end - 1] in EDGE:
        end -= 1
    if end < before and text[end] == "." and ABBREVIATION.search(text, max(start, end - 8), end + 1):
        end += 1
    return start, end
