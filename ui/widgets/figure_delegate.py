"""How the cells of a `FigureTable` are painted: text, stacked bars, values with intervals, grounds of a heat map."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QHeaderView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from ui.theme import Theme, mixed
from ui.widgets.grid import Cell, Column, Grid, Interval
from ui.widgets.items import Index
from ui.widgets.themed import current_theme, interface_face, scale_of
from ui.widgets.tones import heat, paint_segment

CELL_ROLE = Qt.ItemDataRole.UserRole + 1
PAD = 8
ROW_PAD = 6
SQUARE, SQUARE_GAP = 42, 1
WIDEST_NAME, NARROWEST_NAME, WIDEST, NARROWEST = 240, 132, 128, 44
BAR_PX, DOT_PX = 10, 7
SLACK, WIDEST_HEADING, HEADING_SLACK = 4, 160, 14
RADIUS = 5


class FigureDelegate(QStyledItemDelegate):
    """Sizes and paints cells. Of a bar the segments' lengths say how much; numbers beside it say so in full."""

    def __init__(self, view: QTableView) -> None:
        super().__init__(view)
        self._view = view

    def row_height(self) -> int:
        """The height of every row in px."""
        return QFontMetrics(self._face()).height() + 2 * round(ROW_PAD * scale_of(self._view))

    def widths(self, grid: Grid, room: int) -> list[int]:
        """The width of every column in px. Where `room` is short, words give way first, then drawings, then names."""
        widths = [self._width(grid, at, column) for at, column in enumerate(grid.columns)]
        told = [at for at, column in enumerate(grid.columns) if at and column.is_text]
        drawn = [at for at, column in enumerate(grid.columns) if column.is_drawing]
        for columns, most in ((told, 2 / 3), (drawn, 1 / 2), ([0], 1 / 3)):
            lacking = max(0, sum(widths) - room)
            for at in columns:
                widths[at] -= min(-(-lacking // len(columns)), round(widths[at] * most))
        return widths

    def _width(self, grid: Grid, at: int, column: Column) -> int:
        scale = scale_of(self._view)
        if column.width:
            return round(column.width * scale)
        strong = QFontMetrics(self._face(bold=True))
        wanted = max((strong.horizontalAdvance(row[at].text) for row in grid.rows), default=0)
        if grid.is_matrix and at:
            return max(round(SQUARE * scale), wanted + round(PAD * scale))
        wanted = max(
            wanted, QFontMetrics(self._face(12)).horizontalAdvance(column.title) + round(HEADING_SLACK * scale)
        )
        least, most = (NARROWEST, WIDEST) if at and not column.is_text else (NARROWEST_NAME, WIDEST_NAME)
        return min(max(wanted, round(least * scale)), round(most * scale)) + 2 * round(PAD * scale) + 2

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(self._view.columnWidth(index.column()), self.row_height())

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        cell: Cell = index.data(CELL_ROLE)
        theme = current_theme()
        rect: QRect = option.rect  # type: ignore[attr-defined]
        state: QStyle.StateFlag = option.state  # type: ignore[attr-defined]
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ink = theme.secondary if cell.is_quiet else theme.text
        if cell.heat is not None:
            ground, ink = heat(theme, cell.heat)
            painter.fillRect(rect.adjusted(0, 0, -SQUARE_GAP, -SQUARE_GAP), ground)
        else:
            self._paint_line(painter, rect, theme)
        self._paint_pointed(painter, rect, cell, theme, state)
        pad = round(PAD * scale_of(self._view))
        room = rect.adjusted(pad, 0, -pad, 0)
        if cell.bar:
            self._paint_bar(painter, QRectF(room), cell, theme)
        elif cell.interval is not None:
            self._paint_interval(painter, QRectF(room), cell.interval, theme)
        else:
            self._paint_text(painter, room, cell, index, ink)
        painter.restore()

    def _paint_line(self, painter: QPainter, rect: QRect, theme: Theme) -> None:
        painter.setPen(QPen(mixed(theme.line, theme.paper, 0.3), 1))
        y = rect.bottom() + 0.5
        painter.drawLine(QPointF(rect.left(), y), QPointF(rect.right() + 1, y))

    def _paint_pointed(self, painter: QPainter, rect: QRect, cell: Cell, theme: Theme, state: QStyle.StateFlag) -> None:
        """The ring of the keyboard, and the ground under the mouse of what can be opened."""
        around = QRectF(rect).adjusted(1, 1, -2, -2)
        if state & QStyle.StateFlag.State_MouseOver and cell.behind is not None and cell.heat is None:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.hover)
            painter.drawRoundedRect(around, RADIUS, RADIUS)
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(theme.accent, 2))
            painter.setBrush(Qt.BrushStyle.NoBrush if cell.heat is not None else theme.accent_ground)
            painter.drawRoundedRect(around, RADIUS, RADIUS)

    def _paint_text(self, painter: QPainter, room: QRect, cell: Cell, index: Index, ink: QColor) -> None:
        grid: Grid = self._view.grid  # type: ignore[attr-defined]
        column = grid.columns[index.column()]
        face = self._face(bold=cell.is_strong)
        side = Qt.AlignmentFlag.AlignLeft if column.is_text else Qt.AlignmentFlag.AlignRight
        if grid.is_matrix and index.column():
            pad = round(PAD * scale_of(self._view))
            side, room = Qt.AlignmentFlag.AlignHCenter, room.adjusted(-pad, 0, pad - SQUARE_GAP, 0)
        painter.setFont(face)
        painter.setPen(ink)
        line = QFontMetrics(face).elidedText(" ".join(cell.text.split()), Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, side | Qt.AlignmentFlag.AlignVCenter, line)

    def _paint_bar(self, painter: QPainter, room: QRectF, cell: Cell, theme: Theme) -> None:
        high = BAR_PX * scale_of(self._view)
        left, top = room.left(), room.center().y() - high / 2
        for name, share in cell.bar:
            width = share * room.width()
            if width > 0:
                # A gap of a pixel tells two segments apart whatever their tones.
                paint_segment(painter, QRectF(left, top, max(width - 1, 1), high), theme, name)
                left += width

    def _paint_interval(self, painter: QPainter, room: QRectF, interval: Interval, theme: Theme) -> None:
        """A scale from 0 to 1 with a tick at each tenth end, the interval as a line, the value as a dot."""
        middle = room.center().y()
        low, value, high = (room.left() + bound * room.width() for bound in interval)
        painter.setPen(QPen(theme.line, 1))
        painter.drawLine(QPointF(room.left(), middle), QPointF(room.right(), middle))
        for at in (0, 0.5, 1):
            x = room.left() + at * room.width()
            painter.drawLine(QPointF(x, middle - 4), QPointF(x, middle + 4))
        if high > low:
            painter.setPen(QPen(theme.statement, 2))
            painter.drawLine(QPointF(low, middle), QPointF(high, middle))
            for x in (low, high):
                painter.drawLine(QPointF(x, middle - 4), QPointF(x, middle + 4))
        painter.setPen(QPen(theme.paper, 1))
        painter.setBrush(theme.statement)
        radius = DOT_PX * scale_of(self._view) / 2
        painter.drawEllipse(QPointF(value, middle), radius, radius)

    def _face(self, size: float = 13, *, bold: bool = False) -> QFont:
        return interface_face(self._view, size, bold=bold)


class UprightHeader(QHeaderView):
    """The headings of a matrix, written upwards: its columns are as narrow as their numbers."""

    def __init__(self, view: QTableView) -> None:
        super().__init__(Qt.Orientation.Horizontal, view)
        self._view = view

    def sizeHint(self) -> QSize:
        titles = [str(self.model().headerData(at, Qt.Orientation.Horizontal) or "") for at in range(1, self.count())]
        longest = max((QFontMetrics(self._face()).horizontalAdvance(title) for title in titles), default=0)
        limit = round(WIDEST_HEADING * scale_of(self._view))
        return QSize(super().sizeHint().width(), min(longest, limit) + 2 * PAD + SLACK)

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        theme = current_theme()
        title = str(self.model().headerData(section, Qt.Orientation.Horizontal) or "")
        painter.save()
        painter.setFont(self._face())
        painter.setPen(theme.secondary)
        metrics = QFontMetrics(self._face())
        if section == 0:
            side = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom
            pad = round(PAD * scale_of(self._view))
            painter.drawText(rect.adjusted(pad, 0, -pad, -PAD), side, title)
        else:
            room = rect.height() - 2 * PAD
            painter.translate(rect.center().x() + metrics.ascent() / 2 - 1, rect.bottom() - PAD + 2)
            painter.rotate(-90)
            painter.drawText(QPointF(0, 0), metrics.elidedText(title, Qt.TextElideMode.ElideRight, room))
        painter.restore()

    def _face(self) -> QFont:
        return interface_face(self._view, 12)
