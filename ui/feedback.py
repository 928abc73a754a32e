"""`FeedbackWatch`: what leads settled otherwise than this annotator has it, and what of that was seen.

It is looked for in pauses, a few articles at a time. What was seen is the annotator's own affair: it is kept with the
state of the window, not in the project. How it is shown is in `ui.dialogs.feedback`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSettings, Signal

from annotator.changes import Changes
from ui.session import Session
from ui.slices import Slices
from ui.widgets.named import once_after

if TYPE_CHECKING:
    from annotator.review.feedback import FeedbackItem
    from annotator.views.lead.feedback import Feedback

FIRST_MS = 1500
"""When a window opens there is more urgent work to do."""
FOLLOW_MS = 400


class FeedbackWatch(QObject):
    """One for each window. `counted` carries how many items were not seen yet, whenever that may have changed."""

    counted = Signal(int)
    renewed = Signal()
    """All that there is now is in `items`."""

    def __init__(self, session: Session, state: QSettings, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._state = state
        self._key = f"feedback/{session.project.id}/{session.project.annotator.encode().hex()}"
        self._seen = frozenset(str(state.value(self._key, "")).split())
        self._found: dict[str, list[FeedbackItem]] = {}
        self._asked: Feedback | None = None
        self._stale: set[str] | None = None
        """The articles to look at again; None for all."""
        self._timer = once_after(FIRST_MS, self._begin, self)
        self._slices = Slices(self)
        self._slices.finished.connect(self._on_finished)
        session.changed.connect(self._on_session_changed)

    def start(self) -> None:
        """Look for feedback soon, and whenever something changes."""
        self._timer.start()

    def stop(self) -> None:
        """Look no more: the window closes."""
        self._timer.stop()
        self._slices.stop()

    @property
    def items(self) -> list[FeedbackItem]:
        """What was found, in project order and reading order."""
        return [item for own in self._found.values() for item in own]

    @property
    def unseen(self) -> int:
        return sum(not self.is_seen(item) for item in self.items)

    def is_seen(self, item: FeedbackItem) -> bool:
        return item.mark in self._seen

    def mark_seen(self, items: Iterable[FeedbackItem]) -> None:
        """Remember that these were seen, also after a restart."""
        self._seen |= {item.mark for item in items}
        # What is no feedback any more is forgotten, or the list would grow for ever; not before all was looked at.
        known = self._seen if self.is_looking else self._seen & {item.mark for item in self.items}
        self._state.setValue(self._key, " ".join(sorted(known)))
        self._state.sync()
        self.counted.emit(self.unseen)

    @property
    def is_looking(self) -> bool:
        return self._timer.isActive() or self._slices.is_running

    def look_now(self) -> None:
        """Begin at once with what was put off: somebody wants to see it."""
        if self._timer.isActive():
            self._timer.stop()
            self._begin()

    def _begin(self) -> None:
        if self._session.is_turning:
            self._timer.start(FOLLOW_MS)
            return
        self._asked = self._session.project.lead.feedback
        articles = self._asked.articles()
        stale, self._stale = self._stale, set()
        wanted = articles if stale is None else [article for article in articles if article in stale]
        self._found = {article: self._found.get(article, []) for article in articles}
        self._slices.start(wanted, self._look_at)

    def _look_at(self, article: str) -> None:
        if self._asked is not None:
            self._found[article] = self._asked.items(articles=[article])

    def _on_finished(self) -> None:
        self._asked = None
        self.counted.emit(self.unseen)
        self.renewed.emit()

    def _on_session_changed(self, changes: Changes) -> None:
        if self._timer.interval() == FIRST_MS and self._timer.isActive():
            return
        if not (changes.articles or changes.cases):
            return
        is_all = bool(changes.cases) or self._slices.is_running
        self._stale = None if is_all or self._stale is None else self._stale | changes.articles
        self._slices.stop()
        self._timer.start(FOLLOW_MS)
