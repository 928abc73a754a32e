"""`EventsPlace`: two tabs, events and actors. It reads the project when shown, and follows what changes after."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from annotator.changes import Changes
from ui.panels.events_place.register import ACTORS, EVENTS
from ui.panels.events_place.register_tab import RegisterTab
from ui.session import Session
from ui.theme import Theme


class EventsPlace(QWidget):
    """The place of what is known across articles."""

    key_hints = (
        ("Enter", "edit"),
        ("Ctrl N", "new"),
        ("Ctrl M", "merge"),
        ("Del", "retire"),
        ("Ctrl Z", "undo"),
        ("Ctrl 1", "annotate"),
    )
    """The keys that count here, with their words in the status line."""
    article_requested = Signal(str, str)
    """(article, statement): the window should show the article at this statement."""

    def __init__(self, session: Session, theme: Theme | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._missed = Changes()
        self.setObjectName("events_place")
        self.setAccessibleName("Events and actors")
        self.tabs = QTabBar()
        self.tabs.setObjectName("events_tabs")
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self.events = RegisterTab(EVENTS, session)
        self.actors = RegisterTab(ACTORS, session)
        self._pages = QStackedWidget()
        for title, page in (("Events", self.events), ("Actors", self.actors)):
            self.tabs.addTab(title)
            self._pages.addWidget(page)
        bar = QFrame()
        bar.setProperty("bar", "top")
        row = QHBoxLayout(bar)
        row.setContentsMargins(12, 8, 12, 8)
        row.addWidget(self.tabs, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(bar)
        layout.addWidget(self._pages, 1)
        self.setFocusProxy(self.events)
        self.tabs.currentChanged.connect(self._on_tab_changed)
        session.changed.connect(self._on_session_changed)
        for page in (self.events, self.actors):
            page.opened.connect(self._on_opened)

    def show_event(self, event_id: str) -> None:
        """Show an event, whichever tab was open."""
        self.tabs.setCurrentIndex(0)
        self._catch_up()
        self.events.show_subject(event_id)

    def show_actor(self, actor_id: str) -> None:
        """Show an actor, whichever tab was open."""
        self.tabs.setCurrentIndex(1)
        self._catch_up()
        self.actors.show_subject(actor_id)

    def retheme(self, theme: Theme) -> None:
        self.events.retheme()
        self.actors.retheme()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._catch_up()

    def _catch_up(self) -> None:
        """Bring in what changed while another place was shown."""
        missed, self._missed = self._missed, Changes()
        if missed:
            self.events.refresh(missed)
            self.actors.refresh(missed)

    def _on_session_changed(self, changes: Changes) -> None:
        self._missed = self._missed | changes
        if self.isVisible():
            self._catch_up()

    def _on_tab_changed(self, at: int) -> None:
        self._pages.setCurrentIndex(at)
        page = (self.events, self.actors)[at]
        self.setFocusProxy(page)
        if not self.tabs.hasFocus():
            page.setFocus()

    def _on_opened(self, article: str, statement: str) -> None:
        if self._session.open_article(article, unit=statement):
            self.article_requested.emit(article, statement)
            self._session.request_act("place_annotate")
