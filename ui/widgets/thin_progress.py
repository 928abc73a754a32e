"""A thin bar that fills from the left. Qt's own paints itself at once, inside the keypress; this one waits its turn."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.widgets.themed import current_theme

WIDTH, HEIGHT = 150, 6


class ThinProgress(QWidget):
    """`done` of `total`; a screen reader hears both numbers."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.done, self.total = 0, 0
        self._title = title
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(title)

    def show_done(self, done: int, total: int) -> None:
        if (done, total) != (self.done, self.total):
            self.done, self.total = done, total
            self.setAccessibleName(f"{self._title}: {done} of {total}")
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(WIDTH, HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        bar = QRectF(self.rect())
        painter.setBrush(theme.line)
        painter.drawRoundedRect(bar, HEIGHT / 2, HEIGHT / 2)
        if self.done and self.total:
            bar.setWidth(max(HEIGHT, bar.width() * min(1.0, self.done / self.total)))
            painter.setBrush(theme.statement)
            painter.drawRoundedRect(bar, HEIGHT / 2, HEIGHT / 2)
