"""`Detail`: the fields of one event or actor, saved on leaving a field, and the statements that belong to it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from annotator.errors import UserError
from annotator.model import Actor, Event
from annotator.operations import Settle
from annotator.wording import counted
from ui.forms.actor_form import ActorForm
from ui.forms.event_form import EventForm
from ui.panels.events_place.linked import LinkedStatements, Passage, linked_passage, said_passage
from ui.panels.events_place.register import ACTORS, KEPT, Entry, Register
from ui.session import Session
from ui.widgets.elided_label import ElidedLabel
from ui.widgets.fitting_scroll import FittingScroll

EMPTY_LINKED = {
    "event": ("No statement is linked yet", "In an article, E links the current statement to an event."),
    "actor": ("No statement yet", "What this actor says in any article will stand here."),
}
GUTTER_PX = 8
"""What is left free for the bar of what scrolls; all else ends where the fields end."""


class Detail(QWidget):
    """One event or actor. What is wrong in a field is said above the fields; it is not saved until it is right."""

    opened = Signal(str, str)
    """(article, statement): somebody wants to read the statement where it stands."""

    def __init__(self, register: Register, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._register = register
        self._session = session
        self._entry: Entry | None = None
        self._buttons: list[QPushButton] = []
        self.form: EventForm | ActorForm = ActorForm() if register is ACTORS else EventForm(session.project)
        self.heading = ElidedLabel(role="heading")
        self.summary = ElidedLabel(role="secondary")
        self.error = _sentence("danger")
        self.retire_button = QPushButton("Retire")
        self.retire_button.setObjectName(f"{register.word}_retire")
        self.linked = LinkedStatements(EMPTY_LINKED[register.word])
        self._conflicts = QVBoxLayout()
        self._answers: dict[QObject, Settle] = {}
        self._arrange()
        self.form.edited.connect(self.save)
        self.retire_button.clicked.connect(self._on_retire_clicked)
        self.linked.opened.connect(self.opened)

    def show_entry(self, entry: Entry) -> None:
        """Show an event or actor; if it is the one shown already, what is being written stays."""
        is_other = self._entry is None or self._entry.id != entry.id
        self._entry = entry
        thing = self._register.find(self._session.project, entry.id)
        if thing is None:
            return
        self.heading.setText(entry.title)
        self.summary.setText(self._say(entry))
        self.retire_button.setText("Retire" if entry.state == KEPT else "Restore")
        self.form.setEnabled(entry.state == KEPT)
        if is_other or thing != self._shown():
            self._set(thing)
        self._show_conflicts(entry)
        self.linked.show_passages(self._passages(entry))

    def save(self) -> None:
        """Keep what the fields say, if it is right and differs from what is there."""
        shown = self._shown()
        if shown is None:
            return
        try:
            now = self.form.event_now() if isinstance(self.form, EventForm) else self.form.actor_now()
        except UserError as error:
            self._say_error(str(error))
            return
        self._say_error("")
        if now == shown:
            return
        if self._session.run(self._register.edit(now)):
            self._session.say(f"{self._register.word.capitalize()} saved.")

    def focus_first(self) -> None:
        """Put the keyboard into the title or name, all of it selected."""
        line = self.form.title if isinstance(self.form, EventForm) else self.form.name
        line.setFocus(Qt.FocusReason.OtherFocusReason)
        line.selectAll()

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, GUTTER_PX, 0)
        names = QVBoxLayout()
        names.setSpacing(2)
        names.addWidget(self.heading)
        names.addWidget(self.summary)
        head.addLayout(names, 1)
        head.addWidget(self.retire_button, 0, Qt.AlignmentFlag.AlignTop)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, GUTTER_PX, 0)
        column.addWidget(self.error)
        column.addLayout(self._conflicts)
        column.addWidget(self.form)
        column.addStretch()
        title = QLabel("Statements, by date of publication")
        title.setProperty("role", "title")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 16, 12)
        layout.setSpacing(12)
        layout.addLayout(head)
        layout.addWidget(FittingScroll(inside))
        rule = QHBoxLayout()
        rule.setContentsMargins(0, 0, GUTTER_PX, 0)
        rule.addWidget(_line())
        layout.addLayout(rule)
        layout.addWidget(title)
        layout.addWidget(self.linked, 1)

    def _shown(self) -> Event | Actor | None:
        return self.form.shown()

    def _set(self, thing: Any) -> None:
        self._say_error("")
        if isinstance(self.form, EventForm):
            self.form.set_event(thing)
        else:
            self.form.set_actor(thing)

    def _say(self, entry: Entry) -> str:
        layer = (
            "published, everybody sees it"
            if entry.is_published
            else f"in the layer of {self._session.project.annotator}"
        )
        state = "" if entry.state == KEPT else entry.state
        where = f"{counted(entry.links, 'link')} in {counted(entry.articles, 'article')}"
        return " · ".join(part for part in (state, where, layer) if part)

    def _say_error(self, sentence: str) -> None:
        self.error.setText(sentence)
        self.error.setVisible(bool(sentence))

    def _passages(self, entry: Entry) -> Sequence[Passage]:
        project = self._session.project
        if self._register is ACTORS:
            return [said_passage(one, project) for one in project.actor_statements(entry.id)]
        return [linked_passage(one, project) for one in project.event_links(entry.id)]

    def _show_conflicts(self, entry: Entry) -> None:
        """Where two laptops gave a field different values: both, to choose from."""
        self._answers.clear()
        while self._conflicts.count():
            item = self._conflicts.takeAt(0)
            old = item.widget() if item else None
            if old:
                old.hide()
                old.deleteLater()
        for conflict in self._session.project.conflicts():
            if conflict.subject != entry.id:
                continue
            box = QFrame()
            box.setProperty("callout", "warning")
            row = QHBoxLayout(box)
            row.addWidget(QLabel(f"Two answers for {conflict.field}:"))
            for value in conflict.values:
                choose = QPushButton(_value_text(value))
                settle = Settle(conflict.article, conflict.subject, conflict.kind, conflict.field, value)
                self._answers[choose] = settle
                choose.clicked.connect(self._on_answer_clicked)
                row.addWidget(choose)
            row.addStretch()
            self._conflicts.addWidget(box)

    def _on_answer_clicked(self) -> None:
        settle = self._answers.get(self.sender())  # type: ignore[call-overload]
        if settle is not None:
            self._session.run(settle)

    def _on_retire_clicked(self) -> None:
        if self._entry is None:
            return
        is_kept = self._entry.state == KEPT
        operation = self._register.retire if is_kept else self._register.restore
        if self._session.run(operation(self._entry.id)):
            word = self._register.word.capitalize()
            self._session.say(
                f"{word} retired: it is offered no more, its links stay." if is_kept else f"{word} restored."
            )


def _value_text(value: object) -> str:
    if isinstance(value, dict):
        return str(value.get("edtf", value))
    if isinstance(value, list):
        return counted(len(value), "entry", "entries")
    return "none" if value in (None, "") else str(value)


def _sentence(role: str) -> QLabel:
    label = QLabel()
    label.setProperty("role", role)
    label.setWordWrap(True)
    label.hide()
    return label


def _line() -> QFrame:
    line = QFrame()
    line.setProperty("line", "true")
    line.setFixedHeight(1)
    return line
