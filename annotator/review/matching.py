"""Which units of different layers are the same object: one to one, by how many characters they share."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence

from annotator.model import Span
from annotator.review.assignment import best_pairs
from annotator.units import Unit

Weigh = Callable[[Unit, Unit], float]
EXACT_BONUS = 1e-6
"""Of assignments that share as many characters, the one with more equal spans is taken."""


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


def by_shared_chars(one: Unit, other: Unit) -> float:
    """The weight of a pair: the characters of entities, or of the contents of statements, that both hold; 0 for none.

    A little more for the very same spans.
    """
    shared = shared_chars(one.spans, other.spans)
    return shared + EXACT_BONUS if shared and one.spans == other.spans else float(shared)


def matched(some: Sequence[Unit], others: Sequence[Unit], weigh: Weigh = by_shared_chars) -> list[tuple[int, int]]:
    """The pairs (index in `some`, index in `others`) of the optimal assignment. Both in reading order, of one kind."""
    starts = [unit.start for unit in others]
    longest = max((unit.end - unit.start for unit in others), default=0)
    weights: dict[tuple[int, int], float] = {}
    for at, unit in enumerate(some):
        first, last = bisect_left(starts, unit.start - longest), bisect_left(starts, unit.end)
        for there in range(first, last):
            weight = weigh(unit, others[there]) if others[there].end > unit.start else 0.0
            if weight > 0:
                weights[at, there] = weight
    return best_pairs(weights)
