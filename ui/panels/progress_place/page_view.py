"""`PageView`: one page of the Progress place: heading, note, what can be chosen, then its tables and charts."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QApplication, QComboBox, QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from ui.panels.progress_place.page import Choice, Page
from ui.widgets.empty_state import EmptyState
from ui.widgets.figure_table import FigureTable
from ui.widgets.grid import Grid
from ui.widgets.legend import legend_of
from ui.widgets.named import named
from ui.widgets.themed import current_theme, scale_of
from ui.widgets.trend_chart import Trend, TrendChart

MARGIN, GAP, BLOCK_GAP = 24, 8, 28
TITLE_PX = 64
Where = tuple[str, int, int]
"""A place of the keyboard: the name of a widget, and in a table row and column."""


class PageView(QScrollArea):
    """`opened` carries what is behind a cell, `chosen` what was chosen, `menu_requested` a place on the screen."""

    opened = Signal(object)
    chosen = Signal(str)
    menu_requested = Signal(object)

    def __init__(self, title: str, page: Page, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.page = page
        self.title = title
        self.tables: list[FigureTable] = []
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(title)
        self.sheet = QWidget()
        self.sheet.setProperty("paper", "true")
        self._column = QVBoxLayout(self.sheet)
        self._column.setContentsMargins(MARGIN, MARGIN - 4, MARGIN, MARGIN)
        self._column.setSpacing(GAP)
        self._add_head()
        if page.empty is not None:
            self._column.addWidget(EmptyState(*page.empty), 1)
        for block in page.blocks:
            self._add_block(block)
        if page.empty is None:
            self._column.addStretch(1)
        self.setWidget(self.sheet)

    def first_focus(self) -> QWidget | None:
        """What the keyboard goes to: the first table."""
        return self.tables[0] if self.tables else None

    def current_table(self) -> FigureTable | None:
        """The table with the keyboard, else the first one."""
        focus = QApplication.focusWidget()
        return next((table for table in self.tables if table is focus), self.tables[0] if self.tables else None)

    def where(self) -> Where | None:
        """Where in the page the keyboard is, None if it is elsewhere."""
        focus = QApplication.focusWidget()
        if focus is None or not self.isAncestorOf(focus):
            return None
        index = focus.currentIndex() if isinstance(focus, FigureTable) else None
        return (focus.objectName(), index.row(), index.column()) if index else (focus.objectName(), 0, 0)

    def go_to(self, where: Where) -> bool:
        """Put the keyboard to the same place of this page; False if there is no such place, nor any other."""
        name, row, column = where
        table = next((one for one in self.tables if one.objectName() == name), None)
        if table is not None and table.model().index(row, column).isValid():
            table.setCurrentIndex(table.model().index(row, column))
        found = table or self.findChild(QWidget, name) or self.first_focus()
        if found is None:
            return False
        found.setFocus()
        return True

    def picture(self) -> QPixmap:
        """The whole page as an image, what is scrolled out of sight included, without the mark of the keyboard."""
        whole = PageView(self.title, self.page)
        whole.ensurePolished()
        width = max([self.sheet.width(), *(table.wanted_width() + 2 * MARGIN for table in self.tables)])
        whole.sheet.resize(width, self.sheet.height())
        whole.resize(width, self.sheet.height())
        whole.sheet.layout().activate()  # type: ignore[union-attr]
        for table in whole.tables:
            table.fit()
        whole.sheet.adjustSize()
        whole.sheet.resize(width, whole.sheet.height())
        picture = QPixmap(whole.sheet.size() * self.devicePixelRatioF())
        picture.setDevicePixelRatio(self.devicePixelRatioF())
        picture.fill(current_theme().window)
        whole.sheet.render(picture)
        whole.deleteLater()
        return picture

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn and isinstance(watched, FigureTable):
            self._show_cell(watched)
        return False

    def _on_moved(self) -> None:
        table = self.sender()
        if isinstance(table, FigureTable) and table.hasFocus():
            self._show_cell(table)

    def _show_cell(self, table: FigureTable) -> None:
        """Scroll to the cell that the keyboard is at: a table is as high as its rows and does not scroll itself."""
        cell = table.visualRect(table.currentIndex())
        top = table.viewport().mapTo(self.sheet, cell.topLeft()).y()
        is_first = table.currentIndex().row() == 0
        above = TITLE_PX * scale_of(self) if is_first else 0
        self.ensureVisible(0, round(top - above), 0, GAP)
        self.ensureVisible(0, top + cell.height(), 0, MARGIN)

    def _add_head(self) -> None:
        heading = QLabel(self.title)
        heading.setProperty("role", "heading")
        note = named(QLabel(self.page.note), "progress_note")
        note.setProperty("role", "secondary")
        note.setTextFormat(Qt.TextFormat.PlainText)
        note.setWordWrap(True)
        words = QVBoxLayout()
        words.setSpacing(4)
        words.addWidget(heading)
        if self.page.note:
            words.addWidget(note)
        row = QHBoxLayout()
        row.addLayout(words, 1)
        if self.page.choice is not None:
            row.addWidget(self._choice(self.page.choice), 0, Qt.AlignmentFlag.AlignBottom)
        self._column.addLayout(row)

    def _choice(self, choice: Choice) -> QComboBox:
        box = named(QComboBox(), "progress_choice")
        box.setAccessibleName(choice.title)
        for value, title in choice.options:
            box.addItem(title, value)
        box.setCurrentIndex(box.findData(choice.current))
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        box.activated.connect(self._on_choice_activated)
        return box

    def _add_block(self, block: Grid | Trend) -> None:
        self._column.addSpacing(BLOCK_GAP - 2 * GAP)
        row = QHBoxLayout()
        row.setSpacing(GAP * 2)
        title = QLabel(block.title)
        title.setProperty("role", "title")
        row.addWidget(title)
        self._column.addLayout(row)
        if isinstance(block, Trend):
            self._column.addWidget(TrendChart(block))
            return
        if block.legend:
            row.addSpacing(GAP)
            row.addWidget(legend_of(block))
        row.addStretch(1)
        table = FigureTable(block)
        table.opened.connect(self.opened)
        table.moved.connect(self._on_moved)
        table.menu_requested.connect(self.menu_requested)
        table.installEventFilter(self)
        self.tables.append(table)
        self._column.addWidget(table)
        if block.note:
            note = QLabel(block.note)
            note.setProperty("role", "secondary")
            note.setWordWrap(True)
            self._column.addWidget(note)

    def _on_choice_activated(self, at: int) -> None:
        box = self.sender()
        assert isinstance(box, QComboBox)
        self.chosen.emit(str(box.itemData(at)))
