"""Which places of articles two events or actors have in common, though annotators cut them differently. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

ALIKE = 0.5
"""Two stretches are one place from this share of what either holds on: nested statements are two."""


class Place(NamedTuple):
    """A stretch of an article, in code points."""

    article: str
    start: int
    end: int


class Shared(NamedTuple):
    """Of the places of two: how many they share, out of how many of the first's and of the second's.

    Out of those alone that the other's layers put anywhere at all: who has not read an article says nothing by that.
    """

    common: int = 0
    first: int = 0
    second: int = 0


def is_same_place(one: Place, other: Place) -> bool:
    """Whether two stretches of one article are one place."""
    both = min(one.end, other.end) - max(one.start, other.start)
    return both > 0 and both >= ALIKE * (max(one.end, other.end) - min(one.start, other.start))


class Overlaps:
    """Made of key → layer → places: which layers put which place under which keys. A place has a number here."""

    def __init__(self, sets: Mapping[str, Mapping[str, Sequence[Place]]]) -> None:
        numbers = _numbered({place for by_layer in sets.values() for places in by_layer.values() for place in places})
        self._layers = {key: frozenset(layer for layer, found in sets[key].items() if found) for key in sets}
        self._counted: dict[tuple[str, frozenset[str]], int] = {}
        self._who: dict[int, set[str]] = defaultdict(set)
        self._keys: dict[int, set[str]] = defaultdict(set)
        self._places: dict[str, dict[int, set[str]]] = {key: defaultdict(set) for key in sets}
        for key, by_layer in sets.items():
            for layer, places in by_layer.items():
                for place in places:
                    number = numbers[place]
                    self._who[number].add(layer)
                    self._keys[number].add(key)
                    self._places[key][number].add(layer)

    def count(self, key: str) -> int:
        """How many places there are under a key, those of several layers counted once."""
        return len(self._places[key])

    def pairs(self) -> set[tuple[str, str]]:
        """The pairs of keys that share a place, the smaller key first."""
        return {
            (one, other)
            for keys in self._keys.values()
            for one in keys
            for other in keys
            if one < other and self.shared(one, other).common
        }

    def shared(self, one: str, other: str) -> Shared:
        """What two keys share. A place that one layer alone put under both is not shared."""
        ours, theirs = self._places[one], self._places[other]
        common = sum(len(ours[number] | theirs[number]) > 1 for number in ours.keys() & theirs.keys())
        return Shared(common, self._looked(one, self._layers[other]), self._looked(other, self._layers[one]))

    def _looked(self, key: str, layers: frozenset[str]) -> int:
        """How many places of a key any of these layers put anywhere: asked for many pairs, of few sets of layers."""
        found = self._counted.get((key, layers))
        if found is None:
            found = sum(not layers.isdisjoint(self._who[number]) for number in self._places[key])
            self._counted[key, layers] = found
        return found


def _numbered(places: set[Place]) -> dict[Place, int]:
    """The same number for what is one place: each place is compared with the first of those before it."""
    found: dict[Place, int] = {}
    firsts: list[Place] = []
    article_from = 0
    for place in sorted(places):
        if firsts and firsts[-1].article != place.article:
            article_from = len(firsts)
        for number in range(len(firsts) - 1, article_from - 1, -1):
            if is_same_place(firsts[number], place):
                found[place] = number
                break
        else:
            found[place] = len(firsts)
            firsts.append(place)
    return found
