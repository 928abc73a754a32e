"""A key as it stands on the keyboard: as a label beside what it does, and painted into a card or a row."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QLabel, QWidget

from ui.theme import Theme

PADDING = 6
HEIGHT = 18


class Keycap(QLabel):
    """The key that does what stands beside it. `keys` is for reading: "S", "1–9", "Ctrl+Enter"."""

    def __init__(self, keys: str, parent: QWidget | None = None) -> None:
        super().__init__(keys, parent)
        self.setProperty("keycap", "true")
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setAccessibleName(f"key {keys}")


def keycap_width(keys: str, font: QFont) -> float:
    """The width in px of a painted keycap: never narrower than high."""
    advance = QFontMetricsF(font).horizontalAdvance(keys)
    return max(advance + 2 * PADDING, _height(font))


def paint_keycap(painter: QPainter, right: float, centre: float, keys: str, font: QFont, theme: Theme) -> QRectF:
    """Paint a keycap that ends at x = `right`, its middle at y = `centre`; the rectangle that it takes."""
    width, height = keycap_width(keys, font), _height(font)
    rect = QRectF(right - width, centre - height / 2, width, height)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme.line, 1))
    painter.setBrush(theme.paper)
    painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
    painter.drawLine(QPointF(rect.left() + 4, rect.bottom() - 1.5), QPointF(rect.right() - 4, rect.bottom() - 1.5))
    painter.setPen(theme.text)
    painter.setFont(font)
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, keys)
    painter.restore()
    return rect


def _height(font: QFont) -> float:
    return max(HEIGHT, QFontMetricsF(font).height() + 3)
