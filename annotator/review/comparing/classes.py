"""Whole classes of alike disagreements, each to be settled by one choice that is shown as a list beforehand. Pure.

By what disagreements are alike is in `annotator.review.comparing.class_rules`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

import msgspec

from annotator.model import Entity, Span, Statement
from annotator.review.comparing.class_rules import CLASS_RULES, Alike
from annotator.review.model import Card
from annotator.text import span_text

TextOf = Callable[[str], str]
"""The text of an article, by its id."""
FEWEST = 2
"""One disagreement alone is no class."""


class ClassChoice(msgspec.Struct, frozen=True):
    """One way to settle a class. `takes`: card id → the layer whose version is taken, None where it is dropped."""

    name: str
    title: str
    takes: Mapping[str, str | None]


class DisagreementClass(msgspec.Struct, frozen=True):
    """Cards on which the layers differ in the same way and in nothing else. `title`: in what; `name`: of which rule."""

    name: str
    title: str
    cards: tuple[Card, ...]
    choices: tuple[ClassChoice, ...]

    def __len__(self) -> int:
        return len(self.cards)

    def choice(self, name: str) -> ClassChoice:
        """The choice with this name; KeyError where there is none."""
        for choice in self.choices:
            if choice.name == name:
                return choice
        raise KeyError(name)

    def sentence(self, choice: ClassChoice) -> str:
        """What the choice does, in words: the title of the batch."""
        return f"{self.title}: {choice.title} for all {len(self)}"


class PreviewRow(msgspec.Struct, frozen=True):
    """What a choice does to one card: the words it takes ("" for dropped), and those that it leaves."""

    card: Card
    takes: str
    leaves: tuple[str, ...]


def classes(cards: Iterable[Card], text_of: TextOf) -> list[DisagreementClass]:
    """The classes of two or more cards among these, the largest first. A card is in one class at most."""
    found: dict[tuple[str, ...], list[tuple[Card, Alike]]] = {}
    for card in cards:
        if card.is_agreed:
            continue
        text = text_of(card.article)
        for rule in CLASS_RULES:
            alike = rule.sort(card, text) if card.kinds == rule.kinds else None
            if alike is not None:
                found.setdefault((rule.name, card.kind, *alike.key), []).append((card, alike))
                break
    made = [_class(key[0], members) for key, members in found.items() if len(members) >= FEWEST]
    return sorted(made, key=lambda one: (-len(one), one.title))


def preview(found: DisagreementClass, choice: ClassChoice, text_of: TextOf) -> list[PreviewRow]:
    """What the choice does to every card of the class, for a lead to look through before it is done."""
    rows: list[PreviewRow] = []
    for card in found.cards:
        text = text_of(card.article)
        layer = choice.takes[card.id]
        told = {name: in_words(unit.value, text, card.kinds) for name, unit in card.members.items()}
        takes = told[layer] if layer else ""
        others = sorted({words for words in told.values() if words != takes})
        rows.append(PreviewRow(card, takes, (*others, *([""] if card.absent and takes else []))))
    return rows


def in_words(value: Entity | Statement, text: str, kinds: Sequence[str]) -> str:
    """A reading in the words of its text: "the Kremlin ORG"; a statement's with the part that these kinds are about."""
    if isinstance(value, Entity):
        return f"{_words(text, value.span)} {value.label}"
    content = " … ".join(_words(text, span) for span in value.content)
    parts = {
        "type": value.type,
        "cue": _words(text, value.cue) or "no cue",
        "speaker": _words(text, value.speaker.mention if value.speaker else None) or "no mention",
        "relation": ", ".join(sorted(link.relation for link in value.links)),
    }
    beside = [parts[kind] for kind in kinds if kind in parts]
    return f"{content} · {', '.join(beside)}" if beside else content


def _class(name: str, members: Sequence[tuple[Card, Alike]]) -> DisagreementClass:
    first = members[0][1]
    taken: dict[str, dict[str, str | None]] = {option.name: {} for option in first.options}
    for card, alike in members:
        for option in alike.options:
            taken[option.name][card.id] = option.layer
    choices = tuple(ClassChoice(option.name, option.title, taken[option.name]) for option in first.options)
    return DisagreementClass(name, first.title, tuple(card for card, _ in members), choices)


def _words(text: str, span: Span | None) -> str:
    return span_text(text, span) if span else ""
