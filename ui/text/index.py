"""`UnitIndex`: the units of an article by place, so that what is visible is found without looking at the rest.

Offsets are code points. It knows neither Qt nor what a unit looks like.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from annotator.model import Entity, Span, Speaker, Statement
from annotator.units import Unit
from annotator.work import ArticleWork, sort_key
from ui.text.lanes import Stretch

BUCKET_BITS = 10
"""Units are kept by stretches of 2 ** this many characters: about a paragraph."""
CLUSTER_STEPS = 8
"""How far a chain of overlapping units is followed: texts that people wrote have no longer ones."""
JOIN_CHARS = 300
"""Fragments of one statement that are no further apart share one margin bar."""


class UnitIndex:
    """All units of one `ArticleWork` by where they stand. Bring it up to date with `update`."""

    def __init__(self, work: ArticleWork) -> None:
        self._work = work
        self._buckets: dict[int, list[Unit]] = {}
        self._known: dict[str, Unit] = {}
        self._add_all(work.every())

    def update(self, unit_ids: Iterable[str]) -> list[Span]:
        """Take over units that changed, came or went. Gives the stretches of text that look different now."""
        touched: list[Span] = []
        for unit_id in unit_ids:
            old = self._known.pop(unit_id, None)
            if old is not None:
                start, end = hull(old)
                touched.append(Span(start, end))
                for bucket in _buckets(start, end):
                    self._buckets[bucket].remove(old)
            unit = self._work.find(unit_id)
            if unit is not None:
                self._add_all((unit,))
                touched.append(Span(*hull(unit)))
        return touched

    def overlapping(self, start: int, end: int, *, hidden: bool) -> list[Unit]:
        """The units that stand in the article with any part in `[start, end)`, in reading order."""
        found: dict[str, Unit] = {}
        for bucket in _buckets(start, max(end, start + 1)):
            for unit in self._buckets.get(bucket, ()):
                low, high = hull(unit)
                if low < end and start < high and self._work.is_visible(unit, hidden=hidden):
                    found[unit.value.id] = unit
        return sorted(found.values(), key=sort_key)

    def cluster(self, start: int, end: int, *, hidden: bool) -> list[Unit]:
        """As `overlapping`, with what leads up to it: the units that those found overlap, and so on to the left.

        With them, lanes come out the same whichever part of the article is looked at.
        """
        for _ in range(CLUSTER_STEPS):
            found = self.overlapping(start, end, hidden=hidden)
            first = min((hull(unit)[0] for unit in found), default=start)
            if first >= start:
                break
            start = first
        return found

    def at(self, offset: int, *, hidden: bool) -> list[Unit]:
        """The units with a part that holds the character at `offset`: the smallest first, of equals the entity."""
        hits = [
            (end - start, unit.kind == "statement", unit.id, unit)
            for unit in self.overlapping(offset, offset + 1, hidden=hidden)
            for start, end in [_around(unit, offset)]
            if start < end
        ]
        return [hit[-1] for hit in sorted(hits, key=lambda hit: hit[:3])]

    def _add_all(self, units: Iterable[Unit]) -> None:
        # One plain loop: of an article with 25,000 units each one passes here before the first is painted.
        known, buckets = self._known, self._buckets
        for unit in units:
            value = unit.value
            if type(value) is Entity:
                start, end = value.span.start, value.span.end
            else:
                start, end = hull(unit)
            known[value.id] = unit
            bucket, last = start >> BUCKET_BITS, (end - 1) >> BUCKET_BITS
            while bucket <= last:
                if bucket in buckets:
                    buckets[bucket].append(unit)
                else:
                    buckets[bucket] = [unit]
                bucket += 1


def hull(unit: Unit) -> tuple[int, int]:
    """From the first to the last character of all that belongs to a unit."""
    value = unit.value
    return (value.span.start, value.span.end) if isinstance(value, Entity) else statement_hull(value)


def statement_hull(statement: Statement) -> tuple[int, int]:
    """From the first to the last character of all that belongs to a statement, cue and speakers included."""
    start, end = statement.content[0].start, statement.content[-1].end
    cue, speaker = statement.cue, statement.speaker
    if cue is not None:
        start, end = min(start, cue.start), max(end, cue.end)
    if speaker is None:
        return start, end
    alone = () if speaker.mention is None else (speaker.mention,)
    for span in mentions(speaker) if speaker.others else alone:
        start, end = min(start, span.start), max(end, span.end)
    return start, end


def mentions(speaker: Speaker | None) -> Iterator[Span]:
    """The spans that name a speaker, the others of several included."""
    if speaker is None:
        return
    if speaker.mention is not None:
        yield speaker.mention
    for other in speaker.others:
        yield from mentions(other)


def joined(spans: Iterable[Span]) -> list[Span]:
    """Spans in text order, those that stand close together made one."""
    made: list[Span] = []
    for span in sorted(spans):
        if made and span.start - made[-1].end <= JOIN_CHARS:
            made[-1] = Span(made[-1].start, max(made[-1].end, span.end))
        else:
            made.append(span)
    return made


def lane_stretches(unit: Unit) -> list[Stretch]:
    """Where a unit takes a lane: an entity its span, a statement its content with cue and speakers."""
    value = unit.value
    if isinstance(value, Entity):
        return [Stretch(value.span.start, value.span.end, value.id)]
    cue = [] if value.cue is None else [value.cue]
    spans = [*value.content, *cue, *mentions(value.speaker)]
    return [Stretch(span.start, span.end, value.id) for span in joined(spans)]


def _around(unit: Unit, offset: int) -> tuple[int, int]:
    """The hull of a unit if one of its own spans holds `offset`, else an empty one."""
    value = unit.value
    if isinstance(value, Entity):
        return value.span.start, value.span.end
    cue = () if value.cue is None else (value.cue,)
    for span in (*value.content, *cue, *mentions(value.speaker)):
        if span.start <= offset < span.end:
            return value.content[0].start, value.content[-1].end
    return 0, 0


def _buckets(start: int, end: int) -> range:
    return range(start >> BUCKET_BITS, ((end - 1) >> BUCKET_BITS) + 1)
