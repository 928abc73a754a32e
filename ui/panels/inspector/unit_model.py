"""`UnitModel`: the units of one kind in the open article, in reading order, brought up to date one by one."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from annotator.model import Kind
from annotator.units import Unit
from annotator.work import SortKey, sort_key
from ui.session import Session

ENTITY_PASSES = frozenset({"entities"})
STATEMENT_PASSES = frozenset({"statements", "links"})
LAST_ID = "\uffff"
"""Sorts after every id."""

Index = QModelIndex | QPersistentModelIndex
UNIT_ROLE = Qt.ItemDataRole.UserRole + 1


class UnitModel(QAbstractListModel):
    """Rows are the visible units of `kind`. `describe` gives the words of a unit for those who listen."""

    counted = Signal(int, int)
    """(decided, all) of the units shown."""

    def __init__(
        self, session: Session, kind: Kind, describe: Callable[[Unit], str], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._kind = kind
        self._describe = describe
        self._keys: list[SortKey] = []
        self._key_of: dict[str, SortKey] = {}
        self._decided: set[str] = set()

    def rebuild(self) -> None:
        """Read all units of the open article: when another one was opened, or the passes or hidden ones changed."""
        self.beginResetModel()
        work, kind, passes = self._session.work, self._kind, self._passes()
        units = [unit for unit in work.units(hidden=self._session.show_hidden) if unit.kind == kind] if work else []
        self._keys = [sort_key(unit) for unit in units]
        self._key_of = {key[3]: key for key in self._keys}
        self._decided = {unit.id for unit in units if not unit.is_undecided(passes)}
        self.endResetModel()
        self.counted.emit(len(self._decided), len(self._keys))

    def refresh(self, ids: Iterable[str]) -> None:
        """Bring these units up to date, and those in the same place (a suggestion may be answered)."""
        wanted = set(ids)
        for unit_id in tuple(wanted):
            wanted |= self._in_the_same_place(unit_id)
        passes = self._passes()
        changed = [key for unit_id in wanted if (key := self._refresh_one(unit_id, passes)) is not None]
        if changed:
            first, last = bisect_left(self._keys, min(changed)), bisect_left(self._keys, max(changed))
            self.dataChanged.emit(self.index(first, 0), self.index(last, 0))
        self.counted.emit(len(self._decided), len(self._keys))

    def unit(self, row: int) -> Unit | None:
        work = self._session.work
        return work.find(self._keys[row][3]) if work and 0 <= row < len(self._keys) else None

    def row_of(self, unit_id: str | None) -> int:
        """The row of a unit, or -1."""
        key = self._key_of.get(unit_id) if unit_id else None
        return -1 if key is None else bisect_left(self._keys, key)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._keys)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        unit = self.unit(index.row())
        if unit is None:
            return None
        if role == UNIT_ROLE:
            return unit
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._describe(unit)
        return None

    def _refresh_one(self, unit_id: str, passes: frozenset[str]) -> SortKey | None:
        """Bring one unit's row up to date. Gives its key if it kept its row."""
        work, old = self._session.work, self._key_of.get(unit_id)
        unit = work.find(unit_id) if work else None
        is_shown = (
            work is not None
            and unit is not None
            and unit.kind == self._kind
            and work.is_visible(unit, hidden=self._session.show_hidden)
        )
        new = sort_key(unit) if is_shown and unit is not None else None
        if old is not None and old != new:
            self._remove(old)
        if new is None or unit is None:
            return None
        if old != new:
            self._insert(new)
        (self._decided.discard if unit.is_undecided(passes) else self._decided.add)(unit_id)
        return new if old == new else None

    def _remove(self, key: SortKey) -> None:
        row = bisect_left(self._keys, key)
        self.beginRemoveRows(QModelIndex(), row, row)
        del self._keys[row]
        del self._key_of[key[3]]
        self._decided.discard(key[3])
        self.endRemoveRows()

    def _insert(self, key: SortKey) -> None:
        row = bisect_left(self._keys, key)
        self.beginInsertRows(QModelIndex(), row, row)
        self._keys.insert(row, key)
        self._key_of[key[3]] = key
        self.endInsertRows()

    def _in_the_same_place(self, unit_id: str) -> set[str]:
        """The units on the very span of this entity, if a person's work there may hide or uncover the machine's."""
        work = self._session.work
        unit = work.find(unit_id) if work else None
        if work is None or self._kind != "entity" or (unit is not None and (unit.kind != "entity" or unit.is_machine)):
            return set()
        key = sort_key(unit) if unit else self._key_of.get(unit_id)
        if key is None:
            return set()
        first, last = bisect_left(self._keys, (*key[:3], "")), bisect_right(self._keys, (*key[:3], LAST_ID))
        found = {other[3] for other in self._keys[first:last]}
        is_uncovered = unit_id in self._key_of and (unit is None or (not unit.is_shown and not unit.source))
        return found | {other.id for other in work.at(key[0], hidden=True)} if is_uncovered else found

    def _passes(self) -> frozenset[str]:
        """The passes that a unit of this kind has to be decided in to count as decided."""
        if self._kind == "entity":
            return ENTITY_PASSES
        return STATEMENT_PASSES & self._session.passes or STATEMENT_PASSES
