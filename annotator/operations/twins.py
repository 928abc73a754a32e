"""Taking over what was decided in a passage to the other places where the same passage stands.

How single decisions are carried is in `annotator.operations.carrying`; where the twins are is said by
`annotator.views.twins`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from annotator.model import Region, Span
from annotator.operations.base import Desk, Draft
from annotator.operations.carrying import Carried, Carrier, carry_entity, carry_region, carry_statement
from annotator.proposals.alignment import Alignment
from annotator.proposals.twins import is_short, words_of
from annotator.units import Unit
from annotator.wording import counted
from annotator.work import ArticleWork

CLOSED = ("submitted", "set aside")


class TwinPlace(msgspec.Struct, frozen=True):
    """A passage of an article, and another place where it stands."""

    span: Span
    article: str
    other: Span


class PlacePlan(msgspec.Struct, frozen=True):
    """What taking over does in one place: counts of entities, statements and excluded stretches.

    `left_out`: their words differ there; `decided`: something was decided there already. In an article that `is_closed`
    nothing is done. `differences`: where the passage reads otherwise, the words here and there.
    """

    place: TwinPlace
    drafts: tuple[Draft, ...]
    done: int
    left_out: int
    decided: int
    is_closed: bool = False
    differences: tuple[tuple[str, str], ...] = ()


class TakeOver(msgspec.Struct, frozen=True):
    """Take over what one's own layer decided in passages of an article to the places where they stand as well.

    Only what is undecided there is decided. Statements are taken over whole: their spans may lie in any passage of
    `places` or `around` that stands in the same other article. Submitted articles are left alone unless `reopen`.
    """

    article: str
    places: tuple[TwinPlace, ...]
    around: tuple[TwinPlace, ...] = ()
    reopen: bool = False

    @property
    def title(self) -> str:
        return "Take over to twins"

    def drafts(self, desk: Desk) -> list[Draft]:
        return [draft for plan in self.plan(desk) for draft in plan.drafts]

    def plan(self, desk: Desk) -> Iterator[PlacePlan]:
        """What is to be done in each place, one after the other. The desk is told of it."""
        planner = _Planner(self, desk)
        for place in self.places:
            yield planner.plan(place)


class _Planner:
    """One operation being worked out."""

    def __init__(self, operation: TakeOver, desk: Desk) -> None:
        self._desk = desk
        self._source = desk.work(operation.article)
        self._reopen = operation.reopen
        self._ways: dict[str, list[TwinPlace]] = {}
        for place in (*operation.places, *operation.around):
            self._ways.setdefault(place.article, []).append(place)
        self._seen: set[tuple[str, str, Span]] = set()

    def plan(self, place: TwinPlace) -> PlacePlan:
        source, target = self._source, self._target(place)
        is_closed = target.state in CLOSED and not self._reopen and target is not source
        ways = self._alignments(target, place)
        carrier = Carrier(source.article, target, ways)
        found: list[Carried] = []
        drafts: list[Draft] = []
        for carried in self._carry(place, carrier):
            found.append(carried)
            if not is_closed:
                self._desk.note(carried.drafts)
                drafts += carried.drafts
        return PlacePlan(
            place,
            tuple(drafts),
            done=sum(bool(one.drafts) for one in found),
            left_out=sum(one.differs for one in found),
            decided=sum(one.is_decided for one in found),
            is_closed=is_closed,
            differences=tuple(ways[0][1].differences()),
        )

    def _target(self, place: TwinPlace) -> ArticleWork:
        if place.article == self._source.article.id:
            return self._source
        # From a short line only its being left out is taken over, maybe to thousands of articles.
        is_short = is_short_line(self._source.article.text, place.span)
        return self._desk.outline(place.article) if is_short else self._desk.work(place.article)

    def _carry(self, place: TwinPlace, carrier: Carrier) -> Iterable[Carried]:
        for region in decided_regions(self._source, place.span):
            yield carry_region(self._desk, carrier, region, place.span, place.other)
        if is_short_line(self._source.article.text, place.span):
            return
        for unit in decided_units(self._source, place.span):
            # A statement that reaches over several passages comes up in each of them.
            key = (unit.id, place.article, carrier.passage_of(unit, place.other))
            if key not in self._seen:
                self._seen.add(key)
                take = carry_entity if unit.kind == "entity" else carry_statement
                yield take(self._desk, carrier, unit)

    def _alignments(self, target: ArticleWork, place: TwinPlace) -> list[tuple[Span, Alignment]]:
        """The way from the place's passage to its twin, then those from the other passages, the nearest first."""
        others = [
            other
            for other in self._ways[place.article]
            if other.span != place.span and other.other != place.other and _runs_alike(place, other)
        ]
        others.sort(key=lambda way: abs(way.other.start - place.other.start))
        texts = self._source.article.text, target.article.text
        return [(way.span, Alignment(texts[0], way.span, texts[1], way.other)) for way in (place, *others)]


def is_short_line(text: str, span: Span) -> bool:
    """Whether a passage says too little for anything but its being left out to be taken over."""
    words = words_of(text[span.start : span.end])
    return is_short(len(words), span.end - span.start)


def decided_units(work: ArticleWork, passage: Span) -> list[Unit]:
    """What a person decided in a passage: entities, then statements, what holds others first."""
    found = [unit for unit in work.overlapping(passage) if unit.state in ("kept", "rejected")]
    return sorted(found, key=lambda unit: (unit.kind, unit.start, -unit.end))


def decided_regions(work: ArticleWork, passage: Span) -> list[Region]:
    """What was left out of an article in a passage."""
    return [region for region in work.regions if region.span.overlaps(passage)]


def outcome(plans: Iterable[PlacePlan]) -> str:
    """In words what was taken over, and what was not and why."""
    plans = list(plans)
    done = [plan for plan in plans if plan.done and not plan.is_closed]
    articles = len({plan.place.article for plan in done})
    if done:
        taken = counted(sum(plan.done for plan in done), "decision")
        said = f"Took over {taken} to {counted(len(done), 'place')} in {counted(articles, 'article')}."
    else:
        said = "Nothing was taken over."
    open_ones = [plan for plan in plans if not plan.is_closed]
    if left_out := sum(plan.left_out for plan in open_ones):
        said += f" Left out, since the words differ: {left_out:,}."
    if decided := sum(plan.decided for plan in open_ones):
        said += f" Decided there already: {decided:,}."
    closed = {plan.place.article for plan in plans if plan.is_closed and plan.done}
    if closed:
        said += f" Left alone, since submitted or set aside: {counted(len(closed), 'article')}."
    return said


def _runs_alike(place: TwinPlace, other: TwinPlace) -> bool:
    """Whether another passage stands on the same side of the passage in both articles."""
    return (other.span.start < place.span.start) == (other.other.start < place.other.start)
