"""Where overlapping marks go so that none hides another: lanes for outlines, underlines and bars, places for tags.

Pure geometry: numbers in, numbers out; no Qt, no units. What is painted there is in `ui.text.layers`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple


class Stretch(NamedTuple):
    """`[start, end)` of something that takes a lane; `key` tells what it is a stretch of."""

    start: int
    end: int
    key: str


def assign_lanes(stretches: Sequence[Stretch]) -> dict[str, int]:
    """A lane, counted from 0, for each key, so that no two keys that share a character share a lane.

    In reading order, the longer first, each takes the lowest lane that is free over all its stretches: what lies
    around stands before what is inside, and whatever touches nothing is in lane 0. The method is greedy colouring of
    intervals.
    """
    by_key: dict[str, list[Stretch]] = {}
    for stretch in sorted(stretches, key=lambda stretch: (stretch.start, -stretch.end, stretch.key)):
        by_key.setdefault(stretch.key, []).append(stretch)
    taken: list[list[Stretch]] = []
    lanes: dict[str, int] = {}
    for key, own in by_key.items():
        lane = next((lane for lane, others in enumerate(taken) if not _collide(own, others)), len(taken))
        if lane == len(taken):
            taken.append([])
        taken[lane].extend(own)
        lanes[key] = lane
    return lanes


def _collide(own: Sequence[Stretch], others: Sequence[Stretch]) -> bool:
    return any(one.start < other.end and other.start < one.end for one in own for other in others)


def depths(stretches: Sequence[Stretch], lanes: dict[str, int]) -> dict[str, int]:
    """How many lanes are in use, one above the other, where each key stands: at least its own."""
    deepest = dict.fromkeys(lanes, 1)
    for one in stretches:
        for other in stretches:
            if one.start < other.end and other.start < one.end:
                deepest[one.key] = max(deepest[one.key], lanes[other.key] + 1, lanes[one.key] + 1)
    return deepest


class Wish(NamedTuple):
    """A tag that would like to begin at `x` and be `width` wide; it may move right by `slack` and shrink to `least`."""

    x: float
    width: float
    slack: float
    least: float


def place_tags(wishes: Sequence[Wish], gap: float) -> list[tuple[float, float]]:
    """(x, width) of each tag of one line, in order of `x`, with `gap` between neighbours, so that none overlaps.

    A tag moves right as far as it may before its neighbour on the left has to shrink, and further only where that one
    cannot shrink any more.
    """
    placed: list[tuple[float, float]] = []
    for at, wish in enumerate(wishes):
        x = wish.x
        if placed:
            left, width = placed[-1]
            needed = left + width + gap
            if needed > wish.x + wish.slack:
                width = min(width, max(wishes[at - 1].least, wish.x + wish.slack - gap - left))
                placed[-1] = (left, width)
                needed = left + width + gap
            x = max(wish.x, needed)
        placed.append((x, wish.width))
    return placed


class Rows(NamedTuple):
    """The lines, first and last, that a margin bar stands beside."""

    first: int
    last: int


def bar_extents(rows: Sequence[Rows]) -> list[tuple[float, float]]:
    """(top, bottom) of each bar of one lane, in lines: 2.5 is the middle of line 2. Given in reading order.

    Where several bars meet on one line, they share its height in order, so that none overlaps another.
    """
    on_line: dict[int, list[int]] = {}
    for at, bar in enumerate(rows):
        for line in {bar.first, bar.last}:
            on_line.setdefault(line, []).append(at)
    extents: list[tuple[float, float]] = []
    for at, bar in enumerate(rows):
        first, last = on_line[bar.first], on_line[bar.last]
        top = bar.first + first.index(at) / len(first)
        bottom = bar.last + (last.index(at) + 1) / len(last)
        extents.append((top, bottom))
    return extents
