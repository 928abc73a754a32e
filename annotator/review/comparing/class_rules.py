"""By what disagreements are alike, so that a whole class can be settled at once: one function and one line each. Pure.

A rule sees one card and says which class it belongs to and what each choice takes there. It takes no card on which the
layers differ in anything else, so that settling the class settles the card.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import msgspec

from annotator.model import Entity, Span
from annotator.names import fold, known_words
from annotator.review.comparing.parts import decided_parts
from annotator.review.model import Card

DETERMINERS = frozenset(["the", "a", "an", "this", "that", "these", "those", "its", "his", "her", "their", "our", "my"])
POSSESSIVES = frozenset(["'s", "’s", "'", "’"])
TITLE_WORDS = 6
"""A title before a name has no more words than this."""


class Option(msgspec.Struct, frozen=True):
    """A choice on one card: `name` is the same on every card of the class; `layer` who has it, None for none."""

    name: str
    title: str
    layer: str | None


class Alike(msgspec.Struct, frozen=True):
    """To which class a card belongs, and its choices. Cards of one rule with the same `key` are one class."""

    key: tuple[str, ...]
    title: str
    options: tuple[Option, ...]


Rule = Callable[[Card, str], Alike | None]


class ClassRule(msgspec.Struct, frozen=True):
    """One way for disagreements to be alike. `kinds`: the only kinds of which its cards may differ."""

    name: str
    kinds: tuple[str, ...]
    sort: Rule


def determiner(card: Card, text: str) -> Alike | None:
    """“the Kremlin” against “Kremlin”."""
    return _edges(card, text, "a leading determiner", lambda before, after: not after and fold(before) in DETERMINERS)


def possessive(card: Card, text: str) -> Alike | None:
    """“Moscow’s” against “Moscow”."""
    return _edges(card, text, "a possessive ending", lambda before, after: not before and after in POSSESSIVES)


def marks(card: Card, text: str) -> Alike | None:
    """Quotation marks, punctuation or white space at the edges."""
    return _edges(card, text, "marks at the edges", lambda before, after: not any(c.isalnum() for c in before + after))


def title(card: Card, text: str) -> Alike | None:
    """“President Stubb” against “Stubb”."""
    return _edges(card, text, "a title before the name", lambda before, after: not after and _is_title(before))


def fragments(card: Card, _text: str) -> Alike | None:
    """The one has all fragments of the other, and more."""
    found = _two(card, "content")
    if card.kind != "statement" or found is None:
        return None
    (few, few_layer), (many, many_layer) = sorted(found, key=lambda one: (len(one[0]), one[1]))
    if not set(few) < set(many):
        return None
    options = Option("more", "all fragments", many_layer), Option("fewer", "fewer fragments", few_layer)
    return Alike(("fragments",), "One has further fragments", options)


def label(card: Card, _text: str) -> Alike | None:
    """One label against another."""
    return _either(card, "label", "{0} against {1}")


def type_(card: Card, _text: str) -> Alike | None:
    """One type of statement against another."""
    return _either(card, "type", "{0} against {1}")


def missed(card: Card, _text: str) -> Alike | None:
    """One of those who looked has it not, of two too; or one of at least three is the only one to have it."""
    have, lack = len(card.members), len(card.absent)
    if min(have, lack) != 1:
        return None
    what = _what(card)
    keep = Option("keep", "keep", _fullest(card, list(card.members)))
    drop = Option("drop", "drop", None)
    if lack == 1:
        return Alike(("missed by one", what), f"{what} that one of {have + lack} has not", (keep, drop))
    return Alike(("found by one", what), f"{what} that only one of {have + lack} has", (drop, keep))


def speaker(card: Card, _text: str) -> Alike | None:
    """The one’s mention of the speaker lies in the other’s; or only one has a mention."""
    found = _two(card, "speaker")
    if found is None or any(len(value) > 1 or any(is_anonymous for _, is_anonymous in value) for value, _ in found):
        return None
    spans = [(value[0][0] if value else None, layer) for value, layer in found]
    return _longer(spans, "speaker", "mention")


def cue(card: Card, _text: str) -> Alike | None:
    """The one’s cue lies in the other’s, as “said” in “has said”; or only one has a cue."""
    found = _two(card, "cue")
    return _longer(found, "cue", "cue") if found else None


def actor(card: Card, _text: str) -> Alike | None:
    """The one says who it is, the other that nobody known is meant."""
    found = _two(card, "actor")
    if found is None:
        return None
    some, none = [one for one in found if any(one[0])], [one for one in found if not any(one[0])]
    if len(some) != 1 or len(none) != 1:
        return None
    options = Option("actor", "the actor", some[0][1]), Option("none", "nobody known", none[0][1])
    return Alike(("actor",), "An actor against nobody known", options)


def parent(card: Card, _text: str) -> Alike | None:
    """Nested for one, free for the other."""
    found = _two(card, "parent")
    if found is None or {value is None for value, _ in found} != {True, False}:
        return None
    (nested,) = [layer for value, layer in found if value is not None]
    (free,) = [layer for value, layer in found if value is None]
    options = Option("nested", "nested", nested), Option("free", "not nested", free)
    return Alike(("parent",), "Nested in another statement, or not", options)


def links(card: Card, _text: str) -> Alike | None:
    """A link against nothing to link."""
    found = _two(card, "links")
    if found is None or {bool(value) for value, _ in found} != {True, False}:
        return None
    (linked,) = [layer for value, layer in found if value]
    (nothing,) = [layer for value, layer in found if not value]
    options = Option("link", "the link", linked), Option("nothing", "nothing to link", nothing)
    return Alike(("links",), "A link against nothing to link", options)


def relation(card: Card, _text: str) -> Alike | None:
    """One relation with the event against another."""
    found = _two(card, "links")
    if found is None or any(len(value) != 1 for value, _ in found):
        return None
    named = sorted((f"{value[0][1]}{', conditional' if value[0][2] else ''}", layer) for value, layer in found)
    names = tuple(name for name, _ in named)
    return Alike(names, f"{names[0]} against {names[1]}", tuple(Option(name, name, layer) for name, layer in named))


CLASS_RULES: tuple[ClassRule, ...] = (
    ClassRule("determiner", ("boundary",), determiner),
    ClassRule("possessive", ("boundary",), possessive),
    ClassRule("title", ("boundary",), title),
    ClassRule("marks", ("boundary",), marks),
    ClassRule("fragments", ("boundary",), fragments),
    ClassRule("label", ("label",), label),
    ClassRule("type", ("type",), type_),
    ClassRule("missed", ("missed",), missed),
    ClassRule("speaker", ("speaker",), speaker),
    ClassRule("cue", ("cue",), cue),
    ClassRule("actor", ("actor",), actor),
    ClassRule("parent", ("parent",), parent),
    ClassRule("links", ("event",), links),
    ClassRule("relation", ("relation",), relation),
)
"""A card goes to the first that takes it."""


def _two(card: Card, part: str) -> list[tuple[Any, str]] | None:
    """The two readings of a part, each with the layer that says it and decided most; None unless there are two."""
    found: dict[Any, list[str]] = {}
    for layer, unit in card.members.items():
        parts = decided_parts(unit)
        if part in parts:
            found.setdefault(parts[part], []).append(layer)
    return [(value, _fullest(card, layers)) for value, layers in found.items()] if len(found) == 2 else None


def _fullest(card: Card, layers: Sequence[str]) -> str:
    """The layer that decided most of a card; of several the first by name."""
    return min(layers, key=lambda layer: (-len(decided_parts(card.members[layer])), layer))


def _edges(card: Card, text: str, what: str, takes: Callable[[str, str], bool]) -> Alike | None:
    """The class of cards on which one reading is the other with more words before and after that `takes` knows."""
    found = _two(card, "content")
    if found is None or len(found[0][0]) != len(found[1][0]):
        return None
    (short, short_layer), (long, long_layer) = sorted(found, key=lambda one: (_chars(one[0]), one[1]))
    changed = [(inner, outer) for inner, outer in zip(short, long, strict=True) if inner != outer]
    for inner, outer in changed:
        before, after = text[outer.start : inner.start].strip(), text[inner.end : outer.end].strip()
        if not outer.covers(inner) or not takes(before, after):
            return None
    kind = "" if card.kind == "entity" else "Statements: "
    options = Option("longer", "the longer", long_layer), Option("shorter", "the shorter", short_layer)
    return Alike((card.kind,), f"{kind}{what}".capitalize(), options)


def _either(card: Card, part: str, form: str) -> Alike | None:
    """One value of a part against another, whoever has which."""
    found = _two(card, part)
    if found is None:
        return None
    options = tuple(Option(value, value, layer) for value, layer in sorted(found))
    names = tuple(option.name for option in options)
    return Alike(names, form.format(*names), options)


def _longer(found: list[tuple[Span | None, str]], word: str, what: str) -> Alike | None:
    """The class of cards on which one span lies in the other, or only one is there."""
    none = [layer for span, layer in found if span is None]
    spans = sorted((span.end - span.start, span, layer) for span, layer in found if span is not None)
    if none:
        options = Option("with", f"the {what}", spans[0][2]), Option("without", f"no {what}", none[0])
        return Alike((word, "none"), f"A {what} against none", options)
    (_, short, short_layer), (_, long, long_layer) = spans
    if not long.covers(short):
        return None
    options = Option("longer", f"the longer {what}", long_layer), Option("shorter", f"the shorter {what}", short_layer)
    return Alike((word, "inside"), f"One {what} inside the other", options)


def _what(card: Card) -> str:
    """An entity's label, a statement's type, as most have it."""
    values = [unit.value for unit in card.members.values()]
    names = [value.label if isinstance(value, Entity) else f"{value.type} statement" for value in values]
    return max(sorted(set(names)), key=names.count)


def _is_title(words: str) -> bool:
    """Whether these words before a name are a title: “President”, “US Secretary of State”."""
    folded = fold(words).replace(".", "").split()
    return 0 < len(folded) <= TITLE_WORDS and not known_words().titles.isdisjoint(folded)


def _chars(spans: Sequence[Span]) -> int:
    return sum(span.end - span.start for span in spans)
