"""From a unit to drafts: accepting, refusing and correcting, for entities and statements alike."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from annotator.errors import Invalid
from annotator.fields import actor_fields, entity_fields, statement_fields
from annotator.model import Entity, Speaker, Statement
from annotator.operations.base import Desk, Draft
from annotator.units import Unit

PART_FIELDS: dict[str, tuple[str, ...]] = {
    "content": ("content", "verbatim"),
    "cue": ("cue",),
    "speaker": ("speaker",),
    "actor": ("actor",),
    "type": ("type",),
    "parent": ("parent",),
}
"""The fields that each part of a statement is stored in."""


def unit_fields(unit: Unit) -> dict[str, Any]:
    """All fields of a unit as they stand, its state and links apart."""
    return entity_fields(unit.value) if isinstance(unit.value, Entity) else statement_fields(unit.value)


def decide(
    desk: Desk, article: str, unit: Unit, action: str, fields: Mapping[str, Any], *, machine: Mapping[str, Any] = {}
) -> list[Draft]:
    """Drafts that set these fields of a unit; what they leave open keeps the machine's value from now on.

    An actor that only the machine knew is taken over with the unit that names it, once that unit is kept.
    """
    is_first = unit.state == "suggested"
    left = {name: value for name, value in unit_fields(unit).items() if name not in fields} if is_first else {}
    left = {**left, **machine}
    draft = Draft(desk.layer, article, unit.id, unit.kind, action, dict(fields), left)
    actors = actors_in({**left, **fields}) if fields.get("state", unit.state) == "kept" else []
    return [*actor_drafts(desk, article, actors), draft]


def accept(desk: Desk, article: str, unit: Unit, *, bulk: bool = False) -> list[Draft]:
    """Drafts that accept every part of a unit that is still the machine's, links excepted. None if nothing is open."""
    if not unit.open_parts:
        return []
    fields = unit_fields(unit)
    if unit.kind == "statement":
        wanted = {name for part in unit.open_parts for name in PART_FIELDS[part]}
        fields = {name: value for name, value in fields.items() if name in wanted}
    return decide(desk, article, unit, "accept_bulk" if bulk else "accept", {**fields, "state": "kept"})


def refuse(desk: Desk, article: str, unit: Unit, *, bulk: bool = False) -> list[Draft]:
    """Drafts that reject a suggestion, or remove what a person added. None where it is gone already."""
    if not unit.is_shown:
        return []
    is_suggestion = unit.score is not None
    state, action = ("rejected", "reject") if is_suggestion else ("removed", "remove")
    return decide(desk, article, unit, action + "_bulk" if bulk and is_suggestion else action, {"state": state})


def correct(
    desk: Desk, article: str, unit: Unit, fields: Mapping[str, Any], *, machine: Mapping[str, Any] = {}
) -> list[Draft]:
    """Drafts that correct some fields. A suggested entity is decided as a whole, a statement part by part.

    What stands already is corrected in these fields alone, so that work on two laptops adds up.
    """
    if unit.kind == "entity" and unit.state == "suggested":
        return decide(desk, article, unit, "correct", {**unit_fields(unit), **fields, "state": "kept"}, machine=machine)
    return decide(desk, article, unit, "correct", {**fields, "state": "kept"}, machine=machine)


def actors_in(fields: Mapping[str, Any]) -> list[str]:
    """The actors that fields of a unit name."""
    speaker: Mapping[str, Any] = fields.get("speaker") or {}
    others: Iterable[Mapping[str, Any]] = speaker.get("others", ())
    named: list[str | None] = [fields.get("actor"), *(other["actor"] for other in others)]
    return [actor for actor in named if actor]


def actors_of(speaker: Speaker | None) -> list[str]:
    return [] if speaker is None else [s.actor for s in (speaker, *speaker.others) if s.actor]


def actor_drafts(desk: Desk, article: str, actors: Iterable[str]) -> list[Draft]:
    """Drafts that take over actors which only the machine has named so far."""
    drafts: list[Draft] = []
    for actor_id in dict.fromkeys(actors):
        if desk.find_actor(actor_id) is None:
            actor = desk.suggested_actor(article, actor_id)
            if actor is not None:
                fields = {**actor_fields(actor), "state": "kept"}
                drafts.append(Draft(desk.layer, None, actor_id, "actor", "accept", fields))
    return drafts


def as_statement(unit: Unit) -> Statement:
    """The unit's statement.

    Raises:
        Invalid: the unit is an entity.
    """
    if not isinstance(unit.value, Statement):
        raise Invalid("That is an entity, not a statement.")
    return unit.value


def as_entity(unit: Unit) -> Entity:
    """The unit's entity.

    Raises:
        Invalid: the unit is a statement.
    """
    if not isinstance(unit.value, Entity):
        raise Invalid("That is a statement, not an entity.")
    return unit.value
