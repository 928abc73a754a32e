"""The border between two ways of counting: offsets in code points, everywhere in the program, and positions in UTF-16
units, which Qt counts in a text document. Nothing else converts between them.
"""

from __future__ import annotations

import re
from bisect import bisect_left

from annotator.model import Span

BLOCK_BREAK = "\n"
FOREIGN = {
    "\r": "\u2028",
    "\u2029": BLOCK_BREAK,
    "\0": "\ufffd",
    "\ufffc": "\ufffd",
    "\ufdd0": "\ufffd",
    "\ufdd1": "\ufffd",
}
"""Characters that a `QTextDocument` takes for something of its own, and what it is given instead, one unit for one."""
_ASTRAL = re.compile("[\U00010000-\U0010ffff]")
_SURROGATE = re.compile("[\ud800-\udfff]")


class Utf16Index:
    """Converts offsets (code points) of one text to positions (UTF-16 units) of its document and back.

    Only the characters outside the basic plane are kept, so a text without any costs nothing.
    """

    def __init__(self, text: str) -> None:
        self._length = len(text)
        self._offsets = _astral_offsets(text)
        self._positions = [offset + before for before, offset in enumerate(self._offsets)]

    def position(self, offset: int) -> int:
        """The position of the character at `offset`; offsets beyond the text are taken for its end."""
        inside = min(max(offset, 0), self._length)
        return inside + bisect_left(self._offsets, inside)

    def offset(self, position: int) -> int:
        """The offset of the character that holds `position`: between two surrogates it is that of their character."""
        inside = min(max(position, 0), self._length + len(self._offsets))
        return inside - bisect_left(self._positions, inside)

    def positions(self, span: Span) -> tuple[int, int]:
        """Where a span begins and ends in the document."""
        return self.position(span.start), self.position(span.end)

    def span(self, start: int, end: int) -> Span:
        """The span between two positions."""
        return Span(self.offset(start), self.offset(end))


def document_text(text: str) -> str:
    """The text to put into a `QTextDocument`: as many UTF-16 units, each block break where the text has its line break.

    What is shown only: the article's own text is never read back from a document.
    """
    for char, stand_in in FOREIGN.items():
        if char in text:
            text = text.replace(char, stand_in)
    return text if _is_encodable(text) else _SURROGATE.sub("\ufffd", text)


def _astral_offsets(text: str) -> list[int]:
    if text.isascii() or len(text.encode("utf-16-le", "surrogatepass")) == 2 * len(text):
        return []
    return [match.start() for match in _ASTRAL.finditer(text)]


def _is_encodable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
