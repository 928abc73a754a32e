"""`FigureTable`: a `Grid` on screen: read with the arrows, opened with Enter or a click, copied with Ctrl+C.

It is as high as its rows, up to `MOST_ROWS`: what it stands in scrolls, so that no table hides what is below it.
"""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QResizeEvent,
    QShowEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QSizePolicy, QTableView, QWidget

from ui.widgets.clipboard import copy_forms
from ui.widgets.figure_delegate import CELL_ROLE, FigureDelegate, UprightHeader
from ui.widgets.grid import Cell, Grid, html, tsv, words_of
from ui.widgets.themed import scale_of

MOST_ROWS = 24
MOST_PX = 100_000
SLACK_PX = 2
Index = QModelIndex | QPersistentModelIndex
NO_INDEX = QModelIndex()


class GridModel(QAbstractTableModel):
    """A grid as Qt reads it."""

    def __init__(self, grid: Grid, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.grid = grid

    def rowCount(self, parent: Index = NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self.grid.rows)

    def columnCount(self, parent: Index = NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self.grid.columns)

    def cell(self, index: Index) -> Cell:
        return self.grid.rows[index.row()][index.column()]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        cell = self.cell(index)
        if role == Qt.ItemDataRole.DisplayRole:
            return cell.text
        if role == CELL_ROLE:
            return cell
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tip(index, cell) or None
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{self._place(index)}: {words_of(cell)}"
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.grid.columns):
            return None
        column = self.grid.columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.title
        if role == Qt.ItemDataRole.ToolTipRole:
            return ". ".join(part for part in (column.title, column.why) if part) or None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignLeft if column.is_text or column.is_drawing else Qt.AlignmentFlag.AlignRight
            return side | Qt.AlignmentFlag.AlignVCenter
        return None

    def _place(self, index: Index) -> str:
        """Row and column in words."""
        titles = (self.grid.rows[index.row()][0].text, self.grid.columns[index.column()].title)
        return ", ".join(dict.fromkeys(title for title in titles if title))

    def _tip(self, index: Index, cell: Cell) -> str:
        if index.column() == 0:
            return cell.why or cell.text
        said = ". ".join(part for part in (cell.text, cell.why) if part)
        return f"{self._place(index)}: {said}" if said else ""


class FigureTable(QTableView):
    """`opened` carries what stands behind a cell."""

    opened = Signal(object)
    menu_requested = Signal(object)
    """Where on the screen (`QPoint`) a menu for the current cell is wanted."""
    moved = Signal()
    """The keyboard came to another cell."""

    def __init__(self, grid: Grid, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.grid = grid
        self.setObjectName(f"figures_{grid.name}")
        self.setAccessibleName(grid.title)
        self.setModel(GridModel(grid, self))
        self.setItemDelegate(FigureDelegate(self))
        self.setMouseTracking(True)
        self.setShowGrid(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.verticalHeader().hide()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalHeader(UprightHeader(self) if grid.is_matrix else QHeaderView(Qt.Orientation.Horizontal))
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsClickable(False)
        header.setMinimumSectionSize(8)
        header.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.fit()
        if grid.rows:
            self.setCurrentIndex(self.model().index(*first_place(grid)))
        self.selectionModel().currentChanged.connect(self.moved)

    def show_grid(self, grid: Grid) -> None:
        """Show another grid in its place."""
        self.grid = grid
        self.setModel(GridModel(grid, self))
        self.fit()
        if grid.rows:
            self.setCurrentIndex(self.model().index(*first_place(grid)))
        self.selectionModel().currentChanged.connect(self.moved)

    def fit(self) -> None:
        """Take the sizes that the cells want, in the text size of now."""
        scale = scale_of(self)
        delegate = self.itemDelegate()
        assert isinstance(delegate, FigureDelegate)
        rows, height = len(self.grid.rows), delegate.row_height()
        self.verticalHeader().setDefaultSectionSize(height)
        for at, width in enumerate(delegate.widths(self.grid, self.width())):
            self.setColumnWidth(at, width)
        bar = self.horizontalScrollBar().sizeHint().height() if self.horizontalHeader().length() > self.width() else 0
        head = self.horizontalHeader().sizeHint().height()
        if not self.hasFocus():
            self.horizontalScrollBar().setValue(0)  # whose rows they are comes first
        self.setFixedHeight(head + height * min(rows, MOST_ROWS) + bar + round(SLACK_PX * scale))

    def sizeHint(self) -> QSize:
        """As high as its rows: Qt would ask for the same few lines whatever is in it."""
        return QSize(super().sizeHint().width(), self.minimumHeight())

    def wanted_width(self) -> int:
        """How wide it is with all its columns in sight."""
        delegate = self.itemDelegate()
        assert isinstance(delegate, FigureDelegate)
        return sum(delegate.widths(self.grid, MOST_PX)) + SLACK_PX

    def copy(self) -> None:
        """Put the whole table into the clipboard, as text between tabs and as HTML."""
        copy_forms(tsv(self.grid), html(self.grid))

    def open_current(self) -> None:
        """Ask for what stands behind the cell that the keyboard is at."""
        behind = self.current_behind()
        if behind is not None:
            self.opened.emit(behind)

    def current_behind(self) -> Any:
        """What stands behind the cell that the keyboard is at, None for nothing."""
        index = self.currentIndex()
        return self.grid.rows[index.row()][index.column()].behind if index.isValid() else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.open_current()
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        else:
            super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        index = self.indexAt(event.position().toPoint())
        can_open = index.isValid() and self.grid.rows[index.row()][index.column()].behind is not None
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if can_open else Qt.CursorShape.ArrowCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if event.button() == Qt.MouseButton.LeftButton and self.indexAt(event.position().toPoint()).isValid():
            self.open_current()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        index = self.indexAt(self.viewport().mapFromGlobal(event.globalPos()))
        by_keyboard = event.reason() == QContextMenuEvent.Reason.Keyboard
        if index.isValid() and not by_keyboard:
            self.setCurrentIndex(index)
        self.setFocus()
        cell = self.visualRect(self.currentIndex()).center()
        self.menu_requested.emit(self.viewport().mapToGlobal(cell) if by_keyboard else event.globalPos())

    def wheelEvent(self, event: QWheelEvent) -> None:
        # A table that shows all its rows leaves the wheel to the page.
        if len(self.grid.rows) > MOST_ROWS or event.angleDelta().x():
            super().wheelEvent(event)
        else:
            event.ignore()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.executeDelayedItemsLayout()
        self.fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.fit()


def first_place(grid: Grid) -> tuple[int, int]:
    """Row and column where the keyboard comes in: the first figure that can be opened, else the first one."""
    figures = [at for at, column in enumerate(grid.columns) if at and not column.is_drawing] or [0]
    places = ((row, at) for row, cells in enumerate(grid.rows) for at in figures if cells[at].behind is not None)
    return next(places, (0, figures[0]))
