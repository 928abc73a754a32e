"""What stands where there is nothing yet: a heading, a sentence that says what to do, the key that does it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ui.widgets.keycap import Keycap


class EmptyState(QWidget):
    """Centred in the room that it is given."""

    def __init__(self, heading: str, sentence: str, *, keys: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._heading = _centred(heading, "title")
        self._sentence = _centred(sentence, "secondary")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 24)
        layout.setSpacing(8)
        layout.addStretch(2)
        layout.addWidget(self._heading)
        layout.addWidget(self._sentence)
        self._key = Keycap(keys)
        row = QHBoxLayout()
        row.addStretch()
        row.addWidget(self._key)
        row.addStretch()
        layout.addLayout(row)
        self._key.setHidden(not keys)
        self._layout = layout
        layout.addStretch(3)
        self.say(heading, sentence)

    def show_key(self, on: bool) -> None:
        """Show the key, or not where it would do nothing now."""
        self._key.setVisible(on)

    def put_below(self, widget: QWidget) -> None:
        """Put a widget below the sentence: a button that does what it says."""
        self._layout.insertWidget(self._layout.count() - 1, widget, 0, Qt.AlignmentFlag.AlignHCenter)

    def say(self, heading: str, sentence: str) -> None:
        self._heading.setText(heading)
        self._sentence.setText(sentence)
        self.setAccessibleName(f"{heading}. {sentence}")


def _centred(text: str, role: str) -> QLabel:
    label = QLabel(text)
    label.setProperty("role", role)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
    return label
