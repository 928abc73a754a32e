"""`TitleRowDelegate`: what rows of articles share: their ground, a title in at most two lines, their height."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ui.theme import Theme
from ui.widgets.themed import current_theme, interface_face
from ui.widgets.wrapping import two_lines

PAD = 10
TITLE_LINES = 2
Index = QModelIndex | QPersistentModelIndex


class Titled(NamedTuple):
    """Where a title was painted: its left edge and width, the top of its first line, and where the next line begins."""

    left: int
    width: int
    top: int
    bottom: int


class TitleRowDelegate(QStyledItemDelegate):
    """Rows are all as high as the highest. What stands beside and below its title a subclass paints."""

    def __init__(self, view: QListView) -> None:
        super().__init__(view)
        self.view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        title, small = QFontMetrics(self.title_face()), QFontMetrics(interface_face(self.view, 12))
        return QSize(80, TITLE_LINES * title.height() + small.height() + 2 * PAD)

    def title_face(self) -> QFont:
        face = interface_face(self.view, 14)
        face.setWeight(QFont.Weight.Medium)
        return face

    def begin(self, painter: QPainter, option: QStyleOptionViewItem, *, is_open: bool) -> tuple[QRect, Theme]:
        """Paint the ground of a row; the painter is restored by the caller. `is_open`: the article is the open one."""
        theme = current_theme()
        rect: QRect = option.rect  # type: ignore[attr-defined]
        state: QStyle.StateFlag = option.state  # type: ignore[attr-defined]
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        has_focus = bool(state & QStyle.StateFlag.State_HasFocus)
        if is_open or has_focus or state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(QPen(theme.accent, 1.5) if has_focus and self.view.hasFocus() else Qt.PenStyle.NoPen)
            painter.setBrush(theme.accent_ground if is_open else theme.hover)
            painter.drawRoundedRect(QRectF(rect).adjusted(1, 1, -1, -1), 8, 8)
        return rect, theme

    def paint_title(self, painter: QPainter, rect: QRect, side: int, title: str, ink: QColor) -> Titled:
        """Paint a title in the middle of its two lines, `side` px right of where the content of the row begins."""
        face = self.title_face()
        metrics = QFontMetrics(face)
        left, width = rect.left() + PAD + side, rect.width() - 2 * PAD - side
        lines = two_lines(title, face, width)
        top = bottom = rect.top() + PAD + (TITLE_LINES - len(lines)) * metrics.height() // 2
        painter.setFont(face)
        painter.setPen(ink)
        for line in lines:
            painter.drawText(left, bottom + metrics.ascent(), line)
            bottom += metrics.height()
        return Titled(left, width, top, bottom)
