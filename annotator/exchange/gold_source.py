"""Gold where nobody has to settle anything: articles that exactly one annotator submitted.

An article that nobody submitted, or several did, blocks the release and is named. Never silently incomplete. One that
was set aside, and that nobody submitted, is no gold and blocks nothing; the card says so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotator.errors import UserError
from annotator.exchange.gathering import Source
from annotator.layers import GOLD
from annotator.store import articles, queries
from annotator.views.reading import Reading

if TYPE_CHECKING:
    from annotator.project import Project

NAMED = 5


def gold_source(project: Project, *, incomplete: bool) -> tuple[Source, list[str]]:
    """The articles that make up gold, and the sentences that go on the card.

    Raises:
        UserError: something blocks the release and `incomplete` was not asked for.
    """
    submitted = queries.submitters(project.db)
    aside = queries.submitters(project.db, "set aside")
    everything = articles.ids(project.db)
    owners = {article: people[0] for article in everything if len(people := submitted.get(article, [])) == 1}
    none = [article for article in everything if article not in submitted and article not in aside]
    several = [article for article in everything if len(submitted.get(article, [])) > 1]
    blocks = _sentences(project, none, "not submitted by anybody") + _sentences(
        project, several, "submitted by several annotators and not reviewed"
    )
    if blocks and not incomplete:
        raise UserError(
            "The gold is not complete. " + " ".join(blocks), "Use --incomplete to export what is there, marked as such."
        )
    notes = [f"Incomplete: {sentence}" for sentence in blocks]
    left_out = [article for article in everything if article in aside and article not in submitted]
    notes += _sentences(project, left_out, "set aside and left out")
    if owners:
        notes.append("Every article was annotated by one person; there is no agreement to report.")
    readings = {name: Reading(project.db, name, project.scheme) for name in dict.fromkeys(owners.values())}
    return Source(GOLD, list(owners), readings, owners), notes


def _sentences(project: Project, found: list[str], what: str) -> list[str]:
    if not found:
        return []
    titles = [f"“{article.title}”" for article in articles.texts(project.db, found[:NAMED])]
    more = f" and {len(found) - NAMED} more" if len(found) > NAMED else ""
    number = "1 article is" if len(found) == 1 else f"{len(found)} articles are"
    return [f"{number} {what}: {', '.join(titles)}{more}."]
