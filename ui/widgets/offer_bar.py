"""A question with its answers as buttons, in the window and not over it: nothing is covered. Esc takes the last.

An offer that can wait stands in the same place; it leaves the keyboard where it is.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from ui.widgets.keycap import Keycap

Choice = tuple[str, Callable[[], object]]
SENTENCE_PX = 120
"""The least width of the sentence, which goes on in further lines."""
ARROWS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}


class OfferBar(QFrame):
    """Shown while it asks; the first answer has the focus, the arrows move it, the letters underlined take one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("offer")
        self._sentence = QLabel()
        self._sentence.setTextFormat(Qt.TextFormat.PlainText)
        self._sentence.setWordWrap(True)
        self._sentence.setMinimumWidth(SENTENCE_PX)
        self._key = Keycap("")
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(16, 8, 16, 8)
        self._row.setSpacing(8)
        self._row.addWidget(self._sentence, 1)
        self._row.addWidget(self._key)
        self.is_suggesting = False
        self._buttons: list[QPushButton] = []
        self._answers: list[Callable[[], object]] = []
        self.hide()

    def ask(self, sentence: str, choices: Sequence[Choice]) -> None:
        """Ask; the answer that is taken is called. The last one is what Esc takes."""
        self._forget()
        self._say(sentence, "warning")
        for title, answer in choices:
            self._add_button(f"&{title}", title, answer)
        self.show()
        self._buttons[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def suggest(
        self, sentence: str, title: str, key: str, take: Callable[[], object], decline: Callable[[], object]
    ) -> None:
        """Offer what can wait, unless a question is being asked. `key` does the same as the button, from the text."""
        if self._buttons and not self.is_suggesting:
            return
        self._forget()
        self.is_suggesting = True
        self._say(sentence, "true")
        self._key.setText(key)
        self._key.setVisible(bool(key))
        self._add_button(title, title, take)
        self._add_button("Not now", "Not now", decline)
        for button in self._buttons:
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._buttons[1].setProperty("flat", "true")
        self.show()

    def withdraw(self) -> None:
        """Take back what is suggested; a question stays."""
        if self.is_suggesting:
            self.dismiss()

    def dismiss(self) -> None:
        """Stop asking, without an answer."""
        self._forget()
        self.hide()

    def _say(self, sentence: str, callout: str) -> None:
        self._sentence.setText(sentence)
        self.setAccessibleName(sentence)
        self._key.hide()
        self.setProperty("callout", callout)
        self.style().unpolish(self)
        self.style().polish(self)

    def _add_button(self, shown: str, title: str, answer: Callable[[], object]) -> None:
        button = QPushButton(shown)
        button.setAccessibleName(title)
        button.clicked.connect(self._on_button_clicked)
        self._row.addWidget(button)
        self._buttons.append(button)
        self._answers.append(answer)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Escape:
            self._take(len(self._answers) - 1)
        elif key in ARROWS and self._buttons:
            at = self._focused()
            self._buttons[(at + ARROWS[key]) % len(self._buttons)].setFocus(Qt.FocusReason.TabFocusReason)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._take(self._focused())
        else:
            letter = event.text().lower()
            starts = [button.accessibleName()[0].lower() for button in self._buttons]
            if letter and letter in starts:
                self._take(starts.index(letter))
        event.accept()

    def _on_button_clicked(self) -> None:
        self._take(self._buttons.index(self.sender()))  # type: ignore[arg-type]

    def _take(self, number: int) -> None:
        answer = self._answers[number]
        self.dismiss()
        answer()

    def _focused(self) -> int:
        focus = self.window().focusWidget()
        return next((n for n, button in enumerate(self._buttons) if button is focus), 0)

    def _forget(self) -> None:
        for button in self._buttons:
            button.hide()
            button.deleteLater()
        self._buttons, self._answers = [], []
        self.is_suggesting = False
