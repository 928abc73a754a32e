"""The legend of a table's bars: a swatch of each tone with its word."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from ui.widgets.grid import Grid
from ui.widgets.themed import current_theme, scale_of
from ui.widgets.tones import paint_segment

SWATCH = QSize(14, 10)
GAP = 8


class Swatch(QWidget):
    """A tone of a legend."""

    def __init__(self, tone: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tone = tone

    def sizeHint(self) -> QSize:
        return SWATCH * scale_of(self)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        rect = self.rect().toRectF()
        middle = SWATCH.height() * scale_of(self)
        rect.setTop(rect.center().y() - middle / 2)
        rect.setHeight(middle)
        paint_segment(painter, rect, current_theme(), self._tone)


def legend_of(grid: Grid) -> QWidget:
    """What the tones of the bars mean."""
    legend = QWidget()
    row = QHBoxLayout(legend)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(4)
    for tone, word in grid.legend:
        row.addWidget(Swatch(tone))
        label = QLabel(word)
        label.setProperty("role", "secondary")
        row.addWidget(label)
        row.addSpacing(GAP)
    return legend
