"""`SearchList`: a field and the list that typing narrows; arrows move, Enter or a click takes, a digit takes at once.

It knows nothing of what it lists: an `Item` says what is shown, and carries what its taker needs.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QEvent, QModelIndex, QObject, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QLineEdit, QListView, QVBoxLayout, QWidget

from ui.theme import FamilyColours
from ui.widgets.item_delegate import ITEM_ROLE, ItemDelegate

MOVES = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -8, Qt.Key.Key_PageDown: 8}
TAKE_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True)
class Item:
    """One row: its title, a second line, a word at the right, the digit that takes it, the colours of its tag.

    A heading cannot be taken. `always` keeps a row ("none", "new …") whatever is typed. `words` are searched besides.
    """

    title: str
    detail: str = ""
    badge: str = ""
    key: str = ""
    data: Any = None
    colours: FamilyColours | None = None
    words: str = ""
    is_heading: bool = False
    is_current: bool = False
    always: bool = False
    indent: int = 0

    @property
    def folded(self) -> str:
        """All that a search looks at."""
        return fold(f"{self.title} {self.detail} {self.words}")


def fold(text: str) -> str:
    """`text` for comparing: without case and accents."""
    if text.isascii():
        return text.casefold()
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def rank(folded: str, words: list[str]) -> int | None:
    """How well an item's folded text answers the folded words (smaller is better); None if one of them is not in it."""
    if not all(word in folded for word in words):
        return None
    if folded.startswith(words[0]):
        return 0
    return 1 if all(f" {word}" in f" {folded}" for word in words) else 2


class ItemModel(QAbstractListModel):
    """The items that answer what was typed, the best first; without a search all in the order given."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._all: tuple[Item, ...] = ()
        self._shown: list[Item] = []
        self._query = ""
        self._folded: list[str] | None = None

    def set_items(self, items: Iterable[Item]) -> None:
        self._all = tuple(items)
        self._folded = None
        self.search(self._query)

    def search(self, query: str) -> None:
        self.beginResetModel()
        self._query = query
        words = fold(query).split()
        self._shown = self._found(words) if words else list(self._all)
        self.endResetModel()

    def _found(self, words: list[str]) -> list[Item]:
        if self._folded is None:
            self._folded = [item.folded for item in self._all]
        wanted = (
            pair for pair in zip(self._all, self._folded, strict=True) if not (pair[0].is_heading or pair[0].always)
        )
        ranked = [(rank(folded, words), item) for item, folded in wanted]
        hits = sorted(((place, item) for place, item in ranked if place is not None), key=lambda pair: pair[0])
        return [item for _, item in hits] + [item for item in self._all if item.always]

    def item(self, row: int) -> Item | None:
        return self._shown[row] if 0 <= row < len(self._shown) else None

    def items(self) -> tuple[Item, ...]:
        return tuple(self._shown)

    def row_of(self, data: object) -> int:
        """The row that carries `data`, or -1."""
        return next((row for row, item in enumerate(self._shown) if item.data == data and not item.is_heading), -1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._shown)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        item = self.item(index.row())
        if item is None:
            return None
        if role == ITEM_ROLE:
            return item
        if role == Qt.ItemDataRole.DisplayRole:
            return item.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(part for part in (item.title, item.detail, item.badge) if part)
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{item.title}\n{item.detail}".strip() if len(item.title) + len(item.detail) > 40 else None
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        item = self.item(index.row())
        is_heading = item is None or item.is_heading
        return Qt.ItemFlag.NoItemFlags if is_heading else Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


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
