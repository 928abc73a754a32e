"""The rule: what becomes gold without a lead, how much of what is agreed is checked, whose names are shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QHBoxLayout,
    QLabel,
    QRadioButton,
    QSpinBox,
    QWidget,
)

from annotator.review.settings import ReviewSettings, RuleName
from annotator.wording import counted
from ui.dialogs.sheet import Sheet
from ui.panels.review_place.reviewing import Reviewing
from ui.widgets.named import named, once_after

if TYPE_CHECKING:
    from annotator.views.lead.review import Review

RULES: tuple[tuple[RuleName, str, str], ...] = (
    ("unanimous", "Unanimous", "What all who looked say is gold; everything else waits for a lead."),
    ("majority", "Majority", "What enough of them say is gold, part by part; the rest waits."),
    ("none", "None", "Nothing is gold by itself: a lead settles every unit."),
)
PREVIEW_MS = 150
COUNTED_ARTICLES = 10


class RuleSheet(Sheet):
    """What would wait under another rule is counted before it is chosen."""

    wanted = QSize(560, 0)

    def __init__(self, reviewing: Reviewing, window: QWidget) -> None:
        super().__init__("What becomes gold without a lead", window)
        self.setObjectName("rule_sheet")
        self._reviewing = reviewing
        self._now = reviewing.session.project.lead.settings
        self._group = QButtonGroup(self)
        self.at_least = self._spin("rule_at_least", "of at least", 2, 99, self._now.at_least)
        self.at_least.setPrefix("at least ")
        for at, (name, title, words) in enumerate(RULES):
            button = named(QRadioButton(title), f"rule_{name}")
            button.setChecked(self._now.rule == name)
            self._group.addButton(button, at)
            row = QHBoxLayout()
            row.addWidget(button)
            if name == "majority":
                row.addWidget(self.at_least)
            row.addStretch(1)
            self.body.addLayout(row)
            self.body.addWidget(_note(words))
        self.sample = self._spin("rule_sample", "Agreed units that are checked", 0, 100, round(self._now.sample * 100))
        self.sample.setSuffix(" % of what is agreed is put before a lead all the same")
        self.names = named(QCheckBox("Show the annotators’ names"), "rule_names")
        self.names.setChecked(self._now.shows_names)
        self.preview = _note("")
        for part in (self.sample, self.names, self.preview):
            self.body.addWidget(part)
        self.add_button("Cancel", self.leave)
        self.add_button("Use this rule", self.accept, is_primary=True)
        self._later = once_after(PREVIEW_MS, self._count, self)
        self._group.idToggled.connect(self._on_changed)
        self.at_least.valueChanged.connect(self._on_changed)
        self._tried: Review | None = None
        self._counting = QTimer(self, interval=0)
        self._counting.timeout.connect(self._on_counting_timeout)
        self._on_changed()

    def first_focus(self) -> QWidget | None:
        return self._group.checkedButton()

    @property
    def settings(self) -> ReviewSettings:
        """The settings as the fields say."""
        return msgspec.structs.replace(
            self._now,
            rule=RULES[self._group.checkedId()][0],
            at_least=self.at_least.value(),
            sample=self.sample.value() / 100,
            shows_names=self.names.isChecked(),
        )

    def accept(self) -> None:
        review = self._reviewing
        settings = self.settings
        self.leave()
        if settings != self._now and review.session.run(review.review.change_settings(settings)):
            review.session.say(f"Rule: {settings.rule_title}.")

    def _on_changed(self) -> None:
        self.at_least.setEnabled(RULES[self._group.checkedId()][0] == "majority")
        self._later.start()

    def _count(self) -> None:
        """Count bit by bit how many disagreements would wait."""
        self._tried = self._reviewing.review.by(self.settings)
        self._counting.start()

    def _on_counting_timeout(self) -> None:
        if self._tried is None or self._tried.warm(COUNTED_ARTICLES):
            self._counting.stop()
        if self._tried is None:
            return
        rows, (done, total) = self._tried.rows(), self._tried.known
        waiting, articles = sum(row.open for row in rows), sum(row.open > 0 for row in rows)
        now = sum(row.open for row in self._reviewing.rows)
        words = f"{counted(waiting, 'disagreement')} would wait in {counted(articles, 'article')}; now {now:,} wait."
        self.preview.setText(words if done == total else f"{words} Counted in {done:,} of {total:,} articles…")

    def _spin(self, name: str, title: str, least: int, most: int, value: int) -> QSpinBox:
        spin = named(QSpinBox(), name)
        spin.setAccessibleName(title)
        spin.setRange(least, most)
        spin.setValue(value)
        return spin


def _note(words: str) -> QLabel:
    label = QLabel(words)
    label.setProperty("role", "secondary")
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label
