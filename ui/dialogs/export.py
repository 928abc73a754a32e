"""Exporting: whose work, into which folder, with what beside it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QWidget,
)

from annotator.project import Project
from ui.dialogs.sheet import Sheet
from ui.widgets.named import named


class ExportDialog(Sheet):
    """Hands the folder and the options to `take`."""

    wanted = QSize(580, 0)

    def __init__(self, project: Project, take: Callable[[str, Sequence[str]], None], window: QWidget) -> None:
        super().__init__("Export", window)
        self._take = take
        self._layer = named(QComboBox(), "export_layer")
        self._layer.setAccessibleName("Whose work")
        self._layer.addItem("Gold: what the project has settled on", "gold")
        for name in sorted({project.annotator, *project.status()["layers"]}):
            self._layer.addItem(f"The work of {name}", name)
        self._layer.addItem("The machine's suggestions", "suggestions")
        self._layer.setCurrentIndex(max(self._layer.findData(project.annotator), 0))
        self._out = named(QLineEdit(str(project.path.parent / f"{project.path.stem}-export")), "export_folder")
        self._out.setAccessibleName("Folder")
        self._rejected = QCheckBox("With the suggestions that were rejected")
        self._incomplete = QCheckBox("Gold as far as it is settled")
        self._verify = QCheckBox("Read it back and compare")
        self._verify.setChecked(True)
        self._problem = QLabel()
        self._problem.setProperty("role", "danger")
        self._problem.setWordWrap(True)
        choose = QPushButton("Choose…")
        choose.setAutoDefault(False)
        choose.clicked.connect(self._choose)
        row = QHBoxLayout()
        row.addWidget(self._out, 1)
        row.addWidget(choose)
        form = QFormLayout()
        form.setSpacing(10)
        form.addRow("Whose work", self._layer)
        form.addRow("New folder", row)
        self.body.addLayout(form)
        for box in (self._rejected, self._incomplete, self._verify, self._problem):
            self.body.addWidget(box)
        self.body.addSpacing(6)
        self._problem.hide()
        self._layer.currentIndexChanged.connect(self._on_layer_changed)
        self._on_layer_changed()
        self.add_button("Cancel", self.leave)
        self.add_button("Export", self.accept, is_primary=True)

    def first_focus(self) -> QWidget:
        return self._layer

    def accept(self) -> None:
        out = Path(self._out.text().strip()).expanduser()
        if not self._out.text().strip() or (out.is_dir() and any(out.iterdir())) or out.is_file():
            self._problem.setText("The folder must be new or empty, so that nothing is written over.")
            self._problem.show()
            return
        options = ["--layer", str(self._layer.currentData())]
        boxes = ((self._rejected, "--with-rejected"), (self._incomplete, "--incomplete"), (self._verify, "--verify"))
        options += [option for box, option in boxes if box.isChecked()]
        self.leave()
        self._take(str(out), options)

    def _on_layer_changed(self) -> None:
        is_gold = self._layer.currentData() == "gold"
        self._incomplete.setEnabled(is_gold)
        self._incomplete.setChecked(self._incomplete.isChecked() and is_gold)

    def _choose(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, "Export into an empty folder", self._out.text())
        if folder:
            self._out.setText(folder)
