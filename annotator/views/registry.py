"""The events and actors that one layer can see: its own and the published ones, redirects resolved."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

import msgspec

from annotator.fields import Fields, actor_from, event_from
from annotator.layers import PROJECT
from annotator.model import Actor, Event
from annotator.store import Database, edges, queries

T = TypeVar("T", Event, Actor)
REGISTRY_KINDS = frozenset(("event", "actor", "redirect"))
"""Kinds of decisions that change what the registry says."""


class EventRow(msgspec.Struct, frozen=True):
    """An event as the Events place lists it. `state`: kept, retired or merged; `links`: of how many statements."""

    event: Event
    layer: str
    is_published: bool
    links: int
    articles: int
    state: str


class ActorRow(msgspec.Struct, frozen=True):
    """An actor as the Events place lists it. `mentions` counts entities, `statements` what the actor said."""

    actor: Actor
    layer: str
    is_published: bool
    mentions: int
    statements: int
    articles: int
    state: str


class Registry:
    """Loaded once and kept until `forget`, since events and actors are few beside decisions."""

    def __init__(self, db: Database, layer: str) -> None:
        self._db = db
        self._layer = layer
        self._events: dict[str, tuple[str, Event, str]] | None = None
        self._actors: dict[str, tuple[str, Actor, str]] | None = None
        self._targets: dict[str, str] | None = None
        self._old_targets: dict[str, str] = {}
        self._refused: set[str] = set()

    def forget(self) -> None:
        """Read everything again the next time: something was decided."""
        self._old_targets = self._targets or self._old_targets
        self._events = self._actors = self._targets = None
        self._refused.clear()

    def target(self, subject: str) -> str:
        """Where an id leads: itself unless it was merged."""
        if self._targets is None:
            self._targets = edges.redirects(self._db, [self._layer, PROJECT])
        return self._targets.get(subject, subject)

    def ids_of(self, subject: str) -> list[str]:
        """Where an id leads, and all other ids that lead there: what one event or actor goes by."""
        target = self.target(subject)
        return [target, *(old for old, new in (self._targets or {}).items() if new == target)]

    @property
    def has_merged(self) -> bool:
        """Whether any id leads elsewhere."""
        self.target("")
        return bool(self._targets)

    def is_redirected(self, subjects: Iterable[str]) -> bool:
        """Whether one of these leads elsewhere, or did before the last `forget`."""
        self.target("")
        known = {**self._old_targets, **(self._targets or {})}
        return any(subject in known for subject in subjects)

    def layer_of(self, kind: str, subject: str) -> str | None:
        """The layer that an event or actor lives in, None for an unknown one."""
        found = (self._all_events() if kind == "event" else self._all_actors()).get(subject)
        return found[0] if found else None

    def is_decided(self, kind: str, subject: str) -> bool:
        """Whether somebody made this event or actor one of the project's, or refused it when it was proposed."""
        return self.layer_of(kind, subject) is not None or subject in self._refused

    def find_event(self, event_id: str) -> Event | None:
        found = self._all_events().get(self.target(event_id))
        return found[1] if found else None

    def find_actor(self, actor_id: str) -> Actor | None:
        found = self._all_actors().get(self.target(actor_id))
        return found[1] if found else None

    def live_events(self) -> list[Event]:
        """The events on offer: neither retired nor merged."""
        return [
            event
            for _, event, state in self._all_events().values()
            if state == "kept" and self.target(event.id) == event.id
        ]

    def live_actors(self) -> list[Actor]:
        """The actors on offer: neither retired nor merged."""
        return [
            actor
            for _, actor, state in self._all_actors().values()
            if state == "kept" and self.target(actor.id) == actor.id
        ]

    def actor_names(self) -> dict[str, str]:
        """Every actor's name by id, merged ones' too."""
        return {actor.id: actor.name for _, actor, _ in self._all_actors().values()}

    def events(self) -> list[EventRow]:
        """Every event with its counts, by date and title."""
        counts = queries.link_counts(self._db, self._layer)
        sums: dict[str, tuple[int, int]] = {}
        for event_id, (links, articles) in counts.items():
            target = self.target(event_id)
            old = sums.get(target, (0, 0))
            sums[target] = (old[0] + links, old[1] + articles)
        rows = [
            EventRow(event, layer, layer == PROJECT, *sums.get(event.id, (0, 0)), state=self._state(event.id, state))
            for layer, event, state in self._all_events().values()
        ]
        return sorted(rows, key=lambda row: (row.event.when.edtf if row.event.when else "9999", row.event.title))

    def actors(self) -> list[ActorRow]:
        """Every actor with its counts, by name."""
        sums: dict[str, tuple[int, int, int]] = {}
        for actor_id, found in queries.actor_counts(self._db, self._layer).items():
            target = self.target(actor_id)
            old = sums.get(target, (0, 0, 0))
            sums[target] = (old[0] + found[0], old[1] + found[1], old[2] + found[2])
        rows = [
            ActorRow(actor, layer, layer == PROJECT, *sums.get(actor.id, (0, 0, 0)), state=self._state(actor.id, state))
            for layer, actor, state in self._all_actors().values()
        ]
        return sorted(rows, key=lambda row: row.actor.name.casefold())

    def _state(self, subject: str, state: str) -> str:
        return "merged" if self.target(subject) != subject else state

    def _all_events(self) -> dict[str, tuple[str, Event, str]]:
        if self._events is None:
            self._events = self._load("event", event_from)
        return self._events

    def _all_actors(self) -> dict[str, tuple[str, Actor, str]]:
        if self._actors is None:
            self._actors = self._load("actor", actor_from)
        return self._actors

    def _load(self, kind: str, make: Callable[[str, Fields], T]) -> dict[str, tuple[str, T, str]]:
        """By id: layer, object, state. What is published wins over the layer's own of the same id.

        What was proposed and refused is not there at all.
        """
        found: dict[str, tuple[str, T, str]] = {}
        for layer in (self._layer, PROJECT):
            for decided in queries.decided_in_layer(self._db, kind, layer):
                if decided.state == "rejected":
                    self._refused.add(decided.id)
                    continue
                found[decided.id] = (layer, make(decided.id, decided.fields), decided.state)
        return found
