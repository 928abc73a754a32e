"""`MergeSheet`: several events or actors become one: which one stays, and what moves to it, before anything is done."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QLabel, QPushButton, QRadioButton, QScrollArea, QVBoxLayout, QWidget

from annotator.wording import clipped, counted
from ui.dialogs.pickers.popup import Popup
from ui.panels.events_place.register import Entry, Register
from ui.session import Session

TITLE_CHARS = 64
WORDS_CHARS = 74
HINTS = (("↑↓", "which one stays"), ("Enter", "merge"), ("Esc", "leave all as they are"))


class MergeSheet(Popup):
    """The one with the most links is proposed to stay."""

    wanted = QSize(560, 340)
    merged = Signal(str)
    """The id of the one that stays."""

    def __init__(self, register: Register, session: Session, parent: QWidget) -> None:
        super().__init__(session, parent, f"Merge {register.words}")
        self.setObjectName("merge_sheet")
        self._register = register
        self._entries: list[Entry] = []
        self._beside: QWidget = parent
        self._group = QButtonGroup(self)
        inside = QWidget()
        self._rows = QVBoxLayout(inside)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(inside)
        self.preview = QLabel()
        self.preview.setWordWrap(True)
        self.preview.setProperty("role", "secondary")
        self.confirm = QPushButton("Merge")
        self.confirm.setProperty("primary", "true")
        self.body.addWidget(scroll, 1)
        self.body.addWidget(self.preview)
        self.body.addWidget(self.confirm, 0, Qt.AlignmentFlag.AlignRight)
        self.set_hints(HINTS)
        self._group.idToggled.connect(self._on_toggled)
        self.confirm.clicked.connect(self.merge)

    def ask(self, entries: Sequence[Entry], beside: QWidget) -> None:
        """Ask about these, two or more."""
        self._beside = beside
        self._entries = sorted(entries, key=lambda entry: -entry.links)
        for button in self._group.buttons():
            self._group.removeButton(button)
            button.hide()
            button.deleteLater()
        while self._rows.count():
            self._rows.takeAt(0)
        for at, entry in enumerate(self._entries):
            words = " · ".join(part for part in (entry.badge, entry.detail) if part)
            button = QRadioButton(f"{clipped(entry.title, TITLE_CHARS)}\n{clipped(words, WORDS_CHARS)}")
            button.setToolTip(f"{entry.title}\n{words}")
            button.setAccessibleName(f"Keep {entry.title}, {words}")
            self._group.addButton(button, at)
            self._rows.addWidget(button)
        self._rows.addStretch()
        self.context.setText("Which one stays? The others are read as it from now on; nobody’s work is rewritten.")
        self._group.buttons()[0].setChecked(True)
        self.show_at(QRect(beside.mapToGlobal(beside.rect().topLeft()), beside.size()))

    def merge(self) -> None:
        """Merge into the one that is chosen."""
        into = self._entries[self._group.checkedId()]
        others = tuple(entry.id for entry in self._entries if entry is not into)
        if self.session.run(self._register.merge(others, into.id)):
            self.session.say(f"Merged {counted(len(self._entries), self._register.word)} into “{into.title}”.")
            self.dismiss()
            self.merged.emit(into.id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.merge()
        else:
            super().keyPressEvent(event)

    def _give_back_focus(self) -> None:
        self._beside.setFocus()

    def _on_toggled(self, at: int, on: bool) -> None:
        if not on:
            return
        into = self._entries[at]
        others = [entry for entry in self._entries if entry is not into]
        links = sum(entry.links for entry in others)
        names = ", ".join(f"“{entry.title}”" for entry in others)
        moved = f"{counted(links, 'link')} of {names}" if links else names
        more = "; their names become its aliases" if self._register.word == "actor" else ""
        self.preview.setText(
            f"{moved} will be read as “{into.title}”, which then has {into.links + links}{more}. Ctrl+Z undoes it."
        )

    def _first_focus(self) -> QWidget:
        return self._group.checkedButton() or self
