"""Importing: which files, in which format, where labels go that come with them. Asks only what files leave open."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import filterfalse
from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QKeyEvent, QKeySequence
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

from annotator.errors import Invalid, UserError
from annotator.exchange.offering import FileFacts, check_columns, formats, look
from annotator.layers import annotator_name, is_adjudicated
from annotator.project import Project
from ui.dialogs.exchange.columns_form import ColumnsForm
from ui.dialogs.exchange.layers import layers_of
from ui.dialogs.exchange.path_list import PathList, given_paths
from ui.dialogs.sheet import Sheet
from ui.reports import in_window
from ui.widgets.fitting_scroll import FittingScroll
from ui.widgets.named import named, once_after

AUTO = "auto"
SUGGESTIONS, LAYER = "suggestions", "layer"
ABOUT_SUGGESTIONS = "Nobody’s word yet: annotators accept or reject them, like those of the machine."
SEVERAL = "Where files name several annotators, each gets a layer, {name}/annotator; what was settled is {name}/gold."
ABOUT_LAYER = f"Decisions under this name. {SEVERAL}"
ABOUT_KNOWN = f"They join what {{name}} has decided. {SEVERAL}"
UNITS = (
    (AUTO, "Found out from the labels’ own words"),
    ("codepoints", "Characters (code points)"),
    ("utf16", "UTF-16 units, as JavaScript counts"),
    ("graphemes", "Letters as one sees them (graphemes)"),
)


class ImportDialog(Sheet):
    """Hands the paths and the options of the command to `take`."""

    wanted = QSize(680, 0)

    def __init__(
        self,
        project: Project,
        take: Callable[[Sequence[str], Sequence[str]], None],
        window: QWidget,
        paths: Sequence[str] = (),
    ) -> None:
        super().__init__("Import", window)
        self.setObjectName("import_sheet")
        self.setAcceptDrops(True)
        self._take = take
        self._layers = sorted({project.annotator, *filterfalse(is_adjudicated, layers_of(project))})
        self._paths: list[str] = []
        self._facts: tuple[FileFacts, ...] = ()
        # What is inside the scroll area asks for more room with an event of its own: the sheet grows after it.
        self._later = once_after(0, self.refit, self)
        self.left.connect(self._later.stop)
        self.list = PathList()
        self.files = self._chooser("Choose files…", self._choose_files)
        self.folder = self._chooser("Choose a folder…", self._choose_folder)
        self.format = self._make_format()
        self.target = self._make_target()
        self.layer = self._make_layer()
        self.about = _words("import_about", "secondary")
        self.replace = named(
            QCheckBox("Take away what the layer has on these articles and the files lack"), "import_replace"
        )
        self.columns = ColumnsForm()
        self.other_columns = named(QLineEdit(), "import_columns")
        self.other_columns.setAccessibleName("Columns")
        self.other_columns.setPlaceholderText("Where they have other names: text=body,title=headline")
        self.unit = self._make_unit()
        self.unit_said = _words("import_unit_said", "secondary")
        self.problem = _words("import_problem", "danger")
        self._arrange()
        self._connect()
        self._show_layer()
        self.add(paths)

    def first_focus(self) -> QWidget:
        if not self._paths:
            return self.files
        if not self.columns.isHidden() and not self.columns.has_text:
            return self.columns.boxes["text"]
        return self.unit if self._is_unit_open else self._go

    def accept(self) -> None:
        """Start the import, or say what is still open."""
        if not self._paths:
            self._refuse("Choose files or a folder first.", self.files)
            return
        if not self.columns.isHidden() and not self.columns.has_text:
            self._refuse("Choose the column that holds the text.", self.columns.boxes["text"])
            return
        if self._is_unit_open:
            self._refuse("Choose what the offsets count: the file does not tell.", self.unit)
            return
        try:
            options = self._options()
        except UserError as error:
            where = self.layer if isinstance(error, Invalid) else self.other_columns
            self._refuse(in_window(str(error)), where)
            return
        self.leave()
        self._take(self._paths, options)

    def add(self, paths: Sequence[str]) -> None:
        """Add files and folders to the list."""
        self._paths += [path for path in paths if path not in self._paths]
        self._look()
        if paths and self.isVisible():
            self.first_focus().setFocus()

    # Qt's own calls

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Paste):
            self.add(given_paths(QGuiApplication.clipboard().mimeData()))
        else:
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if given_paths(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        self.add(given_paths(event.mimeData()))
        event.acceptProposedAction()

    # Putting together

    def _chooser(self, title: str, slot: Callable[[], None]) -> QPushButton:
        button = QPushButton(title)
        button.setAccessibleName(title)
        button.setAutoDefault(False)
        button.clicked.connect(slot)
        return button

    def _make_format(self) -> QComboBox:
        box = named(QComboBox(), "import_format")
        box.setAccessibleName("Format")
        box.addItem("As each file is recognised", AUTO)
        for one in formats():
            box.addItem(f"{one.title} ({', '.join(one.extensions)})" if one.extensions else one.title, one.name)
        # A format with many extensions must not make the form wider than the sheet.
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(20)
        return box

    def _make_target(self) -> QComboBox:
        box = named(QComboBox(), "import_target")
        box.setAccessibleName("Labels that come with them")
        box.addItem("become suggestions", SUGGESTIONS)
        box.addItem("become the layer of", LAYER)
        return box

    def _make_layer(self) -> QComboBox:
        box = named(QComboBox(), "import_layer")
        box.setAccessibleName("Name of the layer")
        box.setEditable(True)
        box.addItems(self._layers)
        box.setCurrentText("")
        line = box.lineEdit()
        if line is not None:
            line.setPlaceholderText("Name of an annotator or of the import")
        return box

    def _make_unit(self) -> QComboBox:
        box = named(QComboBox(), "import_unit")
        box.setAccessibleName("What offsets count")
        for name, title in UNITS:
            box.addItem(title, name)
        return box

    def _arrange(self) -> None:
        choosers, target = QHBoxLayout(), QHBoxLayout()
        for button in (self.files, self.folder):
            choosers.addWidget(button)
        choosers.addStretch(1)
        target.addWidget(self.target)
        target.addWidget(self.layer, 1)
        labels, units = QVBoxLayout(), QVBoxLayout()
        labels.addLayout(target)
        for part in (self.about, self.replace):
            labels.addWidget(part)
        for part in (self.unit, self.unit_said):
            units.addWidget(part)
        form = QFormLayout()
        form.setSpacing(10)
        form.setContentsMargins(0, 0, 8, 0)
        form.addRow("Format", self.format)
        form.addRow("Columns", self.other_columns)
        form.addRow("Labels in them", labels)
        form.addRow("Offsets count", units)
        self._form, self._units = form, units
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.columns)
        column.addLayout(form)
        self.body.addWidget(self.list)
        self.body.addLayout(choosers)
        self.body.addWidget(FittingScroll(inside))
        self.body.addWidget(self.problem)
        self.add_button("Cancel", self.leave)
        self._go = named(self.add_button("Import", self.accept, is_primary=True), "import_go")
        self.problem.hide()
        self.unit_said.hide()

    def _connect(self) -> None:
        self.list.removed.connect(self._remove)
        self.format.currentIndexChanged.connect(self._look)
        self.target.currentIndexChanged.connect(self._on_target_changed)
        self.layer.currentTextChanged.connect(self._show_layer)

    # What is chosen

    @property
    def _readings(self) -> tuple[tuple[str, str], ...]:
        """One label as each unit has it, where a file does not tell which it is."""
        return next((one.readings for one in self._facts if one.readings), ())

    @property
    def _is_unit_open(self) -> bool:
        return bool(self._readings) and self.unit.currentData() == AUTO

    def _options(self) -> list[str]:
        """The options of the command.

        Raises:
            UserError: a layer cannot be called so, or there are no such columns.
        """
        options = ["--format", str(self.format.currentData()), "--offset-unit", str(self.unit.currentData())]
        if self.target.currentData() == LAYER:
            options += ["--layer", annotator_name(self.layer.currentText())]
            options += ["--replace"] if self.replace.isChecked() else []
        return options + self._column_options()

    def _column_options(self) -> list[str]:
        if not self.columns.isHidden():
            return self.columns.options()
        given = self.other_columns.text().strip()
        check_columns(given)
        return ["--columns", given] if given else []

    def _look(self) -> None:
        """Look into the files again, and ask what they leave open."""
        self._facts = look([Path(path) for path in self._paths], str(self.format.currentData()))
        self.list.show_facts(self._facts, len(self._paths) - len(self._facts))
        asked = next((facts for facts in self._facts if facts.columns), None)
        self.columns.setVisible(asked is not None)
        self._form.setRowVisible(self.other_columns, asked is None)
        if asked is not None:
            self.columns.ask(Path(asked.path).name, asked.columns, asked.usual)
        # What a folder or an archive holds is not seen before it is read.
        has_labels = any(one.has_labels or not one.format for one in self._facts)
        self._form.setRowVisible(self._units, has_labels)
        self.unit_said.setText(_readings_text(self._readings))
        self.unit_said.setVisible(bool(self._readings))
        self.problem.hide()
        self._later.start()

    def _show_layer(self) -> None:
        is_layer = self.target.currentData() == LAYER
        name = self.layer.currentText().strip()
        self.layer.setVisible(is_layer)
        self.replace.setVisible(is_layer)
        about = ABOUT_KNOWN if name in self._layers else ABOUT_LAYER
        self.about.setText(about.format(name=name or "NAME") if is_layer else ABOUT_SUGGESTIONS)
        self._later.start()

    def _on_target_changed(self) -> None:
        self._show_layer()
        if self.target.currentData() == LAYER:
            self.layer.setFocus()

    def _remove(self, path: str) -> None:
        self._paths.remove(path)
        self._look()

    def _refuse(self, words: str, where: QWidget) -> None:
        self.problem.setText(words)
        self.problem.show()
        where.setFocus()
        self._later.start()

    def _choose_files(self) -> None:
        names, _ = QFileDialog.getOpenFileNames(self, "Import", "", _filters())
        self.add(names)

    def _choose_folder(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, "Import a folder")
        self.add([folder] if folder else [])


def wants_answers(facts: Sequence[FileFacts]) -> bool:
    """Whether something is to be asked before an import: where labels go, which column the text is in."""
    return any(one.has_labels or one.columns or one.readings for one in facts)


def _readings_text(readings: Sequence[tuple[str, str]]) -> str:
    """A label as each unit has it, a line each, in the order of the box."""
    found = dict(readings)
    said = [f"{title}: {found[unit]}" for unit, title in UNITS if unit in found]
    return "\n".join(["The file does not tell. Choose the line where the right words stand in brackets:", *said])


def _filters() -> str:
    """What the system's dialog offers to show: all that can be imported, and all there is."""
    known = sorted({f"*{extension}" for one in formats() for extension in one.extensions})
    archives = ("*.zip", "*.tar", "*.tar.gz", "*.tgz")
    return f"Articles and labels ({' '.join((*known, *archives))});;All files (*)"


def _words(name: str, role: str) -> QLabel:
    label = named(QLabel(), name)
    label.setProperty("role", role)
    label.setWordWrap(True)
    return label
