"""What the table of a card says: a row for each part, a column for each version. Pure: structs in, words out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from annotator.layers import GOLD
from annotator.model import Entity, Event, Statement
from annotator.review.queue import ReviewCard, ReviewedArticle
from annotator.text import span_text
from annotator.wording import clipped, counted
from ui.wording import NONE, NOT_DECIDED, FindActor, actors_text, content_text, event_line, relation_text, speakers_text

MOST_KEYS = 9
GOLD_SIGN = "◆"
"""What stands for gold where there is no room for the word."""
ABSENT = "nothing here"
ENTITY_PARTS = ("content", "label", "actor")
STATEMENT_PARTS = ("content", "cue", "speaker", "actor", "type", "parent", "links")
EVENTS, WORDS = "events", "words"
KIND_PARTS: Mapping[str, tuple[str, ...]] = {
    "boundary": ("content",),
    "label": ("label",),
    "type": ("type",),
    "cue": ("cue",),
    "speaker": ("speaker",),
    "actor": ("actor",),
    "parent": ("parent",),
    "event": ("links",),
    "relation": ("links",),
}
"""In which rows a kind of disagreement is seen."""
EDGE_WORDS = 4
WORDS_CHARS = 70

Value = Entity | Statement | None


@dataclass(frozen=True)
class Column:
    """One reading of the card. `key` is the digit that takes it, "" where none does; `heads` who has it."""

    key: str
    heads: tuple[str, ...]
    value: Value
    layers: tuple[str, ...] = ()

    @property
    def is_gold(self) -> bool:
        return GOLD in self.layers


@dataclass(frozen=True)
class Words:
    """What is needed to put values into words: the text, the actors and events by id, other statements by id."""

    text: str
    find_actor: FindActor
    find_event: Callable[[str], Event | None]
    find_statement: Callable[[str], Statement | None]

    def cell(self, part: str, value: Value) -> str:
        """A part of a value in words; events a line each, with their relation below."""
        if value is None:
            return "—"
        return self._of_entity(part, value) if isinstance(value, Entity) else self._of_statement(part, value)

    def _of_entity(self, part: str, entity: Entity) -> str:
        if part == "label":
            return entity.label
        if part == "content":
            return clipped(span_text(self.text, entity.span), WORDS_CHARS)
        actor = self.find_actor(entity.actor) if entity.actor else None
        return actor.name if actor else NONE

    def _of_statement(self, part: str, statement: Statement) -> str:
        speaker = statement.speaker
        if part == "content":
            return self._content(statement)
        if part == "cue":
            return span_text(self.text, statement.cue) if statement.cue else NONE
        if part == "speaker":
            return speakers_text(self.text, speaker, self.find_actor) if speaker else NONE
        if part == "actor":
            return actors_text(speaker, self.find_actor) or NONE
        if part == "type":
            return statement.type
        if part == "parent":
            parent = self.find_statement(statement.parent) if statement.parent else None
            return self._content(parent) if parent else NONE
        return self._events(statement)

    def _content(self, statement: Statement) -> str:
        """The first and the last words: there the versions differ. With the number of fragments, if several."""
        number = len(statement.content)
        words = content_text(self.text, statement).split()
        if number > 1 or len(words) > 2 * EDGE_WORDS + 1:
            first, last = (span_text(self.text, span).split() for span in (statement.content[0], statement.content[-1]))
            words = [*first[:EDGE_WORDS], "…", *last[-EDGE_WORDS:]]
        line = " ".join(words)
        return f"{line}\n{counted(number, 'fragment')}" if number > 1 else line

    def _events(self, statement: Statement) -> str:
        if not statement.links:
            return "nothing to link" if statement.nothing_to_link else NOT_DECIDED
        lines: list[str] = []
        for link in statement.links:
            event = self.find_event(link.event)
            lines.append(event_line(event) if event else "an event that is not here")
            lines.append(relation_text(link.relation, conditional=link.conditional))
        return "\n".join(lines)


def part_title(part: str, kind: str) -> str:
    """How a part is called on screen."""
    if part == "links":
        return EVENTS
    return WORDS if kind == "entity" and part == "content" else part


def parts_of(card: ReviewCard) -> tuple[str, ...]:
    """The rows of a card's table."""
    return ENTITY_PARTS if card.card.kind == "entity" else STATEMENT_PARTS


def columns_of(card: ReviewCard) -> list[Column]:
    """The versions with the keys that take them; what is gold is among them."""
    return [
        Column(str(at) if at <= MOST_KEYS else "", version.names, version.value, version.layers)
        for at, version in enumerate(card.versions, 1)
    ]


def differing_parts(card: ReviewCard) -> frozenset[str]:
    """The rows in which the versions differ."""
    return frozenset(part for kind in card.card.kinds for part in KIND_PARTS.get(kind, ()))


def taken_cells(card: ReviewCard) -> frozenset[tuple[str, int]]:
    """(part, column) of what is gold: a whole version, or parts of several."""
    if len(card.decisions) != 1:
        return frozenset()
    (decision,) = card.decisions
    found: set[tuple[str, int]] = set()
    for at, version in enumerate(card.versions):
        for part in parts_of(card):
            layer = decision.taken.get(part) if decision.choice == "composed" else None
            if layer in version.layers if layer else GOLD in version.layers:
                found.add((part, at))
    return frozenset(found)


def find_statement(article: ReviewedArticle, statement_id: str) -> Statement | None:
    """The statement with this id in any layer, in the gold, or on a card: what a parent can be."""
    units = (*article.gold, *(unit for work in article.works for unit in work.of_kind("statement")))
    values = [unit.value for unit in units if unit.id == statement_id]
    card = article.find(statement_id)
    values += [version.value for version in card.versions if version.value is not None] if card is not None else []
    return next((value for value in values if isinstance(value, Statement)), None)
