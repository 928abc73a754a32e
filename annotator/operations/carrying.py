"""Carrying one decision from a passage to its twin: where it goes, whether that is free, and the drafts that do it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec

from annotator.fields import entity_fields, span_field, spans_field, speaker_field, statement_fields
from annotator.ids import random_id, suggestion_id
from annotator.model import Article, Entity, Region, Span, Speaker, Statement
from annotator.operations.articles import ExcludeRegion
from annotator.operations.base import Desk, Draft
from annotator.operations.links import LinkEvent, NothingToLink
from annotator.operations.units import accept, actor_drafts, actors_in, actors_of, correct, decide, refuse
from annotator.proposals.alignment import Alignment
from annotator.units import Unit
from annotator.work import ArticleWork

TAKEN_FIELDS = ("content", "verbatim", "cue", "speaker", "actor", "type", "parent")
"""The fields of a statement that are taken over where a person decided them."""


class Carried(msgspec.Struct, frozen=True):
    """What becomes of one decision in one place: the drafts that take it over, or why there are none."""

    drafts: tuple[Draft, ...] = ()
    differs: bool = False
    is_decided: bool = False


NOTHING = Carried()
DIFFERS = Carried(differs=True)
DECIDED = Carried(is_decided=True)


class Carrier:
    """The way from an article to one place in another. `ways`: passages of the article with the way to their twins."""

    def __init__(self, source: Article, target: ArticleWork, ways: Sequence[tuple[Span, Alignment]]) -> None:
        self.source = source
        self.target = target
        self._ways = ways
        self.twins: dict[str, str] = {}
        """The statement of the other article for each that was carried, by id."""

    def span(self, span: Span) -> Span | None:
        """The same words in the other article; None where they differ or have no twin."""
        way = next((alignment for passage, alignment in self._ways if passage.covers(span)), None)
        return way.span(span) if way else None

    def spans(self, spans: Iterable[Span]) -> tuple[Span, ...] | None:
        """The same for several, in order; None unless all of them have a twin."""
        found = [self.span(span) for span in spans]
        there = [span for span in found if span is not None]
        return tuple(there) if len(there) == len(found) and there == sorted(there) else None

    def passage_of(self, unit: Unit, default: Span) -> Span:
        """A span that tells one carrying of a unit from another: where its first words go."""
        return self.span(unit.spans[0]) or default

    def proposed(self, kind: str, spans: Sequence[Span], label: str) -> Unit | None:
        """What any machine that proposes this in the other article calls so, in whatever state."""
        return self.target.find(self._id(kind, spans, label))

    def free_id(self, kind: str, spans: Sequence[Span], label: str) -> str:
        """An id for what is added there: the machine's, so that two laptops add one object, unless that is taken."""
        return random_id() if self.proposed(kind, spans, label) else self._id(kind, spans, label)

    def _id(self, kind: str, spans: Sequence[Span], label: str) -> str:
        return suggestion_id(self.target.article.id, kind, [(span.start, span.end) for span in spans], label)

    def there(self, kind: str) -> list[Unit]:
        """The units of a kind in the other article."""
        return [unit for unit in self.target.every() if unit.kind == kind]


def carry_region(desk: Desk, carrier: Carrier, region: Region, passage: Span, twin: Span) -> Carried:
    """Leave out of the other article what was left out of this one: the whole passage, or a stretch of it."""
    span = twin if region.span.covers(passage) else carrier.span(region.span)
    if span is None:
        return DIFFERS
    if any(old.span.overlaps(span) for old in carrier.target.regions):
        return DECIDED
    return Carried(tuple(ExcludeRegion(carrier.target.article.id, span).drafts(desk)))


def carry_entity(desk: Desk, carrier: Carrier, unit: Unit) -> Carried:
    """Take over an entity, or the refusal of one."""
    assert isinstance(unit.value, Entity)
    proposed = _proposed_entity(desk, carrier, unit)
    if unit.state == "rejected":
        return _refused(desk, carrier, proposed)
    span = carrier.span(unit.value.span)
    if span is None:
        return DIFFERS
    near = [other for other in carrier.there("entity") if other.spans[0].overlaps(span)]
    if any(other.state == "kept" for other in near) or (proposed and not proposed.is_machine):
        return DECIDED
    alike = [other for other in near if other.spans == (span,)]
    label = unit.value.label
    if any(not other.is_machine and _label(other) == label for other in alike):
        return DECIDED
    free = [other for other in alike if other.is_machine]
    twin = proposed or min(free, key=lambda other: (_label(other) != label, other.id), default=None)
    wanted = {"span": span_field(span), "label": label, "actor": unit.value.actor}
    if twin is None:
        return Carried(tuple(_new_entity(desk, carrier, span, wanted)))
    return Carried(tuple(_changed_entity(desk, carrier.target.article.id, twin, wanted)))


def _new_entity(desk: Desk, carrier: Carrier, span: Span, wanted: Mapping[str, Any]) -> list[Draft]:
    fields: dict[str, Any] = {**wanted, "flags": [], "state": "kept"}
    article, key = carrier.target.article.id, carrier.free_id("entity", (span,), wanted["label"])
    actors = actor_drafts(desk, article, actors_in(fields))
    return [*actors, Draft(desk.layer, article, key, "entity", "add_bulk", fields)]


def _changed_entity(desk: Desk, article: str, twin: Unit, wanted: Mapping[str, Any]) -> list[Draft]:
    assert isinstance(twin.value, Entity)
    there = entity_fields(twin.value)
    changed = {name: value for name, value in wanted.items() if there[name] != value}
    return correct(desk, article, twin, changed) if changed else accept(desk, article, twin, bulk=True)


def _proposed_entity(desk: Desk, carrier: Carrier, unit: Unit) -> Unit | None:
    """The suggestion of the other article that is the twin of what the machine proposed here, decided or not."""
    suggestion = desk.suggestion(carrier.source.id, unit.id)
    if suggestion is None or not isinstance(suggestion.value, Entity):
        return None
    span = carrier.span(suggestion.value.span)
    return None if span is None else carrier.proposed("entity", (span,), suggestion.value.label)


def _refused(desk: Desk, carrier: Carrier, proposed: Unit | None) -> Carried:
    if proposed is None:
        return NOTHING
    if not proposed.is_machine:
        return NOTHING if proposed.state == "rejected" else DECIDED
    return Carried(tuple(refuse(desk, carrier.target.article.id, proposed, bulk=True)))


def _label(unit: Unit) -> str:
    return unit.value.label if isinstance(unit.value, Entity) else unit.value.type


def carry_statement(desk: Desk, carrier: Carrier, unit: Unit) -> Carried:
    """Take over what a person decided about a statement, part by part, with its links; or the refusal of one."""
    assert isinstance(unit.value, Statement)
    proposed = _proposed_statement(desk, carrier, unit)
    if unit.state == "rejected":
        return _refused(desk, carrier, proposed)
    fields = _carried_fields(carrier, unit)
    content = carrier.spans(unit.value.content)
    if fields is None or content is None:
        return DIFFERS
    there = carrier.there("statement")
    alike = [other for other in there if other.spans == content]
    twin = proposed or next((other for other in alike if other.is_shown), None)
    if twin is None:
        if alike or any(other.state == "kept" and _overlap(other.spans, content) for other in there):
            return DECIDED
        if "content" not in unit.decided:
            return NOTHING
        return _added(desk, carrier, unit, fields)
    if not twin.is_shown:
        return DECIDED
    carrier.twins[unit.id] = twin.id
    return _filled(desk, carrier, unit, twin, fields)


def _proposed_statement(desk: Desk, carrier: Carrier, unit: Unit) -> Unit | None:
    suggestion = desk.suggestion(carrier.source.id, unit.id)
    if suggestion is None or not isinstance(suggestion.value, Statement):
        return None
    spans = carrier.spans(suggestion.value.content)
    return None if spans is None else carrier.proposed("statement", spans, suggestion.value.type)


def _carried_fields(carrier: Carrier, unit: Unit) -> dict[str, Any] | None:
    """The fields that a person decided, as they are in the other article; None where the words of one differ there."""
    value = unit.value
    assert isinstance(value, Statement)
    wanted = {name for name in TAKEN_FIELDS if name in unit.decided}
    content, verbatim = carrier.spans(value.content), carrier.spans(value.verbatim)
    cue = carrier.span(value.cue) if value.cue else None
    speaker = _carried_speaker(carrier, value.speaker)
    is_lost = {
        "content": content is None,
        "verbatim": verbatim is None,
        "cue": value.cue is not None and cue is None,
        "speaker": value.speaker is not None and speaker is None,
    }
    if any(is_lost.get(name) for name in wanted):
        return None
    parent = carrier.twins.get(value.parent or "")
    if value.parent is not None and parent is None:
        wanted.discard("parent")
    fields: dict[str, Any] = {
        "content": spans_field(content or ()),
        "verbatim": spans_field(verbatim or ()),
        "cue": span_field(cue),
        "speaker": speaker_field(speaker),
        "actor": value.speaker.actor if value.speaker else None,
        "type": value.type,
        "parent": parent,
    }
    return {name: fields[name] for name in TAKEN_FIELDS if name in wanted}


def _carried_speaker(carrier: Carrier, speaker: Speaker | None) -> Speaker | None:
    """The speaker with its mentions in the other article; None where there is none, or one has no twin."""
    if speaker is None:
        return None
    mention = carrier.span(speaker.mention) if speaker.mention else None
    others = [_carried_speaker(carrier, other) for other in speaker.others]
    if (speaker.mention is not None and mention is None) or None in others:
        return None
    return msgspec.structs.replace(speaker, mention=mention, others=tuple(other for other in others if other))


def _filled(desk: Desk, carrier: Carrier, unit: Unit, twin: Unit, fields: dict[str, Any]) -> Carried:
    """Decide of a statement that is there what nobody has decided about it yet."""
    assert isinstance(twin.value, Statement)
    article = carrier.target.article.id
    there = statement_fields(twin.value)
    free = {name: value for name, value in fields.items() if name not in twin.decided}
    drafts: list[Draft] = []
    if free:
        is_same = all(there[name] == value for name, value in free.items())
        drafts = decide(desk, article, twin, "accept_bulk" if is_same else "correct", {**free, "state": "kept"})
        desk.note(drafts)
    if "links" not in twin.decided:
        drafts += _links(desk, article, unit, twin.id)
    return Carried(tuple(drafts)) if drafts else DECIDED


def _added(desk: Desk, carrier: Carrier, unit: Unit, fields: dict[str, Any]) -> Carried:
    """A statement where the machine proposed none; what is open here is open there, as far as it has a twin."""
    value = unit.value
    assert isinstance(value, Statement)
    article, content = carrier.target.article.id, carrier.spans(value.content) or ()
    key = carrier.free_id("statement", content, value.type)
    speaker = _carried_speaker(carrier, value.speaker)
    machine = {
        "verbatim": spans_field(carrier.spans(value.verbatim) or ()),
        "cue": span_field(carrier.span(value.cue)) if value.cue else None,
        "speaker": speaker_field(speaker),
        "actor": speaker.actor if speaker else None,
        "type": value.type,
        "parent": None,
        "flags": [],
    }
    left = {name: found for name, found in machine.items() if name not in fields}
    drafts = actor_drafts(desk, article, [*actors_of(speaker), *actors_in(fields)])
    drafts.append(Draft(desk.layer, article, key, "statement", "add_bulk", {**fields, "state": "kept"}, left))
    desk.note(drafts)
    carrier.twins[unit.id] = key
    return Carried((*drafts, *_links(desk, article, unit, key)))


def _links(desk: Desk, article: str, unit: Unit, twin: str) -> list[Draft]:
    assert isinstance(unit.value, Statement)
    if unit.value.nothing_to_link:
        return NothingToLink(article, (twin,)).drafts(desk)
    drafts: list[Draft] = []
    for link in unit.value.links:
        found = LinkEvent(article, (twin,), link.event, link.relation, link.conditional).drafts(desk)
        desk.note(found)
        drafts += found
    return drafts


def _overlap(some: Iterable[Span], others: Sequence[Span]) -> bool:
    return any(one.overlaps(other) for one in some for other in others)
