"""Hand out: a file for each annotator who is ticked, into one folder; nothing is ever written over."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import msgspec
from PySide6.QtCore import QSize
from PySide6.QtWidgets import (
    QCheckBox,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QWidget,
)

from annotator.errors import UserError
from annotator.layers import annotator_name
from annotator.views.lead.team import TeamRow
from annotator.wording import clipped, counted
from ui.dialogs.sheet import Sheet
from ui.leading import Leading
from ui.session import Session
from ui.widgets.fitting_scroll import FittingScroll
from ui.widgets.named import named, once_after

SUFFIX = ".annodb"
MOST_WORDS = 90


class HandOutSheet(Sheet):
    """Writing goes on when the sheet is closed; the status line says then what came of it."""

    wanted = QSize(760, 0)

    def __init__(self, session: Session, leading: Leading, window: QWidget) -> None:
        super().__init__("Hand out", window)
        self.setObjectName("hand_out_sheet")
        self._session = session
        self._leading = leading
        self._writing: list[int] = []
        team = session.project.lead.team
        self._gets_all = not team.assignments()
        self._names: list[str] = []
        # The rows ask for more room with an event of their own: the sheet grows after it.
        self._later = once_after(0, self.refit, self)
        self.left.connect(self._later.stop)
        self.boxes: list[QCheckBox] = []
        self.files: list[QLineEdit] = []
        self._ends: list[QLabel] = []
        self.folder = named(QLineEdit(str(session.project.path.parent / "handouts")), "hand_out_folder")
        self.folder.setAccessibleName("Folder")
        self.told = named(QLabel(), "hand_out_told")
        self.told.setWordWrap(True)
        self.other = named(QLineEdit(), "hand_out_other")
        self.other.setPlaceholderText("Somebody else: name, Enter")
        self.other.setAccessibleName("Somebody else")
        self._arrange()
        self.other.setVisible(self._gets_all)
        for row in team.annotators():
            if row.assigned or self._gets_all:
                self._add(row.name, _has(row))
        self.add_button("Close", self.leave)
        self.go = named(self.add_button("Hand out", self.accept, is_primary=True), "hand_out_go")
        whose = "every article, since none is assigned" if self._gets_all else "the annotator’s articles"
        self._say_what(f"Each file holds {whose}, their own work and what concerns everybody.")

    def first_focus(self) -> QWidget:
        return self.boxes[0] if self.boxes else self.other if self._gets_all else self.folder

    def accept(self) -> None:
        """Write the files of those who are ticked; a name that is taken asks for another first."""
        if self.other.text().strip():
            self._add_other()
            return
        wanted = [at for at, box in enumerate(self.boxes) if box.isChecked()]
        if not wanted or self._writing:
            return
        folder = self._made_folder()
        if folder is None or self._asks_for_others(folder, wanted):
            return
        targets = [(self._names[at], folder / self.files[at].text().strip()) for at in wanted]
        series = self._leading.hand_out(targets)
        if series is None:
            self._say_what("Another job is still running: wait for it, or cancel it.", "danger")
            return
        self._writing = wanted
        self.go.setEnabled(False)
        for at in wanted:
            self._ends[at].setText("waits")
        self._ends[wanted[0]].setText("writing…")
        series.stepped.connect(self._on_stepped)
        series.ended.connect(self._on_ended)
        self._say_what(f"Writing {counted(len(wanted), 'file')}…")

    def _arrange(self) -> None:
        inside = QWidget()
        self._grid = QGridLayout(inside)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(8)
        self._grid.setColumnStretch(1, 1)
        row = QHBoxLayout()
        row.addWidget(QLabel("Into the folder"))
        row.addWidget(self.folder, 1)
        choose = QPushButton("Choose…")
        choose.setAutoDefault(False)
        choose.clicked.connect(self._choose)
        row.addWidget(choose)
        self.body.addWidget(FittingScroll(inside))
        self.body.addWidget(self.other)
        self.body.addLayout(row)
        self.body.addWidget(self.told)

    def _add(self, name: str, has: str) -> None:
        """A row for an annotator, ticked."""
        at = len(self._names)
        self._names.append(name)
        self.boxes.append(named(QCheckBox(f"{name} · {has}" if has else name), f"hand_out_{name}"))
        self.boxes[at].setChecked(True)
        self.files.append(named(QLineEdit(self._file_name(name)), f"hand_out_file_{name}"))
        self.files[at].setAccessibleName(f"The file for {name}")
        self._ends.append(QLabel())
        self._ends[at].setProperty("role", "secondary")
        for column, part in enumerate((self.boxes[at], self.files[at], self._ends[at])):
            self._grid.addWidget(part, at, column)

    def _add_other(self) -> None:
        try:
            name = annotator_name(self.other.text())
        except UserError as error:
            self._say_what(str(error), "danger")
            return
        self.other.clear()
        if name not in self._names:
            self._add(name, "")
            self._later.start()

    def _file_name(self, name: str) -> str:
        safe = "".join(char if char.isalnum() or char in "-_." else "_" for char in name)
        return f"{self._session.project.path.stem}-{safe}{SUFFIX}"

    def _made_folder(self) -> Path | None:
        folder = Path(self.folder.text().strip()).expanduser()
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            self._say_what(f"The folder {folder} cannot be made: {error.strerror}.", "danger")
            self.folder.setFocus()
            return None
        return folder

    def _asks_for_others(self, folder: Path, wanted: Sequence[int]) -> bool:
        """Offer free names for files that are there already. Gives whether any is."""
        taken = [at for at in wanted if _is_taken(folder, self.files[at].text())]
        for at in taken:
            self.files[at].setText(free_name(folder, self.files[at].text()))
            self._ends[at].setText("another name")
        if taken:
            self.files[taken[0]].setFocus()
            self.files[taken[0]].selectAll()
            one = len(taken) == 1
            said = "1 file is there already: another name" if one else f"{len(taken):,} files are there already: others"
            uses = "stands in the field now. Enter uses it." if one else "stand in the fields now. Enter uses them."
            self._say_what(f"{said} {uses}", "warning")
        return bool(taken)

    def _on_stepped(self, step: int, status: int, out: str, words: str) -> None:
        at = self._writing[step]
        self._ends[at].setText(_came(status, out, words))
        self._ends[at].setToolTip(words)
        if not status:
            self.boxes[at].setChecked(False)
        if step + 1 < len(self._writing):
            self._ends[self._writing[step + 1]].setText("writing…")

    def _on_ended(self, is_whole: bool) -> None:
        left = sum(box.isChecked() for box in self.boxes)
        done = len(self._writing) - left
        self._writing = []
        self.go.setEnabled(True)
        where = Path(self.folder.text().strip()).expanduser()
        said = f"{counted(done, 'file')} in {where}." if done else "No file was written."
        self._say_what(said if is_whole else f"Stopped. {said}", "secondary" if done and not left else "warning")

    def _choose(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, "Folder for the handouts", self.folder.text())
        if folder:
            self.folder.setText(folder)

    def _say_what(self, words: str, role: str = "secondary") -> None:
        self.told.setText(words)
        self.told.setProperty("role", role)
        self.told.style().unpolish(self.told)
        self.told.style().polish(self.told)
        self.refit()


def free_name(folder: Path, name: str) -> str:
    """A name like `name` that no file in the folder has: with 2, 3 … at its end."""
    stem = Path(name.strip()).stem
    number = 2
    while (folder / f"{stem}-{number}{SUFFIX}").exists():
        number += 1
    return f"{stem}-{number}{SUFFIX}"


def _is_taken(folder: Path, name: str) -> bool:
    return not name.strip() or (folder / name.strip()).exists()


def _has(row: TeamRow) -> str:
    done = row.states["submitted"] + row.states["set aside"]
    own = counted(row.assigned, "article") if row.assigned else "every article"
    return f"{own}{f', {done:,} done' if done else ''}"


def _came(status: int, out: str, words: str) -> str:
    if status:
        return clipped(words.strip().splitlines()[-1] if words.strip() else "not written", MOST_WORDS)
    said = msgspec.json.decode(out.encode())
    return f"✓ {counted(said['articles'], 'article')}"
