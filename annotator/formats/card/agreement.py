"""The agreement section of a dataset card: every measure with its interval, or why there is none. Pure.

It is written from what `annotator agreement --json` prints, so that a release keeps the figures that it was made with.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from annotator.formats.card.tables import table

INTERVAL = "95 % interval"


def agreement_text(found: Mapping[str, Any], titles: Mapping[str, str]) -> str:
    """The section. `found`: what `agreement --json` prints; `titles`: measure → its name, its key where there is none.

    A figure that could not be computed is told with its reason, never as 0 or 1.
    """
    measures: Mapping[str, float | None] = found.get("measures") or {}
    intervals: Mapping[str, list[float]] = found.get("intervals") or {}
    absent: Mapping[str, str] = found.get("absent") or {}
    rows = [
        (titles.get(key, key), _figure(value) or f"not computed: {absent.get(key, 'no reason known')}",
         _interval(intervals.get(key)))
        for key, value in measures.items()
    ]  # fmt: skip
    layers = ", ".join(found.get("layers") or ()) or "nobody"
    number = found.get("articles") or 0
    many = "1 article" if number == 1 else f"{number:,} articles"
    said = (
        f"Over {many} that two or more annotators submitted, between {layers}, before anything was settled. A figure "
        "is the mean over pairs of annotators, α over all at once; intervals by bootstrap over articles "
        f"({found.get('samples') or 0:,} samples, seed {found.get('seed') or 0}).\n"
    )
    parts = [
        said,
        table("", ("measure", "agreement", INTERVAL), rows),
    ]
    pairs: list[Mapping[str, Any]] = list(found.get("pairs") or ())
    if len(pairs) > 1:
        keys = [key for key in measures if any(pair["measures"].get(key) is not None for pair in pairs)]
        head = ("pair", "articles", *(titles.get(key, key) for key in keys))
        lines = [
            (f"{pair['a']} – {pair['b']}", pair["articles"], *(_figure(pair["measures"].get(key)) for key in keys))
            for pair in pairs
        ]
        parts.append(table("### Pairs of annotators", head, lines))
    return "\n".join(parts)


def _figure(value: float | None) -> str:
    return "" if value is None else f"{value:.3f}"


def _interval(ends: list[float] | None) -> str:
    return f"{ends[0]:.3f} to {ends[1]:.3f}" if ends else ""
