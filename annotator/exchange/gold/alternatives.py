"""Other readings that a lead kept beside the preferred one, once gold was read into a layer: a field of the unit there.

What a lead decides is told in `annotator.review.settling.decided`; here are the readings that come with a file.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, cast

from annotator.fields import entity_fields, entity_from, statement_fields, statement_from
from annotator.model import Entity, Link
from annotator.units import Decided, Unit

FIELD = "alternatives"


def alternative_fields(units: Iterable[Unit]) -> dict[str, Any]:
    """Other readings of a unit as a field of its decision."""
    return {FIELD: [_fields(unit) for unit in units]}


def kept_beside(decided: Decided) -> tuple[Unit, ...]:
    """The other readings that a layer has of a unit, with ids of their own; () where there are none."""
    given: Any = decided.fields.get(FIELD) or ()
    # What a lead decided has no ids: `annotator.review` reads that.
    return tuple(_unit(decided, fields) for fields in given if fields.get("id"))


def _fields(unit: Unit) -> dict[str, Any]:
    value = unit.value
    if isinstance(value, Entity):
        return {**entity_fields(value), "id": value.id}
    return {
        **statement_fields(value),
        "id": value.id,
        "decided": sorted(unit.decided),
        "nothing_to_link": value.nothing_to_link,
        "links": [[link.id, link.event, link.relation, link.conditional] for link in value.links],
    }


def _unit(decided: Decided, fields: Mapping[str, Any]) -> Unit:
    key = cast("str", fields["id"])
    if decided.kind == "entity":
        return Unit(entity_from(key, fields), "kept", frozenset(("span", "label", "actor")), decided.how)
    links = tuple(Link(link, key, event, relation, flag) for link, event, relation, flag in fields.get("links") or ())
    return Unit(statement_from(key, fields, links), "kept", frozenset(fields.get("decided") or ()), decided.how)
