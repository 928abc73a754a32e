"""`EventList`: the events that the open article is linked to, with its statements, and those it may be about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QListView, QStackedWidget, QWidget

from annotator.changes import Changes
from annotator.dates import first_day
from annotator.model import Event, Statement
from annotator.operations import AcceptEvent, DismissEvent
from annotator.wording import clipped, counted
from annotator.work import ArticleWork
from ui.panels.inspector.unit_model import UnitModel
from ui.session import Session
from ui.widgets.empty_state import EmptyState
from ui.widgets.item_delegate import ItemDelegate
from ui.widgets.items import Item, ItemModel
from ui.widgets.named import once_after
from ui.wording import (
    actor_finder,
    content_text,
    describe_when,
    event_detail,
    event_kind,
    percent,
    relation_text,
    speaker_line,
)

if TYPE_CHECKING:
    from annotator.views.candidates import Candidate

SNIPPET_CHARS = 120
NO_DAY = "9999"
FITS = 0.2
"""From this probability on an event is offered for the article as a whole."""
MOST_OFFERED = 5
LOOK_MS = 60
"""The pause before it is looked up which events fit: the article is painted first."""


class EventView(QListView):
    """Enter does what a click does, Backspace takes away what is proposed."""

    removed = Signal(object)
    """The index of the row."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("event_list")
        self.setAccessibleName("Events of this article")
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setResizeMode(QListView.ResizeMode.Adjust)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.clicked.emit(self.currentIndex())
        elif event.key() in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete) and self.currentIndex().isValid():
            self.removed.emit(self.currentIndex())
        else:
            super().keyPressEvent(event)


class EventList(QStackedWidget):
    """A click on an event shows it in the Events place, on a proposed one accepts it, on a statement makes it current.

    What the article may be about is looked up only while the list is in sight.
    """

    counted = Signal(int)

    def __init__(self, session: Session, statements: UnitModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._statements = statements
        self._links: dict[str, tuple[tuple[str, str], ...]] = {}
        self._perhaps: tuple[Candidate, ...] = ()
        self._is_stale = True
        self._look = once_after(LOOK_MS, self._look_now, self)
        self.view = EventView()
        self.model = ItemModel(self)
        self.view.setModel(self.model)
        self.view.setItemDelegate(ItemDelegate(self.view))
        self.setContentsMargins(8, 0, 4, 0)
        self._empty = EmptyState("No events yet", "Link the current statement to what it is about.", keys="E")
        self.addWidget(self.view)
        self.addWidget(self._empty)
        self.view.clicked.connect(self._on_view_clicked)
        self.view.removed.connect(self._on_view_removed)

    def rebuild(self) -> None:
        """Another article is open."""
        units = (self._statements.unit(row) for row in range(self._statements.rowCount()))
        self._links = {unit.id: _links(unit.value) for unit in units if unit and _links(unit.value)}
        self._perhaps = ()
        self._fill()
        self._look_soon()

    def refresh(self, changes: Changes) -> None:
        work = self._session.work
        has_changed = bool(changes.events or changes.actors)
        for unit_id in changes.units:
            unit = work.find(unit_id) if work else None
            now = _links(unit.value) if unit is not None and unit.is_shown else ()
            if now != self._links.get(unit_id, ()):
                has_changed = True
            if now:
                self._links[unit_id] = now
            else:
                self._links.pop(unit_id, None)
        if has_changed:
            self._fill()
        if has_changed or changes.suggested:
            self._look_soon()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._is_stale:
            self._look_soon()

    def retheme(self) -> None:
        self.view.scheduleDelayedItemsLayout()
        self.view.viewport().update()

    def _look_soon(self) -> None:
        """Look up what the article may be about: in a moment if somebody looks at it, else when somebody does."""
        self._is_stale = True
        if self.isVisible():
            self._look.start()

    def _look_now(self) -> None:
        work, project = self._session.work, self._session.project
        if work is None or not self.isVisible():
            return
        self._is_stale = False
        found = project.proposals.candidates(work.article.id).candidates
        linked = {event_id for links in self._links.values() for event_id, _ in links}
        fitting = [one for one in found if one.score >= FITS and one.event.id not in linked]
        if tuple(fitting[:MOST_OFFERED]) != self._perhaps:
            self._perhaps = tuple(fitting[:MOST_OFFERED])
            self._fill()

    def _fill(self) -> None:
        work, project = self._session.work, self._session.project
        statements: dict[str, list[Statement]] = {}
        for unit_id in self._links:
            unit = work.find(unit_id) if work else None
            for event_id, _ in self._links[unit_id]:
                if unit is not None and isinstance(unit.value, Statement):
                    statements.setdefault(event_id, []).append(unit.value)
        events = [event for event in map(project.find_event, statements) if event is not None]
        items: list[Item] = []
        for event in sorted(events, key=_by_day):
            items += self._items(event, statements[event.id], work) if work else []
        offered = [self._offered(one) for one in self._perhaps if one.event.id not in statements]
        items += [Item("Perhaps about", is_heading=True), *offered] if offered else []
        at = self.view.currentIndex().row()
        self.model.set_items(items)
        self.view.setCurrentIndex(self.model.index(min(at, len(items) - 1), 0))
        self.setCurrentIndex(0 if items else 1)
        self.counted.emit(len(events))

    def _offered(self, candidate: Candidate) -> Item:
        types = {choice.name: choice.title for choice in self._session.project.scheme.event_types}
        return Item(
            candidate.event.title,
            "; ".join(candidate.reasons) or event_kind(candidate.event, types),
            badge=describe_when(candidate.event),
            data=candidate,
            aside=percent(candidate.score),
            lines=2,
            is_machine=candidate.is_proposed,
        )

    def _items(self, event: Event, statements: list[Statement], work: ArticleWork) -> list[Item]:
        types = {choice.name: choice.title for choice in self._session.project.scheme.event_types}
        find = actor_finder(self._session.project, work.article.id)
        text = work.article.text
        made = [
            Item(
                event.title,
                event_detail(event, types),
                badge=counted(len(statements), "statement"),
                data=event,
                is_current=True,
                lines=2,
            )
        ]
        for statement in sorted(statements, key=lambda one: one.content[0].start):
            link = next(link for link in statement.links if link.event == event.id)
            relation = relation_text(link.relation, conditional=link.conditional)
            speaker = speaker_line(text, statement.speaker, find)
            words = clipped(content_text(text, statement), SNIPPET_CHARS)
            detail = " · ".join(part for part in (relation, speaker) if part)
            made.append(Item(words, detail, data=statement, indent=1, lines=2))
        return made

    def _on_view_clicked(self, index: QModelIndex) -> None:
        item = self.model.item(index.row())
        if item is None:
            return
        if isinstance(item.data, Event):
            self._session.open_event(item.data.id)
        elif isinstance(item.data, Statement):
            self._session.set_current(item.data.id)
        elif item.data is not None:
            self._take(item.data)

    def _take(self, candidate: Candidate) -> None:
        """Accept a proposed event; show one that is there."""
        if not candidate.is_proposed:
            self._session.open_event(candidate.event.id)
            return
        proposal = self._session.project.proposals.event(candidate.event.id)
        if self._session.run(AcceptEvent(candidate.event, proposal.articles if proposal else ())):
            self._session.say(f"Accepted: {candidate.event.title}. E links a statement to it.")

    def _on_view_removed(self, index: QModelIndex) -> None:
        item = self.model.item(index.row())
        if item is None or isinstance(item.data, Event | Statement | None) or not item.data.is_proposed:
            return
        if self._session.run(DismissEvent(item.data.event)):
            self._session.say(f"Dismissed: {item.data.event.title}. It is not proposed again.")


def _links(value: object) -> tuple[tuple[str, str], ...]:
    """(event, relation) of a statement's links, with a mark on conditional ones."""
    if not isinstance(value, Statement):
        return ()
    return tuple((link.event, f"{link.relation}{link.conditional}") for link in value.links)


def _by_day(event: Event) -> tuple[str, str]:
    day = first_day(event.when)
    return (day.isoformat() if day else NO_DAY, event.title)
