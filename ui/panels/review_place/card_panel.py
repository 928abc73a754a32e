"""The right side of the Review place: the current card as a table, what can be done with it, like cases, the reason."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from annotator.review.queue import CardState, ReviewCard
from ui.panels.review_place.parts import Column, Words, columns_of, differing_parts, parts_of, taken_cells
from ui.panels.review_place.table import VersionTable
from ui.widgets.card import Card
from ui.widgets.elided_label import ElidedLabel
from ui.widgets.keycap import Keycap
from ui.widgets.named import named
from ui.widgets.scrolled import scrolled

BADGES: dict[CardState, tuple[str, str]] = {
    "open": ("to settle", "accent"),
    "late": ("late work", "warning"),
    "conflict": ("two leads differ", "danger"),
    "sample": ("sample of what is agreed", "accent"),
    "agreed": ("agreed", "secondary"),
    "settled": ("settled", "secondary"),
}
"""What a card's state is called, and the role of its words."""
CHOICES = {
    "version": "a version was taken",
    "composed": "composed of several versions",
    "none": "none is right",
    "edited": "edited in place",
    "both": "both readings are kept",
}
KEY_PX = 44
PROMPT = "Reason (goes into the case book)"


@dataclass(frozen=True)
class Reason:
    """What a lead writes beside a decision."""

    words: str = ""
    section: str = ""
    comment: str = ""

    def __bool__(self) -> bool:
        return bool(self.words or self.section or self.comment)


class CardPanel(QFrame):
    """Shows one card and asks for acts; it decides nothing."""

    act_requested = Signal(str)
    """The name of an act of `ui.acts`."""
    left = Signal()
    """The keyboard goes back to the article."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("panel", "true")
        self.setAccessibleName("Card")
        self.table = VersionTable(self)
        self.badge = named(QLabel(), "review_badge")
        self.kinds = ElidedLabel(role="secondary")
        self.told = named(QLabel(), "review_told")
        self.told.setProperty("role", "secondary")
        self.told.setWordWrap(True)
        self.ask = named(QLabel(), "review_ask")
        self.ask.setProperty("role", "accent")
        self.ask.setWordWrap(True)
        self.card = Card()
        self.card.setProperty("current", "true")
        self.like = LikeCase()
        self.reason = self._field(PROMPT, "review_reason")
        self.section = self._field("Guideline section", "review_section")
        self.comment = self._field("Comment to the annotators", "review_comment")
        self.more = named(QPushButton("▸ Guideline section, comment to the annotators"), "review_more")
        self.more.setProperty("flat", "true")
        self.more.setStyleSheet("text-align: left")
        self.more.setCheckable(True)
        self.more.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.more.toggled.connect(self._on_more_toggled)
        self.slips = named(QLabel(), "review_slips")
        self.slips.setProperty("role", "warning")
        self.slips.setWordWrap(True)
        self._rows: dict[str, tuple[QWidget, Keycap, QPushButton]] = {}
        self._acts = QVBoxLayout()
        self._arrange()
        self._on_more_toggled(False)
        self.table.column_chosen.connect(self._on_column_chosen)
        self.like.clicked.connect(self._on_like_clicked)

    def add_act(self, name: str, words: str) -> None:
        """A row that does an act: its key, and what it does."""
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(4)
        key, button = Keycap(""), QPushButton(words)
        key.setMinimumWidth(KEY_PX)
        room = key.sizePolicy()
        room.setRetainSizeWhenHidden(True)
        key.setSizePolicy(room)
        button.setProperty("flat", "true")
        button.setObjectName(name)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setStyleSheet("text-align: left")
        button.setToolTip(words)
        button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        button.clicked.connect(self._on_button_clicked)
        line.addWidget(key)
        line.addWidget(button, 1)
        self._acts.addWidget(row)
        self._rows[name] = (row, key, button)

    def show_acts(self, applying: Sequence[str], shown_key: Callable[[str], str]) -> None:
        """Show the rows of these acts, with the keys that they have now."""
        for name, (row, key, _button) in self._rows.items():
            words = shown_key(name)
            key.setText(words)
            key.setVisible(bool(words))
            row.setVisible(name in applying)

    def show_card(
        self, card: ReviewCard | None, words: Words | None, told: str = "", *, draft: Column | None = None
    ) -> None:
        """Show a card; None shows nothing. `told`: how it came to be gold; `draft`: what it is being edited into."""
        self.card.setVisible(card is not None)
        for field in (self.reason, self.section, self.comment):
            field.setEnabled(card is not None)
        if card is None or words is None:
            self.table.cells.set_card((), (), None)
            return
        title, role = BADGES[card.state]
        self.badge.setText(title)
        self._dress(self.badge, role)
        self.kinds.setText(" · ".join((card.card.kind, *card.card.kinds)))
        self.told.setText(told)
        self.told.setVisible(bool(told))
        columns = [*([draft] if draft else []), *columns_of(card)]
        parts = parts_of(card)
        self.table.choose(False)
        self.table.cells.set_card(
            parts,
            columns,
            words,
            kind=card.card.kind,
            differing=differing_parts(card),
            taken={(part, 0) for part in parts} if draft else taken_cells(card),
        )
        self.show_slips(card, {layer for decision in card.decisions for layer in decision.slips})
        self.say("")

    def show_slips(self, card: ReviewCard, layers: Collection[str]) -> None:
        """Say whose versions are marked as slips, by the names that they go by."""
        shown = [
            name
            for version in card.versions
            for layer, name in zip(version.layers, version.names, strict=True)
            if layer in layers
        ]
        self.slips.setText(f"Marked as a slip: {', '.join(shown)}." if shown else "")
        self.slips.setVisible(bool(shown))

    def say(self, words: str) -> None:
        """What is asked for now: the key of a version, Enter to take what was composed."""
        self.ask.setText(words)
        self.ask.setVisible(bool(words))

    def reason_now(self) -> Reason:
        return Reason(*(field.text().strip() for field in (self.reason, self.section, self.comment)))

    def write_reason(self, words: str, section: str) -> None:
        """Put a reason and a section into their fields."""
        self.reason.setText(words)
        self.section.setText(section)
        self.more.setChecked(self.more.isChecked() or bool(section))

    def clear_reason(self) -> None:
        for field in (self.reason, self.section, self.comment):
            field.clear()

    def focus_reason(self) -> None:
        self.reason.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            if (is_enter or event.key() == Qt.Key.Key_Escape) and not event.modifiers():
                self.left.emit()
                return True
        return super().eventFilter(watched, event)

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.badge)
        head.addWidget(self.kinds, 1)
        self.card.body.setContentsMargins(8, 8, 8, 8)
        for part in (self.table, self.ask, self.told, self.slips):
            self.card.body.addWidget(part)
        self.card.body.insertLayout(0, head)
        self._acts.setSpacing(2)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(14, 14, 14, 14)
        column.setSpacing(10)
        column.addWidget(self.card)
        column.addWidget(self.like)
        column.addLayout(self._acts)
        for part in (self.reason, self.more, self.section, self.comment):
            column.addWidget(part)
        column.addStretch(1)
        scroll = scrolled(inside)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroll)

    def _field(self, prompt: str, name: str) -> QLineEdit:
        field = named(QLineEdit(), name)
        field.setPlaceholderText(prompt)
        field.setAccessibleName(prompt)
        field.installEventFilter(self)
        return field

    @staticmethod
    def _dress(label: QLabel, role: str) -> None:
        if label.property("role") != role:
            label.setProperty("role", role)
            label.style().unpolish(label)
            label.style().polish(label)

    def _on_more_toggled(self, on: bool) -> None:
        self.more.setText(f"{'▾' if on else '▸'} Guideline section, comment to the annotators")
        self.section.setVisible(on)
        self.comment.setVisible(on)

    def _on_button_clicked(self) -> None:
        self.act_requested.emit(self.sender().objectName())

    def _on_like_clicked(self) -> None:
        self.act_requested.emit("review_like")

    def _on_column_chosen(self, column: int) -> None:
        key = self.table.cells.columns[column].key
        if key:
            self.act_requested.emit(f"review_take_{key}")


class LikeCase(QFrame):
    """A case of the case book that is like the current card; a click uses its reason."""

    clicked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("like_case")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setToolTip("Use its reason and section for this card")
        self._words = QLabel()
        self._words.setWordWrap(True)
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 8)
        layout.addWidget(self._words)
        self.hide()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.clicked.emit()

    def show_case(self, words: str) -> None:
        """Show a case in words; "" hides the box."""
        self._words.setText(words)
        self.setAccessibleName(words)
        self.setVisible(bool(words))
