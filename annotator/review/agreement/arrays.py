"""What is done to arrays of figures: quotients that may not exist, means that skip what does not, percentiles."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
LOW, HIGH = 0.025, 0.975
"""Between which of the resampled values the interval lies: 95 % of them."""


def quotients(some: Array, others: Array) -> Array:
    """`some` / `others`; NaN where `others` is 0 or less."""
    return np.divide(some, others, out=np.full(np.broadcast(some, others).shape, np.nan), where=others > 0)


def means(values: Array, axis: int) -> Array:
    """Means over an axis that skip NaN; NaN where there is nothing else."""
    there = ~np.isnan(values)
    return quotients(np.where(there, values, 0.0).sum(axis=axis), there.sum(axis=axis).astype(np.float64))


def intervals(samples: Array) -> Array:
    """(2, …): the percentiles `LOW` and `HIGH` over the first axis, NaN skipped, interpolated; NaN where all are."""
    ordered = np.sort(samples, axis=0)  # NaN last
    last = (~np.isnan(samples)).sum(axis=0) - 1
    found: list[Array] = []
    for share in (LOW, HIGH):
        place = np.maximum(last, 0) * share
        below = np.floor(place).astype(np.int64)
        above = np.minimum(below + 1, np.maximum(last, 0))
        low, high = _taken(ordered, below), _taken(ordered, above)
        found.append(low + (high - low) * (place - below))
    return np.stack(found)


def optional(value: Any) -> float | None:
    """A number, None for NaN."""
    return None if np.isnan(value) else float(value)


def _taken(ordered: Array, places: NDArray[np.int64]) -> Array:
    return np.take_along_axis(ordered, places[np.newaxis], axis=0)[0]
