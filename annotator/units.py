"""`Unit`: an entity or a statement as one layer sees it, a person's decisions laid over what the machine proposes. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

import msgspec

from annotator.model import MACHINE_PARTS, Entity, How, Kind, Link, Span, Speaker, State, Statement, Suggestion

NO_PARTS: frozenset[str] = frozenset()


class Decided(msgspec.Struct, frozen=True):
    """What a layer's live decisions on one subject amount to.

    `fields` holds the value of every field (the machine's, kept at the first decision, where nobody decided it);
    `decided` names the fields that a person decided; `conflicts` those on which live decisions contradict each other.
    """

    id: str
    kind: str
    article: str | None
    fields: Mapping[str, Any]
    decided: frozenset[str]
    how: How
    conflicts: frozenset[str] = NO_PARTS

    @property
    def state(self) -> State:
        return self.fields.get("state", "kept")


class Unit(msgspec.Struct, frozen=True):
    """One entity or statement in an article. `decided` holds the parts that a person decided, `score` and `reason` are the machine's."""

    value: Entity | Statement
    state: State
    decided: frozenset[str] = NO_PARTS
    how: How = "machine"
    score: float | None = None
    source: str = ""
    reason: str = ""
    hidden: bool = False
    conflicts: frozenset[str] = NO_PARTS

    @property
    def id(self) -> str:
        return self.value.id

    @property
    def kind(self) -> Kind:
        return "entity" if isinstance(self.value, Entity) else "statement"

    @property
    def spans(self) -> tuple[Span, ...]:
        return (self.value.span,) if isinstance(self.value, Entity) else self.value.content

    @property
    def start(self) -> int:
        return self.spans[0].start

    @property
    def end(self) -> int:
        return self.spans[-1].end

    @property
    def is_shown(self) -> bool:
        """Whether it stands in the article: neither refused nor taken away."""
        return self.state in ("suggested", "kept")

    @property
    def is_machine(self) -> bool:
        """Whether nobody has decided anything about it."""
        return self.state == "suggested"

    @property
    def open_parts(self) -> tuple[str, ...]:
        """The parts, links excepted, that are still the machine's."""
        if self.kind == "entity":
            return () if self.state != "suggested" else ("label",)
        return tuple(part for part in MACHINE_PARTS if part not in self.decided) if self.is_shown else ()

    @property
    def lacks_links(self) -> bool:
        """Whether it is a statement of which nobody has said yet what it is about."""
        return self.kind == "statement" and self.state == "kept" and "links" not in self.decided

    def is_undecided(self, passes: Collection[str]) -> bool:
        """Whether somebody still has to decide about it in one of these passes. Hidden suggestions never count."""
        if self.hidden or not self.is_shown:
            return False
        if self.kind == "entity":
            return "entities" in passes and self.state == "suggested"
        if "statements" in passes and self.open_parts:
            return True
        return "links" in passes and (self.lacks_links or (self.state == "suggested" and "statements" not in passes))


def make_unit(
    suggestion: Suggestion | None,
    decided: Decided | None,
    *,
    links: tuple[Link, ...] = (),
    links_decided: bool = False,
    hidden: bool = False,
) -> Unit:
    """The unit that a suggestion, a layer's decisions on it, or both amount to. One of the two must be given."""
    if decided is None:
        assert suggestion is not None
        return Unit(
            value=suggestion.value,
            state="suggested",
            score=suggestion.score,
            source=suggestion.source,
            reason=suggestion.reason,
            hidden=hidden,
        )
    value = entity_from(decided) if decided.kind == "entity" else statement_from(decided, links)
    parts = decided.decided
    if decided.kind == "statement" and (links_decided or "nothing_to_link" in parts):
        parts = parts | {"links"}
    return Unit(
        value=value,
        state=decided.state,
        decided=parts,
        how=decided.how,
        score=suggestion.score if suggestion else None,
        source=suggestion.source if suggestion else "",
        reason=suggestion.reason if suggestion else "",
        conflicts=decided.conflicts,
    )


def entity_fields(entity: Entity) -> dict[str, Any]:
    """An entity as the fields of a decision, its state apart."""
    return {
        "span": [entity.span.start, entity.span.end],
        "label": entity.label,
        "actor": entity.actor,
        "flags": list(entity.flags),
    }


def entity_from(decided: Decided) -> Entity:
    fields = decided.fields
    return Entity(
        id=decided.id,
        span=Span(*fields["span"]),
        label=fields["label"],
        actor=fields.get("actor"),
        flags=tuple(fields.get("flags") or ()),
    )


def statement_fields(statement: Statement) -> dict[str, Any]:
    """A statement as the fields of a decision, its state and links apart. The first speaker's actor is a field of its own."""
    return {
        "content": spans_field(statement.content),
        "verbatim": spans_field(statement.verbatim),
        "type": statement.type,
        "cue": span_field(statement.cue),
        "speaker": speaker_field(statement.speaker),
        "actor": statement.speaker.actor if statement.speaker else None,
        "parent": statement.parent,
        "flags": list(statement.flags),
    }


def statement_from(decided: Decided, links: tuple[Link, ...]) -> Statement:
    fields = decided.fields
    return Statement(
        id=decided.id,
        content=tuple(Span(*pair) for pair in fields["content"]),
        verbatim=tuple(Span(*pair) for pair in fields.get("verbatim") or ()),
        type=fields["type"],
        cue=_span(fields.get("cue")),
        speaker=speaker_from(fields.get("speaker"), fields.get("actor")),
        parent=fields.get("parent"),
        links=links,
        nothing_to_link=bool(fields.get("nothing_to_link")) and not links,
        flags=tuple(fields.get("flags") or ()),
    )


def span_field(span: Span | None) -> list[int] | None:
    return None if span is None else [span.start, span.end]


def spans_field(spans: tuple[Span, ...]) -> list[list[int]]:
    return [[span.start, span.end] for span in spans]


def speaker_field(speaker: Speaker | None) -> dict[str, Any] | None:
    """A speaker without the first one's actor, which is decided by itself. None for a statement without a speaker."""
    if speaker is None or (speaker.mention is None and not speaker.anonymous and not speaker.others):
        return None
    others = [
        {"mention": span_field(other.mention), "actor": other.actor, "anonymous": other.anonymous}
        for other in speaker.others
    ]
    return {"mention": span_field(speaker.mention), "anonymous": speaker.anonymous, "others": others}


def speaker_from(field: Mapping[str, Any] | None, actor: str | None) -> Speaker | None:
    if field is None:
        return Speaker(actor=actor) if actor else None
    others = tuple(
        Speaker(mention=_span(other["mention"]), actor=other["actor"], anonymous=other["anonymous"])
        for other in field["others"]
    )
    return Speaker(mention=_span(field["mention"]), actor=actor, anonymous=field["anonymous"], others=others)


def _span(pair: list[int] | None) -> Span | None:
    return None if pair is None else Span(*pair)
