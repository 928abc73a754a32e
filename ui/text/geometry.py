"""Where characters stand: lines of a laid out block, and the pieces of a line that a stretch of text covers.

Here and in `ui.text.shapes` places are in pixels of the block's own coordinates, and characters are counted in
positions (UTF-16 units) from the beginning of the block. Nothing is painted here.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from PySide6.QtGui import QTextBlock, QTextLine

LINES_TO_A_PASSAGE = 40
"""A block is looked at in pieces of so many lines, so that one endless paragraph costs no more than many short ones."""
TOUCH_PX = 0.75
"""Glyphs of one direction that are no further apart belong together."""
_TURNS = re.compile(
    "[\u0590-\u08ff\u200f\u202b\u202e\u2067\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff\U0001e800-\U0001efff]"
)


class Passage(NamedTuple):
    """Up to `LINES_TO_A_PASSAGE` lines of a block: what is prepared and kept at once."""

    block: int
    part: int


class Line(NamedTuple):
    """One line: its characters `[start, end)`, its baseline, and the edges of what is written on it."""

    number: int
    start: int
    end: int
    baseline: float
    left: float
    right: float
    line: QTextLine


class Piece(NamedTuple):
    """A stretch of text on one line. `is_first` and `is_last` tell whether it begins and ends there."""

    line: int
    left: float
    right: float
    baseline: float
    is_first: bool
    is_last: bool


def has_turns(text: str) -> bool:
    """Whether any of it may run from right to left."""
    return not text.isascii() and _TURNS.search(text) is not None


def lines_of(block: QTextBlock, first: int, last: int) -> list[Line]:
    """The lines `first` to `last` (excluded) of a laid out block; fewer if it has no more."""
    layout = block.layout()
    found: list[Line] = []
    for number in range(first, min(last, layout.lineCount())):
        line = layout.lineAt(number)
        start = line.textStart()
        written = line.naturalTextRect()
        found.append(
            Line(
                number,
                start,
                start + line.textLength(),
                line.y() + line.ascent(),
                written.left(),
                written.right(),
                line,
            )
        )
    return found


def pieces_of(lines: list[Line], start: int, end: int, *, turns: bool) -> list[Piece]:
    """What `[start, end)` covers on these lines, in order; `turns` for text that may run from right to left.

    White space at the end of a line is left out, as is a line on which nothing but that would be covered.
    """
    found: list[Piece] = []
    for line in lines:
        if line.end <= start or line.start >= end:
            continue
        low, high = max(start, line.start), min(end, line.end)
        for left, right in _runs(line, low, high) if turns else (_run(line, low, high),):
            if right - left > 0:
                found.append(Piece(line.number, left, right, line.baseline, low == start, high == end))
    return found


def position_under(line: Line, x: float) -> int | None:
    """The position of the character at `x` on a line, or None beside what is written on it."""
    if not line.left <= x <= line.right:
        return None
    return min(line.line.xToCursor(x, QTextLine.CursorPosition.CursorOnCharacter), line.end - 1)


def _run(line: Line, low: int, high: int) -> tuple[float, float]:
    return _x(line, low), min(_x(line, high), line.right)


def _runs(line: Line, low: int, high: int) -> list[tuple[float, float]]:
    """The runs of glyphs of `[low, high)` as they stand on the line: in mixed text they need not be one."""
    # Where the direction turns, `cursorToX` answers for the other side of the turn.
    rects = [run.boundingRect() for run in line.line.glyphRuns(low, high - low)]
    merged: list[tuple[float, float]] = []
    for left, right in sorted((rect.left(), rect.right()) for rect in rects):
        if merged and left <= merged[-1][1] + TOUCH_PX:
            merged[-1] = (merged[-1][0], max(merged[-1][1], right))
        else:
            merged.append((left, right))
    return [(max(left, line.left), min(right, line.right)) for left, right in merged]


def _x(line: Line, position: int) -> float:
    # Qt gives the position back beside the place, for its callers in C++.
    return line.line.cursorToX(position)[0]  # type: ignore[index]
