"""Names of organisations and places in one article brought together: acronyms, short forms, with and without "Inc."."""

from __future__ import annotations

import re
from collections import defaultdict

from annotator.model import Span
from annotator.names import acronym, body_words, fold, initials, known_words
from annotator.preannotate.actors.clusters import KINDS, Cluster, written

BRACKET = re.compile(r"[’']?s?\s*[(\[]\s*[“\"‘']?([A-Z][\w.&-]{1,9})[”\"’']?\s*[)\]]")
BRACKET_CHARS = 16

Named = tuple[Span, str]


def bodies(text: str, entities: list[Named]) -> list[Cluster]:
    """The organisations, places and groups of an article, in the order of their first mentions."""
    named = [(span, label, written(text, span)) for span, label in entities if label in KINDS and label != "PERSON"]
    book = _Book(text, named)
    clusters: dict[tuple[str, ...], Cluster] = {}
    for span, label, name in named:
        kind = KINDS[label]
        words, reason = book.full(kind, name, span)
        key = (kind, *words)
        if key not in clusters:
            clusters[key] = Cluster(label, book.spelt(kind, words) or name)
        clusters[key].add(span, name, reason)
    return list(clusters.values())


class _Book:
    """The names of an article by kind, and which longer one a short one stands for."""

    def __init__(self, text: str, named: list[tuple[Span, str, str]]) -> None:
        self._names: dict[tuple[str, tuple[str, ...]], str] = {}
        self._by_initials: dict[tuple[str, str], list[tuple[str, ...]]] = defaultdict(list)
        self._by_last: dict[str, list[tuple[int, tuple[str, ...]]]] = defaultdict(list)
        self._by_first: dict[str, list[tuple[int, tuple[str, ...]]]] = defaultdict(list)
        self._stated: dict[tuple[str, str], tuple[str, ...]] = {}
        self._elsewhere = {body_words(name) for _, label, name in named if KINDS[label] != "organisation"}
        for span, label, name in named:
            self._note(text, span, KINDS[label], name)

    def spelt(self, kind: str, words: tuple[str, ...]) -> str:
        """The name as it was first written."""
        return self._names.get((kind, words), "")

    def full(self, kind: str, name: str, span: Span) -> tuple[tuple[str, ...], str]:
        """The words of the whole name that a name stands for, and why."""
        words = body_words(name)
        found = self._expanded(kind, name)
        if found is None and kind == "organisation":
            found = self._lengthened(words, span)
        if found is None or found == words:
            return words, ""
        return found, f"short for {self.spelt(kind, found)}"

    def _note(self, text: str, span: Span, kind: str, name: str) -> None:
        words = body_words(name)
        if (kind, words) in self._names:
            return
        self._names[kind, words] = without_the(name)
        for letters in sorted({each for each in initials(name) if each}):
            self._by_initials[kind, letters].append(words)
        if len(words) > 1:
            self._by_last[words[-1]].append((span.start, words))
            self._by_first[words[0]].append((span.start, words))
            stated = BRACKET.match(text, span.end, span.end + BRACKET_CHARS)
            if stated and _stands_for(acronym(stated.group(1)), words):
                self._stated.setdefault((kind, acronym(stated.group(1))), words)

    def _expanded(self, kind: str, name: str) -> tuple[str, ...] | None:
        """The name that an acronym stands for: the one that it was stated for, else the only one with such initials."""
        letters = acronym(name)
        if not letters:
            return None
        stated = self._stated.get((kind, letters))
        fits = self._by_initials.get((kind, letters), [])
        return stated or (fits[0] if len(fits) == 1 else None)

    def _lengthened(self, words: tuple[str, ...], span: Span) -> tuple[str, ...] | None:
        """The only longer name before this one that ends or begins with it."""
        if not words or words in self._elsewhere:
            return None
        first, last = words[0], words[-1]
        ends = [
            longer
            for start, longer in self._by_last.get(last, ())
            if start < span.start and len(longer) > len(words) and longer[-len(words) :] == words
        ]
        if ends and (len(words) > 1 or first in known_words().shortened):
            return ends[0] if len(ends) == 1 else None
        begins = [
            longer
            for start, longer in self._by_first.get(first, ())
            if start < span.start and len(longer) > len(words) and longer[: len(words)] == words
        ]
        is_name = (
            len(begins) == 1
            and first not in known_words().shortened
            and begins[0][len(words)] not in known_words().small
        )
        return begins[0] if is_name else None


def _stands_for(letters: str, words: tuple[str, ...]) -> bool:
    """Whether the letters of an acronym begin with the name's first and come in their order in it."""
    if not letters or fold(letters)[0] != words[0][0]:
        return False
    rest = iter("".join(words))
    return all(letter in rest for letter in letters.lower())


def without_the(name: str) -> str:
    """A name without a leading article."""
    first, _, rest = name.partition(" ")
    return rest if rest and first.lower() in ("the", "a", "an") else name
