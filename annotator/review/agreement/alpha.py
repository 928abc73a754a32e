"""Krippendorff's α for nominal values, also resampled over articles.

Source: K. Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011). With n values in units that two or more
layers valued, o the coincidences of different values and n_c how often the value c occurs,
α = 1 − (n − 1) · o / (n² − Σ n_c²). Where all values are the same, none were expected to differ, and α says nothing.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from itertools import combinations
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from annotator.review.agreement.arrays import Array, optional, quotients

Ints = NDArray[np.int64]
MISSING = -1


class Coincidences(NamedTuple):
    """For each article: values that can be paired, coincidences of different values, and how often each value occurs.

    Shapes (articles,), (articles,) and (articles, values).
    """

    values: Array
    differing: Array
    frequencies: Array

    def alpha(self, weights: Array) -> Array:
        """α for each row of `weights` (samples, articles): how often each article is counted. NaN where it is none."""
        sums = weights @ np.column_stack([self.values, self.differing, self.frequencies])
        total, differing, frequencies = sums[:, 0], sums[:, 1], sums[:, 2:]
        return 1 - quotients((total - 1) * differing, total**2 - (frequencies**2).sum(axis=1))


def coincidences(values: Ints, times: Ints, owners: Ints, articles: int) -> Coincidences:
    """From `values` (units, layers), `MISSING` or a number from 0, each unit `times` over, in the article `owners`.

    Units that fewer than two layers valued are left out.
    """
    there = values != MISSING
    layers = there.sum(axis=1)
    pairable = layers > 1
    values, there, times, owners, layers = (one[pairable] for one in (values, there, times, owners, layers))
    differing = np.zeros(len(values), dtype=np.int64)
    for i, j in combinations(range(values.shape[1]), 2):
        differing += 2 * (there[:, i] & there[:, j] & (values[:, i] != values[:, j]))
    count = int(values.max(initial=0)) + 1
    frequencies = np.zeros(articles * count)
    for layer in range(values.shape[1]):
        own = there[:, layer]
        place = owners[own] * count + values[own, layer]
        frequencies += np.bincount(place, weights=times[own], minlength=articles * count)
    return Coincidences(
        values=np.bincount(owners, layers * times, articles).astype(np.float64),
        differing=np.bincount(owners, differing * times / (layers - 1), articles).astype(np.float64),
        frequencies=frequencies.reshape(articles, count),
    )


def alpha(units: Iterable[Sequence[Hashable | None]]) -> float | None:
    """α of units, each given by what every layer says of it, None for nothing; None where it cannot be computed."""
    rows = [list(unit) for unit in units]
    known = {value: at for at, value in enumerate(dict.fromkeys(v for row in rows for v in row if v is not None))}
    codes = [[MISSING if value is None else known[value] for value in row] for row in rows]
    values = np.array(codes, dtype=np.int64).reshape(len(rows), len(rows[0]) if rows else 0)
    once, first = np.ones(len(rows), dtype=np.int64), np.zeros(len(rows), dtype=np.int64)
    return optional(coincidences(values, once, first, 1).alpha(np.ones((1, 1)))[0])
