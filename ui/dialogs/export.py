"""Exporting: whose work, into which folder, with what beside it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import msgspec
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

from annotator.layers import GOLD
from annotator.project import Project
from annotator.wording import counted
from ui.dialogs.sheet import Sheet
from ui.jobs import Jobs
from ui.widgets.named import named

RELEASE = "release:"
"""What stands before a release's name where the work of a layer could be meant; no layer is called so."""


class ExportDialog(Sheet):
    """Hands the folder and the options to `take`."""

    wanted = QSize(580, 0)

    def __init__(
        self,
        project: Project,
        take: Callable[[str, Sequence[str]], None],
        window: QWidget,
        release: str = "",
    ) -> None:
        super().__init__("Export", window)
        self.setObjectName("export_sheet")
        self._take = take
        self._path = str(project.path)
        self._jobs = Jobs(self)
        self._is_blocked = False
        self.left.connect(self._jobs.stop)
        self._layer = self._make_layers(project, release)
        self._out = named(QLineEdit(str(project.path.parent / f"{project.path.stem}-export")), "export_folder")
        self._out.setAccessibleName("Folder")
        self._rejected = QCheckBox("With the suggestions that were rejected")
        self._incomplete = named(QCheckBox("Export it incomplete: its card says so"), "export_incomplete")
        self._verify = QCheckBox("Read it back and compare")
        self._verify.setChecked(True)
        self._blocks = self._make_words("secondary")
        self._problem = self._make_words("danger")
        self._arrange()
        self._layer.currentIndexChanged.connect(self._on_layer_changed)
        self._on_layer_changed()
        self.add_button("Cancel", self.leave)
        self.add_button("Export", self.accept, is_primary=True)

    def _make_layers(self, project: Project, release: str) -> QComboBox:
        """Whose work there is, the annotator's own in front, else the release that was asked for."""
        layers = named(QComboBox(), "export_layer")
        layers.setAccessibleName("Whose work")
        layers.addItem("Gold: what the project has settled on", GOLD)
        for one in reversed(project.lead.gold.releases()):
            layers.addItem(f"Gold as it was released: {one.name} ({one.time[:10]})", f"{RELEASE}{one.name}")
        for name in sorted({project.annotator, *project.status()["layers"]}):
            layers.addItem(f"The work of {name}", name)
        layers.addItem("The machine's suggestions", "suggestions")
        wanted = f"{RELEASE}{release}" if release else project.annotator
        layers.setCurrentIndex(max(layers.findData(wanted), 0))
        return layers

    def _make_words(self, role: str) -> QLabel:
        label = QLabel()
        label.setProperty("role", role)
        label.setWordWrap(True)
        label.hide()
        return label

    def _arrange(self) -> None:
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
        for part in (self._blocks, self._rejected, self._incomplete, self._verify, self._problem):
            self.body.addWidget(part)
        self.body.addSpacing(6)

    def first_focus(self) -> QWidget:
        return self._layer

    def accept(self) -> None:
        out = Path(self._out.text().strip()).expanduser()
        if not self._out.text().strip() or (out.is_dir() and any(out.iterdir())) or out.is_file():
            self._refuse("The folder must be new or empty, so that nothing is written over.")
            return
        if self._is_blocked and self._layer.currentData() == GOLD and not self._incomplete.isChecked():
            self._refuse("This gold is not complete: tick the box to export it all the same.")
            self._incomplete.setFocus()
            return
        chosen = str(self._layer.currentData())
        options = ["--layer", chosen] if self._release is None else ["--layer", GOLD, "--release", self._release]
        boxes = ((self._rejected, "--with-rejected"), (self._incomplete, "--incomplete"), (self._verify, "--verify"))
        options += [option for box, option in boxes if box.isChecked()]
        self.leave()
        self._take(str(out), options)

    def _refuse(self, words: str) -> None:
        self._problem.setText(words)
        self._problem.show()
        self.refit()

    @property
    def _release(self) -> str | None:
        """The release that is chosen, if one is."""
        chosen = str(self._layer.currentData())
        return chosen.removeprefix(RELEASE) if chosen.startswith(RELEASE) else None

    def _on_layer_changed(self) -> None:
        is_gold = self._layer.currentData() == GOLD
        for box, can_be in ((self._incomplete, is_gold), (self._rejected, self._release is None)):
            box.setEnabled(can_be)
            box.setChecked(box.isChecked() and can_be)
        self._blocks.setVisible(is_gold)
        self.refit()
        if is_gold and self._jobs.running is None and not self._blocks.text():
            self._blocks.setText("Looking for what blocks it…")
            job = self._jobs.start("Looking", ["figures", self._path, "--blocks", "--json"])
            assert job is not None  # the sheet has jobs of its own
            job.finished.connect(self._on_blocks_found)

    def _on_blocks_found(self, status: int, out: str, words: str) -> None:
        found = [] if status else msgspec.json.decode(out.encode())
        self._is_blocked = bool(found)
        self._blocks.setText(words.strip() if status else blocks_sentence(found))
        self.refit()

    def _choose(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, "Export into an empty folder", self._out.text())
        if folder:
            self._out.setText(folder)


def blocks_sentence(blocks: Sequence[dict[str, Any]]) -> str:
    """What blocks the gold, from `figures --blocks --json`."""
    if not blocks:
        return "Nothing blocks it: every article is submitted, and every disagreement settled."
    said = "; ".join(
        f"{block['sentence'].rstrip('.')} ({counted(len(block['articles']), 'article')})" for block in blocks
    )
    return f"It is not complete. {said}."
