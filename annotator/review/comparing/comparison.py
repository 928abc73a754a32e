"""Which units of several layers are the same object, and of what kinds the layers differ on each. Pure.

Two layers at a time are assigned optimally; what the pairs say together is joined into cards, the likest first. Nothing
depends on the names of layers or on their order: what is equally like is taken in the order of its spans and parts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import combinations, pairwise
from typing import Any, TypeVar

import msgspec

from annotator.model import Kind, Span
from annotator.review.comparing.kinds import kinds_of
from annotator.review.comparing.matching import matched, shared_chars
from annotator.review.comparing.parts import Context, decided_parts, parts_of
from annotator.review.model import Card, Comparison, LayerWork
from annotator.units import Unit

T = TypeVar("T")
Key = tuple[Any, ...]

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
    groups: list[Group] = [(kind, group) for kind in KINDS_OF_UNITS for group in _groups(works, kind)]
    looked = {kind: frozenset(work.layer for work in works if work.did(kind)) for kind in KINDS_OF_UNITS}
    article = works[0].article
    cards = [(_card(article, kind, group, looked[kind]), group) for kind, group in _in_order(groups, _place, _order)]
    context = Context(card for card, _ in cards)
    return Comparison(article, layers, tuple(_with_kinds(card, group, context) for card, group in cards))


def likeness(one: Unit, other: Unit) -> float:
    """How like two units are by the characters of their contents: shared / those of either, 0 for different ones.

    Equal spans and equal further parts add a little, so that they decide between what is as like. The measure is
    Jaccard's (1901), since shared characters alone would give a nested statement to the one around it. Statements with
    less than a third in common and different cues are two: a new cue starts a new statement.
    """
    return _likeness(_Seen(one), _Seen(other))


class _Seen:
    """What is asked of a unit again and again."""

    __slots__ = ("_key", "chars", "end", "layer", "parts", "place", "spans", "start", "unit")

    def __init__(self, unit: Unit, layer: str = "") -> None:
        spans = unit.spans
        self.unit = unit
        self.layer = layer
        self.spans = spans
        self.start = spans[0].start
        self.end = spans[-1].end
        self.chars = sum([span.end - span.start for span in spans])
        self.parts: Mapping[str, Any] = decided_parts(unit)
        self.place = (self.start, -self.end, spans)
        self._key: Key | None = None

    @property
    def key(self) -> Key:
        """Reading order, then whatever else tells units apart; the id last. Never the layer. Few are asked for it."""
        if self._key is None:
            parts = parts_of(self.unit.value)
            rest = tuple(repr(parts[part]) for part in sorted(parts) if part != "parent")
            self._key = (*self.place, rest, self.unit.id)
        return self._key


Edge = tuple[_Seen, _Seen]
Group = tuple[Kind, Sequence[_Seen]]


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


def _groups(works: Sequence[LayerWork], kind: Kind) -> Iterable[list[_Seen]]:
    """The units of one kind that stand on one card, each layer's once."""
    layers = [[_Seen(unit, work.layer) for unit in work.of_kind(kind)] for work in works if work.did(kind)]
    edges = _edges(layers)
    together = {id(seen): [seen] for own in layers for seen in own}
    for one, other in edges:
        _join(together, one, other)
    found = {id(group): group for group in together.values()}
    # Where a layer has two of those that belong together, the likest go first; elsewhere the order changes nothing.
    crowded = {id(seen) for group in found.values() if len({one.layer for one in group}) < len(group) for seen in group}
    if not crowded:
        return found.values()
    together |= {id(seen): [seen] for own in layers for seen in own if id(seen) in crowded}
    ranked = [((-_likeness(*edge), edge[0].key, edge[1].key), edge) for edge in edges if id(edge[0]) in crowded]
    for _, (one, other) in sorted(ranked, key=lambda each: each[0]):
        if {seen.layer for seen in together[id(one)]}.isdisjoint(seen.layer for seen in together[id(other)]):
            _join(together, one, other)
    return {id(group): group for group in together.values()}.values()


def _join(together: dict[int, list[_Seen]], one: _Seen, other: _Seen) -> None:
    """Let the groups of both be one."""
    group, others = together[id(one)], together[id(other)]
    if group is not others:
        group += others
        for seen in others:
            together[id(seen)] = group


def _edges(layers: Sequence[Sequence[_Seen]]) -> list[Edge]:
    """Every pair of the optimal assignments of two layers."""
    ordered = [_in_order(own, lambda seen: seen.place, lambda seen: seen.key) for own in layers]
    found: list[Edge] = []
    for one, other in combinations(ordered, 2):
        # Which comes first is said by what they hold, not by the names of the layers.
        some, others = (other, one) if _is_before(other, one) else (one, other)
        found += [(some[at], others[there]) for at, there in _pairs(some, others)]
    return found


def _is_before(some: Sequence[_Seen], others: Sequence[_Seen]) -> bool:
    """Whether the keys of the one come before those of the other."""
    for one, other in zip(some, others, strict=False):
        if one.place != other.place:
            return one.place < other.place
        if one.unit.value != other.unit.value and one.key != other.key:
            return one.key < other.key
    return len(some) < len(others)


def _pairs(some: Sequence[_Seen], others: Sequence[_Seen]) -> list[tuple[int, int]]:
    """The pairs of the optimal assignment (index in `some`, index in `others`), equal spans paired beforehand.

    That is optimal too: distances by Jaccard's measure obey the triangle inequality, so that it gains nothing to give
    an equal pair up. It also leaves little to assign where annotators agree.
    """
    mine, theirs = _by_spans(some), _by_spans(others)
    groups = [(mine[spans], theirs[spans]) for spans in mine if spans in theirs]
    found = [pair for own, other in groups for pair in _matched(some, own, others, other)]
    paired, taken = {at for at, _ in found}, {there for _, there in found}
    rest = [at for at in range(len(some)) if at not in paired]
    left = [there for there in range(len(others)) if there not in taken]
    return found + _matched(some, rest, others, left)


def _matched(
    some: Sequence[_Seen], mine: Sequence[int], others: Sequence[_Seen], theirs: Sequence[int]
) -> list[tuple[int, int]]:
    """The optimal assignment of those with these indices."""
    if len(mine) == len(theirs) == 1:
        one, other = some[mine[0]], others[theirs[0]]
        is_pair = one.chars > 0 if one.spans == other.spans else _likeness(one, other) > 0
        return [(mine[0], theirs[0])] if is_pair else []
    pairs = matched([some[at] for at in mine], [others[at] for at in theirs], _likeness)
    return [(mine[at], theirs[there]) for at, there in pairs]


def _by_spans(units: Sequence[_Seen]) -> dict[tuple[Span, ...], list[int]]:
    found: dict[tuple[Span, ...], list[int]] = {}
    for at, unit in enumerate(units):
        found.setdefault(unit.spans, []).append(at)
    return found


def _card(article: str, kind: Kind, group: Sequence[_Seen], looked: frozenset[str]) -> Card:
    """The card of these units, without its kinds of disagreement."""
    members = {seen.layer: seen.unit for seen in sorted(group, key=lambda seen: seen.layer)}
    return Card(article, kind, members, tuple(sorted(looked - members.keys())))


def _with_kinds(card: Card, group: Sequence[_Seen], context: Context) -> Card:
    first = group[0].parts
    is_same = not card.absent and not first.get("parent") and all(seen.parts == first for seen in group)
    kinds = () if is_same or card.is_alone else kinds_of(card, context)
    return msgspec.structs.replace(card, kinds=kinds) if kinds else card


def _place(one: Group) -> Key:
    """Where a card stands in reading order: statements before entities that stand over the same words."""
    kind, group = one
    return (min(seen.start for seen in group), -max(seen.end for seen in group), kind == "entity")


def _order(one: Group) -> Key:
    return (*_place(one), min(seen.key for seen in one[1]))


def _in_order(some: Iterable[T], place: Callable[[T], Key], key: Callable[[T], Key]) -> list[T]:
    """Sorted by `key`, which is asked for only where `place`, with which it begins, does not tell all apart."""
    placed = sorted([(place(one), one) for one in some], key=lambda each: each[0])
    if all(one[0] != other[0] for one, other in pairwise(placed)):
        return [one for _, one in placed]
    return sorted((one for _, one in placed), key=key)


def _are_apart(one: Span | None, other: Span | None) -> bool:
    """Whether both have a cue and the cues have nothing in common."""
    return one is not None and other is not None and not one.overlaps(other)
