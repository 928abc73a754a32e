"""Who annotates what: a plan that gives each article to so many annotators, evenly, and changes nothing twice. Pure.

Work is counted in the units that an article has to be decided about, and the reading between them. What is assigned
stays assigned: a plan only completes it, so that it can be made again whenever articles or annotators come.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Literal, NamedTuple

import msgspec

from annotator.errors import Invalid

TwinsRule = Literal["spread", "together"]
"""Articles of one story: as far as can be to different annotators, or all of them to the same ones."""
CHARS_A_UNIT = 60
"""As many characters are read in the time that one suggestion takes to be decided: some three seconds."""


class AssignmentRow(msgspec.Struct, frozen=True, order=True):
    """An article given to an annotator. `blind`: without suggestions; `calibration`: one that everybody begins with.

    `order` says where it stands in the annotator's list: those of the calibration first, each by `order`.
    """

    article: str
    annotator: str
    blind: bool = False
    calibration: bool = False
    order: int = 0

    @property
    def place(self) -> tuple[bool, int]:
        """What an annotator's list is sorted by."""
        return not self.calibration, self.order


class Returned(msgspec.Struct, frozen=True):
    """That a lead gave an article back: the decision by which it had been submitted, and what the lead wrote."""

    submission: str
    comment: str = ""


class Load(msgspec.Struct, frozen=True):
    """An article to be handed out: how much work it is, and the story that it tells with others ("" for none)."""

    article: str
    work: int
    story: str = ""


class Share(msgspec.Struct, frozen=True):
    """What an annotator has in all."""

    articles: int
    work: int
    blind: int
    calibration: int


class Plan(msgspec.Struct, frozen=True):
    """What would be assigned. `rows` are new or changed, `kept` there already; `shares` by annotator, with both.

    `pairs`: how many articles each two annotators have in common.
    """

    rows: tuple[AssignmentRow, ...]
    kept: tuple[AssignmentRow, ...]
    shares: Mapping[str, Share]
    pairs: Mapping[tuple[str, str], int]


class Terms(msgspec.Struct, frozen=True):
    """How articles are to be given out: to `overlap` annotators each, a `blind` share (0..1) without suggestions.

    `blind` None leaves it as it is. `calibration`: as many articles go to everybody first, in all.
    """

    overlap: int = 1
    blind: float | None = None
    calibration: int = 0
    twins: TwinsRule = "spread"
    seed: int = 0


class _Key(NamedTuple):
    article: str
    annotator: str


def work_of(suggestions: int, chars: int) -> int:
    """How much work an article is, in units to decide about: its visible suggestions and the reading between them."""
    return 1 + suggestions + chars // CHARS_A_UNIT


def plan(
    loads: Sequence[Load],
    annotators: Sequence[str],
    terms: Terms,
    existing: Iterable[AssignmentRow] = (),
    begun: Collection[tuple[str, str]] = (),
    chosen: Collection[str] | None = None,
) -> Plan:
    """Who gets which of the articles `loads`, which come in the order of the project; of the `chosen` ones, if given.

    `begun`: (article, annotator) of what somebody has decided on: it goes to them first, and never turns blind.

    Raises:
        Invalid: the terms cannot be met, in a sentence.
    """
    wanted = {load.article for load in loads}
    if chosen is not None:
        wanted &= set(chosen)
    check(len(wanted), annotators, terms)
    planner = _Planner(loads, annotators, terms, existing, begun)
    planner.chosen = wanted
    planner.calibrate()
    planner.share_out()
    planner.level()
    if terms.blind is not None:
        planner.blind(terms.blind)
    return planner.plan()


def check(count: int, annotators: Sequence[str], terms: Terms) -> None:
    """Raise Invalid unless the terms can be met with `count` articles."""
    if not annotators:
        raise Invalid("Nobody is named to annotate.", "Name at least one annotator.")
    twice = [name for name, times in Counter(annotators).items() if times > 1]
    if twice:
        raise Invalid(f"{twice[0]} is named twice.", "Name each annotator once.")
    if not 1 <= terms.overlap <= len(annotators):
        named = "1 annotator is" if len(annotators) == 1 else f"{len(annotators)} annotators are"
        raise Invalid(
            f"Each article cannot go to {terms.overlap} annotators: {named} named.",
            "Name more of them, or ask for less overlap.",
        )
    if not 0 <= terms.calibration <= count:
        raise Invalid(
            f"There are no {terms.calibration} articles to calibrate with: there are {count}.", "Ask for fewer."
        )
    if terms.blind is not None and not 0 <= terms.blind <= 1:
        raise Invalid("The share of articles without suggestions lies between 0 and 100 %.")


class _Planner:
    """The assignments as they grow, and what each annotator has so far."""

    def __init__(
        self,
        loads: Sequence[Load],
        annotators: Sequence[str],
        terms: Terms,
        existing: Iterable[AssignmentRow],
        begun: Collection[tuple[str, str]],
    ) -> None:
        self._loads = {load.article: load for load in loads}
        self.chosen = set(self._loads)
        """The articles that may be given out; the others count as work that somebody has."""
        self._order = {load.article: at for at, load in enumerate(loads, 1)}
        self._names = list(annotators)
        self._terms = terms
        self._begun = {_Key(*pair) for pair in begun}
        self._old = {_Key(row.article, row.annotator): row for row in existing if row.article in self._loads}
        self._rows: dict[_Key, AssignmentRow] = {}
        self._holders: dict[str, list[str]] = defaultdict(list)
        self._work: Counter[str] = Counter()
        self._pairs: Counter[tuple[str, str]] = Counter()
        self._stories: Counter[tuple[str, str]] = Counter()
        for row in self._old.values():
            self._put(row)

    def calibrate(self) -> None:
        """Give the articles that everybody begins with to everybody."""
        chosen = self._calibrating()
        for rank, article in enumerate(chosen, 1):
            for name in self._names:
                old = self._rows.get(_Key(article, name))
                if old is None:
                    self._put(AssignmentRow(article, name, calibration=True, order=rank))
                elif not old.calibration:
                    self._rows[_Key(article, name)] = msgspec.structs.replace(old, calibration=True, order=rank)

    def _calibrating(self) -> list[str]:
        """The articles to begin with: those there are, then some of little and some of much work, of many stories."""
        old = sorted({(row.order, row.article) for row in self._rows.values() if row.calibration})
        chosen = [article for _, article in old]
        missing = self._terms.calibration - len(chosen)
        others = self.chosen.difference(chosen)
        free = [load for load in self._loads.values() if load.article in others]
        free.sort(key=lambda load: (self._is_taken(load), load.work, self._drawn("first", load.article)))
        free = [load for load in free if not self._is_taken(load)] if self._enough(free, missing) else free
        stories = {self._loads[article].story for article in chosen}
        for number in range(max(missing, 0)):
            stratum = free[number * len(free) // missing : (number + 1) * len(free) // missing]
            best = min(stratum, key=lambda load: (load.story in stories, self._drawn("calibration", load.article)))
            stories |= {best.story} - {""}
            chosen.append(best.article)
        return chosen

    def _is_taken(self, load: Load) -> bool:
        """Whether somebody has it, or has begun it: not everybody would begin alike."""
        is_begun = any(_Key(load.article, name) in self._begun for name in self._names)
        return is_begun or bool(self._holders.get(load.article))

    def _enough(self, free: Sequence[Load], missing: int) -> bool:
        return sum(not self._is_taken(load) for load in free) >= missing

    def share_out(self) -> None:
        """Give every article to as many annotators as the terms say, the most work first."""
        for article, name in sorted(self._begun):
            if article in self.chosen and name in self._names and _Key(article, name) not in self._rows:
                self._give(article, name)
        for bundle in self._bundles():
            team = self._team(bundle) if len(bundle) > 1 else ()
            for load in bundle:
                for name in self._completing(load, team):
                    self._give(load.article, name)

    def _bundles(self) -> list[list[Load]]:
        """The articles that go to the same annotators; the most work first, so that little is left to even out."""
        found: dict[str, list[Load]] = defaultdict(list)
        for load in self._loads.values():
            if load.article not in self.chosen:
                continue
            is_bound = load.story and self._terms.twins == "together"
            found[f"story {load.story}" if is_bound else load.article].append(load)
        return sorted(
            found.values(),
            key=lambda loads: (-sum(load.work for load in loads), self._drawn("order", loads[0].article)),
        )

    def _team(self, bundle: Sequence[Load]) -> list[str]:
        """Who gets a whole story: those who have most of it already, then those with the least to do."""
        held = Counter(name for load in bundle for name in self._holders.get(load.article, ()))
        team: list[str] = []
        for _ in range(self._terms.overlap):
            free = [name for name in self._names if name not in team]
            team.append(min(free, key=lambda name: (-held[name], *self._cost(bundle[0], name, team))))
        return team

    def _completing(self, load: Load, team: Sequence[str]) -> list[str]:
        """Who gets an article beside those who have it."""
        holders = list(self._holders.get(load.article, ()))
        found: list[str] = []
        for _ in range(self._terms.overlap - len(holders)):
            free = [name for name in self._names if name not in holders]
            name = next((one for one in team if one in free), None) or min(
                free, key=lambda one: (self._near(load, one), *self._cost(load, one, holders))
            )
            holders.append(name)
            found.append(name)
        return found

    def _near(self, load: Load, name: str) -> int:
        """How many articles of the same story somebody has."""
        return self._stories[load.story, name] if load.story and self._terms.twins == "spread" else 0

    def _cost(self, load: Load, name: str, beside: Iterable[str]) -> tuple[int, int, int]:
        """How ill an article goes to somebody who shares it with others: work so far, alone and in common."""
        common = sum(self._pairs[_pair(name, other)] for other in beside)
        return self._work[name] + common, self._work[name], self._drawn(name, load.article)

    def level(self) -> None:
        """Move new assignments from who has the most to who has the least, while one article makes no difference."""
        new = {key for key in self._rows if key not in self._old and key not in self._begun}
        movable = {key for key in new if not self._rows[key].calibration and not self._is_bound(key.article)}
        biggest = max((self._loads[key.article].work for key in movable), default=0)
        while True:
            most = max(self._names, key=lambda name: (self._work[name], name))
            least = min(self._names, key=lambda name: (self._work[name], name))
            gap = self._work[most] - self._work[least]
            key = self._movable(movable, most, least, gap) if gap > biggest else None
            if key is None:
                return
            self._take(key)
            movable.remove(key)
            self._give(key.article, least)
            movable.add(_Key(key.article, least))

    def _is_bound(self, article: str) -> bool:
        return bool(self._loads[article].story) and self._terms.twins == "together"

    def _movable(self, movable: Collection[_Key], most: str, least: str, gap: int) -> _Key | None:
        """The assignment whose move leaves the two most alike."""
        fit = [
            key
            for key in movable
            if key.annotator == most
            and least not in self._holders[key.article]
            and self._loads[key.article].work < gap
            and self._near(self._loads[key.article], least) < max(self._near(self._loads[key.article], most), 1)
        ]
        return min(
            fit,
            key=lambda key: (abs(gap - 2 * self._loads[key.article].work), self._drawn("level", key.article)),
            default=None,
        )

    def blind(self, share: float) -> None:
        """Take the suggestions away from that share of everybody's articles, where it can be the same ones for all."""
        wanted = {name: self._blind_missing(name, share) for name in self._names}
        order = sorted(self.chosen, key=lambda article: self._drawn("blind", article))
        for article in order:
            names = [name for name in self._holders.get(article, ()) if name in wanted]
            can = all(wanted[name] > 0 and self._may_turn(_Key(article, name)) for name in names)
            if names and can and len(names) == len(self._holders[article]):
                for name in names:
                    self._turn_blind(_Key(article, name), wanted)
        for article in order:
            for name in list(self._holders.get(article, ())):
                if wanted.get(name, 0) > 0 and self._may_turn(_Key(article, name)):
                    self._turn_blind(_Key(article, name), wanted)

    def _blind_missing(self, name: str, share: float) -> int:
        own = [row for row in self._rows.values() if row.annotator == name and not row.calibration]
        return int(share * len(own) + 0.5) - sum(row.blind for row in own)

    def _may_turn(self, key: _Key) -> bool:
        row = self._rows[key]
        return not row.blind and not row.calibration and key not in self._begun

    def _turn_blind(self, key: _Key, wanted: dict[str, int]) -> None:
        self._rows[key] = msgspec.structs.replace(self._rows[key], blind=True)
        wanted[key.annotator] -= 1

    def plan(self) -> Plan:
        """What came of it."""
        rows = [row for key, row in self._rows.items() if self._old.get(key) != row]
        kept = [row for key, row in self._rows.items() if self._old.get(key) == row]
        return Plan(
            tuple(sorted(rows, key=_by_list)), tuple(sorted(kept, key=_by_list)), self._shares(), self._common()
        )

    def _shares(self) -> dict[str, Share]:
        found: dict[str, list[AssignmentRow]] = {name: [] for name in self._names}
        for row in self._rows.values():
            found.setdefault(row.annotator, []).append(row)
        return {
            name: Share(len(rows), self._work[name], sum(r.blind for r in rows), sum(r.calibration for r in rows))
            for name, rows in sorted(found.items())
        }

    def _common(self) -> dict[tuple[str, str], int]:
        found = Counter(
            _pair(one, other)
            for holders in self._holders.values()
            for at, one in enumerate(holders)
            for other in holders[at + 1 :]
        )
        return dict(sorted(found.items()))

    def _give(self, article: str, name: str) -> None:
        self._put(AssignmentRow(article, name, order=self._order[article]))

    def _put(self, row: AssignmentRow) -> None:
        load = self._loads[row.article]
        for other in self._holders[row.article]:
            self._pairs[_pair(row.annotator, other)] += load.work
        self._holders[row.article].append(row.annotator)
        self._work[row.annotator] += load.work
        self._stories[load.story, row.annotator] += 1
        self._rows[_Key(row.article, row.annotator)] = row

    def _take(self, key: _Key) -> None:
        load = self._loads[key.article]
        del self._rows[key]
        self._holders[key.article].remove(key.annotator)
        self._work[key.annotator] -= load.work
        self._stories[load.story, key.annotator] -= 1
        for other in self._holders[key.article]:
            self._pairs[_pair(key.annotator, other)] -= load.work

    def _drawn(self, *words: str) -> int:
        """A number drawn for these words: the same whatever else is planned."""
        said = "\x1f".join((str(self._terms.seed), *words)).encode()
        return int.from_bytes(hashlib.blake2b(said, digest_size=8).digest())


def _pair(one: str, other: str) -> tuple[str, str]:
    return (one, other) if one < other else (other, one)


def _by_list(row: AssignmentRow) -> tuple[str, bool, int, str]:
    return row.annotator, *row.place, row.article
