"""A plan for handing out as a table: who would have how much, how much of it new, and with whom in common. Pure."""

from __future__ import annotations

from collections import Counter, defaultdict

from annotator.review.handing_out import Plan
from annotator.wording import counted
from ui.widgets.grid import Cell, Column, Grid, name_cell, number_cell

COLUMNS = (
    Column("Annotator", is_text=True),
    Column("Articles"),
    Column("New"),
    Column("Work", why="Suggestions to decide about, and the reading between them"),
    Column("Blind", why="Articles without suggestions"),
    Column("Calibration", why="Articles that everybody begins with"),
    Column("In common with", is_text=True, width=210),
)


def plan_grid(plan: Plan | None) -> Grid:
    """The table of a plan; without rows where there is none."""
    rows = () if plan is None else tuple(_row(plan, name) for name in plan.shares)
    return Grid("plan", "What everybody would have", COLUMNS, rows)


def plan_sentence(plan: Plan) -> str:
    """What the plan would change, in a sentence."""
    if not plan.rows:
        return "Everything is assigned as asked already."
    articles = counted(len({row.article for row in plan.rows}), "article")
    kept = f"; {counted(len(plan.kept), 'assignment')} stay as they are" if plan.kept else ""
    return f"{counted(len(plan.rows), 'assignment')} of {articles} would be made or changed{kept}."


def _row(plan: Plan, name: str) -> tuple[Cell, ...]:
    share = plan.shares[name]
    new = Counter(row.annotator for row in plan.rows)[name]
    common: dict[str, int] = defaultdict(int)
    for (one, other), count in plan.pairs.items():
        if name in (one, other):
            common[other if one == name else one] = count
    said = " · ".join(f"{other} {count:,}" for other, count in sorted(common.items()))
    return (
        name_cell(name, is_strong=True),
        number_cell(share.articles),
        number_cell(new),
        number_cell(share.work),
        number_cell(share.blind),
        number_cell(share.calibration),
        Cell(said or "nobody", said, is_quiet=not said),
    )
