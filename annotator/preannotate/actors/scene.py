"""`Scene`: an article's sentences, sections and quoted words, looked up by offset."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable

from annotator.model import Span
from annotator.preannotate.statements.spans import joined

SENTENCE = re.compile(r"(?<=[.!?…])[\"”’'»)\]]*\s+(?=[\"“‘'«(\[]*[A-Z0-9])|\n+")
ABBREVIATED = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|Gov|Sen|Sens|Rep|Reps|Gen|Col|Capt|Lt|Sgt|Maj|Adm|Rev|Hon|Pres|St|Ft|Mt|Jr|Sr|vs|No|"
    r"Jan|Feb|Mar|Apr|Aug|Sept|Sep|Oct|Nov|Dec|Inc|Corp|Co|Ltd)|\b[A-Z]|\b[ap]\.m)\.$"
)
SECTION = re.compile(r"^[^\w\n]*[_*=–—-]{3,}[^\w\n]*$", re.MULTILINE)
ABBREVIATION_CHARS = 8


class Scene:
    """`quoted` is what stands in marks."""

    def __init__(self, text: str, quoted: Iterable[Span]) -> None:
        self.text = text
        self._ends = [match.end() for match in SENTENCE.finditer(text) if not self._is_abbreviated(match)]
        self._sections = [match.start() for match in SECTION.finditer(text)]
        self._quoted = joined(quoted)
        self._quoted_starts = [span.start for span in self._quoted]

    def sentence(self, offset: int) -> int:
        """The number of the sentence that an offset stands in."""
        return bisect_right(self._ends, offset)

    def bounds(self, sentence: int) -> Span:
        """Where the sentence with this number stands; an empty span at the end of the text where there is none."""
        start = self._ends[sentence - 1] if 0 < sentence <= len(self._ends) else len(self.text) if sentence else 0
        end = self._ends[sentence] if sentence < len(self._ends) else len(self.text)
        return Span(start, end)

    def quotation(self, offset: int) -> Span | None:
        """The quoted words around an offset."""
        at = bisect_right(self._quoted_starts, offset) - 1
        return self._quoted[at] if at >= 0 and offset < self._quoted[at].end else None

    def is_quoted(self, offset: int) -> bool:
        return self.quotation(offset) is not None

    def is_all_quoted(self, sentence: int) -> bool:
        """Whether nothing but quoted words stands in a sentence, marks and an empty line apart."""
        span = self.bounds(sentence)
        return not re.search(r"\w", self.unquoted(span))

    def unquoted(self, span: Span) -> str:
        """The words of a span that are not quoted, a blank for each quotation."""
        pieces: list[str] = []
        here = span.start
        for at in range(max(0, bisect_right(self._quoted_starts, span.start) - 1), len(self._quoted)):
            quote = self._quoted[at]
            if quote.start >= span.end:
                break
            pieces.append(self.text[here : max(here, quote.start)])
            here = max(here, quote.end)
        pieces.append(self.text[here : span.end])
        return " ".join(pieces)

    def is_same_section(self, first: int, second: int) -> bool:
        """Whether no line of strokes parts two offsets, the first before the second."""
        return bisect_left(self._sections, first) == bisect_left(self._sections, second)

    def _is_abbreviated(self, match: re.Match[str]) -> bool:
        start = match.start()
        if "\n" in match.group():
            return False
        return ABBREVIATED.search(self.text, max(0, start - ABBREVIATION_CHARS), start) is not None
