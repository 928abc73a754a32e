"""What a `SearchList` shows: items, and which of them answer what was typed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from ui.theme import FamilyColours
from ui.wording import fold

ITEM_ROLE = Qt.ItemDataRole.UserRole + 1

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True)
class Item:
    """One row: its title, a second line, a word at the right, the digit that takes it, the colours of its tag.

    A heading cannot be taken. `always` keeps a row ("none", "new …") whatever is typed. `words` are searched besides.
    `aside` stands at the right of the second line. What `is_machine` is nobody's yet.
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
    aside: str = ""
    is_machine: bool = False
    is_marked: bool = False
    lines: int = 1
    """How many lines the title may take."""

    @property
    def folded(self) -> str:
        """All that a search looks at."""
        return fold(f"{self.title} {self.detail} {self.words}")


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
        self._more: tuple[Item, ...] = ()
        self._shown: list[Item] = []
        self._query = ""
        self._folded: list[str] | None = None
        self.most_hits = 0
        """How many hits of a search are shown at most; 0 for all."""

    def set_items(self, items: Iterable[Item]) -> None:
        self._all = tuple(items)
        self._more = ()
        self._folded = None
        self.search(self._query)

    def add(self, items: Iterable[Item]) -> None:
        """Have these found as well from the next search on; without a search they are not shown."""
        self._more = tuple(items)
        self._folded = None

    def search(self, query: str) -> None:
        self.beginResetModel()
        self._query = query
        words = fold(query).split()
        self._shown = self._found(words) if words else list(self._all)
        self.endResetModel()

    def _found(self, words: list[str]) -> list[Item]:
        if self._folded is None:
            self._folded = [item.folded for item in (*self._all, *self._more)]
        wanted = (
            pair
            for pair in zip((*self._all, *self._more), self._folded, strict=True)
            if not (pair[0].is_heading or pair[0].always)
        )
        ranked = [(rank(folded, words), item) for item, folded in wanted]
        hits = sorted(((place, item) for place, item in ranked if place is not None), key=lambda pair: pair[0])
        best = hits[: self.most_hits] if self.most_hits else hits
        return [item for _, item in best] + [item for item in self._all if item.always]

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
            state = "proposed by the machine" if item.is_machine else ""
            mark = "marked" if item.is_marked else ""
            return ", ".join(part for part in (item.title, item.detail, item.badge, item.aside, state, mark) if part)
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{item.title}\n{item.detail}".strip() if len(item.title) + len(item.detail) > 40 else None
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        item = self.item(index.row())
        is_heading = item is None or item.is_heading
        return Qt.ItemFlag.NoItemFlags if is_heading else Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
