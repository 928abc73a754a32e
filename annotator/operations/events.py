"""Operations on events and actors: making, editing, merging, retiring. Nothing is ever deleted."""

from __future__ import annotations

from typing import Any

import msgspec

from annotator.errors import Invalid
from annotator.fields import actor_fields, event_fields
from annotator.layers import PROJECT
from annotator.model import Actor, Event
from annotator.operations.base import Desk, Draft, check_choice, check_span
from annotator.operations.publishing import check_lead, published_new
from annotator.operations.units import actor_drafts
from annotator.review.inventories.model import Inventory


class AddEvent(msgspec.Struct, frozen=True):
    """A new event in the author's own layer; `is_published`: one of the project's at once, which a lead makes.

    In a closed registry there are no others: whoever finds that no event fits says that there is nothing to link.
    """

    event: Event
    is_published: bool = False

    @property
    def title(self) -> str:
        return "New event"

    def drafts(self, desk: Desk) -> list[Draft]:
        _check_event(desk, self.event)
        if self.is_published:
            check_lead(desk, "event")
            return published_new(desk, self.event)
        if desk.registry == "closed":
            raise Invalid(
                "New events are the lead's to make in this project.", "Choose one that is there, or say that none fits."
            )
        fields = {**event_fields(self.event), "state": "kept"}
        return [Draft(desk.layer, None, self.event.id, "event", "add", fields)]


class AcceptEvent(msgspec.Struct, frozen=True):
    """A proposed event becomes one of the project's, with those participants that only the machine has named so far.

    `articles` are those that it was proposed for. What was dismissed can be accepted after all. `is_published` as for
    `AddEvent`.
    """

    event: Event
    articles: tuple[str, ...] = ()
    is_published: bool = False

    @property
    def title(self) -> str:
        return "Accept proposed event"

    def drafts(self, desk: Desk) -> list[Draft]:
        if desk.find_event(self.event.id) is not None:
            raise Invalid("That event is in the project already.")
        drafts: list[Draft] = []
        for article in self.articles:
            made = actor_drafts(desk, article, self.event.participants)
            desk.note(made)
            drafts += made
        return drafts + AddEvent(self.event, self.is_published).drafts(desk)


class DismissEvent(msgspec.Struct, frozen=True):
    """An event that was proposed is none, or none of interest: it is not proposed again, and shows up nowhere."""

    event: Event

    @property
    def title(self) -> str:
        return "Dismiss proposed event"

    def drafts(self, desk: Desk) -> list[Draft]:
        _check_name(self.event.title, "An event needs a title.")
        if desk.find_event(self.event.id) is not None:
            raise Invalid("That event is in the project already.", "Retire it to offer it no more.")
        fields = {**event_fields(self.event), "state": "rejected"}
        return [Draft(desk.layer, None, self.event.id, "event", "reject", fields)]


class EditEvent(msgspec.Struct, frozen=True):
    """Other values for an event; only the fields that differ are decided."""

    event: Event

    @property
    def title(self) -> str:
        return "Edit event"

    def drafts(self, desk: Desk) -> list[Draft]:
        _check_event(desk, self.event)
        old = desk.find_event(self.event.id)
        if old is None:
            raise Invalid("That event is not in the project.")
        return _edit(desk, "event", old.id, event_fields(old), event_fields(self.event))


class AddActor(msgspec.Struct, frozen=True):
    """A new actor in the author's own layer."""

    actor: Actor

    @property
    def title(self) -> str:
        return "New actor"

    def drafts(self, desk: Desk) -> list[Draft]:
        _check_name(self.actor.name, "An actor needs a name.")
        fields = {**actor_fields(self.actor), "state": "kept"}
        return [Draft(desk.layer, None, self.actor.id, "actor", "add", fields)]


class EditActor(msgspec.Struct, frozen=True):
    """Other values for an actor; only the fields that differ are decided."""

    actor: Actor

    @property
    def title(self) -> str:
        return "Edit actor"

    def drafts(self, desk: Desk) -> list[Draft]:
        _check_name(self.actor.name, "An actor needs a name.")
        old = desk.find_actor(self.actor.id)
        if old is None:
            raise Invalid("That actor is not in the project.")
        return _edit(desk, "actor", old.id, actor_fields(old), actor_fields(self.actor))


class RetireEvent(msgspec.Struct, frozen=True):
    """Offer an event no more; what is linked to it stays."""

    id: str

    @property
    def title(self) -> str:
        return "Retire event"

    def drafts(self, desk: Desk) -> list[Draft]:
        return [_state(desk, "event", self.id, "retired", "retire")]


class RestoreEvent(msgspec.Struct, frozen=True):
    """Offer a retired or merged event again."""

    id: str

    @property
    def title(self) -> str:
        return "Restore event"

    def drafts(self, desk: Desk) -> list[Draft]:
        return _restore(desk, "event", self.id)


class RetireActor(msgspec.Struct, frozen=True):
    """Offer an actor no more; what resolves to it stays."""

    id: str

    @property
    def title(self) -> str:
        return "Retire actor"

    def drafts(self, desk: Desk) -> list[Draft]:
        return [_state(desk, "actor", self.id, "retired", "retire")]


class RestoreActor(msgspec.Struct, frozen=True):
    """Offer a retired or merged actor again."""

    id: str

    @property
    def title(self) -> str:
        return "Restore actor"

    def drafts(self, desk: Desk) -> list[Draft]:
        return _restore(desk, "actor", self.id)


class MergeEvents(msgspec.Struct, frozen=True):
    """Make several events one: links to the others are read as links to `into` from now on; no work is rewritten."""

    from_ids: tuple[str, ...]
    into: str

    @property
    def title(self) -> str:
        return "Merge events"

    def drafts(self, desk: Desk) -> list[Draft]:
        return _merge(desk, "event", self.from_ids, self.into)


class MergeActors(msgspec.Struct, frozen=True):
    """Make several actors one; their names become aliases of `into`."""

    from_ids: tuple[str, ...]
    into: str

    @property
    def title(self) -> str:
        return "Merge actors"

    def drafts(self, desk: Desk) -> list[Draft]:
        drafts = _merge(desk, "actor", self.from_ids, self.into)
        target = desk.find_actor(self.into)
        assert target is not None
        names = [
            name for found in map(desk.find_actor, self.from_ids) if found for name in (found.name, *found.aliases)
        ]
        aliases = tuple(dict.fromkeys(n for n in (*target.aliases, *names) if n != target.name))
        merged = msgspec.structs.replace(target, aliases=aliases)
        if desk.is_handout and desk.layer_of("actor", target.id) == PROJECT:
            return drafts  # its names are the lead's; the merging counts all the same
        return drafts + _edit(desk, "actor", target.id, actor_fields(target), actor_fields(merged))


def _check_event(desk: Desk, event: Event) -> None:
    _check_name(event.title, "An event needs a title.")
    check_choice((choice.name for choice in desk.scheme.event_types), "event type", event.type)
    above = event.part_of
    seen = {event.id}
    while above is not None:
        if above in seen:
            raise Invalid("An event cannot be a part of itself.")
        seen.add(above)
        found = desk.find_event(above)
        above = found.part_of if found else None
    for mention in event.mentions:
        check_span(desk, mention.article, mention.span)


def _check_name(name: str, sentence: str) -> None:
    if not name.strip():
        raise Invalid(sentence)


def _edit(desk: Desk, kind: Inventory, subject: str, old: dict[str, Any], new: dict[str, Any]) -> list[Draft]:
    changed = {name: value for name, value in new.items() if value != old[name]}
    return [Draft(_layer(desk, kind, subject), None, subject, kind, "correct", changed)] if changed else []


def _state(desk: Desk, kind: Inventory, subject: str, state: str, action: str) -> Draft:
    return Draft(_layer(desk, kind, subject), None, subject, kind, action, {"state": state})


def _restore(desk: Desk, kind: Inventory, subject: str) -> list[Draft]:
    layer = _layer(desk, kind, subject)
    drafts = [_state(desk, kind, subject, "kept", "restore")]
    if desk.redirect_target(subject) != subject:
        drafts.append(Draft(layer, None, subject, "redirect", "restore", {"state": "removed"}))
    return drafts


def _merge(desk: Desk, kind: Inventory, from_ids: tuple[str, ...], into: str) -> list[Draft]:
    if desk.layer_of(kind, into) is None:
        raise Invalid(f"That {kind} is not in the project.")
    if desk.redirect_target(into) in from_ids or into in from_ids:
        raise Invalid(f"An {kind} cannot be merged into itself.")
    layers = {old: _layer(desk, kind, old) for old in from_ids}
    if PROJECT in layers.values() and desk.layer_of(kind, into) != PROJECT:
        # Nobody else would see where it leads.
        raise Invalid(f"A published {kind} cannot become one that is not.", "Publish that one first.")
    fields = {"to": into, "state": "kept"}
    return [Draft(layer, None, old, "redirect", "merge", fields) for old, layer in layers.items()]


def _layer(desk: Desk, kind: Inventory, subject: str) -> str:
    """The layer that an event or actor lives in: decisions on it go there. Only a lead changes what is published."""
    layer = desk.layer_of(kind, subject)
    if layer is None:
        raise Invalid(f"That {kind} is not in the project.")
    if layer == PROJECT:
        check_lead(desk, kind)
    return layer
