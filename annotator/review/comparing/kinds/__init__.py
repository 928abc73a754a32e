"""Of what kinds a disagreement is. A new kind is one module here and one line in `KINDS`.

Which units stand on one card is told by `comparing.comparison`, what is compared of them by `comparing.parts`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from annotator.model import PARTS, Kind
from annotator.review.comparing.kinds import (
    actor,
    boundary,
    cue,
    event,
    label,
    missed,
    parent,
    relation,
    speaker,
    type_,
)
from annotator.review.comparing.kinds.base import DisagreementKind
from annotator.review.comparing.parts import Context
from annotator.review.model import Card

__all__ = ["KINDS", "PARTS_SHOWN", "PART_KINDS", "DisagreementKind", "find_kind", "kinds_of", "weight_of"]

KINDS: tuple[DisagreementKind, ...] = (
    missed.KIND,
    boundary.KIND,
    label.KIND,
    type_.KIND,
    cue.KIND,
    speaker.KIND,
    actor.KIND,
    parent.KIND,
    event.KIND,
    relation.KIND,
)
"""In the order of the glossary, which is that of every table and chart."""

PARTS_SHOWN: Mapping[Kind, tuple[str, ...]] = {"entity": ("content", "label", "actor"), "statement": PARTS}
"""The rows of a table of parts by versions. What is verbatim stands with the content."""

PART_KINDS: Mapping[str, tuple[str, ...]] = {
    part: tuple(kind.name for kind in KINDS if part in kind.parts)
    for part in dict.fromkeys(part for parts in PARTS_SHOWN.values() for part in parts)
}
"""Part → the kinds of disagreement that concern it, for tinting what differs in a table. Missed concerns none."""

_BY_NAME = {kind.name: kind for kind in KINDS}


def find_kind(name: str) -> DisagreementKind | None:
    """The kind with this name, None where there is none: a journal may have been written by a newer program."""
    return _BY_NAME.get(name)


def kinds_of(card: Card, context: Context) -> tuple[str, ...]:
    """The names of the kinds of which the layers differ on a card, in the order of `KINDS`."""
    if len(card.members) == 1:  # nobody else has a part that could differ
        return (missed.KIND.name,) if missed.KIND.differs(card, context) else ()
    return tuple(kind.name for kind in KINDS if card.kind in kind.units and kind.differs(card, context))


def weight_of(names: Iterable[str]) -> float:
    """How much a disagreement of these kinds counts in the order of the queue: the sum of their weights."""
    return sum(kind.weight for name in names if (kind := find_kind(name)))
