"""The report: every measure over all pairs of layers, with its interval, by label, by pair and by way of deciding."""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from annotator.review.agreement.alpha import Coincidences
from annotator.review.agreement.arrays import Array, intervals, means, optional, quotients
from annotator.review.agreement.b3 import Kind, b3
from annotator.review.agreement.characters import Characters, Marks
from annotator.review.agreement.confusion import confusions, labels_met
from annotator.review.agreement.counting import ALL, Facet, FacetKind
from annotator.review.agreement.measures import MEASURES, Measure
from annotator.review.agreement.model import AgreementReport, Figures, Intervals, PairAgreement, SharedArticle
from annotator.review.agreement.pairing import Pairing
from annotator.review.agreement.reasons import Facts
from annotator.review.agreement.resampling import resampled
from annotator.review.agreement.side import BLIND, pairs_of

SAMPLES = 1000
HOWS = (BLIND, "single", "bulk", "added", "imported")
"""The ways of deciding, in the order of every table."""
MOST_TELLING = 2
"""An interval is given where so many articles say something: one alone, drawn again and again, never varies."""
Key = tuple[str, Facet]
"""A measure and what it is of."""
Layers = tuple[str, str]


class Series(NamedTuple):
    """A figure: its value, then its values in the samples; and which articles say something of it."""

    values: Array
    there: NDArray[np.bool_]


def agreement(articles: Iterable[SharedArticle], *, samples: int = SAMPLES, seed: int = 0) -> AgreementReport:
    """How far layers agree, over articles that two or more submitted; others are left out.

    Neither the order of articles and layers nor the layers' names make a difference; only an iterator, of which one
    article at a time is kept, has to give them in the order of their ids. `samples` of the bootstrap give the
    intervals, the same for the same `seed`.
    """
    ordered = articles if isinstance(articles, Iterator) else sorted(articles, key=lambda article: article.id)
    return _Agreement((one for one in ordered if len(one.submitted) > 1), samples, seed).report()


class _Counted:
    """The counts of one pair of layers, article by article."""

    def __init__(self) -> None:
        self.articles: list[int] = []
        self._columns: dict[Key, int] = {}
        self._rows, self._places = array("q"), array("q")
        self._agreed, self._possible = array("d"), array("d")
        self._items: dict[str, list[tuple[int, Kind]]] = defaultdict(list)

    def add(self, article: int, pair: Pairing) -> None:
        """Count one article, by its place."""
        row = len(self.articles)
        self.articles.append(article)
        for measure in MEASURES:
            if measure.quotient:
                for facet, agreed, possible in measure.quotient(pair):
                    self._rows.append(row)
                    self._places.append(self._columns.setdefault((measure.key, facet), len(self._columns)))
                    self._agreed.append(agreed)
                    self._possible.append(possible)
            elif measure.grouping:
                self._items[measure.key] += [(row, item) for item in measure.grouping(pair)]

    def series(self, weights: Array) -> Iterator[tuple[Key, Series]]:
        """Each figure of this pair, for `weights` (samples, articles)."""
        shape = len(self.articles), len(self._columns)
        places = np.array(self._rows, dtype=np.int64) * shape[1] + np.array(self._places, dtype=np.int64)
        agreed, possible = (
            np.bincount(places, each, shape[0] * shape[1]).astype(np.float64).reshape(shape)
            for each in (self._agreed, self._possible)
        )
        # As large as everything else together: no copy where both submitted all.
        own = weights if len(self.articles) == weights.shape[1] else weights[:, self.articles]
        values = quotients(own @ agreed, own @ possible)
        for key, column in self._columns.items():
            yield key, self._series(values[:, column], possible[:, column], weights)
        for name, items in self._items.items():
            sums = self._sums(items)
            precision, recall, count = (own @ sums).T
            values = quotients(2 * precision * recall, (precision + recall) * count)
            yield (name, ALL), self._series(values, sums[:, 2], weights)

    def _sums(self, items: Sequence[tuple[int, Kind]]) -> Array:
        """(articles, 3): the sums of the items' B³ precision and recall, and how many they are.

        An item's precision and recall are those among all items. In samples they stay what they are: an article drawn
        twice would else agree with itself.
        """
        of_kind = b3(item for _, item in items)
        sums = np.zeros((len(self.articles), 3))
        for row, item in items:
            precision, recall = of_kind[item]
            sums[row] += precision, recall, 1
        return sums

    def _series(self, values: Array, possible: Array, weights: Array) -> Series:
        there = np.zeros(weights.shape[1], dtype=np.bool_)
        there[self.articles] = possible > 0
        return Series(values, there)


class _Agreement:
    def __init__(self, articles: Iterable[SharedArticle], samples: int, seed: int) -> None:
        self._samples = samples
        self._seed = seed
        self._facts = Facts()
        self._met: Counter[tuple[str, str]] = Counter()
        self._pairs: dict[Layers, _Counted] = defaultdict(_Counted)
        self._marks = {one.key: Marks(one.labelling) for one in MEASURES if one.labelling}
        self._layers: set[str] = set()
        self._count = 0
        for at, article in enumerate(articles):
            for a, b in pairs_of(article):
                pair = Pairing(a, b)
                self._pairs[a.layer, b.layer].add(at, pair)
                self._facts.see(pair)
                self._met.update(labels_met(pair))
            for marks in self._marks.values():
                marks.add(article)
            self._layers.update(one.layer for one in article.submitted)
            self._count += 1
        sampled = resampled(self._count, samples, seed)
        self._weights: Array = np.concatenate([np.ones((1, self._count)), sampled])

    def report(self) -> AgreementReport:
        by_pair = {layers: dict(counted.series(self._weights)) for layers, counted in sorted(self._pairs.items())}
        all_: dict[Key, Series] = {}
        for key in dict.fromkeys(key for found in by_pair.values() for key in found):
            all_[key] = _mean([found[key] for found in by_pair.values() if key in found])
        for measure in MEASURES:
            if measure.labelling:
                self._add_alpha(measure, all_, by_pair)
        figures = _figures(all_, ALL)
        return AgreementReport(
            articles=self._count,
            layers=tuple(sorted(self._layers)),
            measures=figures,
            intervals=_intervals(all_, ALL),
            absent={one.key: one.reason(self._facts) for one in MEASURES if figures[one.key] is None},
            labels=_by_name(all_, "label"),
            label_intervals={name: _intervals(all_, Facet("label", name)) for name in _names(all_, "label")},
            types=_by_name(all_, "type"),
            roles=_by_name(all_, "role"),
            by_how=_by_name(all_, "how"),
            pairs=tuple(
                PairAgreement(a, b, len(self._pairs[a, b].articles), _figures(found, ALL), _intervals(found, ALL))
                for (a, b), found in by_pair.items()
            ),
            confusion=confusions(self._met),
            samples=self._samples,
            seed=self._seed,
        )

    def _add_alpha(
        self, measure: Measure, all_: dict[Key, Series], by_pair: Mapping[Layers, dict[Key, Series]]
    ) -> None:
        assert measure.labelling
        characters = Characters(self._marks[measure.key])
        all_[measure.key, ALL] = self._alpha(characters.all())
        for label in characters.labels:
            all_[measure.key, Facet(measure.labelling.facet, label)] = self._alpha(characters.of_label(label))
        for (a, b), found in by_pair.items():
            found[measure.key, ALL] = self._alpha(characters.between(a, b))

    def _alpha(self, found: Coincidences) -> Series:
        return Series(found.alpha(self._weights), found.values > 0)


def _mean(found: Sequence[Series]) -> Series:
    values = means(np.stack([one.values for one in found]), axis=0)
    return Series(values, np.any([one.there for one in found], axis=0))


def _figures(found: Mapping[Key, Series], facet: Facet) -> Figures:
    """The values of what a facet has; of everything, each measure."""
    keys = [one.key for one in MEASURES if facet == ALL or (one.key, facet) in found]
    return {key: optional(found[key, facet].values[0]) if (key, facet) in found else None for key in keys}


def _intervals(found: Mapping[Key, Series], facet: Facet) -> Intervals:
    told = [
        (one.key, found[one.key, facet])
        for one in MEASURES
        if (one.key, facet) in found and found[one.key, facet].there.sum() >= MOST_TELLING
    ]
    told = [(key, series) for key, series in told if len(series.values) > 1 and not np.isnan(series.values[0])]
    if not told:
        return {}
    low, high = intervals(np.stack([series.values[1:] for _, series in told], axis=1))
    return {key: (float(low[at]), float(high[at])) for at, (key, _) in enumerate(told)}


def _names(found: Mapping[Key, Series], kind: FacetKind) -> list[str]:
    names = {facet.name for _, facet in found if facet.kind == kind}
    return [name for name in HOWS if name in names] if kind == "how" else sorted(names)


def _by_name(found: Mapping[Key, Series], kind: FacetKind) -> dict[str, Figures]:
    return {name: _figures(found, Facet(kind, name)) for name in _names(found, kind)}
