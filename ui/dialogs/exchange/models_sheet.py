"""`ModelsSheet`: which pipeline pre-annotates the project on this machine: the program's own, or a trained one."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QFileDialog, QLabel, QWidget

from annotator.project import Project
from annotator.train_report import TrainingReport, trainings
from ui.dialogs.sheet import Sheet
from ui.trained import OWN_MODEL, day, outcome_sentence
from ui.widgets.items import Item
from ui.widgets.named import named
from ui.widgets.row_lists import OpenList

ABOUT = (
    "It proposes entities and statements. Articles that have suggestions keep them, and every decision stays whatever "
    "is proposed."
)
OWN = "own"
"""Stands for the program's own in the list, whose items need something to carry."""


class ModelsSheet(Sheet):
    """Enter uses the pipeline under the keyboard. Both signals carry its folder, "" for the program's own."""

    wanted = QSize(660, 460)
    used = Signal(str)
    again_wanted = Signal(str)

    def __init__(self, project: Project, used: str, window: QWidget) -> None:
        super().__init__("Model of the pre-annotation", window)
        self.setObjectName("models_sheet")
        self._folder = project.path.parent
        self._used = used
        self.list = named(OpenList("Pipelines: Enter uses one"), "model_list")
        about = QLabel(ABOUT)
        about.setProperty("role", "secondary")
        about.setWordWrap(True)
        self.body.addWidget(about)
        self.body.addWidget(self.list, 1)
        self.add_button("Another folder…", self._choose)
        self.add_button("Close", self.leave)
        self.again = self.add_button("Use it on all articles again", self._on_again)
        self.again.setToolTip("Its suggestions take the place of those that there are; decisions stay")
        self.add_button("Use it", self.accept, is_primary=True)
        self._fill(trainings(project.id))
        self.list.opened.connect(lambda _item: self.accept())

    def first_focus(self) -> QWidget:
        return self.list

    def accept(self) -> None:
        """Use the pipeline that the list points at."""
        path = self._current()
        if path is not None:
            self.leave()
            self.used.emit(path)

    def _fill(self, reports: list[TrainingReport]) -> None:
        own = Item(OWN_MODEL, "Knows eighteen kinds of entities", data=OWN, badge=self._state(""))
        items = [own, *(_item(one, self._state(one.model)) for one in reports if one.is_there)]
        if self._used and self._used not in {item.data for item in items}:
            items.append(Item(Path(self._used).name, self._used, data=self._used, badge=self._state(self._used)))
        self.list.set_items(items)
        at = next((row for row, item in enumerate(items) if item.data == (self._used or OWN)), 0)
        self.list.setCurrentIndex(self.list.rows.index(at, 0))

    def _state(self, path: str) -> str:
        return "in use" if path == self._used else ""

    def _current(self) -> str | None:
        item = self.list.rows.item(self.list.currentIndex().row())
        return None if item is None else "" if item.data == OWN else str(item.data)

    def _on_again(self) -> None:
        path = self._current()
        if path is not None:
            self.leave()
            self.again_wanted.emit(path)

    def _choose(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, "Folder of a spaCy pipeline", str(self._folder))
        if folder:
            self.leave()
            self.used.emit(folder)


def _item(report: TrainingReport, state: str) -> Item:
    return Item(report.name, f"Trained {day(report.made)}. {outcome_sentence(report)}", data=report.model, badge=state)
