"""What other processes write to the file while it is open: heard once, kept until somebody asks."""

from __future__ import annotations

from annotator.changes import Changes
from annotator.store import Database
from annotator.views import inquiries


class Overhearing:
    """Tells the rows of other processes from those of one's own."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._seen = inquiries.seen(db)
        self._changes = Changes()

    def listen(self) -> None:
        """Look at what is new. Called before one's own rows are written, so that these are not taken for others'."""
        changes, self._seen = inquiries.changes_since(self._db, self._seen)
        self._changes |= changes

    def skip_own(self) -> None:
        """What was written since `listen`, in the same transaction, is one's own."""
        self._seen = inquiries.seen(self._db)

    def skip_own_transactions(self) -> None:
        """The same after several transactions, unless others wrote between them and would be missed."""
        now = inquiries.seen(self._db)
        if now.version == self._seen.version:
            self._seen = now

    def take(self) -> Changes:
        """What others have written since the last time."""
        self.listen()
        changes, self._changes = self._changes, Changes()
        return changes
