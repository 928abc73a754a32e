"""`TrainingForm`: what a training learns from, what it begins with, and where the pipeline goes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import msgspec
from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from annotator.layers import GOLD
from annotator.project import Project
from annotator.train_report import TrainingReport
from ui.dialogs.exchange.layers import layer_box, layer_options
from ui.dialogs.export import blocks_sentence
from ui.jobs import Jobs
from ui.widgets.named import named

SMALL = ""
ELSEWHERE = "elsewhere"
ABOUT = (
    "A spaCy pipeline learns from eight tenths of the articles, stops in time by one tenth, and is compared with the "
    "suggestions on the last tenth, which it never saw. It takes minutes here; work goes on beside it."
)


class TrainingForm(QWidget):
    """`grown` says that something came or went. `refusal` gives why a training cannot begin as it is."""

    grown = Signal()

    def __init__(self, project: Project, reports: Sequence[TrainingReport], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._project = project
        self._is_blocked = False
        self._jobs = Jobs(self)
        self.layer = layer_box(project, "training_layer", GOLD, has_machine=False)
        self.incomplete = named(QCheckBox("Learn from it although it is not complete"), "training_incomplete")
        self.base = self._make_base(reports)
        self.out = named(QLineEdit(str(_new_folder(project.path))), "training_out")
        self.out.setAccessibleName("New folder of the pipeline")
        self._blocks = _words("training_blocks")
        self._arrange()
        self.layer.currentIndexChanged.connect(self.look)
        self.base.activated.connect(self._on_base_activated)

    def arguments(self) -> list[str]:
        """The arguments of the command."""
        base = str(self.base.currentData())
        return [
            "train",
            str(self._project.path),
            self.folder,
            *layer_options(str(self.layer.currentData())),
            *(["--incomplete"] if self.incomplete.isChecked() else []),
            *(["--model", base] if base != SMALL else []),
            "--progress",
            "json",
        ]

    @property
    def folder(self) -> str:
        return str(Path(self.out.text().strip()).expanduser())

    def refusal(self) -> tuple[str, QWidget] | None:
        """Why it cannot begin, and where that is mended."""
        out = Path(self.folder)
        if not self.out.text().strip() or out.is_file() or (out.is_dir() and any(out.iterdir())):
            return "The folder must be new or empty, so that nothing is written over.", self.out
        if self._is_blocked and self.layer.currentData() == GOLD and not self.incomplete.isChecked():
            return "This gold is not complete: tick the box to learn from it all the same.", self.incomplete
        return None

    def stop(self) -> None:
        """End what is being looked for."""
        self._jobs.stop()

    def _make_base(self, reports: Sequence[TrainingReport]) -> QComboBox:
        box = named(QComboBox(), "training_base")
        box.setAccessibleName("Begin with")
        box.addItem("The small English pipeline", SMALL)
        for report in reports:
            if report.is_there:
                box.addItem(f"{report.name}, trained {report.made[:10]}", report.model)
        box.addItem("Another pipeline’s folder…", ELSEWHERE)
        return box

    def _arrange(self) -> None:
        choose = QPushButton("Choose…")
        choose.setAccessibleName("Choose the folder")
        choose.setAutoDefault(False)
        choose.clicked.connect(self._choose_out)
        folder = QHBoxLayout()
        folder.addWidget(self.out, 1)
        folder.addWidget(choose)
        learned = QVBoxLayout()
        learned.setSpacing(4)
        for part in (self.layer, self._blocks, self.incomplete):
            learned.addWidget(part)
        about = _words("training_about")
        about.setText(ABOUT)
        form = QFormLayout()
        form.setSpacing(10)
        form.addRow("Learn from", learned)
        form.addRow("Begin with", self.base)
        form.addRow("New folder", folder)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(about)
        column.addLayout(form)

    def look(self) -> None:
        """Show what belongs to the layer, and look for what blocks gold."""
        is_gold = self.layer.currentData() == GOLD
        self.incomplete.setVisible(is_gold and self._is_blocked)
        self._blocks.setVisible(is_gold)
        if is_gold and self._jobs.running is None and not self._blocks.text():
            self._blocks.setText("Looking for what blocks it…")
            job = self._jobs.start("Looking", ["figures", str(self._project.path), "--blocks", "--json"])
            assert job is not None  # the form has jobs of its own
            job.finished.connect(self._on_blocks_found)
        self.grown.emit()

    def _on_blocks_found(self, status: int, out: str, words: str) -> None:
        found = [] if status else msgspec.json.decode(out.encode())
        self._is_blocked = bool(found)
        self._blocks.setText(words.strip() if status else blocks_sentence(found))
        self.incomplete.setVisible(self._is_blocked and self.layer.currentData() == GOLD)
        self.grown.emit()

    def _on_base_activated(self) -> None:
        if self.base.currentData() != ELSEWHERE:
            return
        folder = QFileDialog.getExistingDirectory(self, "Folder of a spaCy pipeline", str(self._project.path.parent))
        self.base.setCurrentIndex(0)
        if folder:
            self.base.insertItem(1, Path(folder).name, folder)
            self.base.setCurrentIndex(1)

    def _choose_out(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, "Write the pipeline into an empty folder", self.out.text())
        if folder:
            self.out.setText(folder)


def _new_folder(project: Path) -> Path:
    """A folder beside the project that is not there yet."""
    folder, number = project.parent / f"{project.stem}-model", 2
    while folder.exists():
        folder, number = project.parent / f"{project.stem}-model-{number}", number + 1
    return folder


def _words(name: str) -> QLabel:
    label = named(QLabel(), name)
    label.setProperty("role", "secondary")
    label.setWordWrap(True)
    return label
