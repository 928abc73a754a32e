"""What INCEpTION has no layer for, as features and as annotations of the whole document: told both ways, side by side.

A statement's links to events are lines of one feature ("predicts, conditional | The trip | 5f0c…"); the events and
actors that an article names, and its metadata, are annotations of the document.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import cast, get_args

from annotator.formats.gold.schema import GoldActor, GoldEvent, GoldWhen
from annotator.formats.graph.model import (
    ANONYMOUS,
    FLAGS,
    LINKS,
    NOTHING,
    SPEAKER_ACTOR,
    SPEAKER_ANONYMOUS,
    SPEAKER_NAME,
    NodeLink,
)
from annotator.model import EventStatus

ACTOR, EVENT, FIELD = "webanno.custom.Actor", "webanno.custom.Event", "webanno.custom.ArticleField"
PASSES_DONE = "webanno.custom.Passes"
EVENTS = "events"
BETWEEN = " | "
CONDITIONAL = ", conditional"
ATTRIBUTES = {
    FLAGS: "flags",
    LINKS: "linked",
    NOTHING: "none",
    SPEAKER_ACTOR: "speakerActor",
    SPEAKER_NAME: "speakerName",
    SPEAKER_ANONYMOUS: "speakerAnonymous",
    ANONYMOUS: "anonymous",
}
"""Attributes of nodes → features of our layers."""
OWN_FEATURES = frozenset({*ATTRIBUTES.values(), EVENTS})
STATUSES: tuple[str, ...] = get_args(EventStatus)
Features = dict[str, str | list[str]]
"""Features of an annotation, several values in a list."""


def attributes_of(features: Mapping[str, str]) -> tuple[dict[str, str], set[str]]:
    """The attributes that the features of an annotation hold, and which features those are."""
    found = {name: features[feature] for name, feature in ATTRIBUTES.items() if features.get(feature)}
    return found, {ATTRIBUTES[name] for name in found} | ({EVENTS} & features.keys())


def links_of(features: Mapping[str, str]) -> tuple[tuple[NodeLink, ...], int]:
    """The links of a content, and how many lines of the feature are none."""
    lines = [line for line in features.get(EVENTS, "").split("\n") if line.strip()]
    found = [link for line in lines if (link := _link(line)) is not None]
    return tuple(found), len(lines) - len(found)


def link_line(link: NodeLink) -> str:
    """A link as one line."""
    relation = f"{link.relation}{CONDITIONAL if link.conditional else ''}"
    return BETWEEN.join((relation, " ".join(link.title.split()), link.event))


def _link(line: str) -> NodeLink | None:
    parts = [part.strip() for part in line.split(BETWEEN.strip())]
    if len(parts) < 2 or not parts[0] or not parts[-1]:
        return None
    relation = parts[0].removesuffix(CONDITIONAL)
    return NodeLink(parts[-1], relation, conditional=relation != parts[0], title=BETWEEN.join(parts[1:-1]))


def actor_note(actor: GoldActor) -> Features:
    return {
        "identifier": actor.id,
        "name": actor.name,
        "kind": actor.kind,
        "aliases": list(actor.aliases),
        "sameAs": list(actor.same_as),
    }


def actor_of(features: Mapping[str, str]) -> GoldActor | None:
    """The actor of a document's annotation; None where it names none."""
    key = features.get("identifier") or features.get("name", "")
    if not key:
        return None
    return GoldActor(
        id=key,
        name=features.get("name") or key,
        kind=features.get("kind", "person"),
        aliases=_lines(features, "aliases"),
        same_as=_lines(features, "sameAs"),
    )


def event_note(event: GoldEvent) -> Features:
    when = event.when
    return {
        "identifier": event.id,
        "title": event.title,
        "category": event.type,
        "status": event.status,
        "date": when.edtf if when else "",
        "granularity": when.granularity if when else "",
        "place": event.place or "",
        "description": event.description,
    }


def event_of(features: Mapping[str, str]) -> GoldEvent | None:
    """The event of a document's annotation; None where it names none."""
    key = features.get("identifier") or features.get("title", "")
    if not key:
        return None
    status = features.get("status", "")
    date = features.get("date", "")
    return GoldEvent(
        id=key,
        title=features.get("title") or key,
        type=features.get("category", "other"),
        status=cast("EventStatus", status) if status in STATUSES else "happened",
        when=GoldWhen(edtf=date, granularity=features.get("granularity", "day")) if date else None,
        place=features.get("place"),
        description=features.get("description", ""),
    )


def missing_of(event: GoldEvent) -> Iterator[str]:
    """What an event's annotation does not hold of it, in words."""
    if event.participants:
        yield "its participants"
    if event.part_of:
        yield "the event that it is part of"
    if event.mentions:
        yield "its mentions"
    if event.when and event.when.text:
        yield "the words of its date"


def _lines(features: Mapping[str, str], name: str) -> tuple[str, ...]:
    return tuple(line for line in features.get(name, "").split("\n") if line)
