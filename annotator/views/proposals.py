"""What the machine proposes across articles, as one layer sees it: events, and actors that may be one."""

from __future__ import annotations

from annotator.model import Statement
from annotator.proposals.actors import ActorProposal
from annotator.proposals.stories import EventProposal
from annotator.store import Database, check, proposals
from annotator.views import event_proposals
from annotator.views.candidates import Candidates, Offer, is_registry_closed
from annotator.views.reading import Reading
from annotator.views.same_actors import SameActors


class Proposals:
    """Questions about proposals."""

    def __init__(self, db: Database, reading: Reading, project_id: str) -> None:
        self._db = db
        self._reading = reading
        self._project_id = project_id
        self._candidates = Candidates(db, reading, project_id)
        self._same_actors = SameActors(db, reading)

    def candidates(self, article_id: str, statement_id: str | None = None) -> Offer:
        """The events that a statement may be about, or the article as a whole, and how likely it is none of them.

        Raises:
            NotFound: the article has no such statement.
        """
        if statement_id is None:
            return self._candidates.for_article(article_id)
        return self._candidates.for_statement(article_id, statement_id)

    def candidates_for(self, article_id: str, statement: Statement) -> Offer:
        """As `candidates`, for a statement that stands in no layer: one that a lead edits in review."""
        return self._candidates.for_draft(article_id, statement)

    def warm(self, articles: int = 50) -> bool:
        """Read the words of so many articles that the first `candidates` would read at once. For when nobody waits.

        Gives whether nothing is left to read.
        """
        return self._candidates.warm(articles)

    def refresh(self) -> int:
        """Work out again which events all articles seem to tell of. Gives how many. For a process without a window.

        Raises:
            UserError: the file cannot be written.
        """
        return event_proposals.refresh(self._db, self._reading.scheme)

    def is_due(self) -> bool:
        """Whether `refresh` has something new to read: an older program filled the file, or a run broke off."""
        return proposals.is_there(self._db) and proposals.is_due(self._db)

    def events(self) -> list[EventProposal]:
        """The events that are proposed, the surest first, without those that this layer accepted or dismissed.

        None in a handout of a project with a closed registry: there nobody may accept one.
        """
        is_in_vain = is_registry_closed(self._db, self._project_id) and check.handout(self._db) is not None
        if is_in_vain or not proposals.is_there(self._db):
            return []
        found = map(event_proposals.read, proposals.rows(self._db))
        return [each for each in found if not self._reading.registry.is_decided("event", each.event.id)]

    def event(self, event_id: str) -> EventProposal | None:
        """The proposal with this id, whatever was decided on it."""
        row = proposals.find(self._db, event_id) if proposals.is_there(self._db) else None
        return event_proposals.read(row) if row else None

    def read_actors(self) -> bool:
        """Read the machine's actors of some more articles, to spare `actors`. Gives whether any are left."""
        return self._same_actors.read_some()

    def actors(self) -> list[ActorProposal]:
        """The pairs of actors that may be one, the surest first, without those merged or dismissed in this layer."""
        return self._same_actors.proposals()
