"""Two releases side by side as a table and as rows: how much of each kind was added, removed, changed. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from annotator.exchange.gold.comparing import Difference, ReleaseComparison
from annotator.wording import counted
from ui.widgets.grid import Column, Grid, name_cell, number_cell
from ui.widgets.items import Item

MOST_ROWS = 1000
TURNS = ("added", "removed", "changed")
KINDS = {"entity": "Entities", "statement": "Statements", "event": "Events"}


def comparison_grid(found: ReleaseComparison | None) -> Grid:
    """Articles and kinds of units by turn; without rows where nothing was compared."""
    columns = (Column("", is_text=True), *(Column(turn.capitalize()) for turn in TURNS))
    if found is None:
        return Grid("comparison", "What differs", columns, ())
    articles = (name_cell("Articles"), *(number_cell(len(found.articles.get(turn, ()))) for turn in TURNS))
    kinds = [
        (name_cell(KINDS.get(kind, kind)), *(number_cell(counts.get(turn, 0)) for turn in TURNS))
        for kind, counts in found.counts.items()
    ]
    return Grid("comparison", f"What {found.b} has otherwise than {found.a}", columns, (articles, *kinds))


def comparison_sentence(found: ReleaseComparison) -> str:
    """What was compared with what, and how much of it is the same."""
    if found.is_same:
        return f"{found.b} is the same as {found.a}."
    shown = "" if len(found.differences) <= MOST_ROWS else f" The first {MOST_ROWS:,} units are listed."
    return f"{found.b[:1].upper()}{found.b[1:]} beside {found.a}: {counted(found.same, 'article')} the same.{shown}"


def difference_items(found: Iterable[Difference]) -> list[Item]:
    """A row for each unit that differs; Enter leads to it."""
    return [
        Item(
            " → ".join(words for words in (one.before, one.after) if words),
            " · ".join(part for part in (one.title, ", ".join(one.parts)) if part),
            f"{one.turn} · {one.label or one.kind}",
            data=one,
        )
        for one in found
    ]
