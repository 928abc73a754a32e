"""What review is about: the work of several layers on one article, units under review, versions, disagreements.

Frozen structs only. A *card* is one unit as several layers see it: what review decides about at a time.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

import msgspec

from annotator.ids import card_id
from annotator.model import PASSES, Entity, Kind, Region, Statement
from annotator.units import Unit

UNIT_PASS: Mapping[Kind, str] = {"entity": "entities", "statement": "statements"}
"""The pass in which units of a kind are found: only who did it can have missed one."""
NO_HEADS: Mapping[str, tuple[str, ...]] = {}


class LayerWork(msgspec.Struct, frozen=True):
    """What one layer has to say of one article.

    `units` are the kept ones in reading order, their actors and events resolved as the whole project has them: what was
    merged or aligned by the lead is one. `passes`: the readings that the layer did; where one is not among them, an
    absence means nothing. `heads`: for each unit's id the ids of the live decisions that it amounts to. `is_blind`: the
    article was given without suggestions.
    """

    layer: str
    article: str
    units: tuple[Unit, ...]
    passes: frozenset[str] = frozenset(PASSES)
    heads: Mapping[str, tuple[str, ...]] = NO_HEADS
    regions: tuple[Region, ...] = ()
    is_blind: bool = False

    def of_kind(self, kind: Kind) -> list[Unit]:
        """The units of a kind, in reading order."""
        return [unit for unit in self.units if unit.kind == kind]

    def did(self, kind: Kind) -> bool:
        """Whether the layer did the pass in which units of this kind are found."""
        return UNIT_PASS[kind] in self.passes


class Card(msgspec.Struct, frozen=True, dict=True):
    """One unit as several layers see it. `members`: layer → its unit; `absent`: layers that looked and have none.

    `kinds`: of what kinds the layers differ, in the order of `comparing.kinds.KINDS`; empty where they agree.
    """

    article: str
    kind: Kind
    members: Mapping[str, Unit]
    absent: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()

    @cached_property
    def id(self) -> str:
        """The same wherever the same versions are put side by side."""
        return card_id(self.article, self.kind, (unit.id for unit in self.members.values()))

    @property
    def start(self) -> int:
        return min([unit.start for unit in self.members.values()])

    @property
    def end(self) -> int:
        return max([unit.end for unit in self.members.values()])

    @property
    def layers(self) -> tuple[str, ...]:
        """All layers that could have it, in the order of their names."""
        return tuple(sorted((*self.members, *self.absent)))

    @property
    def is_alone(self) -> bool:
        """Whether one layer alone could have it: there is nothing to compare."""
        return len(self.members) + len(self.absent) < 2

    @property
    def is_agreed(self) -> bool:
        return not self.kinds

    def value(self, layer: str) -> Entity | Statement | None:
        """What a layer has; None where it has nothing."""
        unit = self.members.get(layer)
        return unit.value if unit else None


class Comparison(msgspec.Struct, frozen=True):
    """All units of one article in reading order, with where the layers agree and differ."""

    article: str
    layers: tuple[str, ...]
    cards: tuple[Card, ...]

    @property
    def agreed(self) -> list[Card]:
        return [card for card in self.cards if card.is_agreed]

    @property
    def disagreements(self) -> list[Card]:
        return [card for card in self.cards if not card.is_agreed]
