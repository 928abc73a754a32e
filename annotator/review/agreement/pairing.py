"""`Pairing`: two layers' work on one article, with who of them means the same unit. All counts of a pair stand on it.

Every assignment is one to one and gives the greatest sum of shared characters. Of several such, the one with most equal
spans is taken, then the one with most pairs, then the one whose pairs agree in most else, of cue, speaker, actor, type
and links the first that differs deciding: a figure does not depend on whose work is named first.

Units on equal spans are paired off before the assignment proper, which costs nothing: for a unit *u* that both have,
pairing *u* with some *b* and some *a* with *u* shares |u∩b| + |a∩u| ≤ |u| + |a∩b| characters.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from annotator.model import Statement
from annotator.review.agreement.model import EntityRow
from annotator.review.agreement.side import Side
from annotator.review.comparing.assignment import best_pairs
from annotator.review.comparing.matching import shared_chars

Pairs = list[tuple[int, int]]
"""(index in the first layer's units, index in the second's)."""
SHARED, EXACT, PAIR = 2**33, 2**23, 2**13
"""What a shared character, equal spans, and a pair as such weigh; agreement in a part weighs 1."""
BITS = 13
"""What decides between assignments that are as good by these: numbers of so many bits, the first that differs."""


class Pairing:
    """Two layers' work on one article. Entities are in the order of `EntityRow`, statements in reading order."""

    def __init__(self, a: Side, b: Side) -> None:
        self.a = a
        self.b = b

    def both_did(self, name: str) -> bool:
        """Whether both layers did this pass."""
        return name in self.a.passes and name in self.b.passes

    @cached_property
    def exact_entities(self) -> Pairs:
        """Entities of equal start, end and label; equal duplicates are paired once each."""
        here, there = self.a.places, self.b.places
        if len(here) == len(self.a.entities) and len(there) == len(self.b.entities):
            return [(at, there[key]) for key, at in here.items() if key in there]
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
        if not here or not there:
            return found
        same = _equals([self.a.entities[at][:2] for at in here], [self.b.entities[at][:2] for at in there])
        return self._matched_entities([*found, *((here[i], there[j]) for i, j in same)], is_one_label=False)

    @cached_property
    def statements(self) -> Pairs:
        """Statements of whatever types, matched by the characters of their contents that they share."""
        a, b = self.a.statements, self.b.statements
        found = _only_equals(self.a.contents, self.b.contents)
        here, there = _rest(len(a), found, 0), _rest(len(b), found, 1)
        if not here or not there:
            return found
        pairs = _assigned(
            [(a[at].content[0].start, a[at].content[-1].end) for at in here],
            [(b[at].content[0].start, b[at].content[-1].end) for at in there],
            lambda i, j: shared_chars(a[here[i]].content, b[there[j]].content),
            lambda i, j, shared: self._statement_weight(here[i], there[j], shared),
        )
        return sorted([*found, *((here[i], there[j]) for i, j in pairs)])

    @cached_property
    def matched(self) -> list[tuple[Statement, Statement]]:
        """The matched statements themselves."""
        a, b = self.a.statements, self.b.statements
        return [(a[i], b[j]) for i, j in self.statements]

    def _matched_entities(self, found: Pairs, *, is_one_label: bool) -> Pairs:
        here, there = _rest(len(self.a.entities), found, 0), _rest(len(self.b.entities), found, 1)
        if not here or not there:
            return found
        some, others = [self.a.entities[at] for at in here], [self.b.entities[at] for at in there]

        def shared(i: int, j: int) -> int:
            return _shared(some[i], others[j]) if some[i].label == others[j].label or not is_one_label else 0

        def weight(i: int, j: int, shared: int) -> int:
            return SHARED * shared + PAIR + (some[i].label == others[j].label)

        pairs = _assigned([row[:2] for row in some], [row[:2] for row in others], shared, weight)
        return sorted([*found, *((here[i], there[j]) for i, j in pairs)])

    def _statement_weight(self, i: int, j: int, shared: int) -> int:
        """Whole, and without a bound: what decides later stands in lower bits, and no sum is rounded."""
        a, b = self.a.statements[i], self.b.statements[j]
        same = {
            "cue": a.cue == b.cue,
            "speaker": self.a.mentions[i] == self.b.mentions[j],
            "actor": self.a.actors[i] == self.b.actors[j],
            "type": a.type == b.type,
        }
        weight = SHARED * shared + EXACT * (a.content == b.content) + PAIR + sum(same.values())
        weight += len({link.event for link in a.links} & {link.event for link in b.links})
        decided = self.a.units[i].decided & self.b.units[j].decided
        for part, is_same in same.items():
            weight = (weight << BITS | (is_same and part in decided)) << BITS | (part in decided)
        links = Counter(self.a.events[i]) & Counter(self.b.events[j])
        mine, theirs = ({(link.event, link.relation) for link in one.links} for one in (a, b))
        return (weight << BITS | links.total()) << BITS | len(mine & theirs)


def _equals(some: Iterable[Hashable], others: Iterable[Hashable]) -> Pairs:
    """Those equal to each other, paired off in order."""
    waiting: dict[Hashable, list[int]] = defaultdict(list)
    for at, key in enumerate(others):
        waiting[key].append(at)
    return [(at, waiting[key].pop(0)) for at, key in enumerate(some) if waiting.get(key)]


def _only_equals(some: Mapping[Hashable, int | None], others: Mapping[Hashable, int | None]) -> Pairs:
    """Those equal to each other and to nothing else: where there are several, it matters which."""
    found = ((at, others.get(key)) for key, at in some.items())
    return [(at, there) for at, there in found if at is not None and there is not None]


def _rest(count: int, found: Pairs, side: int) -> list[int]:
    if count == len(found):
        return []
    taken = {pair[side] for pair in found}
    return [at for at in range(count) if at not in taken]


def _assigned(
    some: Sequence[tuple[int, int]],
    others: Sequence[tuple[int, int]],
    shared: Callable[[int, int], int],
    weight: Callable[[int, int, int], int],
) -> Pairs:
    """The best assignment. What a pair weighs is asked only where it competes with another."""
    chars = {(i, j): found for i, j in _overlapping(some, others) if (found := shared(i, j)) > 0}
    rows, columns = Counter([i for i, _ in chars]), Counter([j for _, j in chars])
    found = [(i, j) for i, j in chars if rows[i] == columns[j] == 1]
    weights: dict[tuple[int, int], float] = {
        (i, j): weight(i, j, each) for (i, j), each in chars.items() if rows[i] > 1 or columns[j] > 1
    }
    found += _undisputed(weights)
    return found + best_pairs(weights) if weights else found


def _undisputed(weights: dict[tuple[int, int], float]) -> Pairs:
    """Take the pairs out of `weights` that outweigh the two next best of their row and column, and what competes.

    Every best assignment holds them. It leaves little to assign, even where one unit overlaps thousands of others.
    """
    found: Pairs = []
    while weights:
        rows, columns = (
            _two_greatest((i, w) for (i, _), w in weights.items()),
            _two_greatest((j, w) for (_, j), w in weights.items()),
        )
        taken = [
            (i, j)
            for (i, j), w in weights.items()
            if rows[i][0] == w == columns[j][0] and rows[i][1] + columns[j][1] < w
        ]
        if not taken:
            break
        found += taken
        gone, gone_too = {i for i, _ in taken}, {j for _, j in taken}
        for pair in [(i, j) for i, j in weights if i in gone or j in gone_too]:
            del weights[pair]
    return found


def _two_greatest(weights: Iterable[tuple[int, float]]) -> dict[int, tuple[float, float]]:
    """For each place the greatest weight and the next, 0 where there is none."""
    found: dict[int, tuple[float, float]] = {}
    for at, weight in weights:
        first, second = found.get(at, (0, 0))
        if weight > second:
            found[at] = (weight, first) if weight > first else (first, weight)
    return found


def _overlapping(some: Sequence[tuple[int, int]], others: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The pairs that overlap, of (start, end) in order of their starts."""
    here: list[int] = []
    there: list[int] = []
    i = j = 0
    while i < len(some) or j < len(others):
        if j == len(others) or (i < len(some) and some[i][0] <= others[j][0]):
            there = [at for at in there if others[at][1] > some[i][0]]
            yield from ((i, at) for at in there)
            here.append(i)
            i += 1
        else:
            here = [at for at in here if some[at][1] > others[j][0]]
            yield from ((at, j) for at in here)
            there.append(j)
            j += 1


def _shared(one: EntityRow, other: EntityRow) -> int:
    return min(one.end, other.end) - max(one.start, other.start)
