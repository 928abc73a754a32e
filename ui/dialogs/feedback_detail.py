"""One item of feedback: own and gold in the words of the article, their parts side by side, and why."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from annotator.layers import GOLD
from annotator.model import Entity
from annotator.review.feedback import FeedbackItem
from ui.panels.review_place.parts import ENTITY_PARTS, KIND_PARTS, STATEMENT_PARTS, Column, Words
from ui.panels.review_place.table import VersionTable
from ui.session import Session
from ui.widgets.card import Card
from ui.widgets.elided_label import ElidedLabel
from ui.widgets.named import named
from ui.widgets.passage import Passage, Value, hull_of
from ui.widgets.themed import current_theme, scale_of
from ui.wording import actor_finder

YOURS, THEIRS = "yours", "gold"
HEAD_PX = 44
SLIP = "The lead takes it for a slip: you know better, and there is nothing to learn anew."
NO_REASON = "No reason was written."


class FeedbackDetail(QScrollArea):
    """Shows one item; nothing in it can be changed."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.title = ElidedLabel(role="title")
        self.kinds = named(ElidedLabel(role="secondary"), "feedback_kinds")
        self.own, self.gold = named(Passage(), "feedback_own"), named(Passage(), "feedback_gold")
        self.table = VersionTable()
        self.table.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.slip = _label(SLIP, "warning")
        self.reason = named(_label("", ""), "feedback_reason")
        self.cited = named(_label("", "secondary"), "feedback_section")
        self.comment = named(_label("", ""), "feedback_comment")
        self._why = QFrame()
        self._why.setObjectName("like_case")
        self._arrange()

    def show_item(self, item: FeedbackItem, text: str, title: str) -> None:
        """Show an item of the article with this text and title."""
        self.title.setText(title)
        self.kinds.setText(" · ".join((item.kind, *item.kinds)))
        hull = hull_of(item.own, item.gold)
        for passage, value in ((self.own, item.own), (self.gold, item.gold)):
            passage.show_value(text, hull, value, self._colours(value))
        self._show_parts(item, text)
        self.slip.setVisible(item.is_slip)
        self.reason.setText(f"“{item.reason}”" if item.reason else NO_REASON)
        self.cited.setText(f"Guidelines {item.section}" if item.section else "")
        self.cited.setVisible(bool(item.section))
        self.comment.setText(item.comment)
        self.comment.setVisible(bool(item.comment))
        self.verticalScrollBar().setValue(0)

    def _show_parts(self, item: FeedbackItem, text: str) -> None:
        project = self._session.project
        known = project.lead.feedback.statements(item.article) if item.kind == "statement" else {}
        words = Words(text, actor_finder(project, item.article), project.find_event, known.get)
        parts = ENTITY_PARTS if item.kind == "entity" else STATEMENT_PARTS
        differing = frozenset(part for kind in item.kinds for part in KIND_PARTS.get(kind, ()))
        columns = [Column("", (YOURS,), item.own), Column("", (THEIRS,), item.gold, (GOLD,))]
        self.table.cells.set_card(parts, columns, words, kind=item.kind, differing=differing)
        self.table.setVisible(item.own is not None and item.gold is not None)

    def _colours(self, value: Value) -> tuple[QColor, QColor] | None:
        if not isinstance(value, Entity):
            return None
        theme = current_theme()
        found = theme.label_colours(self._session.project.scheme).get(value.label, theme.unknown)
        return found.fill, found.mark

    def _arrange(self) -> None:
        card = Card()
        card.body.setContentsMargins(14, 12, 14, 14)
        card.body.setSpacing(10)
        card.body.addWidget(self.title)
        card.body.addWidget(self.kinds)
        for name, passage in ((YOURS, self.own), (THEIRS, self.gold)):
            row = QHBoxLayout()
            row.setSpacing(12)
            head = _label(name, "secondary")
            head.setFixedWidth(round(HEAD_PX * scale_of(self)))
            row.addWidget(head, 0, Qt.AlignmentFlag.AlignTop)
            row.addWidget(passage, 1)
            card.body.addLayout(row)
        card.body.addWidget(self.table)
        card.body.addWidget(self.slip)
        why = QVBoxLayout(self._why)
        why.setContentsMargins(12, 8, 12, 8)
        why.setSpacing(4)
        for part in (self.reason, self.comment, self.cited):
            why.addWidget(part)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 6, 0)
        column.setSpacing(12)
        column.addWidget(card)
        column.addWidget(self._why)
        column.addStretch(1)
        self.setWidget(inside)


def _label(words: str, role: str) -> QLabel:
    label = QLabel(words)
    label.setProperty("role", role)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label
