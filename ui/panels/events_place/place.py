"""`EventsPlace`: events, what is proposed, actors. It reads the project when shown, and follows what changes after."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from annotator.changes import Changes
from ui.panels.events_place.actors_tab import ActorsTab
from ui.panels.events_place.aligned_tab import AlignedTab
from ui.panels.events_place.proposed_tab import ProposedTab
from ui.panels.events_place.register import EVENTS
from ui.panels.events_place.register_tab import RegisterTab
from ui.panels.events_place.registry_box import RegistryBox
from ui.panels.events_place.same_actors import HINTS as SAME_HINTS
from ui.session import Session
from ui.theme import Theme

EVENTS_TAB, PROPOSED_TAB, ACTORS_TAB, ALIGN_TAB = range(4)
TITLES = ("Events", "Proposed", "Actors", "Align")
EDIT_HINTS = (
    ("Enter", "edit"),
    ("Ctrl N", "new"),
    ("Ctrl M", "merge"),
    ("Del", "retire"),
    ("Ctrl Z", "undo"),
    ("Ctrl Tab", "next tab"),
    ("Ctrl 1", "annotate"),
)
PROPOSED_HINTS = (
    ("Enter", "accept"),
    ("⌫", "dismiss"),
    ("Space", "mark"),
    ("F2", "edit"),
    ("Ctrl Z", "undo"),
    ("Ctrl Tab", "next tab"),
    ("Ctrl 1", "annotate"),
)


class EventsPlace(QWidget):
    """The place of what is known across articles. Where no event is known yet, what is proposed comes first."""

    hints_changed = Signal()
    article_requested = Signal(str, str)
    """(article, statement): the window should show the article at this statement."""

    def __init__(self, session: Session, theme: Theme | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.setObjectName("events_place")
        self.setAccessibleName("Events and actors")
        self.tabs = QTabBar()
        self.tabs.setObjectName("events_tabs")
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self.events = RegisterTab(EVENTS, session)
        self.proposed = ProposedTab(session)
        self.actors = ActorsTab(session)
        self.aligned = AlignedTab(session)
        self.registry = RegistryBox(session)
        self._missed = dict.fromkeys(self._all(), Changes())
        self._pages = QStackedWidget()
        for title, page in zip(TITLES, self._all(), strict=True):
            self.tabs.addTab(title)
            self._pages.addWidget(page)
        self._arrange()
        self._connect()

    def show_event(self, event_id: str) -> None:
        """Show an event, whichever tab was open; where one is aligning, undo shows it there."""
        if self.aligned.has_focus and self.aligned.show_subject(event_id):
            return
        self.tabs.setCurrentIndex(EVENTS_TAB)
        self._catch_up()
        self.events.show_subject(event_id)

    def show_proposed(self) -> None:
        """Show what the machine proposes."""
        self.tabs.setCurrentIndex(PROPOSED_TAB)
        self.proposed.setFocus()

    def retheme(self, theme: Theme) -> None:
        for page in self._all():
            page.retheme()

    @property
    def key_hints(self) -> tuple[tuple[str, str], ...]:
        """The keys that count here, with their words in the status line."""
        at = self.tabs.currentIndex()
        if at == PROPOSED_TAB:
            return PROPOSED_HINTS if self.proposed.model.total else PROPOSED_HINTS[-3:]
        if at == ALIGN_TAB:
            return self.aligned.key_hints
        return SAME_HINTS if at == ACTORS_TAB and self.actors.same.has_focus else EDIT_HINTS

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._missed[self.proposed] = Changes()
        self._catch_up()
        self.proposed.reload()
        self._show_align_tab()
        is_open_in_vain = self.tabs.currentIndex() == EVENTS_TAB and not self.events.model.total
        if is_open_in_vain and self.proposed.model.total:
            self.tabs.setCurrentIndex(PROPOSED_TAB)

    def _arrange(self) -> None:
        bar = QFrame()
        bar.setProperty("bar", "top")
        row = QHBoxLayout(bar)
        row.setContentsMargins(12, 7, 12, 7)
        row.addWidget(self.tabs, 1)
        row.addWidget(self.registry)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(bar)
        layout.addWidget(self._pages, 1)
        self.setFocusProxy(self.events)

    def _connect(self) -> None:
        session = self._session
        self.tabs.currentChanged.connect(self._on_tab_changed)
        session.changed.connect(self._on_session_changed)
        session.proposals_renewed.connect(self._on_proposals_renewed)
        self.proposed.counted.connect(self._on_proposed_counted)
        self.proposed.turned.connect(self._on_proposed_turned)
        self.actors.hints_changed.connect(self.hints_changed)
        self.aligned.hints_changed.connect(self.hints_changed)
        self.aligned.counted.connect(self._on_aligned_counted)
        self.aligned.edit_requested.connect(self._on_edit_requested)
        for page in self._all():
            page.opened.connect(self._on_opened)
        for key, step in ((QKeySequence.StandardKey.NextChild, 1), (QKeySequence.StandardKey.PreviousChild, -1)):
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(partial(self._step, step))

    def _all(self) -> tuple[RegisterTab, ProposedTab, ActorsTab, AlignedTab]:
        return self.events, self.proposed, self.actors, self.aligned

    def _show_align_tab(self) -> None:
        """There is something to align once others have events or actors of their own."""
        lead = self._session.project.lead
        self.tabs.setTabVisible(ALIGN_TAB, not lead.is_handout and lead.inventories.is_shared)
        self.registry.reload()

    def _catch_up(self) -> None:
        """Bring in what changed while another place or tab was shown. What is proposed is counted on its tab."""
        for page in dict.fromkeys((self._all()[self.tabs.currentIndex()], self.proposed)):
            missed, self._missed[page] = self._missed[page], Changes()
            if missed:
                page.refresh(missed)

    def _on_session_changed(self, changes: Changes) -> None:
        if self.isVisible() and (changes.scheme or changes.events):
            self._show_align_tab()
        self._missed = {page: missed | changes for page, missed in self._missed.items()}
        if self.isVisible():
            self._catch_up()

    def _on_tab_changed(self, at: int) -> None:
        self._catch_up()
        self._pages.setCurrentIndex(at)
        page = self._all()[at]
        if page is self.aligned:
            self.aligned.reload()
        else:
            self.aligned.stop()
        self.setFocusProxy(page)
        self.hints_changed.emit()
        if not self.tabs.hasFocus():
            self._enter(page)

    def _step(self, step: int) -> None:
        """Go to the next tab, round the end, and into its list."""
        seen = [at for at in range(self.tabs.count()) if self.tabs.isTabVisible(at)]
        self.tabs.setCurrentIndex(seen[(seen.index(self.tabs.currentIndex()) + step) % len(seen)])
        self._enter(self._all()[self.tabs.currentIndex()])

    def _enter(self, page: QWidget) -> None:
        """Put the keyboard into a page; on its tab where the page has nothing that could take it."""
        page.setFocus()
        has_it = QApplication.focusWidget()
        if has_it is None or not page.isAncestorOf(has_it):
            self.tabs.setFocus()

    def _on_proposals_renewed(self) -> None:
        if self.isVisible():
            self.proposed.reload()

    def _on_proposed_turned(self) -> None:
        wanted = self.proposed.focusProxy()
        (wanted if wanted is not None and wanted.isVisible() else self.tabs).setFocus()

    def _on_proposed_counted(self, number: int) -> None:
        self.hints_changed.emit()
        self.tabs.setTabText(PROPOSED_TAB, f"{TITLES[PROPOSED_TAB]} {number:,}" if number else TITLES[PROPOSED_TAB])

    def _on_aligned_counted(self, number: int) -> None:
        self.tabs.setTabText(ALIGN_TAB, f"{TITLES[ALIGN_TAB]} {number:,}" if number else TITLES[ALIGN_TAB])

    def _on_edit_requested(self, kind: str, subject: str) -> None:
        """Put the keyboard into the fields of a published event or actor."""
        page = self.events if kind == "event" else self.actors
        self.tabs.setCurrentIndex(EVENTS_TAB if kind == "event" else ACTORS_TAB)
        self._catch_up()
        page.show_subject(subject)
        page.detail.focus_first()

    def _on_opened(self, article: str, statement: str) -> None:
        if self._session.open_article(article, unit=statement or None):
            self.article_requested.emit(article, statement)
            self._session.request_act("place_annotate")
