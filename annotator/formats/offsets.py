"""Offsets of other programs: from UTF-16 units or grapheme clusters to code points, and which a file counts in."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable

import regex

from annotator.formats.records import OffsetUnit

Convert = Callable[[int], int]
Labelled = tuple[int, int, str]
"""Start and end in the file's unit, and the text that the file says is there ("" where it does not)."""

_ASTRAL = re.compile("[\U00010000-\U0010ffff]")


def converter(text: str, unit: OffsetUnit) -> Convert:
    """From offsets of `text` in `unit` to code points. "auto" is taken as code points; see `tell_unit`.

    An offset beyond the text stays beyond it.
    """
    if unit == "utf16":
        lows = [match.start() + number + 1 for number, match in enumerate(_ASTRAL.finditer(text))]
        return lambda offset: offset - bisect_left(lows, offset)
    if unit == "graphemes":
        ends = [0, *(match.end() for match in regex.finditer(r"\X", text))]
        return lambda offset: ends[offset] if 0 <= offset < len(ends) else len(text) + 1
    return lambda offset: offset


def tell_unit(text: str, labelled: Iterable[Labelled]) -> OffsetUnit:
    """The unit under which most labelled texts stand where they should; code points where that decides nothing."""
    given = [(start, end, expected) for start, end, expected in labelled if expected]
    best: OffsetUnit = "codepoints"
    most = _hits(text, given, best)
    if most == len(given) or text.isascii():
        return best
    others: tuple[OffsetUnit, ...] = ("utf16", "graphemes")
    for unit in others:
        if (hits := _hits(text, given, unit)) > most:
            best, most = unit, hits
    return best


def _hits(text: str, labelled: Iterable[Labelled], unit: OffsetUnit) -> int:
    convert = converter(text, unit)
    return sum(
        text[convert(start) : convert(end)] == expected for start, end, expected in labelled if 0 <= start <= end
    )
