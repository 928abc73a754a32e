"""What was chosen last in a sheet, by project: kept with the state of windows, not in the project."""

from __future__ import annotations

from typing import TypeVar

import msgspec

from annotator.project import Project
from ui.resume import open_state

T = TypeVar("T", bound=msgspec.Struct)


def recall(project: Project, name: str, kind: type[T]) -> T:
    """What was kept under a name for this project; a plain `kind()` where nothing was, or nothing that can be read."""
    try:
        return msgspec.json.decode(str(open_state().value(f"{name}/{project.id}", "")), type=kind)
    except msgspec.DecodeError:
        return kind()


def keep(project: Project, name: str, chosen: msgspec.Struct) -> None:
    """Keep what was chosen for the next time."""
    state = open_state()
    state.setValue(f"{name}/{project.id}", msgspec.json.encode(chosen).decode())
    state.sync()
