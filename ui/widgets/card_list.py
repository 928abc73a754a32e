"""`CardList`: a list view of cards of different heights that stays fast with thousands. A `CardPainter` paints them.

A card is measured when it comes into sight; until then its height is estimated. So opening, scrolling and a change of
one card cost the same whatever the length of the list. `QListView` itself would measure every item every time.
"""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate
from typing import Protocol

from PySide6.QtCore import QAbstractItemModel, QItemSelection, QItemSelectionModel, QModelIndex, QPoint, QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QRegion, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget

GAP = 10
MARGIN = 12
STEP_PX = 24

Index = QModelIndex


class CardPainter(Protocol):
    """Gives the heights of cards, in px, and paints them."""

    def estimate(self, row: int, width: int) -> int: ...
    def measure(self, row: int, width: int) -> int: ...
    def paint(self, painter: QPainter, rect: QRect, row: int) -> None: ...


class CardList(QListView):
    """A list view of one column whose rows a `CardPainter` paints: `cards`, to be set before the model."""

    cards: CardPainter

    def __init__(self, parent: QWidget | None = None, *, gap: int = GAP, margin: int = MARGIN) -> None:
        super().__init__(parent)
        self._gap = gap
        self._margin = margin
        self._heights: list[int] = []
        self._is_measured: list[bool] = []
        self._tops: list[int] = []
        self._laid_out_width = -1
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setMouseTracking(True)

    def setModel(self, model: QAbstractItemModel | None) -> None:
        """Show another model; the cards follow its changes by themselves."""
        old = self.model()
        for one, join in ((old, "disconnect"), (model, "connect")):
            if one is None:
                continue
            for signal, slot in (
                (one.modelReset, self.relayout),
                (one.rowsInserted, self._on_model_rows_inserted),
                (one.rowsRemoved, self._on_model_rows_removed),
                (one.dataChanged, self._on_model_data_changed),
            ):
                getattr(signal, join)(slot)
        super().setModel(model)
        self.relayout()

    # What changed

    def relayout(self) -> None:
        """Measure everything anew: another theme, text size or width, or names that many cards show."""
        rows = self.model().rowCount() if self.model() else 0
        width = self._card_width()
        self._heights = [self.cards.estimate(row, width) for row in range(rows)]
        self._is_measured = [False] * rows
        self._laid_out_width = width
        self._stack()

    def remeasure(self, first: int, last: int | None = None) -> None:
        """Measure a card, or those from `first` to `last`, anew, and move what is below."""
        first, last = max(first, 0), min(first if last is None else last, len(self._heights) - 1)
        if first > last:
            return
        self._is_measured[first : last + 1] = [False] * (last + 1 - first)
        low, high = self._in_sight()
        grown = [self._measure(row) for row in range(max(first, low), min(last, high) + 1)]
        if any(grown):
            self._stack()
            return
        for row in range(max(first, low), min(last, high) + 1):
            self.viewport().update(QRect(0, self._tops[row] - self.verticalOffset(), self.width(), self._heights[row]))

    def insert_rows(self, first: int, count: int) -> None:
        width = self._card_width()
        self._heights[first:first] = [self.cards.estimate(row, width) for row in range(first, first + count)]
        self._is_measured[first:first] = [False] * count
        self._stack()

    def remove_rows(self, first: int, count: int) -> None:
        del self._heights[first : first + count]
        del self._is_measured[first : first + count]
        self._stack()

    def _on_model_rows_inserted(self, _parent: QModelIndex, first: int, last: int) -> None:
        self.insert_rows(first, last - first + 1)

    def _on_model_rows_removed(self, _parent: QModelIndex, first: int, last: int) -> None:
        self.remove_rows(first, last - first + 1)

    def _on_model_data_changed(self, first: QModelIndex, last: QModelIndex) -> None:
        self.remeasure(first.row(), last.row())

    # What QListView asks

    def doItemsLayout(self) -> None:
        if self.model() and (
            len(self._heights) != self.model().rowCount() or self._laid_out_width != self._card_width()
        ):
            self.relayout()

    def visualRect(self, index: QModelIndex | Index) -> QRect:
        row = index.row()
        if not 0 <= row < len(self._heights):
            return QRect()
        top = self._tops[row] - self.verticalOffset()
        return QRect(self._margin, top, self._card_width(), self._heights[row])

    def indexAt(self, point: QPoint) -> QModelIndex:
        row = self._row_at(point.y() + self.verticalOffset())
        if row is not None:
            index = self.model().index(row, 0)
            if self.visualRect(index).contains(point):
                return index
        return QModelIndex()

    def scrollTo(
        self,
        index: QModelIndex | Index,
        hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible,
    ) -> None:
        """Bring a card into sight, whole where it fits, moving as little as may be."""
        row = index.row()
        if not 0 <= row < len(self._heights):
            return
        self._measure_and_stack(row)
        self._move_to(row)
        self._measure_what_is_in_sight()
        # What came into sight on the way may have pushed the card out again.
        self._move_to(row)

    def verticalOffset(self) -> int:
        return self.verticalScrollBar().value()

    def horizontalOffset(self) -> int:
        return 0

    def isIndexHidden(self, index: QModelIndex | Index) -> bool:
        return False

    def updateGeometries(self) -> None:
        bar, height = self.verticalScrollBar(), self.viewport().height()
        bar.setPageStep(height)
        bar.setSingleStep(STEP_PX)
        bar.setRange(0, max(0, self._total() - height))

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._laid_out_width != self._card_width():
            at = self._row_at(self.verticalOffset())
            self.relayout()
            if at is not None and self.verticalOffset():
                self.verticalScrollBar().setValue(self._tops[at])

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.verticalScrollBar().setValue(0)
        self.scrollTo(self.currentIndex())

    def moveCursor(self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        last = len(self._heights) - 1
        if last < 0:
            return QModelIndex()
        row = self.currentIndex().row()
        low, high = self._in_sight()
        page = max(1, high - low)
        actions = QAbstractItemView.CursorAction
        steps = {
            actions.MoveUp: -1, actions.MovePrevious: -1, actions.MoveDown: 1, actions.MoveNext: 1,
            actions.MovePageUp: -page, actions.MovePageDown: page,
            actions.MoveHome: -last - 1, actions.MoveEnd: last + 1,
        }  # fmt: skip
        return self.model().index(min(max(row + steps.get(action, 0), 0), last), 0)

    def setSelection(self, rect: QRect, command: QItemSelectionModel.SelectionFlag) -> None:
        index = self.indexAt(rect.topLeft())
        if index.isValid():
            self.selectionModel().select(index, command)

    def visualRegionForSelection(self, selection: QItemSelection) -> QRegion:
        region = QRegion()
        for index in selection.indexes():
            region += self.visualRect(index)
        return region

    def paintEvent(self, event: QPaintEvent) -> None:
        self._measure_what_is_in_sight()
        painter = QPainter(self.viewport())
        offset, bottom = self.verticalOffset(), self.viewport().height()
        row = self._row_at(offset) or 0
        while row < len(self._heights) and self._tops[row] - offset < bottom:
            card = QRect(self._margin, self._tops[row] - offset, self._card_width(), self._heights[row])
            if event.region().intersects(card):
                self.cards.paint(painter, card, row)
            row += 1

    # Geometry

    def _move_to(self, row: int) -> None:
        top, bottom = self._tops[row] - self._gap, self._tops[row] + self._heights[row] + self._gap
        bar, height = self.verticalScrollBar(), self.viewport().height()
        if top < bar.value() or bottom - top > height:
            bar.setValue(top)
        elif bottom > bar.value() + height:
            bar.setValue(bottom - height)

    def _card_width(self) -> int:
        return max(80, self.viewport().width() - 2 * self._margin)

    def _total(self) -> int:
        return self._tops[-1] + self._heights[-1] + self._margin if self._heights else 0

    def _stack(self) -> None:
        tops = list(accumulate((height + self._gap for height in self._heights), initial=self._gap // 2))
        self._tops = tops[:-1]
        self.updateGeometries()
        self.viewport().update()

    def _row_at(self, y: int) -> int | None:
        return max(0, bisect_right(self._tops, y) - 1) if self._tops else None

    def _in_sight(self) -> tuple[int, int]:
        """The first and the last row of which something can be seen; (0, -1) if there is none."""
        offset = self.verticalOffset()
        first, last = self._row_at(offset), self._row_at(offset + self.viewport().height())
        return (0, -1) if first is None or last is None else (first, last)

    def _measure(self, row: int) -> int:
        """Measure a card if its height is only estimated; by how many px it grew."""
        if self._is_measured[row]:
            return 0
        height = self.cards.measure(row, self._card_width())
        grown = height - self._heights[row]
        self._heights[row], self._is_measured[row] = height, True
        return grown

    def _measure_and_stack(self, row: int) -> None:
        if self._measure(row):
            self._stack()

    def _measure_what_is_in_sight(self) -> None:
        """Cards that come into sight get their height; what stands at the top of the view stays where it is."""
        offset, bottom = self.verticalOffset(), self.viewport().height()
        first = row = self._row_at(offset) or 0
        y = (self._tops[row] - offset) if self._heights else bottom
        shift, has_changed = 0, False
        while row < len(self._heights) and y < bottom:
            grown = self._measure(row)
            has_changed = has_changed or grown != 0
            if row == first and self._tops[row] < offset:
                shift = grown
            y += self._heights[row] + self._gap
            row += 1
        if has_changed:
            self._stack()
            if shift:
                self.verticalScrollBar().setValue(offset + shift)
