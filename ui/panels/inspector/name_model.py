"""`NameModel`: the entities of the open article gathered by name and label, with counts of what is decided."""

from __future__ import annotations

from dataclasses import dataclass, field

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from annotator.model import Entity
from annotator.text import span_text
from annotator.wording import counted
from ui.session import Session

NAME_ROLE = Qt.ItemDataRole.UserRole + 2
PASSES = frozenset({"entities"})

Index = QModelIndex | QPersistentModelIndex


@dataclass
class Name:
    """One name with one label: its entities in the order of the text, how many of them are still open, its actor."""

    text: str
    label: str
    ids: list[str] = field(default_factory=list)
    left: int = 0
    actor: str | None = None


class NameModel(QAbstractListModel):
    """Sorted by name, capitals and all else alike."""

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._names: list[Name] = []
        self._row_of: dict[str, int] = {}

    def rebuild(self) -> None:
        self.beginResetModel()
        found: dict[tuple[str, str], Name] = {}
        work = self._session.work
        for unit in work.units(hidden=self._session.show_hidden) if work else ():
            if work is None or not isinstance(unit.value, Entity):
                continue
            words = span_text(work.article.text, unit.value.span)
            name = found.setdefault((words, unit.value.label), Name(words, unit.value.label))
            name.ids.append(unit.id)
            name.left += unit.is_undecided(PASSES)
            name.actor = name.actor or unit.value.actor
        self._names = sorted(found.values(), key=lambda name: (name.text.casefold(), name.label))
        self._row_of = {unit_id: row for row, name in enumerate(self._names) for unit_id in name.ids}
        self.endResetModel()

    def ids(self, row: int) -> list[str]:
        return self._names[row].ids

    def row_of(self, unit_id: str | None) -> int:
        return self._row_of.get(unit_id, -1) if unit_id else -1

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._names)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not 0 <= index.row() < len(self._names):
            return None
        name = self._names[index.row()]
        if role == NAME_ROLE:
            return name
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            left = f"{name.left} left" if name.left else "all decided"
            return f"{name.text}, {name.label}, {counted(len(name.ids), 'mention')}, {left}"
        return None
