"""What each character of an article is labelled with by each layer: what Krippendorff's α is worked out from.

A character's value in a layer is the set of labels on it, or of what it is to a statement; the empty set is a value as
any other. A layer that did not do the pass is missing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from annotator.model import Span
from annotator.review.agreement.counting import FacetKind, statement_of
from annotator.review.agreement.model import SharedArticle, Submitted
from annotator.review.agreement.pairing import mentions

CONTENT, CUE, SPEAKER = "content", "cue", "speaker"
Labelled = Iterator[tuple[int, int, str]]
"""(start, end, label) of everything that a layer labelled in an article."""
Values = tuple[int, ...]
"""What the layers say of a character: for each a set of labels, as a bit mask over `Characters.labels`."""


class Labelling(NamedTuple):
    """What of a layer's work labels characters, in which pass; `facet` says what kind of thing such a label is."""

    pass_name: str
    facet: FacetKind
    spans: Callable[[Submitted], Labelled]


class Tally(NamedTuple):
    """One article: the layers that did the pass, and how many characters have which values in them."""

    layers: tuple[str, ...]
    counts: Counter[Values]

    def between(self, a: str, b: str) -> Counter[Values]:
        """The counts of two layers alone; empty where one of them is missing."""
        found: Counter[Values] = Counter()
        if a not in self.layers or b not in self.layers:
            return found
        i, j = self.layers.index(a), self.layers.index(b)
        for values, count in self.counts.items():
            found[values[i], values[j]] += count
        return found


class Characters:
    """The tallies of articles, with the labels that their bit masks stand for."""

    def __init__(self, labelling: Labelling, articles: Iterable[SharedArticle]) -> None:
        self._labelling = labelling
        self._bits: dict[str, int] = {}
        self.tallies = [self._tally(article) for article in articles]

    @property
    def labels(self) -> list[str]:
        """The labels in the order of their bits."""
        return list(self._bits)

    def _tally(self, article: SharedArticle) -> Tally:
        able = [one for one in article.submitted if self._labelling.pass_name in one.passes]
        if len(able) < 2:
            return Tally(tuple(one.layer for one in able), Counter())
        edges: list[tuple[int, int, int, int]] = []
        for at, one in enumerate(able):
            for start, end, label in self._labelling.spans(one):
                bit = self._bits.setdefault(label, len(self._bits))
                edges.append((start, at, bit, 1))
                edges.append((end, at, bit, -1))
        edges.sort()
        return Tally(tuple(one.layer for one in able), _swept(edges, len(able), article.chars))


def _swept(edges: Sequence[tuple[int, int, int, int]], layers: int, chars: int) -> Counter[Values]:
    """How many of `chars` characters have which values, from where labels begin and end."""
    found: Counter[Values] = Counter()
    values = [0] * layers
    depth: dict[tuple[int, int], int] = {}
    at = 0
    for offset, layer, bit, step in edges:
        if offset != at:
            found[tuple(values)] += offset - at
            at = offset
        # Labels of one name may overlap in one layer: the character has it until the last one ends.
        left = depth[layer, bit] = depth.get((layer, bit), 0) + step
        if left == (step > 0):
            values[layer] ^= 1 << bit
    if chars > at:
        found[tuple(values)] += chars - at
    return found


def entity_labels(work: Submitted) -> Labelled:
    """The entities of a layer with their labels."""
    return ((row.start, row.end, row.label) for row in work.entities)


def statement_roles(work: Submitted) -> Labelled:
    """What of an article is content, cue and speaker of a statement in a layer."""
    for unit in work.statements:
        statement = statement_of(unit)
        yield from _role(statement.content, CONTENT)
        yield from _role([statement.cue] if statement.cue else [], CUE)
        yield from _role(mentions(statement), SPEAKER)


def _role(spans: Iterable[Span], role: str) -> Labelled:
    return ((span.start, span.end, role) for span in spans)


ENTITY_LABELS = Labelling("entities", "label", entity_labels)
STATEMENT_ROLES = Labelling("statements", "role", statement_roles)
