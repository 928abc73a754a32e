"""`SearchedModel`: rows that answer a search, in the order asked for. What a row is and shows is its subclass's."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex

from ui.wording import fold

Index = QModelIndex | QPersistentModelIndex
Row = TypeVar("Row")


@dataclass(frozen=True)
class Order(Generic[Row]):
    """A way to sort the list: its title and the key."""

    title: str
    key: Callable[[Row], Any]


class SearchedModel(QAbstractListModel, Generic[Row]):
    """`key_of` and `words_of` give a row's id and what it is searched by, folded; `orders` are offered for sorting."""

    def __init__(
        self,
        orders: tuple[Order[Row], ...],
        key_of: Callable[[Row], str],
        words_of: Callable[[Row], str],
        parent: QObject | None,
    ) -> None:
        super().__init__(parent)
        self._orders, self._key_of, self._words_of = orders, key_of, words_of
        self._all: list[Row] = []
        self._shown: list[Row] = []
        self._query = ""
        self._order = 0

    def search(self, query: str) -> None:
        self._query = query
        self._filter()

    def order(self, at: int) -> None:
        """Sort by the order `at`."""
        self._order = at
        self._filter()

    @property
    def is_searched(self) -> bool:
        return bool(self._query.strip())

    def row(self, at: int) -> Row | None:
        return self._shown[at] if 0 <= at < len(self._shown) else None

    def row_of(self, subject: str | None) -> int:
        """Where the row with this id stands, or -1."""
        return next((at for at, row in enumerate(self._shown) if self._key_of(row) == subject), -1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._shown)

    def _filter(self) -> None:
        words = fold(self._query).split()
        self.beginResetModel()
        found = [row for row in self._wanted() if not words or all(word in self._words_of(row) for word in words)]
        self._shown = sorted(found, key=self._orders[self._order].key)
        self.endResetModel()

    def _wanted(self) -> Iterable[Row]:
        """What may be shown, searched for or not."""
        return self._all
