"""Which passages belong together: families of twins, chains of families, groups of articles that share passages. Pure.

A family has a founder, its first passage, and every member was compared with it: so that no family drifts from one text
to another by small steps. Where a member of one family is a twin of a member of another, both are one chain: a dataset
is never split across it.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Generic, NamedTuple, TypeVar

from annotator.model import Span
from annotator.proposals.twins import BANDS, NEAR, NO_BANDS, Passage, candidates, similarity

MOST_COMPARED = 24
"""A passage that is like very many others is compared with so many of them."""
SHARE = 0.1
"""Articles that share more than this of the shorter one's text are alike."""
BOILERPLATE = 25
"""A passage in more articles than this does not make them alike, unless it is more than `SHARE` of their text."""

T = TypeVar("T", str, int)


class Joined(Generic[T]):
    """Sets that are joined two by two; each goes by the name of its smallest member."""

    def __init__(self) -> None:
        self._above: dict[T, T] = {}

    def find(self, one: T) -> T:
        """The name of the set that this is in."""
        top = self._above.setdefault(one, one)
        while top != self._above[top]:
            self._above[top] = top = self._above[self._above[top]]
        return top

    def join(self, one: T, other: T) -> None:
        low, high = sorted((self.find(one), self.find(other)))
        self._above[high] = low

    def sets(self) -> list[frozenset[T]]:
        """Those of two or more, in the order of their names."""
        found: dict[T, set[T]] = {}
        for one in list(self._above):
            found.setdefault(self.find(one), set()).add(one)
        return [frozenset(members) for _, members in sorted(found.items()) if len(members) > 1]


class Home(NamedTuple):
    """The family of a passage, and the chain of that family."""

    family: int
    chain: int


class Catalogue:
    """Many passages in few bytes, numbered in the order in which they were added."""

    def __init__(self) -> None:
        self.articles: list[str] = []
        self.keys = array("q")
        self.words = array("I")
        self.bands = [array("I") for _ in range(BANDS)]
        self._article = array("I")
        self._start = array("I")
        self._end = array("I")
        self._can_be_near = bytearray()

    def __len__(self) -> int:
        return len(self.keys)

    def add(self, article: str, passages: Iterable[Passage]) -> None:
        """Add the passages of one more article."""
        number = len(self.articles)
        self.articles.append(article)
        for span, words, key, bands in passages:
            self._article.append(number)
            self._start.append(span.start)
            self._end.append(span.end)
            self.words.append(words)
            self.keys.append(key)
            self._can_be_near.append(bands != NO_BANDS)
            for column, band in zip(self.bands, bands, strict=True):
                column.append(band)

    def place(self, number: int) -> tuple[str, Span]:
        """The article and the span of a passage."""
        return self.articles[self._article[number]], Span(self._start[number], self._end[number])

    def can_be_near(self, number: int) -> bool:
        """Whether a passage has words enough for near twins."""
        return bool(self._can_be_near[number])


def find_homes(
    catalogue: Catalogue, first_new: int, known: Mapping[int, Home], words: Callable[[int], Sequence[int]]
) -> dict[int, Home]:
    """The homes of all passages that have twins. Those before `first_new` were compared already: `known` is the result.

    `words` gives the words of a passage as numbers; it is asked only of those that may have near twins.
    """
    return _Families(catalogue, known, words).find(first_new)


class _Families:
    """Works with texts, not with passages: exact twins are one text, named by the number of its first passage."""

    def __init__(self, catalogue: Catalogue, known: Mapping[int, Home], words: Callable[[int], Sequence[int]]) -> None:
        self._catalogue = catalogue
        self._words = words
        self._first: dict[int, int] = {}
        self._family: dict[int, int] = {}
        self._founder: dict[int, int] = {}
        self._chains = Joined[int]()
        for number in range(len(catalogue)):
            text = self._first.setdefault(catalogue.keys[number], number)
            home = known.get(number)
            if home is not None:
                self._family.setdefault(text, home.family)
                self._founder.setdefault(home.family, text)
                self._chains.join(home.family, home.chain)
        self._next = max(self._founder, default=0) + 1

    def find(self, first_new: int) -> dict[int, Home]:
        near = [text for text in self._first.values() if self._catalogue.can_be_near(text)]
        shared: dict[int, dict[int, int]] = {}
        for later, earlier in candidates(self._catalogue.bands, near, first_new):
            if self._is_of_a_length(later, earlier):
                bands = shared.setdefault(later, {})
                bands[earlier] = bands.get(earlier, 0) + 1
        for text in sorted(shared):
            bands = shared.pop(text)
            self._place(text, sorted(bands, key=lambda other: (-bands[other], other))[:MOST_COMPARED])
        return self._homes()

    def _is_of_a_length(self, one: int, other: int) -> bool:
        words = self._catalogue.words
        return 2 * min(words[one], words[other]) >= NEAR * (words[one] + words[other])

    def _place(self, text: int, others: Sequence[int]) -> None:
        """Put a text into the family whose founder it is most like, or with the one that it is like."""
        own = self._words(text)
        founders = dict.fromkeys(self._founder_of(other) for other in others)
        scores = {founder: similarity(own, self._words(founder)) for founder in founders}
        like = [founder for founder, score in scores.items() if score]
        if like:
            self._family[text] = self._family_of(max(like, key=lambda founder: (scores[founder], -founder)))
        like += [other for other in others if other not in scores and similarity(own, self._words(other))]
        for other in like:
            self._chains.join(self._family_of(text), self._family_of(other))

    def _founder_of(self, text: int) -> int:
        return self._founder[self._family[text]] if text in self._family else text

    def _family_of(self, text: int) -> int:
        """The family of a text, which founds one if it is in none."""
        if text not in self._family:
            self._family[text] = self._next
            self._founder[self._next] = text
            self._next += 1
        return self._family[text]

    def _homes(self) -> dict[int, Home]:
        keys = self._catalogue.keys
        counts = Counter(keys)
        found: dict[int, Home] = {}
        for number, key in enumerate(keys):
            text = self._first[key]
            if counts[key] > 1 or text in self._family:
                family = self._family_of(text)
                found[number] = Home(family, self._chains.find(family))
        return found


def article_groups(
    chains: Iterable[Iterable[tuple[str, int]]], chars: Mapping[str, int], share: float = SHARE
) -> list[frozenset[str]]:
    """Groups of two or more articles that share more than `share` of the text of the shorter one, or hang together so.

    `chains`: for each chain its passages as (article, characters); `chars`: the characters of each article.
    """
    shared: dict[tuple[str, str], int] = {}
    joined = Joined[str]()
    for chain in chains:
        lengths: Counter[str] = Counter()
        for article, length in chain:
            lengths[article] += length
        names = sorted(lengths)
        if len(names) > BOILERPLATE:
            large = [name for name in names if lengths[name] > max(share, SHARE) * chars[name]]
            for one, other in pairwise(large):
                joined.join(one, other)
            continue
        for at, one in enumerate(names):
            for other in names[at + 1 :]:
                shared[one, other] = shared.get((one, other), 0) + min(lengths[one], lengths[other])
    for (one, other), length in shared.items():
        if length > share * min(chars[one], chars[other]):
            joined.join(one, other)
    return joined.sets()
