"""Quotation marks in a stretch of text that somebody selected. Finding quotes in whole articles is `annotator.preannotate`."""

from __future__ import annotations

from annotator.model import Span

OPENING = "“„«‘‚‹\"'"
CLOSING = "”“»’‘›\"'"
EDGE = " \t\n\u00a0,;:.!?…–—"
EDGE_OUTSIDE = ",;: \t\n\u00a0"
_PAIRS = {"“": "”", "„": "“”", "«": "»", '"': '"', "‘": "’"}


def content_of_selection(text: str, span: Span) -> Span:
    """The selection without the marks around it and the white space and commas at its edges.

    A full stop stays: it is part of what was said. Gives the selection itself where nothing would be left.
    """
    start, end = _trim(text, span.start, span.end)
    closing = _PAIRS.get(text[start], "") if start < end else ""
    if (
        end - start > 2
        and closing
        and text[end - 1] in closing
        and not _closes_inside(text[start + 1 : end - 1], closing)
    ):
        start, end = _trim(text, start + 1, end - 1)
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
            closing = _PAIRS.get(text[at], "") if text[at] != "‘" else ""
            stop = next((i for i in range(at + 1, span.end) if text[i] in closing), None) if closing else None
            if stop is not None and stop > at + 1:
                found.append(Span(at + 1, stop))
                at = stop
            at += 1
    return tuple(found)


def _is_in_marks(text: str, span: Span) -> bool:
    before = text[span.start - 1 : span.start]
    after = text[span.end : span.end + 3].lstrip(",.;:!? ")[:1]
    if before in _PAIRS and before:
        return after in _PAIRS[before] or not after or "\n" in text[span.end : span.end + 2]
    return False


def _closes_inside(inner: str, closing: str) -> bool:
    return any(mark in inner for mark in closing)


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in EDGE_OUTSIDE:
        start += 1
    while end > start and text[end - 1] in EDGE_OUTSIDE:
        end -= 1
    return start, end
