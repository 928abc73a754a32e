"""What a lead settled otherwise than an annotator has it: what the annotator can learn from. Pure.

It tells of the annotator's own units and of the gold, never of what others had.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec

from annotator.ids import derived_id
from annotator.layers import GOLD
from annotator.model import PARTS, Entity, Kind, Statement
from annotator.review.comparing.kinds import kinds_of
from annotator.review.comparing.parts import Context
from annotator.review.model import Card, LayerWork
from annotator.review.settling.decided import GoldDecision, value_fields
from annotator.units import Unit

ELSEWHERE = "elsewhere"
"""The card of every parent that no decision speaks of: such parents are not told apart."""
ALL_PARTS = frozenset(PARTS)


class FeedbackItem(msgspec.Struct, frozen=True):
    """One unit on which the gold differs from what the annotator has. `own` or `gold` is None for none, never both.

    `kinds` say in what they differ; `missed` also where the gold has none. `reason`, `section` and `comment` are of the
    case that the lead wrote, "" where none was written. `is_slip`: the lead takes it for a slip, not for another view.
    """

    article: str
    card: str
    kind: Kind
    own: Entity | Statement | None
    gold: Entity | Statement | None
    kinds: tuple[str, ...]
    reason: str = ""
    section: str = ""
    comment: str = ""
    is_slip: bool = False

    @property
    def start(self) -> int:
        """Where it begins in the text."""
        return min(_start(value) for value in (self.own, self.gold) if value is not None)

    @property
    def mark(self) -> str:
        """What to remember where it was seen: another one as soon as there is something new to see."""
        told = [repr(sorted(value_fields(value).items())) if value else "" for value in (self.own, self.gold)]
        return derived_id("feedback", self.card, *told, self.reason, self.section, self.comment)


def feedback(work: LayerWork, decisions: Iterable[GoldDecision]) -> list[FeedbackItem]:
    """Where the gold of an article differs from a layer's units as they are now, in reading order; without the reasons.

    Only what was settled when the layer had submitted counts, and nothing that leads dispute. Who has one of several
    readings that were kept agrees, and a part that the annotator did not decide differs from nothing.
    """
    told = _undisputed(list(decisions))
    units = {unit.id: unit for unit in work.units}
    parents = _parents(told, units.values())
    context = Context((), {work.layer: parents, GOLD: parents})
    found = [_item(work, units, one, context) for one in told]
    return sorted((item for item in found if item), key=lambda item: (item.start, item.card))


def _undisputed(decisions: Sequence[GoldDecision]) -> list[GoldDecision]:
    """Without cards that leads settled differently, which have several decisions."""
    counts = Counter(one.id for one in decisions)
    return [one for one in decisions if counts[one.id] == 1]


def _item(work: LayerWork, units: Mapping[str, Unit], decision: GoldDecision, context: Context) -> FeedbackItem | None:
    own = _own(work.layer, units, decision)
    if own is None:
        return None
    (unit,) = own or (None,)
    gold = [value for value in (decision.value, *decision.alternatives) if value is not None]
    if unit is None or not gold:
        kinds = ("missed",) if unit or gold else ()
    else:
        differences = [_kinds(work, unit, value, context) for value in gold]
        kinds = differences[0] if all(differences) else ()
    if not kinds:
        return None
    return FeedbackItem(
        decision.article,
        decision.id,
        decision.kind,
        unit.value if unit else None,
        decision.value,
        kinds,
        is_slip=work.layer in decision.slips,
    )


def _own(layer: str, units: Mapping[str, Unit], decision: GoldDecision) -> tuple[Unit, ...] | None:
    """The layer's unit that was settled, if it is still there; None where the layer was not asked."""
    settled = [one for one in decision.settles if one.layer == layer]
    if not settled:
        return None
    return tuple(units[one.subject] for one in settled if one.subject in units)[:1]


def _kinds(work: LayerWork, unit: Unit, value: Entity | Statement, context: Context) -> tuple[str, ...]:
    """In what the gold differs from the annotator's unit."""
    links = getattr(value, "links", ()) or getattr(value, "nothing_to_link", False)
    gold = Unit(value, "kept", ALL_PARTS if links else ALL_PARTS - {"links"})
    return kinds_of(Card(work.article, unit.kind, {work.layer: unit, GOLD: gold}), context)


def _parents(decisions: Sequence[GoldDecision], units: Iterable[Unit]) -> dict[str, str | None]:
    """The card of every unit that is a parent, by whichever layer's id."""
    found: dict[str, str | None] = {}
    values: list[Any] = [unit.value for unit in units]
    values += [value for one in decisions for value in (one.value, *one.alternatives)]
    for value in values:
        if isinstance(value, Statement) and value.parent:
            found[value.parent] = ELSEWHERE
    for one in decisions:
        found |= {settled.subject: one.id for settled in one.settles if settled.subject}
        found[one.id] = one.id
    return found


def _start(value: Entity | Statement) -> int:
    return value.span.start if isinstance(value, Entity) else value.content[0].start
