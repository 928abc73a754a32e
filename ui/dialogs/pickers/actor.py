"""`ActorPicker`: which person or organisation a mention stands for: one that is known, a new one, or nobody known."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QStackedWidget, QVBoxLayout, QWidget

from annotator.errors import UserError
from annotator.ids import random_id
from annotator.model import Actor, Entity, Statement
from annotator.operations import AddActor, SetEntityActor, SetSpeakerActor
from annotator.proposals.likeness import likeness
from annotator.text import span_text
from annotator.units import Unit
from annotator.wording import counted
from ui.dialogs.pickers.list_picker import HINTS, ListPicker
from ui.forms.actor_form import COMPACT, ActorForm
from ui.session import Session
from ui.widgets.items import Item
from ui.wording import ACTOR_KINDS

NEW = object()
NOBODY = object()
KIND_OF_FAMILY = {"people": "person", "organisations": "organisation", "places": "place"}


class _Offer(NamedTuple):
    """A row with how like the mention its actor is, and in how many articles it stands."""

    item: Item
    score: float
    articles: int


class ActorPicker(ListPicker):
    """Namesakes are told apart by kind, aliases and how often they occur."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(session, parent, "Actor", "Type a name")
        self.setObjectName("actor_picker")
        self._mention = ""
        self.form = ActorForm(COMPACT)
        self.make = QPushButton("Create")
        self.make.setProperty("primary", "true")
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.form)
        layout.addWidget(self.make, 0, Qt.AlignmentFlag.AlignRight)
        layout.addStretch()
        self._pages = QStackedWidget()
        self.body.removeWidget(self.list)
        self._pages.addWidget(self.list)
        self._pages.addWidget(page)
        self.body.addWidget(self._pages)
        self.make.clicked.connect(self._on_create_clicked)
        self.form.name.returnPressed.connect(self._on_create_clicked)

    def open_for(self, units: Sequence[Unit], rect: QRect) -> None:
        self._show_list()
        super().open_for(units, rect)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_form = self._pages.currentIndex() == 1
        is_return = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_form and event.key() == Qt.Key.Key_Escape:
            self._show_list()
            self.list.field.setFocus()
        elif is_form and is_return and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._on_create_clicked()
        else:
            super().keyPressEvent(event)

    def _items(self) -> list[Item]:
        unit = self.units[0]
        self._mention = self._words_of(unit)
        now = _actor_of(unit)
        rows = [row for row in self.session.project.actors() if row.state == "kept"]
        recent = {actor.id: at for at, actor in enumerate(self.session.project.recent_actors(self.article))}
        items = [self._item(row.actor, now, counted(row.articles, "article"), row.articles) for row in rows]
        items += self._proposed(now, {row.actor.id for row in rows})
        likely = sorted((each for each in items if each.score), key=lambda each: (-each.score, -each.articles))
        others = [each for each in items if not each.score]
        others.sort(key=lambda each: recent.get(each.item.data, len(recent)))
        heading = [Item(f"Like “{self._mention}”", is_heading=True)] if likely else []
        rest = [Item("All, those used last first", is_heading=True)] if others else []
        last = (
            Item("New actor…", "with kind and other spellings", data=NEW, always=True),
            Item("Nobody known", "decided: no actor", data=NOBODY, always=True),
        )
        return [*heading, *(each.item for each in likely), *rest, *(each.item for each in others), *last]

    def _proposed(self, now: str | None, known: set[str]) -> list[_Offer]:
        """The actors that the machine names in this article and the project does not have yet."""
        project = self.session.project
        found = [actor for actor in project.recent_actors(self.article) if actor.id not in known]
        return [self._item(actor, now, "proposed", 0, is_machine=True) for actor in found]

    def _item(self, actor: Actor, now: str | None, badge: str, articles: int, *, is_machine: bool = False) -> _Offer:
        score, why = likeness(self._mention, actor)
        names = [f"also {', '.join(actor.aliases)}"] if actor.aliases else []
        item = Item(
            actor.name,
            " · ".join((ACTOR_KINDS.get(actor.kind, actor.kind), *([why] if why else []), *names)),
            badge=badge,
            aside="now" if actor.id == now else "",
            data=actor.id,
            is_current=actor.id == now,
            words=" ".join(actor.aliases),
            is_machine=is_machine,
        )
        return _Offer(item, score, articles)

    def _take(self, item: Item) -> bool:
        if item.data is NEW:
            self._show_form()
            return False
        self._set(None if item.data is NOBODY else item.data)
        return True

    def _set(self, actor: str | None, *before: AddActor) -> bool:
        statements = tuple(statement.id for statement in self.statements)
        operations: list[object] = [*before]
        if statements:
            operations.append(SetSpeakerActor(self.article, statements, actor))
        operations += [SetEntityActor(self.article, unit.id, actor) for unit in self.units if unit.kind == "entity"]
        return bool(self._run(operations, "Set actor"))

    def _show_list(self) -> None:
        self._pages.setCurrentIndex(0)
        self.heading.setText("Actor")
        self.can_be_left = True
        self.set_hints(HINTS)

    def _show_form(self) -> None:
        typed = self.list.field.text().strip()
        name = typed or self._mention
        aliases = (self._mention,) if typed and self._mention and self._mention != typed else ()
        self.form.set_actor(Actor(id=random_id(), name=name, kind=self._likely_kind(), aliases=aliases))
        self.heading.setText("New actor")
        self.can_be_left = False
        self.set_hints((("Enter", "create"), ("Esc", "back to the list")))
        self._pages.setCurrentIndex(1)
        self.form.name.setFocus()
        self.form.name.selectAll()

    def _on_create_clicked(self) -> None:
        try:
            actor = self.form.actor_now()
        except UserError as error:
            self.session.say_error(error)
            self.context.setText(str(error))
            return
        if self._set(actor.id, AddActor(actor)):
            self.dismiss()

    def _likely_kind(self) -> str:
        value = self.units[0].value
        family = self.session.project.scheme.family_of(value.label).name if isinstance(value, Entity) else "people"
        return KIND_OF_FAMILY.get(family, "other")

    def _words_of(self, unit: Unit) -> str:
        value = unit.value
        if isinstance(value, Entity):
            return span_text(self.session.text, value.span)
        span = value.speaker.mention if value.speaker else None
        return span_text(self.session.text, span) if span else ""


def _actor_of(unit: Unit) -> str | None:
    value = unit.value
    if isinstance(value, Statement):
        return value.speaker.actor if value.speaker else None
    return value.actor
