"""A lead at work in the sample project: events aligned and disagreements settled, with reasons, for a start.

The rest of what the team (`annotator.demo.team`) differs on is left to whoever opens the sample.
"""

from __future__ import annotations

from pathlib import Path

from annotator.demo.team import TEAM
from annotator.ids import derived_id
from annotator.model import Entity
from annotator.operations import AddCase, Align, Together
from annotator.project import Project
from annotator.review.comparing.classes import in_words
from annotator.review.inventories.model import Owned
from annotator.review.queue import ReviewCard

LEAD = "lead"
LABELS = 4
"""So many labels are settled one by one."""
REASONS = {
    "determiner": ("1.2", "The article before a name stays outside, with a capital too.", "shorter"),
    "title": ("1.2", "Titles, ranks and functions stand before a name and are no part of it.", "shorter"),
    "possessive": ("1.2", "The possessive ending is grammar, not name.", "shorter"),
}
"""What classes of disagreements are settled by: section, reason, and the choice."""
ALIGNED = ("shelling", "closure", "wreck")
"""The events that are aligned, by their keys."""
LABEL_REASON = ("1.3", "One name has one label in an article: what it does here, not what it is elsewhere.")


def add_lead(path: Path) -> None:
    """Let a lead align some events, and settle whole classes and a few labels in the first article of several.

    Raises:
        UserError: the file cannot be written.
    """
    with Project.open(path, annotator=LEAD) as project:
        _align_events(project)
        queue = {row.article for row in project.lead.review.queue()}
        article = next((row.id for row in project.articles() if row.id in queue), None)
        if article is not None:
            _settle_classes(project, article)
            _settle_labels(project, article)


def _align_events(project: Project) -> None:
    """Make what the team calls differently one, for some of the events; the rest is left as it is proposed."""
    for key in ALIGNED:
        made = [Owned(name, derived_id("demo", name, key)) for name in TEAM]
        found = [one for one in made if project.lead.inventories.find("event", one.id)]
        for other in found[1:]:
            project.run(Align("event", other, found[0]))


def _settle_classes(project: Project, article: str) -> None:
    review = project.lead.review
    for found in review.classes(article):
        if found.name in REASONS:
            section, reason, name = REASONS[found.name]
            choice = found.choice(name)
            ids = {card.id for card in found.cards}
            cards = [card for card in review.article(article).cards if card.card.id in ids]
            cases = [_case(project, card, section, reason) for card in cards]
            title = found.sentence(choice)
            project.run(Together(title, (review.settle_class(found, choice), *cases)))


def _settle_labels(project: Project, article: str) -> None:
    """Take the version that most have, and mark who stands alone with another as a slip."""
    review = project.lead.review
    section, reason = LABEL_REASON
    differing = [card for card in review.article(article).waiting if card.card.kinds == ("label",)]
    for card in differing[:LABELS]:
        best, *others = sorted(card.versions, key=lambda version: -len(version.layers))
        slips = [layer for other in others if len(other.layers) < len(best.layers) for layer in other.layers]
        settled = review.take(article, card, best, slips=slips)
        case = _case(project, card, section, reason, "Section 1.4 has the pairs that are often confused.")
        project.run(Together("Settle disagreement", (settled, case)))


def _case(project: Project, card: ReviewCard, section: str, reason: str, comment: str = "") -> AddCase:
    article, values = card.card.article, [unit.value for unit in card.card.members.values()]
    labels = {value.label if isinstance(value, Entity) else value.type for value in values}
    words = in_words(values[0], project.article(article).text, card.card.kinds)
    key = derived_id("demo", LEAD, card.id)
    return AddCase(
        reason, section, comment, card.card.kinds, tuple(sorted(labels)), words, card=card.id, article=article, id=key
    )
