"""What the machine proposes across articles, as one layer sees it: events, and actors that may be one."""

from __future__ import annotations

from annotator.store import Database
from annotator.views.candidates import Candidates, Offer
from annotator.views.reading import Reading


class Proposals:
    """Questions about proposals."""

    def __init__(self, db: Database, reading: Reading) -> None:
        self._db = db
        self._reading = reading
        self._candidates = Candidates(db, reading)

    def candidates(self, article_id: str, statement_id: str | None = None) -> Offer:
        """The events that a statement may be about, or the article as a whole, and how likely it is none of them.

        Raises:
            NotFound: the article has no such statement.
        """
        if statement_id is None:
            return self._candidates.for_article(article_id)
        return self._candidates.for_statement(article_id, statement_id)
