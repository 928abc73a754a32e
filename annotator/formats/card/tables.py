"""Tables and lines of a dataset card, in Markdown. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

MOST_ROWS = 25
"""So many sources, years, languages … are listed; the rest is summed up."""
_SPECIAL = re.compile(r"([\\*\[\]|])|(?<!\w)_|_(?!\w)")


class Code(str):
    """What is shown as it is, between backticks."""

    __slots__ = ()


def table(title: str, head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table under its title, if it has one; "None." where there are no rows."""
    body = [f"| {' | '.join(cell(value) for value in row)} |" for row in rows]
    above = [title, ""] if title else []
    if not body:
        return "\n".join([*above, "None.", ""])
    rule = f"|{' --- |' * len(head)}"
    return "\n".join([*above, f"| {' | '.join(head)} |", rule, *body, ""])


def cell(value: object) -> str:
    """What a cell of a table holds: a number with its thousands, words as they are."""
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, Code):
        return f"`{plain(value).replace('|', '/').replace('`', '')}`"  # a bar ends a cell even there
    return shown(str(value))


def plain(text: str) -> str:
    """A text in one line."""
    return " ".join(text.split())


def shown(text: str) -> str:
    """A text in one line that Markdown shows as it is: no mark-up in it, no HTML, no end of a cell."""
    escaped = _SPECIAL.sub(lambda match: "\\" + match[0], plain(text))
    return escaped.replace("&", "&amp;").replace("<", "&lt;")


def most(counted: Counter[str]) -> list[tuple[str, int]]:
    """The most frequent first, `MOST_ROWS` of them, and the rest in one row."""
    rows = sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))
    if len(rows) <= MOST_ROWS + 1:
        return rows
    rest = rows[MOST_ROWS:]
    return [*rows[:MOST_ROWS], (f"{len(rest):,} others", sum(count for _, count in rest))]
