"""Finding words in one text, whatever their case, accents, marks and spaces. Pure; the bar is `ui.widgets.find_bar`."""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from itertools import accumulate

from annotator.model import Span

ALIKE = str.maketrans("’‘‚‛“”„‟«»–—−‐‑\xa0\u2009\u202f\t\n", '\'\'\'\'""""""-----     ')
MAX_HITS = 5000


class FoldedText:
    """A text folded once for many searches. Hits are spans of the text as it is, in code points."""

    def __init__(self, text: str) -> None:
        table = {ord(char): _fold(char) for char in set(text)}
        self.folded = text.translate(table)
        is_plain = all(len(folded) == 1 for folded in table.values())
        self._ends = None if is_plain else list(accumulate(len(table[ord(char)]) for char in text))

    def find(self, query: str) -> list[Span]:
        """Where `query` stands, in text order, at most `MAX_HITS` places; none for an empty query."""
        wanted = "".join(map(_fold, query))
        hits: list[Span] = []
        at = self.folded.find(wanted) if wanted.strip() else -1
        while at >= 0 and len(hits) < MAX_HITS:
            hits.append(self._span(at, at + len(wanted)))
            at = self.folded.find(wanted, at + len(wanted))
        return hits

    def _span(self, start: int, end: int) -> Span:
        if self._ends is None:
            return Span(start, end)
        return Span(bisect_right(self._ends, start), bisect_right(self._ends, end - 1) + 1)


def _fold(char: str) -> str:
    decomposed = unicodedata.normalize("NFKD", char.translate(ALIKE)).casefold()
    return "".join(part for part in decomposed if not unicodedata.combining(part))
