"""F1: the guide, and the guidelines of the project's scheme, offline."""

from __future__ import annotations

import tomllib
from importlib import resources

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent, QTextBlockFormat, QTextCursor, QTextDocument
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QTextBrowser, QWidget

from annotator.scheme import Scheme
from ui.dialogs.sheet import Sheet
from ui.widgets.named import named

GUIDELINES = "Guidelines of this project"
LINE_PERCENT = 135
HEADING_PX, PARAGRAPH_PX, CELL_PX = 14, 8, 3


class GuideDialog(Sheet):
    """Chapters to the left, the page to the right; ↑ and ↓ choose a chapter, Page Up and Down turn the page."""

    wanted = QSize(980, 720)

    def __init__(self, scheme: Scheme, window: QWidget) -> None:
        super().__init__("Guide", window)
        self._pages = chapters()
        if scheme.guidelines.strip():
            self._pages.append((GUIDELINES, scheme.guidelines))
        self._list = named(QListWidget(), "guide_chapters")
        self._list.setAccessibleName("Chapters")
        self._list.setFixedWidth(230)
        self._list.setSpacing(2)
        self._list.addItems([title for title, _ in self._pages])
        self._list.currentRowChanged.connect(self._on_row_changed)
        self._page = named(QTextBrowser(), "guide_page")
        self._page.setAccessibleName("Page")
        self._page.setOpenExternalLinks(True)
        self._page.document().setDocumentMargin(16)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self._list)
        row.addWidget(self._page, 1)
        self.body.addLayout(row, 1)
        self.add_button("Close", self.leave, is_primary=True)
        self._list.setCurrentRow(0)

    def first_focus(self) -> QWidget:
        return self._list

    def keyPressEvent(self, event: QKeyEvent) -> None:
        bar = self._page.verticalScrollBar()
        if event.key() in (Qt.Key.Key_PageDown, Qt.Key.Key_Space):
            bar.setValue(bar.value() + bar.pageStep())
        elif event.key() == Qt.Key.Key_PageUp:
            bar.setValue(bar.value() - bar.pageStep())
        else:
            super().keyPressEvent(event)

    def _on_row_changed(self, row: int) -> None:
        if 0 <= row < len(self._pages):
            self._page.setMarkdown(self._pages[row][1])
            _open_up(self._page.document())
            self._page.verticalScrollBar().setValue(0)


def _open_up(document: QTextDocument) -> None:
    """Give paragraphs and headings air, which Markdown by itself does not."""
    cursor = QTextCursor(document)
    block = document.begin()
    while block.isValid():
        form = block.blockFormat()
        form.setLineHeight(LINE_PERCENT, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        cursor.setPosition(block.position())
        in_table = cursor.currentTable() is not None
        form.setTopMargin(CELL_PX if in_table else HEADING_PX if form.headingLevel() else 0)
        form.setBottomMargin(CELL_PX if in_table else PARAGRAPH_PX)
        cursor.setBlockFormat(form)
        block = block.next()


def chapters() -> list[tuple[str, str]]:
    """(title, Markdown) of the guide's chapters, in order."""
    folder = resources.files("resources") / "guide"
    index = tomllib.loads((folder / "index.toml").read_text(encoding="utf-8"))
    return [(one["title"], (folder / one["file"]).read_text(encoding="utf-8")) for one in index["chapter"]]
