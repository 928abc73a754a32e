"""`ArticleWork`: one layer's work on one article, the machine's suggestions beneath, kept up to date unit by unit.

It knows no store: `annotator.project` fills it and hands it changed units.
"""

from __future__ import annotations

import sys
from bisect import bisect_left, insort
from collections.abc import Callable, Collection, Iterable, Iterator

from annotator.model import PASSES, Article, Entity, Note, Region, Span
from annotator.units import Unit

Place = tuple[int, int, int]
SortKey = tuple[int, int, int, str]
STATEMENT, ENTITY = 0, 1
"""Third in a sort key: statements stand before entities."""


class ArticleWork:
    """The units of an article in reading order, with notes, excluded regions and the article's state.

    A suggestion with the very spans of a unit of its kind that a person kept is left out: the question is answered.
    """

    def __init__(
        self,
        article: Article,
        layer: str,
        units: Iterable[Unit] = (),
        *,
        state: str = "todo",
        passes: Collection[str] = (),
        notes: tuple[Note, ...] = (),
        regions: tuple[Region, ...] = (),
        comment: str = "",
    ) -> None:
        self.article = article
        self.layer = layer
        self.state = state
        self.passes = frozenset(passes)
        self.notes = notes
        self.regions = regions
        self.comment = comment
        """What the lead wrote when returning the article, or why it was set aside."""
        self._units: dict[str, Unit] = {unit.value.id: unit for unit in units}
        self._kept: dict[tuple[str, tuple[Span, ...]], int] = {}
        for unit in self._units.values():
            if unit.state == "kept":
                self._count_span(unit, 1)
        self._names: dict[str, set[str]] | None = None
        self._longest: int | None = None
        """How far the longest unit reaches, once somebody asked what stands at a place; never too small."""
        self._keys: list[SortKey] = sorted([sort_key(unit) for unit in self._units.values()])
        self._progress: dict[frozenset[str], tuple[int, int]] = {}

    def __bool__(self) -> bool:
        """An article in which nothing is marked is an open article all the same."""
        return True

    def __len__(self) -> int:
        return len(self._units)

    def find(self, unit_id: str | None) -> Unit | None:
        """The unit with this id in whatever state, or None."""
        return None if unit_id is None else self._units.get(unit_id)

    def units(self, *, hidden: bool = False) -> Iterator[Unit]:
        """The units that stand in the article, in reading order; `hidden` brings the hidden suggestions too."""
        for key in self._keys:
            unit = self._units[key[3]]
            if self.is_visible(unit, hidden=hidden):
                yield unit

    def every(self) -> Iterator[Unit]:
        """All units in reading order, the rejected and removed ones too."""
        return (self._units[key[3]] for key in self._keys)

    def is_visible(self, unit: Unit, *, hidden: bool = False) -> bool:
        return unit.is_shown and (hidden or not unit.hidden) and not self._is_answered(unit)

    def put(self, unit: Unit) -> None:
        """Add a unit or replace the one with its id."""
        old = self._units.get(unit.id)
        if old is not None and _stands_alike(old, unit):
            self._units[unit.id] = unit
            return
        places = {sort_key(each)[:3] for each in (old, unit) if each is not None}
        self._tally(places, -1)
        self._take_out(old)
        self._units[unit.id] = unit
        if self._longest is not None:
            self._longest = max(self._longest, unit.end - unit.start)
        self._count_span(unit, 1)
        self._index_name(unit)
        insort(self._keys, sort_key(unit))
        self._tally(places, 1)

    def drop(self, unit_id: str) -> None:
        """Forget a unit: nothing proposes it any more and nobody decided it."""
        old = self._units.get(unit_id)
        if old is not None:
            places = {sort_key(old)[:3]}
            self._tally(places, -1)
            self._take_out(old)
            self._tally(places, 1)

    def is_undecided(self, unit: Unit, passes: Collection[str] = PASSES) -> bool:
        return unit.is_undecided(passes) and not self._is_answered(unit)

    def undecided(self, passes: Collection[str] = PASSES) -> list[Unit]:
        return [unit for unit in self.every() if self.is_undecided(unit, passes)]

    def next_unit(
        self, after: str | None, wanted: Callable[[Unit], bool], *, backwards: bool = False, wrap: bool = True
    ) -> Unit | None:
        """The first wanted visible unit after `after` (from the start without one), else, wrapping, before it."""
        here = self._units.get(after) if after else None
        keys = self._keys[::-1] if backwards else self._keys
        at = 0
        if here is not None:
            found = bisect_left(self._keys, sort_key(here))
            at = len(keys) - found if backwards else found + 1
        return self._first(keys[at:], wanted) or (self._first(keys[:at], wanted) if wrap else None)

    def next_certain(
        self, after: str | None, wanted: Callable[[Unit], bool], *, backwards: bool = False
    ) -> Unit | None:
        """As `next_unit`, in the order of the scores: the least certain first, what has none last."""
        here = self._units.get(after) if after else None
        units = [
            unit
            for unit in self._units.values()
            if unit is not here and self.is_visible(unit, hidden=True) and wanted(unit)
        ]
        beyond = [unit for unit in units if (certainty(unit) < certainty(here)) is backwards] if here else []
        return (max if backwards else min)(beyond or units, key=certainty, default=None)

    def count(self, kind: str, passes: Collection[str] = PASSES) -> tuple[int, int]:
        """How many units of a kind are decided, and how many there are; hidden and refused ones count as neither."""
        shown = [unit for unit in self.units() if unit.kind == kind]
        return sum(not unit.is_undecided(passes) for unit in shown), len(shown)

    def progress(self, passes: Collection[str] = PASSES) -> tuple[int, int]:
        """(decided, total) over entities and statements; what was refused is decided. Cheap after the first time."""
        wanted = frozenset(passes)
        if wanted not in self._progress:
            units = [unit for unit in self._units.values() if self._counts(unit)]
            self._progress[wanted] = (sum(not unit.is_undecided(wanted) for unit in units), len(units))
        return self._progress[wanted]

    def named(self, surface: str) -> list[Unit]:
        """The entities of exactly these characters, in whatever state, in reading order."""
        found = (self._units.get(unit_id) for unit_id in self._name_index().get(surface, ()))
        # A unit that was moved or dropped stays in the index until it is asked for.
        return sorted((unit for unit in found if unit and self._name(unit) == surface), key=sort_key)

    def names(self) -> list[str]:
        """The characters of every entity, each once; maybe also of some that were moved since."""
        return list(self._name_index())

    def at(self, offset: int, *, hidden: bool = False) -> list[Unit]:
        """The visible units whose spans hold the character at `offset` (code points), the smallest first."""
        first = bisect_left(self._keys, _before(offset - self._reach()))
        last = bisect_left(self._keys, _before(offset + 1))
        near = (self._units[key[3]] for key in self._keys[first:last])
        hits = [
            unit
            for unit in near
            if any(span.start <= offset < span.end for span in unit.spans) and self.is_visible(unit, hidden=hidden)
        ]
        return sorted(hits, key=lambda unit: sum(span.end - span.start for span in unit.spans))

    def overlapping(self, span: Span) -> list[Unit]:
        """The units, in whatever state, of which a span holds a character of `span`, in reading order."""
        first = bisect_left(self._keys, _before(span.start - self._reach()))
        last = bisect_left(self._keys, _before(span.end))
        near = (self._units[key[3]] for key in self._keys[first:last])
        return [unit for unit in near if any(span.overlaps(own) for own in unit.spans)]

    def _reach(self) -> int:
        if self._longest is None:
            self._longest = max((unit.end - unit.start for unit in self._units.values()), default=0)
        return self._longest

    def _first(self, keys: Iterable[SortKey], wanted: Callable[[Unit], bool]) -> Unit | None:
        units = (self._units[key[3]] for key in keys)
        return next((unit for unit in units if self.is_visible(unit, hidden=True) and wanted(unit)), None)

    def _is_answered(self, unit: Unit) -> bool:
        return unit.state == "suggested" and bool(self._kept) and (unit.kind, unit.spans) in self._kept

    def _counts(self, unit: Unit) -> bool:
        return not unit.hidden and not self._is_answered(unit)

    def _tally(self, places: Collection[Place], by: int) -> None:
        """Take the units at these places into the counts of `progress`, or out: one kept there answers the others."""
        if not self._progress:
            return
        units = [unit for place in places for unit in self._standing_at(place) if self._counts(unit)]
        for passes, (decided, total) in self._progress.items():
            more = sum(not unit.is_undecided(passes) for unit in units)
            self._progress[passes] = (decided + by * more, total + by * len(units))

    def _standing_at(self, place: Place) -> Iterator[Unit]:
        for at in range(bisect_left(self._keys, (place[0], place[1], place[2], "")), len(self._keys)):
            if self._keys[at][:3] != place:
                return
            yield self._units[self._keys[at][3]]

    def _take_out(self, unit: Unit | None) -> None:
        if unit is not None:
            del self._units[unit.id]
            self._count_span(unit, -1)
            del self._keys[bisect_left(self._keys, sort_key(unit))]

    def _name(self, unit: Unit) -> str:
        return self.article.text[unit.start : unit.end] if unit.kind == "entity" else ""

    def _name_index(self) -> dict[str, set[str]]:
        if self._names is None:
            self._names = {}
            for unit in self._units.values():
                self._index_name(unit)
        return self._names

    def _index_name(self, unit: Unit) -> None:
        if self._names is not None and unit.kind == "entity":
            self._names.setdefault(self._name(unit), set()).add(unit.id)

    def _count_span(self, unit: Unit, by: int) -> None:
        if unit.state == "kept":
            key = (unit.kind, unit.spans)
            count = self._kept.get(key, 0) + by
            if count:
                self._kept[key] = count
            else:
                self._kept.pop(key, None)


def sort_key(unit: Unit) -> SortKey:
    """Reading order: by start, the longer first, statements before entities."""
    value = unit.value
    if isinstance(value, Entity):
        span = value.span
        return (span.start, -span.end, ENTITY, value.id)
    return (value.content[0].start, -value.content[-1].end, STATEMENT, value.id)


def certainty(unit: Unit) -> tuple[float, SortKey]:
    """The order of certainty: the least certain first, those that the machine has no score for last."""
    return (1.0 if unit.score is None else unit.score, sort_key(unit))


def _stands_alike(old: Unit, unit: Unit) -> bool:
    """Whether only what is proposed differs: another label for the same words, which no index or count knows of."""
    return old.state == unit.state == "suggested" and old.hidden == unit.hidden and old.spans == unit.spans


def _before(start: int) -> SortKey:
    """A key before those of all units that begin at `start`."""
    return (start, -sys.maxsize, 0, "")
