"""Give an article back to one of those who submitted it, with a comment that they read above it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QWidget

from annotator.operations.assignments import ReturnArticle
from ui.dialogs.sheet import Sheet
from ui.session import Session
from ui.widgets.named import named

PROMPT = "What should they look at again?"
TOLD = "Until they submit it again their work on it leaves review and the agreement figures."


class ReturnArticleSheet(Sheet):
    """`people` are (shown name, layer): in review an annotator may go by a letter."""

    wanted = QSize(520, 0)

    def __init__(self, session: Session, article_id: str, people: Sequence[tuple[str, str]], window: QWidget) -> None:
        super().__init__("Return the article to an annotator", window)
        self.setObjectName("return_sheet")
        self._session = session
        self._article = article_id
        self._layers = [layer for _, layer in people]
        self.who = named(QComboBox(), "return_who")
        self.who.setAccessibleName("Annotator")
        self.who.addItems([name for name, _ in people])
        self.comment = named(QLineEdit(), "return_comment")
        self.comment.setPlaceholderText(PROMPT)
        self.comment.setAccessibleName(PROMPT)
        told = QLabel(TOLD)
        told.setProperty("role", "secondary")
        told.setWordWrap(True)
        self.problem = QLabel()
        self.problem.setProperty("role", "danger")
        self.problem.hide()
        for part in (self.who, self.comment, told, self.problem):
            self.body.addWidget(part)
        self.add_button("Cancel", self.leave)
        self.add_button("Return it", self.accept, is_primary=True)

    def first_focus(self) -> QWidget:
        return self.comment if len(self._layers) < 2 else self.who

    def accept(self) -> None:
        at = self.who.currentIndex()
        if not 0 <= at < len(self._layers):
            return
        if not self.comment.text().strip():
            self.problem.setText("Say in a word why it comes back: they read it above the article.")
            self.problem.show()
            self.refit()
            self.comment.setFocus()
            return
        if self._session.run(ReturnArticle(self._article, self._layers[at], self.comment.text())):
            self.leave()
            self._session.say(f"Returned to {self.who.currentText()}.")
