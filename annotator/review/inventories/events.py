"""Which event of one annotator is another's: pairs ranked by what speaks for and against, with the reasons. Pure.

Also which is a part of which: one annotator's summit that another split into two meetings.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import combinations

import msgspec

from annotator.dates import Days, days_of
from annotator.layers import PROJECT
from annotator.model import Event
from annotator.proposals.words import Index, Vector, Weights, bag, fold, surfaces
from annotator.review.inventories.model import LEAST_SCORE, Aligning, How
from annotator.review.inventories.overlaps import Overlaps, Place, Shared
from annotator.wording import counted

START = -4.0
LINKS, TITLE, PEOPLE = 4.5, 3.5, 1.5
SAME_DATE, DATES_MEET, DATES_APART = 1.5, 0.8, -1.5
SAME_PLACE, OTHER_PLACE = 0.7, -0.4
SAME_TYPE, OTHER_TYPE = 0.3, -0.3
DENIED, NONE_SHARED, KEPT_APART = -0.7, -1.0, -1.5
WITHIN = 1.2
"""The log odds that two events are one begin at `START` and rise or fall with each piece of evidence: the statements
linked to both, the words of the titles, who takes part, date, place, type; that one happened and the other did not;
that both were linked where the other annotator linked too, and never the same statement; that one annotator has both.
`WITHIN`: one lasts longer and holds the other. Weights by judgement, not measured: they only say what is looked at
first, and a lead decides every pair."""
PART_LINKS = 4.2
CONTAINED, ONLY_SOME = 0.75, 0.67
"""One's statements are the other's by the first share at least, and no more than the second of the other's: then it
may be a part of it."""
SPLIT, NEAR_DAYS = 1.5, 7
"""What it adds that other events of the same annotator are parts of it too; parts that lie further off are none."""
MOST_EACH = 4
"""How many proposals are made for one event."""
SOME_WORDS, MORE_WORDS = 0.2, 0.35
"""From this likeness of their titles on two events are compared: of the same days, and of days that lie apart, where
with less even the same people in the same place would not be enough."""
ACTORS_SAID, WORDS_SAID = 3, 3


class Inventoried(msgspec.Struct, frozen=True):
    """An event of the inventories with all that is aligned with it. `layers`: whose it is, `project` for published.

    `people`: who takes part, actor id → name; `linked`: layer → the statements that it links to the event.
    """

    event: Event
    layers: frozenset[str]
    people: Mapping[str, str] = {}
    linked: Mapping[str, tuple[Place, ...]] = {}

    @property
    def id(self) -> str:
        return self.event.id

    @property
    def statements(self) -> int:
        return sum(map(len, self.linked.values()))


def propose_alignments(events: Sequence[Inventoried], *, apart: Collection[str] = frozenset()) -> list[Aligning]:
    """The pairs of different annotators' events that may be one, or one a part of the other, the likeliest first.

    `apart` are the ids of pairs that somebody said are different. Events are compared where they share a statement,
    words of their titles, or a day and a participant, so that time grows with what they share, not with their square.
    """
    known = {each.id: _Look(each) for each in events}
    overlaps = Overlaps({each.id: each.linked for each in events})
    titles = _Titles(events)
    pairs = overlaps.pairs()
    splits = _Splits(known, overlaps, pairs)
    judged = (
        _judged(*_in_order(known[one], known[other]), titles, overlaps, splits)
        for one, other in _near(known, titles) | pairs
        if _may_be_one(known[one].it, known[other].it)
    )
    found = [each for each in judged if each is not None and (not apart or each.id not in apart)]
    found.sort(key=lambda each: (-each.score, each.one, each.other))
    return _best_of_each(found)


def _in_order(one: _Look, other: _Look) -> tuple[_Look, _Look]:
    """The two, first the one that stays: a published one, else the one with more to it."""
    return (one, other) if one.weight <= other.weight else (other, one)


def _may_be_one(one: Inventoried, other: Inventoried) -> bool:
    """Whether the pair is a question: two annotators are behind it, and nobody said that one is a part of the other."""
    is_answered = one.event.part_of == other.id or other.event.part_of == one.id
    return len(one.layers | other.layers) > 1 and not is_answered


def _best_of_each(found: Iterable[Aligning]) -> list[Aligning]:
    counts: Counter[str] = Counter()
    kept: list[Aligning] = []
    for each in found:
        if max(counts[each.one], counts[each.other]) < MOST_EACH:
            counts.update((each.one, each.other))
            kept.append(each)
    return kept


class _Look:
    """An event with what is asked of it for each pair."""

    def __init__(self, it: Inventoried) -> None:
        self.it = it
        self.event = it.event
        self.days = days_of(it.event.when)
        self.people = {fold(name): name for name in it.people.values()}
        """What participants are known by, their folded names, with the names as written."""
        said = sum(value not in (None, "", (), "other") for value in msgspec.structs.asdict(it.event).values())
        self.weight = (PROJECT not in it.layers, -it.statements, -len(it.layers), -said, it.id)


class _Titles:
    """The words of titles, weighed by how rare they are among them."""

    def __init__(self, events: Sequence[Inventoried]) -> None:
        bags = {each.id: bag(each.event.title) for each in events}
        counts = Counter(term for found in bags.values() for term in found)
        weights = Weights(len(events), lambda term: counts[term])
        self.vectors: dict[str, Vector] = {key: weights.vector(found) for key, found in bags.items()}

    def alike(self) -> dict[tuple[str, str], float]:
        """The pairs whose titles are somewhat alike, the smaller id first, and how much."""
        index = Index()
        pairs: dict[tuple[str, str], float] = {}
        for key, vector in self.vectors.items():
            found = index.like(vector)
            alike = ((other, share) for other, share in found.items() if share >= SOME_WORDS)
            pairs.update(((min(key, other), max(key, other)), share) for other, share in alike)
            index.put(key, vector)
        return pairs

    def likeness(self, one: str, other: str) -> float:
        ours, theirs = self.vectors[one], self.vectors[other]
        return sum(weight * theirs.get(term, 0.0) for term, weight in ours.items())

    def shared(self, one: Event, other: Event) -> list[str]:
        """The words of both titles as the first spells them, the most telling first."""
        theirs, spelled = self.vectors[other.id], surfaces(one.title)
        both = sorted((-weight, term) for term, weight in self.vectors[one.id].items() if term in theirs)
        return [spelled.get(term, term) for _, term in both]


def _near(known: Mapping[str, _Look], titles: _Titles) -> set[tuple[str, str]]:
    """The pairs with titles somewhat alike, or on the same days with somebody who takes part in both."""
    by_person: dict[str, list[_Look]] = defaultdict(list)
    for look in known.values():
        for who in look.people:
            by_person[who].append(look)
    together = {
        (min(one.it.id, other.it.id), max(one.it.id, other.it.id))
        for looks in by_person.values()
        for one, other in combinations(looks, 2)
        if one.days and other.days and not _days_apart(one.days, other.days)
    }
    alike = {
        pair
        for pair, share in titles.alike().items()
        if share >= MORE_WORDS or not _days_apart(known[pair[0]].days, known[pair[1]].days)
    }
    return alike | together


class _Splits:
    """Which events have statements that stand under several events of another annotator, each but some of them."""

    def __init__(self, known: Mapping[str, _Look], overlaps: Overlaps, pairs: Iterable[tuple[str, str]]) -> None:
        self._pieces: dict[str, list[_Look]] = defaultdict(list)
        for one, other in pairs:
            common, first, second = overlaps.shared(one, other)
            for whole, piece, share, rest in ((one, other, second, first), (other, one, first, second)):
                if common >= CONTAINED * share and common <= ONLY_SOME * rest:
                    self._pieces[whole].append(known[piece])

    def is_piece(self, whole: _Look, piece: _Look) -> bool:
        """Whether the statements of `piece` are some of those of `whole`."""
        return piece in self._pieces[whole.it.id]

    def has_others(self, whole: _Look, piece: _Look) -> bool:
        """Whether others of the same annotator are pieces of `whole` too."""
        layers = piece.it.layers - {PROJECT}
        return any(each is not piece and layers & each.it.layers for each in self._pieces[whole.it.id])


def _judged(one: _Look, other: _Look, titles: _Titles, overlaps: Overlaps, splits: _Splits) -> Aligning | None:
    """The pair with the likelier of the two ways in which it may belong together; None where neither is likely."""
    evidence = _Evidence(one, other, titles, overlaps.shared(one.it.id, other.it.id), splits)
    same, part = evidence.same(), evidence.part()
    how: How = "same"
    odds = same
    if part is not None and part[0] > same:
        how, (odds, one, other) = "part", part
    score = round(1 / (1 + math.exp(-odds)), 4)
    if score < LEAST_SCORE:
        return None
    return Aligning("event", how, one.it.id, other.it.id, score, evidence.reasons(how))


class _Evidence:
    """What speaks for and against two events being one; `mutual` is what their statements share."""

    def __init__(self, one: _Look, other: _Look, titles: _Titles, mutual: Shared, splits: _Splits) -> None:
        self.one, self.other, self.titles, self.mutual, self.splits = one, other, titles, mutual, splits
        self.people = [one.people[key] for key in one.people if key in other.people]
        self.likeness = titles.likeness(one.it.id, other.it.id)
        self.days = (one.days, other.days)
        fewest = min(len(one.people), len(other.people))
        self.people_share = len(self.people) / fewest if fewest else 0.0

    def same(self) -> float:
        """The log odds that the two are one."""
        mutual = self.mutual
        both = mutual.first + mutual.second
        links = LINKS * 2 * mutual.common / both * _surer(mutual.common) if both else 0.0
        odds = START + links + TITLE * self.likeness + PEOPLE * self.people_share + self._date() + self._kind()
        if both and not mutual.common and mutual.first and mutual.second:
            odds += NONE_SHARED
        return odds + (KEPT_APART if self._is_kept_apart() else 0.0)

    def part(self) -> tuple[float, _Look, _Look] | None:
        """The log odds that one is a part of the other, the whole and the part; None where nothing says so."""
        found = self._split() or self._within()
        if found is None:
            return None
        whole, piece, by_links = found
        odds = START + by_links + TITLE * self.likeness * 0.7 + PEOPLE * self.people_share + self._place()
        if whole.days and piece.days:
            odds += WITHIN if _lies_within(whole, piece) and whole.days != piece.days else DATES_MEET
        return odds, whole, piece

    def _split(self) -> tuple[_Look, _Look, float] | None:
        """Whole and part where the statements of one are some of the other's, at about the same time."""
        if (_days_apart(*self.days) or 0) > NEAR_DAYS:
            return None
        for whole, piece in ((self.one, self.other), (self.other, self.one)):
            if self.splits.is_piece(whole, piece):
                bonus = SPLIT if self.splits.has_others(whole, piece) else 0.0
                return whole, piece, PART_LINKS * _surer(self.mutual.common) + bonus
        return None

    def _within(self) -> tuple[_Look, _Look, float] | None:
        """Whole and part where one is an interval that holds the day of the other, and no statement says more."""
        if self.mutual.common:
            return None
        for whole, piece in ((self.one, self.other), (self.other, self.one)):
            when = whole.event.when
            if when is not None and "/" in when.edtf and _lies_within(whole, piece) and whole.days != piece.days:
                return whole, piece, 0.0
        return None

    def _date(self) -> float:
        apart = _days_apart(*self.days)
        if apart is None:
            return 0.0
        if apart:
            return DATES_APART
        return SAME_DATE if self.days[0] == self.days[1] else DATES_MEET

    def _place(self) -> float:
        ours, theirs = self.one.event.place, self.other.event.place
        if not ours or not theirs:
            return 0.0
        return SAME_PLACE if _is_same_place(ours, theirs) else OTHER_PLACE

    def _kind(self) -> float:
        ours, theirs = self.one.event, self.other.event
        odds = self._place()
        if "other" not in (ours.type, theirs.type):
            odds += SAME_TYPE if ours.type == theirs.type else OTHER_TYPE
        # What was planned and then held is one; what was held and what was not are hardly.
        return odds + (DENIED if (ours.status == "not_happened") != (theirs.status == "not_happened") else 0.0)

    def _is_kept_apart(self) -> bool:
        return bool((self.one.it.layers & self.other.it.layers) - {PROJECT})

    def reasons(self, how: How) -> tuple[str, ...]:
        """What speaks for it and against it, the strongest first, a few words each."""
        found: list[str] = []
        if self.mutual.common:
            found.append(f"{counted(self.mutual.common, 'statement')} in common")
        if how == "part" and self._is_split():
            found.append("the others stand under another event")
        found.append(self._title_said())
        found.append(self._date_said(how))
        if self.people:
            more = len(self.people) - ACTORS_SAID
            named = ", ".join(self.people[:ACTORS_SAID]) + (f" and {more} more" if more > 0 else "")
            found.append(f"both name {named}")
        if self._place() == SAME_PLACE:
            found.append(f"same place: {self.one.event.place}")
        found += self._against()
        return tuple(reason for reason in found if reason)

    def _title_said(self) -> str:
        ours, theirs = self.one.event, self.other.event
        if fold(ours.title) == fold(theirs.title):
            return "same title"
        words = self.titles.shared(ours, theirs)[:WORDS_SAID]
        return f"titles share {', '.join(words)}" if words else ""

    def _date_said(self, how: How) -> str:
        apart = _days_apart(*self.days)
        if apart is None:
            return ""
        if apart:
            return f"{counted(apart, 'day')} apart"
        if self.days[0] == self.days[1]:
            return "same date"
        return "its days lie within" if how == "part" else "dates overlap"

    def _is_split(self) -> bool:
        pairs = ((self.one, self.other), (self.other, self.one))
        return any(self.splits.is_piece(*pair) and self.splits.has_others(*pair) for pair in pairs)

    def _against(self) -> list[str]:
        found: list[str] = []
        if not self.mutual.common and self.mutual.first and self.mutual.second:
            found.append("but no statement in common")
        if self._place() == OTHER_PLACE:
            found.append("but another place")
        if self._is_kept_apart():
            found.append("but somebody has both")
        return found


def _lies_within(whole: _Look, piece: _Look) -> bool:
    """Whether the days of one hold those of the other."""
    outer, inner = whole.days, piece.days
    return outer is not None and inner is not None and outer[0] <= inner[0] and inner[1] <= outer[1]


def _surer(count: int) -> float:
    """How much a share of so many says: one may be chance."""
    return 1 - 0.5**count


def _days_apart(one: Days | None, other: Days | None) -> int | None:
    """Days between two dates, 0 where they meet; None where one is unknown."""
    if one is None or other is None:
        return None
    first, second = sorted((one, other))
    return max(0, (second[0] - first[1]).days)


def _is_same_place(one: str, other: str) -> bool:
    ours, theirs = set(fold(one).split()), set(fold(other).split())
    return ours <= theirs or theirs <= ours
