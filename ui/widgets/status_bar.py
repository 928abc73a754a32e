"""The one line below: what was said last, or when it was saved; how far the article is; the keys that apply now."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTime, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from ui.widgets.elided_label import ElidedLabel
from ui.widgets.keycap import Keycap
from ui.widgets.named import named, once_after
from ui.widgets.thin_progress import ThinProgress

HEIGHT = 34
SAID_MS = 8000
"""How long a sentence stays before the line says again when the work was saved. An error stays until the next."""
ROLES = {"ok": "", "warning": "warning", "error": "danger"}


class StatusBar(QFrame):
    """`cancel_requested` is emitted by the button that stands beside the progress of a job."""

    cancel_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("bar", "bottom")
        self.setMinimumHeight(HEIGHT)
        self._saved = "All saved"
        self._hints: list[tuple[str, str]] = []
        self.message = ElidedLabel("", role="secondary")
        self.message.setObjectName("status_message")
        self.message.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.progress = named(ThinProgress("How much of the article is decided"), "article_progress")
        self.left = named(QLabel(), "left_message")
        self.left.setProperty("role", "secondary")
        self.cancel = named(QPushButton("Cancel"), "cancel_job")
        self.cancel.setProperty("flat", "true")
        self.cancel.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the keyboard where it is
        self.cancel.hide()
        self.cancel.clicked.connect(self.cancel_requested)
        self._keys = QHBoxLayout()
        self._keys.setSpacing(6)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 16, 0)
        row.setSpacing(14)
        for widget in (self.message, self.cancel, self.progress, self.left):
            row.addWidget(widget)
        row.addStretch(1)
        row.addLayout(self._keys)
        self._timer = once_after(SAID_MS, self._show_saved, self)
        self._show_saved()

    def say(self, text: str, tone: str = "ok") -> None:
        """Show a sentence in the colour of its tone."""
        self._show(text, ROLES.get(tone, ""))
        if QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self.message, text))
        if tone == "error":
            self._timer.stop()
        else:
            self._timer.start()

    def forget_error(self) -> None:
        """What the last act could not do is past once another one is done."""
        if self.message.property("role") == ROLES["error"]:
            self._show_saved()

    def set_saved_now(self, *, at_once: bool = True) -> None:
        """Note that what was done is on disk; shown `at_once`, else after the sentence that stands there."""
        self._saved = f"Saved {QTime.currentTime().toString('HH:mm:ss')}"
        if at_once:
            self._timer.stop()
        if not self._timer.isActive():
            self._show_saved()

    def set_progress(self, decided: int, total: int, left: int | None, order: str = "") -> None:
        """`left`: how many units are left in the present pass; None without an article. `order`: that they come in."""
        self.progress.setVisible(left is not None and total > 0)
        self.progress.show_done(decided, total)
        words = (
            "" if left is None else "nothing to decide" if not total else f"{left:,} left" if left else "all decided"
        )
        self.left.setText(f"{words} · {order}" if order and left else words)

    def set_job(self, title: str | None) -> None:
        """Show that a job runs and can be cancelled; None when none does."""
        self.cancel.setVisible(title is not None)
        self.cancel.setAccessibleName(f"Cancel: {title}" if title else "Cancel")

    def set_hints(self, hints: Sequence[tuple[str, str]]) -> None:
        """The keys that apply now: (shown key, word)."""
        if list(hints) == self._hints:
            return
        self._hints = list(hints)
        while self._keys.count():
            entry = self._keys.takeAt(0)
            widget = entry.widget() if entry is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for key, word in hints:
            label = QLabel(word)
            label.setProperty("role", "secondary")
            self._keys.addWidget(Keycap(key))
            self._keys.addWidget(label)
            self._keys.addSpacing(8)

    def _show_saved(self) -> None:
        self._show(self._saved, "secondary")

    def _show(self, text: str, role: str) -> None:
        if self.message.property("role") != role:
            self.message.setProperty("role", role)
            self.message.style().unpolish(self.message)
            self.message.style().polish(self.message)
        self.message.setText(text)
