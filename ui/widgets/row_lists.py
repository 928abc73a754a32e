"""Lists of `Item` rows that answer keys of their own: `TickList` (Space ticks a row), `OpenList` (Enter opens one)."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListView, QWidget

from ui.widgets.item_delegate import dress
from ui.widgets.items import Item, ItemModel

ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class TickList(QListView):
    """Space ticks the current row, or takes the tick off; Enter and Esc are left to whatever it stands in."""

    def __init__(self, toggle: Callable[[QModelIndex], object], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._toggle = toggle

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space:
            self._toggle(self.currentIndex())
        elif event.key() in (*ENTER, Qt.Key.Key_Escape):
            event.ignore()
        else:
            super().keyPressEvent(event)


class OpenList(QListView):
    """`opened` carries the `Item` that Enter or a click took; headings are passed over."""

    opened = Signal(object)

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(title)
        self.rows = ItemModel(self)
        self.setModel(self.rows)
        dress(self)
        self.setUniformItemSizes(False)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.clicked.connect(self._open)

    def set_items(self, items: list[Item]) -> None:
        """Show these rows and point at the first that can be taken."""
        self.rows.set_items(items)
        first = next((row for row, item in enumerate(items) if not item.is_heading), 0)
        self.setCurrentIndex(self.rows.index(first, 0))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        item = self.rows.item(self.currentIndex().row())
        if event.key() in ENTER and item is not None and item.data is not None:
            self.opened.emit(item)
        elif event.key() in (*ENTER, Qt.Key.Key_Escape):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def _open(self, index: QModelIndex) -> None:
        item = self.rows.item(index.row())
        if item is not None and item.data is not None:
            self.opened.emit(item)
