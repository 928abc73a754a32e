"""From the records of the gold format, as `reading` gives them, to the objects of a project."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import cast

import msgspec
from msgspec import UNSET, structs

from annotator import ids
from annotator.formats.gold.schema import (
    GoldActor,
    GoldArticle,
    GoldEvent,
    GoldFragment,
    GoldLink,
    GoldSpan,
    GoldSpeaker,
    GoldStatement,
)
from annotator.model import Actor, Entity, Event, Link, Mention, PassName, Region, Span, Speaker, State, Statement, When
from annotator.text import reanchor
from annotator.units import Unit


class GoldWork(msgspec.Struct, frozen=True):
    """What a record amounts to in a project: its units, excluded regions, passes done, and the actors that it names.

    `alternatives`: id of a unit → the other readings that were kept beside it.
    """

    units: tuple[Unit, ...]
    regions: tuple[Region, ...]
    passes: tuple[PassName, ...]
    actors: tuple[Actor, ...]
    alternatives: dict[str, tuple[Unit, ...]] = {}


def event_from(gold: GoldEvent, text_of: Callable[[str], str | None]) -> tuple[Event, tuple[str, ...]]:
    """The event of a record, and sentences about mentions that moved or, in an article that is not here, were left out.

    `text_of` gives an article's text by the id that the record uses.
    """
    said: list[str] = []
    mentions: list[Mention] = []
    for mention in gold.mentions:
        text = text_of(mention.article)
        span = Span(mention.start, mention.end)
        place = _place(text, span, mention.text) if text is not None else None
        if place is None or text is None:
            said.append(f"The event {gold.title!r} is mentioned at a place that is not here; the mention was left out.")
            continue
        if place != span:
            said.append(f"A mention of the event {gold.title!r} moved from {span.start} to {place.start}.")
        mentions.append(Mention(ids.article_id(text), place))
    when = When(**structs.asdict(gold.when)) if gold.when else None
    event = Event(
        id=event_id(gold.id),
        title=gold.title,
        type=gold.type,
        status=gold.status,
        when=when,
        place=gold.place,
        participants=tuple(actor_id(actor) for actor in gold.participants),
        part_of=event_id(gold.part_of) if gold.part_of else None,
        description=gold.description,
        mentions=tuple(mentions),
    )
    return event, tuple(said)


def _place(text: str, span: Span, expected: str) -> Span | None:
    if expected:
        return reanchor(text, span, expected)
    return span if 0 <= span.start < span.end <= len(text) else None


def actor_from(gold: GoldActor) -> Actor:
    """The actor of a record."""
    return Actor(id=actor_id(gold.id), name=gold.name, kind=gold.kind, aliases=gold.aliases, same_as=gold.same_as)


def event_id(given: str) -> str:
    """The id of an event that a file names: its UUID, else one derived from the name, the same wherever it is read."""
    return ids.as_uuid_hex(given) or ids.derived_id("imported", "event", given)


def event_title(given: str) -> str:
    """What an event is called of which a file says but the id that it goes by there."""
    key = ids.as_uuid_hex(given)
    return f"Event {key[:8]}" if key else given.strip() or "Event"


def actor_id(given: str) -> str:
    """The id of an actor that a file names: its UUID, else one derived from the name, the same wherever it is read."""
    return ids.as_uuid_hex(given) or ids.derived_id("imported", "actor", given)


def work_from(gold: GoldArticle, *, layer: str | None) -> GoldWork:
    """The work that a record read from a file holds: kept by `layer`, or suggestions where there is none.

    Ids are the file's UUIDs, else derived from article, spans and label (and the layer), so that reading the same file
    twice gives the same objects. A parent that the record does not hold is dropped.
    """
    return _Reader(gold, layer).work()


class _Reader:
    def __init__(self, gold: GoldArticle, layer: str | None) -> None:
        self._gold = gold
        self._layer = layer
        self._article = ids.article_id(gold.text)
        self._state: State = "suggested" if layer is None else "kept"
        self._seen: set[str] = set()
        self._parents: dict[str, str] = {}
        self._actors: dict[str, Actor] = {}
        self._alternatives: dict[str, tuple[Unit, ...]] = {}

    def work(self) -> GoldWork:
        gold = self._gold
        found = self._units(gold.spans, gold.statements, self._state)
        if gold.rejected and self._layer is not None:
            found += self._units(gold.rejected.spans, gold.rejected.statements, "rejected")
        # Labels of one value have one id: twice in a file, they count once.
        units = {unit.id: unit for unit in reversed(found)}.values()
        regions = tuple(
            Region(
                ids.imported_id(self._article, "region", [(piece.start, piece.end)], "", self._layer or ""),
                _span(piece),
            )
            for piece in gold.excluded
        )
        return GoldWork(
            tuple(reversed(units)), regions, gold.annotated, tuple(self._actors.values()), self._alternatives
        )

    def _units(self, spans: Iterable[GoldSpan], statements: Iterable[GoldStatement], state: State) -> list[Unit]:
        statements = list(statements)
        units = [self._entity(span, state) for span in spans]
        made = list(zip(self._statement_ids(statements), statements, strict=True))
        self._parents |= {statement.id: own for own, statement in made if statement.id}
        return units + [self._statement(own, statement, state) for own, statement in made]

    def _entity(self, span: GoldSpan, state: State) -> Unit:
        own = self._id(span.id, "entity", [(span.start, span.end)], span.label)
        entity = Entity(
            id=own,
            span=Span(span.start, span.end),
            label=span.label,
            actor=actor_id(span.actor) if span.actor else None,
            flags=span.flags or (),
        )
        if span.alternatives:
            self._alternatives[own] = tuple(self._entity(other, state) for other in span.alternatives)
        return Unit(entity, state, how=span.how, score=_number(span.score), source=span.source or "")

    def _statement(self, own: str, statement: GoldStatement, state: State) -> Unit:
        links = tuple(self._link(own, link) for link in statement.links)
        value = Statement(
            id=own,
            content=tuple(map(_span, statement.content)),
            type=statement.type,
            verbatim=tuple(map(_span, statement.verbatim)),
            cue=_span(statement.cue) if statement.cue else None,
            speaker=self._speaker(statement.speaker) if statement.speaker else None,
            parent=self._parents.get(statement.parent) if statement.parent else None,
            links=links,
            nothing_to_link="links" in statement.decided and not links,
            flags=statement.flags or (),
        )
        if statement.alternatives:
            others = [(self._statement_id(other), other) for other in statement.alternatives]
            self._alternatives[own] = tuple(self._statement(other_id, other, state) for other_id, other in others)
        return Unit(
            value,
            state,
            decided=frozenset(statement.decided),
            how=statement.how,
            score=_number(statement.score),
            source=statement.source or "",
        )

    def _statement_ids(self, statements: Sequence[GoldStatement]) -> list[str]:
        """Their ids. Of several on the same words that say different things, the first in order has the usual one."""
        first = [self._statement_id(statement) for statement in statements]
        told: dict[str, set[bytes]] = {}
        for own, statement in zip(first, statements, strict=True):
            told.setdefault(own, set()).add(_told(statement))
        return [
            own if (said := _told(statement)) == min(told[own]) else ids.derived_id("imported", own, said.decode())
            for own, statement in zip(first, statements, strict=True)
        ]

    def _statement_id(self, statement: GoldStatement) -> str:
        spans = [(piece.start, piece.end) for piece in statement.content]
        return self._id(statement.id, "statement", spans, statement.type)

    def _id(self, given: str, kind: str, spans: list[tuple[int, int]], label: str) -> str:
        own = ids.as_uuid_hex(given)
        if own is None or own in self._seen:
            own = (
                ids.suggestion_id(self._article, kind, spans, label)
                if self._layer is None
                else ids.imported_id(self._article, kind, spans, label, self._layer)
            )
        self._seen.add(own)
        return own

    def _link(self, statement: str, link: GoldLink) -> Link:
        event = event_id(link.event)
        own = ids.as_uuid_hex(link.id) or ids.link_id(statement, event, link.relation)
        return Link(own, statement, event, link.relation, link.conditional)

    def _speaker(self, speaker: GoldSpeaker) -> Speaker:
        actor = actor_id(speaker.actor) if speaker.actor else None
        if speaker.name:
            actor = actor or ids.suggested_actor_id(speaker.name, "person")
            self._actors.setdefault(actor, Actor(actor, speaker.name))
        return Speaker(
            mention=_span(speaker.mention) if speaker.mention else None,
            actor=actor,
            anonymous=speaker.anonymous,
            others=tuple(map(self._speaker, speaker.others)),
        )


def _told(statement: GoldStatement) -> bytes:
    """What tells statements of one content and type apart."""
    links = sorted([link.event, link.relation] for link in statement.links)
    return msgspec.json.encode([statement.cue, statement.speaker, statement.parent, links])


def _span(piece: GoldFragment) -> Span:
    return Span(piece.start, piece.end)


def _number(score: object) -> float | None:
    return None if score is UNSET else cast("float", score)
