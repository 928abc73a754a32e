"""`EventPicker`: link statements to an event: the likeliest first with reasons, both contexts, or a new event."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QRect, QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from annotator.drafts import draft_event
from annotator.errors import UserError
from annotator.model import Entity, Event, Link
from annotator.operations import AddActor, AddEvent, LinkEvent, Together, Unlink
from annotator.units import Unit
from annotator.views.inquiries import LinkedStatement
from annotator.wording import counted
from ui.dialogs.pickers.contexts import Contexts
from ui.dialogs.pickers.popup import Popup
from ui.dialogs.pickers.relation_bar import RelationBar
from ui.forms.event_form import COMPACT, EventForm
from ui.session import Session
from ui.widgets.items import Item
from ui.widgets.search_list import SearchList
from ui.wording import (
    actor_finder,
    clipped,
    content_text,
    describe_when,
    event_detail,
    event_kind,
    relation_text,
)

NEW = object()
LIST_HINTS = (
    ("↑↓", "choose"),
    ("1–9", "relation"),
    ("Enter", "link"),
    ("Ctrl+N", "new event"),
    ("Del", "unlink"),
    ("Esc", "close"),
)
FORM_HINTS = (("Ctrl+Enter", "create and link"), ("Alt+1–9", "relation"), ("Esc", "back to the list"))
LIST_PAGE, FORM_PAGE = 0, 1
CONTEXT_CHARS = 110


class EventPicker(Popup):
    """Digits choose the relation while nothing is typed, once the arrows were used, or with Alt."""

    wanted = QSize(900, 560)

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(session, parent, "Link to an event")
        self.setObjectName("event_picker")
        self._links: dict[str, Link] = {}
        self._reasons: dict[str, str] = {}
        self._linked: dict[str, list[LinkedStatement]] = {}
        self._point_at: str | None = None
        self.list = SearchList("Type to search all events", takes_digits=False)
        self.contexts = Contexts(session.project)
        self.form = EventForm(session.project, COMPACT)
        self.relations = RelationBar(session.project.scheme.relations)
        self._pages = QStackedWidget()
        self._pages.addWidget(self._list_page())
        self._pages.addWidget(self._form_page())
        self.body.addWidget(self._pages, 1)
        self.body.addWidget(self.relations)
        self.list.taken.connect(self._on_list_taken)
        self.list.pointed.connect(self._on_list_pointed)

    def open_for(self, units: Sequence[Unit], rect: QRect, *, point_at: str | None = None) -> None:
        """Open for statements; `point_at` is the event to begin with, else the likeliest."""
        self._point_at = point_at
        super().open_for(units, rect)

    def link(self, event_id: str) -> None:
        """Link the statements to an event with the relation that is chosen, and close."""
        statements = tuple(statement.id for statement in self.statements)
        operation = LinkEvent(self.article, statements, event_id, self.relations.relation, self._is_conditional)
        self._finish(operation, event_id)

    def show_form(self) -> None:
        """Go over to a new event, prefilled from the statement; what was typed in the search is its title."""
        work = self.session.work
        assert work is not None
        project = self.session.project
        self.form.find_actor = actor_finder(project, self.article)
        entities = [unit.value for unit in work.units(hidden=True) if isinstance(unit.value, Entity)]
        draft = draft_event(
            work.article, self.statements[0], entities, project.scheme,
            selection=self.session.selection(), find_actor=self.form.find_actor,
        )  # fmt: skip
        typed = self.list.field.text().strip()
        if self._links:
            self.relations.reset()
        self.form.when.base = work.article.meta.get("published", "")
        self.form.set_event(draft)
        if typed:
            self.form.title.setText(typed)
        self.heading.setText("New event")
        self.set_hints(FORM_HINTS)
        self.can_be_left = False
        self._pages.setCurrentIndex(FORM_PAGE)
        self.form.title.setFocus()
        self.form.title.selectAll()

    def create(self) -> None:
        """Make the event of the form and link the statements to it, as one gesture. What is wrong is said above it."""
        try:
            event = self.form.event_now()
        except UserError as error:
            self.context.setText(str(error))
            self.session.say_error(error)
            return
        statements = tuple(statement.id for statement in self.statements)
        link = LinkEvent(self.article, statements, event.id, self.relations.relation, self._is_conditional)
        self._finish(Together("Link to new event", (*self._new_actors(event), AddEvent(event), link)), event.id)

    def _new_actors(self, event: Event) -> list[AddActor]:
        """The participants whom only the machine knows so far: whoever confirms the event confirms them."""
        project = self.session.project
        unknown = [one for one in event.participants if project.find_actor(one) is None]
        found = (project.suggested_actor(self.article, one) for one in unknown)
        return [AddActor(actor) for actor in found if actor is not None]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and self.isVisible():
            inside = isinstance(watched, QWidget) and self.isAncestorOf(watched)
            if inside and self._take_key(event, watched):
                return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._pages.currentIndex() == FORM_PAGE:
            self._show_list()
            self.list.field.setFocus()
        else:
            super().keyPressEvent(event)

    @property
    def _is_conditional(self) -> bool:
        return self.relations.condition.isChecked()

    def _take_key(self, event: QKeyEvent, watched: QObject) -> bool:
        """The keys of the picker as a whole; the rest goes to the field that has the focus."""
        modifiers, key = event.modifiers(), event.key()
        is_control = bool(modifiers & Qt.KeyboardModifier.ControlModifier)
        digit = chr(key) if Qt.Key.Key_0 <= key <= Qt.Key.Key_9 else ""
        if digit and (modifiers & Qt.KeyboardModifier.AltModifier or self._is_browsing(watched)):
            return self.relations.take_digit(digit)
        if self._pages.currentIndex() == FORM_PAGE:
            if is_control and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.create()
                return True
            return False
        if is_control and key == Qt.Key.Key_N:
            self.show_form()
            return True
        if key == Qt.Key.Key_Delete and self._is_browsing(watched):
            return self._unlink()
        return False

    def _is_browsing(self, watched: QObject) -> bool:
        """Whether the search holds nothing, or the arrows have left what was typed."""
        is_search = watched is self.list.field and self._pages.currentIndex() == LIST_PAGE
        return is_search and (self.list.is_browsing or not self.list.field.text())

    def _prepare(self) -> None:
        self._linked.clear()
        self._links = {link.event: link for link in self.statements[0].links}
        work = self.session.work
        assert work is not None
        words = content_text(work.article.text, self.statements[0])
        several = f"{counted(len(self.units), 'statement')}, the first: " if len(self.units) > 1 else ""
        self.context.setText(f"{several}“{clipped(words.strip('“”'), CONTEXT_CHARS)}”")
        self.relations.reset()
        self.contexts.show_statement(work.article, self.statements[0])
        self._show_list()
        self.list.clear()
        self.list.set_items(self._items(), point_at=self._point_at)

    def _items(self) -> list[Item]:
        project = self.session.project
        types = {choice.name: choice.title for choice in project.scheme.event_types}
        found = project.event_candidates(self.article, self.statements[0].id)
        self._reasons = {one.event.id: "; ".join(one.reasons) for one in found}
        linked = [self._item(one.event, types, ()) for one in found if one.event.id in self._links]
        rest = [one for one in found if one.event.id not in self._links]
        likely = [self._item(one.event, types, one.reasons) for one in rest if one.reasons]
        others = [self._item(one.event, types, ()) for one in rest if not one.reasons]
        items: list[Item] = []
        for heading, group in (("Linked", linked), ("Likely", likely), ("Other events", others)):
            if group:
                items += [Item(heading, is_heading=True), *group]
        return [*items, Item("New event…", "prefilled from the statement", data=NEW, always=True)]

    def _item(self, event: Event, types: dict[str, str], reasons: Sequence[str]) -> Item:
        link = self._links.get(event.id)
        find = actor_finder(self.session.project, self.article)
        names = [actor.name for actor in map(find, event.participants) if actor]
        return Item(
            event.title,
            ", ".join(reasons) or event_kind(event, types),
            badge=relation_text(link.relation, conditional=link.conditional) if link else describe_when(event),
            data=event.id,
            words=" ".join((event_detail(event, types), event.description, *names)),
        )

    def _list_page(self) -> QWidget:
        page = QWidget()
        layout = QHBoxLayout(page)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addWidget(self.list, 4)
        layout.addWidget(self.contexts, 6)
        return page

    def _form_page(self) -> QWidget:
        self.make = QPushButton("Create and link")
        self.make.setProperty("primary", "true")
        self.make.clicked.connect(self.create)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 8, 0)
        column.addWidget(self.form)
        column.addWidget(self.make, 0, Qt.AlignmentFlag.AlignRight)
        column.addStretch()
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(inside)
        return scroll

    def _show_list(self) -> None:
        self.heading.setText("Link to an event")
        self.set_hints(LIST_HINTS)
        self.can_be_left = True
        self._pages.setCurrentIndex(LIST_PAGE)

    def _finish(self, operation: LinkEvent | Together, event_id: str) -> None:
        if not self.session.run(operation):
            return
        event = self.session.project.find_event(event_id)
        self.session.set_marked(())
        self.session.say(f"Linked: {event.title if event else 'event'}, {self.relations.relation}.")
        self.dismiss()

    def _unlink(self) -> bool:
        item = self.list.current()
        link = self._links.get(item.data) if item is not None and isinstance(item.data, str) else None
        if link is None:
            return False
        if self.session.run(Unlink(self.article, self.statements[0].id, (link.id,))):
            self.session.say("Unlinked.")
            self.dismiss()
        return True

    def _on_list_taken(self, item: Item) -> None:
        if item.data is NEW:
            self.show_form()
        else:
            self.link(item.data)

    def _on_list_pointed(self, item: Item | None) -> None:
        event_id = item.data if item is not None and isinstance(item.data, str) else None
        if event_id is None:
            self.contexts.show_event(None, [])
            return
        if event_id not in self._linked:
            self._linked[event_id] = self.session.project.event_links(event_id)
        link = self._links.get(event_id)
        if link is not None and not self.list.is_browsing:
            self.relations.set_relation(link.relation)
            self.relations.condition.setChecked(link.conditional)
        event = self.session.project.find_event(event_id)
        self.contexts.show_event(event, self._linked[event_id], self._reasons.get(event_id, ""))

    def _first_focus(self) -> QWidget:
        return self.list.field
