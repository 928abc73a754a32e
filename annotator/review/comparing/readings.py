"""The different readings of a card: who has the same version, and what several who agree amount to together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec

from annotator.ids import link_id
from annotator.model import Entity, Link, Span, Speaker, Statement
from annotator.review.comparing.parts import Context, alike
from annotator.review.model import Card
from annotator.units import Unit

Source = Mapping[str, Unit]
"""Part → the unit that it is taken from."""


class ReadingOf(msgspec.Struct, frozen=True):
    """One version of a card: the layers that have it, by name, and what they have; None for who looked and has none."""

    layers: tuple[str, ...]
    unit: Unit | None


def readings(card: Card, context: Context) -> list[ReadingOf]:
    """The versions of a card in reading order, who has none last. Two layers have one iff all that both decided agrees.

    Since agreeing so is not transitive (who decided less agrees with more), those who decided most found the versions,
    and the others join the first that they agree with. The outcome does not depend on the names of layers.
    """
    groups = [list(card.members)] if len(card.members) == 1 else _grouped(card, context)
    found = [ReadingOf(tuple(sorted(group)), merged(card, context, group)) for group in groups]
    return [*found, ReadingOf(card.absent, None)] if card.absent else found


def _grouped(card: Card, context: Context) -> list[list[str]]:
    """The layers of each version, the versions in reading order."""
    parts = {layer: context.parts(card, layer) for layer in card.members}
    places = {layer: _order_of(unit, parts[layer]) for layer, unit in card.members.items()}
    groups: list[list[str]] = []
    for layer in sorted(card.members, key=lambda layer: (-len(parts[layer]), places[layer])):
        fitting = (group for group in groups if all(alike(parts[layer], parts[other]) for other in group))
        group = next(fitting, None)
        if group is None:
            groups.append([layer])
        else:
            group.append(layer)
    groups.sort(key=lambda group: places[group[0]])
    return groups


def merged(card: Card, context: Context, layers: Sequence[str]) -> Unit:
    """What layers that agree amount to: every part from one who decided it, `decided` being all that any of them did.

    Ids of parents and links' statements are those of the layers that they come from.
    """
    if card.kind == "entity":
        return _merged_entity(card, [card.members[layer] for layer in layers])
    source: dict[str, Unit] = {}
    for layer in layers:
        for part in context.parts(card, layer):
            source.setdefault(part, card.members[layer])
    return put_together(card, source, card.members[layers[0]])


def _merged_entity(card: Card, units: Sequence[Unit]) -> Unit:
    """What entities that agree amount to: they have span and label in common, and an actor where one has it."""
    first = units[0]
    assert isinstance(first.value, Entity)
    actor = next((unit.value.actor for unit in units if isinstance(unit.value, Entity) and unit.value.actor), None)
    value = Entity(card.id, first.value.span, first.value.label, actor)
    return Unit(value, "kept", _ENTITY_FIELDS, first.how, first.score, first.source, first.reason)


def put_together(card: Card, source: Source, base: Unit) -> Unit:
    """A unit with the parts of `source`, everything else `base`'s, under the card's id and without anybody's flags.

    A speaker whose mention and actor come from different units has both.
    """
    value = _entity(card, source, base) if card.kind == "entity" else _statement(card, source, base)
    decided = frozenset(source) & _DECIDED if card.kind == "statement" else _ENTITY_FIELDS
    return Unit(value, "kept", decided, base.how, base.score, base.source, base.reason)


_DECIDED = frozenset({"content", "type", "cue", "speaker", "actor", "parent", "links"})
_ENTITY_FIELDS = frozenset({"span", "label", "actor"})


def _entity(card: Card, source: Source, base: Unit) -> Entity:
    def taken(part: str) -> Entity:
        value = source.get(part, base).value
        assert isinstance(value, Entity)
        return value

    return Entity(card.id, taken("content").span, taken("label").label, taken("actor").actor)


def _statement(card: Card, source: Source, base: Unit) -> Statement:
    def taken(part: str) -> Statement:
        value = source.get(part, base).value
        assert isinstance(value, Statement)
        return value

    kind = taken("type").type
    verbatim = taken("verbatim" if "verbatim" in source else "content").verbatim
    links = taken("links").links
    return Statement(
        id=card.id,
        content=taken("content").content,
        type=kind,
        verbatim=verbatim if kind == "mixed" else (),
        cue=taken("cue").cue,
        speaker=_speaker(taken("speaker").speaker, taken("actor").speaker),
        parent=taken("parent").parent,
        links=with_statement(card.id, links),
        nothing_to_link="links" in source and not links,
    )


def with_statement(statement: str, links: Iterable[Link]) -> tuple[Link, ...]:
    """The links as those of this statement, in order."""
    own = (
        Link(link_id(statement, one.event, one.relation), statement, one.event, one.relation, one.conditional)
        for one in links
    )
    return tuple(sorted(own, key=lambda link: (link.event, link.relation, link.conditional)))


def _speaker(named: Speaker | None, resolved: Speaker | None) -> Speaker | None:
    """The mentions of one and the actors of the other, as far as they go together."""
    if named is None or named == resolved:
        actor = resolved.actor if resolved else None
        return named or (Speaker(actor=actor) if actor else None)
    actors = {one.mention: one.actor for one in (resolved, *resolved.others) if one.actor} if resolved else {}
    first = actors.get(named.mention, resolved.actor if resolved else None)
    others = tuple(
        msgspec.structs.replace(other, actor=actors.get(other.mention, other.actor)) for other in named.others
    )
    return Speaker(named.mention, first, named.anonymous, others)


def _order_of(unit: Unit, parts: Mapping[str, Any]) -> tuple[int, int, tuple[Span, ...], Any]:
    """Reading order, the longer first; what has the same spans by its parts."""
    value = unit.value
    told = (value.label, value.actor or "") if isinstance(value, Entity) else repr(sorted(parts.items()))
    return (unit.start, -unit.end, unit.spans, told)
