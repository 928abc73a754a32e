"""What one release has and another has not, or has otherwise: article by article, unit by unit. Pure.

Units are paired by their ids, and those without a partner by the characters that they share: a moved boundary gives
another id, and is a change and not the end of one unit and the beginning of another.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Literal

import msgspec

from annotator.formats.gold.schema import GoldArticle, GoldEvent, GoldFragment, GoldSpan, GoldSpeaker, GoldStatement
from annotator.model import Span, first_words
from annotator.review.comparing.assignment import best_pairs
from annotator.review.comparing.matching import shared_chars

Turn = Literal["added", "removed", "changed"]
Kind = Literal["entity", "statement", "event"]
GoldUnit = GoldSpan | GoldStatement
TURNS: tuple[Turn, ...] = ("added", "removed", "changed")
NO_COUNTS: Mapping[str, int] = {}


class Difference(msgspec.Struct, frozen=True):
    """One unit, or event, that differs. `parts`: what of it was changed; `before`, `after`: its words on both sides.

    `label` is an entity's label, a statement's or event's type, as it is after (before, where it is no more). An event
    stands in no article.
    """

    article: str
    title: str
    kind: Kind
    turn: Turn
    label: str
    before: str = ""
    after: str = ""
    parts: tuple[str, ...] = ()
    id: str = ""
    start: int = 0


class ReleaseComparison(msgspec.Struct, frozen=True):
    """What `b` has otherwise than `a`, two names. `articles`: ids added, removed and changed; `same`: how many are not.

    `counts` by kind and turn, `labels` by kind, label and turn.
    """

    a: str
    b: str
    articles: Mapping[str, tuple[str, ...]]
    same: int
    differences: tuple[Difference, ...]
    counts: Mapping[str, Mapping[str, int]]
    labels: Mapping[str, Mapping[str, Mapping[str, int]]]

    @property
    def is_same(self) -> bool:
        return not self.differences and not any(self.articles.values())

    def as_json(self) -> dict[str, Any]:
        """What `annotator release --compare A B --json` prints."""
        return msgspec.to_builtins(self)


class Side(msgspec.Struct, frozen=True):
    """One of the two: its name, its articles by id, its events by id."""

    name: str
    articles: Mapping[str, GoldArticle]
    events: Mapping[str, GoldEvent]


def compared(a: Side, b: Side) -> ReleaseComparison:
    """What `b` has otherwise than `a`; the other way round, what is added here is removed."""
    found: list[Difference] = []
    changed: list[str] = []
    common = [article for article in a.articles if article in b.articles]
    for article in common:
        own = _article(a.articles[article], b.articles[article])
        found += own
        changed += [article] if own else []
    found += _articles_beside(a, b, "removed") + _articles_beside(b, a, "added")
    found += _events(a.events, b.events)
    return ReleaseComparison(
        a=a.name,
        b=b.name,
        articles={
            "added": tuple(article for article in b.articles if article not in a.articles),
            "removed": tuple(article for article in a.articles if article not in b.articles),
            "changed": tuple(changed),
        },
        same=len(common) - len(changed),
        differences=tuple(found),
        counts=_counts(found),
        labels=_labels(found),
    )


def _articles_beside(side: Side, other: Side, turn: Turn) -> list[Difference]:
    """The units of articles that only one side has."""
    return [
        _one(record, unit, turn)
        for article, record in side.articles.items()
        if article not in other.articles
        for unit in (*record.spans, *record.statements)
    ]


def _article(a: GoldArticle, b: GoldArticle) -> list[Difference]:
    if (a.spans, a.statements) == (b.spans, b.statements):
        return []
    contents = {
        statement.id: _spans(statement) for statement in (*a.statements, *b.statements)
    }  # parents are the same where their words are: their ids may have changed with them
    found: list[Difference] = []
    for mine, theirs in ((a.spans, b.spans), (a.statements, b.statements)):
        for one, other in _pairs(mine, theirs):
            if one is None or other is None:
                unit = one or other
                assert unit is not None
                found.append(_one(a, unit, "removed" if other is None else "added"))
            elif parts := _changed_parts(one, other, contents):
                found.append(
                    Difference(
                        a.id, _title(a), _kind(one), "changed", _label(other), _words(one, parts), _words(other, parts),
                        parts, other.id, _spans(other)[0].start,
                    )
                )  # fmt: skip
    return sorted(found, key=lambda one: (one.start, one.kind, one.id))


def _pairs(mine: Sequence[GoldUnit], theirs: Sequence[GoldUnit]) -> Iterable[tuple[GoldUnit | None, GoldUnit | None]]:
    by_id = {unit.id: unit for unit in theirs}
    left = [unit for unit in mine if unit.id not in by_id]
    known = {unit.id for unit in mine}
    others = [unit for unit in theirs if unit.id not in known]
    yield from ((unit, by_id[unit.id]) for unit in mine if unit.id in by_id)
    weights = {
        (at, there): float(shared)
        for at, unit in enumerate(left)
        for there, other in enumerate(others)
        if (shared := shared_chars(_spans(unit), _spans(other)))
    }
    pairs = best_pairs(weights)
    yield from ((left[at], others[there]) for at, there in pairs)
    paired, taken = {at for at, _ in pairs}, {there for _, there in pairs}
    yield from ((unit, None) for at, unit in enumerate(left) if at not in paired)
    yield from ((None, unit) for there, unit in enumerate(others) if there not in taken)


def _changed_parts(a: GoldUnit, b: GoldUnit, contents: Mapping[str, Any]) -> tuple[str, ...]:
    if isinstance(a, GoldSpan) and isinstance(b, GoldSpan):
        pairs: dict[str, tuple[Any, Any]] = {
            "boundary": (_spans(a), _spans(b)),
            "label": (a.label, b.label),
            "actor": (a.actor, b.actor),
        }
    else:
        assert isinstance(a, GoldStatement)
        assert isinstance(b, GoldStatement)
        pairs = {name: (read(a, contents), read(b, contents)) for name, read in PARTS.items()}
    pairs["alternatives"] = (_alternatives(a, contents), _alternatives(b, contents))
    return tuple(name for name, (old, new) in pairs.items() if old != new)


def _mention(speaker: GoldSpeaker | None) -> Any:
    if speaker is None:
        return None
    mention = (speaker.mention.start, speaker.mention.end) if speaker.mention else None
    found = (mention, speaker.anonymous, tuple(map(_mention, speaker.others)))
    return None if found == (None, False, ()) else found


def _actors(speaker: GoldSpeaker | None) -> Any:
    return (speaker.actor, *(_actors(other) for other in speaker.others)) if speaker else (None,)


def _links(statement: GoldStatement) -> Any:
    return sorted((link.event, link.relation, link.conditional) for link in statement.links)


PARTS: Mapping[str, Callable[[GoldStatement, Mapping[str, Any]], Any]] = {
    "content": lambda one, _: _spans(one),
    "verbatim": lambda one, _: [(piece.start, piece.end) for piece in one.verbatim],
    "type": lambda one, _: one.type,
    "cue": lambda one, _: (one.cue.start, one.cue.end) if one.cue else None,
    "speaker": lambda one, _: _mention(one.speaker),
    "actor": lambda one, _: _actors(one.speaker),
    "parent": lambda one, contents: contents.get(one.parent or ""),
    "links": lambda one, _: ("links" in one.decided, _links(one)),
}


def _alternatives(unit: GoldUnit, contents: Mapping[str, Any]) -> Any:
    found: list[Any] = []
    for other in unit.alternatives or ():
        if isinstance(other, GoldSpan):
            found.append((_spans(other), other.label, other.actor))
        else:
            found.append([read(other, contents) for read in PARTS.values()])
    return found


def _events(a: Mapping[str, GoldEvent], b: Mapping[str, GoldEvent]) -> list[Difference]:
    found = [_event(event, "removed") for key, event in a.items() if key not in b]
    found += [_event(event, "added") for key, event in b.items() if key not in a]
    for key, event in a.items():
        other = b.get(key)
        if other is not None and other != event:
            parts = tuple(
                name for name in event.__struct_fields__ if getattr(event, name) != getattr(other, name)
            )  # what an event is made of is what its record says
            found.append(Difference("", "", "event", "changed", other.type, event.title, other.title, parts, key))
    return found


def _event(event: GoldEvent, turn: Turn) -> Difference:
    before, after = (event.title, "") if turn == "removed" else ("", event.title)
    return Difference("", "", "event", turn, event.type, before, after, (), event.id)


def _one(record: GoldArticle, unit: GoldUnit, turn: Turn) -> Difference:
    words = _words(unit, ())
    before, after = (words, "") if turn == "removed" else ("", words)
    return Difference(
        record.id, _title(record), _kind(unit), turn, _label(unit), before, after, (), unit.id, _spans(unit)[0].start
    )


def _words(unit: GoldUnit, parts: Sequence[str]) -> str:
    """What a unit says, with its label or type where that was changed."""
    name = f" [{_label(unit)}]" if {"label", "type"} & set(parts) else ""
    return first_words(unit.text or "") + name


def _title(record: GoldArticle) -> str:
    return record.meta.get("title") or first_words(record.text)


def _kind(unit: GoldUnit) -> Kind:
    return "entity" if isinstance(unit, GoldSpan) else "statement"


def _label(unit: GoldUnit) -> str:
    return unit.label if isinstance(unit, GoldSpan) else unit.type


def _spans(unit: GoldUnit) -> tuple[Span, ...]:
    pieces = (GoldFragment(unit.start, unit.end),) if isinstance(unit, GoldSpan) else unit.content
    return tuple(Span(piece.start, piece.end) for piece in pieces)


def _counts(found: Iterable[Difference]) -> dict[str, dict[str, int]]:
    counts = Counter((one.kind, one.turn) for one in found)
    kinds: tuple[Kind, ...] = ("entity", "statement", "event")
    return {kind: {turn: counts[kind, turn] for turn in TURNS} for kind in kinds}


def _labels(found: Iterable[Difference]) -> dict[str, dict[str, dict[str, int]]]:
    counts = Counter((one.kind, one.label, one.turn) for one in found)
    kinds: dict[str, dict[str, dict[str, int]]] = {}
    for kind, label, _ in sorted(counts):
        kinds.setdefault(kind, {})[label] = {turn: counts[kind, label, turn] for turn in TURNS}
    return kinds
