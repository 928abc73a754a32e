"""The agreement section of a dataset card: every measure with its interval, or why there is none. Pure.

It is written from what `annotator agreement --json` prints, so that a release keeps the figures that it was made with.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from annotator.formats.card.tables import shown, table

INTERVAL = "95 % interval"
MAIN = ("entity_f1_exact", "statement_f1", "link_f1")
"""What the top of a card tells."""
LABEL_F1, LABEL_ALPHA = "entity_f1_exact", "entity_alpha"
TYPE_F1 = "statement_f1"
MOST_PAIRS = 15


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
        f"Over {many} that two or more annotators submitted, between {shown(layers)}, before anything was settled. A "
        "figure is the mean over pairs of annotators, α over all at once; intervals by bootstrap over articles "
        f"({found.get('samples') or 0:,} samples, seed {found.get('seed') or 0}).\n"
    )
    return "\n".join(
        [said, table("", ("measure", "agreement", INTERVAL), rows), *_by_label(found), *_by_pair(found, titles)]
    )


def agreement_line(found: Mapping[str, Any], titles: Mapping[str, str]) -> str:
    """The main measures with their intervals in one line; "" where none could be computed."""
    measures: Mapping[str, float | None] = found.get("measures") or {}
    intervals: Mapping[str, list[float]] = found.get("intervals") or {}
    told = [
        (titles.get(key, key), _figure(measures[key]), _interval(intervals.get(key)))
        for key in MAIN
        if measures.get(key) is not None
    ]
    return "; ".join(f"{title} {figure}" + (f" ({ends})" if ends else "") for title, figure, ends in told)


def _by_label(found: Mapping[str, Any]) -> list[str]:
    """How far annotators agree on each label and on each statement type."""
    labels: Mapping[str, Mapping[str, float | None]] = found.get("labels") or {}
    ends: Mapping[str, Mapping[str, list[float]]] = found.get("label_intervals") or {}
    types: Mapping[str, Mapping[str, float | None]] = found.get("types") or {}
    rows = [
        (label, _figure(of.get(LABEL_F1)), _interval(ends.get(label, {}).get(LABEL_F1)), _figure(of.get(LABEL_ALPHA)))
        for label, of in sorted(labels.items())
    ] + [(f"{name} statements", _figure(of.get(TYPE_F1)), "", "") for name, of in sorted(types.items())]
    return [table("### By label", ("label", "exact F1", INTERVAL, "α"), rows)] if rows else []


def _by_pair(found: Mapping[str, Any], titles: Mapping[str, str]) -> list[str]:
    """The measures down, the pairs across: there are often more measures than pairs, and long tables are read."""
    pairs: list[Mapping[str, Any]] = list(found.get("pairs") or ())
    if len(pairs) < 2:
        return []
    shown_pairs, left = pairs[:MOST_PAIRS], len(pairs) - MOST_PAIRS
    measures: Mapping[str, float | None] = found.get("measures") or {}
    keys = [key for key in measures if any(pair["measures"].get(key) is not None for pair in pairs)]
    head = ("measure", *(shown(f"{pair['a']} – {pair['b']}") for pair in shown_pairs))
    rows = [("articles", *(pair["articles"] for pair in shown_pairs))]
    rows += [(titles.get(key, key), *(_figure(pair["measures"].get(key)) for pair in shown_pairs)) for key in keys]
    more = [f"{left:,} further pairs are not listed.\n"] if left > 0 else []
    return [table("### Pairs of annotators", head, rows), *more]


def _figure(value: float | None) -> str:
    return "" if value is None else f"{round(value, 3) + 0.0:.3f}"  # never "-0.000"


def _interval(ends: list[float] | None) -> str:
    return f"{ends[0]:.3f} to {ends[1]:.3f}" if ends else ""
