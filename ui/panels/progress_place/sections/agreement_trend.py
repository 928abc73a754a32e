"""Agreement over time, as the Time section shows it: a line for each of a few measures, and their numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from annotator.review.agreement.measures import TITLES
from annotator.review.figures import Behind, PeriodAgreement
from ui.panels.progress_place.page import Block
from ui.panels.progress_place.words import day, decimal
from ui.widgets.grid import Cell, Column, Grid, name_cell
from ui.widgets.trend_chart import Line, Trend

AGREEMENT = "agreement"
"""What is chosen in the Time section."""
SHOWN = ("entity_f1_exact", "statement_f1", "speaker_accuracy", "link_f1")
"""The measures that are followed over time."""


def wants_periods(section: str, choices: Mapping[str, str]) -> bool:
    """Whether the page that is shown needs the agreement of each period."""
    return section == "time" and choices.get(section) == AGREEMENT


def trend_blocks(periods: Sequence[PeriodAgreement] | None, word: str) -> tuple[list[Block], list[Block]]:
    """What stands above the table of pace, and what below it. Nothing before agreement is worked out."""
    if not periods:
        return [], []
    keys = [key for key in SHOWN if any(one.measures.get(key) is not None for one in periods)]
    lines = tuple(Line(TITLES[key], tuple(one.measures.get(key) for one in periods)) for key in keys)
    names = tuple(day(one.start) for one in periods)
    title = f"Agreement by {word} of the last submission"
    trend = Trend("agreement_trend", title, names, lines, decimal, top=1.0)
    return ([trend] if len(periods) > 1 and keys else []), [_grid(periods, keys, word)]


def _grid(periods: Sequence[PeriodAgreement], keys: Sequence[str], word: str) -> Grid:
    columns = (
        Column(word.capitalize(), is_text=True),
        Column("Articles", why="That two or more annotators submitted, the last of them in this time"),
        *(Column(TITLES[key]) for key in keys),
    )
    rows = tuple(_row(one, keys) for one in reversed(periods))
    return Grid("agreement_periods", f"Agreement by {word}, the latest first", columns, rows)


def _row(one: PeriodAgreement, keys: Sequence[str]) -> tuple[Cell, ...]:
    when = day(one.start) if one.start == one.end else f"{day(one.start)} – {day(one.end)}"
    return (
        name_cell(when),
        Cell(f"{one.articles:,}", one.articles, is_quiet=not one.articles),
        *(_value(one, key, when) for key in keys),
    )


def _value(one: PeriodAgreement, key: str, when: str) -> Cell:
    value = one.measures.get(key)
    if value is None:
        return Cell(why="nothing to compare")
    title = f"{TITLES[key]}, {when}: where annotators differ"
    behind = Behind(what="places", title=title, measure=key, day=one.start, until=one.end)
    return Cell(decimal(value), value, behind=behind)
