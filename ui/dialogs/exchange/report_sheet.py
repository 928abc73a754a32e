"""`ReportSheet`: what an import or export has to report, row by row: filtered, copied, saved, followed to its place."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QComboBox, QFileDialog, QFrame, QLabel, QVBoxLayout, QWidget

from annotator.wording import clipped, counted
from ui.dialogs.sheet import Sheet
from ui.reports import Report, ReportRow, rows_as_file, rows_as_html, rows_as_tsv
from ui.widgets.clipboard import copy_forms
from ui.widgets.items import Item
from ui.widgets.named import named
from ui.widgets.search_list import SearchList

FILES = "JSON Lines (*.jsonl);;Table (*.csv)"
DETAIL_PX = 92
MOST_WORDS = 420
"""The card below the list keeps its height: what is longer is in the file."""
ALL = ""


class ReportSheet(Sheet):
    """`opened` carries what a row leads to. Ctrl+C copies the rows that are listed, Ctrl+S saves them."""

    wanted = QSize(860, 640)
    opened = Signal(object)

    def __init__(self, report: Report, place: Path, window: QWidget, *, folder: Path | None = None) -> None:
        super().__init__(report.title, window)
        self.setObjectName("report_sheet")
        self._report = report
        self._place = place
        self._folder = folder
        self.told = _words(report.sentence, "report_told", "")
        self.kinds = named(QComboBox(), "report_kinds")
        self.kinds.setAccessibleName("Which of them")
        self.kinds.addItem(f"All ({len(report.rows):,})", ALL)
        for kind, words in report.kinds:
            self.kinds.addItem(words, kind)
        self.list = SearchList("Filter the list", takes_digits=False)
        self.list.field.setObjectName("report_field")
        self.list.view.setObjectName("report_list")
        self.detail = _words("", "report_detail", "")
        self.detail.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.total = _words("", "report_total", "secondary")
        self._arrange()
        self.list.field.installEventFilter(self)
        self.list.pointed.connect(self._on_pointed)
        self.list.taken.connect(self._on_taken)
        self.list.field.textChanged.connect(self._count)
        self.kinds.currentIndexChanged.connect(self.show_rows)
        self.show_rows()

    def first_focus(self) -> QWidget:
        return self.list.field if self._report.rows else self._close

    def shown(self) -> list[ReportRow]:
        """The rows that are listed now."""
        return [item.data for item in self.list.model.items() if isinstance(item.data, ReportRow)]

    def copy(self) -> None:
        """Put the listed rows into the clipboard, as text between tabs and as a table."""
        rows = self.shown()
        copy_forms(rows_as_tsv(self._report, rows), rows_as_html(self._report, rows))
        self.total.setText(f"{counted(len(rows), 'row')} copied.")

    def save(self) -> None:
        """Ask where, and write the listed rows."""
        start = self._place.with_name(f"{self._place.stem}-{self._report.name}.jsonl")
        name, chosen = QFileDialog.getSaveFileName(self, "Save the list", str(start), FILES)
        if name:
            suffix = Path(name).suffix or (".csv" if "csv" in chosen else ".jsonl")
            self._write(Path(name).with_suffix(suffix))

    def show_rows(self) -> None:
        """List the rows of the kind that is chosen."""
        kind = str(self.kinds.currentData())
        rows = [row for row in self._report.rows if kind in (ALL, row.kind)]
        self.list.set_items([row.item() for row in rows])
        self._count()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # The field would take the key, and copy nothing where nothing in it is selected.
        if watched is self.list.field and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.matches(QKeySequence.StandardKey.Copy) and not self.list.field.hasSelectedText():
                self.copy()
                return True
            return False
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.matches(QKeySequence.StandardKey.Save):
            self.save()
        else:
            super().keyPressEvent(event)

    def _arrange(self) -> None:
        self._card = QFrame()
        self._card.setProperty("card", "true")
        inside = QVBoxLayout(self._card)
        inside.setContentsMargins(12, 8, 12, 8)
        inside.addWidget(self.detail, 0, Qt.AlignmentFlag.AlignTop)
        self._card.setMinimumHeight(DETAIL_PX)
        has_rows = bool(self._report.rows)
        for part in (self.told, self.kinds):
            self.body.addWidget(part)
        self.body.addWidget(self.list, 1)
        self.body.addWidget(self._card)
        self.body.addWidget(self.total)
        self.kinds.setVisible(len(self._report.kinds) > 1)
        for part in (self._card, self.list, self.total):
            part.setVisible(has_rows)
        if not has_rows:
            self.wanted = QSize(self.wanted.width(), 0)
        if self._folder is not None:
            self.add_button("Show the folder", self._show_folder)
        copy = self.add_button("Copy", self.copy)
        copy.setToolTip("Copy the listed rows as a table (Ctrl+C)")
        save = self.add_button("Save as…", self.save)
        save.setToolTip("Save the listed rows as JSON Lines or CSV (Ctrl+S)")
        for button in (copy, save):
            button.setEnabled(has_rows)
        self._close = self.add_button("Close", self.leave, is_primary=True)

    def _count(self) -> None:
        listed = len(self.shown())
        all_of_them = len(self._report.rows)
        said = counted(all_of_them, "row") if listed == all_of_them else f"{listed:,} of {counted(all_of_them, 'row')}"
        self.total.setText(" ".join(filter(None, (f"{said}." if all_of_them else "", self._report.note))))
        if not listed:
            self.detail.setText("")

    def _on_pointed(self, item: Item | None) -> None:
        row = item.data if item is not None else None
        self.detail.setText(clipped(row.details, MOST_WORDS) if isinstance(row, ReportRow) else "")

    def _on_taken(self, item: Item) -> None:
        if isinstance(item.data, ReportRow) and item.data.target is not None:
            self.leave()
            self.opened.emit(item.data.target)

    def _write(self, path: Path) -> None:
        rows: Sequence[ReportRow] = self.shown()
        try:
            path.write_bytes(rows_as_file(self._report, rows, path.suffix))
        except OSError as error:
            self.total.setText(f"{path} cannot be written: {error.strerror}.")
        else:
            self.total.setText(f"{counted(len(rows), 'row')} saved as {path}.")

    def _show_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._folder)))


def _words(text: str, name: str, role: str) -> QLabel:
    label = named(QLabel(text), name)
    label.setProperty("role", role)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    return label
