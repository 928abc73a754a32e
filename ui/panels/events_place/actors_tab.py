"""`ActorsTab`: the list of actors, with those that may be one above it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from annotator.changes import Changes
from ui.panels.events_place.register import ACTORS
from ui.panels.events_place.register_tab import RegisterTab
from ui.panels.events_place.same_actors import SameActors
from ui.session import Session


class ActorsTab(RegisterTab):
    """What may be one is worked out when the tab is shown, and again when something changes while it is."""

    hints_changed = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(ACTORS, session, parent)
        self.same = SameActors(session)
        self.put_above(self.same)
        self.setTabOrder(self.same.view, self.search)
        self.same.left.connect(self._on_same_left)
        self.same.merged.connect(self._on_same_merged)
        self.same.focused.connect(self.hints_changed)
        self.view.climbed.connect(self.same.enter)
        self.search.installEventFilter(self)

    def refresh(self, changes: Changes) -> None:
        super().refresh(changes)
        if self.isVisible() and (changes.actors or changes.units or changes.suggested):
            self.same.reload_soon()

    def retheme(self) -> None:
        super().retheme()
        self.same.view.viewport().update()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.same.reload()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        is_up = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Up
        return (watched is self.search and is_up and self.same.enter()) or super().eventFilter(watched, event)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.same.stop()

    def _on_same_left(self) -> None:
        (self.view if self.model.rowCount() else self.search).setFocus()

    def _on_same_merged(self, into: str) -> None:
        self.reload(select=into)
