"""A unit that one layer has and another, which looked, has not."""

from __future__ import annotations

from annotator.review.comparing.kinds.base import BOTH, DisagreementKind
from annotator.review.comparing.parts import Context
from annotator.review.model import Card


def differs(card: Card, _context: Context) -> bool:
    """Whether somebody who looked has it not."""
    return bool(card.absent and card.members)


KIND = DisagreementKind("missed", "Missed", BOTH, differs)
