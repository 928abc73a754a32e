"""Tables and lines of a dataset card, in Markdown. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


def table(title: str, head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table under its title, if it has one; "None." where there are no rows."""
    body = [f"| {' | '.join(cell(value) for value in row)} |" for row in rows]
    above = [title, ""] if title else []
    if not body:
        return "\n".join([*above, "None.", ""])
    rule = f"|{' --- |' * len(head)}"
    return "\n".join([*above, f"| {' | '.join(head)} |", rule, *body, ""])


def cell(value: object) -> str:
    """What a cell of a table holds."""
    return f"{value:,}" if isinstance(value, int) else plain(str(value)).replace("|", "\\|")


def plain(text: str) -> str:
    """A text in one line."""
    return " ".join(text.split())
