"""`AlignedModel`: the inventories of all layers as one list: what may be one, what is not published, what is aligned.

Rows are made when they are painted. A mark is kept while its row is there.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from annotator.model import Actor, Event
from annotator.project import Project
from annotator.review.inventories.model import Aligning, Inventory
from annotator.views.lead.inventories import Group, Member
from annotator.wording import counted
from ui.widgets.items import ITEM_ROLE, Item
from ui.wording import ACTOR_KINDS, describe_when, event_kind, fold, likely

Index = QModelIndex | QPersistentModelIndex
RowKind = Literal["heading", "pair", "loose", "aligned", "member"]
LINKED = {"event": "statement", "actor": "mention"}


@dataclass(frozen=True)
class Row:
    """One row. A pair has two groups, the one that stays first; a member stands below the group that it is read as."""

    kind: RowKind
    key: str
    title: str = ""
    groups: tuple[Group, ...] = ()
    proposal: Aligning | None = None
    member: Member | None = None

    @property
    def is_part(self) -> bool:
        return self.proposal is not None and self.proposal.how == "part"


@dataclass
class _Marks:
    turned: set[str] = field(default_factory=set)
    marked: set[str] = field(default_factory=set)


class AlignedModel(QAbstractListModel):
    """Reads `project.lead.inventories`; `kind` says which of the two."""

    def __init__(self, project: Project, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._project = project
        self._all: list[Row] = []
        self._shown: list[Row] = []
        self._names: dict[str, str] = {}
        self._types: dict[str, str] = {}
        self._marks = _Marks()
        self._query = ""
        self.kind: Inventory = "event"

    # What there is

    def reload(self) -> None:
        """Read everything again; what was turned round or marked stays so."""
        inventories = self._project.lead.inventories
        self._names = inventories.names
        self._types = {choice.name: choice.title for choice in self._project.scheme.event_types}
        self._all = [
            *self._pairs(),
            *(Row("loose", group.id, groups=(group,)) for group in inventories.unaligned(self.kind)),
            *(row for group in inventories.aligned(self.kind) for row in _rows_of(group)),
        ]
        self._marks.marked &= {row.key for row in self._all}
        self._filter()

    def drop(self, keys: Iterable[str]) -> None:
        """Leave rows out until everything is read again."""
        gone = set(keys)
        self._all = [row for row in self._all if row.key not in gone]
        self._marks.marked -= gone
        self._filter()

    def search(self, query: str) -> None:
        self._query = query
        self._filter()

    def row(self, at: int) -> Row | None:
        return self._shown[at] if 0 <= at < len(self._shown) else None

    def row_of(self, key: str | None) -> int:
        """The place of a row, or -1."""
        return next((at for at, row in enumerate(self._shown) if row.key == key), -1)

    def place_of(self, subject: str) -> int:
        """The place of the first row that is about this event or actor, or -1."""
        wanted = ("aligned", "member", "loose", "pair")
        found = [(wanted.index(row.kind), at) for at, row in enumerate(self._shown) if _is_about(row, subject)]
        return min(found)[1] if found else -1

    def next_pair(self, at: int, step: int) -> int:
        """The place of the next pair after (before) `at`, round the end; -1 where there is none."""
        places = [place for place, row in enumerate(self._shown) if row.kind == "pair"]
        after = [place for place in places if (place - at) * step > 0]
        return (after or places or [-1])[0 if step > 0 else -1]

    @property
    def pairs(self) -> int:
        """How many pairs wait for a lead, searched for or not."""
        return sum(row.kind == "pair" for row in self._all)

    @property
    def total(self) -> int:
        return len(self._all)

    @property
    def is_searched(self) -> bool:
        return bool(self._query.strip())

    def whose(self, layers: Iterable[str]) -> str:
        """Whose something is, as it is shown here: "A, C"."""
        return ", ".join(sorted(self._names.get(layer, layer) for layer in layers))

    def whose_member(self, row: Row) -> str:
        """Who has the event or actor that was taken into another."""
        members = row.groups[0].taken_in if row.member else ()
        return self.whose(one.owned.layer for one in members if row.member and one.owned.id == row.member.owned.id)

    # Marks

    def toggle(self, at: int) -> None:
        """Mark a row for an act on several, or take its mark off."""
        row = self.row(at)
        if row is not None and row.kind != "heading":
            self._marks.marked ^= {row.key}
            self.dataChanged.emit(self.index(at, 0), self.index(at, 0))

    def unmark(self) -> None:
        self._marks.marked.clear()
        self.dataChanged.emit(self.index(0, 0), self.index(len(self._shown) - 1, 0))

    @property
    def marked(self) -> list[Row]:
        return [row for row in self._all if row.key in self._marks.marked]

    def turn(self, at: int) -> None:
        """Let the other of a pair stay (of a whole and its part: be the whole)."""
        row = self.row(at)
        if row is not None and row.kind == "pair":
            self._marks.turned ^= {row.key}
            fresh = Row("pair", row.key, groups=row.groups[::-1], proposal=row.proposal)
            self._all = [fresh if one.key == row.key else one for one in self._all]
            self._shown[at] = fresh
            self.dataChanged.emit(self.index(at, 0), self.index(at, 0))

    # Qt's side

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._shown)

    def flags(self, index: Index) -> Qt.ItemFlag:
        row = self.row(index.row())
        if row is None or row.kind == "heading":
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self.row(index.row())
        if row is None:
            return None
        item = self._item(row)
        if role == ITEM_ROLE:
            return item
        if role == Qt.ItemDataRole.DisplayRole:
            return item.title
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            why = ", ".join(row.proposal.reasons) if row.proposal else ""
            parts = [item.title, item.detail, item.badge, why, "marked" if item.is_marked else ""]
            return ("\n" if role == Qt.ItemDataRole.ToolTipRole else ", ").join(part for part in parts if part)
        return None

    def _pairs(self) -> list[Row]:
        inventories = self._project.lead.inventories
        found: list[Row] = []
        for each in inventories.proposals(self.kind):
            one, other = inventories.find(self.kind, each.one), inventories.find(self.kind, each.other)
            if one is not None and other is not None:
                groups = (other, one) if each.id in self._marks.turned else (one, other)
                found.append(Row("pair", each.id, groups=groups, proposal=each))
        return found

    def _filter(self) -> None:
        words = fold(self._query).split()
        found = [row for row in self._all if not words or all(word in self._item(row).folded for word in words)]
        self.beginResetModel()
        self._shown = _with_headings(found)
        self.endResetModel()

    def _item(self, row: Row) -> Item:
        if row.kind == "heading":
            return Item(row.title, is_heading=True)
        is_marked = row.key in self._marks.marked
        if row.kind == "pair":
            return self._pair_item(row, is_marked=is_marked)
        group = row.groups[0]
        if row.member is not None:
            return self._member_item(row, row.member, is_marked=is_marked)
        whose = "published" if group.is_published else self.whose(group.layers)
        detail = " · ".join(part for part in (whose, self._kind_of(group.thing), self._links(group.links)) if part)
        badge = describe_when(group.thing) if isinstance(group.thing, Event) else ""
        return Item(group.title, detail, badge=badge, is_marked=is_marked, is_current=row.kind == "aligned")

    def _pair_item(self, row: Row, *, is_marked: bool) -> Item:
        assert row.proposal is not None
        one, other = row.groups
        word = "with its part" if row.is_part else "same as"
        badge = " · ".join("published" if group.is_published else self.whose(group.layers) for group in row.groups)
        return Item(one.title, f"{word} {other.title}", badge=badge, is_machine=True, is_marked=is_marked)

    def _member_item(self, row: Row, member: Member, *, is_marked: bool) -> Item:
        links = sum(one.links for one in row.groups[0].taken_in if one.owned.id == member.owned.id)
        detail = f"{self.whose_member(row)} · {self._links(links)}"
        return Item(_title(member.thing), detail, indent=1, is_marked=is_marked)

    def _kind_of(self, thing: Event | Actor) -> str:
        return event_kind(thing, self._types) if isinstance(thing, Event) else ACTOR_KINDS.get(thing.kind, thing.kind)

    def _links(self, number: int) -> str:
        return counted(number, LINKED[self.kind])


def _rows_of(group: Group) -> list[Row]:
    """A row for what they are read as, and one for each id that was taken into it, whoever has it."""
    members = {member.owned.id: member for member in group.taken_in}
    rows = [Row("member", f"{group.id} {one}", groups=(group,), member=member) for one, member in members.items()]
    return [Row("aligned", group.id, groups=(group,)), *rows]


def _with_headings(rows: Sequence[Row]) -> list[Row]:
    """The rows with a heading above those that belong together; pairs by how likely they are one."""
    parts: dict[str, list[Row]] = {}
    for row in rows:
        parts.setdefault(_heading(row), []).append(row)
    made: list[Row] = []
    for title, here in parts.items():
        number = sum(row.kind != "member" for row in here)
        made += [Row("heading", f"heading {title}", f"{title} · {number:,}" if number else title), *here]
    return made


def _heading(row: Row) -> str:
    if row.proposal is not None:
        return f"May be one, {likely(row.proposal.score)}"
    return "Not published yet" if row.kind == "loose" else "Aligned"


def _is_about(row: Row, subject: str) -> bool:
    if row.member is not None:
        return row.member.owned.id == subject
    return any(subject in group.ids for group in row.groups)


def _title(thing: Event | Actor) -> str:
    return thing.title if isinstance(thing, Event) else thing.name
