"""F1: the guide, and the guidelines of the project's scheme with the cases of each section: offline, with a search."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from importlib import resources

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QKeyEvent, QTextBlockFormat, QTextCursor, QTextDocument
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QTextBrowser,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)

from annotator.review.guidelines import sections
from annotator.scheme import Scheme
from annotator.wording import counted
from ui.dialogs.sheet import Sheet
from ui.widgets.named import named
from ui.widgets.themed import current_theme, scale_of

GUIDELINES = "Guidelines of this project"
PROMPT = "Find in the guide"
INDENT = "    "
FORMATS = "{formats}"
"""What stands in a chapter where the table of formats comes, which is made of the formats themselves."""
LINE_PERCENT = 135
HEADING_PX, PARAGRAPH_PX, CELL_PX = 14, 8, 3
LIST_PX = 250


@dataclass(frozen=True)
class Row:
    """A row of the list: a page, or a section of it by the words that its heading begins with."""

    page: int
    title: str
    section: str = ""


class GuideDialog(Sheet):
    """Chapters to the left, the page to the right; ↑ and ↓ choose a chapter, Page Up and Down turn the page.

    `guidelines` are those of the scheme with what belongs beside them; typing finds words in all of it, Enter goes on.
    """

    wanted = QSize(1020, 740)

    def __init__(
        self, scheme: Scheme, window: QWidget, *, guidelines: str | None = None, at_guidelines: bool = False
    ) -> None:
        super().__init__("Guide", window)
        self.setObjectName("guide")
        self._pages = chapters()
        text = scheme.guidelines if guidelines is None else guidelines
        self._rows = [Row(page, title) for page, (title, _) in enumerate(self._pages)]
        if text.strip():
            self._pages.append((GUIDELINES, text))
            last = len(self._pages) - 1
            self._rows += [Row(last, GUIDELINES), *(Row(last, title, title) for title in main_sections(text))]
        self._shown = -1
        self.field = named(QLineEdit(), "guide_field")
        self.field.setPlaceholderText(PROMPT)
        self.field.setAccessibleName(PROMPT)
        self.field.installEventFilter(self)
        self.field.textChanged.connect(self._on_text_changed)
        self.found = named(QLabel(), "guide_found")
        self.found.setProperty("role", "secondary")
        self._list = named(QListWidget(), "guide_chapters")
        self._list.setAccessibleName("Chapters")
        self._list.setSpacing(2)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for row in self._rows:
            self._list.addItem(QListWidgetItem(f"{INDENT}{row.title}" if row.section else row.title))
        self._list.currentRowChanged.connect(self._on_row_changed)
        self._page = named(QTextBrowser(), "guide_page")
        self._page.setAccessibleName("Page")
        self._page.setOpenExternalLinks(True)
        self._page.document().setDocumentMargin(16)
        self._arrange()
        self.add_button("Close", self.leave, is_primary=True)
        start = next((at for at, row in enumerate(self._rows) if row.title == GUIDELINES), 0) if at_guidelines else 0
        self._list.setCurrentRow(start)

    def first_focus(self) -> QWidget:
        return self.field

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.field and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
            if event.key() in steps:
                self._step(steps[Qt.Key(event.key())])
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.field.text():
                self.find_next(backwards=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
                return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        bar = self._page.verticalScrollBar()
        if event.key() in (Qt.Key.Key_PageDown, Qt.Key.Key_Space):
            bar.setValue(bar.value() + bar.pageStep())
        elif event.key() == Qt.Key.Key_PageUp:
            bar.setValue(bar.value() - bar.pageStep())
        else:
            super().keyPressEvent(event)

    def find_next(self, *, backwards: bool = False) -> None:
        """Go to the next (previous) place of what is looked for, on this page or the next one that has it."""
        if self._find(backwards=backwards):
            return
        hits = self._hits()
        pages = [page for page in range(len(self._pages)) if hits[page]]
        if backwards:
            pages.reverse()
        after = [page for page in pages if (page < self._shown if backwards else page > self._shown)]
        target = next(iter(after or pages), None)
        if target is None:
            return
        self._list.setCurrentRow(next(at for at, row in enumerate(self._rows) if row.page == target))
        self._page.moveCursor(QTextCursor.MoveOperation.End if backwards else QTextCursor.MoveOperation.Start)
        self._find(backwards=backwards)

    def _arrange(self) -> None:
        side = QWidget()
        side.setFixedWidth(round(LIST_PX * scale_of(self)))
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.field)
        column.addWidget(self._list, 1)
        column.addWidget(self.found)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(side)
        row.addWidget(self._page, 1)
        self.body.addLayout(row, 1)

    def _step(self, by: int) -> None:
        """To the next (previous) row that is shown."""
        shown = [at for at in range(len(self._rows)) if not self._list.item(at).isHidden()]
        here = self._list.currentRow()
        rest = [at for at in shown if (at > here if by > 0 else at < here)]
        if rest:
            self._list.setCurrentRow(rest[0] if by > 0 else rest[-1])

    def _on_row_changed(self, at: int) -> None:
        if not 0 <= at < len(self._rows):
            return
        row = self._rows[at]
        if row.page != self._shown:
            self._shown = row.page
            self._page.setMarkdown(self._pages[row.page][1])
            open_up(self._page.document())
            self._mark_hits()
        bar = self._page.verticalScrollBar()
        bar.setValue(self._top_of(row.section) if row.section else 0)

    def _top_of(self, section: str) -> int:
        """Where a section begins on the page, in px."""
        block = self._page.document().begin()
        while block.isValid():
            if block.blockFormat().headingLevel() and " ".join(block.text().split()) == section:
                layout = self._page.document().documentLayout()
                return max(0, round(layout.blockBoundingRect(block).top()) - HEADING_PX)
            block = block.next()
        return 0

    # Finding

    def _hits(self) -> list[int]:
        """How often each page has what is looked for."""
        wanted = self.field.text().strip().casefold()
        return [text.casefold().count(wanted) if wanted else 0 for _, text in self._pages]

    def _on_text_changed(self) -> None:
        hits = self._hits()
        is_looking = bool(self.field.text().strip())
        for at, row in enumerate(self._rows):
            self._list.item(at).setHidden(is_looking and (bool(row.section) or not hits[row.page]))
        self.found.setText(f"{counted(sum(hits), 'hit')}  ↵ next" if is_looking else "")
        self._mark_hits()
        if not is_looking:
            return
        self._page.moveCursor(QTextCursor.MoveOperation.Start)
        if self._shown < 0 or not hits[self._shown]:
            self._list.setCurrentRow(next((at for at, row in enumerate(self._rows) if hits[row.page]), 0))
        self._find()

    def _find(self, *, backwards: bool = False) -> bool:
        flag = QTextDocument.FindFlag.FindBackward if backwards else QTextDocument.FindFlag(0)
        wanted = self.field.text().strip()
        return bool(wanted) and self._page.find(wanted, flag)

    def _mark_hits(self) -> None:
        """Give all hits on the page a ground."""
        marks: list[QTextEdit.ExtraSelection] = []
        wanted = self.field.text().strip()
        cursor = self._page.document().find(wanted, 0) if wanted else QTextCursor()
        while not cursor.isNull():
            mark = QTextEdit.ExtraSelection()
            mark.cursor = cursor  # type: ignore[attr-defined]
            mark.format.setBackground(current_theme().find_hit)  # type: ignore[attr-defined]
            marks.append(mark)
            cursor = self._page.document().find(wanted, cursor)
        self._page.setExtraSelections(marks)


def main_sections(text: str) -> list[str]:
    """The headings to jump to, as they read on the page: numbered ones without a dot, where none is numbered all."""
    found = sections(text)
    numbered = [f"{one.number} {one.title}" for one in found if one.number and "." not in one.number]
    return numbered or [one.title for one in found if not one.number]


def open_up(document: QTextDocument) -> None:
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
        is_case = bool(form.property(QTextBlockFormat.Property.BlockQuoteLevel))
        if is_case:
            form.setBackground(current_theme().accent_ground)
        cursor.setBlockFormat(form)
        block = block.next()


def chapters() -> list[tuple[str, str]]:
    """(title, Markdown) of the guide's chapters, in order."""
    folder = resources.files("resources") / "guide"
    index = tomllib.loads((folder / "index.toml").read_text(encoding="utf-8"))
    texts = [(one["title"], (folder / one["file"]).read_text(encoding="utf-8")) for one in index["chapter"]]
    return [(title, text.replace(FORMATS, formats_table()) if FORMATS in text else text) for title, text in texts]


def formats_table() -> str:
    """Every format with its files and what it cannot carry, as a table in Markdown."""
    from annotator.exchange.offering import formats  # readers and writers take a moment to load

    rows = ["| format | files | cannot carry |", "| --- | --- | --- |"]
    for one in formats():
        lost = "; ".join(one.cannot_carry) or "carries everything"
        files = ", ".join(one.extensions)
        rows.append(f"| {one.title} | {files} | {lost if one.can_write else 'is read, not written'} |")
    return "\n".join(rows)
