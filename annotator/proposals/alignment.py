"""From places in one passage to those in its twin, where both say the same. Pure."""

from __future__ import annotations

import re
from bisect import bisect_left
from itertools import pairwise
from typing import NamedTuple

from annotator.model import Span

_TOKEN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|[^\W\u3040-\u30ff\u3400-\u9fff]+|[^\w\s]")
_MARKS = str.maketrans("“”„‟«»‘’‚‛‹›`´–—−", "\"\"\"\"\"\"''''''''---")


class Alignment:
    """From places in one passage to those in its twin, where both say the same.

    Spans are of the two articles' texts, in code points. Marks of another style, and white space, make no difference.
    """

    def __init__(self, text: str, span: Span, other_text: str, other: Span) -> None:
        from rapidfuzz.distance import Indel  # see `annotator.proposals.twins.similarity`

        here, there = _tokens(text, span), _tokens(other_text, other)
        self._texts = text, other_text
        self._here = here
        self._there = there
        self._starts = [token.start for token in here]
        self._twin: list[int | None] = [None] * len(here)
        blocks = Indel.opcodes([token.word for token in here], [token.word for token in there])
        for block in blocks:
            if block.tag == "equal":
                for step in range(block.src_end - block.src_start):
                    self._twin[block.src_start + step] = block.dest_start + step

    def differences(self) -> list[tuple[str, str]]:
        """The words here and there where the two differ, in order; "" where one of them has nothing."""
        common = [(at, twin) for at, twin in enumerate(self._twin) if twin is not None]
        ends = (len(self._here), len(self._there))
        found: list[tuple[str, str]] = []
        for (here, there), (next_here, next_there) in pairwise([(-1, -1), *common, ends]):
            if (next_here, next_there) != (here + 1, there + 1):
                own = _said(self._texts[0], self._here[here + 1 : next_here])
                found.append((own, _said(self._texts[1], self._there[there + 1 : next_there])))
        return found

    def span(self, span: Span) -> Span | None:
        """Where the twin says the same as this span; None where the words differ, or the span leaves the passage."""
        first = bisect_left(self._starts, span.start + 1) - 1
        last = bisect_left(self._starts, span.end) - 1
        if first < 0 or not self._holds(first, span.start) or not self._holds(last, span.end - 1):
            return None
        twins = self._twin[first : last + 1]
        start = twins[0]
        if start is None or twins != list(range(start, start + len(twins))):
            return None
        head, tail = span.start - self._here[first].start, self._here[last].end - span.end
        begin, end = self._there[start], self._there[start + len(twins) - 1]
        return Span(begin.start + head, end.end - tail)

    def _holds(self, token: int, offset: int) -> bool:
        return self._here[token].start <= offset < self._here[token].end


class _Token(NamedTuple):
    start: int
    end: int
    word: str


def _tokens(text: str, span: Span) -> list[_Token]:
    found = (match for match in _TOKEN.finditer(text, span.start, span.end))
    return [_Token(*match.span(), match.group().casefold().translate(_MARKS)) for match in found]


def _said(text: str, tokens: list[_Token]) -> str:
    return " ".join(text[tokens[0].start : tokens[-1].end].split()) if tokens else ""
