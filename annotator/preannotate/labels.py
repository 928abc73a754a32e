"""Names of entity labels: those of other label sets in ours, and ours in those of a project's scheme. Pure.

"Ours" are the labels of OntoNotes, which the rules and the measured scores know.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

import msgspec

from annotator import ids
from annotator.model import Entity, Suggestion

OURS = {
    "PER": "PERSON",
    "PERS": "PERSON",
    "ORGANIZATION": "ORG",
    "ORGANISATION": "ORG",
    "LOCATION": "LOC",
    "FACILITY": "FAC",
    "PERCENTAGE": "PERCENT",
    "PROD": "PRODUCT",
    "EVT": "EVENT",
}
WIDER = {
    "GPE": ("LOC", "LOCATION", "PLACE"),
    "FAC": ("LOC", "LOCATION", "PLACE"),
    "LOC": ("PLACE", "GPE"),
    "NORP": ("MISC",),
    "EVENT": ("MISC",),
    "WORK_OF_ART": ("MISC",),
    "PRODUCT": ("MISC",),
    "LAW": ("MISC",),
    "LANGUAGE": ("MISC",),
}
"""Where a coarser scheme puts what ours tells apart, in order of preference; CoNLL's four labels among them."""


def our_label(label: str) -> str:
    """Our name of a model's label: PER is PERSON; one that we have no name for stays as it is."""
    return OURS.get(label, label)


def scheme_label(label: str, known: Collection[str]) -> str | None:
    """The label of a scheme for a label of ours: itself, another name of it, else a wider one; None without any."""
    if label in known:
        return label
    ours = our_label(label)
    others = (ours, *(name for name, same in OURS.items() if same == ours), *WIDER.get(ours, ()))
    return next((name for name in others if name in known), None)


def in_scheme(
    article_id: str, suggestions: Sequence[Suggestion], known: Collection[str]
) -> tuple[list[Suggestion], set[str]]:
    """Suggestions under the labels of a scheme, and the labels that it has no counterpart for.

    Entities of the latter are left out: nobody could accept them.
    """
    kept: dict[str, Suggestion] = {}
    unknown: set[str] = set()
    for each in suggestions:
        value = each.value
        label = scheme_label(value.label, known) if isinstance(value, Entity) else None
        if not isinstance(value, Entity) or label == value.label:
            kept.setdefault(each.id, each)
        elif label is None:
            unknown.add(value.label)
        else:
            own_id = ids.suggestion_id(article_id, "entity", [(value.span.start, value.span.end)], label)
            kept.setdefault(own_id, msgspec.structs.replace(each, value=_labelled(value, own_id, label)))
    return list(kept.values()), unknown


def _labelled(entity: Entity, own_id: str, label: str) -> Entity:
    return msgspec.structs.replace(entity, id=own_id, label=label)
