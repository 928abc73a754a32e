"""A row of the article list: a glyph for the state, the title, below it the source and how far work is."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QListView, QStyleOptionViewItem

from annotator.project import ArticleRow
from ui.models.article_list import PROGRESS_ROLE, ROW_ROLE, ArticleListModel
from ui.theme import Theme
from ui.widgets.themed import interface_face
from ui.widgets.title_row import PAD, Index, TitleRowDelegate

MARK_WIDTH = 24
CHIP_PAD, CHIP_RADIUS = 6, 5


class ArticleDelegate(TitleRowDelegate):
    """`open_id` gives the article that is open."""

    def __init__(self, view: QListView, model: ArticleListModel, open_id: Callable[[], str | None]) -> None:
        super().__init__(view)
        self._model = model
        self._open_id = open_id

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: ArticleRow = index.data(ROW_ROLE)
        rect, theme = self.begin(painter, option, is_open=row.id == self._open_id())
        at = self.paint_title(painter, rect, MARK_WIDTH, row.title, theme.secondary if row.locked else theme.text)
        middle = at.top + QFontMetrics(self.title_face()).height() / 2
        paint_state(painter, QRectF(rect.left() + PAD, middle - 5, 10, 10), row.state, theme)
        small = QFontMetrics(interface_face(self.view, 12)).height()
        self._paint_below(painter, QRect(at.left, at.bottom, at.width, small + 2), row, index, theme)
        painter.restore()

    def _paint_below(self, painter: QPainter, rect: QRect, row: ArticleRow, index: Index, theme: Theme) -> None:
        font = interface_face(self.view, 12)
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
