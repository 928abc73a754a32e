"""`DateField`: a date in EDTF with a sentence below it that says, while one types, what it means or what is wrong."""

from __future__ import annotations

import msgspec
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QLineEdit, QVBoxLayout, QWidget

from annotator.dates import EXAMPLES, explain, guess_when, parse_edtf
from annotator.errors import UserError
from annotator.model import When

PROMPT = "2025-03-17, 2025-03, 2025-03-17/2025-03-23, or words"


class DateField(QWidget):
    """Takes EDTF, and words such as "last Friday", which are turned into EDTF when the field is left.

    `base` is the day from which words are read, an article's day of publication or "".
    """

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.base = ""
        self._words: str | None = None
        self.line = QLineEdit()
        self.line.setPlaceholderText(PROMPT)
        self.line.setAccessibleName("Date")
        self.sentence = QLabel()
        self.sentence.setWordWrap(True)
        self.sentence.setProperty("role", "secondary")
        self.sentence.setAccessibleName("What the date means")
        self.setFocusProxy(self.line)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(3)
        layout.addWidget(self.line)
        layout.addWidget(self.sentence)
        self.line.textChanged.connect(self._on_text_changed)
        self.line.editingFinished.connect(self._on_editing_finished)
        self._say()

    def set_when(self, when: When | None) -> None:
        self._words = when.text if when else None
        self.line.setText(when.edtf if when else "")
        self._say()

    def when(self) -> When | None:
        """The date that stands there, None for none.

        Raises:
            UserError: what stands there is no date.
        """
        text = self.line.text().strip()
        if not text:
            return None
        guessed = self._guess(text)
        if guessed is not None:
            return guessed
        return msgspec.structs.replace(parse_edtf(text), text=self._words)

    def _guess(self, text: str) -> When | None:
        return None if text[:4].isdigit() or text.startswith("..") else guess_when(text, self.base or None)

    def _on_text_changed(self, _text: str) -> None:
        self._say()

    def _on_editing_finished(self) -> None:
        guessed = self._guess(self.line.text().strip())
        if guessed is not None:
            self.set_when(guessed)
        self.edited.emit()

    def _say(self) -> None:
        text = self.line.text().strip()
        tone, sentence = "secondary", f"No date. Write {EXAMPLES}."
        if text:
            try:
                guessed = self._guess(text)
                sentence = explain(guessed.edtf if guessed else text)
                if self._words and guessed is None:
                    sentence += f" The text says “{self._words}”."
            except UserError as error:
                tone, sentence = "danger", error.message
        self.sentence.setText(sentence)
        _set_property(self.sentence, "role", tone)
        _set_property(self.line, "invalid", "true" if tone == "danger" else "false")


def _set_property(widget: QWidget, name: str, value: str) -> None:
    if widget.property(name) != value:
        widget.setProperty(name, value)
        widget.style().unpolish(widget)
        widget.style().polish(widget)
