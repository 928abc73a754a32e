"""`Sides`: queue, article and card side by side; the article keeps the room that it is read in."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter

from ui.widgets.themed import scale_of

WIDTHS = (264, 440)
"""What queue and card get at first, in pixels at 100 %."""
LEAST_WIDTHS = (120, 300)
LEAST_READING = 360
MOST_SHARE = 0.5
"""However narrow the window is, no more of it is for the sides."""


class Sides(QSplitter):
    """Larger words need wider sides, a small window narrower ones; where somebody moved an edge it stays."""

    def __init__(self) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._is_moved = False
        self.setHandleWidth(1)
        self.setChildrenCollapsible(False)
        self.splitterMoved.connect(self._on_splitter_moved)

    def share_out(self) -> None:
        """Give each its share of the width."""
        if self._is_moved or not self.width():
            return
        scale = scale_of(self)
        wanted = [width * scale for width in WIDTHS]
        squeezed = min(1.0, self.width() * MOST_SHARE / (sum(LEAST_WIDTHS) * scale))
        least = [width * scale * squeezed for width in LEAST_WIDTHS]
        reading = LEAST_READING * scale
        shrunk = min(1.0, max(0, self.width() - reading) / sum(wanted))
        right = max(least[1], wanted[1] * shrunk)
        left = max(least[0], min(wanted[0] * shrunk, self.width() - reading - right))
        self.setSizes([round(left), max(0, self.width() - round(left) - round(right)), round(right)])

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.share_out()

    def _on_splitter_moved(self) -> None:
        self._is_moved = True
