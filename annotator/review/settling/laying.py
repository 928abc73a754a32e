"""Which units stand on one card once some are settled: a lead's decisions laid over a comparison. Pure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec

from annotator.ids import card_id
from annotator.layers import GOLD
from annotator.model import Kind, Span
from annotator.review.comparing.comparison import KINDS_OF_UNITS
from annotator.review.comparing.matching import shared_chars
from annotator.review.model import Card, Comparison, LayerWork
from annotator.review.settling.standing import Node, Standing, spans_of
from annotator.units import Unit

SortKey = tuple[int, int, bool, str]


class Laid(msgspec.Struct, frozen=True):
    """A card with the decisions on it, if any. `claimed`: the units that these settle and that are here.

    `is_whole`: it is as the comparison made it, so that its kinds are known.
    """

    card: Card
    id: str
    key: SortKey
    nodes: tuple[Node, ...]
    standing: Standing | None = None
    claimed: tuple[Node, ...] = ()
    is_whole: bool = False

    def with_kinds(self, kinds: tuple[str, ...]) -> Laid:
        return msgspec.structs.replace(self, card=msgspec.structs.replace(self.card, kinds=kinds))


class Layout:
    """The cards of a comparison, made ready for decisions to be laid over them again and again."""

    def __init__(self, comparison: Comparison, works: Sequence[LayerWork]) -> None:
        self.article = comparison.article
        self.units: Mapping[Node, Unit] = {(work.layer, unit.id): unit for work in works for unit in work.units}
        self.looked: Mapping[Kind, frozenset[str]] = {
            kind: frozenset(work.layer for work in works if work.did(kind)) for kind in KINDS_OF_UNITS
        }
        ids = [card.id for card in comparison.cards]
        counts = Counter(ids)
        self.cards = [
            _laid(card, one if counts[one] == 1 else _full_id(card), is_whole=True)
            for card, one in zip(comparison.cards, ids, strict=True)
        ]
        self.ids = frozenset(ids)
        self.at: Mapping[Node, int] = {node: number for number, laid in enumerate(self.cards) for node in laid.nodes}

    def lay(self, places: Sequence[Standing]) -> list[Laid]:
        """The cards after a lead's decisions, in reading order, each with an id of its own.

        A unit that was settled stands with its decision. Another on the same card of the comparison joins it, unless
        its layer has a unit there already, or was asked before and had none: then it is a card by itself, save for the
        very same spans. Cards that no decision touches are as the comparison put them.
        """
        return sorted(_Laying(self, places).all(), key=lambda one: one.key)

    def card(self, kind: Kind, members: Mapping[str, Unit]) -> Card:
        """A card of these units, all other layers that looked being absent."""
        absent = tuple(sorted(self.looked[kind] - members.keys()))
        return Card(self.article, kind, dict(sorted(members.items())), absent)


def _laid(card: Card, own: str, **rest: Any) -> Laid:
    key = (card.start, -card.end, card.kind == "entity", own)
    return Laid(card, own, key, tuple((layer, unit.id) for layer, unit in card.members.items()), **rest)


def _full_id(card: Card) -> str:
    """An id for a card whose own one is another's too: the layers of its units are part of it."""
    return card_id(card.article, card.kind, (f"{layer}:{unit.id}" for layer, unit in card.members.items()))


class _Laying:
    def __init__(self, layout: Layout, places: Sequence[Standing]) -> None:
        self._layout = layout
        self._places = places
        self._owner: dict[Node, int] = {
            node: number for number, place in enumerate(places) for node in place.settled if node in layout.units
        }
        self._claimed: list[list[Node]] = [[] for _ in places]
        self._members: list[dict[str, Unit]] = [{} for _ in places]
        for node, number in sorted(self._owner.items()):
            self._claimed[number].append(node)
            self._members[number].setdefault(node[0], layout.units[node])

    def all(self) -> list[Laid]:
        touched: dict[int, set[int]] = defaultdict(set)
        for node, owner in self._owner.items():
            if node in self._layout.at:
                touched[self._layout.at[node]].add(owner)
        plain = [laid for number, laid in enumerate(self._layout.cards) if number not in touched]
        for number, owners in sorted(touched.items()):
            card = self._layout.cards[number].card
            rest = {layer: unit for layer, unit in card.members.items() if (layer, unit.id) not in self._owner}
            left = {layer: unit for layer, unit in rest.items() if not self._joins(owners, layer, unit)}
            plain += [self._new(card.kind, left)] if left else []
        plain = self._with_orphans(plain)
        taken = {place.id for place in self._places}
        plain = [one if one.id not in taken else _laid(one.card, _full_id(one.card)) for one in plain]
        return [*plain, *(self._settled(number) for number in range(len(self._places)))]

    def _new(self, kind: Kind, members: Mapping[str, Unit]) -> Laid:
        card = self._layout.card(kind, members)
        own = card.id
        return _laid(card, _full_id(card) if own in self._layout.ids else own)

    def _joins(self, owners: Iterable[int], layer: str, unit: Unit) -> bool:
        """Put a unit beside the settled ones that it is likest to, if it may stand there."""
        best = max(sorted(owners), key=lambda number: shared_chars(self._spans(number), unit.spans))
        if layer in self._members[best]:
            return False
        was_absent = (layer, "") in self._places[best].settled
        here = {self._spans(best), *(other.spans for other in self._members[best].values())}
        if was_absent and unit.spans not in here:
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
                plain += [self._new(card.kind, left)] if left else []
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
        card = self._layout.card(place.decision.kind, members)
        return _laid(card, place.id, standing=place, claimed=tuple(self._claimed[number]))
