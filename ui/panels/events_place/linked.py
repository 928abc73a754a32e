"""The statements that belong to an event or an actor, from all articles side by side, so that contradictions show."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from annotator.inquiries import LinkedStatement
from annotator.project import Project
from ui.widgets.card import Card
from ui.widgets.elided_label import ElidedLabel
from ui.widgets.empty_state import EmptyState
from ui.wording import actor_finder, day_text, relation_text, speaker_line

NARROWEST_CARD = 300
GAP = 10
NO_DATE = "9999"


class LinkedCard(Card):
    """One statement: relation and speaker, its words, where and when. A click or Enter goes there."""

    opened = Signal(str, str)

    def __init__(self, one: LinkedStatement, speaker: str) -> None:
        super().__init__()
        self._place = (one.article, one.statement.id)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        relation = relation_text(one.link.relation, conditional=one.link.conditional)
        head = ElidedLabel(" · ".join(part for part in (relation, speaker) if part), role="strong")
        words = QLabel(escape(one.snippet))
        words.setTextFormat(Qt.TextFormat.RichText)
        words.setWordWrap(True)
        words.setProperty("role", "reading")
        where = " · ".join(part for part in (one.source, day_text(one.published)) if part)
        self.body.addWidget(head)
        self.body.addWidget(words)
        if where:
            self.body.addWidget(ElidedLabel(where, role="secondary"))
        self.body.addWidget(ElidedLabel(one.article_title, role="secondary"))
        self.body.addStretch()
        self.setAccessibleName(f"{relation}. {speaker}: {one.snippet}. {where}, {one.article_title}")
        self.setToolTip("Open the article here")

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.opened.emit(*self._place)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.opened.emit(*self._place)
        else:
            super().keyPressEvent(event)


class LinkedStatements(QScrollArea):
    """Cards in as many columns as fit, by date of publication."""

    opened = Signal(str, str)

    def __init__(self, project: Project, empty: tuple[str, str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._project = project
        self._cards: list[LinkedCard] = []
        self._empty = EmptyState(*empty)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setObjectName("linked_statements")
        self.setAccessibleName("Linked statements")
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 8, 8)
        self._grid = QGridLayout()
        self._grid.setSpacing(GAP)
        column.addLayout(self._grid)
        column.addWidget(self._empty)
        column.addStretch()
        self.setWidget(inside)
        self.viewport().installEventFilter(self)

    def show_statements(self, linked: Sequence[LinkedStatement]) -> None:
        for card in self._cards:
            card.hide()
            card.deleteLater()
        self._cards = [
            self._card(one) for one in sorted(linked, key=lambda one: (one.published or NO_DATE, one.article))
        ]
        self._empty.setVisible(not self._cards)
        self._arrange()

    def cards(self) -> list[LinkedCard]:
        return list(self._cards)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.viewport() and event.type() == QEvent.Type.Resize:
            self._arrange()
        return super().eventFilter(watched, event)

    def _card(self, one: LinkedStatement) -> LinkedCard:
        find = actor_finder(self._project, one.article)
        speaker = one.statement.speaker
        has_actor = speaker is not None and any(who.actor for who in (speaker, *speaker.others))
        text = self._project.article(one.article).text if speaker is not None and not has_actor else ""
        card = LinkedCard(one, speaker_line(text, speaker, find))
        card.opened.connect(self.opened)
        return card

    def _arrange(self) -> None:
        columns = max(1, self.viewport().width() // NARROWEST_CARD)
        for at, card in enumerate(self._cards):
            self._grid.addWidget(card, at // columns, at % columns)
        for column in range(self._grid.columnCount()):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)
