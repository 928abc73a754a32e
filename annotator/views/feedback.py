"""`Feedback`: where the gold differs from what an annotator has, with the lead's reasons. Reads only.

An annotator asks it for the own layer: in the project itself, or in a handout that brings gold of submitted articles.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from annotator.review.cases import CaseEntry
from annotator.review.feedback import FeedbackItem, feedback
from annotator.store import Database, adjudications, cases, queries
from annotator.views.layer_works import LayerWorks
from annotator.views.reading import Reading
from annotator.views.review_decisions import ReviewDecisions


class Feedback:
    """Questions about what leads settled otherwise than an annotator has it, as it is now."""

    def __init__(self, db: Database, reading: Reading) -> None:
        self._db = db
        self._reading = reading

    def items(self, annotator: str | None = None, articles: Sequence[str] | None = None) -> list[FeedbackItem]:
        """All of it for an annotator (whose project this is without a name), in project order and reading order.

        `articles` are those to look at, all without. An article that was taken up again since counts too.
        """
        layer = annotator or self._reading.layer
        settled = adjudications.articles(self._db) if articles is None else set(articles)
        wanted = [article for article in queries.layer_articles(self._db, layer) if article in settled]
        if not wanted:
            return []
        decisions = ReviewDecisions(self._db).in_articles(wanted)
        reasons = {entry.card: entry for entry in cases.entries(self._db) if entry.card}
        works = LayerWorks(self._db, self._reading.scheme)
        found: list[FeedbackItem] = []
        for article, (work,) in works.of({article: [layer] for article in wanted if article in decisions}):
            items = feedback(work, decisions[article])
            found += [_with_reason(item, reasons.get(item.card)) for item in items]
        return found

    def unseen(self, seen: Sequence[str], annotator: str | None = None) -> list[FeedbackItem]:
        """Those whose `mark` is not among these, which the window keeps for each annotator."""
        known = frozenset(seen)
        return [item for item in self.items(annotator) if item.mark not in known]


def _with_reason(item: FeedbackItem, entry: CaseEntry | None) -> FeedbackItem:
    if entry is None:
        return item
    return msgspec.structs.replace(item, reason=entry.reason, section=entry.section, comment=entry.comment)
