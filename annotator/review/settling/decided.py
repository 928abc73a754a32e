"""What a lead decided about a card, as the fields of a decision of the layer `gold`, and back.

The value's own fields are those of its kind (`annotator.fields`); beside them stand whose versions it settles, other
readings that were kept, and how it came about. A statement's links are subjects of their own, as in every layer, and
are told here once more: two leads who link it differently contradict each other, and one set must not run into the
other. Its parent is named by the id that the parent has in any layer.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

import msgspec

from annotator.fields import Fields, entity_fields, entity_from, statement_fields, statement_from
from annotator.ids import link_id
from annotator.model import Entity, Kind, Link, Statement
from annotator.units import Decided

ABOUT_FIELDS = frozenset(("settles", "choice", "taken", "slips", "sampled", "was_right", "in_batch"))
"""The fields that say how a decision came about, not what is gold: two leads may differ in them and agree."""

Choice = Literal["version", "composed", "none", "edited", "both"]
"""How a lead decided: a version taken, parts of several, none is right, edited in place, both readings kept."""


class Settled(msgspec.Struct, frozen=True, order=True, array_like=True, gc=False):
    """A version that a decision settles: whose, of which unit ("" for who has none), made by which live decisions."""

    layer: str
    subject: str = ""
    decisions: tuple[str, ...] = ()


class GoldDecision(msgspec.Struct, frozen=True):
    """A lead's decision on one card. `id` is the card's.

    `value` is what is gold, None where none is right; a statement's with its links. `alternatives`: other readings that
    were kept, the preferred one being `value`. `taken`: part → the layer that it was taken from. `slips`: layers whose
    version is a slip. `sampled`: all agreed, and the lead looked all the same; `was_right` says whether rightly.
    """

    id: str
    article: str
    kind: Kind
    value: Entity | Statement | None
    settles: tuple[Settled, ...]
    choice: Choice = "version"
    alternatives: tuple[Entity | Statement, ...] = ()
    taken: Mapping[str, str] = {}
    slips: tuple[str, ...] = ()
    sampled: bool = False
    was_right: bool = True
    batch: str = ""
    """The title of the class of disagreements that it was settled with, "" for one by itself."""
    base: Entity | Statement | None = None
    """Where `value` is None: a value that says where what is refused would have stood."""
    heads: tuple[str, ...] = ()
    """The live journal rows that it amounts to; () where it is not in the journal yet, like the next two."""
    author: str = ""
    time: str = ""

    @property
    def place(self) -> Entity | Statement | None:
        """The value, or what stands for it where none is right."""
        return self.value or self.base


def gold_fields(decision: GoldDecision, base: Entity | Statement) -> dict[str, Any]:
    """The decision as fields. `base` gives the place of what is refused: a value that some layer had."""
    value = decision.value or base
    fields = value_fields(value)
    fields |= {
        "state": "kept" if decision.value is not None else "rejected",
        "settles": [[one.layer, one.subject, list(one.decisions)] for one in sorted(decision.settles)],
        "choice": decision.choice,
        "alternatives": [_alternative(other) for other in decision.alternatives],
        "taken": dict(sorted(decision.taken.items())),
        "slips": sorted(decision.slips),
        "sampled": decision.sampled,
        "was_right": decision.was_right,
        "in_batch": decision.batch,
    }
    if isinstance(value, Statement):
        fields["nothing_to_link"] = value.nothing_to_link and not value.links
        fields["links"] = _link_rows(value)
    return fields


def gold_decision(decided: Decided) -> GoldDecision:
    """The decision that fields of the layer `gold` describe. Who made it when is the caller's to add."""
    fields = decided.fields
    kind: Kind = "entity" if decided.kind == "entity" else "statement"
    value = value_from(kind, decided.id, fields, _links_of(decided.id, fields))
    is_kept = decided.state == "kept"
    return GoldDecision(
        id=decided.id,
        article=decided.article or "",
        kind=kind,
        value=value if is_kept else None,
        base=None if is_kept else value,
        settles=tuple(Settled(one[0], one[1], tuple(one[2])) for one in fields.get("settles") or ()),
        choice=fields.get("choice") or "version",
        alternatives=tuple(
            value_from(kind, f"{decided.id}-{number}", other, _links_of(decided.id, other))
            for number, other in enumerate(fields.get("alternatives") or (), 1)
        ),
        taken=fields.get("taken") or {},
        slips=tuple(fields.get("slips") or ()),
        sampled=bool(fields.get("sampled")),
        was_right=fields.get("was_right") is not False,
        batch=fields.get("in_batch") or "",
    )


def value_fields(value: Entity | Statement) -> dict[str, Any]:
    """An entity or a statement as fields, the links of a statement apart."""
    return entity_fields(value) if isinstance(value, Entity) else statement_fields(value)


def value_from(kind: Kind, value_id: str, fields: Fields, links: tuple[Link, ...] = ()) -> Entity | Statement:
    """The entity or statement that fields describe."""
    return entity_from(value_id, fields) if kind == "entity" else statement_from(value_id, fields, links)


def _alternative(value: Entity | Statement) -> dict[str, Any]:
    fields = value_fields(value)
    if isinstance(value, Statement):
        fields["nothing_to_link"] = value.nothing_to_link and not value.links
        fields["links"] = _link_rows(value)
    return fields


def _link_rows(value: Statement) -> list[list[Any]]:
    return sorted([link.event, link.relation, link.conditional] for link in value.links)


def _links_of(statement: str, fields: Fields) -> tuple[Link, ...]:
    return tuple(
        Link(link_id(statement, event, relation), statement, event, relation, conditional)
        for event, relation, conditional in fields.get("links") or ()
    )
