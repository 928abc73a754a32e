"""The case book beside the current card: the likest case, and the case that a decision with a reason becomes."""

from __future__ import annotations

from typing import Any

from annotator.model import Entity, Statement
from annotator.operations.cases import AddCase
from annotator.project import Project
from annotator.review.cases import Case
from annotator.review.comparing.classes import in_words
from annotator.review.queue import ReviewCard
from annotator.wording import clipped, counted
from ui.panels.review_place.card_panel import Reason

WORDS_CHARS = 120


def likest(project: Project, card: ReviewCard, text: str) -> Case | None:
    """The case that is most like a card: by kinds of disagreement, labels and words."""
    found = project.lead.cases.like(card.card.kinds, _labels(card), _words(card, text), most=1)
    return found[0].case if found else None


def told(case: Case | None) -> str:
    """A case in a few lines; "" for none."""
    if case is None:
        return ""
    section = f"Guidelines {case.section}" if case.section else ""
    told = " · ".join(part for part in (section, f"used {counted(case.used, 'time')}") if part)
    return f"Like case · “{case.reason}” · {told}"


def case_of(operation: Any, card: ReviewCard, text: str, reason: Reason) -> AddCase:
    """The case that a decision on a card becomes."""
    decision = getattr(operation, "decision", None)
    value = decision.value if decision is not None else None
    return AddCase(
        reason=reason.words,
        section=reason.section,
        comment=reason.comment,
        kinds=card.card.kinds,
        labels=_labels(card),
        words=_words(card, text),
        outcome=_in_words(value, text, card) if value is not None else "none is right",
        card=card.id,
        article=card.card.article,
    )


def _labels(card: ReviewCard) -> tuple[str, ...]:
    values = [version.value for version in card.versions if version.value is not None]
    return tuple(dict.fromkeys(value.label if isinstance(value, Entity) else value.type for value in values))


def _words(card: ReviewCard, text: str) -> str:
    value = next((version.value for version in card.versions if version.value is not None), None)
    return _in_words(value, text, card) if value is not None else ""


def _in_words(value: Entity | Statement, text: str, card: ReviewCard) -> str:
    return clipped(in_words(value, text, card.card.kinds), WORDS_CHARS)
