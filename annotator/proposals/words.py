"""What the words of a text say about which event it tells of: terms, their weights, and which texts share them. Pure.

Weights are those of Salton and Buckley (1988): 1 + log tf, times 1 + log((1 + N) / (1 + df)), to unit length: smoothed,
so that what many texts share goes on counting, and few texts do to begin with. Stems are those of plurals and of *-ed*
and *-ing* alone: enough for the same happening told by another pen, and readable in a reason.
"""

from __future__ import annotations

import math
import sys
import unicodedata
from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache

import regex

from annotator.model import Article

Bag = Mapping[str, float]
"""Term → how much a text makes of it, from 1 for a single mention. Rarity is no part of it."""
Vector = dict[str, float]
"""Term → weight, of unit length."""
Count = Callable[[str], int]
"""In how many articles of the project a term stands."""

TITLE_TIMES = 1.0
LEAST_TITLE_WORDS = 3
"""A first line with fewer words is a date, a byline or an address."""
LONGEST_VECTOR = 120
"""The heaviest terms that are kept of a text."""
WORDS_KEPT = 20_000
"""How many words are remembered with their terms."""

_TOKEN = regex.compile(r"\d+(?:[.,:]\d+)*|\p{L}+(?:[’']\p{L}+)?")
_VOWEL = regex.compile(r"[aeiouy]")
STOP = frozenset(
    """a about according after again against all also am an and any are as at be because been before being between both
    but by can could d did do does doing done down dr during each even few for from further had has have having he her
    here hers him his how i if in into is it its itself just like ll m many may me might more most mr mrs ms must my
    nbsp new news no nor not now of off on once one only or other our ours out over own per re report reported reports s
    said same say says shall she should since so some such t than that the their theirs them then there these they this
    those through to told too two under until up us ve very was we were what when where which while who whom whose why
    will with would yet you your yours""".split()  # noqa: SIM905
)  # fmt: skip


def terms(text: str) -> list[str]:
    """The words and numbers of a text that say something, folded and stemmed, in their order."""
    return [term for term in map(_term, _TOKEN.findall(text)) if term]


def surfaces(text: str) -> dict[str, str]:
    """For each term of a text the word that it stands for, in the spelling that comes first."""
    found: dict[str, str] = {}
    for token in _TOKEN.findall(text):
        found.setdefault(_term(token), token)
    return found


@lru_cache(maxsize=WORDS_KEPT)
def _term(token: str) -> str:
    """The term of a token, one string for all its occurrences; "" for one that says nothing."""
    word = fold(token)
    return "" if word in STOP or len(word) < 2 else sys.intern(stem(word))


def fold(word: str) -> str:
    """A word without case, accents and possessive."""
    word = word.replace("’", "'").casefold().removesuffix("'s")
    if word.isascii():
        return word
    return "".join(each for each in unicodedata.normalize("NFD", word) if not unicodedata.combining(each))


def stem(word: str) -> str:
    """A folded English word without plural, *-ed* or *-ing*: "strikes", "striking" and "strike" are not told apart."""
    if len(word) < 4 or not word.isalpha():
        return word
    if word.endswith("eed"):
        return word if len(word) < 6 else word[:-2]
    for ending in ("ing", "ed"):
        if word.endswith(ending):
            rest = word[: -len(ending)]
            return _undoubled(rest) if len(rest) > 1 and _VOWEL.search(rest) else word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("ss", "us", "is")) or not word.endswith("s"):
        return word.removesuffix("e")
    return word[:-1].removesuffix("e")


def spellings(term: str) -> tuple[str, ...]:
    """Words that may stand for a term: what a full-text index, which knows no stems, is asked for."""
    if not term.isalpha() or len(term) < 3:
        return (term,)
    ends = ["", "s", "e", "es", "ed", "ing"]
    plural = (term[:-1] + "ies",) if term.endswith("y") else ()
    return (*(term + end for end in ends), *plural)


def bag(text: str, title: str = "") -> dict[str, float]:
    """The terms of a text with what it makes of them; those of its title count more."""
    counts = Counter[str](terms(text))
    heavy: dict[str, float] = dict(counts)
    for term in terms(title):
        heavy[term] = heavy.get(term, 0.0) + TITLE_TIMES
    return {term: 1 + math.log(count) for term, count in heavy.items()}


def article_bag(article: Article) -> dict[str, float]:
    """The terms of an article, its title's heavier: that of its metadata, else a first line that may be one."""
    title = article.title
    if not article.meta.get("title") and sum(word.isalpha() for word in terms(title)) < LEAST_TITLE_WORDS:
        title = ""
    return bag(article.text, title)


def rarity(total: int, count: int) -> float:
    """What a term says that stands in `count` of `total` texts: 1 where it stands in all."""
    return 1 + math.log((1 + total) / (1 + min(total, max(1, count))))


class Weights:
    """How much each term says in a project of so many articles: the rarer, the more."""

    def __init__(self, total: int, count: Count) -> None:
        self._total = total
        self._count = count
        self._known: dict[str, float] = {}

    def __call__(self, term: str) -> float:
        found = self._known.get(term)
        if found is None:
            found = self._known[term] = rarity(self._total, self._count(term))
        return found

    def vector(self, found: Bag, most: int = LONGEST_VECTOR) -> Vector:
        """The bag weighted, cut to its `most` heaviest terms and brought to unit length."""
        return unit_vector({term: value * self(term) for term, value in found.items()}, most)


def unit_vector(weighted: Mapping[str, float], most: int = LONGEST_VECTOR) -> Vector:
    """Weights cut to the `most` heaviest terms and brought to unit length; empty where there are none."""
    kept = list(weighted.items())
    if len(kept) > most:
        kept = sorted(kept, key=lambda pair: (-pair[1], pair[0]))[:most]
    length = math.sqrt(sum(value * value for _, value in kept))
    return {term: value / length for term, value in kept} if length else {}


class Tally:
    """The bags of many texts, kept small until it is known how rare each term is."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._counts = array("I")
        self._bags: list[tuple[array[int], array[float]]] = []

    def add(self, found: Bag) -> None:
        """Note the bag of one more text."""
        numbers = array("I", (self._numbers.setdefault(term, len(self._numbers)) for term in found))
        self._counts.extend([0] * (len(self._numbers) - len(self._counts)))
        for number in numbers:
            self._counts[number] += 1
        self._bags.append((numbers, array("f", found.values())))

    def counts(self, least: int = 1) -> dict[str, int]:
        """In how many texts each term stands that stands in so many at least."""
        return {term: self._counts[number] for term, number in self._numbers.items() if self._counts[number] >= least}

    def weights(self) -> Weights:
        """How much each term says among these texts."""
        return Weights(len(self._bags), lambda term: self._counts[self._numbers[term]] if term in self._numbers else 0)

    def cut(self, most: int = LONGEST_VECTOR) -> Iterator[dict[str, float]]:
        """The bags in the order in which they came, cut to the terms that weigh most."""
        terms = list(self._numbers)
        total = len(self._bags)
        says = array("f", (rarity(total, count) for count in self._counts))
        for numbers, values in self._bags:
            pairs = zip(numbers, values, strict=True)
            if len(numbers) > most:
                pairs = sorted(pairs, key=lambda pair: (-pair[1] * says[pair[0]], terms[pair[0]]))[:most]
            yield {terms[number]: round(value, 3) for number, value in pairs}


def added(parts: Iterable[tuple[Bag, float]]) -> dict[str, float]:
    """Several bags as one, each with its weight."""
    found: dict[str, float] = {}
    for one, weight in parts:
        for term, value in one.items():
            found[term] = found.get(term, 0.0) + value * weight
    return found


class Index:
    """Texts by the terms that they hold: which of them are like a text, without looking at the others."""

    def __init__(self) -> None:
        self._postings: dict[str, dict[str, float]] = {}
        self._terms: dict[str, tuple[str, ...]] = {}

    def __contains__(self, key: str) -> bool:
        return key in self._terms

    def __len__(self) -> int:
        return len(self._terms)

    def put(self, key: str, vector: Vector) -> None:
        """Keep a text under a key, in place of what was there."""
        self.drop(key)
        self._terms[key] = tuple(map(sys.intern, vector))
        for term, weight in zip(self._terms[key], vector.values(), strict=True):
            self._postings.setdefault(term, {})[key] = weight

    def drop(self, key: str) -> None:
        """Forget the text under a key, if there is one."""
        for term in self._terms.pop(key, ()):
            postings = self._postings[term]
            del postings[key]
            if not postings:
                del self._postings[term]

    def like(self, vector: Vector) -> dict[str, float]:
        """For each text that shares a term with `vector` their cosine."""
        found: dict[str, float] = {}
        for term, weight in vector.items():
            for key, other in self._postings.get(term, {}).items():
                found[key] = found.get(key, 0.0) + weight * other
        return found

    def shared(self, vector: Vector, key: str) -> list[str]:
        """The terms that make a text and `vector` alike, the most telling first."""
        found = [
            (weight * self._postings[term][key], term)
            for term, weight in vector.items()
            if key in self._postings.get(term, {})
        ]
        return [term for _, term in sorted(found, key=lambda pair: (-pair[0], pair[1]))]


def _undoubled(rest: str) -> str:
    """ "plann" → "plan"; but "call" and "press" stay, and a silent *e* goes: "strik" for "strike" as well."""
    if rest[-1] == rest[-2] and rest[-1] not in "lsz":
        return rest[:-1]
    return rest.removesuffix("e")
