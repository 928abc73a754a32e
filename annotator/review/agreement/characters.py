"""What each character of the articles is labelled with by each layer: what Krippendorff's α is worked out from.

A character's value in a layer is the set of labels on it, or of what it is to a statement; the empty set is a value as
any other. A layer that did not do the pass on an article is missing there. Characters next to each other that have the
same values are a stretch.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from annotator.review.agreement.alpha import MISSING, Coincidences, Ints, coincidences
from annotator.review.agreement.labelling import Labelling
from annotator.review.agreement.model import SharedArticle

BITS = 62
"""How many labels are held in one whole number."""


class _Edges(NamedTuple):
    """Where labels begin and end, in characters of all articles one after the other; by layer and label."""

    starts: Ints
    ends: Ints
    owners: Ints
    """layer · number of labels + label"""


class Characters:
    """The stretches of all articles. `values` (stretches, layers): which set of labels, or `MISSING`."""

    def __init__(self, labelling: Labelling, articles: Sequence[SharedArticle]) -> None:
        self.layers = sorted({one.layer for article in articles for one in article.submitted})
        self.labels: list[str] = []
        self._articles = len(articles)
        bases = np.cumsum([0, *(article.chars for article in articles)])
        edges = self._edges(labelling, articles, bases)
        bounds = np.unique(np.concatenate([bases, edges.starts, edges.ends]))
        self._lengths: Ints = np.diff(bounds)
        self._owners: Ints = np.searchsorted(bases, bounds[:-1], side="right") - 1
        self._values, self._has = self._sets(edges, bounds)
        self._values[~self._able(labelling, articles)[self._owners]] = MISSING

    def all(self) -> Coincidences:
        """Of all layers at once."""
        return self._coincidences(self._values)

    def of_label(self, label: str) -> Coincidences:
        """Of all layers at once, the value being whether this one label is there."""
        has = self._has[:, self.labels.index(label)].astype(np.int64)
        return self._coincidences(np.where(self._values == MISSING, MISSING, has[self._values]))

    def between(self, a: str, b: str) -> Coincidences:
        """Of two layers alone."""
        return self._coincidences(self._values[:, [self.layers.index(a), self.layers.index(b)]])

    def _coincidences(self, values: Ints) -> Coincidences:
        return coincidences(values, self._lengths, self._owners, self._articles)

    def _edges(self, labelling: Labelling, articles: Sequence[SharedArticle], bases: Ints) -> _Edges:
        place: dict[str, int] = {}
        starts: list[int] = []
        ends: list[int] = []
        labels: list[int] = []
        layers: list[int] = []
        for base, article in zip(bases.tolist(), articles, strict=False):
            for one in article.submitted:
                if labelling.pass_name in one.passes:
                    spans = labelling.spans(one)
                    starts += [base + start for start, _, _ in spans]
                    ends += [base + end for _, end, _ in spans]
                    labels += [place.setdefault(label, len(place)) for _, _, label in spans]
                    layers += [self.layers.index(one.layer)] * len(spans)
        self.labels = list(place)
        owners = np.array(layers, dtype=np.int64) * len(place) + np.array(labels, dtype=np.int64)
        return _Edges(np.array(starts, dtype=np.int64), np.array(ends, dtype=np.int64), owners)

    def _sets(self, edges: _Edges, bounds: Ints) -> tuple[Ints, NDArray[np.bool_]]:
        """(stretches, layers) the number of the set of labels, and (sets, labels) which labels are in it."""
        stretches = len(bounds) - 1
        starts, ends = np.searchsorted(bounds, edges.starts), np.searchsorted(bounds, edges.ends)
        codes = np.zeros(len(self.layers) * stretches, dtype=np.int64)
        has = np.zeros((1, 0), dtype=np.bool_)
        for first in range(0, len(self.labels), BITS):
            labels = range(first, min(first + BITS, len(self.labels)))
            bits = np.zeros((len(self.layers), stretches), dtype=np.int64)
            for layer in range(len(self.layers)):
                for label in labels:
                    own = edges.owners == layer * len(self.labels) + label
                    bits[layer] |= _covered(starts[own], ends[own], stretches) << (label - first)
            known, own_codes = np.unique(bits, return_inverse=True)
            both, codes = np.unique(codes * len(known) + own_codes.reshape(-1), return_inverse=True)
            shifts = np.arange(len(labels))
            added = (known[both % len(known)][:, np.newaxis] >> shifts & 1).astype(np.bool_)
            has = np.concatenate([has[both // len(known)], added], axis=1)
        return codes.reshape(len(self.layers), stretches).T.copy(), has

    def _able(self, labelling: Labelling, articles: Sequence[SharedArticle]) -> NDArray[np.bool_]:
        """(articles, layers): whether the layer submitted the article and did the pass."""
        able = np.zeros((len(articles), len(self.layers)), dtype=np.bool_)
        for row, article in enumerate(articles):
            for one in article.submitted:
                able[row, self.layers.index(one.layer)] = labelling.pass_name in one.passes
        return able


def _covered(starts: Ints, ends: Ints, stretches: int) -> Ints:
    """1 for each stretch that lies between one of the starts and its end, else 0; they may overlap."""
    steps = np.bincount(starts, minlength=stretches + 1) - np.bincount(ends, minlength=stretches + 1)
    return (np.cumsum(steps[:stretches]) > 0).astype(np.int64)
