"""Cards settled by hand, for tests of review: what the journal would give back of a lead's decision."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from annotator.review.model import LayerWork
from annotator.review.queue import ReviewCard
from annotator.review.settings import ReviewSettings, RuleName
from annotator.review.settling import deciding
from annotator.review.settling.decided import GoldDecision, gold_decision, gold_fields
from annotator.review.settling.gold import gold_of
from annotator.review.settling.resolving import resolve
from annotator.units import Decided, Unit
from tests.annotator.review.sides import work


def headed(layer: str, *units: Unit, changed: Mapping[str, int] | None = None) -> LayerWork:
    """A layer's work with one decision behind each unit, and one more for each time that it was `changed` since."""
    times = changed or {}
    heads = {
        unit.id: tuple(f"{layer}.{unit.id}.{number}" for number in range(1 + times.get(unit.id, 0))) for unit in units
    }
    return msgspec.structs.replace(work(layer, *units), heads=heads)


def reviewed(
    works: Sequence[LayerWork],
    decisions: Sequence[GoldDecision] = (),
    *,
    rule: RuleName = "unanimous",
    at_least: int = 2,
    sample: frozenset[str] = frozenset(),
) -> tuple[ReviewCard, ...]:
    """The cards of the article."""
    return resolve(works, decisions, ReviewSettings(rule, at_least), sample=sample)


def gold_units(cards: Sequence[ReviewCard]) -> tuple[Unit, ...]:
    """What is gold of the cards, in reading order."""
    return gold_of(cards).units


def only(cards: Sequence[ReviewCard]) -> ReviewCard:
    """The one card that there is."""
    (card,) = cards
    return card


def stored(decision: GoldDecision, card: ReviewCard, *, author: str = "lead", row: int = 1) -> GoldDecision:
    """The decision as it comes back from the journal."""
    fields = gold_fields(decision, deciding.base_of(card))
    decided = Decided(decision.id, decision.kind, decision.article, fields, frozenset(fields), "adjudicated")
    heads = (f"{author}.{decision.id}.{row}",)
    return msgspec.structs.replace(gold_decision(decided), heads=heads, author=author, time="2025-03-17T10:00:00Z")


def taken(card: ReviewCard, version: int = 0, *, author: str = "lead") -> GoldDecision:
    """The stored decision that takes a version."""
    return stored(deciding.take(card, card.versions[version]), card, author=author)


def version_of(card: ReviewCard, layer: str) -> int:
    """The number of a layer's version, from 0."""
    return next(number for number, version in enumerate(card.versions) if layer in version.layers)


def all_taken(works: Sequence[LayerWork], choices: Sequence[int]) -> list[GoldDecision]:
    """Every card that waits settled by one of its versions."""
    waiting = [card for card in reviewed(works) if card.is_waiting]
    return [taken(card, choice % len(card.versions)) for card, choice in zip(waiting, choices, strict=False)]
