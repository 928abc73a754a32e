"""`ActorPicker`: which person or organisation a mention stands for: one that is known, a new one, or nobody known."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QStackedWidget, QVBoxLayout, QWidget
from rapidfuzz import fuzz

from annotator.errors import UserError
from annotator.ids import random_id
from annotator.model import Actor, Entity, Statement
from annotator.operations import AddActor, SetEntityActor, SetSpeakerActor
from annotator.units import Unit
from annotator.views.registry import ActorRow
from annotator.wording import counted
from ui.dialogs.pickers.list_picker import HINTS, ListPicker
from ui.forms.actor_form import COMPACT, ActorForm
from ui.session import Session
from ui.widgets.items import Item
from ui.wording import ACTOR_KINDS, fold, span_text

NEW = object()
NOBODY = object()
KIND_OF_FAMILY = {"people": "person", "organisations": "organisation", "places": "place"}
LIKELY = 70.0
"""From this likeness (0 to 100) of a name or alias to the mention on, an actor stands at the top."""


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
        likely = sorted((row for row in rows if self._likeness(row.actor) >= LIKELY), key=self._rank)
        recent = {actor.id: at for at, actor in enumerate(self.session.project.recent_actors(self.article))}
        others = sorted(
            (row for row in rows if row not in likely), key=lambda row: recent.get(row.actor.id, len(recent))
        )
        items = [Item(f"Like “{self._mention}”", is_heading=True)] if likely else []
        items += [self._item(row, now) for row in likely]
        items += self._proposed(now, {row.actor.id for row in rows})
        items += [Item("All, those used last first", is_heading=True)] if others else []
        items += [self._item(row, now) for row in others]
        items.append(Item("New actor…", "with kind and other spellings", data=NEW, always=True))
        items.append(Item("Nobody known", "decided: no actor", data=NOBODY, always=True))
        return items

    def _proposed(self, now: str | None, known: set[str]) -> list[Item]:
        """The machine's actor for this mention, if the project does not have it yet."""
        actor = self.session.project.suggested_actor(self.article, now) if now and now not in known else None
        if actor is None:
            return []
        kind = ACTOR_KINDS.get(actor.kind, actor.kind)
        return [Item(actor.name, f"{kind} · proposed by the machine", data=actor.id, is_current=True, badge="now")]

    def _item(self, row: ActorRow, now: str | None) -> Item:
        actor = row.actor
        names = [f"also {', '.join(actor.aliases)}"] if actor.aliases else []
        return Item(
            actor.name,
            " · ".join((ACTOR_KINDS.get(actor.kind, actor.kind), *names)),
            badge="now" if actor.id == now else counted(row.articles, "article"),
            data=actor.id,
            is_current=actor.id == now,
            words=" ".join(actor.aliases),
        )

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

    def _likeness(self, actor: Actor) -> float:
        """How like the mention an actor's likest name is, 0 to 100."""
        mention = fold(self._mention)
        if len(mention) < 2:
            return 0.0
        return max(fuzz.token_set_ratio(mention, fold(name)) for name in (actor.name, *actor.aliases))

    def _rank(self, row: ActorRow) -> tuple[float, int]:
        return (-self._likeness(row.actor), -row.articles)

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
