"""Assign articles: who annotates, how many of them each article, and what everybody would have before it is done."""

from __future__ import annotations

from collections import Counter

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QComboBox, QFormLayout, QLabel, QSpinBox, QWidget

from annotator.errors import UserError
from annotator.operations import Assign
from annotator.review.handing_out import Plan, Terms
from annotator.wording import counted
from ui.dialogs.leading.plan_grid import plan_grid, plan_sentence
from ui.dialogs.sheet import Sheet
from ui.forms.token_field import TokenField
from ui.leading import Leading
from ui.session import Session
from ui.widgets.figure_table import FigureTable
from ui.widgets.named import named, once_after
from ui.widgets.themed import scale_of

PREVIEW_MS = 120
MOST_OVERLAP = 99
SPIN_PX, SPIN_PAD = 112, 6
MOST_AT_ONCE = 1000
"""More assignments than this are made by a job, so that the window never waits."""
TWINS = (("spread", "Spread over the annotators"), ("together", "Keep together with the same ones"))


class AssignSheet(Sheet):
    """One batch, which undo takes back. What is assigned stays; again it completes what articles or people came."""

    wanted = QSize(760, 560)

    def __init__(self, session: Session, leading: Leading | None, window: QWidget) -> None:
        super().__init__("Assign articles", window)
        self.setObjectName("assign_sheet")
        self._session = session
        self._leading = leading
        self._team = session.project.lead.team
        self._plan: Plan | None = None
        rows = self._team.assignments()
        held = Counter(Counter(row.article for row in rows if not row.calibration).values())
        names = sorted({row.annotator for row in rows}) or self._team.names()
        self.who = named(TokenField("Annotators", "Name, Enter", self._known, is_free=True), "assign_who")
        self.who.set_values([(name, name) for name in names])
        usual = held.most_common(1)[0][0] if held else min(2, max(len(names), 1))
        self.overlap = self._spin("assign_overlap", "Annotators for each article", 1, MOST_OVERLAP, usual)
        self.blind = self._spin("assign_blind", "Articles without suggestions", 0, 100, 0)
        self.blind.setSuffix(" %")
        calibration = len({row.article for row in rows if row.calibration})
        articles = len(session.project.article_ids())
        self.calibration = self._spin("assign_calibration", "Articles for all to begin with", 0, articles, calibration)
        self.twins = named(QComboBox(), "assign_twins")
        self.twins.setAccessibleName("Articles of one story")
        self.twins.addItems([title for _, title in TWINS])
        self.table = FigureTable(plan_grid(None))
        self.told = named(QLabel(), "assign_told")
        self.told.setWordWrap(True)
        self._arrange()
        self._later = once_after(PREVIEW_MS, self._preview, self)
        self.left.connect(self._later.stop)
        self.who.edited.connect(self._later.start)
        for spin in (self.overlap, self.blind, self.calibration):
            spin.valueChanged.connect(self._later.start)
        self.twins.currentIndexChanged.connect(self._later.start)
        self._preview()

    def first_focus(self) -> QWidget:
        return self.who.field if len(self.who.values()) < 2 else self.overlap

    @property
    def terms(self) -> Terms:
        """The terms as the fields say."""
        return Terms(
            overlap=self.overlap.value(),
            blind=self.blind.value() / 100 if self.blind.value() else None,
            calibration=self.calibration.value(),
            twins="together" if self.twins.currentIndex() else "spread",
        )

    def accept(self) -> None:
        """Assign as the table shows it."""
        self._later.stop()
        self._preview()
        plan = self._plan
        if plan is None or not plan.rows:
            return
        if self._leading is not None and len(plan.rows) > MOST_AT_ONCE:
            if self._leading.assign(self.who.values(), self.terms):
                self.leave()
        elif self._session.run(Assign(plan.rows)):
            self.leave()
            self._session.say(f"Assigned {counted(len({row.article for row in plan.rows}), 'article')}.")

    def _arrange(self) -> None:
        form = QFormLayout()
        form.setSpacing(10)
        form.addRow("Annotators", self.who)
        form.addRow("Annotators for each article", self.overlap)
        form.addRow("Without suggestions", self.blind)
        form.addRow("For all to begin with", self.calibration)
        form.addRow("Articles of one story", self.twins)
        self.body.addLayout(form)
        self.body.addSpacing(4)
        self.body.addWidget(self.table)
        self.body.addWidget(self.told)
        self.body.addStretch(1)
        self.add_button("Cancel", self.leave)
        self.go = named(self.add_button("Assign", self.accept, is_primary=True), "assign_go")

    def _known(self) -> list[tuple[str, str]]:
        return [(name, name) for name in self._team.names() if name not in self.who.values()]

    def _preview(self) -> None:
        try:
            self._plan = self._team.plan(self.who.values(), self.terms)
        except UserError as error:
            self._plan = None
            self._tell(str(error), "danger")
        else:
            left = len(set(self._team.unassigned()) - {row.article for row in self._plan.rows})
            rest = f" {counted(left, 'article')} stay with nobody." if left else ""
            self._tell(plan_sentence(self._plan) + rest, "secondary")
        self.table.show_grid(plan_grid(self._plan))
        self.table.setVisible(self._plan is not None)
        self.go.setEnabled(self._plan is not None and bool(self._plan.rows))

    def _tell(self, words: str, role: str) -> None:
        self.told.setText(words)
        self.told.setProperty("role", role)
        self.told.style().unpolish(self.told)
        self.told.style().polish(self.told)

    def _spin(self, name: str, title: str, least: int, most: int, value: int) -> QSpinBox:
        spin = named(QSpinBox(), name)
        spin.setAccessibleName(title)
        spin.setRange(least, most)
        spin.setValue(value)
        spin.setFixedWidth(round(SPIN_PX * scale_of(self)))
        spin.lineEdit().setTextMargins(round(SPIN_PAD * scale_of(self)), 0, 0, 0)
        return spin
