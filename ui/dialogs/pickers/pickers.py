"""`Pickers`: one of each picker for a window's panels, made when first wanted, opened for the part that was clicked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QWidget

from annotator.model import Link, Note, Statement
from annotator.units import Unit
from ui.session import Session

if TYPE_CHECKING:
    from ui.dialogs.pickers.popup import Popup

P = TypeVar("P", bound="Popup")

# Each picker is loaded when it is first wanted: their forms and lists take longer to load than an article to open.


def picker_of(part: str) -> type[Popup] | None:
    """What changes a part of a unit; None for a part that no picker changes."""
    from ui.dialogs.pickers import actor, cue, event, label, parent, speaker

    return {
        "label": label.LabelPicker,
        "type": label.LabelPicker,
        "content": label.LabelPicker,
        "speaker": speaker.SpeakerPicker,
        "actor": actor.ActorPicker,
        "cue": cue.CuePicker,
        "links": event.EventPicker,
        "parent": parent.ParentPicker,
    }.get(part)


class Pickers:
    """`owner` is a widget of the window that the pickers open in. Rectangles are in coordinates of the screen."""

    def __init__(self, session: Session, owner: QWidget) -> None:
        self._session = session
        self._owner = owner
        self._made: dict[type[Popup], Popup] = {}

    def open_part(self, part: str, units: Sequence[Unit], rect: QRect, *, link: str | None = None) -> None:
        """Open what changes this part of the units; with `link` the relation of that link of the first one."""
        from ui.dialogs.pickers.label import LabelPicker

        found = _find_link(units[0], link)
        picker = picker_of(part)
        if found is not None:
            self._get(LabelPicker).open_for_link(units[0], found, rect)
        elif picker is not None:
            self._get(picker).open_for(units, rect)

    def open_conflict(self, unit: Unit, part: str, rect: QRect) -> None:
        """Open what two laptops decided differently about a part of a unit."""
        from ui.dialogs.pickers.conflict import ConflictPicker

        self._get(ConflictPicker).open_part(unit, part, rect)

    def open_note(self, note: Note | None, rect: QRect) -> None:
        """Open a note for editing; without one a new note on the selection, the current unit or the article."""
        from ui.dialogs.pickers.note import NoteEditor

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
