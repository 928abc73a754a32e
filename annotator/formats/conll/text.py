"""A readable text from tokens: where a file has no text of its own, words are joined as they are usually set. Pure.

A blank stands between two tokens but before closing and after opening marks. Straight quotation marks open and close by
turns. A sentence that ends without a full stop (a headline, a dateline) is a line of its own; the others follow one
another.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from annotator.formats.graph.model import Piece

_CLOSING = ". , ; : ! ? … ... % ) ] } ” ’ » '' -RRB- -RSB- -RCB- 。 ， 、 ； ： ？ ！ ） 」 』 》"
_OPENING = "( [ { “ ‘ « `` $ £ € ¥ # @ -LRB- -LSB- -LCB- （ 「 『 《"
CLOSING = frozenset(_CLOSING.split())
OPENING = frozenset(_OPENING.split())
ENDS = (".", "!", "?", "…", "。", "？", "！", ":", ";")
AFTER_ENDS = ("”", "’", "''", '"', "'", ")", "]")
STRAIGHT = ('"', "'")

_ATTACHED = re.compile(r"[’'](?:s|re|ve|ll|d|m|t|S)|n[’']t|N[’']T", re.ASCII)
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
"""Scripts that are written without blanks."""


def text_of(sentences: Sequence[Sequence[str]]) -> tuple[str, list[Piece]]:
    """The text, and where each token stands in it."""
    made = _Text()
    for sentence in sentences:
        made.add(sentence)
    return "".join(made.pieces), made.places


class _Text:
    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.places: list[Piece] = []
        self._at = 0
        self._open: set[str] = set()
        self._last = ""
        self._is_glued = True
        self._was_line = False

    def add(self, sentence: Sequence[str]) -> None:
        """Add a sentence."""
        is_line = not _is_ended(sentence)
        if self.pieces and (is_line or self._was_line):
            self._append("\n")
            self._open.clear()
            self._is_glued = True
        for word in sentence:
            self._add_word(word)
        self._was_line = is_line

    def _add_word(self, word: str) -> None:
        closes = word in self._open
        glued = self._is_glued or closes or word in CLOSING or _ATTACHED.fullmatch(word) is not None
        if not glued and not (_UNSPACED.match(word) and _UNSPACED.match(self._last[-1:])):
            self._append(" ")
        start = self._at
        self._append(word)
        self.places.append((start, self._at))
        self._is_glued = word in OPENING or (word in STRAIGHT and not closes)
        if word in STRAIGHT:
            self._open ^= {word}
        self._last = word

    def _append(self, piece: str) -> None:
        self.pieces.append(piece)
        self._at += len(piece)


def _is_ended(sentence: Sequence[str]) -> bool:
    """Whether a sentence has its full stop, before marks that close."""
    last = next((word for word in reversed(sentence) if word not in AFTER_ENDS), "")
    return last.endswith(ENDS)
