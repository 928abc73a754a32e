"""Give articles of one annotator to another, or take them back; what that moves and leaves is said before."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QCheckBox, QComboBox, QFormLayout, QLabel, QWidget

from annotator.errors import UserError
from annotator.operations import Operation
from annotator.operations.assignments import taken_back
from annotator.views.lead.team import Moves
from annotator.wording import counted
from ui.dialogs.sheet import Sheet
from ui.session import Session
from ui.widgets.named import named

NOBODY = "Nobody: take them back"


class ReassignSheet(Sheet):
    """One batch, which undo takes back. The work that was done stays in the layer of whoever did it."""

    wanted = QSize(560, 0)

    def __init__(self, session: Session, window: QWidget) -> None:
        super().__init__("Give articles to another annotator", window)
        self.setObjectName("reassign_sheet")
        self._session = session
        self._team = session.project.lead.team
        self._operation: Operation | None = None
        self._count = 0
        self._names = sorted({row.annotator for row in self._team.assignments()})
        self.source = named(QComboBox(), "reassign_from")
        self.source.setAccessibleName("Whose articles")
        self.source.addItems(self._names)
        self.to = named(QComboBox(), "reassign_to")
        self.to.setAccessibleName("Who gets them")
        self.to.setEditable(True)
        self.to.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.with_done = named(QCheckBox("Also what is submitted or set aside"), "reassign_done")
        self.told = named(QLabel(), "reassign_told")
        self.told.setWordWrap(True)
        self.told.setMinimumHeight(52)
        form = QFormLayout()
        form.setSpacing(10)
        form.addRow("Articles of", self.source)
        form.addRow("Go to", self.to)
        self.body.addLayout(form)
        self.body.addWidget(self.with_done)
        self.body.addWidget(self.told)
        self.add_button("Cancel", self.leave)
        self.go = named(self.add_button("Give them", self.accept, is_primary=True), "reassign_go")
        self.source.currentIndexChanged.connect(self._on_source_changed)
        self.to.currentTextChanged.connect(self._preview)
        self.with_done.toggled.connect(self._preview)
        self._on_source_changed()

    def first_focus(self) -> QWidget:
        return self.source

    def accept(self) -> None:
        """Do what the sentence says."""
        self._preview()
        if self._operation is None:
            return
        title = self._operation.title
        if self._session.run(self._operation):
            self.leave()
            self._session.say(f"{title}: done. Hand out again to those on laptops.")

    def _on_source_changed(self) -> None:
        source = self.source.currentText()
        self.to.blockSignals(True)
        self.to.clear()
        self.to.addItems([*(name for name in self._names if name != source), NOBODY])
        self.to.blockSignals(False)
        self._preview()

    def _preview(self) -> None:
        source, to = self.source.currentText(), self.to.currentText().strip()
        self._operation, self._count = None, 0
        try:
            words = self._take_back(source) if to == NOBODY else self._move(source, to)
        except UserError as error:
            words = str(error)
        self.told.setText(words)
        self.go.setText("Take them back" if to == NOBODY else "Give them")
        self.go.setEnabled(self._operation is not None)

    def _take_back(self, source: str) -> str:
        rows = self._team.articles_of(source) if self.with_done.isChecked() else self._team.open_assignments(source)
        left = len(self._team.articles_of(source)) - len(rows)
        self._operation = taken_back(rows) if rows else None
        stays = f" {counted(left, 'article')} submitted or set aside stay." if left else ""
        return f"{counted(len(rows), 'article')} would be {source}’s no more; work on them is kept.{stays}"

    def _move(self, source: str, to: str) -> str:
        moves = self._team.moving(source, to, done=self.with_done.isChecked())
        self._operation = moves.operation if moves.operation.articles else None
        return moves_sentence(moves, source, to)


def moves_sentence(moves: Moves, source: str, to: str) -> str:
    """What a re-assignment would move, and what it leaves."""
    said = _moved_sentence(moves, source, to) if moves.operation.articles else f"Nothing would go to {to}."
    left = [f"{counted(len(moves.done), 'article')} submitted or set aside"] if moves.done else []
    left += [f"{counted(len(moves.shared), 'article')} that {to} has already"] if moves.shared else []
    return f"{said} {source} keeps {' and '.join(left)}." if left else said


def _moved_sentence(moves: Moves, source: str, to: str) -> str:
    return f"{counted(len(moves.operation.articles), 'article')} would go to {to}; work on them stays {source}’s."
