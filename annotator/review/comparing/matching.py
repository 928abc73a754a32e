"""Which units of different layers are the same object: one to one, by how many characters they share."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Protocol, TypeVar

from annotator.model import Span
from annotator.review.comparing.assignment import best_pairs


class Placed(Protocol):
    """What stands in a text, by code points."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


P = TypeVar("P", bound=Placed)


def shared_chars(some: Sequence[Span], others: Sequence[Span]) -> int:
    """How many characters two sequences of spans share, each in text order and without overlap among its own."""
    total, at = 0, 0
    for span in some:
        while at < len(others) and others[at].end <= span.start:
            at += 1
        for other in others[at:]:
            if other.start >= span.end:
                break
            total += min(span.end, other.end) - max(span.start, other.start)
    return total


def matched(some: Sequence[P], others: Sequence[P], weigh: Callable[[P, P], float]) -> list[tuple[int, int]]:
    """The pairs (index in `some`, index in `others`) of the optimal assignment; `weigh` is asked where two overlap."""
    weights: dict[tuple[int, int], float] = {}
    for at, there in overlapping(some, others):
        weight = weigh(some[at], others[there])
        if weight > 0:
            weights[at, there] = weight
    return best_pairs(weights)


def overlapping(some: Sequence[Placed], others: Sequence[Placed]) -> Iterator[tuple[int, int]]:
    """The pairs (index in `some`, index in `others`) that overlap from first start to last end, in no stated order.

    A unit as long as the article costs no more than the pairs that it makes.
    """
    starts = [(unit.start, 0, at, unit.end) for at, unit in enumerate(some)]
    starts += [(unit.start, 1, at, unit.end) for at, unit in enumerate(others)]
    open_ones: tuple[list[tuple[int, int]], list[tuple[int, int]]] = ([], [])
    for start, side, at, end in sorted(starts):
        across = open_ones[1 - side]
        across[:] = [one for one in across if one[1] > start]
        for there, _ in across:
            yield (there, at) if side else (at, there)
        open_ones[side].append((at, end))
