"""Gold where nobody has to settle anything: articles that exactly one annotator submitted.

An article that nobody submitted, or several did, blocks the release and is named. Never silently incomplete.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotator.errors import UserError
from annotator.exporting import GOLD, Source
from annotator.reading import Reading
from annotator.store import articles, queries
from annotator.work import ArticleWork

if TYPE_CHECKING:
    from annotator.project import Project

NAMED = 5


class GoldReading(Reading):
    """Each article as its one annotator submitted it."""

    def __init__(self, project: Project, owners: dict[str, str]) -> None:
        super().__init__(project.db, GOLD, project.scheme)
        self._owners = owners
        self._readings = {name: Reading(project.db, name, project.scheme) for name in set(owners.values())}
        if len(self._readings) == 1:
            self.registry = next(iter(self._readings.values())).registry

    def work(self, article_id: str) -> ArticleWork:
        return self._readings[self._owners[article_id]].work(article_id)


def gold_source(project: Project, *, incomplete: bool) -> tuple[Source, list[str]]:
    """The articles that make up gold, and the sentences that go on the card.

    Raises:
        UserError: something blocks the release and `incomplete` was not asked for.
    """
    submitted = queries.submitters(project.db)
    everything = articles.ids(project.db)
    owners = {article: people[0] for article in everything if len(people := submitted.get(article, [])) == 1}
    none = [article for article in everything if article not in submitted]
    several = [article for article in everything if len(submitted.get(article, [])) > 1]
    blocks = _sentences(project, none, "not submitted by anybody") + _sentences(
        project, several, "submitted by several annotators and not reviewed"
    )
    if blocks and not incomplete:
        raise UserError(
            "The gold is not complete. " + " ".join(blocks), "Use --incomplete to export what is there, marked as such."
        )
    notes = [f"Incomplete: {sentence}" for sentence in blocks]
    if owners:
        notes.append("Every article was annotated by one person; there is no agreement to report.")
    held = [article for article in everything if article in owners]
    people = {article: [owner] for article, owner in owners.items()}
    return Source(GOLD, GoldReading(project, owners), held, people), notes


def _sentences(project: Project, found: list[str], what: str) -> list[str]:
    if not found:
        return []
    titles = [f"“{article.title}”" for article in articles.texts(project.db, found[:NAMED])]
    more = f" and {len(found) - NAMED} more" if len(found) > NAMED else ""
    return [f"{len(found)} of the articles {'is' if len(found) == 1 else 'are'} {what}: {', '.join(titles)}{more}."]
