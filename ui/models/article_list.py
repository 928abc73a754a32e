"""The project's articles as a list model, narrowed by words and state. How a row looks is in `ui.panels.articles`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from itertools import islice
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from annotator.project import ArticleRow, Project
from annotator.work import ArticleWork
from ui.wording import fold, percent

ROW_ROLE = Qt.ItemDataRole.UserRole + 1
PROGRESS_ROLE = Qt.ItemDataRole.UserRole + 2
Index = QModelIndex | QPersistentModelIndex

STATE_WORDS: Mapping[str, str] = {
    "todo": "to do",
    "in work": "in work",
    "submitted": "done",
    "set aside": "set aside",
    "returned": "returned",
}


class ArticleListModel(QAbstractListModel):
    """Rows in the project's order. Progress is asked for when a row is painted, so 10,000 rows cost nothing."""

    def __init__(
        self,
        project: Project,
        parent: QObject | None = None,
        *,
        open_work: Callable[[], ArticleWork | None] = lambda: None,
    ) -> None:
        super().__init__(parent)
        self._project = project
        self._open_work = open_work
        self._all: list[ArticleRow] = []
        self._folded: list[str] = []
        self._at: dict[str, int] = {}
        self._shown: list[int] = []
        self._row_of: dict[str, int] = {}
        self._query = ""
        self._state: str | None = None
        self._doubts: Mapping[str, float] | None = None
        self.is_own = True
        """Whether only what is assigned to the annotator is listed, where anything is."""
        self.has_own = False
        self.reload()

    def reload(self) -> None:
        """Read all rows anew."""
        self.beginResetModel()
        self._all = list(self._project.articles())
        self._folded = [fold(f"{row.title} {row.source}") for row in self._all]
        self._at = {row.id: at for at, row in enumerate(self._all)}
        self.has_own = any(row.is_assigned for row in self._all)
        self._narrow()
        self.endResetModel()

    def refresh(self, article_ids: Iterable[str]) -> bool:
        """Read these rows anew; all of them, where the change may have moved or opened others. Gives whether it did."""
        for article_id in article_ids:
            fresh = self._project.article_row(article_id)
            at = self._at.get(article_id)
            if fresh is None or at is None:
                continue
            if _moves_others(self._all[at], fresh):
                self.reload()
                return True
            self._all[at] = fresh
            self._folded[at] = fold(f"{fresh.title} {fresh.source}")
            if article_id in self._row_of:
                index = self.index(self._row_of[article_id], 0)
                self.dataChanged.emit(index, index)
        return False

    def narrow(self, query: str, state: str | None) -> None:
        """Show the articles whose title and source hold all words of `query`, of one state or of any."""
        self.beginResetModel()
        self._query, self._state = query, state
        self._narrow()
        self.endResetModel()

    def show_own(self, on: bool) -> None:
        """List what is assigned to the annotator, in the order to work on it; or all articles."""
        self.beginResetModel()
        self.is_own = on
        self._narrow()
        self.endResetModel()

    @property
    def lists_own(self) -> bool:
        """Whether some articles are left out since they are not the annotator's."""
        return self.is_own and self.has_own

    def sort(self, doubts: Mapping[str, float] | None) -> None:
        """Show the articles with the greatest doubt first, those without any last; None for the project's order."""
        self.beginResetModel()
        self._doubts = doubts
        self._narrow()
        self.endResetModel()

    @property
    def is_sorted(self) -> bool:
        """Whether the articles stand in the order of doubt."""
        return self._doubts is not None

    def order(self) -> list[str]:
        """The ids of all articles in the order that they are shown in."""
        return [self._all[at].id for at in self._sorted(self._listed())]

    def doubt(self, article_id: str) -> float | None:
        """The doubt that an article was sorted by, None in the project's order."""
        return self._doubts.get(article_id) if self._doubts is not None else None

    def rows(self) -> list[ArticleRow]:
        """All articles in the project's order."""
        return list(self._all)

    def find(self, query: str, most: int) -> list[ArticleRow]:
        """The first `most` articles whose title and source hold all words of `query`, whatever is shown now."""
        words = fold(query).split()
        hits = (at for at, text in enumerate(self._folded) if all(word in text for word in words))
        return [self._all[at] for at in islice(hits, most)]

    def count(self) -> int:
        """How many articles are listed, shown or narrowed away."""
        return sum(1 for _ in self._listed())

    def state_counts(self) -> dict[str, int]:
        """How many of the listed articles there are of each state."""
        counts = dict.fromkeys(STATE_WORDS, 0)
        for row in (self._all[at] for at in self._listed()):
            counts[row.state] = counts.get(row.state, 0) + 1
        return counts

    def row_of(self, article_id: str | None) -> int:
        """The row that shows an article, or -1."""
        return self._row_of.get(article_id or "", -1)

    def article_at(self, row: int) -> ArticleRow | None:
        return self._all[self._shown[row]] if 0 <= row < len(self._shown) else None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._shown)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.article_at(index.row())
        if row is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return row.title
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{row.title}\n{row.locked}" if row.locked else row.title
        if role == ROW_ROLE:
            return row
        if role == PROGRESS_ROLE:
            return self.progress_word(row)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            state = STATE_WORDS.get(row.state, row.state)
            return f"{row.title}, {self.below(row)}, {state}, {self.progress_word(row)}"
        return None

    def below(self, row: ArticleRow) -> str:
        """What stands below the title: the source, or what the articles are sorted by."""
        doubt = self.doubt(row.id)
        if doubt is not None:
            return f"{percent(doubt)} doubtful"
        kinds = ["calibration"] if row.is_calibration else []
        kinds += ["no suggestions"] if row.is_blind else []
        return row.locked or " · ".join(kinds) or row.source

    def progress_word(self, row: ArticleRow) -> str:
        """ "42/58" while there is something to do, else the word for its state."""
        if row.state in ("submitted", "set aside", "returned"):
            return STATE_WORDS[row.state]
        if row.locked:
            return "locked"
        work = self._open_work()
        if work is not None and work.article.id == row.id:
            decided, total = work.progress()
        elif row.has_work:
            decided, total = self._project.progress(row.id)
        else:
            decided, total = 0, row.suggestions
        return f"{decided:,}/{total:,}" if total else STATE_WORDS.get(row.state, row.state)

    def _narrow(self) -> None:
        words = fold(self._query).split()
        found = [
            at
            for at in self._listed()
            if self._state in (None, self._all[at].state) and all(word in self._folded[at] for word in words)
        ]
        self._shown = self._sorted(found)
        self._row_of = {self._all[at].id: number for number, at in enumerate(self._shown)}

    def _listed(self) -> Iterable[int]:
        own = self.lists_own
        return (at for at, row in enumerate(self._all) if row.is_assigned or not own)

    def _sorted(self, found: Iterable[int]) -> list[int]:
        if self._doubts is None:
            own = self.lists_own
            return sorted(found, key=lambda at: place_of(self._all[at])) if own else list(found)
        doubts = self._doubts
        return sorted(found, key=lambda at: -doubts.get(self._all[at].id, -1.0))


def place_of(row: ArticleRow) -> tuple[bool, int]:
    """Where an assigned article stands in its annotator's list: those of the calibration first."""
    return not row.is_calibration, row.order


def _moves_others(old: ArticleRow, new: ArticleRow) -> bool:
    """Whether it was assigned or taken back, or is of the calibration, after which others open."""
    is_other = (old.is_assigned, old.is_calibration, old.order) != (new.is_assigned, new.is_calibration, new.order)
    return is_other or (new.is_calibration and old.state != new.state)
