"""The statements that belong to an event or an actor, from all articles side by side, so that contradictions show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from annotator.project import Project
from annotator.views.inquiries import LinkedStatement, PlacedStatement
from ui.widgets.card import Card
from ui.widgets.elided_label import ElidedLabel
from ui.widgets.empty_state import EmptyState
from ui.wording import MARKS, day_text, relation_text, speaker_line

NARROWEST_CARD = 300
GAP = 10
NO_DATE = "9999"
MOST_CARDS = 120


@dataclass(frozen=True)
class Passage:
    """A statement as a card shows it. `head` says its relation and speaker, or what it is linked to."""

    article: str
    statement: str
    head: str
    words: str
    where: str
    title: str
    published: str
    rank: int = 0
    """What has a smaller one stands first."""


def linked_passage(one: LinkedStatement, project: Project) -> Passage:
    """A statement linked to an event: its relation, and who says it."""
    relation = relation_text(one.link.relation, conditional=one.link.conditional)
    speaker = one.statement.speaker
    has_actor = speaker is not None and any(who.actor for who in (speaker, *speaker.others))
    text = project.article(one.article).text if speaker is not None and not has_actor else ""
    return placed_passage(
        one, " · ".join(part for part in (relation, speaker_line(text, speaker, project.find_actor)) if part)
    )


def said_passage(one: PlacedStatement, project: Project) -> Passage:
    """A statement of an actor: the events that it is linked to, each with its relation."""
    linked = ((link, project.find_event(link.event)) for link in one.statement.links)
    heads = [
        f"{relation_text(link.relation, conditional=link.conditional)} · {event.title}"
        for link, event in linked
        if event
    ]
    return placed_passage(
        one, "; ".join(heads) or ("nothing to link" if one.statement.nothing_to_link else "not linked")
    )


def placed_passage(one: PlacedStatement, head: str, rank: int = 0) -> Passage:
    """A statement where it stands, below what is said of it."""
    where = " · ".join(part for part in (one.source, day_text(one.published)) if part)
    words = f"“{one.snippet}”" if one.statement.type == "direct" and one.snippet[:1] not in MARKS else one.snippet
    return Passage(one.article, one.statement.id, head, words, where, one.article_title, one.published, rank)


class LinkedCard(Card):
    """One statement: relation and speaker, its words, where and when. A click or Enter goes there."""

    opened = Signal(str, str)

    def __init__(self, passage: Passage) -> None:
        super().__init__()
        self._passage = passage
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        words = QLabel(escape(passage.words))
        words.setTextFormat(Qt.TextFormat.RichText)
        words.setWordWrap(True)
        words.setProperty("role", "reading")
        self.body.addWidget(ElidedLabel(passage.head, role="strong"))
        self.body.addWidget(words)
        if passage.where:
            self.body.addWidget(ElidedLabel(passage.where, role="secondary"))
        self.body.addWidget(ElidedLabel(passage.title, role="secondary"))
        self.body.addStretch()
        self.setAccessibleName(f"{passage.head}: {passage.words}. {passage.where}, {passage.title}")
        self.setToolTip("Open the article here")

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.opened.emit(self._passage.article, self._passage.statement)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.opened.emit(self._passage.article, self._passage.statement)
        else:
            super().keyPressEvent(event)


class LinkedStatements(QScrollArea):
    """Cards in as many columns as fit, by date of publication."""

    opened = Signal(str, str)

    def __init__(self, empty: tuple[str, str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cards: list[LinkedCard] = []
        self._passages: list[Passage] = []
        self._more = ElidedLabel(role="secondary")
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
        column.addWidget(self._more)
        column.addWidget(self._empty)
        column.addStretch(1)
        self.setWidget(inside)
        self.viewport().installEventFilter(self)

    def show_passages(self, passages: Sequence[Passage]) -> None:
        """Show these instead of what is there; what is shown already stays as it is."""
        ordered = sorted(passages, key=lambda one: (one.rank, one.published or NO_DATE, one.article))
        if ordered == self._passages:
            return
        self._passages = ordered
        for card in self._cards:
            card.hide()
            card.deleteLater()
        self._cards = [LinkedCard(passage) for passage in ordered[:MOST_CARDS]]
        for card in self._cards:
            card.opened.connect(self.opened)
        self._more.setText(
            f"{len(ordered) - MOST_CARDS:,} more are not shown here." if len(ordered) > MOST_CARDS else ""
        )
        self._empty.setVisible(not self._cards)
        self._arrange()

    def cards(self) -> list[LinkedCard]:
        return list(self._cards)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.viewport() and event.type() == QEvent.Type.Resize:
            self._arrange()
        return super().eventFilter(watched, event)

    def _arrange(self) -> None:
        columns = max(1, self.viewport().width() // NARROWEST_CARD)
        for at, card in enumerate(self._cards):
            self._grid.addWidget(card, at // columns, at % columns)
        for column in range(self._grid.columnCount()):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)
