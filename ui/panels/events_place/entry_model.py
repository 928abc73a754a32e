"""`EntryModel`: the events or actors that answer a search, in the order asked for."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QObject, Qt

from annotator.project import Project
from ui.panels.events_place.register import KEPT, Entry, Register
from ui.panels.events_place.searched_model import Index, SearchedModel
from ui.widgets.item_delegate import ITEM_ROLE
from ui.widgets.items import Item
from ui.wording import fold


class EntryModel(SearchedModel[Entry]):
    """Retired and merged ones are left out unless `shows_retired`."""

    def __init__(self, register: Register, project: Project, parent: QObject) -> None:
        super().__init__(register.orders, lambda entry: entry.id, self._folded_words, parent)
        self._register = register
        self._project = project
        self._folded: dict[str, str] = {}
        self.shows_retired = False

    def reload(self) -> None:
        """Read all of them again."""
        self._all = self._register.rows(self._project)
        self._folded = {}
        self._filter()

    def show_retired(self, on: bool) -> None:
        self.shows_retired = on
        self._filter()

    @property
    def total(self) -> int:
        """How many there are, searched for or not, without the retired and merged ones."""
        return sum(entry.state == KEPT for entry in self._all)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        entry = self.row(index.row())
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

    def _wanted(self) -> Iterable[Entry]:
        return (entry for entry in self._all if self.shows_retired or entry.state == KEPT)

    def _folded_words(self, entry: Entry) -> str:
        if entry.id not in self._folded:
            self._folded[entry.id] = fold(f"{entry.title} {entry.detail} {entry.badge} {entry.words}")
        return self._folded[entry.id]
