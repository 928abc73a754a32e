"""`Pairing`: two layers' work on one article, with who of them means the same unit. All counts of a pair stand on it.

Every assignment is one to one and gives the greatest sum of shared characters. Of several such, the one with most equal
spans is taken, then the one with most pairs, then the one whose pairs agree in most else, so that a figure does not
depend on whose work is named first.

Units on equal spans are paired off before the assignment proper, which costs nothing: for a unit *u* that both have,
pairing *u* with some *b* and some *a* with *u* shares |u∩b| + |a∩u| ≤ |u| + |a∩b| characters.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from functools import cached_property
from typing import cast

from annotator.model import Span, Speaker, Statement
from annotator.review.agreement.model import EntityRow, Submitted
from annotator.review.assignment import best_pairs
from annotator.review.matching import shared_chars
from annotator.units import Unit

Pairs = list[tuple[int, int]]
"""(index in the first layer's units, index in the second's)."""
SHARED, EXACT, PAIR = 2.0**33, 2.0**23, 2.0**13
"""What a shared character, equal spans, and a pair as such weigh; agreement in a part weighs 1. Sums stay exact: whole
numbers under 2 ** 53 for up to a million shared characters among units that compete."""


class Pairing:
    """Two layers' work on one article. Entities are in the order of `EntityRow`, statements in reading order."""

    def __init__(self, a: Submitted, b: Submitted) -> None:
        self.a = a
        self.b = b

    def both_did(self, name: str) -> bool:
        """Whether both layers did this pass."""
        return name in self.a.passes and name in self.b.passes

    @cached_property
    def exact_entities(self) -> Pairs:
        """Entities of equal start, end and label; equal duplicates are paired once each."""
        return _equals([row[:3] for row in self.a.entities], [row[:3] for row in self.b.entities])

    @cached_property
    def overlapping_entities(self) -> Pairs:
        """Entities of one label, matched by the characters that they share; the exact ones among them."""
        return self._matched_entities(self.exact_entities, is_one_label=True)

    @cached_property
    def confused_entities(self) -> Pairs:
        """Entities of whatever labels, matched by the characters that they share."""
        found = self.exact_entities
        here, there = _rest(len(self.a.entities), found, 0), _rest(len(self.b.entities), found, 1)
        same = _equals([self.a.entities[at][:2] for at in here], [self.b.entities[at][:2] for at in there])
        return self._matched_entities([*found, *((here[i], there[j]) for i, j in same)], is_one_label=False)

    @cached_property
    def statements(self) -> Pairs:
        """Statements of whatever types, matched by the characters of their contents that they share."""
        a, b = self.a.statements, self.b.statements
        found = _only_equals([unit.spans for unit in a], [unit.spans for unit in b])
        here, there = _rest(len(a), found, 0), _rest(len(b), found, 1)
        if not here or not there:
            return found
        some, others = [a[at] for at in here], [b[at] for at in there]
        pairs = _assigned([(u.start, u.end) for u in some], [(u.start, u.end) for u in others],
                          lambda i, j: _statement_weight(some[i], others[j]))  # fmt: skip
        return sorted([*found, *((here[i], there[j]) for i, j in pairs)])

    @cached_property
    def statement_units(self) -> list[tuple[Unit, Unit]]:
        """The matched statements themselves."""
        return [(self.a.statements[i], self.b.statements[j]) for i, j in self.statements]

    def _matched_entities(self, found: Pairs, *, is_one_label: bool) -> Pairs:
        here, there = _rest(len(self.a.entities), found, 0), _rest(len(self.b.entities), found, 1)
        if not here or not there:
            return found
        some, others = [self.a.entities[at] for at in here], [self.b.entities[at] for at in there]

        def weight(i: int, j: int) -> float:
            same = some[i].label == others[j].label
            return _entity_weight(some[i], others[j]) + same if same or not is_one_label else 0.0

        pairs = _assigned([row[:2] for row in some], [row[:2] for row in others], weight)
        return sorted([*found, *((here[i], there[j]) for i, j in pairs)])


def mentions(statement: Statement) -> frozenset[Span]:
    """Where all who speak are named."""
    return frozenset(one.mention for one in _speakers(statement.speaker) if one.mention)


def actors(statement: Statement) -> frozenset[str]:
    """The actors that all who speak resolve to."""
    return frozenset(one.actor for one in _speakers(statement.speaker) if one.actor)


def _speakers(speaker: Speaker | None) -> Sequence[Speaker]:
    return () if speaker is None else (speaker, *speaker.others)


def _equals(some: Iterable[Hashable], others: Iterable[Hashable]) -> Pairs:
    """Those equal to each other, paired off in order."""
    waiting: dict[Hashable, list[int]] = defaultdict(list)
    for at, key in enumerate(others):
        waiting[key].append(at)
    found: Pairs = []
    for at, key in enumerate(some):
        same = waiting.get(key)
        if same:
            found.append((at, same.pop(0)))
    return found


def _only_equals(some: Sequence[Hashable], others: Sequence[Hashable]) -> Pairs:
    """Those equal to each other and to nothing else: where there are several, it matters which."""
    here, there = _only(some), _only(others)
    return [(at, there[key]) for key, at in here.items() if key in there]


def _only(keys: Sequence[Hashable]) -> dict[Hashable, int]:
    found: dict[Hashable, int] = {}
    several: set[Hashable] = set()
    for at, key in enumerate(keys):
        if found.setdefault(key, at) != at:
            several.add(key)
    return {key: at for key, at in found.items() if key not in several} if several else found


def _rest(count: int, found: Pairs, side: int) -> list[int]:
    taken = {pair[side] for pair in found}
    return [at for at in range(count) if at not in taken]


def _assigned(
    some: Sequence[tuple[int, int]], others: Sequence[tuple[int, int]], weight: Callable[[int, int], float]
) -> Pairs:
    return best_pairs({(i, j): found for i, j in _overlapping(some, others) if (found := weight(i, j)) > 0})


def _overlapping(some: Sequence[tuple[int, int]], others: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The pairs that overlap, of (start, end) in order of their starts."""
    starts = [start for start, _ in others]
    longest = max((end - start for start, end in others), default=0)
    for i, (start, end) in enumerate(some):
        for j in range(bisect_left(starts, start - longest), bisect_left(starts, end)):
            if others[j][1] > start:
                yield i, j


def _entity_weight(one: EntityRow, other: EntityRow) -> float:
    shared = min(one.end, other.end) - max(one.start, other.start)
    return SHARED * shared + PAIR


def _statement_weight(one: Unit, other: Unit) -> float:
    shared = shared_chars(one.spans, other.spans)
    if not shared:
        return 0.0
    a, b = cast("Statement", one.value), cast("Statement", other.value)
    agreeing = (a.cue == b.cue) + (a.type == b.type) + (mentions(a) == mentions(b)) + (actors(a) == actors(b))
    events = {link.event for link in a.links} & {link.event for link in b.links}
    return SHARED * shared + EXACT * (a.content == b.content) + PAIR + agreeing + len(events)
