"""A scroll area that is as high as what it holds, where there is room for that, and scrolls only where there is not."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QSizePolicy, QWidget

ROOM_PX = 8


class FittingScroll(QScrollArea):
    """Qt's own asks for no more than a few lines, and does not grow when what it holds does."""

    def __init__(self, inside: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._inside = inside
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self.setWidget(inside)
        inside.installEventFilter(self)
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._on_focus_changed)

    def sizeHint(self) -> QSize:
        width = self.viewport().width()
        height = self._inside.heightForWidth(width) if self._inside.hasHeightForWidth() else -1
        return QSize(super().sizeHint().width(), height if height > 0 else self._inside.sizeHint().height())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._inside and event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().eventFilter(watched, event)

    def _on_focus_changed(self, _old: QWidget | None, new: QWidget | None) -> None:
        """Scroll to what has the keyboard now, wherever Tab came from."""
        if new is not None and self._inside.isAncestorOf(new):
            top = new.mapTo(self._inside, QPoint(0, 0)).y()
            self.ensureVisible(0, top + new.height() // 2, 0, new.height() // 2 + ROOM_PX)
