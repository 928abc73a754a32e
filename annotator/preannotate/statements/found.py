"""What the search for statements gives: plain objects with offsets in code points, before ids and actors are known."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from annotator import quotation
from annotator.model import Span, StatementType

MARKS = "\"“”„‟«»″＂‘’‚‹›'`"
EDGE = MARKS + "\r" + quotation.EDGE
FRAMES = frozenset(
    [
        *("after", "before", "before, other verb", "according", "colon", "name", "context", "unnamed"),
        *("mixed clause", "mixed naming", "mixed phrase", "mixed order"),
        *("clause", "thought", "infinitive", "naming", "object", "picture", "passive", "preposition"),
        *("noun", "adjective", "headline", "turn"),
        "nested",
    ]
)
"""By which rules a statement can be found: the classes that scores are calibrated for.

Direct statements by where their cue or their speaker stands, mixed ones by what holds the marks, indirect ones by the
frame of their cue; `nested` are those in somebody else's words.
"""
PAIRS = {"(": ")", "[": "]", "{": "}"}


class Attribution(msgspec.Struct, frozen=True):
    """Who is said to have said something, and by which words. `why` is the reason shown to annotators."""

    cue: Span | None = None
    mention: Span | None = None
    others: tuple[Span, ...] = ()
    is_anonymous: bool = False
    body: Span | None = None
    """The organisation or place that an anonymous source speaks for."""
    trust: float = 0.5
    why: str = ""
    frame: str = "unnamed"
    """By which rule it was found: a coarse class, for which scores are calibrated."""


class Found(msgspec.Struct, frozen=True):
    """A statement found in a text. `parent` is the index of the one around it in the same list."""

    content: tuple[Span, ...]
    type: StatementType
    by: Attribution
    score: float
    reason: str
    verbatim: tuple[Span, ...] = ()
    parent: int | None = None
    frame: str = "direct"

    @property
    def start(self) -> int:
        return self.content[0].start

    @property
    def end(self) -> int:
        return self.content[-1].end

    @property
    def said_end(self) -> int:
        """Where content, cue and speaker are all over."""
        return max(span.end for span in (self.content[-1], self.by.cue, self.by.mention) if span is not None)


def trimmed(text: str, span: Span, *, inside: bool = False) -> Span | None:
    """A span without outer marks and punctuation at its edges; None if nothing is left.

    With `inside` a mark whose partner stands inside the span stays: woven content keeps its marks.
    """
    before = None
    start, end = span.start, span.end
    while before != (start, end):
        before = start, end
        start, end = _without_bracket(text, *_without_edges(text, start, end, inside=inside))
    return Span(start, end) if start < end else None


def bare(text: str, found: Found) -> Found:
    """A statement of nothing but words in marks as the direct one that it is, without the marks around them."""
    if len(found.content) != 1 or len(found.verbatim) != 1:
        return found
    if trimmed(text, found.content[0]) != trimmed(text, found.verbatim[0]):
        return found
    return msgspec.structs.replace(found, content=found.verbatim, type="direct", verbatim=())


def _without_edges(text: str, start: int, end: int, *, inside: bool) -> tuple[int, int]:
    last = end
    while start < end and text[start] in EDGE and not (inside and _is_paired(text, start, end, first=True)):
        start += 1
    while end > start and text[end - 1] in EDGE and not (inside and _is_paired(text, start, end, first=False)):
        end -= 1
    if end < last and text[end] == "." and quotation.ABBREVIATION.search(text, max(start, end - 8), end + 1):
        end += 1
    return start, end


def _without_bracket(text: str, start: int, end: int) -> tuple[int, int]:
    """Without a bracket at an edge whose partner is not inside."""
    for opening, closing in PAIRS.items():
        if start < end and text[start] == opening and closing not in text[start:end]:
            start += 1
        if end > start and text[end - 1] == closing and opening not in text[start:end]:
            end -= 1
    return start, end


def _is_paired(text: str, start: int, end: int, *, first: bool) -> bool:
    at = start if first else end - 1
    if text[at] not in MARKS or end - start < 2:
        return False
    rest = text[start + 1 : end] if first else text[start : end - 1]
    near = text[at + 1 : at + 2] if first else text[at - 1 : at]
    if text[at] in "'’‘" and not any(mark in rest for mark in "‘'’"):
        return False
    partners = {"“": '”"', "”": '“"', "‘": "’", "’": "‘", "«": "»", "»": "«", "„": "“”"}.get(text[at], text[at])
    return bool(near.strip()) and any(partner in rest for partner in partners) and _odd(rest, text[at])


def _odd(rest: str, mark: str) -> bool:
    return mark != '"' or rest.count('"') % 2 == 1


def covers(outer: Iterable[Span], inner: Span) -> bool:
    return any(span.covers(inner) for span in outer)


def hull(spans: Iterable[Span]) -> Span:
    """The smallest span around all of them."""
    found = list(spans)
    return Span(min(span.start for span in found), max(span.end for span in found))
