"""`EventPicker`: link statements to an event: the likeliest first with reasons, both contexts, or a new event.

Events that the machine proposes stand among the others; linking to one accepts it. What is listed and in which order is
in `event_items`.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QRect, QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QPushButton, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from annotator.drafts import draft_event
from annotator.errors import UserError
from annotator.model import Entity, Event, Link
from annotator.operations import (
    AcceptEvent,
    AddActor,
    AddEvent,
    DismissEvent,
    LinkEvent,
    NothingToLink,
    Together,
    Unlink,
)
from annotator.units import Unit
from annotator.views.inquiries import LinkedStatement
from annotator.wording import clipped, counted
from ui.dialogs.pickers.contexts import Contexts
from ui.dialogs.pickers.event_items import NEW, NONE, EventItems
from ui.dialogs.pickers.popup import Popup
from ui.dialogs.pickers.relation_bar import RelationBar
from ui.forms.event_form import COMPACT, EventForm
from ui.session import Session
from ui.widgets.items import Item
from ui.widgets.search_list import SearchList
from ui.wording import actor_finder, content_text

CHOOSE = (("↑↓", "choose"), ("1–9", "relation"))
NEW_HINT = ("Ctrl+N", "new event")
CLOSE = (NEW_HINT, ("Esc", "close"))
HINTS = {
    "event": (*CHOOSE, ("Enter", "link"), *CLOSE),
    "linked": (*CHOOSE, ("Enter", "link"), ("Del", "unlink"), *CLOSE),
    "proposed": (*CHOOSE, ("Enter", "accept and link"), ("Del", "dismiss"), *CLOSE),
    "new": (*CHOOSE, ("Enter", "look at it, then create"), ("Esc", "close")),
    "none": (("↑↓", "choose"), ("Enter", "nothing to link"), ("Esc", "close")),
}
"""The keys that count, by what the list points at."""
FORM_HINTS = (("Enter", "create and link"), ("Alt+1–9", "relation"), ("Esc", "back to the list"))
ENTER_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
LIST_PAGE, FORM_PAGE = 0, 1
SHARES = ((4, 6), (7, 4))
"""Of the width, for each page and what stands beside it."""
CONTEXT_CHARS = 110
MOST_HITS = 200


class EventPicker(Popup):
    """Digits choose the relation while nothing is typed, once the arrows were used, or with Alt."""

    wanted = QSize(1020, 600)

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(session, parent, "Link to an event")
        self.setObjectName("event_picker")
        self._links: dict[str, Link] = {}
        self._proposed: dict[str, Event] = {}
        self._reasons: dict[str, str] = {}
        self._linked: dict[str, list[LinkedStatement]] = {}
        self._items: EventItems | None = None
        self._draft: Event | None = None
        self._has_all = False
        self._is_closed = False
        self._kind = ""
        self._point_at: str | None = None
        self.list = SearchList("Type to search all events", takes_digits=False)
        self.list.model.most_hits = MOST_HITS
        self.contexts = Contexts(session.project)
        self.form = EventForm(session.project, COMPACT)
        self.relations = RelationBar(session.project.scheme.relations)
        self._pages = QStackedWidget()
        self._pages.addWidget(self.list)
        self._pages.addWidget(self._form_page())
        self._row = QHBoxLayout()
        self._row.setSpacing(10)
        self._row.addWidget(self._pages)
        self._row.addWidget(self.contexts)
        self.body.addLayout(self._row, 1)
        self.body.addWidget(self.relations)
        self.list.field.textEdited.connect(self._on_search_edited)
        self.list.taken.connect(self._on_list_taken)
        self.list.pointed.connect(self._on_list_pointed)

    def open_for(self, units: Sequence[Unit], rect: QRect, *, point_at: str | None = None) -> None:
        """Open for statements; `point_at` is the event to begin with, else the likeliest."""
        self._point_at = point_at
        super().open_for(units, rect)
        self.list.view.doItemsLayout()  # only now is it known how much room the titles have

    def link(self, event_id: str) -> None:
        """Link the statements to an event with the relation that is chosen, and close. A proposed one is accepted."""
        link = self._link_to(event_id)
        event = self._proposed.get(event_id)
        if event is None:
            self._finish(link, event_id)
            return
        proposal = self.session.project.proposals.event(event_id)
        articles = proposal.articles if proposal else (self.article,)
        self._finish(Together("Link to proposed event", (AcceptEvent(event, articles), link)), event_id)

    def show_form(self) -> None:
        """Go over to a new event, prefilled from the statement; what was typed in the search is its title."""
        work = self.session.work
        assert work is not None
        typed = self.list.field.text().strip()
        if self._links:
            self.relations.reset()
        self._turn_to(FORM_PAGE)
        self.form.find_actor = actor_finder(self.session.project, self.article)
        self.form.when.base = work.article.meta.get("published", "")
        self.form.set_event(self._drafted())
        if typed:
            self.form.title.setText(typed)
        self.heading.setText("New event")
        self.set_hints(FORM_HINTS)
        self._kind = ""
        self.can_be_left = False
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
        made = (*self._new_actors(event), AddEvent(event), self._link_to(event.id))
        self._finish(Together("Link to new event", made), event.id)

    def none_fits(self) -> None:
        """Say that no published event fits, and close.

        It is recorded as "nothing to link": a link is all that a statement can have to an event, so that whether an
        annotator found none in the registry or none in the text makes no difference to any figure or to the gold.
        """
        if self.session.run(NothingToLink(self.article, tuple(statement.id for statement in self.statements))):
            self.session.set_marked(())
            self.session.say("None fits: nothing to link.")
            self.dismiss()

    def _drafted(self) -> Event:
        """The event that the statement is about, as far as its words say; drafted once."""
        if self._draft is None:
            work, project = self.session.work, self.session.project
            assert work is not None
            entities = [unit.value for unit in work.units(hidden=True) if isinstance(unit.value, Entity)]
            self._draft = draft_event(
                work.article, self.statements[0], entities, project.scheme,
                selection=self.session.selection(), find_actor=actor_finder(project, self.article),
            )  # fmt: skip
        return self._draft

    def _link_to(self, event_id: str) -> LinkEvent:
        statements = tuple(statement.id for statement in self.statements)
        return LinkEvent(self.article, statements, event_id, self.relations.relation, self._is_conditional)

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
            # A line leaves Enter to what is around it as well: only the first time is it the user's.
            is_free = watched is QApplication.focusWidget() and not self.form.keeps_enter(watched)
            is_enter = key in ENTER_KEYS and (is_control or is_free)
            if is_enter:
                self.create()
            return is_enter
        if is_control and key == Qt.Key.Key_N and not self._is_closed:
            self.show_form()
            return True
        if key == Qt.Key.Key_Delete and self._is_browsing(watched):
            return self._unlink() or self._dismiss_event()
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
        self._fill(self._point_at)

    def _fill(self, point_at: object = None) -> None:
        project = self.session.project
        offer = self.session.candidates(self.statements[0])
        self._is_closed, self._kind = offer.is_closed, ""
        self._proposed = {one.event.id: one.event for one in offer.candidates if one.is_proposed}
        self._reasons = {one.event.id: "; ".join(one.reasons) for one in offer.candidates}
        self._draft = None
        self._has_all = False
        self._items = EventItems(project, self.article, self._links.values())
        self.list.set_items(self._items.first(offer), point_at=point_at)

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
        self.can_be_left = True
        self._turn_to(LIST_PAGE)
        self._hint("event")

    def _turn_to(self, page: int) -> None:
        """The statement stays in sight beside the list and beside the fields of a new event."""
        self.contexts.show_other(page == LIST_PAGE)
        for at, share in enumerate(SHARES[page]):
            self._row.setStretch(at, share)
        self._pages.setCurrentIndex(page)
        self._row.activate()

    def _hint(self, kind: str) -> None:
        """Say the keys that count for what the list points at."""
        if kind != self._kind and self._pages.currentIndex() == LIST_PAGE:
            self._kind = kind
            self.set_hints([hint for hint in HINTS[kind] if not (self._is_closed and hint == NEW_HINT)])

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

    def _dismiss_event(self) -> bool:
        """Propose the event that the list points at no more."""
        item = self.list.current()
        event = self._proposed.get(item.data) if item is not None and isinstance(item.data, str) else None
        if event is None:
            return False
        if self.session.run(DismissEvent(event)):
            self.session.say(f"Dismissed: {event.title}. It is not proposed again.")
            self._fill()
        return True

    def _on_search_edited(self, _words: str) -> None:
        """All that is there is found, and looked up once somebody searches; the rows change with what was typed."""
        if self._has_all or self._items is None:
            return
        self._has_all = True
        proposed = [] if self._is_closed else self.session.project.proposals.events()
        others = [one for one in proposed if one.event.id not in self._proposed]
        self._proposed |= {one.event.id: one.event for one in others}
        self.list.model.add(self._items.rest(others))

    def _on_list_taken(self, item: Item) -> None:
        if item.data is NEW:
            self.show_form()
        elif item.data is NONE:
            self.none_fits()
        else:
            self.link(item.data)

    def _on_list_pointed(self, item: Item | None) -> None:
        if item is not None and item.data is NEW:
            self._hint("new")
            self.contexts.show_draft(self._drafted(), self.list.field.text().strip())
            return
        event_id = item.data if item is not None and isinstance(item.data, str) else None
        if event_id is None:
            self._hint("none" if item is not None and item.data is NONE else "event")
            self.contexts.show_event(None, [])
            return
        why = self._reasons.get(event_id, "")
        link = self._links.get(event_id)
        if event_id in self._proposed:
            self._hint("proposed")
            self.contexts.show_proposed(self._proposed[event_id], why)
            return
        self._hint("linked" if link else "event")
        if event_id not in self._linked:
            self._linked[event_id] = self.session.project.event_links(event_id)
        if link is not None and not self.list.is_browsing:
            self.relations.set_relation(link.relation)
            self.relations.condition.setChecked(link.conditional)
        event = self.session.project.find_event(event_id)
        self.contexts.show_event(event, self._linked[event_id], why)

    def _first_focus(self) -> QWidget:
        return self.list.field
