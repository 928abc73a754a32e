"""`EntryModel`: the events or actors that answer a search, in the order asked for."""

from __future__ import annotations

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from annotator.project import Project
from ui.panels.events_place.register import KEPT, Entry, Register
from ui.widgets.item_delegate import ITEM_ROLE
from ui.widgets.items import Item
from ui.wording import fold

Index = QModelIndex | QPersistentModelIndex


class EntryModel(QAbstractListModel):
    """Retired and merged ones are left out unless `shows_retired`."""

    def __init__(self, register: Register, project: Project, parent: QObject) -> None:
        super().__init__(parent)
        self._register = register
        self._project = project
        self._all: list[tuple[Entry, str]] = []
        self._shown: list[Entry] = []
        self._query = ""
        self._order = 0
        self.shows_retired = False

    def reload(self) -> None:
        """Read all of them again."""
        entries = self._register.rows(self._project)
        self._all = [(entry, fold(f"{entry.title} {entry.detail} {entry.badge} {entry.words}")) for entry in entries]
        self._filter()

    def search(self, query: str) -> None:
        self._query = query
        self._filter()

    def order(self, at: int) -> None:
        """Sort by the order `at` of the register."""
        self._order = at
        self._filter()

    def show_retired(self, on: bool) -> None:
        self.shows_retired = on
        self._filter()

    def entry(self, row: int) -> Entry | None:
        return self._shown[row] if 0 <= row < len(self._shown) else None

    def row_of(self, subject: str | None) -> int:
        """The row of an event or actor, or -1."""
        return next((row for row, entry in enumerate(self._shown) if entry.id == subject), -1)

    @property
    def total(self) -> int:
        """How many there are, searched for or not, without the retired and merged ones."""
        return sum(entry.state == KEPT for entry, _ in self._all)

    @property
    def is_searched(self) -> bool:
        return bool(self._query.strip())

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._shown)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        entry = self.entry(index.row())
        if entry is None:
            return None
        published = "published" if entry.is_published else ""
        if role == ITEM_ROLE:
            state = "" if entry.state == KEPT else entry.state
            badge = " · ".join(part for part in (state, published, entry.badge) if part)
            return Item(entry.title, entry.detail, badge=badge, data=entry.id)
        if role == Qt.ItemDataRole.DisplayRole:
            return entry.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(part for part in (entry.title, entry.detail, entry.badge, entry.state, published) if part)
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{entry.title}\n{entry.detail}"
        return None

    def _filter(self) -> None:
        words = fold(self._query).split()
        self.beginResetModel()
        found = [
            entry
            for entry, folded in self._all
            if (self.shows_retired or entry.state == KEPT) and all(word in folded for word in words)
        ]
        self._shown = sorted(found, key=self._register.orders[self._order].key)
        self.endResetModel()
