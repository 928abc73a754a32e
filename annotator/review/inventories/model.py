"""What the inventories of all layers are said in: whose an event or actor is, and which may be one. Structs only.

What may be one is ranked by `event_inventories` and `actor_inventories`; the layers are read by
`annotator.views.lead.inventories`.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

import msgspec

from annotator import ids
from annotator.proposals.actors import pair_id as actor_pair_id

Inventory = Literal["event", "actor"]
How = Literal["same", "part"]
LEAST_SCORE = 0.15
"""Pairs that are less likely one are not proposed."""


class Owned(NamedTuple):
    """An event or actor as a layer has it: the layer (`project` for a published one) and the id."""

    layer: str
    id: str


class Aligning(msgspec.Struct, frozen=True):
    """A proposal: `one` and `other` (ids) are the same, or `other` is a part of `one`; `one` stays in either case.

    `score` is in 0..1; `id` is that of the pair, the same on every machine.
    """

    kind: Inventory
    how: How
    one: str
    other: str
    score: float
    reasons: tuple[str, ...]

    @property
    def id(self) -> str:
        return pair_id(self.kind, self.one, self.other)


def pair_id(kind: Inventory, one: str, other: str) -> str:
    """The id of the question whether two events or actors are one."""
    return actor_pair_id(one, other) if kind == "actor" else ids.derived_id("same_event", *sorted((one, other)))
