"""What a layer's decisions on a name say about the next suggestion of that name: never fix the same name twice.

An overlay on the stored suggestions, for each layer by itself, so that nobody's work shows in another's.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from annotator.model import Entity
from annotator.units import Unit

AGREEING = 0.8
"""Share of a name's decided labels that must agree before it is taken over."""
REFUSALS = 2
"""How often a name must be refused, and never kept, before its suggestions are hidden."""
SOURCE = "memory 1"


class Verdict(msgspec.Struct, frozen=True):
    """What was decided about a name: its label (None: that it is no entity), and in how many articles."""

    label: str | None
    articles: int


def verdict(rows: Iterable[tuple[str, str, int]]) -> Verdict | None:
    """The verdict on one name from (label, state, number of articles) rows, None where they do not agree."""
    kept: dict[str, int] = {}
    refused = 0
    for label, state, articles in rows:
        if state == "kept":
            kept[label] = kept.get(label, 0) + articles
        elif state == "rejected":
            refused += articles
    if kept:
        label, articles = max(sorted(kept.items()), key=lambda item: item[1])
        return Verdict(label, articles) if articles >= AGREEING * sum(kept.values()) else None
    return Verdict(None, refused) if refused >= REFUSALS else None


def overlay(unit: Unit, found: Verdict | None) -> Unit:
    """An undecided entity as memory has it: with the label decided elsewhere, or hidden where the name was refused."""
    value = unit.value
    if found is None or unit.state != "suggested" or not isinstance(value, Entity):
        return unit
    where = "1 article" if found.articles == 1 else f"{found.articles} articles"
    if found.label is None:
        return msgspec.structs.replace(unit, hidden=True, source=SOURCE, reason=f"same name refused in {where}")
    if found.label == value.label:
        return unit
    return msgspec.structs.replace(
        unit,
        value=msgspec.structs.replace(value, label=found.label),
        source=SOURCE,
        reason=f"same name decided {found.label} in {where}",
    )
