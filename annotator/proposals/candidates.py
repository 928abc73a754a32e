"""Which event a text is about: the events on offer ranked, each with a probability, and how likely it is none. Pure.

What tells one event from another are above all the texts that are linked to it already: the nearest of them counts
(Allan et al. 1998, first story detection). A person who reads would look at the same things that are weighed here.
"""

from __future__ import annotations

import datetime as dt
import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence

import msgspec

from annotator.dates import Days, days_of
from annotator.model import Event
from annotator.proposals.words import LONGEST_VECTOR, Bag, Index, Vector, Weights, added, unit_vector

WEIGHTS = {
    "near": 0.1,
    "all": 0.9,
    "sentence": 0.3,
    "title": 0.3,
    "actors": 0.06,
    "place": 0.03,
    "date": 0.04,
    "type": 0.02,
    "story": 0.12,
}
"""What each piece of evidence, from 0 to 1, adds to the likeness of a text and an event."""
ALIKE = 0.2
"""How like two texts under one event are taken to be, for the likeness to all of them together."""
FIRST, SECOND, HABIT, NONE = 4.2, 1.8, 0.5, 3.5
"""The log odds that the first event is the right one rise with the logarithm of its likeness, fall with that of the
second (where two fit, it may well be a third), and follow what the project is like: how often a text was linked to an
event that was there, and how often to a new one. Ratios, not differences, since how like texts are depends on the
project. Coarse coefficients of a logistic regression on articles whose sentences are dealt out at random to two to ten
short texts of one event each, among single ones (`python -m tests.score.events FILE --deal 3 6`)."""
FLOOR = 0.02
"""A likeness that says nothing."""
SLOPE = 25.0
"""By how much the odds among the events rise with likeness."""
SENTENCE_SHARE = 0.25
"""What a sentence weighs in a text that is asked about, beside its article."""
PROPOSED_COST = 0.03
"""What a proposed event is behind an accepted one of equal fit."""
SHORTLIST = 24
"""Of how many events the sentences that are linked to them are looked at, and reasons given."""
CLOSE_DAYS = 7
FAR_DAYS = 45


class Clues(msgspec.Struct, frozen=True):
    """What is known of a text that is asked about: of an article, or of a statement in it.

    `home` is the article; `places` are folded; `days` are those that the sentence names. `story` says which events are
    linked in the same article or story already, with what that is worth from 0 to 1. `types` are those of the
    happenings that its words name.
    """

    home: str
    article: Bag
    sentence: Bag = {}
    actors: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()
    days: tuple[Days, ...] = ()
    published: dt.date | None = None
    story: Mapping[str, float] = {}
    types: frozenset[str] = frozenset()


class Evidence(msgspec.Struct, frozen=True):
    """Why an event may be the right one: the parts of its likeness, the words shared, the text that is nearest."""

    parts: Mapping[str, float] = {}
    words: tuple[str, ...] = ()
    nearest: str | None = None
    actors: tuple[str, ...] = ()
    days_apart: int | None = None
    """Days from the nearest day known of the text to the event: before it where negative."""
    is_named_day: bool = False


class Scored(msgspec.Struct, frozen=True):
    """An event with its likeness, the probability that it is the one, and why."""

    event: str
    likeness: float
    probability: float
    evidence: Evidence


class Ranking(msgspec.Struct, frozen=True):
    """The events, the likeliest first, and the probability that it is none of them. All probabilities add up to 1."""

    events: tuple[Scored, ...]
    new: float


class _Known(msgspec.Struct, frozen=True):
    event: Event
    vector: Vector
    places: frozenset[str]
    days: Days | None
    is_proposed: bool


class _Look(msgspec.Struct):
    """An event while it is looked at: the parts of its likeness grow."""

    event: str
    parts: dict[str, float]
    cost: float
    nearest: str | None
    likeness: float = 0.0

    def weigh(self) -> None:
        """Work out the likeness from the parts."""
        self.likeness = sum([WEIGHTS[name] * value for name, value in self.parts.items()]) - self.cost


class EventIndex:
    """The events of a project with the texts that are filed under them. Changed piece by piece as links come and go."""

    def __init__(self, weights: Weights) -> None:
        self._weights = weights
        self._known: dict[str, _Known] = {}
        self._titles = Index()
        self._texts = Index()
        self._filed: dict[str, frozenset[str]] = {}
        self._homes: dict[str, str] = {}
        self._shares: dict[str, int] = {}
        self._texts_of = Counter[str]()

    def put_event(self, event: Event, words: Bag, *, is_proposed: bool = False) -> None:
        """Offer an event, or offer it with other words."""
        self.drop_event(event.id)
        vector = self._weights.vector(words)
        place = frozenset([event.place.casefold()] if event.place else [])
        self._known[event.id] = _Known(event, vector, place, days_of(event.when), is_proposed)
        self._titles.put(event.id, vector)
        for actor in event.participants:
            self._shares[actor] = self._shares.get(actor, 0) + 1

    def drop_event(self, event_id: str) -> None:
        """Offer an event no more."""
        known = self._known.pop(event_id, None)
        if known is not None:
            self._titles.drop(event_id)
            for actor in known.event.participants:
                self._shares[actor] -= 1

    def __contains__(self, key: str) -> bool:
        """Whether a text is filed under this key."""
        return key in self._texts

    def put_text(self, key: str, home: str, words: Bag, events: Iterable[str]) -> None:
        """File a text (an article, or a sentence of the article `home`) under events, in place of what it was under."""
        self._texts.put(key, self._weights.vector(words))
        self._homes[key] = home
        self.refile(key, events)

    def refile(self, key: str, events: Iterable[str]) -> None:
        """File a text that is there under other events."""
        self._texts_of.subtract(self._filed.get(key, ()))
        self._filed[key] = frozenset(events)
        self._texts_of.update(self._filed[key])

    def drop_text(self, key: str) -> None:
        """Take a text out."""
        self._texts.drop(key)
        self._homes.pop(key, None)
        self._texts_of.subtract(self._filed.pop(key, ()))

    def rank(self, clues: Clues, sentences: Callable[[str], Iterable[Bag]] = lambda _: ()) -> Ranking:
        """Every event on offer with what speaks for it. `sentences` gives those that are linked to an event."""
        article = self._weights.vector(clues.article)
        sentence = self._weights.vector(clues.sentence)
        asked = together(article, sentence)
        found = self._first_look(clues, asked, sentence)
        for each in found:
            each.weigh()
        found.sort(key=self._order)
        for each in found[:SHORTLIST] if sentence else ():
            linked = [cosine(sentence, self._weights.vector(bag)) for bag in sentences(each.event)]
            if linked:
                each.parts["sentence"] = max([each.parts.get("sentence", 0.0), *linked])
                each.weigh()
        found.sort(key=self._order)
        counts = [count for count in self._texts_of.values() if count > 0]
        shares = probabilities([each.likeness for each in found], sum(counts), len(counts))
        scored = [
            Scored(
                each.event,
                each.likeness,
                share,
                self._evidence(clues, each, asked) if place < SHORTLIST else Evidence(each.parts),
            )
            for place, (each, share) in enumerate(zip(found, shares, strict=True))
        ]
        return Ranking(tuple(scored), 1.0 - sum(shares))

    def _first_look(self, clues: Clues, asked: Vector, sentence: Vector) -> list[_Look]:
        """All events with what can be said of them without looking at linked sentences."""
        near = self._nearest(self._texts.like(asked), clues.home)
        close = self._nearest(self._texts.like(sentence), clues.home)
        titles = self._titles.like(asked)
        return [
            _Look(
                event_id,
                self._parts(clues, known, near.get(event_id, ()), close.get(event_id, ()), titles.get(event_id, 0.0)),
                PROPOSED_COST if known.is_proposed else 0.0,
                near[event_id][0][1] if event_id in near else None,
            )
            for event_id, known in self._known.items()
        ]

    def _order(self, look: _Look) -> tuple[float, str, str]:
        return (-look.likeness, self._known[look.event].event.title, look.event)

    def _nearest(self, likes: Mapping[str, float], home: str) -> dict[str, list[tuple[float, str]]]:
        """For each event the texts of other articles that are filed under it, the likest first."""
        found: dict[str, list[tuple[float, str]]] = {}
        for key, like in likes.items():
            if self._homes[key] != home:
                for event_id in self._filed[key]:
                    found.setdefault(event_id, []).append((like, key))
        for each in found.values():
            each.sort(reverse=True)
        return found

    def _parts(
        self,
        clues: Clues,
        known: _Known,
        near: Sequence[tuple[float, str]],
        close: Sequence[tuple[float, str]],
        title: float,
    ) -> dict[str, float]:
        # The title of a proposed event comes from the very articles that it was proposed for.
        texts = self._texts_of.get(known.event.id, 0) + known.is_proposed
        parts = {
            "near": near[0][0] if near else 0.0,
            "all": sum(like for like, _ in near) / _length_of_sum(max(texts, len(near))) if near else 0.0,
            "sentence": close[0][0] if close else 0.0,
            # The few words of a title stand in for texts as long as there are none.
            "title": title / (1 + texts),
            "actors": self._actors(clues, known.event),
            "place": float(bool(known.places & clues.places)),
            "date": date_fit(clues, known.days, known.event.status),
            "type": float(known.event.type in clues.types),
            "story": clues.story.get(known.event.id, 0.0),
        }
        return {name: value for name, value in parts.items() if value}

    def _actors(self, clues: Clues, event: Event) -> float:
        """Who takes part in many events says little about one."""
        shared = sum(1 / self._shares[actor] ** 0.5 for actor in event.participants if actor in clues.actors)
        return min(1.0, shared)

    def _evidence(self, clues: Clues, look: _Look, asked: Vector) -> Evidence:
        known = self._known[look.event]
        words = self._titles.shared(asked, look.event)
        if look.nearest is not None:
            words += self._texts.shared(asked, look.nearest)
        apart, is_named = days_apart(clues, known.days)
        return Evidence(
            parts=look.parts,
            words=tuple(dict.fromkeys(words)),
            nearest=look.nearest,
            actors=tuple(actor for actor in known.event.participants if actor in clues.actors),
            days_apart=apart,
            is_named_day=is_named,
        )


def probabilities(likenesses: Sequence[float], linked: int, events: int) -> list[float]:
    """For events by falling likeness how probable each is; what lacks to 1 is the probability that it is none.

    `linked` texts are filed under `events` events so far. Whether it is any is told by the first and second, which one
    by all of them.
    """
    if not likenesses:
        return []
    second = likenesses[1] if len(likenesses) > 1 else 0.0
    habit = math.log((max(0, linked - events) + 1) / (events + 1))
    score = FIRST * _log(likenesses[0]) - SECOND * _log(second) + HABIT * habit + NONE
    known = 1 / (1 + math.exp(-score))
    odds = [math.exp(max(-50.0, SLOPE * (each - likenesses[0]))) for each in likenesses]
    total = sum(odds)
    return [known * odd / total for odd in odds]


def _log(likeness: float) -> float:
    return math.log(FLOOR + max(0.0, likeness))


def _length_of_sum(texts: int) -> float:
    """The length of the sum of so many unit vectors that are `ALIKE`."""
    return math.sqrt(texts + texts * (texts - 1) * ALIKE)


def days_apart(clues: Clues, days: Days | None) -> tuple[int | None, bool]:
    """Days from the nearest day that the text names, else from its publication, to the event; whether it names one."""
    if days is None:
        return None, False
    gaps = [_gap(named, days) for named in clues.days]
    if gaps:
        return min(gaps, key=abs), True
    return (_gap((clues.published, clues.published), days), False) if clues.published else (None, False)


def date_fit(clues: Clues, days: Days | None, status: str) -> float:
    """From 1 for a day that the text names, over little for one about its publication, to -1 for another time."""
    gap, is_named = days_apart(clues, days)
    if gap is None:
        return 0.0
    if abs(gap) > FAR_DAYS:
        return -1.0 if is_named else -0.5
    if is_named:
        return 1.0 - abs(gap) / FAR_DAYS
    # News is told after it happened; what is planned is told before.
    late = gap < 0 if status == "planned" else gap > 0
    return 0.0 if late or abs(gap) > CLOSE_DAYS else 0.5 * (1 - abs(gap) / (CLOSE_DAYS + 1))


def _gap(one: Days, other: Days) -> int:
    """Days between two stretches, 0 where they touch; negative where `one` comes after `other`."""
    if one[1] < other[0]:
        return (other[0] - one[1]).days
    return -(one[0] - other[1]).days if other[1] < one[0] else 0


def together(article: Vector, sentence: Vector) -> Vector:
    """An article with a stress on one of its sentences."""
    if not sentence:
        return article
    return unit_vector(added(((article, 1 - SENTENCE_SHARE), (sentence, SENTENCE_SHARE))), 2 * LONGEST_VECTOR)


def cosine(one: Vector, other: Vector) -> float:
    """The likeness of two texts, from 0 to 1."""
    return sum(value * other[term] for term, value in one.items() if term in other)
