"""`Inspector`: the panel right of the text: tabs with counts over statements, entities, events and notes."""

from __future__ import annotations

from itertools import islice

from PySide6.QtCore import QSize, QTimer
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from annotator.changes import Changes
from ui.dialogs.pickers.pickers import Pickers
from ui.panels.inspector.entity_list import EntityList
from ui.panels.inspector.event_list import EventList
from ui.panels.inspector.like_line import LikeLine
from ui.panels.inspector.note_list import NoteList
from ui.panels.inspector.statement_list import StatementList
from ui.session import Session
from ui.theme import Theme
from ui.widgets.counted_tabs import CountedTabs
from ui.widgets.empty_state import EmptyState
from ui.widgets.themed import interface_face, scale_of

TABS = ("Statements", "Entities", "Events", "Notes")
STATEMENTS, ENTITIES, EVENTS, NOTES = range(4)
WIDTH_PX = 344
AT_ONCE = 300
"""So many other units that a decision touched (all of one name) are refreshed with it; more in pieces later."""
LARGE = 4_000
"""An article with more units than this is painted before its lists are filled."""
EMPTY_STATEMENTS = ("No statements", "Select somebody’s words in the text and press Q to make one.")
NO_ARTICLE = ("No article", "Open an article on the left to see what is in it.")
TAB_PX = 12
LEAST_PX = 300


class Inspector(QFrame):
    """Shows the session's article. The tab of the current unit's kind comes to the front, unless another is in use."""

    def __init__(self, session: Session, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.setObjectName("inspector")
        self.setAccessibleName("Inspector")
        self.setProperty("panel", "right")
        self.pickers = Pickers(session, self)
        self.statements = StatementList(session, self.pickers, theme)
        self.entities = EntityList(session, self.pickers, theme)
        self.events = EventList(session, self.statements.units)
        self.notes = NoteList(session, self.pickers, theme)
        self.like = LikeLine(session, self)
        self._empty = EmptyState(*NO_ARTICLE, keys="Q")
        self._statement_pages = QStackedWidget()
        self._statement_pages.addWidget(self.statements)
        self._statement_pages.addWidget(self._empty)
        self.tabs = CountedTabs(TABS)
        self.tabs.setObjectName("inspector_tabs")
        self._pages = QStackedWidget()
        for page in (self._statement_pages, self.entities, self.events, self.notes):
            self._pages.addWidget(page)
        self.tabs.currentChanged.connect(self._on_tab_changed)
        self._arrange()
        self._stale: set[str] = set()
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._catch_up = QTimer(self)
        self._connect()
        self._dress_tabs()
        self.rebuild()

    def _arrange(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 12, 0, 0)
        layout.setSpacing(6)
        row = QHBoxLayout()
        row.setContentsMargins(10, 0, 4, 0)
        row.addWidget(self.tabs, 1)
        layout.addLayout(row)
        layout.addWidget(self._pages, 1)
        layout.addWidget(self.like)

    def rebuild(self) -> None:
        """Show the session's article from scratch; a very large one after it was painted."""
        work = self._session.work
        if work is not None and len(work) > LARGE and self.isVisible():
            self._later.start(0)
        else:
            self._rebuild_now()

    def retheme(self, theme: Theme) -> None:
        self._dress_tabs()
        self.statements.retheme(theme)
        self.entities.retheme(theme)
        self.events.retheme()
        self.notes.retheme(theme)

    def show_tab(self, tab: int) -> None:
        """Bring STATEMENTS, ENTITIES, EVENTS or NOTES to the front."""
        self.tabs.setCurrentIndex(tab)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The keyboard goes to what the open tab lists, where there is nothing to the tabs."""
        lists = (self.statements, self.entities.view, self.events.view, self.notes.view)
        shown = lists[self.tabs.currentIndex()]
        (shown if shown.isVisible() else self.tabs).setFocus(event.reason())

    def sizeHint(self) -> QSize:
        return QSize(round(WIDTH_PX * scale_of(self)), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(round(LEAST_PX * scale_of(self)), super().minimumSizeHint().height())

    def _dress_tabs(self) -> None:
        """Four tabs with counts have to fit: closer together than tabs elsewhere."""
        scale = scale_of(self)
        padding = f"{5 * scale:.0f}px {5 * scale:.0f}px"
        self.tabs.setStyleSheet(
            f"QTabBar::tab {{ padding: {padding}; margin: 0; font-weight: 400; }}"
            "QTabBar::tab:selected { font-weight: 600; }"
        )
        self.tabs.setFont(interface_face(self, TAB_PX))
        self.tabs.fit()

    def _connect(self) -> None:
        session = self._session
        self._later.timeout.connect(self._rebuild_now)
        self._catch_up.timeout.connect(self._on_catch_up_timeout)
        session.changed.connect(self._on_session_changed)
        session.work_replaced.connect(self.rebuild)
        session.view_changed.connect(self.rebuild)
        session.current_changed.connect(self._on_current_changed)
        self.statements.units.counted.connect(self._on_statements_counted)
        self.entities.units.counted.connect(self._on_entities_counted)
        self.events.counted.connect(self._on_events_counted)
        self.notes.counted.connect(self._on_notes_counted)
        self.like.opened.connect(self._on_like_opened)

    def _rebuild_now(self) -> None:
        self._later.stop()
        self._forget_stale()
        self.statements.units.rebuild()
        self.entities.rebuild()
        self.events.rebuild()
        self.notes.rebuild()
        self._on_current_changed()

    def _on_session_changed(self, changes: Changes) -> None:
        if self._later.isActive():
            return
        if changes.scheme:
            self._rebuild_now()
            return
        others = self._session.touched - changes.units
        if len(others) <= AT_ONCE:
            changes = changes | Changes(units=others)
        else:
            self._stale |= others
            self._catch_up.start()
        self.statements.refresh(changes)
        self.entities.refresh(changes)
        self.events.refresh(changes)
        if changes.notes or changes.units:
            self.notes.rebuild()

    def _on_catch_up_timeout(self) -> None:
        """Refresh the next few of the many units that a decision touched."""
        some = frozenset(islice(self._stale, AT_ONCE))
        self._stale -= some
        self.statements.units.refresh(some)
        self.entities.units.refresh(some)
        if not self._stale:
            self._catch_up.stop()
            self.entities.refresh(Changes(units=some))

    def _forget_stale(self) -> None:
        self._stale.clear()
        self._catch_up.stop()

    def _on_tab_changed(self, tab: int) -> None:
        had_focus = self._pages.isAncestorOf(self.window().focusWidget() or self)
        self._pages.setCurrentIndex(tab)
        if had_focus:
            self.setFocus()

    def _on_current_changed(self) -> None:
        """A statement brings the statements to the front, an entity the entities; events and notes stay there."""
        unit = self._session.current_unit()
        wanted: dict[str, int] = {"statement": STATEMENTS, "entity": ENTITIES}
        if unit is not None and self.tabs.currentIndex() in wanted.values():
            self.tabs.setCurrentIndex(wanted[unit.kind])

    def _on_statements_counted(self, decided: int, total: int) -> None:
        self.tabs.set_count(STATEMENTS, f"{decided:,}/{total:,}" if total else "")
        self._statement_pages.setCurrentIndex(0 if total else 1)
        self._empty.say(*(EMPTY_STATEMENTS if self._session.work else NO_ARTICLE))
        self._empty.show_key(self._session.work is not None)

    def _on_entities_counted(self, decided: int, total: int) -> None:
        self.tabs.set_count(ENTITIES, f"{decided:,}/{total:,}" if total else "")

    def _on_events_counted(self, count: int) -> None:
        self.tabs.set_count(EVENTS, f"{count}" if count else "")

    def _on_like_opened(self) -> None:
        self._session.request_act("like_case")

    def _on_notes_counted(self, count: int) -> None:
        self.tabs.set_count(NOTES, f"{count}" if count else "")
