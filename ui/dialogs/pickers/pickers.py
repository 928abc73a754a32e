"""`Pickers`: one of each picker for a window's panels, made when first wanted, opened for the part that was clicked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QWidget

from annotator.model import Link, Note, Statement
from annotator.units import Unit
from ui.dialogs.pickers.actor import ActorPicker
from ui.dialogs.pickers.conflict import ConflictPicker
from ui.dialogs.pickers.cue import CuePicker
from ui.dialogs.pickers.event import EventPicker
from ui.dialogs.pickers.label import LabelPicker
from ui.dialogs.pickers.note import NoteEditor
from ui.dialogs.pickers.parent import ParentPicker
from ui.dialogs.pickers.popup import Popup
from ui.dialogs.pickers.speaker import SpeakerPicker
from ui.session import Session

PICKERS: dict[str, type[Popup]] = {
    "label": LabelPicker,
    "type": LabelPicker,
    "content": LabelPicker,
    "speaker": SpeakerPicker,
    "actor": ActorPicker,
    "cue": CuePicker,
    "links": EventPicker,
    "parent": ParentPicker,
}
P = TypeVar("P", bound=Popup)


class Pickers:
    """`owner` is a widget of the window that the pickers open in. Rectangles are in coordinates of the screen."""

    def __init__(self, session: Session, owner: QWidget) -> None:
        self._session = session
        self._owner = owner
        self._made: dict[type[Popup], Popup] = {}

    def open_part(self, part: str, units: Sequence[Unit], rect: QRect, *, link: str | None = None) -> None:
        """Open what changes this part of the units; with `link` the relation of that link of the first one."""
        found = _find_link(units[0], link)
        if found is not None:
            self._get(LabelPicker).open_for_link(units[0], found, rect)
        elif part in PICKERS:
            self._get(PICKERS[part]).open_for(units, rect)

    def open_conflict(self, unit: Unit, part: str, rect: QRect) -> None:
        """Open what two laptops decided differently about a part of a unit."""
        self._get(ConflictPicker).open_part(unit, part, rect)

    def open_note(self, note: Note | None, rect: QRect) -> None:
        """Open a note for editing; without one a new note on the selection, the current unit or the article."""
        editor = self._get(NoteEditor)
        unit = self._session.current_unit()
        if note is not None:
            editor.open_note(note, rect)
        else:
            editor.open_for([unit] if unit else [], rect)

    def _get(self, make: type[P]) -> P:
        picker = self._made.get(make)
        if picker is None or picker.parentWidget() is not self._owner.window():
            picker = self._made[make] = make(self._session, self._owner)  # type: ignore[call-arg]
        assert isinstance(picker, make)
        return picker


def _find_link(unit: Unit, link: str | None) -> Link | None:
    links = unit.value.links if isinstance(unit.value, Statement) else ()
    return next((one for one in links if one.id == link), None)
