"""The gold of a project for whoever leads it: what blocks it, the releases, what one has otherwise than another."""

from __future__ import annotations

from annotator.exchange.gold.blocking import Block
from annotator.exchange.gold.comparing import ReleaseComparison, Side, compared
from annotator.exchange.gold.freezing import Frozen, find_release
from annotator.exchange.gold.state import GoldState
from annotator.exchange.recording import Recorder
from annotator.progress import Progress
from annotator.scheme import Scheme
from annotator.store import Database, snapshots
from annotator.store.snapshots import Release
from annotator.views.lead import Lead

CURRENT = "current gold"
"""What the gold as it is now goes by beside releases."""


class Gold:
    """Asked anew each time: what others decide meanwhile counts."""

    def __init__(self, db: Database, scheme: Scheme, lead: Lead) -> None:
        self._db = db
        self._scheme = scheme
        self._lead = lead

    def state(self, progress: Progress | None = None) -> GoldState:
        """Whose word there is on each article, as it is now. Ask it several things: it reads once."""
        return GoldState(self._db, self._scheme, self._lead, progress)

    def blocks(self, progress: Progress | None = None) -> list[Block]:
        """What keeps the gold from being complete, in the order of the articles."""
        return self.state(progress).blocks

    def releases(self) -> list[Release]:
        """All releases, the first made first."""
        return snapshots.releases(self._db)

    def release(self, name: str) -> Release:
        """The release of that name.

        Raises:
            NotFound: there is none, or the file does not hold what it froze.
        """
        return find_release(self._db, name)

    def compare(self, a: str | None, b: str | None = None) -> ReleaseComparison:
        """What `b` has otherwise than `a`: names of releases; None is the gold as it is now, complete or not.

        Raises:
            NotFound: there is no release of that name, or the file does not hold what it froze.
        """
        return compared(self._side(a), self._side(b))

    def _side(self, name: str | None) -> Side:
        if name is None:
            recorder = Recorder(self._db, self._scheme, self.state().source(), with_rejected=False)
            articles = {record.id: record for record in recorder.articles()}
            return Side(CURRENT, articles, {event.id: event for event in recorder.events()})
        frozen = Frozen(self._db, self.release(name))
        articles = {record.id: record for record in frozen.articles()}
        return Side(name, articles, {event.id: event for event in frozen.events()})
