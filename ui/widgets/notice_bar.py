"""`NoticeBar`: what the reader of an article should know before it, in a line or two above the paper."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from ui.widgets.keycap import Keycap


class NoticeBar(QFrame):
    """Hidden while there is nothing to say."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("notice")
        self.sentence = QLabel()
        self.sentence.setWordWrap(True)
        self._key = Keycap("")
        self._word = QLabel()
        self._word.setProperty("role", "secondary")
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 16, 8)
        row.setSpacing(8)
        row.addWidget(self.sentence, 1)
        row.addWidget(self._key)
        row.addWidget(self._word)
        self.hide()

    def say(self, sentence: str, *, is_urgent: bool = False, key: str = "", word: str = "") -> None:
        """Show a sentence, and a key with what it does; "" for nothing."""
        self.setVisible(bool(sentence))
        self.sentence.setText(sentence)
        self.setAccessibleName(sentence)
        self._key.setText(key)
        self._word.setText(word)
        for part in (self._key, self._word):
            part.setVisible(bool(key))
        callout = "warning" if is_urgent else "true"
        if self.property("callout") != callout:
            self.setProperty("callout", callout)
            self.style().unpolish(self)
            self.style().polish(self)
