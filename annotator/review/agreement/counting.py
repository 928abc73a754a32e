"""What the measures of a pair count in one article: how much was agreed of how much could be. One function a measure.

Each gives `Count`s: one for everything, and one for each label, type or way of deciding that occurs. A value is the
quotient of their sums over articles. Links are counted in `linking`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Sequence
from typing import Literal, NamedTuple

from annotator.review.agreement.pairing import Pairing, Pairs

FacetKind = Literal["all", "label", "type", "role", "how"]


class Facet(NamedTuple):
    """What a count is of: everything, the units of a label or type, what has a role, what was decided in one way."""

    kind: FacetKind = "all"
    name: str = ""


ALL = Facet()


class Count(NamedTuple):
    """In one article: `agreed` of `possible`."""

    facet: Facet
    agreed: int
    possible: int


Counts = Iterator[Count]


def entities_exact(pair: Pairing) -> Counts:
    """2 · entities of equal start, end and label / entities of both."""
    return _entities(pair, pair.exact_entities) if pair.both_did("entities") else iter(())


def entities_overlapping(pair: Pairing) -> Counts:
    """2 · entities matched by shared characters with those of the same label / entities of both."""
    return _entities(pair, pair.overlapping_entities) if pair.both_did("entities") else iter(())


def statements_matched(pair: Pairing) -> Counts:
    """2 · statements matched by the characters of their contents / statements of both."""
    return _statements(pair, pair.statements) if pair.both_did("statements") else iter(())


def statements_exact(pair: Pairing) -> Counts:
    """2 · matched statements with the very same fragments / statements of both."""
    if not pair.both_did("statements"):
        return iter(())
    a, b = pair.a.statements, pair.b.statements
    return _statements(pair, [(i, j) for i, j in pair.statements if a[i].content == b[j].content])


def cues(pair: Pairing) -> Counts:
    """Matched statements with the same cue, or both without / those of which both decided it."""
    a, b = pair.a.statements, pair.b.statements
    return _parts(pair, "cue", lambda i, j: a[i].cue == b[j].cue)


def speakers(pair: Pairing) -> Counts:
    """Matched statements with the same mentions of who speaks, or both without / those of which both decided it."""
    return _parts(pair, "speaker", lambda i, j: pair.a.mentions[i] == pair.b.mentions[j])


def speaking_actors(pair: Pairing) -> Counts:
    """Matched statements with the same actors behind who speaks, or both without / those of which both decided it."""
    return _parts(pair, "actor", lambda i, j: pair.a.actors[i] == pair.b.actors[j])


def types(pair: Pairing) -> Counts:
    """Matched statements of the same type / those of which both decided it."""
    a, b = pair.a.statements, pair.b.statements
    return _parts(pair, "type", lambda i, j: a[i].type == b[j].type)


def parents(pair: Pairing) -> Counts:
    """Matched statements inside of matched statements, or both inside of none / those of which both decided it."""
    same: set[tuple[str | None, str | None]] = {(None, None), *((one.id, other.id) for one, other in pair.matched)}
    a, b = pair.a.statements, pair.b.statements
    return _parts(pair, "parent", lambda i, j: (a[i].parent, b[j].parent) in same)


def common(some: Sequence[Hashable], others: Sequence[Hashable]) -> int:
    """How many can be paired off as equal."""
    if len(some) == 1 or len(others) == 1:
        return int(any(one in others for one in some))
    return (Counter(some) & Counter(others)).total() if some and others else 0


def _entities(pair: Pairing, found: Pairs) -> Counts:
    a, b = pair.a, pair.b
    yield Count(ALL, 2 * len(found), len(a.entities) + len(b.entities))
    agreed = Counter([a.entities[i].label for i, _ in found])
    for name, count in (a.labels + b.labels).items():
        yield Count(Facet("label", name), 2 * agreed[name], count)
    yield from _by_how(a.entity_hows, b.entity_hows, found)


def _statements(pair: Pairing, found: Pairs) -> Counts:
    a, b = pair.a, pair.b
    yield Count(ALL, 2 * len(found), len(a.statements) + len(b.statements))
    agreed = Counter([a.statements[i].type for i, _ in found] + [b.statements[j].type for _, j in found])
    for name, count in (a.types + b.types).items():
        yield Count(Facet("type", name), agreed[name], count)
    yield from _by_how(a.statement_hows, b.statement_hows, found)


def _by_how(a: Sequence[str], b: Sequence[str], found: Pairs) -> Counts:
    """For each way of deciding: units decided so, of both layers, that are matched / all that are decided so."""
    possible = Counter([*a, *b])
    agreed = Counter([a[i] for i, _ in found] + [b[j] for _, j in found]) if len(possible) > 1 else None
    for name, count in possible.items():
        yield Count(Facet("how", name), 2 * len(found) if agreed is None else agreed[name], count)


def _parts(pair: Pairing, part: str, agrees: Callable[[int, int], bool]) -> Counts:
    if pair.both_did("statements"):
        a, b = pair.a.units, pair.b.units
        found = [agrees(i, j) for i, j in pair.statements if part in a[i].decided and part in b[j].decided]
        yield Count(ALL, sum(found), len(found))
