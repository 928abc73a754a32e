"""`PathList`: the files and folders of an import, each with the format it was recognised as. Delete takes one away."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QSize, Qt, QUrl, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListView, QWidget

from ui.widgets.item_delegate import dress
from ui.widgets.items import Item, ItemModel
from ui.widgets.themed import scale_of

if TYPE_CHECKING:
    from annotator.exchange.offering import FileFacts

LEAST_PX, MOST_ROWS = 68, 4
NOTHING = Item("Drop files or folders here, paste their paths (Ctrl+V), or choose them below.", is_heading=True)
UNKNOWN = "not recognised"


class PathList(QListView):
    """`removed` carries the path that Delete took away."""

    removed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("import_paths")
        self.setAccessibleName("Files and folders to import: Delete takes one away")
        self.setProperty("dropped", "true")
        self.rows = ItemModel(self)
        self.setModel(self.rows)
        dress(self)
        self.setUniformItemSizes(False)
        self.show_facts(())

    def show_facts(self, facts: Sequence[FileFacts], more: int = 0) -> None:
        """Show these files; `more` were not looked into."""
        items = [_item(one) for one in facts]
        if more:
            items.append(Item(f"… and {more:,} more", is_heading=True))
        self.rows.set_items(items or [NOTHING])
        if items:
            self.setCurrentIndex(self.rows.index(0, 0))
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        rows = [self.sizeHintForRow(row) for row in range(min(self.rows.rowCount(), MOST_ROWS))]
        least = round(LEAST_PX * scale_of(self))
        return QSize(super().sizeHint().width(), max(sum(rows) + 2 * self.frameWidth() + 14, least))

    def minimumSizeHint(self) -> QSize:
        return QSize(100, min(self.sizeHint().height(), round(2 * LEAST_PX * scale_of(self))))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        item = self.rows.item(self.currentIndex().row())
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and item is not None and item.data:
            self.removed.emit(str(item.data))
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape):
            event.ignore()
        else:
            super().keyPressEvent(event)


def given_paths(data: QMimeData) -> list[str]:
    """The local files among what is dropped or pasted: as files, or as their paths, one a line."""
    if data.hasUrls():
        return [url.toLocalFile() for url in data.urls() if url.isLocalFile()]
    lines = (line.strip().strip("\"'") for line in data.text().splitlines())
    return [QUrl(line).toLocalFile() if line.startswith("file:") else line for line in lines if line]


def _item(facts: FileFacts) -> Item:
    path = Path(facts.path)
    badge = facts.title or UNKNOWN
    detail = facts.problem or str(path.parent)
    return Item(path.name or str(path), detail, "" if facts.problem else badge, data=facts.path)
