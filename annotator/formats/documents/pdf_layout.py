"""From lines as they stand on the pages of a PDF to paragraphs: order, running heads, hyphens. Reads no files.

A PDF has neither paragraphs nor an order of reading, only signs at places; both are told here from where lines stand.
Lengths are points, with the origin at the lower left of a page.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from statistics import median

import msgspec

HYPHENS = "-\u00ad\u2010"
LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "ft", "ﬆ": "st"})
EDGE = 0.12
"""The share of a page's height at its top and its bottom in which running heads and page numbers stand."""
SIZE_STEP = 1.12
"""Lines whose sizes differ by more than this factor are of different kinds."""
LEADING = 1.3
"""A gap wider than this many usual distances of lines sets paragraphs apart."""
INDENT = (0.7, 6.0)
"""How far the first line of a paragraph is set in, in sizes of its letters."""
AROUND = 80
"""How many lines before and after one are looked at for the edges of its column."""
CUT_LINES = 3000
"""A page with more lines is no page of a newspaper, and is left in the order of its file."""
NEAR = 2.5
"""Lines that begin further from each other, in sizes of letters, are of different blocks (a quotation set in)."""
SHORT = 0.85
"""A line that fills less than this share of its column may be the last of a paragraph."""

_CLOSED = re.compile(r"[.!?:…。！？][\"'”’»)\]]*$")
_DIGITS = re.compile(r"\d+|\b[ivxlc]+\b")
_WORD = re.compile(r"[^\W\d_]+(?:[-‐][^\W\d_]+)*")
_BULLET = re.compile(r"\s*(?:[•●▪◦‣·∙–*-]|\(?\d{1,2}[.)])\s")
_CJK = re.compile(r"[\u3000-\u9fff\uff00-\uffef]")


class Line(msgspec.Struct, frozen=True):
    """A run of signs on one line of a column, where it stands, and the size of its letters."""

    text: str
    left: float
    right: float
    bottom: float
    top: float
    size: float


class Page(msgspec.Struct, frozen=True):
    """The lines of a page in the order in which the file gives them."""

    height: float
    lines: tuple[Line, ...]


def paragraphs(pages: Sequence[Page]) -> tuple[list[str], int]:
    """The paragraphs of a document, and on how many pages running heads or page numbers were left out."""
    running = _running(pages)
    kept = [[line for line in page.lines if not _is_running(line, page, running)] for page in pages]
    dropped = sum(len(lines) < len(page.lines) for lines, page in zip(kept, pages, strict=True))
    ordered = [_in_order(lines) for lines in kept]
    known = Counter(word.casefold() for lines in ordered for line in lines for word in _WORD.findall(line.text))
    found: list[str] = []
    usual = _usual(ordered)
    last: tuple[Line, _Column] | None = None
    for lines in ordered:
        for number, line in enumerate(lines):
            column = _column(line, lines[max(0, number - AROUND) : number + AROUND])
            if last is None or _begins(line, column, *last, usual):
                found.append(line.text.strip())
            else:
                found[-1] = _joined(found[-1], line.text.strip(), known)
            last = line, column
    return [text.translate(LIGATURES).replace("\u00ad", "") for text in found if text], dropped


class _Usual(msgspec.Struct, frozen=True):
    pitch: float
    size: float


class _Column(msgspec.Struct, frozen=True):
    left: float
    right: float


def _column(line: Line, lines: Iterable[Line]) -> _Column:
    """The edges of the column in which a line stands: those of the lines of its kind above and below it."""
    same = [other for other in lines if _is_alike(line, other) and _overlap(line, other) > 0.5]
    lefts = Counter(round(other.left) for other in same)
    usual = min((left for left, count in lefts.items() if count >= max(lefts.values()) / 3), default=line.left)
    near = [other.right for other in same if abs(other.left - line.left) < NEAR * line.size]
    return _Column(min(usual, line.left + line.size / 2), max(near, default=line.right))


def _begins(line: Line, column: _Column, before: Line, column_before: _Column, usual: _Usual) -> bool:
    """Whether a line begins a paragraph."""
    if not _is_alike(line, before):
        return True
    distance = before.bottom - line.bottom
    is_closed = _CLOSED.search(before.text.strip()) is not None
    is_hanging = _BULLET.match(before.text) is not None or (abs(before.left - line.left) < 1 and not is_closed)
    is_indented = INDENT[0] * line.size < line.left - column.left < INDENT[1] * line.size and not is_hanging
    if distance <= 0 or distance > 8 * usual.pitch or _overlap(line, before) <= 0:
        # The next column or page: the text goes on unless it clearly ended.
        return is_indented or (is_closed and not line.text.lstrip()[:1].islower())
    if distance > LEADING * usual.pitch * max(1.0, line.size / usual.size):
        return True
    if is_indented or line.text.lstrip()[:1].islower():
        return is_indented
    width = column_before.right - column_before.left
    is_short = width > 0 and (before.right - column_before.left) / width < SHORT
    return (is_closed and is_short) or _was_forced(line, before, column_before)


def _was_forced(line: Line, before: Line, column: _Column) -> bool:
    """Whether a line was begun though its first word had found room on the one before, as in lists and tables."""
    letters = max(len(line.text), 1)
    word = (line.right - line.left) * len(line.text.split(maxsplit=1)[0]) / letters if line.text.strip() else 0
    return before.right + word + 2 * line.size < column.right


def _joined(text: str, more: str, known: Counter[str]) -> str:
    """A paragraph and its next line. A hyphen between goes where nothing speaks for it."""
    if not text or text[-1] not in HYPHENS or not more[:1].isalpha() or not text[-2:-1].isalpha():
        return f"{text}{'' if _CJK.match(text[-1:]) and _CJK.match(more[:1]) else ' '}{more}"
    first, second = _last_word(text[:-1]), _first_word(more)
    with_hyphen, whole = f"{first}-{second}".casefold(), f"{first}{second}".casefold()
    both_known = known[first.casefold()] > 1 and known[second.casefold()] > 1
    is_soft = text[-1] == "\u00ad" or known[whole] > 0 or (known[with_hyphen] == 0 and not both_known)
    keeps = not is_soft or not more[:1].islower()
    return f"{text[:-1]}{'-' if keeps else ''}{more}"


def _last_word(text: str) -> str:
    return (_WORD.findall(text[-80:]) or [""])[-1]


def _first_word(text: str) -> str:
    return (_WORD.findall(text[:80]) or [""])[0]


def _in_order(lines: list[Line]) -> list[Line]:
    """Lines as they are read: as the file has them, unless it goes from column to column line by line."""
    level = [(one, other) for one, other in pairwise(lines) if _is_level(one, other)]
    if len(level) < 3:
        return lines
    wide = sum(len(one.text.split()) > 2 and len(other.text.split()) > 2 for one, other in level)
    if wide * 2 <= len(level) or len(lines) > CUT_LINES:
        return _rows(lines)
    try:
        return _cut(lines)
    except RecursionError:
        return lines


def _rows(lines: list[Line]) -> list[Line]:
    """The cells of tables, joined to lines."""
    found: list[Line] = []
    for line in lines:
        if found and _is_level(found[-1], line) and line.left > found[-1].right:
            before = found.pop()
            text = f"{before.text.rstrip()} {line.text.lstrip()}"
            line = msgspec.structs.replace(before, text=text, right=line.right)  # noqa: PLW2901 - the row so far
        found.append(line)
    return found


def _cut(lines: list[Line]) -> list[Line]:
    """Lines ordered by cutting the page along its widest gap, columns first (XY cut, Nagy and Seth 1984)."""
    if len(lines) < 2:
        return lines
    for parts in (_apart(lines, upright=True), _apart(lines, upright=False)):
        if parts:
            return _cut(parts[0]) + _cut(parts[1])
    return sorted(lines, key=lambda line: (-line.top, line.left))


def _apart(lines: list[Line], *, upright: bool) -> tuple[list[Line], list[Line]] | None:
    """Lines on both sides of the widest gap that runs through all of them."""
    starts = sorted(lines, key=lambda line: line.left if upright else -line.top)
    reach, widest, at = float("-inf"), 0.0, 0
    for number, line in enumerate(starts):
        start, end = (line.left, line.right) if upright else (-line.top, -line.bottom)
        if number and start - reach > max(widest, line.size * 0.8 if upright else 0):
            widest, at = start - reach, number
        reach = max(reach, end)
    return (starts[:at], starts[at:]) if at else None


def _running(pages: Sequence[Page]) -> set[str]:
    """What stands at the edges of several pages in the same place, but for its numbers."""
    seen = Counter(key for page in pages for key in {_key(line) for line in page.lines if _is_at_edge(line, page)})
    return {key for key, count in seen.items() if count >= 3 or 2 <= count == len(pages)}


def _is_running(line: Line, page: Page, running: set[str]) -> bool:
    return _is_at_edge(line, page) and _key(line) in running


def _key(line: Line) -> str:
    return f"{round(line.bottom / 4)} {_DIGITS.sub('#', ' '.join(line.text.casefold().split()))}"


def _is_at_edge(line: Line, page: Page) -> bool:
    return line.bottom > page.height * (1 - EDGE) or line.top < page.height * EDGE


def _usual(pages: Sequence[list[Line]]) -> _Usual:
    """The usual distance from line to line, and the usual size of letters."""
    distances = [
        one.bottom - other.bottom
        for lines in pages
        for one, other in pairwise(lines)
        if _is_alike(one, other) and 0 < one.bottom - other.bottom < 3 * one.size
    ]
    sizes = [line.size for lines in pages for line in lines]
    return _Usual(median(distances) if distances else 14.0, max(median(sizes), 1.0) if sizes else 10.0)


def _is_alike(one: Line, other: Line) -> bool:
    return max(one.size, other.size) < SIZE_STEP * max(min(one.size, other.size), 1.0)


def _is_level(one: Line, other: Line) -> bool:
    shared = min(one.top, other.top) - max(one.bottom, other.bottom)
    return shared > 0.5 * min(one.size, other.size) and (other.left > one.right or one.left > other.right)


def _overlap(one: Line, other: Line) -> float:
    """The share of the shorter line that lies above or below the other."""
    shared = min(one.right, other.right) - max(one.left, other.left)
    return shared / max(min(one.right - one.left, other.right - other.left), 0.1)
