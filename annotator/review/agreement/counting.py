"""What the measures of a pair count in one article: how much was agreed of how much could be. One function a measure.

Each gives `Count`s: one for everything, and one for each label, type or way of deciding that occurs. A value is the
quotient of their sums over articles. Links are counted in `linking`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Literal, NamedTuple, cast

from annotator.model import Statement
from annotator.review.agreement.model import EntityRow, Submitted
from annotator.review.agreement.pairing import Pairing, Pairs, actors, mentions
from annotator.units import Unit

FacetKind = Literal["all", "label", "type", "role", "how"]
BLIND = "blind"
"""The way of deciding of everything in an article that a layer was given without suggestions."""


class Facet(NamedTuple):
    """What a count is of: everything, the units of a label or type, what has a role, what was decided in one way."""

    kind: FacetKind = "all"
    name: str = ""


ALL = Facet()


class Count(NamedTuple):
    """In one article: `agreed` of `possible`."""

    facet: Facet
    agreed: float
    possible: float


Counts = Iterator[Count]


def entities_exact(pair: Pairing) -> Counts:
    """2 · entities of equal start, end and label / entities of both."""
    if pair.both_did("entities"):
        yield from _entities(pair, pair.exact_entities)
        yield from _by_how(pair, pair.a.entities, pair.b.entities, pair.exact_entities)


def entities_overlapping(pair: Pairing) -> Counts:
    """2 · entities matched by shared characters with those of the same label / entities of both."""
    if pair.both_did("entities"):
        yield from _entities(pair, pair.overlapping_entities)
        yield from _by_how(pair, pair.a.entities, pair.b.entities, pair.overlapping_entities)


def statements_matched(pair: Pairing) -> Counts:
    """2 · statements matched by the characters of their contents / statements of both."""
    if pair.both_did("statements"):
        yield from _statements(pair, pair.statements)


def statements_exact(pair: Pairing) -> Counts:
    """2 · matched statements with the very same fragments / statements of both."""
    if pair.both_did("statements"):
        a, b = pair.a.statements, pair.b.statements
        yield from _statements(pair, [(i, j) for i, j in pair.statements if a[i].spans == b[j].spans])


def cues(pair: Pairing) -> Counts:
    """Matched statements with the same cue, or both without / those of which both decided it."""
    return _parts(pair, "cue", lambda statement: statement.cue)


def speakers(pair: Pairing) -> Counts:
    """Matched statements with the same mentions of who speaks, or both without / those of which both decided it."""
    return _parts(pair, "speaker", mentions)


def speaking_actors(pair: Pairing) -> Counts:
    """Matched statements with the same actors behind who speaks, or both without / those of which both decided it."""
    return _parts(pair, "actor", actors)


def types(pair: Pairing) -> Counts:
    """Matched statements of the same type / those of which both decided it."""
    return _parts(pair, "type", lambda statement: statement.type)


def parents(pair: Pairing) -> Counts:
    """Matched statements inside of matched statements, or both inside of none / those of which both decided it."""
    same = {(pair.a.statements[i].id, pair.b.statements[j].id) for i, j in pair.statements}

    def agrees(a: Statement, b: Statement) -> bool:
        return a.parent == b.parent is None or (a.parent, b.parent) in same

    return _decided(pair, "parent", agrees)


def statement_of(unit: Unit) -> Statement:
    """A unit's value, which is a statement."""
    return cast("Statement", unit.value)


def _entities(pair: Pairing, found: Pairs) -> Counts:
    a, b = pair.a.entities, pair.b.entities
    yield Count(ALL, 2 * len(found), len(a) + len(b))
    yield from _by_name("label", (row.label for row in (*a, *b)), (a[i].label for i, _ in found))


def _statements(pair: Pairing, found: Pairs) -> Counts:
    a, b = pair.a.statements, pair.b.statements
    yield Count(ALL, 2 * len(found), len(a) + len(b))
    both = Counter(statement_of(unit).type for unit in (*a, *b))
    same = Counter(statement_of(side).type for i, j in found for side in (a[i], b[j]))
    for name, count in both.items():
        yield Count(Facet("type", name), same[name], count)
    yield from _by_how(pair, a, b, found)


def _by_name(kind: FacetKind, both: Iterable[str], found: Iterable[str]) -> Counts:
    agreed = Counter(found)
    for name, count in Counter(both).items():
        yield Count(Facet(kind, name), 2 * agreed[name], count)


def _by_how(
    pair: Pairing, a: Sequence[EntityRow] | Sequence[Unit], b: Sequence[EntityRow] | Sequence[Unit], found: Pairs
) -> Counts:
    """For each way of deciding: units decided so, of both layers, that are matched / all that are decided so."""
    possible: Counter[str] = Counter()
    agreed: Counter[str] = Counter()
    for side, (layer, units) in enumerate(((pair.a, a), (pair.b, b))):
        possible.update(_how(layer, unit) for unit in units)
        agreed.update(_how(layer, units[both[side]]) for both in found)
    for name, count in possible.items():
        yield Count(Facet("how", name), agreed[name], count)


def _how(layer: Submitted, unit: EntityRow | Unit) -> str:
    return BLIND if layer.is_blind else unit.how


def _parts(pair: Pairing, part: str, value: Callable[[Statement], Any]) -> Counts:
    return _decided(pair, part, lambda a, b: value(a) == value(b))


def _decided(pair: Pairing, part: str, agrees: Callable[[Statement, Statement], bool]) -> Counts:
    if pair.both_did("statements"):
        found = [
            agrees(statement_of(a), statement_of(b))
            for a, b in pair.statement_units
            if part in a.decided and part in b.decided
        ]
        yield Count(ALL, sum(found), len(found))
