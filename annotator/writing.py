"""What one annotator writes to an open project: one transaction each, in which what others wrote is heard first.

What an operation writes is its own to say; journal rows are made in `annotator.committing`. Whether a project may be
written at all is asked by `annotator.project`.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Generator, Sequence

from annotator.changes import Changes
from annotator.committing import Author, commit, mark, undo_title
from annotator.errors import Invalid
from annotator.layers import GOLD
from annotator.operations.base import Draft, Operation
from annotator.progress import Progress
from annotator.store import Database, check, connection, journal
from annotator.views.desk import ProjectDesk
from annotator.views.overhearing import Overhearing
from annotator.views.reading import Reading
from annotator.views.registry import REGISTRY_KINDS

LEADS = frozenset(("assign", "unassign", "return", "rule", "case", "release"))
"""The actions that only a lead takes, beside those in the layer `gold`."""
Find = Callable[[Database, str, str], str | None]


class Writing:
    """Runs, undoes and redoes, and keeps the annotator's view true to it. `on_scheme` is called on another scheme."""

    def __init__(self, db: Database, author: Author, reading: Reading, on_scheme: Callable[[], None]) -> None:
        self._db = db
        self._author = author
        self._reading = reading
        self._on_scheme = on_scheme
        self.overhearing = Overhearing(db)

    @contextlib.contextmanager
    def transaction(self) -> Generator[None]:
        """One transaction. What others wrote before it is kept for the next look; if it fails, all is read anew."""
        try:
            with connection.write(self._db):
                self.overhearing.listen()
                yield
        except BaseException:
            self._reading.forget()
            raise

    def run(self, operation: Operation, active_ms: int, batch: str | None, *, learns: bool) -> Changes:
        """See `Project.run`."""
        with self.transaction():
            drafts = operation.drafts(ProjectDesk(self._db, self._reading, self._author.project))
            self._check_may(drafts)
            if any(draft.kind in REGISTRY_KINDS for draft in drafts):
                self._reading.registry.forget()
            return self._noted(commit(self._db, self._author, drafts, active_ms, batch=batch), learns=learns)

    def undo(self, progress: Progress | None) -> Changes:
        """See `Project.undo`."""
        return self._turn(journal.batch_to_undo, progress, undone=True)

    def redo(self, progress: Progress | None) -> Changes:
        """See `Project.redo`."""
        return self._turn(journal.batch_to_redo, progress, undone=False)

    def undo_title(self) -> str | None:
        """What `undo` would take back, in words."""
        return self._title(journal.batch_to_undo)

    def redo_title(self) -> str | None:
        """What `redo` would bring back, in words."""
        return self._title(journal.batch_to_redo)

    def _check_may(self, drafts: Sequence[Draft]) -> None:
        """Raise Invalid where an annotator's own file is asked to do what is a lead's: it would never come back."""
        if any(draft.layer == GOLD or draft.action in LEADS for draft in drafts):
            name = check.handout(self._db)
            if name is not None:
                raise Invalid(
                    f"This file is {name}'s handout, in which nothing is assigned and nothing reviewed.",
                    "Open the project that it came from.",
                )

    def _title(self, find: Find) -> str | None:
        return undo_title(self._db, find(self._db, self._author.author, self._author.device))

    def _turn(self, find: Find, progress: Progress | None, *, undone: bool) -> Changes:
        with self.transaction():
            batch = find(self._db, self._author.author, self._author.device)
            if batch is None:
                return Changes()
            changes = mark(self._db, self._author, batch, undone=undone, progress=progress)
            self._reading.registry.forget()
            return self._noted(changes)

    def _noted(self, changes: Changes, *, learns: bool = True) -> Changes:
        """What a transaction of one's own brought: own rows are seen, names are looked up again."""
        if changes.scheme:
            self._on_scheme()
        if learns:
            self._reading.expire_names()
        self._reading.renew(changes.statuses)
        self.overhearing.skip_own()
        return changes
