"""What each character of the articles is labelled with by each layer: what Krippendorff's α is worked out from.

A character's value in a layer is the set of labels on it, or of what it is to a statement; the empty set is a value as
any other. A layer that did not do the pass on an article is missing there. Characters next to each other that have the
same values are a stretch.
"""

from __future__ import annotations

from array import array
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from annotator.review.agreement.alpha import MISSING, Coincidences, Ints, coincidences
from annotator.review.agreement.labelling import Labelling
from annotator.review.agreement.model import SharedArticle

BITS = 62
"""How many labels are held in one whole number."""


class Marks:
    """Where labels begin and end, in characters of all articles one after the other; filled article by article.

    So nothing else of an article has to be kept until all are known.
    """

    def __init__(self, labelling: Labelling) -> None:
        self._labelling = labelling
        self.bases = array("q", [0])
        """Where each article begins, and where the last ends."""
        self.labels: dict[str, int] = {}
        self.layers: dict[str, int] = {}
        self.able: list[tuple[int, int]] = []
        """(article, layer) by their numbers: the layer submitted the article and did the pass."""
        self.starts, self.ends = array("q"), array("q")
        self.label_of, self.layer_of = array("q"), array("q")

    def add(self, article: SharedArticle) -> None:
        row, base = len(self.bases) - 1, self.bases[-1]
        for one in article.submitted:
            layer = self.layers.setdefault(one.layer, len(self.layers))
            if self._labelling.pass_name in one.passes:
                self.able.append((row, layer))
                for start, end, label in self._labelling.spans(one):
                    self.starts.append(base + start)
                    self.ends.append(base + end)
                    self.label_of.append(self.labels.setdefault(label, len(self.labels)))
                    self.layer_of.append(layer)
        self.bases.append(base + article.chars)


class _Edges(NamedTuple):
    """Where labels begin and end; by layer and label."""

    starts: Ints
    ends: Ints
    owners: Ints
    """layer · number of labels + label"""


class Characters:
    """The stretches of all articles. `values` (stretches, layers): which set of labels, or `MISSING`."""

    def __init__(self, marks: Marks) -> None:
        self.layers = list(marks.layers)
        self.labels = list(marks.labels)
        self._articles = len(marks.bases) - 1
        bases = np.array(marks.bases, dtype=np.int64)
        edges = _Edges(
            np.array(marks.starts, dtype=np.int64),
            np.array(marks.ends, dtype=np.int64),
            np.array(marks.layer_of, dtype=np.int64) * len(self.labels) + np.array(marks.label_of, dtype=np.int64),
        )
        bounds = np.unique(np.concatenate([bases, edges.starts, edges.ends]))
        self._lengths: Ints = np.diff(bounds)
        self._owners: Ints = np.searchsorted(bases, bounds[:-1], side="right") - 1
        self._values, self._has = self._sets(edges, bounds)
        able = np.zeros((self._articles, len(self.layers)), dtype=np.bool_)
        able[tuple(np.array(marks.able, dtype=np.int64).reshape(-1, 2).T)] = True
        self._values[~able[self._owners]] = MISSING

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


def _covered(starts: Ints, ends: Ints, stretches: int) -> Ints:
    """1 for each stretch that lies between one of the starts and its end, else 0; they may overlap."""
    steps = np.bincount(starts, minlength=stretches + 1) - np.bincount(ends, minlength=stretches + 1)
    return (np.cumsum(steps[:stretches]) > 0).astype(np.int64)
