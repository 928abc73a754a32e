"""The same event, in another relation, or conditional for one and not for another."""

from __future__ import annotations

from collections import defaultdict

from annotator.review.comparing.kinds.base import STATEMENTS, DisagreementKind
from annotator.review.comparing.parts import Context
from annotator.review.model import Card


def differs(card: Card, context: Context) -> bool:
    """Whether two layers link it to one event in different ways."""
    ways: dict[str, set[frozenset[tuple[str, bool]]]] = defaultdict(set)
    for links in context.values(card, "links"):
        for event in {event for event, _, _ in links}:
            ways[event].add(frozenset((relation, is_if) for linked, relation, is_if in links if linked == event))
    return any(len(found) > 1 for found in ways.values())


KIND = DisagreementKind("relation", "Relation", STATEMENTS, differs, ("links",), weight=0.7)
