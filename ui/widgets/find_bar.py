"""The find bar over the article: hits show as one types, Enter goes on, Esc closes it and leaves the hit selected."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QToolButton, QWidget

from annotator.model import Span
from ui.finding import FoldedText
from ui.icons import icon
from ui.theme import Theme
from ui.widgets.named import named


class FindBar(QFrame):
    """`hits_changed` carries the hits and the current one (or None), `closed` the hit to select (or None)."""

    hits_changed = Signal(list, object)
    closed = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("bar", "top")
        self._text = ""
        self._folded: FoldedText | None = None
        self._from = 0
        self._hits: list[Span] = []
        self._at = -1
        self.field = named(QLineEdit(), "find_field")
        self.field.setPlaceholderText("Find in the article")
        self.field.setAccessibleName("Find in the article")
        self.field.textChanged.connect(self._on_text_changed)
        self.field.installEventFilter(self)
        self.count = named(QLabel(), "find_count")
        self.count.setProperty("role", "secondary")
        self._buttons = [
            self._button("previous", "Previous hit", self.go_previous),
            self._button("next", "Next hit", self.go_next),
            self._button("cross", "Close", self.leave),
        ]
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 12, 6)
        row.addWidget(self.field, 1)
        row.addWidget(self.count)
        for button in self._buttons:
            row.addWidget(button)
        self.retheme(theme)
        self.hide()

    def retheme(self, theme: Theme) -> None:
        for button in self._buttons:
            button.setIcon(icon(button.property("drawing"), theme))

    def set_text(self, text: str, start_at: int = 0) -> None:
        """Search in this text from now on; the first hit is the one at or after `start_at`."""
        self._text, self._folded, self._from = text, None, start_at
        if self.isVisible():
            self._search()

    def open_with(self, words: str = "", start_at: int = 0) -> None:
        """Show the bar; `words`, if any, are searched at once, from the offset `start_at` on."""
        self._from = start_at
        self.show()
        if words:
            self.field.setText(words)
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()
        self._search()

    def go_next(self) -> None:
        self._go(1)

    def go_previous(self) -> None:
        self._go(-1)

    def leave(self) -> None:
        """Close the bar."""
        if self.isHidden():
            return
        hit = self._hits[self._at] if self._hits else None
        self.hide()
        self.hits_changed.emit([], None)
        self.closed.emit(hit)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            key, is_shifted = event.key(), bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            if key == Qt.Key.Key_Escape:
                self.leave()
                return True
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down, Qt.Key.Key_Up):
                self._go(-1 if is_shifted or key == Qt.Key.Key_Up else 1)
                return True
        return super().eventFilter(watched, event)

    def _button(self, name: str, title: str, slot: object) -> QToolButton:
        button = QToolButton()
        button.setToolTip(title)
        button.setAccessibleName(title)
        button.setProperty("drawing", name)
        button.clicked.connect(slot)
        return button

    def _on_text_changed(self) -> None:
        self._search()

    def _search(self) -> None:
        if self._folded is None:
            self._folded = FoldedText(self._text)
        self._hits = self._folded.find(self.field.text())
        self._at = next((n for n, hit in enumerate(self._hits) if hit.start >= self._from), 0)
        self._tell()

    def _go(self, step: int) -> None:
        if self._hits:
            self._at = (self._at + step) % len(self._hits)
            self._from = self._hits[self._at].start
            self._tell()

    def _tell(self) -> None:
        if not self.field.text().strip():
            self.count.setText("")
        else:
            self.count.setText(f"{self._at + 1} of {len(self._hits)}" if self._hits else "not found")
        self.hits_changed.emit(self._hits, self._hits[self._at] if self._hits else None)
