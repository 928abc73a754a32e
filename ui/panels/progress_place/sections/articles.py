"""Articles by state and annotator."""

from __future__ import annotations

from annotator.review.figures import STATES, AnnotatorFigures, Behind
from annotator.wording import counted
from ui.panels.progress_place.page import Page, Shown
from ui.widgets.grid import Cell, Column, Grid, name_cell, number_cell

TONES = {"submitted": "full", "in work": "half", "returned": "warned", "set aside": "aside", "todo": "rest"}
NOBODY = ("Nobody has begun", "Here is shown who is how far, as soon as somebody decides about something.")


def page(shown: Shown) -> Page:
    """Each annotator's articles by state: a bar, and the numbers behind it."""
    figures = shown.figures
    if not figures.annotators:
        return Page(empty=NOBODY)
    is_assigned = any(one.assigned is not None for one in figures.annotators)
    columns = [
        Column("Annotator", is_text=True),
        Column("", width=280, is_drawing=True),
        *(Column(state.capitalize()) for state in STATES),
        *([Column("Assigned", why="Articles that are this annotator's to do")] if is_assigned else []),
    ]
    most = max(sum(one.states.values()) for one in figures.annotators)
    rows = tuple(_row(one, most, is_assigned=is_assigned) for one in figures.annotators)
    grid = Grid("articles", "Articles by state", tuple(columns), rows, legend=tuple((TONES[s], s) for s in STATES))
    done = sum(one.states.get("submitted", 0) for one in figures.annotators)
    note = f"{counted(figures.articles, 'article')}, {counted(done, 'submission')}"
    return Page(f"{note} by {counted(len(figures.annotators), 'annotator')}", (grid,))


def _row(one: AnnotatorFigures, most: int, *, is_assigned: bool) -> tuple[Cell, ...]:
    bar = tuple((TONES[state], one.states.get(state, 0) / max(most, 1)) for state in STATES)
    told = ", ".join(f"{one.states[state]:,} {state}" for state in STATES if one.states.get(state))
    cells = [
        name_cell(one.name, behind=Behind(what="articles", title=f"Articles of {one.name}", layer=one.name)),
        Cell(why=told, bar=bar, behind=None),
    ]
    for state in STATES:
        title = f"{one.name}: {state}"
        behind = Behind(what="articles", title=title, layer=one.name, state=state)
        cells.append(number_cell(one.states.get(state, 0), behind))
    if is_assigned:
        cells.append(
            Cell(why="Nothing is assigned") if one.assigned is None
            else number_cell(one.assigned, Behind(what="assigned", title=f"Assigned to {one.name}", layer=one.name))
        )  # fmt: skip
    return tuple(cells)
