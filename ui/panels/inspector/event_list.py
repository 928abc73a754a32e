"""`EventList`: the events that the open article is linked to, each with its statements and their relations."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListView, QStackedWidget, QWidget

from annotator.changes import Changes
from annotator.dates import first_day
from annotator.model import Event, Statement
from annotator.wording import counted
from annotator.work import ArticleWork
from ui.panels.inspector.unit_model import UnitModel
from ui.session import Session
from ui.widgets.empty_state import EmptyState
from ui.widgets.item_delegate import ItemDelegate
from ui.widgets.items import Item, ItemModel
from ui.wording import actor_finder, clipped, content_text, event_detail, relation_text, speaker_line

SNIPPET_CHARS = 120
NO_DAY = "9999"


class EventView(QListView):
    """Enter does what a click does."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("event_list")
        self.setAccessibleName("Events of this article")
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.clicked.emit(self.currentIndex())
        else:
            super().keyPressEvent(event)


class EventList(QStackedWidget):
    """A click on an event shows it in the Events place, a click on a statement makes it current."""

    counted = Signal(int)

    def __init__(self, session: Session, statements: UnitModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._statements = statements
        self._links: dict[str, tuple[tuple[str, str], ...]] = {}
        self.view = EventView()
        self.model = ItemModel(self)
        self.view.setModel(self.model)
        self.view.setItemDelegate(ItemDelegate(self.view))
        self.setContentsMargins(8, 0, 4, 0)
        self._empty = EmptyState("No events yet", "Link the current statement to what it is about.", keys="E")
        self.addWidget(self.view)
        self.addWidget(self._empty)
        self.view.clicked.connect(self._on_view_clicked)

    def rebuild(self) -> None:
        """Another article is open."""
        units = (self._statements.unit(row) for row in range(self._statements.rowCount()))
        self._links = {unit.id: _links(unit.value) for unit in units if unit and _links(unit.value)}
        self._fill()

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

    def retheme(self) -> None:
        self.view.scheduleDelayedItemsLayout()
        self.view.viewport().update()

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
        self.model.set_items(items)
        self.setCurrentIndex(0 if items else 1)
        self.counted.emit(len(events))

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
            )
        ]
        for statement in sorted(statements, key=lambda one: one.content[0].start):
            link = next(link for link in statement.links if link.event == event.id)
            relation = relation_text(link.relation, conditional=link.conditional)
            speaker = speaker_line(text, statement.speaker, find)
            words = clipped(content_text(text, statement), SNIPPET_CHARS)
            detail = " · ".join(part for part in (relation, speaker) if part)
            made.append(Item(words, detail, data=statement, indent=1))
        return made

    def _on_view_clicked(self, index: QModelIndex) -> None:
        item = self.model.item(index.row())
        if item is None:
            return
        if isinstance(item.data, Event):
            self._session.open_event(item.data.id)
        elif isinstance(item.data, Statement):
            self._session.set_current(item.data.id)


def _links(value: object) -> tuple[tuple[str, str], ...]:
    """(event, relation) of a statement's links, with a mark on conditional ones."""
    if not isinstance(value, Statement):
        return ()
    return tuple((link.event, f"{link.relation}{link.conditional}") for link in value.links)


def _by_day(event: Event) -> tuple[str, str]:
    day = first_day(event.when)
    return (day.isoformat() if day else NO_DAY, event.title)
