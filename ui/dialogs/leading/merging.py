"""Merge what comes back: what each file would bring is shown before anything is written; Enter brings it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QCheckBox, QFileDialog, QLabel, QWidget

from annotator.wording import counted
from ui.dialogs.leading.merge_preview import Preview, read_preview, rows
from ui.dialogs.sheet import Sheet
from ui.jobs import Jobs
from ui.leading import Leading
from ui.series import Series
from ui.session import Session
from ui.widgets.items import Item
from ui.widgets.named import named
from ui.widgets.row_lists import OpenList

PROJECTS = "Projects (*.annodb)"


class MergeSheet(Sheet):
    """The dry runs are jobs of the sheet's own: they end with it, and write nothing."""

    wanted = QSize(780, 600)

    def __init__(self, session: Session, leading: Leading, files: Sequence[str], window: QWidget) -> None:
        super().__init__("Merge files of this project", window)
        self.setObjectName("merge_sheet")
        self._session = session
        self._leading = leading
        self._files = list(dict.fromkeys(files))
        self._found: dict[str, Preview] = {}
        self._jobs = Jobs(self)
        self._series: Series | None = None
        self._asked: list[str] = []
        self.list = named(OpenList("What the files would bring"), "merge_list")
        self.all_layers = named(QCheckBox("Take what others than its annotator did in a handout too"), "merge_layers")
        self.all_layers.setToolTip("Otherwise such decisions are held back: a handout is one annotator's.")
        self.told = named(QLabel(), "merge_told")
        self.told.setProperty("role", "secondary")
        self.told.setWordWrap(True)
        self.body.addWidget(self.list, 1)
        self.body.addWidget(self.all_layers)
        self.body.addWidget(self.told)
        self.add_button("More files…", self._choose)
        self.add_button("Cancel", self.leave)
        self.go = named(self.add_button("Merge", self.accept, is_primary=True), "merge_go")
        self.all_layers.toggled.connect(self._look_anew)
        self.left.connect(self._jobs.stop)
        self._look_anew()

    def first_focus(self) -> QWidget:
        return self.list

    @property
    def is_looking(self) -> bool:
        """Whether a file has not been looked into yet."""
        return len(self._found) < len(self._files)

    def accept(self) -> None:
        """Merge the files that can be merged."""
        good = [file for file in self._files if file in self._found and not self._found[file].problem]
        if self.is_looking or not good:
            return
        if self._leading.merge(good, all_layers=self.all_layers.isChecked()):
            self.leave()

    def _choose(self) -> None:
        folder = str(Path(self._files[0]).parent) if self._files else ""
        names, _ = QFileDialog.getOpenFileNames(self, "Merge files of this project", folder, PROJECTS)
        new = [name for name in names if name not in self._files]
        if new:
            self._files += new
            self._look_anew()

    def _look_anew(self) -> None:
        """Look into every file, one after the other."""
        self._jobs.stop()
        if self._series is not None:
            self._series.deleteLater()
        self._found = {}
        self._asked = list(self._files)
        extra = ["--all-layers"] if self.all_layers.isChecked() else []
        path = self._leading.project_path
        steps = [
            (f"Looking into {Path(file).name}", ["merge", path, file, "--dry-run", *extra, "--json"])
            for file in self._asked
        ]
        self._series = Series(self._jobs, steps, self)
        self._series.stepped.connect(self._on_stepped)
        self._show()
        self._series.start()

    def _on_stepped(self, step: int, status: int, out: str, words: str) -> None:
        file = self._asked[step]
        self._found[file] = read_preview(Path(file).name, status, out, words)
        self._show()

    def _show(self) -> None:
        items: list[Item] = []
        for file in self._files:
            found = self._found.get(file)
            items += rows(found) if found else [Item(f"{Path(file).name}: looking into it…", is_heading=True)]
        self.list.set_items(items)
        good = [one for one in self._found.values() if not one.problem]
        self.told.setText(self._sentence(good))
        self.go.setEnabled(not self.is_looking and bool(good))

    def _sentence(self, good: Sequence[Preview]) -> str:
        if self.is_looking:
            return f"{len(self._found):,} of {counted(len(self._files), 'file')} looked into. Nothing is written yet."
        if not good:
            return "None of these files can be merged."
        if not any(one.brings for one in good):
            return "All of it is here already: merging changes nothing."
        held = sum(one.decisions.get("held_back", 0) for one in good)
        more = f" {counted(held, 'decision')} would be held back." if held else ""
        return f"Nothing is overwritten: what differs is kept beside what is here.{more}"
