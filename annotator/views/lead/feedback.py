"""`Feedback`: where the gold differs from what an annotator has, with the lead's reasons. Reads only.

An annotator asks it for the own layer: in the project itself, or in a handout that brings gold of submitted articles.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import msgspec

from annotator.model import Statement
from annotator.review.cases import CaseEntry
from annotator.review.feedback import FeedbackItem, feedback
from annotator.store import Database, adjudications, cases, queries
from annotator.views.lead.layer_works import LayerWorks
from annotator.views.lead.review_decisions import ReviewDecisions
from annotator.views.reading import Reading


class Feedback:
    """Questions about what leads settled otherwise than an annotator has it, as it is now.

    The reasons are looked up once: another `Feedback` knows what was written since.
    """

    def __init__(self, db: Database, reading: Reading) -> None:
        self._db = db
        self._reading = reading

    def articles(self, annotator: str | None = None) -> list[str]:
        """The articles of an annotator in which leads have settled something, in project order."""
        settled = adjudications.articles(self._db)
        own = queries.layer_articles(self._db, annotator or self._reading.layer) if settled else []
        return [article for article in own if article in settled]

    def statements(self, article: str, annotator: str | None = None) -> dict[str, Statement]:
        """What a parent in the items of an article can be: the annotator's statements and what is gold, by id."""
        layer = annotator or self._reading.layer
        found: dict[str, Statement] = {}
        for decision in ReviewDecisions(self._db).in_articles([article]).get(article, ()):
            if isinstance(decision.value, Statement):
                found |= {one.subject: decision.value for one in decision.settles if one.subject}
                found[decision.id] = decision.value
        for _, (work,) in LayerWorks(self._db, self._reading.scheme).of({article: [layer]}):
            found |= {unit.id: unit.value for unit in work.units if isinstance(unit.value, Statement)}
        return found

    def items(self, annotator: str | None = None, articles: Sequence[str] | None = None) -> list[FeedbackItem]:
        """All of it for an annotator (whose project this is without a name), in project order and reading order.

        `articles` are those to look at, all without. An article that was taken up again since counts too.
        """
        layer = annotator or self._reading.layer
        wanted = self.articles(layer)
        if articles is not None:
            asked = set(articles)
            wanted = [article for article in wanted if article in asked]
        if not wanted:
            return []
        decisions = ReviewDecisions(self._db).in_articles(wanted)
        reasons = self._reasons
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

    @cached_property
    def _reasons(self) -> dict[str, CaseEntry]:
        return {entry.card: entry for entry in cases.entries(self._db) if entry.card}


def _with_reason(item: FeedbackItem, entry: CaseEntry | None) -> FeedbackItem:
    if entry is None:
        return item
    return msgspec.structs.replace(item, reason=entry.reason, section=entry.section, comment=entry.comment)
