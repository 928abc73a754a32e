"""`SearchList`: a field and the list that typing narrows; arrows move, Enter or a click takes, a digit takes at once.

It knows nothing of what it lists: an `Item` says what is shown, and carries what its taker needs.
"""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QModelIndex, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QLineEdit, QListView, QVBoxLayout, QWidget

from ui.widgets.item_delegate import ItemDelegate
from ui.widgets.items import Item, ItemModel

MOVES = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -8, Qt.Key.Key_PageDown: 8}
TAKE_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class SearchList(QWidget):
    """`taken` carries the item that was taken, `pointed` the one that the arrows or the mouse rest on (or None)."""

    taken = Signal(object)
    pointed = Signal(object)

    def __init__(self, prompt: str, parent: QWidget | None = None, *, takes_digits: bool = True) -> None:
        super().__init__(parent)
        self.takes_digits = takes_digits
        self.is_browsing = False
        """Whether the arrows were used since something was typed."""
        self.field = QLineEdit()
        self.field.setPlaceholderText(prompt)
        self.field.setAccessibleName(prompt)
        self.field.setClearButtonEnabled(False)
        self.view = QListView()
        self.view.setAccessibleName(prompt)
        self.view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.view.setMouseTracking(True)
        self.view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.model = ItemModel(self)
        self.view.setModel(self.model)
        self.view.setItemDelegate(ItemDelegate(self.view))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self.field)
        layout.addWidget(self.view, 1)
        self.setFocusProxy(self.field)
        self.field.installEventFilter(self)
        self.field.textChanged.connect(self._on_text_changed)
        self.view.clicked.connect(self._on_clicked)
        self.view.selectionModel().currentChanged.connect(self._on_current_changed)

    def set_items(self, items: Iterable[Item], *, point_at: object = None) -> None:
        """Show these items and point at the one that carries `point_at`, else at the first."""
        self.model.set_items(items)
        row = self.model.row_of(point_at) if point_at is not None else -1
        self._point(row if row >= 0 else self._step(-1, 1))

    def clear(self) -> None:
        self.is_browsing = False
        self.field.clear()

    def current(self) -> Item | None:
        return self.model.item(self.view.currentIndex().row())

    def point_at(self, data: object) -> bool:
        """Point at the item that carries `data`; False if it is not shown."""
        row = self.model.row_of(data)
        self._point(row)
        return row >= 0

    def sizeHint(self) -> QSize:
        rows = [self.view.sizeHintForRow(row) for row in range(min(self.model.rowCount(), 30))]
        return QSize(super().sizeHint().width(), self.field.sizeHint().height() + 6 + sum(rows) + 4)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.field and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._take_key(event)
        return super().eventFilter(watched, event)

    def _take_key(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        if key in MOVES and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.is_browsing = True
            self._point(self._step(self.view.currentIndex().row(), MOVES[key]))
            return True
        if key in TAKE_KEYS and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._take(self.current())
            return True
        if self.takes_digits and event.text().isdigit() and not self.field.text():
            return self._take_digit(event.text())
        return False

    def _take_digit(self, digit: str) -> bool:
        item = next((item for item in self.model.items() if item.key == digit), None)
        self._take(item)
        return item is not None

    def _take(self, item: Item | None) -> None:
        if item is not None and not item.is_heading:
            self.taken.emit(item)

    def _step(self, row: int, by: int) -> int:
        """The row `by` rows on that is no heading, the last such one at the end."""
        rows = [at for at, item in enumerate(self.model.items()) if not item.is_heading]
        if not rows:
            return -1
        if row not in rows:
            return rows[0]
        return rows[min(max(rows.index(row) + by, 0), len(rows) - 1)]

    def _point(self, row: int) -> None:
        index = self.model.index(row, 0) if row >= 0 else QModelIndex()
        self.view.setCurrentIndex(index)
        if row <= 1:
            self.view.scrollToTop()
        if not index.isValid():
            self.pointed.emit(None)

    def _on_text_changed(self, text: str) -> None:
        self.is_browsing = False
        self.model.search(text)
        self._point(self._step(-1, 1))

    def _on_clicked(self, index: QModelIndex) -> None:
        self._take(self.model.item(index.row()))

    def _on_current_changed(self, index: QModelIndex, _before: QModelIndex) -> None:
        self.pointed.emit(self.model.item(index.row()))
