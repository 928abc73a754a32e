"""What the offsets of a doccano file count, which it does not say: UTF-16 units, or grapheme clusters by choice of a
project, or code points where another program made them. Told by where labels would begin and end. Pure.

A file has one unit. Under the right one no label begins or ends inside a character, and most begin and end with words.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec
import regex

from annotator.formats.offsets import converter
from annotator.formats.records import OffsetUnit

Place = tuple[int, int]
"""Start and end as they stand in the file."""
CANDIDATES: tuple[OffsetUnit, ...] = ("utf16", "codepoints", "graphemes")
"""doccano's own default first: it is taken where nothing speaks against it."""
BROKEN_WEIGHT = 3
"""How much worse than half a word half a character, or a label beyond the text, is."""

_ASTRAL = regex.compile(r"[\U00010000-\U0010ffff]")
_CHARACTER = regex.compile(r"\X")


class UnitGuess(msgspec.Struct, frozen=True):
    """`matters`: whether the units place any label differently; `is_sure`: whether one of them does it best.

    `ends`: how many ends of labels are told apart by it, `good`: how many of them are those of words under `unit`.
    """

    unit: OffsetUnit = "codepoints"
    matters: bool = False
    is_sure: bool = True
    ends: int = 0
    good: int = 0


class UnitTeller:
    """Hears the labels of a file text by text, then tells their unit."""

    def __init__(self) -> None:
        self._faults: dict[OffsetUnit, int] = _nothing()
        self._bad: dict[OffsetUnit, int] = _nothing()
        self._ends = 0

    def hear(self, text: str, places: Iterable[Place]) -> None:
        """The labels of one text, as it stands in the file."""
        if not has_special(text):
            return
        to_text = {unit: converter(text, unit) for unit in CANDIDATES}
        inside = {unit: insides(text, unit) for unit in CANDIDATES}
        for place in places:
            there: dict[OffsetUnit, Place] = {
                unit: (to_text[unit](place[0]), to_text[unit](place[1])) for unit in CANDIDATES
            }
            if len(set(there.values())) == 1:
                continue
            self._ends += 2
            for unit, (start, end) in there.items():
                bad = bad_ends(text, start, end)
                broken = 2 if not 0 <= start < end <= len(text) else sum(at in inside[unit] for at in place)
                self._bad[unit] += bad
                self._faults[unit] += bad + broken * BROKEN_WEIGHT

    def guess(self) -> UnitGuess:
        if not self._ends:
            return UnitGuess()
        unit = min(CANDIDATES, key=lambda one: self._faults[one])
        is_sure = sum(faults == self._faults[unit] for faults in self._faults.values()) == 1
        return UnitGuess(unit, matters=True, is_sure=is_sure, ends=self._ends, good=self._ends - self._bad[unit])


def _nothing() -> dict[OffsetUnit, int]:
    return dict.fromkeys(CANDIDATES, 0)


def has_special(text: str) -> bool:
    """Whether offsets of a text depend on what they count."""
    if text.isascii():
        return "\r\n" in text
    return _ASTRAL.search(text) is not None or sum(1 for _ in _CHARACTER.finditer(text)) < len(text)


def bad_ends(text: str, start: int, end: int) -> int:
    """How many of the two ends of a label are no end of a word: in white space, inside a word, or beyond the text."""
    if not 0 <= start < end <= len(text):
        return 2
    return (text[start].isspace() or inside_word(text, start)) + (text[end - 1].isspace() or inside_word(text, end))


def inside_word(text: str, at: int) -> bool:
    """Whether a place is between two letters, of a script that has capitals and so blanks between words, or digits."""
    return 0 < at < len(text) and _joins(text[at - 1]) and _joins(text[at])


def _joins(character: str) -> bool:
    return character.isdecimal() or character.lower() != character.upper()


def insides(text: str, unit: OffsetUnit) -> set[int]:
    """The offsets in `unit` that are inside a character as people see it."""
    if unit == "graphemes":
        return set()
    found: set[int] = set()
    shift = 0
    for match in _CHARACTER.finditer(text):
        wide = sum(ord(one) > 0xFFFF for one in match[0]) if unit == "utf16" else 0
        length = len(match[0]) + wide
        found.update(range(match.start() + shift + 1, match.start() + shift + length))
        shift += wide
    return found
