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

from annotator.views.team import TeamRow
from annotator.wording import counted
from ui.dialogs.sheet import Sheet
from ui.leading import Leading
from ui.session import Session
from ui.widgets.fitting_scroll import FittingScroll
from ui.widgets.named import named
from ui.wording import clipped

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
        self._people = [row for row in session.project.lead.team.annotators() if row.assigned]
        self.boxes: list[QCheckBox] = []
        self.files: list[QLineEdit] = []
        self._ends: list[QLabel] = []
        self.folder = named(QLineEdit(str(session.project.path.parent / "handouts")), "hand_out_folder")
        self.folder.setAccessibleName("Folder")
        self.told = named(QLabel(), "hand_out_told")
        self.told.setWordWrap(True)
        self._arrange()
        self.add_button("Close", self.leave)
        self.go = named(self.add_button("Hand out", self.accept, is_primary=True), "hand_out_go")
        self._say_what("Each file holds the annotator’s articles, their own work and what concerns everybody.")

    def first_focus(self) -> QWidget:
        return self.boxes[0] if self.boxes else self.folder

    def accept(self) -> None:
        """Write the files of those who are ticked; a name that is taken asks for another first."""
        wanted = [at for at, box in enumerate(self.boxes) if box.isChecked()]
        if not wanted or self._writing:
            return
        folder = self._made_folder()
        if folder is None or self._asks_for_others(folder, wanted):
            return
        targets = [(self._people[at].name, folder / self.files[at].text().strip()) for at in wanted]
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
        grid = QGridLayout(inside)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(8)
        grid.setColumnStretch(1, 1)
        for at, row in enumerate(self._people):
            box = named(QCheckBox(f"{row.name} · {_has(row)}"), f"hand_out_{row.name}")
            box.setChecked(True)
            file = named(QLineEdit(self._file_name(row.name)), f"hand_out_file_{row.name}")
            file.setAccessibleName(f"The file for {row.name}")
            end = QLabel()
            end.setProperty("role", "secondary")
            for column, part in enumerate((box, file, end)):
                grid.addWidget(part, at, column)
            self.boxes.append(box)
            self.files.append(file)
            self._ends.append(end)
        row = QHBoxLayout()
        row.addWidget(QLabel("Into the folder"))
        row.addWidget(self.folder, 1)
        choose = QPushButton("Choose…")
        choose.setAutoDefault(False)
        choose.clicked.connect(self._choose)
        row.addWidget(choose)
        self.body.addWidget(FittingScroll(inside))
        self.body.addLayout(row)
        self.body.addWidget(self.told)

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
    return f"{counted(row.assigned, 'article')}{f', {done:,} done' if done else ''}"


def _came(status: int, out: str, words: str) -> str:
    if status:
        return clipped(words.strip().splitlines()[-1] if words.strip() else "not written", MOST_WORDS)
    said = msgspec.json.decode(out.encode())
    return f"✓ {counted(said['articles'], 'article')}"
