"""How a row of `Item` is painted: title or tag, second line, a word at the right, its key; and lists of such rows."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen, QTextLayout
from PySide6.QtWidgets import QAbstractScrollArea, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from ui.theme import FamilyColours, Theme
from ui.widgets.items import ITEM_ROLE, Index, Item
from ui.widgets.keycap import keycap_width, paint_keycap
from ui.widgets.themed import current_theme, interface_face, scale_of

PAD = 8
ROW_GAP = 6
INDENT = 14
SLACK_PX = 2
"""A line that is broken to the last pixel would be cut when it is painted: widths are rounded."""
DASHES = (3.0, 2.5)


def dress(view: QListView) -> None:
    """Let a list show rows of one height, painted as items, that nobody edits in place."""
    view.setItemDelegate(ItemDelegate(view))
    view.setMouseTracking(True)
    view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    view.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
    view.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
    view.setUniformItemSizes(True)


class ItemDelegate(QStyledItemDelegate):
    """Rows are as high as their lines; a heading is a quiet line of its own."""

    def __init__(self, view: QWidget) -> None:
        super().__init__(view)
        self._view = view
        self._heights: tuple[float, int, int] | None = None

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        item: Item = index.data(ITEM_ROLE)
        title, small = self._line_heights()
        if item.is_heading:
            return QSize(40, small + 2 * ROW_GAP)
        is_tall = item.detail and item.colours is None
        lines = len(self._lines(item, self._title_width(item))) if item.lines > 1 else 1
        return QSize(40, title * lines + (small + 2 if is_tall else 0) + 2 * ROW_GAP)

    def _title_width(self, item: Item) -> int:
        """The room for a title in px, before it is painted."""
        viewport = self._view.viewport() if isinstance(self._view, QAbstractScrollArea) else self._view
        room = viewport.width() - 2 * PAD - INDENT * item.indent - SLACK_PX
        quiet = QFontMetrics(self._face(12)).horizontalAdvance(item.badge)
        return room - (min(quiet, room // 2) + PAD if item.badge else 0)

    def _lines(self, item: Item, width: int) -> list[str]:
        """A title in as many lines as it needs and may have; the last one is all that is left."""
        title, face = " ".join(item.title.split()), self._face(bold=item.is_current)
        made: list[str] = []
        while len(made) + 1 < item.lines and QFontMetrics(face).horizontalAdvance(title) > width:
            layout = QTextLayout(title, face)
            layout.beginLayout()
            line = layout.createLine()
            line.setLineWidth(width)
            end = line.textLength()
            layout.endLayout()
            if not 0 < end < len(title):
                break
            made.append(title[:end].rstrip())
            title = title[end:]
        return [*made, title]

    def _line_heights(self) -> tuple[int, int]:
        """The heights of a title and of a second line in px, asked for every row: looked up once for each text size."""
        scale = scale_of(self._view)
        if self._heights is None or self._heights[0] != scale:
            self._heights = (scale, QFontMetrics(self._face()).height(), QFontMetrics(self._face(12)).height())
        return self._heights[1:]

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        item: Item = index.data(ITEM_ROLE)
        theme = current_theme()
        rect: QRect = option.rect  # type: ignore[attr-defined]
        state: QStyle.StateFlag = option.state  # type: ignore[attr-defined]
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if item.is_heading:
            self._text(painter, rect.adjusted(PAD, 0, -PAD, 0), item.title, self._face(11, bold=True), theme.secondary)
        else:
            self._paint_ground(painter, rect, theme, state)
            if item.is_marked:
                self._paint_mark(painter, rect, theme)
            self._paint_item(painter, rect.adjusted(PAD + INDENT * item.indent, 0, -PAD, 0), item, theme)
        painter.restore()

    def _paint_ground(self, painter: QPainter, rect: QRect, theme: Theme, state: QStyle.StateFlag) -> None:
        is_pointed = bool(state & QStyle.StateFlag.State_Selected)
        if is_pointed or state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.accent_ground if is_pointed else theme.hover)
            painter.drawRoundedRect(QRectF(rect).adjusted(0, 1, 0, -1), PAD, PAD)

    def _paint_mark(self, painter: QPainter, rect: QRect, theme: Theme) -> None:
        """A bar at the left edge: this row is one of several that the next act is for."""
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.accent)
        painter.drawRoundedRect(QRectF(rect.left() + 1, rect.top() + 5, 3, rect.height() - 10), 1.5, 1.5)

    def _paint_item(self, painter: QPainter, rect: QRect, item: Item, theme: Theme) -> None:
        right = rect.right()
        if item.key:
            key_face = self._face(11)
            paint_keycap(painter, right, rect.center().y() + 0.5, item.key, key_face, theme)
            right -= round(keycap_width(item.key, key_face)) + PAD
        top, end_of_detail = rect.top() + ROW_GAP, right
        title_face = self._face(bold=item.is_current)
        height = QFontMetrics(title_face).height()
        if item.badge:
            room = QRect(rect.left(), top, right - rect.left(), height)
            right = self._paint_quiet(painter, room, item.badge, theme)
        left = rect.left()
        if item.colours is not None:
            left = self._paint_tag(painter, QRect(left, top, right - left, height), item.title, item.colours)
            beside = QRect(left, top, max(0, right - left), height)
            self._text(painter, beside, item.detail, self._face(12), theme.secondary)
            return
        place = QRect(left, top, max(0, right - left), height)
        for line in self._lines(item, self._title_width(item)) if item.lines > 1 else (item.title,):
            self._text(painter, place, line, title_face, theme.text)
            if item.is_machine:
                self._paint_dashes(painter, place, line, title_face, theme)
            place = place.translated(0, height)
        if item.detail:
            below = QRect(rect.left(), place.top() + 2, max(0, end_of_detail - rect.left()), self._line_heights()[1])
            if item.aside:
                below.setRight(self._paint_quiet(painter, below, item.aside, theme))
            self._text(painter, below, item.detail, self._face(12), theme.secondary)

    def _paint_dashes(self, painter: QPainter, rect: QRect, title: str, face: QFont, theme: Theme) -> None:
        """The machine's dashes under a title, as under its spans in the text."""
        pen = QPen(theme.secondary, 1)
        pen.setDashPattern(DASHES)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter.setPen(pen)
        metrics = QFontMetrics(face)
        shown = metrics.elidedText(" ".join(title.split()), Qt.TextElideMode.ElideRight, rect.width())
        width = metrics.horizontalAdvance(shown)
        y = rect.bottom() + 0.5
        painter.drawLine(QPointF(rect.left(), y), QPointF(rect.left() + width, y))

    def _paint_quiet(self, painter: QPainter, rect: QRect, words: str, theme: Theme) -> int:
        """Words at the right end of a line, up to half of it; where what stands before them must end."""
        face = self._face(12)
        width = min(QFontMetrics(face).horizontalAdvance(words), rect.width() // 2)
        place = QRect(rect.right() - width, rect.top(), width + 1, rect.height())
        self._text(painter, place, words, face, theme.secondary, Qt.AlignmentFlag.AlignRight)
        return place.left() - PAD

    def _paint_tag(self, painter: QPainter, rect: QRect, label: str, colours: FamilyColours) -> int:
        """The title as a tag in a family's colours; where what stands beside it begins."""
        face = self._face(12, bold=True)
        width = min(QFontMetrics(face).horizontalAdvance(label) + 2 * PAD, rect.width())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colours.fill)
        painter.drawRoundedRect(QRectF(rect.left(), rect.top(), width, rect.height()), 5, 5)
        self._text(painter, QRect(rect.left() + PAD, rect.top(), width, rect.height()), label, face, colours.mark)
        return rect.left() + width + PAD

    def _face(self, size: float = 13, *, bold: bool = False) -> QFont:
        return interface_face(self._view, size, bold=bold)

    @staticmethod
    def _text(
        painter: QPainter,
        rect: QRect,
        text: str,
        face: QFont,
        colour: QColor,
        align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
    ) -> None:
        painter.setFont(face)
        painter.setPen(colour)
        line = QFontMetrics(face).elidedText(" ".join(text.split()), Qt.TextElideMode.ElideRight, rect.width())
        painter.drawText(rect, align | Qt.AlignmentFlag.AlignVCenter, line)
