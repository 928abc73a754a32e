"""Operations on actors that may be one: joining them, also those of the machine, or saying that they are two."""

from __future__ import annotations

import msgspec

from annotator.errors import Invalid
from annotator.fields import actor_fields
from annotator.model import Actor
from annotator.operations.base import Desk, Draft
from annotator.operations.events import MergeActors
from annotator.proposals.actors import pair_id


class JoinActors(msgspec.Struct, frozen=True):
    """Make several actors one, as `MergeActors` does; those that only the machine named are taken over before."""

    actors: tuple[Actor, ...]
    into: str

    @property
    def title(self) -> str:
        return "Merge actors"

    def drafts(self, desk: Desk) -> list[Draft]:
        if self.into not in {actor.id for actor in self.actors}:
            raise Invalid("The actor that stays is none of those to be merged.")
        taken = [
            Draft(desk.layer, None, actor.id, "actor", "accept", {**actor_fields(actor), "state": "kept"})
            for actor in self.actors
            if desk.layer_of("actor", actor.id) is None
        ]
        desk.note(taken)
        others = tuple(actor.id for actor in self.actors if actor.id != self.into)
        merged = MergeActors(others, self.into).drafts(desk)
        # The last draft names the batch in the undo menu: the merging, not the aliases.
        return [*taken, *sorted(merged, key=lambda draft: draft.kind == "redirect")]


class DismissSameActors(msgspec.Struct, frozen=True):
    """Two actors are two: that they may be one is not proposed again."""

    one: str
    other: str

    @property
    def title(self) -> str:
        return "Keep actors apart"

    def drafts(self, desk: Desk) -> list[Draft]:
        if self.one == self.other:
            raise Invalid("An actor cannot be kept apart from itself.")
        fields = {"to": self.one, "state": "rejected"}
        return [Draft(desk.layer, None, pair_id(self.one, self.other), "redirect", "dismiss", fields)]
