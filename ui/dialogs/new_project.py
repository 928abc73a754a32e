"""A new project: name, folder, label scheme; then it opens."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QFileDialog, QFormLayout, QHBoxLayout, QLabel, QLineEdit, QPushButton, QWidget

from annotator.errors import UserError
from annotator.project import Project
from ui.dialogs.sheet import Sheet
from ui.widgets.named import named

FORBIDDEN = '<>:"/\\|?*'


class NewProjectDialog(Sheet):
    """Makes the file and hands its path to `on_made`."""

    wanted = QSize(560, 0)

    def __init__(self, folder: Path, on_made: Callable[[Path], None], window: QWidget) -> None:
        super().__init__("New project", window)
        self._on_made = on_made
        self._name = named(QLineEdit(), "new_name")
        self._name.setPlaceholderText("Ceasefire talks")
        self._name.setAccessibleName("Name")
        self._folder = named(QLineEdit(str(folder)), "new_folder")
        self._folder.setAccessibleName("Folder")
        self._scheme = named(QLineEdit(), "new_scheme")
        self._scheme.setPlaceholderText("The scheme for news that the program comes with")
        self._scheme.setAccessibleName("Label scheme")
        self._problem = named(QLabel(), "new_problem")
        self._problem.setProperty("role", "danger")
        self._problem.setWordWrap(True)
        form = QFormLayout()
        form.setSpacing(10)
        form.addRow("Name", self._name)
        form.addRow("Folder", self._with_button(self._folder, self._choose_folder))
        form.addRow("Label scheme", self._with_button(self._scheme, self._choose_scheme))
        self.body.addLayout(form)
        self.body.addWidget(self._problem)
        self.body.addSpacing(6)
        self.add_button("Cancel", self.leave)
        self.add_button("Make it", self.accept, is_primary=True)

    def first_focus(self) -> QWidget:
        return self._name

    def accept(self) -> None:
        name = self._name.text().strip()
        if not name:
            self._problem.setText("The project needs a name.")
            return
        path = Path(self._folder.text()).expanduser() / f"{file_stem(name)}.annodb"
        scheme = Path(self._scheme.text().strip()).expanduser() if self._scheme.text().strip() else None
        try:
            Project.create(path, name=name, scheme_file=scheme).close()
        except UserError as error:
            self._problem.setText(str(error))
            return
        self.leave()
        self._on_made(path)

    def _with_button(self, field: QLineEdit, slot: Callable[[], None]) -> QWidget:
        button = QPushButton("Choose…")
        button.setAutoDefault(False)
        button.clicked.connect(slot)
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(field, 1)
        row.addWidget(button)
        return box

    def _choose_folder(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, "Folder of the new project", self._folder.text())
        if folder:
            self._folder.setText(folder)

    def _choose_scheme(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, "Label scheme", self._folder.text(), "Label schemes (*.toml)")
        if name:
            self._scheme.setText(name)


def file_stem(name: str) -> str:
    """A project's name as the name of its file."""
    return (
        "".join("-" if char in FORBIDDEN or not char.isprintable() else char for char in name).strip(" .") or "project"
    )
