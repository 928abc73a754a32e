"""The figures of a project: what the Progress place shows, as structs, and the arithmetic on them. Pure.

They are counted in `annotator.views.lead.figures`. A figure that cannot be computed is None, never 0.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta

import msgspec

STATES = ("submitted", "in work", "returned", "set aside", "todo")
"""The states of an article, the furthest first."""
OUTCOMES = ("accepted", "corrected", "rejected", "undecided")
"""What became of a suggestion in a submitted article. Corrected: kept with another span, label, type or part."""
HIDDEN = "hidden"
MS_PER_HOUR = 3_600_000
DAYS_SHOWN = 31
"""Work over more days than this is shown by weeks."""


class AnnotatorFigures(msgspec.Struct, frozen=True, kw_only=True):
    """What one annotator has done. `assigned` is None where the project assigns nothing to anybody.

    `median_ms` and `per_hour` (submitted articles an active hour) are over the `timed` articles: those that are
    submitted and whose time was measured.
    """

    name: str
    states: dict[str, int]
    assigned: int | None = None
    decisions: int = 0
    active_ms: int = 0
    timed: int = 0
    median_ms: float | None = None
    per_hour: float | None = None


class Tally(msgspec.Struct, frozen=True):
    """How many suggestions had each outcome; those hidden under the scheme apart, whatever became of them."""

    accepted: int = 0
    corrected: int = 0
    rejected: int = 0
    undecided: int = 0
    hidden: int = 0

    @property
    def decided(self) -> int:
        return self.accepted + self.corrected + self.rejected

    @property
    def shown(self) -> int:
        return self.decided + self.undecided

    @property
    def acceptance(self) -> float | None:
        """The share accepted as it was, of those decided about; None where nobody decided about any."""
        return self.accepted / self.decided if self.decided else None

    def __add__(self, other: Tally) -> Tally:
        pairs = zip(msgspec.structs.astuple(self), msgspec.structs.astuple(other), strict=True)
        return Tally(*(one + two for one, two in pairs))


class Acceptance(msgspec.Struct, frozen=True):
    """What one annotator made of the suggestions of one label (or statement type) by one component."""

    layer: str
    kind: str
    label: str
    source: str
    tally: Tally


class DayWork(msgspec.Struct, frozen=True):
    """One annotator's work on one day (ISO, by this machine's clock). Suggestions count for the day of submission."""

    layer: str
    day: str
    submissions: int = 0
    decisions: int = 0
    active_ms: int = 0
    accepted: int = 0
    decided: int = 0

    @property
    def acceptance(self) -> float | None:
        return self.accepted / self.decided if self.decided else None


class ArticleTime(msgspec.Struct, frozen=True):
    """The active time that an article took, by annotator."""

    article: str
    title: str
    active_ms: int
    layers: dict[str, int]


class BlockGroup(msgspec.Struct, frozen=True):
    """Something that blocks the release of gold: what, in which articles, and how many disagreements wait there."""

    sentence: str
    articles: tuple[str, ...] = ()
    disagreements: int | None = None


class PeriodAgreement(msgspec.Struct, frozen=True):
    """Agreement over the articles whose last submission was made from one day to another. `measures` by key."""

    start: str
    end: str
    articles: int
    measures: dict[str, float | None] = {}


class ProjectFigures(msgspec.Struct, frozen=True, kw_only=True):
    """All figures but the agreement. `only` names the one annotator whose work a handout shows.

    `submissions` changes when what is submitted changes: agreement worked out for another value is out of date.
    """

    articles: int
    made: str
    submissions: str
    annotators: tuple[AnnotatorFigures, ...] = ()
    acceptance: tuple[Acceptance, ...] = ()
    days: tuple[DayWork, ...] = ()
    times: tuple[ArticleTime, ...] = ()
    articles_timed: int = 0
    only: str | None = None


class Behind(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Which articles or units a number stands for: `what` it counts, narrowed by the other fields that are given.

    `what`: articles (of `layer` in `state`, of everybody without), suggestions (with `outcome`), work (from `day` to
    `until`), places (where `layer` and `other`, or any two, differ: of the `measure`, or on what one calls `label` and
    another `against`, "" for nothing there), blocks (what `label`, a sentence, names as blocking the release).
    """

    what: str
    title: str = ""
    layer: str | None = None
    other: str | None = None
    state: str | None = None
    kind: str | None = None
    label: str | None = None
    against: str | None = None
    measure: str | None = None
    source: str | None = None
    outcome: str | None = None
    day: str | None = None
    until: str | None = None


class FoundUnit(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One article, or one unit or place in it, behind a number: what is said of it, and its own words.

    `start` and `end` are offsets in code points, both 0 for an article as a whole. What `is_disagreement` is settled in
    the Review place.
    """

    article: str
    title: str
    detail: str
    unit: str | None = None
    start: int = 0
    end: int = 0
    words: str = ""
    is_disagreement: bool = False


class Found(msgspec.Struct, frozen=True):
    """What stands behind a number, in project order. `is_cut`: there is more, and nobody looked for it."""

    units: tuple[FoundUnit, ...]
    is_cut: bool = False


def median_of(values: Sequence[int]) -> float | None:
    """The median, None of nothing."""
    # `statistics` takes longer to import than all of this.
    ordered, half = sorted(values), len(values) // 2
    return (ordered[half] + ordered[~half]) / 2 if ordered else None


def per_hour(articles: int, active_ms: int) -> float | None:
    """Articles an active hour; None where no time was measured."""
    return articles * MS_PER_HOUR / active_ms if active_ms else None


def summed(rows: Iterable[Acceptance], key: Callable[[Acceptance], str]) -> dict[str, Tally]:
    """The tallies of all rows with the same key, the keys in order of first appearance."""
    found: dict[str, Tally] = {}
    for row in rows:
        found[key(row)] = found.get(key(row), Tally()) + row.tally
    return found


def periods(days: Sequence[DayWork]) -> tuple[str, list[tuple[str, str]]]:
    """("day" or "week", the first and last day of each period from the first day with work to the last)."""
    if not days:
        return "day", []
    first, last = (date.fromisoformat(pick(one.day for one in days)) for pick in (min, max))
    step = 1 if (last - first).days < DAYS_SHOWN else 7
    if step == 7:
        first -= timedelta(days=first.weekday())
    starts = [first + timedelta(days=at) for at in range(0, (last - first).days + 1, step)]
    word = "day" if step == 1 else "week"
    return word, [(start.isoformat(), (start + timedelta(days=step - 1)).isoformat()) for start in starts]


def by_period(days: Iterable[DayWork], bounds: Sequence[tuple[str, str]]) -> dict[str, list[DayWork]]:
    """For each annotator the work of each period, an empty one where there was none."""
    found: dict[str, list[DayWork]] = defaultdict(lambda: [DayWork("", start) for start, _ in bounds])
    for one in days:
        at = next(at for at, (start, end) in enumerate(bounds) if start <= one.day <= end)
        found[one.layer][at] = _joined(found[one.layer][at], one)
    return dict(found)


def over_annotators(work: Iterable[Sequence[DayWork]]) -> list[DayWork]:
    """The work of all annotators together in each period."""
    together: list[DayWork] = []
    for one in work:
        together = [_joined(a, b) for a, b in zip(together, one, strict=True)] if together else list(one)
    return together


def _joined(one: DayWork, other: DayWork) -> DayWork:
    sums = zip(msgspec.structs.astuple(one)[2:], msgspec.structs.astuple(other)[2:], strict=True)
    return DayWork(other.layer, one.day, *(a + b for a, b in sums))
