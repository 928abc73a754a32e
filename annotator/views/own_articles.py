"""The articles as one annotator's list shows them: what is assigned, in which order, and what is not open to them yet.

Annotators begin with the calibration articles, if there are any. What comes after them opens when they have submitted
theirs and the lead, who has seen where they differ, has opened the rest; what was begun is never locked.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from annotator.review.handing_out import AssignmentRow
from annotator.store import Database, articles, assignments, journal, queries
from annotator.store.articles import ArticleRow
from annotator.wording import counted

WAITING = "opens when the lead has compared the calibration articles"


class OwnArticles:
    """The list of one annotator."""

    def __init__(self, db: Database, annotator: str, project_id: str) -> None:
        self._db = db
        self._annotator = annotator
        self._project_id = project_id
        self._known = (-1, "")

    def rows(self) -> list[ArticleRow]:
        """All articles in project order with their state in this annotator's layer, and how they are assigned."""
        found = articles.rows(self._db, self._annotator)
        own = {row.article: row for row in assignments.of_annotator(self._db, self._annotator)}
        if not own:
            return found
        gate = self._gate()
        return [_with(row, own.get(row.id), gate) for row in found]

    def row(self, article_id: str) -> ArticleRow | None:
        """One row of `rows`."""
        found = articles.row(self._db, article_id, self._annotator)
        assigned = assignments.find(self._db, article_id, self._annotator)
        if found is None or assigned is None:
            return found
        return _with(found, assigned, self._gate() if found.state == "todo" else "")

    def listed(self) -> list[ArticleRow]:
        """What the annotator's list shows: their own articles in the order to work on them; all where none is."""
        found = self.rows()
        own = [row for row in found if row.is_assigned]
        return sorted(own, key=lambda row: (not row.is_calibration, row.order)) if own else found

    def is_open(self, article_id: str) -> bool:
        """Whether an article is theirs to decide now: one that is assigned and not locked; any where none is."""
        assigned = assignments.find(self._db, article_id, self._annotator)
        if assigned is None:
            return not assignments.has_any(self._db, self._annotator)
        row = self.row(article_id) if self._gate() else None
        return row is None or not row.locked

    def _gate(self) -> str:
        """Why what comes after the calibration is not open yet, "" where it is. Worked out anew after each write."""
        seen = journal.last_row(self._db)
        if self._known[0] != seen:
            self._known = seen, self._ask()
        return self._known[1]

    def _ask(self) -> str:
        first = assignments.calibrating(self._db, self._annotator)
        if not first:
            return ""
        states: Mapping[str, queries.Status] = queries.statuses(self._db, self._annotator, first)
        left = sum(article not in states or states[article].state not in assignments.DONE for article in first)
        if left:
            return f"opens after the calibration articles: {counted(left, 'article')} to go"
        return "" if assignments.opened(self._db, self._project_id).issuperset(first) else WAITING


def _with(row: ArticleRow, assigned: AssignmentRow | None, gate: str) -> ArticleRow:
    if assigned is None:
        return row
    return msgspec.structs.replace(
        row,
        is_assigned=True,
        is_blind=assigned.blind,
        is_calibration=assigned.calibration,
        order=assigned.order,
        suggestions=0 if assigned.blind else row.suggestions,
        locked=gate if row.state == "todo" and not assigned.calibration else "",
    )
