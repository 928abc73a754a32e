"""What the right mouse button offers on a unit's card or row: acts, as if their keys had been pressed."""

from __future__ import annotations

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu, QWidget

from annotator.model import Kind
from ui.session import Session

SEPARATOR = ("", "")
DECIDE = (("Accept and go on", "accept"), ("Reject", "reject"), SEPARATOR)
REST = (SEPARATOR, ("Unsure", "unsure"), ("Note…", "note"))
MENUS: dict[Kind, tuple[tuple[str, str], ...]] = {
    "statement": (
        *DECIDE,
        ("Type…", "choose_from_all"),
        ("Speaker…", "speaker"),
        ("Actor…", "actor"),
        ("Inside of…", "parent"),
        SEPARATOR,
        ("Link to an event…", "event"),
        ("Nothing to link", "nothing"),
        *REST,
    ),
    "entity": (
        *DECIDE,
        ("Label…", "choose_from_all"),
        ("Actor…", "actor"),
        SEPARATOR,
        ("Accept all that read like it", "accept_alike"),
        ("List every place of this name…", "list_alike"),
        *REST,
    ),
}
"""Titles and the names of acts (`ui.acts`)."""


def show_unit_menu(session: Session, kind: Kind, parent: QWidget, at: QPoint) -> None:
    """Offer the acts on the current unit at a place of the screen, if it is of this kind."""
    unit = session.current_unit()
    if unit is None or unit.kind != kind:
        return
    menu = QMenu(parent)
    for title, act in MENUS[kind]:
        if act:
            menu.addAction(title).setData(act)
        else:
            menu.addSeparator()
    chosen = menu.exec(at)
    menu.deleteLater()
    if chosen is not None:
        session.request_act(chosen.data())
