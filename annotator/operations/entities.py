"""Operations on entities; accepting, refusing and flagging also take statements."""

from __future__ import annotations

import msgspec

from annotator.errors import Invalid
from annotator.fields import entity_fields, span_field
from annotator.ids import random_id, suggestion_id
from annotator.model import Entity, Span
from annotator.operations.base import Desk, Draft, check_label, check_span
from annotator.operations.units import accept, actor_drafts, as_entity, correct, decide, refuse
from annotator.units import Unit


class AcceptUnits(msgspec.Struct, frozen=True):
    """Accept every part of these units that is still the machine's, links excepted. `bulk`: by one act for many."""

    article: str
    ids: tuple[str, ...]
    bulk: bool = False

    @property
    def title(self) -> str:
        return "Accept" if len(self.ids) == 1 else f"Accept {len(self.ids)}"

    def drafts(self, desk: Desk) -> list[Draft]:
        units = (desk.unit(self.article, unit_id) for unit_id in self.ids)
        return [draft for unit in units for draft in accept(desk, self.article, unit, bulk=self.bulk)]


class RejectUnits(msgspec.Struct, frozen=True):
    """Reject suggestions, remove what a person added. What is nested in a statement stays."""

    article: str
    ids: tuple[str, ...]
    bulk: bool = False

    @property
    def title(self) -> str:
        return "Reject" if len(self.ids) == 1 else f"Reject {len(self.ids)}"

    def drafts(self, desk: Desk) -> list[Draft]:
        units = (desk.unit(self.article, unit_id) for unit_id in self.ids)
        return [draft for unit in units for draft in refuse(desk, self.article, unit, bulk=self.bulk)]


class AddEntity(msgspec.Struct, frozen=True):
    """A new entity on a span. `id` is made up unless given."""

    article: str
    span: Span
    label: str
    actor: str | None = None
    id: str = msgspec.field(default_factory=random_id)

    @property
    def title(self) -> str:
        return f"Add {self.label}"

    def drafts(self, desk: Desk) -> list[Draft]:
        check_span(desk, self.article, self.span)
        check_label(desk.scheme, self.label)
        check_actor(desk, self.article, self.actor)
        for unit in desk.entities_on(self.article, self.span):
            if unit.state == "kept" and as_entity(unit).label == self.label:
                raise Invalid(f"These characters are {self.label} already.")
        entity = Entity(id=self.id, span=self.span, label=self.label, actor=self.actor)
        return _addition(desk, self.article, entity, "add")


class LabelEverywhere(msgspec.Struct, frozen=True):
    """The same label on many spans, in one or several articles: one gesture, one undo.

    An entity that has the span already gets the label; a suggestion there is decided by it.
    """

    hits: tuple[tuple[str, Span], ...]
    label: str
    actor: str | None = None

    @property
    def title(self) -> str:
        return f"Label {len(self.hits)} as {self.label}"

    def drafts(self, desk: Desk) -> list[Draft]:
        check_label(desk.scheme, self.label)
        drafts: list[Draft] = []
        for article, span in self.hits:
            check_span(desk, article, span)
            check_actor(desk, article, self.actor)
            drafts += self._label(desk, article, span)
        return drafts

    def _label(self, desk: Desk, article: str, span: Span) -> list[Draft]:
        there = [unit for unit in desk.entities_on(article, span) if unit.is_shown]
        if any(unit.state == "kept" and as_entity(unit).label == self.label for unit in there):
            return []
        if not there:
            entity = Entity(id=random_id(), span=span, label=self.label, actor=self.actor)
            return _addition(desk, article, entity, "add_bulk")
        unit = min(there, key=lambda unit: (unit.is_machine, as_entity(unit).label != self.label, unit.id))
        if as_entity(unit).label == self.label and self.actor is None:
            return accept(desk, article, unit, bulk=True)
        fields = {"label": self.label} if self.actor is None else {"label": self.label, "actor": self.actor}
        return correct(desk, article, unit, fields)


class SetLabel(msgspec.Struct, frozen=True):
    """Another label for an entity. That decides the entity as a whole."""

    article: str
    id: str
    label: str

    @property
    def title(self) -> str:
        return f"Label as {self.label}"

    def drafts(self, desk: Desk) -> list[Draft]:
        check_label(desk.scheme, self.label)
        unit = desk.unit(self.article, self.id)
        as_entity(unit)
        return correct(desk, self.article, unit, {"label": self.label})


class MoveSpan(msgspec.Struct, frozen=True):
    """Another span for an entity, with everything that hangs on it left as it is."""

    article: str
    id: str
    span: Span

    @property
    def title(self) -> str:
        return "Move boundary"

    def drafts(self, desk: Desk) -> list[Draft]:
        check_span(desk, self.article, self.span)
        unit = desk.unit(self.article, self.id)
        as_entity(unit)
        was = _proposed_words(desk, self.article, unit)
        return correct(desk, self.article, unit, {"span": span_field(self.span)}, machine={"was": was} if was else {})


class SetEntityActor(msgspec.Struct, frozen=True):
    """The actor that an entity resolves to; None for nobody known."""

    article: str
    id: str
    actor: str | None

    @property
    def title(self) -> str:
        return "Set actor"

    def drafts(self, desk: Desk) -> list[Draft]:
        unit = desk.unit(self.article, self.id)
        as_entity(unit)
        check_actor(desk, self.article, self.actor)
        return correct(desk, self.article, unit, {"actor": self.actor})


class SetFlag(msgspec.Struct, frozen=True):
    """Put a flag ("unsure") on a unit or take it off. That decides nothing else about it."""

    article: str
    id: str
    flag: str
    on: bool

    @property
    def title(self) -> str:
        return f"Mark as {self.flag}" if self.on else f"No longer {self.flag}"

    def drafts(self, desk: Desk) -> list[Draft]:
        unit = desk.unit(self.article, self.id)
        flags = [flag for flag in unit.value.flags if flag != self.flag] + [self.flag] * self.on
        machine = {"state": "suggested"} if unit.state == "suggested" else {}
        return decide(desk, self.article, unit, "flag", {"flags": flags}, machine=machine)


def _proposed_words(desk: Desk, article: str, unit: Unit) -> str:
    """The words that the machine proposed, if the entity still stands on them: what memory learns a boundary from."""
    span = as_entity(unit).span
    labels = (label.name for label in desk.scheme.labels)
    is_machines = any(suggestion_id(article, "entity", [(span.start, span.end)], label) == unit.id for label in labels)
    return desk.article(article).text[span.start : span.end] if is_machines else ""


def _addition(desk: Desk, article: str, entity: Entity, action: str) -> list[Draft]:
    fields = {**entity_fields(entity), "state": "kept"}
    draft = Draft(desk.layer, article, entity.id, "entity", action, fields)
    return [*actor_drafts(desk, article, [entity.actor] if entity.actor else []), draft]


def check_actor(desk: Desk, article: str, actor: str | None) -> None:
    """Raise Invalid unless the actor is known, or proposed for the article."""
    if actor is not None and desk.find_actor(actor) is None and desk.suggested_actor(article, actor) is None:
        raise Invalid("That actor is not in the project.")
