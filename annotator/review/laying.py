"""Which units stand on one card once some are settled: a lead's decisions laid over a comparison. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from annotator.ids import card_id
from annotator.layers import GOLD
from annotator.model import Kind, Span
from annotator.review.matching import shared_chars
from annotator.review.model import Card, Comparison, LayerWork
from annotator.review.standing import Node, Standing, spans_of
from annotator.units import Unit


class Laid(msgspec.Struct, frozen=True):
    """A card with the decisions on it, if any. `claimed`: the units that these settle and that are here.

    `is_whole`: it is as the comparison made it, so that its kinds are known.
    """

    card: Card
    id: str
    standing: Standing | None = None
    claimed: tuple[Node, ...] = ()
    is_whole: bool = False

    def with_kinds(self, kinds: tuple[str, ...]) -> Laid:
        return msgspec.structs.replace(self, card=msgspec.structs.replace(self.card, kinds=kinds))


def lay(comparison: Comparison, works: Sequence[LayerWork], places: Sequence[Standing]) -> list[Laid]:
    """The cards of a comparison after a lead's decisions, in reading order, each with an id of its own.

    A unit that was settled stands with its decision. Another on the same card of the comparison joins it, unless its
    layer has a unit there already, or was asked before and had none: then it is a card by itself, save for the very
    same spans. Units of which the comparison knows no settled neighbour are as it put them.
    """
    laying = _Laying(comparison, works, places)
    laid = laying.all()
    counts = Counter(one.card.id for one in laid)
    taken = {standing.id for standing in places}
    found = [one if one.id else _named(one, taken, counts[one.card.id]) for one in laid]
    return sorted(found, key=lambda one: (one.card.start, -one.card.end, one.card.kind == "entity", one.id))


def _named(laid: Laid, taken: set[str], count: int) -> Laid:
    """With the card's own id; where that is another's too, with one that the layers of its units are part of."""
    card = laid.card
    own = card.id
    if own in taken or count > 1:
        own = card_id(card.article, card.kind, (f"{layer}:{unit.id}" for layer, unit in card.members.items()))
    return msgspec.structs.replace(laid, id=own)


class _Laying:
    def __init__(self, comparison: Comparison, works: Sequence[LayerWork], places: Sequence[Standing]) -> None:
        self._comparison = comparison
        self._places = places
        self._looked: Mapping[Kind, frozenset[str]] = {
            kind: frozenset(work.layer for work in works if work.did(kind)) for kind in ("entity", "statement")
        }
        self._units: dict[Node, Unit] = {(work.layer, unit.id): unit for work in works for unit in work.units}
        self._owner: dict[Node, int] = {
            node: number for number, place in enumerate(places) for node in place.settled if node in self._units
        }
        self._claimed: list[list[Node]] = [[] for _ in places]
        self._members: list[dict[str, Unit]] = [{} for _ in places]
        for node, number in sorted(self._owner.items()):
            self._claimed[number].append(node)
            self._members[number].setdefault(node[0], self._units[node])

    def all(self) -> list[Laid]:
        plain: list[Laid] = []
        for card in self._comparison.cards:
            owners = {self._owner[node] for node in _nodes(card) if node in self._owner}
            if not owners:
                plain.append(Laid(card, "", is_whole=True))
                continue
            rest = {layer: unit for layer, unit in card.members.items() if (layer, unit.id) not in self._owner}
            left = {layer: unit for layer, unit in rest.items() if not self._joins(owners, layer, unit)}
            if left:
                plain.append(Laid(self._card(card.kind, left), ""))
        plain = self._with_orphans(plain)
        return [*plain, *(self._settled(number) for number in range(len(self._places)))]

    def _joins(self, owners: Iterable[int], layer: str, unit: Unit) -> bool:
        """Put a unit beside the settled ones that it is likest to, if it may stand there."""
        best = max(sorted(owners), key=lambda number: shared_chars(self._spans(number), unit.spans))
        if layer in self._members[best]:
            return False
        was_absent = (layer, "") in self._places[best].settled
        if was_absent and unit.spans != self._spans(best):
            return False
        self._members[best][layer] = unit
        return True

    def _spans(self, number: int) -> tuple[Span, ...]:
        place = self._places[number].decision.place
        return spans_of(place) or next(iter(self._members[number].values())).spans

    def _with_orphans(self, plain: list[Laid]) -> list[Laid]:
        """Let what stands over the words of a decision of which no unit is here join it."""
        for number in [number for number, members in enumerate(self._members) if not members]:
            decision = self._places[number].decision
            spans = spans_of(decision.place)
            near = [(self._shared(one.card, decision.kind, spans), -at) for at, one in enumerate(plain)]
            most, at = max(near, default=(0, 0))
            if most:
                card = plain.pop(-at).card
                left = {layer: unit for layer, unit in card.members.items() if not self._joins([number], layer, unit)}
                plain += [Laid(self._card(card.kind, left), "")] if left else []
        return plain

    @staticmethod
    def _shared(card: Card, kind: Kind, spans: Sequence[Span]) -> int:
        if card.kind != kind or not spans or card.start >= spans[-1].end or card.end <= spans[0].start:
            return 0
        return max(shared_chars(spans, unit.spans) for unit in card.members.values())

    def _settled(self, number: int) -> Laid:
        place, members = self._places[number], self._members[number]
        if not members and place.decision.place is not None:
            members = {GOLD: Unit(place.decision.place, "kept", how="adjudicated")}
        card = self._card(place.decision.kind, members)
        return Laid(card, place.id, place, tuple(self._claimed[number]))

    def _card(self, kind: Kind, members: Mapping[str, Unit]) -> Card:
        absent = tuple(sorted(self._looked[kind] - members.keys()))
        return Card(self._comparison.article, kind, dict(sorted(members.items())), absent)


def _nodes(card: Card) -> list[Node]:
    return [(layer, unit.id) for layer, unit in card.members.items()]
