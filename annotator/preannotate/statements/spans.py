"""Spans that do not overlap each other, asked quickly which of them touch another."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable

from annotator.model import Span


def joined(spans: Iterable[Span]) -> list[Span]:
    """The spans in text order, those that overlap made one; those that only touch stay two."""
    out: list[Span] = []
    for span in sorted(spans):
        if out and span.start < out[-1].end:
            out[-1] = Span(out[-1].start, max(out[-1].end, span.end))
        else:
            out.append(span)
    return out


class SpanIndex:
    """Sorted spans without overlaps; of overlapping ones the first is kept."""

    def __init__(self, spans: Iterable[Span]) -> None:
        self.spans: list[Span] = []
        for span in sorted(spans):
            if not self.spans or self.spans[-1].end <= span.start:
                self.spans.append(span)
        self._starts = [span.start for span in self.spans]
        self._ends = [span.end for span in self.spans]

    def touching(self, span: Span) -> list[Span]:
        """The spans that share a character with this one, in order."""
        return self.spans[bisect_right(self._ends, span.start) : bisect_left(self._starts, span.end)]

    def around(self, span: Span) -> Span | None:
        """The span that holds all of this one."""
        return next((each for each in self.touching(span) if each.covers(span)), None)
