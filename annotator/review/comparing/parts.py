"""What is compared of a unit, part by part: `parts_of` a value, and `Context`, which sees one article's cards at once.

A part that is not there differs from nothing: so neither what somebody did not decide, nor what does not apply. Flags
are no part: to be unsure is not to differ.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Any

from annotator.model import Entity, Speaker, Statement
from annotator.review.model import Card
from annotator.units import Unit

_DECIDED_BY: Mapping[str, frozenset[str]] = {
    **{part: frozenset({part}) for part in ("content", "type", "cue", "speaker", "actor", "parent", "links")},
    "verbatim": frozenset({"content", "type"}),
}
Parts = Mapping[str, Any]
Parents = Mapping[str, str | None]
NO_PARENTS: Mapping[str, Parents] = {}


def parts_of(value: Entity | Statement, parents: Parents | None = None) -> dict[str, Any]:
    """Part → what it is, as a value that compares and hashes; equal where two readings of the part are the same.

    Content and verbatim are spans; a speaker's parts are those of all who speak, in the order of their mentions; links
    are (event, relation, conditional) in order, empty for nothing to link. `parents` says for a parent's id which card
    it stands on (None: on none); without it a parent is its id. Left out is what does not apply: an entity's actor
    while there is none, since resolving one is not asked for; verbatim of what is not mixed, since it follows from the
    type.
    """
    if isinstance(value, Entity):
        own: dict[str, Any] = {"content": (value.span,), "label": value.label}
        return own | {"actor": (value.actor,)} if value.actor else own
    speakers = _speakers(value.speaker)
    parts: dict[str, Any] = {
        "content": value.content,
        "type": value.type,
        "cue": value.cue,
        "speaker": tuple((one.mention, one.anonymous) for one in speakers if one.mention or one.anonymous),
        "actor": tuple(one.actor for one in speakers) if any(one.actor for one in speakers) else (None,),
        "parent": value.parent if parents is None or value.parent is None else parents.get(value.parent),
        "links": tuple(sorted((link.event, link.relation, link.conditional) for link in value.links)),
    }
    return parts | {"verbatim": value.verbatim} if value.type == "mixed" else parts


def decided_parts(unit: Unit, parents: Parents | None = None) -> dict[str, Any]:
    """`parts_of` a unit's value, without those that nobody decided. An entity is decided as a whole."""
    parts = parts_of(unit.value, parents)
    if unit.kind == "entity":
        return parts
    return {part: value for part, value in parts.items() if _DECIDED_BY[part] <= unit.decided}


def alike(some: Parts, others: Parts) -> bool:
    """Whether two readings are the same in all parts that both have."""
    return some == others or all(others[part] == value for part, value in some.items() if part in others)


class Context:
    """The cards of one article, for what cannot be seen on a card alone: on which card a unit's parent stands.

    `parents` are statements of layers whose cards are not among these: layer → statement → the card's id.
    """

    def __init__(self, cards: Iterable[Card], parents: Mapping[str, Parents] = NO_PARENTS) -> None:
        self._parents: dict[str, dict[str, str | None]] = {layer: dict(own) for layer, own in parents.items()}
        self._parts: dict[tuple[str, str], dict[str, Any]] = {}
        self._empty: dict[str, str | None] = {}
        self._last: tuple[Card | None, list[dict[str, Any]]] = (None, [])
        for card in cards:
            if card.kind == "statement":
                key = card.id
                for layer, unit in card.members.items():
                    self._parents.setdefault(layer, {})[unit.id] = key

    def card_of(self, layer: str, statement: str) -> str | None:
        """The id of the card on which a layer's statement stands; None where it is on none."""
        return self._parents.get(layer, self._empty).get(statement)

    def parts(self, card: Card, layer: str) -> dict[str, Any]:
        """What a layer decided of a card, by part; nothing where it has none. Parents are cards."""
        unit = card.members.get(layer)
        if unit is None:
            return {}
        key = (layer, unit.id)
        if key not in self._parts:
            self._parts[key] = decided_parts(unit, self._parents.get(layer, self._empty))
        return self._parts[key]

    def values(self, card: Card, part: str) -> list[Any]:
        """The different readings of a part, by those who decided it."""
        found: list[Any] = []
        for parts in self._all_parts(card):
            if part in parts and parts[part] not in found:
                found.append(parts[part])
        return found

    def _all_parts(self, card: Card) -> list[dict[str, Any]]:
        """What each layer decided. Every kind of disagreement asks for the same card, one after the other."""
        last, told = self._last
        if last is not card:
            told = [self.parts(card, layer) for layer in card.members]
            self._last = card, told
        return told

    def differ_in(self, card: Card, *parts: str) -> bool:
        """Whether two who decided one of these parts decided it differently."""
        return any(len(self.values(card, part)) > 1 for part in parts)


def _speakers(speaker: Speaker | None) -> list[Speaker]:
    """All who speak, in the order of their mentions, who has none last."""
    if speaker is None:
        return []
    return sorted([speaker, *speaker.others], key=_place)


def _place(speaker: Speaker) -> tuple[float, float, bool, str]:
    mention = speaker.mention
    start, end = (mention.start, mention.end) if mention else (math.inf, math.inf)
    return start, end, speaker.anonymous, speaker.actor or ""
