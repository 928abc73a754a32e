"""Which layers are an annotator's: neither the project's nor gold, and nothing that was settled elsewhere."""

from __future__ import annotations

from annotator.layers import GOLD, PROJECT, SETTLED_SUFFIX


def is_annotators(column: str) -> str:
    """The condition of a query that a column names an annotator's layer."""
    end = f"substr({column}, {-len(SETTLED_SUFFIX)})"
    return f"({column} NOT IN ('{PROJECT}', '{GOLD}') AND {end} != '{SETTLED_SUFFIX}')"
