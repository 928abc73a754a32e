"""The events and actors of all layers as one: what gold names may live in anybody's layer, and nothing may dangle."""

from __future__ import annotations

from annotator.model import Actor, Event
from annotator.store import Database, gold_queries
from annotator.views.registry import Registry


class AllNames:
    """What is published first, then what each layer has of its own, by the layers' names."""

    def __init__(self, db: Database) -> None:
        self._published = Registry(db, "")
        self._own = [Registry(db, layer) for layer in gold_queries.inventory_layers(db)]

    def find_event(self, event_id: str) -> Event | None:
        """The event with this id, or the one that it was merged into or aligned with."""
        found = (registry.find_event(event_id) for registry in (self._published, *self._own))
        return next((event for event in found if event is not None), None)

    def find_actor(self, actor_id: str) -> Actor | None:
        """The actor with this id, or the one that it was merged into."""
        found = (registry.find_actor(actor_id) for registry in (self._published, *self._own))
        return next((actor for actor in found if actor is not None), None)

    def live_events(self) -> list[Event]:
        """The published events on offer: those of layers count where something links to them."""
        return self._published.live_events()

    def actor_names(self) -> dict[str, str]:
        """Every actor's name by id; where layers differ, what is published, else the first layer's."""
        names: dict[str, str] = {}
        for registry in (self._published, *self._own):
            names = {**registry.actor_names(), **names}
        return names
