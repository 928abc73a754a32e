"""Importing: what files may be, files or a whole folder, and columns where a table's are not called as usual."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QLineEdit, QPushButton, QWidget

from ui.dialogs.sheet import Sheet
from ui.widgets.named import named

FILES = "Articles (*.txt *.md *.jsonl *.json *.csv *.tsv *.html *.htm);;All files (*)"


class ImportDialog(Sheet):
    """Hands the chosen paths and options to `take`."""

    wanted = QSize(560, 0)

    def __init__(self, take: Callable[[Sequence[str], Sequence[str]], None], window: QWidget) -> None:
        super().__init__("Import articles", window)
        self._take = take
        words = QLabel(
            "Text files, JSON Lines, JSON, CSV, TSV and HTML; a folder is read with all that it holds. "
            "The same article again adds nothing. Files can also be dropped onto the window."
        )
        words.setWordWrap(True)
        self._columns = named(QLineEdit(), "import_columns")
        self._columns.setPlaceholderText("Columns, where they have other names: text=body,title=headline")
        self._columns.setAccessibleName("Columns")
        row = QHBoxLayout()
        self._files = self._button("Choose files…", self._choose_files)
        row.addWidget(self._files)
        row.addWidget(self._button("Choose a folder…", self._choose_folder))
        row.addStretch(1)
        self.body.addWidget(words)
        self.body.addWidget(self._columns)
        self.body.addLayout(row)
        self.body.addSpacing(6)
        self.add_button("Cancel", self.leave)

    def first_focus(self) -> QWidget:
        return self._files

    def _button(self, title: str, slot: Callable[[], None]) -> QPushButton:
        button = QPushButton(title)
        button.setAutoDefault(False)
        button.clicked.connect(slot)
        return button

    def _choose_files(self) -> None:
        names, _ = QFileDialog.getOpenFileNames(self, "Import articles", "", FILES)
        self._done(names)

    def _choose_folder(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, "Import a folder")
        self._done([folder] if folder else [])

    def _done(self, paths: Sequence[str]) -> None:
        if paths:
            columns = self._columns.text().strip()
            self.leave()
            self._take(paths, ["--columns", columns] if columns else [])
