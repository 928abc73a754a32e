"""Where leads settled one card differently, under one id or, where their copies held other layers, under several.

The Review place shows them among all that waits; here they are found without comparing the layers again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from annotator.layers import GOLD
from annotator.review.comparing.parts import parts_of
from annotator.review.settling.decided import GoldDecision
from annotator.review.settling.standing import Standing, standings
from annotator.store import Database, adjudications
from annotator.views.inquiries import Conflict
from annotator.views.lead.review_decisions import ReviewDecisions

STATE = "state"
"""The field of a card that one lead refused and another did not."""


def gold_conflicts(db: Database) -> list[Conflict]:
    """One conflict for each card that leads settled differently, by article: the first part that differs."""
    articles = adjudications.articles_of_several(db)
    if not articles:
        return []
    decisions = ReviewDecisions(db).in_articles(articles)
    return [found for own in decisions.values() for standing in standings(own) for found in _conflict(standing)]


def _conflict(standing: Standing) -> Iterator[Conflict]:
    decisions = standing.decisions
    told = [_told(decision) for decision in decisions]
    if all(one == told[0] for one in told):
        return
    first = standing.decision
    field = next((name for name in told[0] if any(one.get(name) != told[0][name] for one in told)), STATE)
    yield Conflict(
        layer=GOLD,
        subject=standing.id,
        kind=first.kind,
        article=first.article,
        field=field,
        values=tuple(msgspec.to_builtins(one.get(field)) for one in told),
        authors=tuple(decision.author for decision in decisions),
        times=tuple(decision.time for decision in decisions),
    )


def _told(decision: GoldDecision) -> Mapping[str, Any]:
    """What is gold by a decision, part by part; its parent apart, which goes by another id in each layer."""
    if decision.value is None:
        return {STATE: "rejected"}
    parts = {name: value for name, value in parts_of(decision.value).items() if name != "parent"}
    has_parent = getattr(decision.value, "parent", None) is not None
    return {STATE: "kept", **parts, "parent": has_parent, "alternatives": len(decision.alternatives)}
