"""The line above the Review place: which disagreement is current, the rule, whose names are shown, the sample."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QWidget

from annotator.review.settings import ReviewSettings
from ui.widgets.elided_label import ElidedLabel
from ui.widgets.named import named


class ReviewBar(QFrame):
    """Its buttons ask for acts; it changes nothing."""

    act_requested = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("bar", "top")
        self.back = self._button("review_previous", "◀", "Previous disagreement that waits")
        self.on = self._button("review_next", "▶", "Next disagreement that waits")
        self.count = named(QLabel(), "review_count")
        self.count.setProperty("role", "secondary")
        self.rule = self._button("review_rule", "", "Rule: what becomes gold without a lead")
        self.names = self._button("review_names", "", "Show or hide the annotators’ names")
        self.classes = self._button("review_classes", "Classes…", "Settle disagreements of one class at once")
        self.sample = ElidedLabel(role="secondary")
        self.sample.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 16, 6)
        row.setSpacing(6)
        for widget in (self.back, self.count, self.on):
            row.addWidget(widget)
        row.addSpacing(10)
        for widget in (self.rule, self.names, self.classes):
            row.addWidget(widget)
        row.addWidget(self.sample, 1)

    def show_card(self, words: str, *, has_card: bool) -> None:
        """Say which of the article's disagreements is current."""
        self.count.setText(words)
        self.back.setEnabled(has_card)
        self.on.setEnabled(has_card)

    def show_settings(self, settings: ReviewSettings, sample: str) -> None:
        """The rule and whose names are shown; `sample`: how many of the agreed units looked at were wrong."""
        self.rule.setText(f"Rule: {settings.rule_title} ▾")
        self.rule.setAccessibleName(f"Rule: {settings.rule_title}")
        self.names.setText("Names shown" if settings.shows_names else "Names hidden")
        self.names.setAccessibleName(self.names.text())
        self.sample.setText(sample)

    def _button(self, act: str, title: str, tip: str) -> QToolButton:
        button = named(QToolButton(), f"{act}_button")
        button.setText(title)
        button.setToolTip(tip)
        button.setAccessibleName(tip)
        button.setProperty("act", act)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(self._on_button_clicked)
        return button

    def _on_button_clicked(self) -> None:
        self.act_requested.emit(self.sender().property("act"))
