"""Linked to other events: the sets differ. Nothing to link is the empty set; who decided no links differs from none."""

from __future__ import annotations

from annotator.review.comparing.kinds.base import STATEMENTS, DisagreementKind
from annotator.review.comparing.parts import Context
from annotator.review.model import Card


def differs(card: Card, context: Context) -> bool:
    """Whether two layers link it to different sets of events."""
    return len({frozenset(event for event, _, _ in links) for links in context.values(card, "links")}) > 1


KIND = DisagreementKind("event", "Event", STATEMENTS, differs, ("links",), weight=1.0)
