"""`ListBeside`: a list with its search at the left, the chosen row at the right, and who decides where the edge is."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QSplitter, QVBoxLayout, QWidget

from ui.widgets.themed import scale_of

LIST_PX = 400
MOST_OF_WIDTH = 0.36


class ListBeside(QSplitter):
    """Larger words need a wider list, a small window a narrower one; where somebody moved the edge it stays."""

    def __init__(self, search: QLineEdit, heads: Sequence[QWidget], rows: QWidget, detail: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._is_moved = False
        left = QFrame()
        left.setProperty("panel", "left")
        column = QVBoxLayout(left)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(8)
        column.addWidget(search)
        row = QHBoxLayout()
        for at, head in enumerate(heads):
            row.addWidget(head, 0 if at else 1)
        column.addLayout(row)
        column.addWidget(rows, 1)
        self.addWidget(left)
        self.addWidget(detail)
        self.setStretchFactor(1, 1)
        self.setChildrenCollapsible(False)
        self.splitterMoved.connect(self._on_splitter_moved)

    def make_room(self) -> None:
        """Give the list the width that it needs now."""
        if not self._is_moved:
            width = round(min(LIST_PX * scale_of(self), self.width() * MOST_OF_WIDTH))
            self.setSizes([width, self.width() - width])

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.make_room()

    def _on_splitter_moved(self) -> None:
        self._is_moved = True
