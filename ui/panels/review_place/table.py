"""`VersionTable`: the parts of a card by its versions. Rows that differ are tinted, cells that are taken framed.

While one composes, a row's digit or the arrows choose from whom the part is taken.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from annotator.layers import GOLD
from ui.panels.review_place.parts import ABSENT, GOLD_SIGN, Column, Words, part_title
from ui.widgets.keycap import keycap_width, paint_keycap
from ui.widgets.themed import current_theme, interface_face, scale_of

Index = QModelIndex | QPersistentModelIndex
PAD = 8
LEAST_COLUMN_PX = 78
HEADER_PX = 28
MOST_LINES = 14


class VersionModel(QAbstractTableModel):
    """What the cells say. `set_card` shows another card; `picks` are the columns chosen for parts."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.parts: tuple[str, ...] = ()
        self.columns: list[Column] = []
        self.differing: frozenset[str] = frozenset()
        self.taken: frozenset[tuple[str, int]] = frozenset()
        self.picks: dict[str, int] = {}
        self._kind = ""
        self._words: list[list[str]] = []

    def set_card(
        self,
        parts: tuple[str, ...],
        columns: Sequence[Column],
        words: Words | None,
        *,
        kind: str = "",
        differing: Collection[str] = (),
        taken: Collection[tuple[str, int]] = (),
    ) -> None:
        self.beginResetModel()
        self.parts, self.columns, self._kind = parts, list(columns), kind
        self.differing, self.taken, self.picks = frozenset(differing), frozenset(taken), {}
        self._words = [[words.cell(part, column.value) for column in columns] for part in parts] if words else []
        for at, column in enumerate(self.columns):
            if column.value is None and self._words:
                self._words[0][at] = ABSENT
        self.endResetModel()

    def set_picks(self, picks: Mapping[str, int]) -> None:
        """Frame these cells: part → column."""
        self.picks = dict(picks)
        if self.parts:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.parts) - 1, len(self.columns) - 1))

    def is_framed(self, row: int, column: int) -> bool:
        part = self.parts[row]
        return self.picks.get(part) == column if self.picks else (part, column) in self.taken

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self.parts)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row, column = index.row(), index.column()
        words = self._words[row][column]
        if role == Qt.ItemDataRole.DisplayRole:
            return words
        if role == Qt.ItemDataRole.ToolTipRole:
            return words
        if role == Qt.ItemDataRole.AccessibleTextRole:
            signs = ["differs"] if self.parts[row] in self.differing else []
            signs += ["taken"] if self.is_framed(row, column) else []
            head = " ".join(self.columns[column].heads)
            return ", ".join([f"{self.title(row)} of {head}: {' '.join(words.split())}", *signs])
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return None
        if orientation == Qt.Orientation.Vertical:
            return self.title(section) if section < len(self.parts) else None
        if section >= len(self.columns):
            return None
        column = self.columns[section]
        heads = ", ".join(column.heads)
        return f"{heads}: key {column.key}" if role == Qt.ItemDataRole.AccessibleTextRole and column.key else heads

    def title(self, row: int) -> str:
        return part_title(self.parts[row], self._kind)


class VersionHeader(QHeaderView):
    """Each version's key and who has it."""

    def __init__(self, model: VersionModel, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._cells = model
        self.setSectionsClickable(True)

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), round(HEADER_PX * scale_of(self)))

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        if section >= len(self._cells.columns):
            return
        column, theme = self._cells.columns[section], current_theme()
        painter.save()
        face, key_face = interface_face(self, 13, bold=True), interface_face(self, 11)
        heads = ", ".join(column.heads)
        key_width = keycap_width(column.key, key_face) + 6 if column.key else 0
        room = rect.width() - key_width - 2 * PAD
        if column.is_gold and QFontMetrics(face).horizontalAdvance(heads) > room:
            heads = heads.replace(GOLD, GOLD_SIGN)
        shown = QFontMetrics(face).elidedText(heads, Qt.TextElideMode.ElideRight, round(room))
        left = rect.left() + max(PAD, (rect.width() - key_width - QFontMetrics(face).horizontalAdvance(shown)) / 2)
        if column.key:
            paint_keycap(painter, left + key_width - 6, rect.center().y() + 0.5, column.key, key_face, theme)
        painter.setFont(face)
        painter.setPen(theme.warning if column.is_gold else theme.text)
        words = QRectF(left + key_width, rect.top(), room + PAD, rect.height())
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
        painter.restore()


class VersionDelegate(QStyledItemDelegate):
    """A cell: its words, a tint where the row differs, a frame where it is taken."""

    def __init__(self, table: VersionTable) -> None:
        super().__init__(table)
        self._table = table

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        face = self._face()
        width = self._table.columnWidth(index.column()) - 2 * PAD
        metrics = QFontMetrics(face)
        words = str(index.data())
        box = metrics.boundingRect(QRect(0, 0, max(40, width), 10_000), int(Qt.TextFlag.TextWordWrap), words)
        height = min(box.height(), MOST_LINES * metrics.lineSpacing())
        return QSize(40, height + 2 * PAD - 4)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = self._table.cells
        theme = current_theme()
        rect = QRectF(option.rect)  # type: ignore[attr-defined]
        row, column = index.row(), index.column()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        is_framed = model.is_framed(row, column)
        value = model.columns[column].value
        if is_framed:
            painter.fillRect(rect, theme.statement_ground)
        elif model.parts[row] in model.differing or (value is None and row == 0):
            painter.fillRect(rect, theme.warning_ground)
        painter.setPen(QPen(theme.line, 1))
        first = (0.5 if column == 0 else -0.5, 0.5 if row == 0 else -0.5)
        painter.drawRect(rect.adjusted(*first, -0.5, -0.5))
        if is_framed:
            painter.setPen(QPen(theme.statement, 2))
            painter.drawRect(rect.adjusted(1, 1, -2, -2))
        if self._table.is_choosing and index == self._table.currentIndex():
            pen = QPen(theme.accent, 1.5)
            pen.setDashPattern([2.0, 2.0])
            painter.setPen(pen)
            painter.drawRect(rect.adjusted(3.5, 3.5, -4.5, -4.5))
        is_quiet = value is None
        painter.setPen(theme.secondary if is_quiet else theme.text)
        painter.setFont(self._face())
        place = rect.adjusted(PAD, PAD - 2, -PAD + 2, -PAD + 2)
        painter.setClipRect(rect)
        painter.drawText(place, int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignVCenter), str(index.data()))
        painter.restore()

    def _face(self) -> QFont:
        return interface_face(self._table, 12.5)


STEPS = {Qt.Key.Key_Up: (-1, 0), Qt.Key.Key_Down: (1, 0), Qt.Key.Key_Left: (0, -1), Qt.Key.Key_Right: (0, 1)}
"""(rows down, columns to the right) of each arrow."""


class VersionTable(QTableView):
    """`key_handler` is asked first about every key. While choosing, arrows move and a click chooses a cell."""

    cell_chosen = Signal(int, int)
    """While composing: the cell (row, column) that the arrows or the mouse chose."""
    column_chosen = Signal(int)
    """A click on a version's head takes it."""

    key_handler: Callable[[QKeyEvent], bool] | None = None

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("version_table")
        self.setAccessibleName("Parts by versions")
        self.cells = VersionModel(self)
        self.is_choosing = False
        self.setModel(self.cells)
        self._head = VersionHeader(self.cells, self)
        self.setHorizontalHeader(self._head)
        self.setItemDelegate(VersionDelegate(self))
        self.setShowGrid(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setCornerButtonEnabled(False)
        self.setTabKeyNavigation(False)
        self.setWordWrap(True)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().sectionClicked.connect(self.column_chosen)
        self.clicked.connect(self._on_clicked)
        self.cells.modelReset.connect(self.fit)

    def fit(self) -> None:
        """Give the columns their share of the width, no less than can be read, and the rows the height they need."""
        count = len(self.cells.columns)
        if not count:
            self.setFixedHeight(0)
            return
        self._head.setFixedHeight(round(HEADER_PX * scale_of(self)))
        room = self.width() - self.verticalHeader().sizeHint().width() - 4
        width = max(round(LEAST_COLUMN_PX * scale_of(self)), room // count)
        for column in range(count):
            self.setColumnWidth(column, width)
        self.resizeRowsToContents()
        rows = sum(self.rowHeight(row) for row in range(len(self.cells.parts)))
        bar = self.horizontalScrollBar().sizeHint().height() if width * count > room else 0
        self.setFixedHeight(rows + self._head.height() + bar + 4)

    def resizeEvent(self, event) -> None:  # noqa: ANN001 - Qt's own
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.fit()

    def choose(self, on: bool, row: int = 0, column: int = 0) -> None:
        """Let cells be chosen, from this one on; or no more."""
        self.is_choosing = on
        self.setCurrentIndex(self.cells.index(row, column) if on else QModelIndex())
        self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.key_handler is not None and self.key_handler(event):
            event.accept()
        elif self.is_choosing and event.key() in STEPS:
            self._step(*STEPS[Qt.Key(event.key())])
        else:
            event.ignore()

    def _on_clicked(self, index: QModelIndex) -> None:
        if self.is_choosing:
            self.cell_chosen.emit(index.row(), index.column())

    def _step(self, down: int, aside: int) -> None:
        """To the next part that differs, at the version that it is taken from; or to the next version that has it."""
        row, cells = max(0, self.currentIndex().row()), self.cells
        if down:
            rows = [at for at, part in enumerate(cells.parts) if part in cells.differing and (at - row) * down > 0]
            if rows:
                to = min(rows, key=lambda at: abs(at - row))
                self.setCurrentIndex(cells.index(to, cells.picks.get(cells.parts[to], 0)))
            return
        here = self.currentIndex().column()
        having = [at for at, one in enumerate(cells.columns) if one.value is not None and (at - here) * aside > 0]
        if having:
            self.setCurrentIndex(cells.index(row, min(having, key=lambda at: abs(at - here))))
            self.cell_chosen.emit(row, self.currentIndex().column())
