"""Names that a person added where the machine had missed them, suggested wherever else they stand. Pure.

Precise before complete: a name has a capital letter or is of several words, stands as a whole word, is covered by no
unit and by nothing that was refused there, and four fifths of all decisions on it agree. A word that the article also
uses in small letters ("will", "may") is no name where a sentence begins.
"""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from collections import OrderedDict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from annotator import ids
from annotator.model import Article, Entity, Region, Span, Suggestion
from annotator.units import Unit
from annotator.views.memory import AGREEING, SOURCE, FindVerdict, Verdict, in_articles, is_whole, likelihood
from annotator.views.recall import Recall
from annotator.work import ArticleWork

TOKEN = re.compile(r"\w+")
BEGINS = re.compile(r"(?:^|[\n.!?…:“\"«„‘(\[][\s“\"«„‘(\[]*)$")
LOOK_BACK = 4
KEPT_ARTICLES = 16

Place = tuple[int, int, str]
"""Start, end (code points), the name."""


def is_teachable(name: str) -> bool:
    """Whether an added name is one that can be looked for: a single word in small letters is not."""
    tokens = TOKEN.findall(name)
    return bool(tokens) and (len(tokens) > 1 or any(char.isupper() for char in name)) and len(name) > 1


class Places:
    """Where names stand in one article's text, in text order."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._tokens: frozenset[str] | None = None
        self._names: set[str] = set()
        self._places: list[Place] = []

    def look_for(self, names: Iterable[str]) -> None:
        """Look for names that were not looked for yet."""
        new = {name for name in names if name not in self._names and is_teachable(name)}
        if not new:
            return
        if self._tokens is None:
            self._tokens = frozenset(TOKEN.findall(self._text))
        self._names |= new
        for name in new:
            if TOKEN.search(name)[0] in self._tokens:  # type: ignore[index]
                for place in self._find(name):
                    insort(self._places, place)

    def of(self, names: Iterable[str]) -> list[Place]:
        wanted = set(names)
        return [place for place in self._places if place[2] in wanted]

    def near(self, spans: Iterable[Span]) -> list[Place]:
        """The places that overlap one of these spans."""
        longest = max((end - start for start, end, _ in self._places), default=0)
        found: list[Place] = []
        for span in spans:
            first = bisect_left(self._places, (span.start - longest, 0, ""))
            last = bisect_left(self._places, (span.end, 0, ""))
            found += [place for place in self._places[first:last] if place[1] > span.start]
        return found

    def all(self) -> list[Place]:
        return self._places

    def _find(self, name: str) -> list[Place]:
        assert self._tokens is not None
        is_common = name.lower() in self._tokens and name != name.lower()
        found: list[Place] = []
        at = self._text.find(name)
        while at >= 0:
            span = Span(at, at + len(name))
            if is_whole(self._text, span) and not (is_common and self._begins_a_sentence(at)):
                found.append((span.start, span.end, name))
            at = self._text.find(name, at + 1)
        return found

    def _begins_a_sentence(self, at: int) -> bool:
        return BEGINS.search(self._text[max(0, at - LOOK_BACK) : at]) is not None if at else True


def suggested(article: Article, place: Place, found: Verdict | None) -> Suggestion | None:
    """The suggestion of an added name at a place, None where too many decisions on it say otherwise."""
    if found is None or found.label is None or found.articles < AGREEING * (found.articles + found.against):
        return None
    start, end, _ = place
    own = ids.suggestion_id(article.id, "entity", [(start, end)], found.label)
    score = likelihood(found.articles, found.against)
    reason = f"added as {found.label} {in_articles(found.articles)}"
    return Suggestion(Entity(own, Span(start, end), found.label, found.actor), score, SOURCE, reason)


def free(
    article: Article,
    places: Iterable[Place],
    around: Callable[[Span], Iterable[Unit]],
    regions: Sequence[Region],
    find: FindVerdict,
) -> list[Suggestion]:
    """The suggestions for those places that nothing covers; the longer name first where two overlap.

    `around` gives the entities, in whatever state, that overlap a span.
    """  # fmt: skip
    found: list[Suggestion] = []
    taken: list[Span] = []
    for place in sorted(set(places), key=lambda place: (place[0] - place[1], place[0])):
        span = Span(place[0], place[1])
        if any(span.overlaps(other) for other in taken) or any(region.span.overlaps(span) for region in regions):
            continue
        made = suggested(article, place, find(place[2]))
        if made is None or any(_covers(unit, span, made.id) for unit in around(span)):
            continue
        taken.append(span)
        found.append(made)
    return found


def _covers(unit: Unit, span: Span, own: str) -> bool:
    """Whether a unit leaves no room for a suggestion: it shows there, or said there that there is none."""
    if unit.id == own or unit.kind != "entity":
        return False
    return unit.spans == (span,) or (unit.is_shown and not unit.hidden)


class Additions:
    """The suggestions of added names in the articles that were read last, beside those that are stored."""

    def __init__(self, recall: Recall) -> None:
        self._recall = recall
        self._places: OrderedDict[str, Places] = OrderedDict()
        self._suggested: dict[str, dict[str, Suggestion]] = {}

    def of(self, article_id: str) -> Mapping[str, Suggestion]:
        """The suggestions of an article by id, as they were when it was read last."""
        return self._suggested.get(article_id, {})

    def knows(self, article_id: str) -> bool:
        return article_id in self._suggested

    def forget(self, article_id: str) -> None:
        self._places.pop(article_id, None)
        self._suggested.pop(article_id, None)

    def all(self, work: ArticleWork, stored: Collection[str]) -> list[Suggestion]:
        """All added names that a work, which holds none of them yet, leaves room for, but those decided there.

        `stored` are the ids of what the machine suggests by itself.
        """
        names = self._recall.added()
        places = self._look_for(work, names)
        here = places.of(names) if places else []
        self._recall.names.learn({name for _, _, name in here})
        made = [one for one in self._free(work, here, frozenset()) if one.id not in stored]
        self._suggested[work.article.id] = {one.id: one for one in made}
        return [one for one in made if work.find(one.id) is None]

    def renew(
        self, work: ArticleWork, stored: Collection[str], names: Iterable[str], spans: Iterable[Span]
    ) -> tuple[list[Suggestion], list[str]]:
        """(new or changed suggestions, ids of those that go), after decisions on these names or near these spans."""
        known, added = self._suggested.setdefault(work.article.id, {}), self._recall.added()
        places = self._look_for(work, added)
        if places is None:
            return [], []
        near = places.near(spans) + places.of(names)
        near += places.near(Span(start, end) for start, end, _ in near)
        where = {(start, end) for start, end, _ in near}
        stale = {one.id for one in known.values() if (one.value.span.start, one.value.span.end) in where}  # type: ignore[union-attr]
        free = self._free(work, [place for place in near if place[2] in added], stale)
        made = {one.id: one for one in free if one.id not in stored}
        fresh = [one for one in made.values() if known.get(one.id) != one and _is_open(work, one.id)]
        gone = [one for one in stale if one not in made and _is_open(work, one)]
        for unit_id in stale - made.keys():
            if unit_id in gone:
                del known[unit_id]
        known.update(made)
        return fresh, gone

    def _free(self, work: ArticleWork, places: Iterable[Place], stale: Collection[str]) -> list[Suggestion]:
        def around(span: Span) -> list[Unit]:
            return [unit for unit in work.overlapping(span) if not (unit.id in stale and _is_open(work, unit.id))]

        return free(work.article, places, around, work.regions, self._recall.names.find)

    def _look_for(self, work: ArticleWork, names: Collection[str]) -> Places | None:
        """The places of names in an article's text, None where no name was ever looked for in it."""
        places = self._places.get(work.article.id)
        if places is None and not names:
            return None
        if places is None:
            places = self._places[work.article.id] = Places(work.article.text)
            if len(self._places) > KEPT_ARTICLES:
                self.forget(next(iter(self._places)))
        self._places.move_to_end(work.article.id)
        places.look_for(names)
        return places


def _is_open(work: ArticleWork, unit_id: str) -> bool:
    """Whether nobody has decided anything about a unit, or it is not there."""
    unit = work.find(unit_id)
    return unit is None or (unit.is_machine and not unit.decided)
