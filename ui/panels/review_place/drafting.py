"""Editing a card with the operations of Annotate, none of which is written: they change a draft.

`DraftDesk` lets an operation look at the draft as at a project; `EditSession` is the session that the acts and pickers
of Annotate work with while a card is edited. Only what an edit makes besides (an event, an actor) is written at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import msgspec

from annotator.changes import Changes
from annotator.errors import Invalid, NotFound, UserError
from annotator.fields import link_fields
from annotator.layers import PROJECT
from annotator.model import PARTS, Actor, Article, Entity, Event, Link, Span, Statement
from annotator.operations.base import Draft
from annotator.project import Project
from annotator.review.settling.decided import value_fields, value_from
from annotator.scheme import Scheme
from annotator.units import Unit
from annotator.work import ArticleWork
from ui.session import Session

if TYPE_CHECKING:
    from annotator.views.candidates import Offer

DECIDED = frozenset({*PARTS, "span", "label", "flags"})
UNIT_KINDS = ("entity", "statement")


class Besides(msgspec.Struct, frozen=True):
    """What an edit makes besides the card: published, since everybody's gold may name it."""

    title: str
    made: tuple[Draft, ...]

    def drafts(self, desk: Any) -> list[Draft]:
        return list(self.made)


class DraftDesk:
    """A project as the operations of an edit see it, with the draft in the place of the units of a layer."""

    def __init__(self, project: Project, work: ArticleWork) -> None:
        self._project = project
        self._work = work
        self._made: set[str] = set()
        self.layer = PROJECT
        self.registry = "open"
        """A lead makes what is published, whatever annotators may make."""
        self.is_handout = False

    @property
    def scheme(self) -> Scheme:
        return self._project.scheme

    def note(self, drafts: Iterable[Draft]) -> None:
        self._made |= {draft.subject for draft in drafts if draft.kind not in (*UNIT_KINDS, "link")}

    def article(self, article_id: str) -> Article:
        return self._work.article

    def unit(self, article_id: str, unit_id: str) -> Unit:
        unit = self._work.find(unit_id)
        if unit is None:
            raise NotFound("That unit is not in the article.")
        return unit

    def work(self, article_id: str) -> ArticleWork:
        return self._work

    def entities_on(self, article_id: str, span: Span) -> list[Unit]:
        return [unit for unit in self._work.every() if unit.kind == "entity" and unit.spans == (span,)]

    def suggested_actor(self, article_id: str, actor_id: str) -> Actor | None:
        return self._project.suggested_actor(article_id, actor_id)

    def find_event(self, event_id: str) -> Event | None:
        made = Event(event_id, "") if event_id in self._made else None
        return made or self._project.find_event(event_id)

    def find_actor(self, actor_id: str) -> Actor | None:
        made = Actor(actor_id, "") if actor_id in self._made else None
        return made or self._project.find_actor(actor_id)

    def layer_of(self, kind: str, subject: str) -> str | None:
        return PROJECT if subject in self._made else None

    def links(self, statement_id: str) -> Sequence[Link]:
        unit = self._work.find(statement_id)
        return unit.value.links if unit is not None and isinstance(unit.value, Statement) else ()

    def redirect_target(self, subject: str) -> str:
        event = self._project.find_event(subject)
        return event.id if event else subject


class EditSession(Session):
    """The session of one edit: what is run on it changes the draft, which is its current unit."""

    def __init__(self, session: Session, work: ArticleWork, unit: Unit) -> None:
        super().__init__(session.project, session)
        self._outer = session
        self.work = work
        self.current = unit.id
        self._past: list[Unit] = []
        self._draft = unit
        work.put(unit)
        self.last_link = session.last_link

    @property
    def draft(self) -> Unit:
        """The unit as it was edited so far."""
        return self._draft

    def run(self, operation: Any) -> Changes:
        desk = DraftDesk(self.project, self._open_work())
        try:
            drafts = operation.drafts(desk)
            self._check(drafts)
        except UserError as error:
            self.say_error(error)
            return Changes()
        besides = tuple(draft for draft in drafts if draft.kind not in (*UNIT_KINDS, "link"))
        if besides and not self._outer.run(Besides(operation.title, besides)):
            return Changes()
        fresh = _with(self._draft, drafts)
        self._past.append(self._draft)
        return self._show(fresh)

    def candidates(self, statement: Statement) -> Offer:
        return self.project.proposals.candidates_for(self._open_work().article.id, statement)

    def step_back(self) -> bool:
        """Take the last change of the draft back. False if there is none."""
        if not self._past:
            return False
        self._show(self._past.pop())
        return True

    def set_current(self, unit_id: str | None) -> None:
        """The card that is edited stays the current unit."""

    def _check(self, drafts: Sequence[Draft]) -> None:
        mine = {self._draft.id}
        for draft in drafts:
            if draft.kind in UNIT_KINDS and draft.subject not in mine:
                raise Invalid("Only the current card is edited here.", "Esc leaves it; B gives it the selected words.")

    def _open_work(self) -> ArticleWork:
        assert self.work is not None
        return self.work

    def _show(self, unit: Unit) -> Changes:
        self._draft = unit
        work = self._open_work()
        work.put(unit)
        self.touched = frozenset({unit.id})
        changes = Changes(articles=frozenset({work.article.id}), units=self.touched)
        self.changed.emit(changes)
        return changes


def draft_unit(value: Entity | Statement, card_id: str) -> Unit:
    """A value as the unit that is edited, under the id of its card."""
    return Unit(_owned(value, card_id), "kept", DECIDED, "adjudicated")


def _owned(value: Entity | Statement, card_id: str) -> Entity | Statement:
    if isinstance(value, Entity):
        return msgspec.structs.replace(value, id=card_id)
    links = tuple(msgspec.structs.replace(link, statement=card_id) for link in value.links)
    return msgspec.structs.replace(value, id=card_id, links=links)


def _with(unit: Unit, drafts: Sequence[Draft]) -> Unit:
    """The unit with what the drafts set."""
    value = unit.value
    fields: dict[str, Any] = dict(value_fields(value))
    links: dict[str, dict[str, Any]] = {}
    if isinstance(value, Statement):
        fields["nothing_to_link"] = value.nothing_to_link
        links = {link.id: link_fields(link) for link in value.links}
    for draft in drafts:
        if draft.kind == "link":
            links[draft.subject] = {**links.get(draft.subject, {}), **draft.set}
        elif draft.subject == unit.id:
            fields |= {**draft.machine, **draft.set}
    kept = tuple(
        Link(link_id, unit.id, one["event"], one["relation"], bool(one.get("conditional")))
        for link_id, one in links.items()
        if one.get("state") == "kept"
    )
    return msgspec.structs.replace(unit, value=value_from(unit.kind, unit.id, fields, kept))
