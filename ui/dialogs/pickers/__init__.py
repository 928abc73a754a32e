"""Pickers: popups beside a unit that offer what a part of it can be, filter by typing, and run the operation.

`XPicker(session, parent).open_for(units, rect)`, `rect` in coordinates of the screen. One object opens many times.
"""

from ui.dialogs.pickers.actor import ActorPicker
from ui.dialogs.pickers.conflict import ConflictPicker
from ui.dialogs.pickers.cue import CuePicker
from ui.dialogs.pickers.event import EventPicker
from ui.dialogs.pickers.label import LabelPicker
from ui.dialogs.pickers.note import NoteEditor
from ui.dialogs.pickers.parent import ParentPicker
from ui.dialogs.pickers.pickers import Pickers
from ui.dialogs.pickers.speaker import SpeakerPicker

__all__ = [
    "ActorPicker",
    "ConflictPicker",
    "CuePicker",
    "EventPicker",
    "LabelPicker",
    "NoteEditor",
    "ParentPicker",
    "Pickers",
    "SpeakerPicker",
]
