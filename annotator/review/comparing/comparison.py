"""Which units of several layers are the same object, and of what kinds the layers differ on each. Pure.

Two layers at a time are assigned optimally; what the pairs say together is joined into cards, the likest first. Nothing
depends on the names of layers or on their order: what is equally like is taken in the order of its spans and parts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import Any

import msgspec

from annotator.model import Kind, Span
from annotator.review.comparing.kinds import kinds_of
from annotator.review.comparing.matching import Weigh, matched, shared_chars
from annotator.review.comparing.parts import Context, decided_parts, parts_of
from annotator.review.model import Card, Comparison, LayerWork
from annotator.units import Unit

Key = tuple[Any, ...]
Node = tuple[str, str]
"""A unit of a layer: (layer, unit id)."""

KINDS_OF_UNITS: tuple[Kind, ...] = ("entity", "statement")
SAME_SPANS = 1e-4
SAME_PART = 1e-6
"""What the very same spans, and each further part that is the same, add to the likeness of two units: less than any
difference in their characters, so that they decide only where those are the same."""
THIRD = 1 / 3


def compare(works: Sequence[LayerWork]) -> Comparison:
    """All units of one article as cards, in reading order, each with the kinds of which the layers differ.

    For each kind of unit the layers that did its pass take part; what nobody shares is a card by itself, with the
    others `absent`. The same for any order of `works`.

    Raises:
        ValueError: the works are of several articles, or two of one layer.
    """
    if not works:
        return Comparison("", (), ())
    layers = tuple(sorted(work.layer for work in works))
    if len({work.article for work in works}) > 1 or len(set(layers)) < len(layers):
        raise ValueError("what is compared is one article, and each layer once")
    cards = sorted((card for kind in KINDS_OF_UNITS for card in _cards(works, kind)), key=_card_key)
    context = Context(cards)
    return Comparison(works[0].article, layers, tuple(_with_kinds(card, context) for card in cards))


def likeness(one: Unit, other: Unit) -> float:
    """How like two units are by the characters of their contents: shared / those of either, 0 for different ones.

    Equal spans and equal further parts add a little, so that they decide between what is as like. The measure is
    Jaccard's (1901), since shared characters alone would give a nested statement to the one around it. Statements with
    less than a third in common and different cues are two: a new cue starts a new statement.
    """
    return _likeness(_seen(one), _seen(other))


class _Seen(msgspec.Struct, frozen=True, gc=False):
    """What is asked of a unit again and again."""

    spans: tuple[Span, ...]
    chars: int
    parts: Mapping[str, Any]
    key: Key


def _seen(unit: Unit) -> _Seen:
    spans = unit.spans
    chars = sum(span.end - span.start for span in spans)
    return _Seen(spans, chars, decided_parts(unit), _unit_key(unit))


def _likeness(one: _Seen, other: _Seen) -> float:
    shared = shared_chars(one.spans, other.spans)
    if not shared:
        return 0.0
    like = shared / (one.chars + other.chars - shared)
    mine, theirs = one.parts, other.parts
    if like < THIRD and _are_apart(mine.get("cue"), theirs.get("cue")):
        return 0.0
    same = sum(theirs.get(part) == value for part, value in mine.items() if value)
    return like + SAME_SPANS * (one.spans == other.spans) + SAME_PART * same


def _cards(works: Sequence[LayerWork], kind: Kind) -> list[Card]:
    """The cards of one kind of unit, without their kinds of disagreement."""
    units = {work.layer: work.of_kind(kind) for work in works if work.did(kind)}
    groups: dict[Node, dict[str, Unit]] = {
        (layer, unit.id): {layer: unit} for layer, own in units.items() for unit in own
    }
    for _, one, other in _edges(units):
        some, others = groups[one], groups[other]
        if some is not others and not some.keys() & others.keys():
            some |= others
            for layer, unit in others.items():
                groups[layer, unit.id] = some
    found = {id(group): group for group in groups.values()}
    article = works[0].article
    return [
        Card(article, kind, dict(sorted(group.items())), tuple(sorted(units.keys() - group.keys())))
        for group in found.values()
    ]


def _edges(units: Mapping[str, Sequence[Unit]]) -> list[tuple[Key, Node, Node]]:
    """Every pair of the optimal assignments, the likest first."""
    seen = {id(unit): _seen(unit) for own in units.values() for unit in own}

    def weigh(one: Unit, other: Unit) -> float:
        return _likeness(seen[id(one)], seen[id(other)])

    ordered = {layer: sorted(own, key=lambda unit: seen[id(unit)].key) for layer, own in units.items()}
    keys = {layer: [seen[id(unit)].key for unit in own] for layer, own in ordered.items()}
    edges: list[tuple[Key, Node, Node]] = []
    for one, other in combinations(units, 2):
        if keys[other] < keys[one]:
            one, other = other, one  # noqa: PLW2901 - the one that comes first by what it holds, not by its name
        for at, there in _pairs(ordered[one], ordered[other], weigh):
            mine, theirs = ordered[one][at], ordered[other][there]
            key = (-weigh(mine, theirs), keys[one][at], keys[other][there])
            edges.append((key, (one, mine.id), (other, theirs.id)))
    return sorted(edges, key=lambda edge: edge[0])


def _pairs(some: Sequence[Unit], others: Sequence[Unit], weigh: Weigh) -> list[tuple[int, int]]:
    """The pairs of the optimal assignment (index in `some`, index in `others`), equal spans paired beforehand.

    That is optimal too: distances by Jaccard's measure obey the triangle inequality, so that it gains nothing to give
    an equal pair up. It also leaves little to assign where annotators agree.
    """
    mine, theirs = _by_spans(some), _by_spans(others)
    groups = [(mine[spans], theirs[spans]) for spans in mine if spans in theirs]
    found = [pair for own, other in groups for pair in _matched(some, own, others, other, weigh)]
    paired, taken = {at for at, _ in found}, {there for _, there in found}
    rest = [at for at in range(len(some)) if at not in paired]
    left = [there for there in range(len(others)) if there not in taken]
    return found + _matched(some, rest, others, left, weigh)


def _matched(
    some: Sequence[Unit], mine: Sequence[int], others: Sequence[Unit], theirs: Sequence[int], weigh: Weigh
) -> list[tuple[int, int]]:
    """The optimal assignment of those with these indices."""
    if len(mine) == len(theirs) == 1:
        return [(mine[0], theirs[0])] if weigh(some[mine[0]], others[theirs[0]]) > 0 else []
    pairs = matched([some[at] for at in mine], [others[at] for at in theirs], weigh)
    return [(mine[at], theirs[there]) for at, there in pairs]


def _by_spans(units: Sequence[Unit]) -> dict[tuple[Span, ...], list[int]]:
    found: dict[tuple[Span, ...], list[int]] = {}
    for at, unit in enumerate(units):
        found.setdefault(unit.spans, []).append(at)
    return found


def _with_kinds(card: Card, context: Context) -> Card:
    kinds = kinds_of(card, context) if len(card.layers) > 1 else ()
    return msgspec.structs.replace(card, kinds=kinds) if kinds else card


def _unit_key(unit: Unit) -> Key:
    """Reading order, then whatever else tells units apart; the id last. Never the layer."""
    parts = parts_of(unit.value)
    rest = tuple(repr(parts[part]) for part in sorted(parts) if part != "parent")
    return (unit.start, -unit.end, unit.spans, rest, unit.id)


def _card_key(card: Card) -> Key:
    first = min(_unit_key(unit) for unit in card.members.values())
    return (card.start, -card.end, card.kind == "entity", first)


def _are_apart(one: Span | None, other: Span | None) -> bool:
    """Whether both have a cue and the cues have nothing in common."""
    return one is not None and other is not None and not one.overlaps(other)
