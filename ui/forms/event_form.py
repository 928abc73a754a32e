"""`EventForm`: the fields of an event. It says which field was edited; who shows it decides when to save."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

import msgspec
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QComboBox, QFormLayout, QHBoxLayout, QLineEdit, QWidget

from annotator.errors import UserError
from annotator.model import Actor, Event
from annotator.project import Project
from ui.forms.date_field import DateField
from ui.forms.plain_field import PlainField
from ui.forms.token_field import TokenField
from ui.wording import STATUS_TITLES, FindActor, event_line

COMPACT = (("title", "type", "status", "when", "place", "participants"),)
FULL = (("title", "type", "status", "when"), ("place", "participants", "part_of", "description"))
"""The fields, column by column."""
LABELS = {
    "title": "Title",
    "type": "Type",
    "status": "Status",
    "when": "Date",
    "place": "Place",
    "participants": "Participants",
    "part_of": "Part of",
    "description": "Description",
}


class EventForm(QWidget):
    """Shows fields of an event in columns. `edited` is sent when a field is left or Enter is pressed in it."""

    edited = Signal()

    def __init__(
        self, project: Project, columns: Sequence[Sequence[str]] = FULL, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._project = project
        self._event: Event | None = None
        self.find_actor: FindActor = project.find_actor
        """Who knows the names of participants; the machine's actors of an article may be among them."""
        self.title = QLineEdit()
        self.type = QComboBox()
        self.status = QComboBox()
        self.when = DateField()
        self.place = QLineEdit()
        self.participants = TokenField("Participants", "Add an actor…", self._actors)
        self.part_of = TokenField("Part of", "An event that this one belongs to…", self._events)
        self.description = PlainField()
        for choice in project.scheme.event_types:
            self.type.addItem(choice.title, choice.name)
        for name, title in STATUS_TITLES.items():
            self.status.addItem(title.capitalize(), name)
        self._lay_out(columns)
        self._connect()

    def set_event(self, event: Event) -> None:
        """Show an event instead of what is there."""
        self._event = None
        self.title.setText(event.title)
        self.title.setCursorPosition(0)
        self.type.setCurrentIndex(max(0, self.type.findData(event.type)))
        self.status.setCurrentIndex(max(0, self.status.findData(event.status)))
        self.when.set_when(event.when)
        self.place.setText(event.place or "")
        self.place.setCursorPosition(0)
        self.participants.set_values([(_name(self.find_actor(one)), one) for one in event.participants])
        above = self._project.find_event(event.part_of) if event.part_of else None
        self.part_of.set_values([(event_line(above), above.id)] if above else [])
        self.description.setPlainText(event.description)
        self._event = event

    def shown(self) -> Event | None:
        """The event as it was given to the form."""
        return self._event

    def event_now(self) -> Event:
        """The event as the fields say.

        Raises:
            UserError: it has no title, or its date is none.
        """
        assert self._event is not None
        title = self.title.text().strip()
        if not title:
            raise UserError("An event needs a title.", "Say in a few words what happened.")
        above = self.part_of.values()
        return msgspec.structs.replace(
            self._event,
            title=title,
            type=self.type.currentData(),
            status=self.status.currentData(),
            when=self.when.when(),
            place=self.place.text().strip() or None,
            participants=self.participants.values(),
            part_of=above[-1] if above else None,
            description=self.description.toPlainText().strip(),
        )

    def keeps_enter(self, field: QObject) -> bool:
        """Whether Enter belongs to this field now: it takes what was typed for a chip, and goes on in a description."""
        lines = {self.participants.field, self.part_of.field}
        is_typed = field in lines and bool(cast("QLineEdit", field).text().strip())
        return is_typed or field is self.description

    def _lay_out(self, columns: Sequence[Sequence[str]]) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(24)
        for column in columns:
            form = form_layout()
            row.addLayout(form, 1)
            for name in column:
                form.addRow(LABELS[name], getattr(self, name))
        shown = {name for column in columns for name in column}
        for name, label in LABELS.items():
            widget: QWidget = getattr(self, name)
            widget.setObjectName(f"event_{name}")
            widget.setAccessibleName(label)
            if name not in shown:
                widget.setParent(self)
                widget.hide()

    def _connect(self) -> None:
        for line in (self.title, self.place):
            line.editingFinished.connect(self._on_edited)
        self.when.edited.connect(self._on_edited)
        for box in (self.type, self.status):
            box.activated.connect(self._on_edited)
        for tokens in (self.participants, self.part_of):
            tokens.edited.connect(self._on_edited)
        self.description.left.connect(self._on_edited)

    def _on_edited(self) -> None:
        if self._event is not None:
            self.edited.emit()

    def _actors(self) -> list[tuple[str, str]]:
        rows = [row for row in self._project.actors() if row.state == "kept"]
        return unique_titles([(row.actor.name, row.actor.id, row.actor.kind) for row in rows])

    def _events(self) -> list[tuple[str, str]]:
        here = self._event.id if self._event else None
        rows = [row for row in self._project.events() if row.state == "kept" and row.event.id != here]
        return unique_titles([(event_line(row.event), row.event.id, row.event.type) for row in rows])


def form_layout() -> QFormLayout:
    """Labels at the left, fields as wide as there is room."""
    form = QFormLayout()
    form.setContentsMargins(0, 0, 0, 0)
    form.setHorizontalSpacing(12)
    form.setVerticalSpacing(8)
    form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
    form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
    return form


def unique_titles(entries: Sequence[tuple[str, str, str]]) -> list[tuple[str, str]]:
    """(title, id) pairs of (title, id, kind) entries: namesakes get their kind, and a number where that is one too."""
    seen: dict[str, int] = {}
    titles = [title for title, _, _ in entries]
    made: list[tuple[str, str]] = []
    for title, value, kind in entries:
        full = f"{title} ({kind})" if titles.count(title) > 1 else title
        seen[full] = seen.get(full, 0) + 1
        made.append((full if seen[full] == 1 else f"{full} {seen[full]}", value))
    return made


def _name(actor: Actor | None) -> str:
    return actor.name if actor else "an actor that this file does not hold"
