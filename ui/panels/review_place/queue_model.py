"""The queue of articles under review as a list model, narrowed by words, kind of disagreement and state.

How a row looks is in `ui.panels.review_place.queue_panel`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from annotator.review.queue import QueueRow
from annotator.wording import counted
from ui.wording import fold

ROW_ROLE = Qt.ItemDataRole.UserRole + 1
BELOW_ROLE = Qt.ItemDataRole.UserRole + 2
Index = QModelIndex | QPersistentModelIndex
QueueState = Literal["waiting", "late", "conflict", "sample", "settled"]
STATE_TITLES: dict[QueueState, str] = {
    "waiting": "Disagreements wait",
    "late": "With late work",
    "conflict": "Two leads differ",
    "sample": "Sample to read",
    "settled": "Settled",
}
STATE_WORDS: dict[str, str] = {"late": "late work", "conflict": "where two leads differ", "sample": "the sample"}
WAITING_WORDS: dict[str, str] = {"late": "late", "conflict": "settled twice", "sample": "to read"}


class QueueModel(QAbstractListModel):
    """Rows in the order in which they are given."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._all: list[QueueRow] = []
        self._folded: dict[str, str] = {}
        self._shown: list[QueueRow] = []
        self._query = ""
        self._kind: str | None = None
        self._state: QueueState | None = None

    def set_rows(self, rows: Sequence[QueueRow]) -> None:
        self._all = list(rows)
        self._folded = {row.article: fold(row.title) for row in rows}
        self._narrow()

    def narrow(self, query: str, kind: str | None, state: QueueState | None) -> None:
        """Show the rows with these words, with a disagreement of this kind, in this state."""
        self._query, self._kind, self._state = query, kind, state
        self._narrow()

    @property
    def rows(self) -> list[QueueRow]:
        """What is shown, in order."""
        return list(self._shown)

    @property
    def total(self) -> int:
        return len(self._all)

    def kinds(self) -> dict[str, int]:
        """How many disagreements of each kind wait, in all articles."""
        found: dict[str, int] = {}
        for row in self._all:
            for kind, count in row.kinds.items():
                found[kind] = found.get(kind, 0) + count
        return found

    def count(self, row: QueueRow) -> int:
        """How many cards of a row wait that the queue is narrowed to: its disagreements, if it is not."""
        if self._kind is not None:
            return row.kinds.get(self._kind, 0)
        return row.waiting.get(self._state, 0) if self._state in WAITING_WORDS else row.open

    def counted_word(self) -> str:
        """What `count` counts."""
        return self._kind or WAITING_WORDS.get(self._state or "", "to settle")

    def state_count(self, state: QueueState) -> int:
        return sum(is_in_state(row, state) for row in self._all)

    def row_at(self, at: int) -> QueueRow | None:
        return self._shown[at] if 0 <= at < len(self._shown) else None

    def row_of(self, article: str | None) -> int:
        """The row of an article, or -1."""
        return next((at for at, row in enumerate(self._shown) if row.article == article), -1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._shown)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self.row_at(index.row())
        if row is None:
            return None
        if role == ROW_ROLE:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return row.title
        if role == BELOW_ROLE:
            return below(row)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{row.title}, {self.count(row):,} {self.counted_word()}, {below(row)}"
        if role == Qt.ItemDataRole.ToolTipRole:
            kinds = ", ".join(f"{kind} {count}" for kind, count in row.kinds.items())
            return "\n".join(part for part in (row.title, below(row), kinds) if part)
        return None

    def _narrow(self) -> None:
        words = fold(self._query).split()
        self.beginResetModel()
        self._shown = [row for row in self._all if self._is_wanted(row, words)]
        self.endResetModel()

    def _is_wanted(self, row: QueueRow, words: list[str]) -> bool:
        folded = self._folded[row.article]
        if not all(word in folded for word in words):
            return False
        if self._kind is not None and not row.kinds.get(self._kind):
            return False
        return self._state is None or is_in_state(row, self._state)


def narrowed_to(kind: str | None, state: str | None) -> str:
    """What one goes through where the queue is narrowed: "boundary", "late work"; "" where it is not."""
    return kind or STATE_WORDS.get(state or "", "")


def is_in_state(row: QueueRow, state: QueueState) -> bool:
    if state == "waiting":
        return row.open > 0
    if state == "settled":
        return not any(row.waiting.values())
    return bool(row.waiting.get(state))


def below(row: QueueRow) -> str:
    """What stands below a title: "3 submitted · 12 of 31 settled", "agreed · sample of 2 to read"."""
    sample = row.waiting.get("sample", 0)
    special = [f"{row.waiting[word]} {word}" for word in ("late", "conflict") if row.waiting.get(word)]
    total = row.open + row.settled
    if len(row.submitted) < 2 and not total:
        return f"{counted(len(row.submitted), 'submission')} · waits for a second"
    if not total:
        return f"agreed · sample of {sample} to read" if sample else f"{len(row.submitted)} submitted · agreed"
    settled = [f"{row.settled:,} of {total:,} settled"] if row.open and row.settled else [] if row.open else ["settled"]
    reading = [f"sample of {sample} to read"] if sample and not row.open else []
    submitted = f"{len(row.submitted)} submitted"
    # What cannot be read at the end of a narrow row should not be what matters most.
    return " · ".join([*special, *settled, submitted] if special else [submitted, *settled, *reading])
