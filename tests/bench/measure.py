"""What a measurement is: ours beside the yardstick of the same run, and the budget that it must keep."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable, Sequence
from typing import Any

import msgspec


class Budget(msgspec.Struct, frozen=True):
    """`ratio` to the yardstick and `limit` in the row's unit, each only where the design names one.

    With `extra` the limit is on what ours takes more than the yardstick.
    """

    ratio: float | None = None
    limit: float | None = None
    extra: bool = False


class Measured(msgspec.Struct, frozen=True):
    """One row of the table. `ours` and `yardstick` are in `unit`."""

    row: str
    size: str
    unit: str
    ours: float
    yardstick: float | None
    budget: Budget
    note: str = ""

    @property
    def ratio(self) -> float | None:
        return self.ours / self.yardstick if self.yardstick else None

    @property
    def is_within(self) -> bool:
        """Whether the budget is kept."""
        budget = self.budget
        if budget.ratio is not None and (self.ratio is None or self.ratio > budget.ratio):
            return False
        compared = self.ours - (self.yardstick or 0.0) if budget.extra else self.ours
        return budget.limit is None or compared <= budget.limit


def seconds(act: Callable[[], Any]) -> float:
    """How long one call takes, with the garbage collected before it."""
    gc.collect()
    started = time.perf_counter()
    act()
    return time.perf_counter() - started


def median(values: Sequence[float]) -> float:
    return statistics.median(values)


def p95(values: Sequence[float]) -> float:
    """The 95th percentile: the value that one in twenty is above."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]


def table(measured: Sequence[Measured]) -> str:
    """The measurements as a table to read."""
    head = ("what", "size", "ours", "yardstick", "ratio", "budget", "")
    rows = [head, *(_cells(one) for one in measured)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(head))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    lines.insert(1, "  ".join("-" * width for width in widths))
    return "\n".join(lines)


def _cells(one: Measured) -> tuple[str, ...]:
    yardstick = "–" if one.yardstick is None else f"{one.yardstick:.4g} {one.unit}"
    ratio = "–" if one.ratio is None else f"{one.ratio:.2f} ×"
    verdict = "ok" if one.is_within else "OVER"
    return (
        one.row,
        one.size,
        f"{one.ours:.4g} {one.unit}",
        yardstick,
        ratio,
        _said(one),
        f"{verdict} {one.note}".strip(),
    )


def _said(one: Measured) -> str:
    budget = one.budget
    parts = [f"≤ {budget.ratio:g} ×"] if budget.ratio is not None else []
    if budget.limit is not None:
        parts.append(f"≤ {budget.limit:g} {one.unit}{' more' if budget.extra else ''}")
    return ", ".join(parts) or "–"
