"""`KeyedList`: a list that keeps some keys for itself which are the window's elsewhere."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListView


class KeyedList(QListView):
    """Without them, a shortcut of another place would take F2 and F8 before the list hears of them."""

    kept = frozenset((Qt.Key.Key_F2, Qt.Key.Key_F8))

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and event.key() in self.kept:
            event.accept()
            return True
        return super().event(event)
