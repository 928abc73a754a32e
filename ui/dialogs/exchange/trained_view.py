"""`TrainedView`: what a training came to: sentences, and the comparison by label in tables that can be scrolled."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from annotator.train_report import TrainingReport
from ui.trained import about_sentence, comparison_grids, outcome_sentence, used_sentence
from ui.widgets.figure_table import FigureTable
from ui.widgets.grid import Grid
from ui.widgets.legend import legend_of
from ui.widgets.named import named


class TrainedView(QScrollArea):
    """Shows one report. `tables` are read with the arrows and copied with Ctrl+C."""

    def __init__(self, report: TrainingReport, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("trained_view")
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.tables: list[FigureTable] = []
        inside = QWidget()
        self._inside = inside
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(0, 0, 8, 0)
        self._column.setSpacing(8)
        self._say(outcome_sentence(report), "trained_outcome", "")
        self._say(about_sentence(report), "trained_about", "secondary")
        self._say(used_sentence(report), "trained_used", "secondary")
        for grid in comparison_grids(report):
            self._add(grid)
        self._say("\n".join(report.notes), "trained_notes", "secondary")
        self._column.addStretch(1)
        self.setWidget(inside)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn and isinstance(watched, FigureTable):
            self._show(watched)
        return False

    def _show_cell(self) -> None:
        table = self.sender()
        if isinstance(table, FigureTable) and table.hasFocus():
            self._show(table)

    def _show(self, table: FigureTable) -> None:
        """Scroll to the cell that the keyboard is at: a table is as high as its rows and does not scroll itself."""
        cell = table.visualRect(table.currentIndex())
        middle = table.viewport().mapTo(self._inside, cell.center())
        self.ensureVisible(0, middle.y(), 0, 2 * cell.height())

    def _say(self, text: str, name: str, role: str) -> None:
        if text:
            label = named(QLabel(text), name)
            label.setProperty("role", role)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
            self._column.addWidget(label)

    def _add(self, grid: Grid) -> None:
        title = QLabel(grid.title)
        title.setProperty("role", "title")
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(title)
        row.addWidget(legend_of(grid))
        row.addStretch(1)
        self._column.addSpacing(8)
        self._column.addLayout(row)
        table = FigureTable(grid)
        table.moved.connect(self._show_cell)
        table.installEventFilter(self)
        self.tables.append(table)
        self._column.addWidget(table)
