"""Operations on statements, part by part: each decides that part only."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import msgspec

from annotator.errors import Invalid, NotFound
from annotator.fields import span_field, spans_field, speaker_field, statement_fields
from annotator.ids import random_id
from annotator.model import Span, Speaker, Statement
from annotator.operations.base import Desk, Draft, check_choice, check_span
from annotator.operations.entities import check_actor
from annotator.operations.units import actor_drafts, actors_of, as_statement, correct
from annotator.quotation import guess_type, verbatim_spans


class AddStatement(msgspec.Struct, frozen=True):
    """A new statement. `type` is read off the marks unless given; cue, speaker and actor stay open unless given."""

    article: str
    content: tuple[Span, ...]
    type: str | None = None
    cue: Span | None = None
    speaker: Speaker | None = None
    parent: str | None = None
    id: str = msgspec.field(default_factory=random_id)

    @property
    def title(self) -> str:
        return "Add statement"

    def drafts(self, desk: Desk) -> list[Draft]:
        text = desk.article(self.article).text
        content = checked_content(desk, self.article, self.content)
        kind = self.type or guess_type(text, content)
        check_type(desk, kind)
        if self.cue is not None:
            check_span(desk, self.article, self.cue)
        check_speaker(desk, self.article, self.speaker)
        if self.parent is not None:
            as_statement(desk.unit(self.article, self.parent))
        statement = Statement(
            id=self.id, content=content, type=kind, verbatim=verbatim_of(text, content, kind), cue=self.cue,
            speaker=self.speaker, parent=self.parent,
        )  # fmt: skip
        fields = {**statement_fields(statement), "state": "kept"}
        machine = {name: fields.pop(name) for name in self._open_fields()}
        draft = Draft(desk.layer, self.article, self.id, "statement", "add", fields, machine)
        return [*actor_drafts(desk, self.article, actors_of(self.speaker)), draft]

    def _open_fields(self) -> list[str]:
        found = ["flags"]
        if self.cue is None:
            found.append("cue")
        if self.speaker is None:
            found.append("speaker")
        if self.speaker is None or self.speaker.actor is None:
            found.append("actor")
        return found


class SetContent(msgspec.Struct, frozen=True):
    """Other content for a statement: its fragments in text order."""

    article: str
    id: str
    content: tuple[Span, ...]

    @property
    def title(self) -> str:
        return "Change content"

    def drafts(self, desk: Desk) -> list[Draft]:
        unit = desk.unit(self.article, self.id)
        statement = as_statement(unit)
        content = checked_content(desk, self.article, self.content)
        verbatim = verbatim_of(desk.article(self.article).text, content, statement.type)
        fields = {"content": spans_field(content), "verbatim": spans_field(verbatim)}
        return correct(desk, self.article, unit, fields)


class AddFragment(msgspec.Struct, frozen=True):
    """One more fragment of a statement's content; it swallows those that it overlaps."""

    article: str
    id: str
    span: Span

    @property
    def title(self) -> str:
        return "Add fragment"

    def drafts(self, desk: Desk) -> list[Draft]:
        statement = as_statement(desk.unit(self.article, self.id))
        content = united(statement.content, self.span)
        return SetContent(self.article, self.id, content).drafts(desk)


class RemoveFragment(msgspec.Struct, frozen=True):
    """Take a stretch out of a statement's content: a whole fragment, or a part of one."""

    article: str
    id: str
    span: Span

    @property
    def title(self) -> str:
        return "Take fragment away"

    def drafts(self, desk: Desk) -> list[Draft]:
        statement = as_statement(desk.unit(self.article, self.id))
        left = without(statement.content, self.span)
        if not left:
            raise Invalid("That is the statement's only fragment. Backspace removes the statement.")
        if left == statement.content:
            raise Invalid("No fragment of the statement lies there.")
        return SetContent(self.article, self.id, left).drafts(desk)


class SetType(msgspec.Struct, frozen=True):
    """Another type for a statement: direct, indirect, mixed."""

    article: str
    id: str
    type: str

    @property
    def title(self) -> str:
        return f"Type {self.type}"

    def drafts(self, desk: Desk) -> list[Draft]:
        check_type(desk, self.type)
        unit = desk.unit(self.article, self.id)
        statement = as_statement(unit)
        text = desk.article(self.article).text
        verbatim = {"verbatim": spans_field(verbatim_of(text, statement.content, self.type))}
        if "content" in unit.decided:
            return correct(desk, self.article, unit, {"type": self.type, **verbatim})
        return correct(desk, self.article, unit, {"type": self.type}, machine=verbatim)


class SetCue(msgspec.Struct, frozen=True):
    """The words that say that somebody said it; None for none."""

    article: str
    id: str
    cue: Span | None

    @property
    def title(self) -> str:
        return "Set cue" if self.cue else "No cue"

    def drafts(self, desk: Desk) -> list[Draft]:
        if self.cue is not None:
            check_span(desk, self.article, self.cue)
        unit = desk.unit(self.article, self.id)
        as_statement(unit)
        return correct(desk, self.article, unit, {"cue": span_field(self.cue)})


class SetSpeaker(msgspec.Struct, frozen=True):
    """Who said it, for one or several statements; None for nobody. A speaker without an actor leaves the actor open."""

    article: str
    ids: tuple[str, ...]
    speaker: Speaker | None

    @property
    def title(self) -> str:
        return "Set speaker" if self.speaker else "No speaker"

    def drafts(self, desk: Desk) -> list[Draft]:
        check_speaker(desk, self.article, self.speaker)
        actor = self.speaker.actor if self.speaker else None
        fields: dict[str, Any] = {"speaker": speaker_field(self.speaker)}
        drafts = actor_drafts(desk, self.article, actors_of(self.speaker))
        for unit_id in self.ids:
            unit = desk.unit(self.article, unit_id)
            statement = as_statement(unit)
            is_settled = actor is not None or self.speaker is None or "actor" in unit.decided
            changed = statement.speaker != self.speaker
            if is_settled:
                drafts += correct(desk, self.article, unit, {**fields, "actor": actor})
            else:
                drafts += correct(desk, self.article, unit, fields, machine={"actor": None} if changed else {})
        return drafts


class SetSpeakerActor(msgspec.Struct, frozen=True):
    """The actor that the speaker of these statements resolves to; None for nobody known."""

    article: str
    ids: tuple[str, ...]
    actor: str | None

    @property
    def title(self) -> str:
        return "Set actor"

    def drafts(self, desk: Desk) -> list[Draft]:
        check_actor(desk, self.article, self.actor)
        drafts: list[Draft] = []
        for unit_id in self.ids:
            unit = desk.unit(self.article, unit_id)
            as_statement(unit)
            drafts += correct(desk, self.article, unit, {"actor": self.actor})
        return drafts


class SetParent(msgspec.Struct, frozen=True):
    """The statement that this one is nested in; None for none."""

    article: str
    id: str
    parent: str | None

    @property
    def title(self) -> str:
        return "Nest" if self.parent else "Not nested"

    def drafts(self, desk: Desk) -> list[Draft]:
        unit = desk.unit(self.article, self.id)
        as_statement(unit)
        if self.parent is not None:
            self._check_parent(desk, self.parent)
        return correct(desk, self.article, unit, {"parent": self.parent})

    def _check_parent(self, desk: Desk, parent: str) -> None:
        seen = {self.id}
        above: str | None = as_statement(desk.unit(self.article, parent)).id
        while above is not None:
            if above in seen:
                raise Invalid("A statement cannot be nested in itself.")
            seen.add(above)
            try:
                above = as_statement(desk.unit(self.article, above)).parent
            except NotFound:
                return


def check_speaker(desk: Desk, article: str, speaker: Speaker | None) -> None:
    """Raise Invalid unless every mention lies in the text and every actor is known, or proposed for the article."""
    for one in () if speaker is None else (speaker, *speaker.others):
        if one.mention is not None:
            check_span(desk, article, one.mention)
        check_actor(desk, article, one.actor)


def check_type(desk: Desk, name: str) -> None:
    check_choice((choice.name for choice in desk.scheme.statement_types), "statement type", name)


def checked_content(desk: Desk, article: str, content: tuple[Span, ...]) -> tuple[Span, ...]:
    """The fragments in text order.

    Raises:
        Invalid: there is none, one does not lie in the text, or two overlap.
    """
    if not content:
        raise Invalid("A statement needs at least one fragment.")
    ordered = tuple(sorted(content))
    for span in ordered:
        check_span(desk, article, span)
    if any(left.end > right.start for left, right in pairwise(ordered)):
        raise Invalid("Two fragments of one statement overlap.")
    return ordered


def verbatim_of(text: str, content: tuple[Span, ...], kind: str) -> tuple[Span, ...]:
    return verbatim_spans(text, content) if kind == "mixed" else ()


def united(content: tuple[Span, ...], span: Span) -> tuple[Span, ...]:
    """`content` with one more fragment, those that overlap it joined with it."""
    apart = [fragment for fragment in content if not fragment.overlaps(span)]
    joined = [fragment for fragment in content if fragment.overlaps(span)]
    start = min([span.start, *(fragment.start for fragment in joined)])
    end = max([span.end, *(fragment.end for fragment in joined)])
    return tuple(sorted([*apart, Span(start, end)]))


def without(content: tuple[Span, ...], span: Span) -> tuple[Span, ...]:
    """`content` without the characters of `span`."""
    left: list[Span] = []
    for fragment in content:
        if not fragment.overlaps(span):
            left.append(fragment)
            continue
        if fragment.start < span.start:
            left.append(Span(fragment.start, span.start))
        if span.end < fragment.end:
            left.append(Span(span.end, fragment.end))
    return tuple(left)
