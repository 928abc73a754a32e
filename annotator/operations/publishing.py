"""A lead's operations on the inventories of all layers: publishing events and actors, aligning them, taking them apart.

All of it is decided in the layer `project`: what an annotator made stays as it is, and is read as what it was aligned
with. Each operation takes events and actors as (layer, id), since a lead does not see another's layer otherwise.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from annotator.errors import Invalid
from annotator.fields import actor_fields, actor_from, event_fields, event_from
from annotator.layers import PROJECT
from annotator.model import Actor, Event
from annotator.operations.base import Desk, Draft
from annotator.review.inventories.model import Inventory, Owned, pair_id

ARTICLES = {"event": "An event", "actor": "An actor"}


class Publish(msgspec.Struct, frozen=True):
    """Make events or actors of layers the project's: everybody sees them, under the same ids.

    The actors that take part in an event, and the event that it is a part of, are published with it.
    """

    kind: Inventory
    things: tuple[Owned, ...]

    @property
    def title(self) -> str:
        return f"Publish {self.kind}s" if len(self.things) > 1 else f"Publish {self.kind}"

    def drafts(self, desk: Desk) -> list[Draft]:
        check_lead(desk, self.kind)
        drafts: list[Draft] = []
        for thing in self.things:
            _, found = published(desk, self.kind, thing)
            desk.note(found)
            drafts += found
        if not drafts:
            raise Invalid("That is published already." if len(self.things) == 1 else "They are published already.")
        return drafts


class Align(msgspec.Struct, frozen=True):
    """Two annotators' events or actors are one: what is linked or resolved to `one` is read as `into` from now on.

    `into` is published if it is not yet. An actor's names become aliases of the one that stays.
    """

    kind: Inventory
    one: Owned
    into: Owned

    @property
    def title(self) -> str:
        return f"Align {self.kind}s"

    def drafts(self, desk: Desk) -> list[Draft]:
        check_lead(desk, self.kind)
        goes = _target(desk, self.kind, self.one)
        stays = _target(desk, self.kind, self.into)
        if goes == stays:
            raise Invalid("They are one already.")
        if _leads_back(desk, self.kind, stays, goes):
            # Some layer has it the other way round already: against that, the two would lead to each other.
            return Align(self.kind, self.into, self.one).drafts(desk)
        _, drafts = published(desk, self.kind, self.into)
        drafts += self._names(desk, goes, stays)
        return [*drafts, _redirect(goes, stays, "align")]

    def _names(self, desk: Desk, goes: str, stays: str) -> list[Draft]:
        """The names of the actor that goes, as aliases of the one that stays."""
        if self.kind != "actor":
            return []
        target = actor_from(stays, _version(desk, "actor", self.into.layer, stays))
        other = actor_from(goes, _version(desk, "actor", self.one.layer, goes))
        names = dict.fromkeys((*target.aliases, other.name, *other.aliases))
        aliases = [name for name in names if name != target.name]
        return [Draft(PROJECT, None, stays, "actor", "correct", {"aliases": aliases})]


class PartOf(msgspec.Struct, frozen=True):
    """One annotator's event is a part of another's: both are published."""

    part: Owned
    whole: Owned

    @property
    def title(self) -> str:
        return "Make event a part"

    def drafts(self, desk: Desk) -> list[Draft]:
        check_lead(desk, "event")
        part, whole = _target(desk, "event", self.part), _target(desk, "event", self.whole)
        _check_no_circle(desk, part, whole, self.whole.layer)
        _, drafts = published(desk, "event", self.whole)
        desk.note(drafts)
        _, more = published(desk, "event", self.part)
        return [*drafts, *more, Draft(PROJECT, None, part, "event", "align", {"part_of": whole})]


class KeepApart(msgspec.Struct, frozen=True):
    """Two events or actors (ids) are two, whoever made them: that they may be one is not proposed again."""

    kind: Inventory
    one: str
    other: str

    @property
    def title(self) -> str:
        return f"Keep {self.kind}s apart"

    def drafts(self, desk: Desk) -> list[Draft]:
        if self.one == self.other:
            raise Invalid(f"{ARTICLES[self.kind]} cannot be kept apart from itself.")
        check_lead(desk, self.kind)
        fields = {"to": self.one, "state": "rejected"}
        return [Draft(PROJECT, None, pair_id(self.kind, self.one, self.other), "redirect", "dismiss", fields)]


class Unalign(msgspec.Struct, frozen=True):
    """Take alignments back: these ids mean what they meant in their own layers again."""

    kind: Inventory
    ids: tuple[str, ...]

    @property
    def title(self) -> str:
        return f"Take {self.kind}s apart"

    def drafts(self, desk: Desk) -> list[Draft]:
        check_lead(desk, self.kind)
        redirects = [desk.in_layers("redirect", one).get(PROJECT) for one in self.ids]
        if not self.ids or any(found is None or found.state != "kept" for found in redirects):
            raise Invalid(f"That {self.kind} was not aligned by a lead.", "Split it off as one of its own.")
        return [Draft(PROJECT, None, one, "redirect", "split", {"state": "removed"}) for one in self.ids]


class Split(msgspec.Struct, frozen=True):
    """Take some of what was merged or aligned into an event or actor out of it, as a new, published one.

    `new` has an id of its own and the values that the lead gave it; `taken` are the ids that lead to it from now on.
    """

    new: Event | Actor
    of: str
    taken: tuple[str, ...]

    @property
    def kind(self) -> Inventory:
        return "event" if isinstance(self.new, Event) else "actor"

    @property
    def title(self) -> str:
        return f"Split {self.kind}"

    def drafts(self, desk: Desk) -> list[Draft]:
        check_lead(desk, self.kind)
        if not self.taken:
            raise Invalid("Choose what is to be taken out.")
        if desk.in_layers(self.kind, self.new.id):
            raise Invalid(f"{ARTICLES[self.kind]} of that id is there already.")
        for one in self.taken:
            layers = desk.in_layers("redirect", one)
            if one == self.of or not any(desk.leads_to(layer, one) == self.of for layer in layers):
                raise Invalid(f"What is to be taken out is not in that {self.kind}.")
        drafts = published_new(desk, self.new)
        return [*drafts, *(_redirect(one, self.new.id, "split") for one in self.taken)]


def check_lead(desk: Desk, kind: Inventory) -> None:
    """Raise Invalid in a handout, from which nothing published comes back."""
    if desk.is_handout:
        raise Invalid(f"In a handout no {kind} is published or changed that is.", "Leave a note for the lead.")


def published(desk: Desk, kind: Inventory, thing: Owned) -> tuple[str, list[Draft]]:
    """The id that an event or actor is published under, and the drafts that publish it where it is not.

    Raises:
        Invalid: the layer has no such event or actor.
    """
    return _published(desk, kind, thing, frozenset())


def published_new(desk: Desk, thing: Event | Actor) -> list[Draft]:
    """The drafts of a new event or actor of the project. Who takes part is published with it.

    Raises:
        Invalid: it has no title or name.
    """
    kind: Inventory = "event" if isinstance(thing, Event) else "actor"
    words = thing.title if isinstance(thing, Event) else thing.name
    if not words.strip():
        raise Invalid("An event needs a title." if kind == "event" else "An actor needs a name.")
    fields = event_fields(thing) if isinstance(thing, Event) else actor_fields(thing)
    fields, drafts = _with_what_it_names(desk, kind, desk.layer, fields, frozenset((thing.id,)))
    return [*drafts, Draft(PROJECT, None, thing.id, kind, "publish", {**fields, "state": "kept"})]


def _published(desk: Desk, kind: Inventory, thing: Owned, above: frozenset[str]) -> tuple[str, list[Draft]]:
    """As `published`. `above` are the events that are being published as parts of this one."""
    target = _target(desk, kind, thing)
    there = desk.in_layers(kind, target)
    if PROJECT in there or target in above:
        return target, []
    values = _version(desk, kind, thing.layer, target)
    own = event_fields(event_from(target, values)) if kind == "event" else actor_fields(actor_from(target, values))
    fields, drafts = _with_what_it_names(desk, kind, thing.layer, own, above | {target})
    drafts += [_redirect(old, target, "publish") for old in _carried(desk, kind, target, there)]
    return target, [*drafts, Draft(PROJECT, None, target, kind, "publish", {**fields, "state": "kept"})]


def _with_what_it_names(
    desk: Desk, kind: Inventory, layer: str, fields: dict[str, Any], above: frozenset[str]
) -> tuple[dict[str, Any], list[Draft]]:
    """The fields with the ids under which all that they name is published, and the drafts that publish that."""
    if kind == "actor":
        return fields, []
    drafts: list[Draft] = []

    def find(what: Inventory, subject: str) -> str:
        if not desk.in_layers(what, desk.leads_to(layer, subject)):
            return subject
        found, more = _published(desk, what, Owned(layer, subject), above)
        drafts.extend(more)
        return found

    people = list(dict.fromkeys(find("actor", actor) for actor in fields["participants"]))
    whole = find("event", fields["part_of"]) if fields["part_of"] else None
    return {**fields, "participants": people, "part_of": whole}, drafts


def _carried(desk: Desk, kind: Inventory, target: str, layers: Iterable[str]) -> list[str]:
    """What those who have it merged into it themselves: to be read as it by everybody.

    Not what another layer holds on its own as well, and not what a lead decided on.
    """
    carried: set[str] = set()
    for layer in layers:
        for old in desk.leading_to(layer, target):
            others = [other for other in desk.in_layers(kind, old) if desk.leads_to(other, old) != target]
            if not others and PROJECT not in desk.in_layers("redirect", old):
                carried.add(old)
    return sorted(carried)


def _target(desk: Desk, kind: Inventory, thing: Owned) -> str:
    """Where an id leads as its layer sees it; it must be there."""
    target = desk.leads_to(thing.layer, thing.id)
    _version(desk, kind, thing.layer, target)
    return target


def _version(desk: Desk, kind: Inventory, layer: str, subject: str) -> Mapping[str, Any]:
    """The published values of an event or actor, else those of a layer."""
    found = desk.in_layers(kind, subject)
    version = found.get(PROJECT) or found.get(layer)
    if version is None or version.state == "rejected":
        raise Invalid(f"That {kind} is not in the project.")
    return version.fields


def _leads_back(desk: Desk, kind: Inventory, stays: str, goes: str) -> bool:
    return any(desk.leads_to(layer, stays) == goes for layer in desk.in_layers(kind, stays))


def _check_no_circle(desk: Desk, part: str, whole: str, layer: str) -> None:
    here: str | None = whole
    seen: set[str] = set()
    while here is not None and here not in seen:
        if here == part:
            raise Invalid("An event cannot be a part of itself.")
        seen.add(here)
        versions = desk.in_layers("event", here)
        version = versions.get(PROJECT) or versions.get(layer)
        above = version.fields.get("part_of") if version else None
        here = desk.leads_to(layer, above) if above else None


def _redirect(old: str, to: str, action: str) -> Draft:
    return Draft(PROJECT, None, old, "redirect", action, {"to": to, "state": "kept"})
