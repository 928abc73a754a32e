"""A row of the article list: a glyph for the state, the title in at most two lines, the source and how far work is."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from annotator.project import ArticleRow
from ui.models.article_list import PROGRESS_ROLE, ROW_ROLE, ArticleListModel
from ui.theme import Theme
from ui.widgets.themed import current_theme, interface_face
from ui.widgets.wrapping import two_lines

PAD = 10
MARK_WIDTH = 24
TITLE_LINES = 2
CHIP_PAD, CHIP_RADIUS = 6, 5
Index = QModelIndex | QPersistentModelIndex


class ArticleDelegate(QStyledItemDelegate):
    """Rows are all as high as the highest. `open_id` gives the article that is open."""

    def __init__(self, view: QListView, model: ArticleListModel, open_id: Callable[[], str | None]) -> None:
        super().__init__(view)
        self._view = view
        self._model = model
        self._open_id = open_id

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        title, small = self._metrics()
        return QSize(80, TITLE_LINES * title.height() + small.height() + 2 * PAD)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: ArticleRow = index.data(ROW_ROLE)
        theme = current_theme()
        rect: QRect = option.rect  # type: ignore[attr-defined]
        state: QStyle.StateFlag = option.state  # type: ignore[attr-defined]
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter, rect, theme, state, is_open=row.id == self._open_id())
        title, small = self._metrics()
        left, width = rect.left() + PAD + MARK_WIDTH, rect.width() - 2 * PAD - MARK_WIDTH
        lines = two_lines(row.title, self._title_font(), width)
        top = rect.top() + PAD + (TITLE_LINES - len(lines)) * title.height() // 2  # rows are all as high as the highest
        paint_state(painter, QRectF(rect.left() + PAD, top + title.height() / 2 - 5, 10, 10), row.state, theme)
        bottom = self._paint_title(painter, left, top, lines, theme.secondary if row.locked else theme.text)
        self._paint_below(painter, QRect(left, bottom, width, small.height() + 2), row, index, theme)
        painter.restore()

    def _metrics(self) -> tuple[QFontMetrics, QFontMetrics]:
        return QFontMetrics(interface_face(self._view, 14)), QFontMetrics(interface_face(self._view, 12))

    def _paint_ground(
        self, painter: QPainter, rect: QRect, theme: Theme, state: QStyle.StateFlag, *, is_open: bool
    ) -> None:
        has_focus = bool(state & QStyle.StateFlag.State_HasFocus)
        is_hovered = bool(state & QStyle.StateFlag.State_MouseOver)
        if not (is_open or has_focus or is_hovered):
            return
        painter.setPen(QPen(theme.accent, 1.5) if has_focus and self._view.hasFocus() else Qt.PenStyle.NoPen)
        painter.setBrush(theme.accent_ground if is_open else theme.hover)
        painter.drawRoundedRect(QRectF(rect).adjusted(1, 1, -1, -1), 8, 8)

    def _title_font(self) -> QFont:
        font = interface_face(self._view, 14)
        font.setWeight(font.Weight.Medium)
        return font

    def _paint_title(self, painter: QPainter, left: int, top: int, lines: list[str], ink: QColor) -> int:
        """Paint the lines; where the next line begins."""
        font = self._title_font()
        metrics = QFontMetrics(font)
        painter.setFont(font)
        painter.setPen(ink)
        for line in lines:
            painter.drawText(left, top + metrics.ascent(), line)
            top += metrics.height()
        return top

    def _paint_below(self, painter: QPainter, rect: QRect, row: ArticleRow, index: Index, theme: Theme) -> None:
        font = interface_face(self._view, 12)
        metrics = QFontMetrics(font)
        painter.setFont(font)
        painter.setPen(theme.secondary)
        word = str(index.data(PROGRESS_ROLE))
        width = metrics.horizontalAdvance(word)
        middle = Qt.AlignmentFlag.AlignVCenter
        room = rect
        if row.state == "returned":
            room = rect.adjusted(0, 0, -CHIP_PAD, 0)
            self._paint_chip(painter, QRectF(room.right() - width + 1, rect.top(), width, rect.height()), theme)
        painter.drawText(room, middle | Qt.AlignmentFlag.AlignRight, word)
        painter.setPen(theme.secondary)
        source = metrics.elidedText(self._model.below(row), Qt.TextElideMode.ElideRight, rect.width() - width - PAD)
        painter.drawText(rect, middle | Qt.AlignmentFlag.AlignLeft, source)

    def _paint_chip(self, painter: QPainter, rect: QRectF, theme: Theme) -> None:
        """The ground of the word for what came back: it should not be overlooked."""
        painter.setPen(QPen(theme.warning, 1))
        painter.setBrush(theme.warning_ground)
        painter.drawRoundedRect(rect.adjusted(-CHIP_PAD, 0.5, CHIP_PAD, -0.5), CHIP_RADIUS, CHIP_RADIUS)
        painter.setPen(theme.warning)


def paint_state(painter: QPainter, rect: QRectF, state: str, theme: Theme) -> None:
    """The glyph of an article's state: ○ to do, ◐ in work, ● done, ✕ set aside, a turned arrow for returned."""
    colour = theme.warning if state == "returned" else theme.accent
    pen = QPen(colour, 1.6)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if state == "set aside":
        inset = rect.adjusted(1, 1, -1, -1)
        painter.drawLine(inset.topLeft(), inset.bottomRight())
        painter.drawLine(inset.topRight(), inset.bottomLeft())
        return
    if state == "returned":
        painter.drawArc(rect, 40 * 16, 270 * 16)
        tip = rect.topRight()
        painter.drawPolyline([tip, tip + QPointF(0, 4), tip + QPointF(-4, 4)])
        return
    painter.drawEllipse(rect.adjusted(0.8, 0.8, -0.8, -0.8))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colour))
    if state == "submitted":
        painter.drawEllipse(rect)
    elif state == "in work":
        painter.drawPie(rect.adjusted(0.8, 0.8, -0.8, -0.8), 90 * 16, 180 * 16)
