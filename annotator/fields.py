"""Objects as the fields of decisions, and back. What a kind's fields are is said here and nowhere else.

`state` (kept, rejected, removed, retired) is a field of every kind and is set by the operations.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from annotator.model import PASSES, Actor, Entity, Event, Link, Mention, PassName, Span, Speaker, Statement, When

Fields = Mapping[str, Any]


def entity_fields(entity: Entity) -> dict[str, Any]:
    """An entity as the fields of a decision, its state apart.

    One whose boundary was moved away from the machine's also has `was`, the words that the machine proposed.
    """
    return {
        "span": [entity.span.start, entity.span.end],
        "label": entity.label,
        "actor": entity.actor,
        "flags": list(entity.flags),
    }


def entity_from(entity_id: str, fields: Fields) -> Entity:
    """The entity that these fields describe."""
    return Entity(
        id=entity_id,
        span=Span(*fields["span"]),
        label=fields["label"],
        actor=fields.get("actor"),
        flags=tuple(fields.get("flags") or ()),
    )


def statement_fields(statement: Statement) -> dict[str, Any]:
    """A statement as the fields of a decision, without state and links. The speaker's actor is a field of its own."""
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


def statement_from(statement_id: str, fields: Fields, links: tuple[Link, ...]) -> Statement:
    """The statement that these fields describe, with its links."""
    return Statement(
        id=statement_id,
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


def link_fields(link: Link) -> dict[str, Any]:
    """A link as the fields of a decision, one that stands."""
    return {
        "statement": link.statement,
        "event": link.event,
        "relation": link.relation,
        "conditional": link.conditional,
        "state": "kept",
    }


def pass_fields(names: Iterable[str], *, is_done: bool = True) -> dict[str, Any]:
    """Passes declared done (or open again) as fields of a decision on their article, one each."""
    return {f"pass:{name}": is_done for name in names}


def passes_from(fields: Fields) -> tuple[PassName, ...]:
    """The passes that these fields of an article say are done, in order."""
    return tuple(name for name in PASSES if fields.get(f"pass:{name}"))


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


def speaker_from(field: Fields | None, actor: str | None) -> Speaker | None:
    """The speaker that `speaker_field` wrote, the first one's actor beside it; None where there is neither."""
    if field is None:
        return Speaker(actor=actor) if actor else None
    others = tuple(
        Speaker(mention=_span(other["mention"]), actor=other["actor"], anonymous=other["anonymous"])
        for other in field["others"]
    )
    return Speaker(mention=_span(field["mention"]), actor=actor, anonymous=field["anonymous"], others=others)


def _span(pair: list[int] | None) -> Span | None:
    return None if pair is None else Span(*pair)


def event_from(event_id: str, fields: Fields) -> Event:
    """The event that these fields describe."""
    when = fields.get("when")
    return Event(
        id=event_id,
        title=fields["title"],
        type=fields.get("type") or "other",
        status=fields.get("status") or "happened",
        when=When(edtf=when["edtf"], granularity=when["granularity"], text=when.get("text")) if when else None,
        place=fields.get("place"),
        participants=tuple(fields.get("participants") or ()),
        part_of=fields.get("part_of"),
        description=fields.get("description") or "",
        mentions=tuple(Mention(article, Span(start, end)) for article, start, end in fields.get("mentions") or ()),
    )


def event_fields(event: Event) -> dict[str, Any]:
    """An event as the fields of a decision, its state apart."""
    when = event.when
    return {
        "title": event.title,
        "type": event.type,
        "status": event.status,
        "when": {"edtf": when.edtf, "granularity": when.granularity, "text": when.text} if when else None,
        "place": event.place,
        "participants": list(event.participants),
        "part_of": event.part_of,
        "description": event.description,
        "mentions": [[mention.article, mention.span.start, mention.span.end] for mention in event.mentions],
    }


def actor_from(actor_id: str, fields: Fields) -> Actor:
    """The actor that these fields describe."""
    return Actor(
        id=actor_id,
        name=fields["name"],
        kind=fields.get("kind") or "other",
        aliases=tuple(fields.get("aliases") or ()),
        same_as=tuple(fields.get("same_as") or ()),
    )


def actor_fields(actor: Actor) -> dict[str, Any]:
    """An actor as the fields of a decision, its state apart."""
    return {"name": actor.name, "kind": actor.kind, "aliases": list(actor.aliases), "same_as": list(actor.same_as)}
