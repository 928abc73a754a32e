"""`SectionList`: the names of the sections; arrows choose one, Enter or Right goes into its page."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent
from PySide6.QtWidgets import QListView, QWidget

from ui.widgets.item_delegate import dress
from ui.widgets.items import Item, ItemModel
from ui.widgets.themed import interface_face, scale_of

ROOM_PX = 24
INTO_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Right)


class SectionList(QListView):
    """`chosen`: another section is; `entered`: its page is wanted."""

    chosen = Signal()
    entered = Signal()

    def __init__(self, titles: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("progress_sections")
        self.setAccessibleName("Sections of the figures")
        self._titles = tuple(titles)
        self._model = ItemModel(self)
        self._model.set_items([Item(title) for title in titles])
        self.setModel(self._model)
        dress(self)
        self.setCurrentIndex(self._model.index(0, 0))
        self.selectionModel().currentChanged.connect(self._on_current_changed)

    def minimumSizeHint(self) -> QSize:
        metrics = QFontMetrics(interface_face(self))
        longest = max(metrics.horizontalAdvance(title) for title in self._titles)
        return QSize(longest + round(ROOM_PX * scale_of(self)), super().minimumSizeHint().height())

    @property
    def at(self) -> int:
        """The number of the section that is chosen."""
        return max(self.currentIndex().row(), 0)

    def choose(self, at: int) -> None:
        self.setCurrentIndex(self._model.index(at, 0))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in INTO_KEYS:
            self.entered.emit()
        else:
            super().keyPressEvent(event)

    def _on_current_changed(self, index: QModelIndex) -> None:
        if index.isValid():
            self.chosen.emit()
