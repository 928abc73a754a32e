"""Give the article back to one of its annotators, with a comment that they read above it."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QWidget

from annotator.operations.assignments import ReturnArticle
from ui.dialogs.sheet import Sheet
from ui.panels.review_place.reviewing import Reviewing
from ui.widgets.named import named

PROMPT = "What should they look at again?"


class ReturnSheet(Sheet):
    """Whoever goes by a letter in review goes by it here."""

    wanted = QSize(520, 0)

    def __init__(self, reviewing: Reviewing, window: QWidget) -> None:
        super().__init__("Return the article to an annotator", window)
        self.setObjectName("return_sheet")
        self._reviewing = reviewing
        article = reviewing.article
        self._layers = [work.layer for work in article.works] if article else []
        names = article.names if article else {}
        self._layers.sort(key=lambda layer: names.get(layer, layer))
        self.who = named(QComboBox(), "return_who")
        self.who.setAccessibleName("Annotator")
        self.who.addItems([names.get(layer, layer) for layer in self._layers])
        self.comment = named(QLineEdit(), "return_comment")
        self.comment.setPlaceholderText(PROMPT)
        self.comment.setAccessibleName(PROMPT)
        told = QLabel("Until they submit it again their work on it leaves review and the agreement figures.")
        told.setProperty("role", "secondary")
        told.setWordWrap(True)
        for part in (self.who, self.comment, told):
            self.body.addWidget(part)
        self.add_button("Cancel", self.leave)
        self.add_button("Return it", self.accept, is_primary=True)

    def first_focus(self) -> QWidget:
        return self.comment if len(self._layers) < 2 else self.who

    def accept(self) -> None:
        article, at = self._reviewing.article, self.who.currentIndex()
        if article is None or not 0 <= at < len(self._layers):
            return
        operation = ReturnArticle(article.article.id, self._layers[at], self.comment.text())
        if self._reviewing.session.run(operation):
            self.leave()
            self._reviewing.session.say(f"Returned to {self.who.currentText()}.")
