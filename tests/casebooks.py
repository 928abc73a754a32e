"""For tests of the case book and of feedback: a team's project in which a lead has settled towns, with reasons."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from annotator.operations import AddCase, Together
from annotator.project import Project
from annotator.review.queue import ReviewCard
from tests.teams import make_team

REASON = "A town is a place, not a body."
COMMENT = "Look at what stands before it."
SECTION = "1.3"


def make_settled(make_project: Callable[..., Project], **options: object) -> Path:
    """The project of `tests.teams` with both places of Kursk settled as GPE, for one reason; its path."""
    path = make_team(make_project, **options)  # type: ignore[arg-type]
    with Project.open(path, annotator="lead") as project:
        for card in towns(project):
            settle(project, card)
    return path


def towns(project: Project) -> list[ReviewCard]:
    """The cards on which only the label differs."""
    article = project.lead.review.article(project.article_ids()[0])
    return [card for card in article.waiting if card.card.kinds == ("label",)]


def settle(project: Project, card: ReviewCard) -> None:
    """Take the version with the label GPE, with a reason, a section and a comment."""
    version = next(one for one in card.versions if one.value is not None and one.value.label == "GPE")
    article = card.card.article
    case = AddCase(
        REASON, SECTION, COMMENT, card.card.kinds, ("ORG", "GPE"), "Kursk ORG", "Kursk GPE", card.id, article
    )
    project.run(Together("Settle disagreement", (project.lead.review.take(article, card, version), case)))


@contextmanager
def opened(path: Path, annotator: str | None) -> Iterator[Any]:
    """The real window on a project; closed at the end."""
    from shiboken6 import isValid

    from ui.app import open_window

    window = open_window(path, annotator=annotator)
    try:
        yield window
    finally:
        if isValid(window):
            window.close()
