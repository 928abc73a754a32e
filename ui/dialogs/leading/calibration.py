"""The calibration: who has still to submit what everybody begins with, how far they agree, and opening the rest."""

from __future__ import annotations

from typing import Any

import msgspec
from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QLabel, QWidget

from annotator.operations import OpenRest
from annotator.review.agreement.measures import MEASURES
from annotator.views.lead.team import Calibration
from annotator.wording import counted
from ui.dialogs.sheet import Sheet
from ui.jobs import Jobs
from ui.session import Session
from ui.widgets.figure_table import FigureTable
from ui.widgets.grid import Cell, Column, Grid, name_cell
from ui.widgets.named import named

COLUMNS = (
    Column("Measure", is_text=True),
    Column("0 – 1", width=380, is_drawing=True, why="The value on a scale from 0 to 1"),
    Column("Value"),
)


class CalibrationSheet(Sheet):
    """The comparison is a job; opening is one batch. `review_requested` carries the first article to be looked at."""

    wanted = QSize(700, 600)
    review_requested = Signal(str)

    def __init__(self, session: Session, path: str, window: QWidget) -> None:
        super().__init__("Calibration", window)
        self.setObjectName("calibration_sheet")
        self._session = session
        self._found: Calibration = session.project.lead.team.calibration
        self._can_open = False
        self.told = named(QLabel(standing_sentence(self._found)), "calibration_told")
        self.told.setWordWrap(True)
        self.table = FigureTable(_grid({}))
        self.note = named(QLabel("Comparing…"), "calibration_note")
        self.note.setProperty("role", "secondary")
        self.note.setWordWrap(True)
        self.body.addWidget(self.told)
        self.body.addWidget(self.table, 1)
        self.body.addWidget(self.note)
        self.body.addStretch(1)
        self.add_button("Close", self.leave)
        self.look = named(self.add_button("Look at them in Review", self._on_look), "calibration_review")
        self.go = named(self.add_button("Open the rest", self.accept, is_primary=True), "calibration_open")
        self._jobs = Jobs(self)
        self.left.connect(self._jobs.stop)
        self._compare(path)

    def first_focus(self) -> QWidget:
        return self.table

    def accept(self) -> None:
        """Open what comes after the calibration to those who have submitted it."""
        if not self._can_open or self._found.is_open:
            return
        if self._session.run(OpenRest(self._found.articles)):
            self.leave()
            self._session.say("The rest is open. Hand out again to those on laptops.")

    def _compare(self, path: str) -> None:
        self.table.hide()
        self.look.setEnabled(False)
        self.go.setEnabled(False)
        if not self._found.articles:
            self.note.setText("Assign with some articles for all to begin with.")
            return
        job = self._jobs.start("Comparing", ["assign", path, "--open-rest", "--dry-run", "--json"])
        assert job is not None  # the sheet has jobs of its own
        job.finished.connect(self._on_compared)

    def _on_compared(self, status: int, out: str, words: str) -> None:
        if status:
            self.note.setText(words.strip().splitlines()[-1] if words.strip() else "They could not be compared.")
            return
        said = msgspec.json.decode(out.encode())
        self._can_open = True
        self.table.show_grid(_grid(said["measures"]))
        self.table.show()
        self.look.setEnabled(True)
        self.go.setEnabled(not self._found.is_open)
        self.note.setText(
            f"Over {counted(said['articles'], 'article')} that two or more have submitted. Each pair, and intervals "
            "over all articles: Progress, Ctrl+4."
        )
        if self.table.window().focusWidget() in (None, self):
            self.table.setFocus()

    def _on_look(self) -> None:
        self.leave()
        self.review_requested.emit(self._found.articles[0])


def standing_sentence(found: Calibration) -> str:
    """Where the calibration stands."""
    if not found.articles:
        return "There are no calibration articles."
    said = f"Everybody begins with {counted(len(found.articles), 'article')}."
    if found.missing:
        left = ", ".join(f"{name} ({len(articles):,})" for name, articles in found.missing.items())
        said += f" Still to be submitted: {left}."
    else:
        said += " All have submitted them."
    return f"{said} The rest is open already." if found.is_open else said


def _grid(measures: dict[str, Any]) -> Grid:
    rows = tuple(
        (
            name_cell(one.title, why=one.about),
            Cell(interval=(measures[one.key], measures[one.key], measures[one.key])),
            Cell(f"{measures[one.key]:.3f}", measures[one.key], why=one.about),
        )
        for one in MEASURES
        if measures.get(one.key) is not None
    )
    return Grid("calibration", "Agreement on the calibration articles", COLUMNS, rows)
