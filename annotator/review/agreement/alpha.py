"""Krippendorff's α for nominal values, also resampled over articles.

Source: K. Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011). A unit is a character; with n values in
units that two or more layers valued, o the coincidences and n_c the times that value c occurs,
α = 1 − (n − 1) · Σ o_cd / Σ n_c · n_d over c ≠ d. Where no two values differ, expected disagreement is 0 and α says
nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from annotator.review.agreement.arrays import Array, optional, quotients


class Coincidences(NamedTuple):
    """For each article: values that can be paired, coincidences of different values, and how often each value occurs.

    Shapes (articles,), (articles,) and (articles, values).
    """

    values: Array
    differing: Array
    frequencies: Array

    def alpha(self, weights: Array) -> Array:
        """α for each row of `weights` (samples, articles): how often each article is counted. NaN where it is none."""
        total = weights @ self.values
        expected = total**2 - ((weights @ self.frequencies) ** 2).sum(axis=1)
        return 1 - quotients((total - 1) * (weights @ self.differing), expected)


def coincidences(tallies: Sequence[Mapping[tuple[int, ...], int]]) -> Coincidences:
    """From, for each article, how many units have which values in its layers; each of two values or more."""
    places: dict[int, int] = {}
    rows: list[Counter[int]] = []
    totals: list[float] = []
    differing: list[float] = []
    for tally in tallies:
        row: Counter[int] = Counter()
        total, differ = 0, 0.0
        for values, count in tally.items():
            total += len(values) * count
            if values.count(values[0]) == len(values):
                row[values[0]] += len(values) * count
                continue
            found = Counter(values)
            differ += count * _differing(found.values(), len(values))
            for value, times in found.items():
                row[value] += times * count
        for value in row:
            places.setdefault(value, len(places))
        rows.append(row)
        totals.append(total)
        differing.append(differ)
    frequencies = np.zeros((len(rows), len(places)))
    for at, row in enumerate(rows):
        for value, times in row.items():
            frequencies[at, places[value]] = times
    return Coincidences(np.array(totals), np.array(differing), frequencies)


def coincidences_of_label(tallies: Sequence[Mapping[tuple[int, ...], int]], bit: int) -> Coincidences:
    """The same of one label alone: a value is whether the label is there."""
    narrowed: list[Counter[tuple[int, ...]]] = []
    for tally in tallies:
        found: Counter[tuple[int, ...]] = Counter()
        for values, count in tally.items():
            found[tuple(value >> bit & 1 for value in values)] += count
        narrowed.append(found)
    return coincidences(narrowed)


def alpha(units: Iterable[Sequence[int]]) -> float | None:
    """α of units given by the values that they have; those of fewer than two are left out. None where it is none."""
    pairable = Counter(tuple(unit) for unit in units if len(unit) > 1)
    return optional(coincidences([pairable]).alpha(np.ones((1, 1)))[0])


def _differing(times: Iterable[int], layers: int) -> float:
    """The coincidences of different values that one unit adds: pairs of different values / (layers − 1)."""
    return sum(count * (layers - count) for count in times) / (layers - 1)
