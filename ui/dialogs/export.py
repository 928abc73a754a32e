"""Exporting: whose work, in which format and what that cannot carry, into which folder, with what beside it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import msgspec
from PySide6.QtCore import QSize
from PySide6.QtGui import QIntValidator
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

from annotator.exchange.offering import formats
from annotator.layers import GOLD
from annotator.project import Project
from annotator.wording import counted
from ui.dialogs.exchange.layers import RELEASE, layer_box, layer_options, likely_layer, release_of
from ui.dialogs.sheet import Sheet
from ui.jobs import Jobs
from ui.remembered import keep, recall
from ui.widgets.fitting_scroll import FittingScroll
from ui.widgets.named import named, once_after

OWN_FORMAT = "jsonl"
"""Stands first among the formats."""
NO_SPLIT = "not split: one file"
SPLITS = (NO_SPLIT, "80/10/10", "70/15/15", "90/5/5", "90/10/0")
CARRIES_ALL = "Carries all that the project knows."
LICENCES = ("", "cc-by-4.0", "cc-by-sa-4.0", "cc-by-nc-4.0", "cc0-1.0")
MOST_SEED = 999_999
SEED_PX = 90


class ExportChoices(msgspec.Struct, frozen=True):
    """What was chosen last for a project. Whether gold may be incomplete is asked each time."""

    layer: str = ""
    format: str = OWN_FORMAT
    split: str = ""
    seed: int = 0
    rejected: bool = False
    anonymise: bool = False
    strict: bool = False
    verify: bool = True
    licence: str = ""


class ExportDialog(Sheet):
    """Hands the folder and the options to `take`."""

    wanted = QSize(660, 0)

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
        self._project = project
        self._jobs = Jobs(self)
        self._is_blocked = False
        self._last = recall(project, "export", ExportChoices)
        self._formats = {one.name: one for one in formats() if one.can_write}
        # What is inside the scroll area asks for more room with an event of its own: the sheet grows after it.
        self._later = once_after(0, self.refit, self)
        self.left.connect(self._later.stop)
        self.left.connect(self._jobs.stop)
        wanted = f"{RELEASE}{release}" if release else self._last.layer or likely_layer(project)
        self._layer = layer_box(project, "export_layer", wanted)
        self._format = self._make_formats()
        self._out = named(QLineEdit(), "export_folder")
        self._out.setAccessibleName("New folder")
        self._split = self._make_split()
        self._seed = self._make_seed()
        self._licence = self._make_licence()
        self._make_boxes()
        self._losses = _words("secondary", "export_cannot_carry")
        self._blocks = _words("secondary", "export_blocks")
        self._problem = _words("danger", "export_problem")
        self._arrange()
        self._connect()
        self._propose_folder()
        self._on_format_changed()
        self._on_layer_changed()

    def first_focus(self) -> QWidget:
        return self._layer

    def accept(self) -> None:
        out = Path(self._out.text().strip()).expanduser()
        if not self._out.text().strip() or (out.is_dir() and any(out.iterdir())) or out.is_file():
            self._refuse("The folder must be new or empty, so that nothing is written over.", self._out)
            return
        if self._is_blocked and self._layer.currentData() == GOLD and not self._incomplete.isChecked():
            self._refuse("This gold is not complete: tick the box to export it all the same.", self._incomplete)
            return
        if self._split_given and not _is_split(self._split_given):
            said = "The split is three shares that come to 100, as in 80/10/10: train, dev and test."
            self._refuse(said, self._split)
            return
        self._keep()
        options = [*layer_options(str(self._layer.currentData())), "--format", str(self._format.currentData())]
        options += [option for box, option in self._boxes if box.isChecked()]
        if self._split_given:
            options += ["--split", self._split_given, "--seed", self._seed.text() or "0"]
        if licence := self._licence.currentText().strip():
            options.append(f"--licence={licence}")
        self.leave()
        self._take(str(out), options)

    # Putting together

    def _make_formats(self) -> QComboBox:
        box = named(QComboBox(), "export_format")
        box.setAccessibleName("Format")
        # Our own, which carries everything, stands first.
        for one in sorted(self._formats.values(), key=lambda one: one.name != OWN_FORMAT):
            box.addItem(f"{one.title}, this program’s own" if one.name == OWN_FORMAT else one.title, one.name)
        box.setCurrentIndex(max(box.findData(self._last.format), 0))
        return box

    def _make_split(self) -> QComboBox:
        box = named(QComboBox(), "export_split")
        box.setAccessibleName("Split into train, dev and test")
        box.setEditable(True)
        box.addItems(SPLITS)
        box.setCurrentText(self._last.split or NO_SPLIT)
        box.setToolTip("Articles of one story, and those that share passages, stay on one side")
        return box

    def _make_seed(self) -> QLineEdit:
        seed = named(QLineEdit(str(self._last.seed)), "export_seed")
        seed.setAccessibleName("Seed of the split")
        seed.setValidator(QIntValidator(0, MOST_SEED, seed))
        seed.setMaximumWidth(SEED_PX)
        seed.setToolTip("The same seed gives the same split")
        return seed

    def _make_licence(self) -> QComboBox:
        box = named(QComboBox(), "export_licence")
        box.setAccessibleName("Licence of the annotation")
        box.setEditable(True)
        box.addItems(LICENCES)
        box.setCurrentText(self._last.licence)
        box.setToolTip("Of the annotation, for the card: chosen, or in words. The texts have their own.")
        return box

    def _make_boxes(self) -> None:
        self._rejected = named(QCheckBox("With the suggestions that were rejected"), "export_rejected")
        self._incomplete = named(QCheckBox("Export it incomplete: its card says so"), "export_incomplete")
        self._anonymise = named(QCheckBox("Pseudonyms in place of the annotators’ names"), "export_anonymise")
        self._strict = named(QCheckBox("Write nothing if the format would lose something"), "export_strict")
        self._verify = named(QCheckBox("Read it back and compare"), "export_verify")
        last = self._last
        given = (last.rejected, last.anonymise, last.strict, last.verify)
        for box, on in zip((self._rejected, self._anonymise, self._strict, self._verify), given, strict=True):
            box.setChecked(on)
        self._boxes = (
            (self._rejected, "--with-rejected"),
            (self._incomplete, "--incomplete"),
            (self._anonymise, "--anonymise"),
            (self._strict, "--strict"),
            (self._verify, "--verify"),
        )

    def _arrange(self) -> None:
        choose = QPushButton("Choose…")
        choose.setAutoDefault(False)
        choose.setAccessibleName("Choose the folder")
        choose.clicked.connect(self._choose)
        folder, split = QHBoxLayout(), QHBoxLayout()
        folder.addWidget(self._out, 1)
        folder.addWidget(choose)
        split.addWidget(self._split, 1)
        self._seed_word = QLabel("Seed")
        split.addWidget(self._seed_word)
        split.addWidget(self._seed)
        form = QFormLayout()
        form.setSpacing(10)
        form.addRow("Whose work", _above(self._layer, self._blocks))
        form.addRow("Format", _above(self._format, self._losses))
        form.addRow("Train, dev, test", split)
        form.addRow("Licence", self._licence)
        form.addRow("New folder", folder)
        inside = QWidget()
        inside.setLayout(form)
        form.setContentsMargins(0, 0, 8, 0)
        boxes = QFormLayout()
        boxes.setSpacing(6)
        for box in (self._incomplete, self._rejected, self._anonymise, self._strict, self._verify):
            boxes.addRow(box)
        form.addRow("", boxes)
        self.body.addWidget(FittingScroll(inside))
        self.body.addWidget(self._problem)
        self.add_button("Cancel", self.leave)
        self.add_button("Export", self.accept, is_primary=True)

    def _connect(self) -> None:
        self._layer.currentIndexChanged.connect(self._on_layer_changed)
        self._format.currentIndexChanged.connect(self._on_format_changed)
        self._split.currentTextChanged.connect(self._show_seed)
        self._show_seed()

    # What is chosen

    @property
    def _split_given(self) -> str:
        """The split that is asked for, "" for none."""
        text = self._split.currentText().replace(" ", "")
        return "" if text == NO_SPLIT.replace(" ", "") else text

    def _keep(self) -> None:
        chosen = ExportChoices(
            layer=str(self._layer.currentData()),
            format=str(self._format.currentData()),
            split=self._split_given,
            seed=int(self._seed.text() or 0),
            rejected=self._rejected.isChecked(),
            anonymise=self._anonymise.isChecked(),
            strict=self._strict.isChecked(),
            verify=self._verify.isChecked(),
            licence=self._licence.currentText().strip(),
        )
        keep(self._project, "export", chosen)

    def _refuse(self, words: str, where: QWidget) -> None:
        self._problem.setText(words)
        self._problem.show()
        where.setFocus()
        self._later.start()

    def _propose_folder(self) -> None:
        """Name a folder that is not there yet, after the project and the format."""
        path, name = self._project.path, str(self._format.currentData())
        stem = f"{path.stem}-export" if name == OWN_FORMAT else f"{path.stem}-{name}"
        folder, number = path.parent / stem, 2
        while folder.exists():
            folder, number = path.parent / f"{stem}-{number}", number + 1
        self._proposed = str(folder)
        self._out.setText(self._proposed)

    def _on_format_changed(self) -> None:
        one = self._formats[str(self._format.currentData())]
        lost = "; ".join(one.cannot_carry)
        self._losses.setText(f"Cannot carry: {lost}." if lost else CARRIES_ALL)
        self._losses.show()
        if self._out.text() == self._proposed:
            self._propose_folder()
        self._later.start()

    def _on_layer_changed(self) -> None:
        chosen = str(self._layer.currentData())
        is_gold = chosen == GOLD
        for box, can_be in ((self._incomplete, is_gold), (self._rejected, release_of(chosen) is None)):
            box.setEnabled(can_be)
            box.setChecked(box.isChecked() and can_be)
        self._blocks.setVisible(is_gold)
        self._later.start()
        if is_gold and self._jobs.running is None and not self._blocks.text():
            self._blocks.setText("Looking for what blocks it…")
            job = self._jobs.start("Looking", ["figures", str(self._project.path), "--blocks", "--json"])
            assert job is not None  # the sheet has jobs of its own
            job.finished.connect(self._on_blocks_found)

    def _show_seed(self) -> None:
        for part in (self._seed, self._seed_word):
            part.setEnabled(bool(self._split_given))

    def _on_blocks_found(self, status: int, out: str, words: str) -> None:
        found = [] if status else msgspec.json.decode(out.encode())
        self._is_blocked = bool(found)
        self._blocks.setText(words.strip() if status else blocks_sentence(found))
        self._later.start()

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


def _is_split(given: str) -> bool:
    shares = given.split("/")
    return len(shares) == 3 and all(share.isdecimal() for share in shares) and sum(map(int, shares)) == 100


def _above(field: QWidget, words: QLabel) -> QVBoxLayout:
    """A field with words below it."""
    column = QVBoxLayout()
    column.setSpacing(4)
    column.addWidget(field)
    column.addWidget(words)
    return column


def _words(role: str, name: str) -> QLabel:
    label = named(QLabel(), name)
    label.setProperty("role", role)
    label.setWordWrap(True)
    label.hide()
    return label
