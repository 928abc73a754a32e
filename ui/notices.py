"""`Notices`: what stands above the open article: why it came back, or that it was given without suggestions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from annotator.changes import Changes
from annotator.project import ArticleRow

if TYPE_CHECKING:
    from ui.main_window import MainWindow

RETURNED = "returned"
BLIND = "You have this article without suggestions: what is marked in it is yours alone."


class Notices(QObject):
    """One for each window. It changes nothing."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._session = window.session
        self._session.work_replaced.connect(self.show_notice)
        self._session.changed.connect(self._on_changed)

    def show_notice(self) -> None:
        """Say what there is to say of the open article."""
        bar, work = self._window.annotate.notice, self._session.work
        row = self._session.project.article_row(work.article.id) if work else None
        if work is None or row is None:
            bar.say("")
        elif row.state == RETURNED:
            self._say_returned(work.comment)
        else:
            bar.say(BLIND if is_blind_notice(row) else "")

    def _say_returned(self, comment: str) -> None:
        states = self._window.annotate.articles.model.state_counts()
        has_more = states[RETURNED] > 1
        self._window.annotate.notice.say(
            f"The lead returned this article: {comment}",
            is_urgent=True,
            key=self._window.keymap.shown("next_returned") if has_more else "",
            word="next returned",
        )

    def _on_changed(self, changes: Changes) -> None:
        if self._session.article_id in changes.articles or changes.statuses:
            self.show_notice()


def is_blind_notice(row: ArticleRow) -> bool:
    """Whether to say that there are no suggestions: while there is something to do."""
    return row.is_blind and row.state in ("todo", "in work")
