"""Layers' work made by hand, for tests of review: units on spans, put side by side."""

from __future__ import annotations

from annotator.ids import link_id
from annotator.model import PARTS, PASSES, Entity, Link, Span, Speaker, Statement
from annotator.review.comparing.comparison import compare
from annotator.review.model import Card, LayerWork
from annotator.units import Unit
from annotator.work import sort_key

NOTHING = "nothing to link"


def name(start: int, end: int, label: str = "PERSON", *, key: str = "", actor: str | None = None) -> Unit:
    """An entity that somebody kept."""
    value = Entity(key or f"{start}-{end}-{label}", Span(start, end), label, actor)
    return Unit(value, "kept", frozenset({"span", "label", "actor", "flags"}), "single")


def said(
    *content: tuple[int, int],
    kind: str = "direct",
    cue: tuple[int, int] | None = None,
    mention: tuple[int, int] | None = None,
    actor: str | None = None,
    parent: str | None = None,
    links: tuple[tuple[str, str], ...] | str = (),
    verbatim: tuple[tuple[int, int], ...] = (),
    undecided: tuple[str, ...] = (),
    key: str = "",
) -> Unit:
    """A statement that somebody kept, with all parts decided but those `undecided`; links only where there are some."""
    key = key or "+".join(f"{start}-{end}" for start, end in content)
    about = () if isinstance(links, str) else links
    value = Statement(
        key, tuple(Span(*pair) for pair in content), kind, tuple(Span(*pair) for pair in verbatim),
        cue=Span(*cue) if cue else None,
        speaker=Speaker(Span(*mention) if mention else None, actor) if mention or actor else None,
        parent=parent,
        links=tuple(Link(link_id(key, event, relation), key, event, relation) for event, relation in about),
        nothing_to_link=links == NOTHING,
    )  # fmt: skip
    decided = set(PARTS) - set(undecided) - (set() if links else {"links"})
    return Unit(value, "kept", frozenset(decided), "single")


def work(layer: str, *units: Unit, passes: tuple[str, ...] = PASSES) -> LayerWork:
    """What a layer has in the article."""
    return LayerWork(layer, "article", tuple(sorted(units, key=sort_key)), frozenset(passes))


def side_by_side(*sides: tuple[Unit, ...] | list[Unit]) -> list[Card]:
    """The cards of layers named a, b, c … with these units."""
    return list(compare([work(letter, *units) for letter, units in zip("abcdefg", sides, strict=False)]).cards)


def card_of(*units: Unit | None) -> Card:
    """The one card of layers with one unit each, or none."""
    (card,) = side_by_side(*([unit] if unit else [] for unit in units))
    return card


def who(card: Card) -> dict[str, str]:
    """Layer → the id of its unit."""
    return {layer: unit.id for layer, unit in card.members.items()}
