"""A card: paper with a hairline round it. The stylesheet gives it its dress by the properties `card` and `current`."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from ui.theme import Theme

RADIUS = 10
PADDING = 12


class Card(QFrame):
    """A card of widgets, one below the other in `body`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", "true")
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(PADDING, PADDING, PADDING, PADDING)
        self.body.setSpacing(6)


def paint_card(painter: QPainter, rect: QRectF, theme: Theme, outline: QColor, *, width: float = 1) -> None:
    """Paint a card's paper and outline into `rect`, the outline inside it."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(outline, width))
    painter.setBrush(theme.paper)
    inset = width / 2
    painter.drawRoundedRect(rect.adjusted(inset, inset, -inset, -inset), RADIUS, RADIUS)
    painter.restore()
