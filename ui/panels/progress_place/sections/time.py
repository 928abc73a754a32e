"""Time and pace: how much was done when, how long articles take, each annotator's pace."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from annotator.review.figures import (
    AnnotatorFigures,
    ArticleTime,
    Behind,
    DayWork,
    ProjectFigures,
    by_period,
    over_annotators,
    periods,
)
from annotator.wording import counted
from ui.panels.progress_place.page import Block, Choice, Page, Shown
from ui.panels.progress_place.sections.agreement_trend import AGREEMENT, trend_blocks
from ui.panels.progress_place.words import MINUTE_MS, day, duration, hours, pace
from ui.widgets.grid import Cell, Column, Grid, name_cell, number_cell
from ui.widgets.trend_chart import MOST_LINES, Line, Trend

NAME = "time"
ALL = "All"
NO_TIME = "no time was measured"
NOTHING = ("No work yet", "Here is shown how much was done when, and how long articles take.")
Value = Callable[[DayWork], float | None]
CHOICES: Mapping[str, tuple[str, Value, Callable[[float], str]]] = {
    "submissions": ("Articles submitted", lambda one: one.submissions, lambda value: f"{value:,.0f}"),
    "decisions": ("Decisions", lambda one: one.decisions, lambda value: f"{value:,.0f}"),
    "active": ("Active time", lambda one: one.active_ms, hours),
    "acceptance": (
        "Suggestions accepted as proposed",
        lambda one: one.acceptance,
        lambda value: f"{value * 100:.0f} %",
    ),
}


def page(shown: Shown) -> Page:
    """The trend of what is chosen, its numbers, each annotator's time and pace, the articles that took longest."""
    figures = shown.figures
    if not figures.days:
        return Page(empty=NOTHING)
    wanted = shown.choices.get(NAME, "")
    options = choices(figures)
    wanted = wanted if wanted in dict(options) else options[0][0]
    word, bounds = periods(figures.days)
    work = by_period(figures.days, bounds)
    if wanted == AGREEMENT:
        first, last = trend_blocks(shown.periods, word)
    else:
        first = [_trend(wanted, word, bounds, work)] if len(bounds) > 1 else []
        last = [_by_period(wanted, word, bounds, work)]
    blocks: list[Block] = [*first, _pace(figures), *last]
    if figures.times:
        blocks.append(_articles(figures))
    note = "Agreement is being worked out" if wanted == AGREEMENT and shown.periods is None else _note(figures)
    return Page(note, tuple(blocks), choice=Choice("Show", options, wanted))


def choices(figures: ProjectFigures) -> tuple[tuple[str, str], ...]:
    """What the trend can be of; agreement only where the file holds the work of several."""
    found = tuple((key, title) for key, (title, *_) in CHOICES.items())
    return found if figures.only else (*found, (AGREEMENT, "Agreement"))


def _note(figures: ProjectFigures) -> str:
    active = sum(one.active_ms for one in figures.annotators)
    if not active:
        return "No active time was measured: it is what passes between decisions in the window, pauses left out"
    return f"{duration(active)} of active time, pauses left out"


def _trend(wanted: str, word: str, bounds: Sequence[tuple[str, str]], work: Mapping[str, list[DayWork]]) -> Trend:
    title, value, written = CHOICES[wanted]
    lines = [Line(name, tuple(value(one) for one in own)) for name, own in work.items()]
    if len(lines) > 1:
        lines.append(Line(ALL, tuple(value(one) for one in over_annotators(work.values())), is_total=True))
    names = tuple(day(start) for start, _ in bounds)
    whose = ", all annotators together" if len(work) > MOST_LINES else ""
    return Trend(
        "trend", f"{title} by {word}{whose}", names, tuple(lines), written, top=1.0 if wanted == "acceptance" else 0
    )


def _by_period(wanted: str, word: str, bounds: Sequence[tuple[str, str]], work: Mapping[str, list[DayWork]]) -> Grid:
    """A row for each period, the latest first, a column for each annotator."""
    title, _, _ = CHOICES[wanted]
    together = over_annotators(work.values())
    columns = (Column(word.capitalize(), is_text=True), *(Column(name) for name in work), Column(ALL))
    rows = [
        (
            name_cell(day(start) if start == end else f"{day(start)} – {day(end)}"),
            *(_cell(wanted, own[at], (start, end), name) for name, own in work.items()),
            _cell(wanted, together[at], (start, end), None),
        )
        for at, (start, end) in enumerate(bounds)
    ]
    return Grid("periods", f"{title} by {word}, the latest first", columns, tuple(reversed(rows)))


def _cell(wanted: str, one: DayWork, bounds: tuple[str, str], name: str | None) -> Cell:
    _, value, written = CHOICES[wanted]
    found = value(one)
    if found is None:
        return Cell(why="nothing was submitted")
    title = f"{name or 'All annotators'}, {day(bounds[0])}"
    behind = Behind(what="work", title=title, layer=name, day=bounds[0], until=bounds[1]) if one.decisions else None
    raw = round(found / MINUTE_MS, 2) if wanted == "active" else found
    return Cell(written(found), raw, behind=behind, is_quiet=not found, why="minutes" if wanted == "active" else "")


def _pace(figures: ProjectFigures) -> Grid:
    columns = (
        Column("Annotator", is_text=True),
        Column("Active time"),
        Column("Decisions"),
        Column("Submitted", why="Articles"),
        Column("Median article", why="The median of the active time of submitted articles"),
        Column("Articles an hour", why="Submitted articles by their active time"),
    )
    return Grid("pace", "Time and pace by annotator", columns, tuple(_pace_row(one) for one in figures.annotators))


def _pace_row(one: AnnotatorFigures) -> tuple[Cell, ...]:
    submitted = Behind(what="articles", title=f"{one.name}: submitted", layer=one.name, state="submitted")
    work = Behind(what="work", title=f"What {one.name} worked on", layer=one.name)
    over = f"over {counted(one.timed, 'article')}" if one.timed else NO_TIME
    return (
        name_cell(one.name),
        _time_cell(one.active_ms, "minutes", work),
        number_cell(one.decisions, work),
        number_cell(one.states.get("submitted", 0), submitted),
        _time_cell(one.median_ms, over, submitted),
        Cell(pace(one.per_hour), one.per_hour, why=over, behind=submitted if one.per_hour else None),
    )


def _time_cell(milliseconds: float | None, why: str, behind: Behind) -> Cell:
    """A duration, in minutes where it is copied."""
    if not milliseconds:
        return Cell(why=NO_TIME)
    return Cell(duration(milliseconds), round(milliseconds / MINUTE_MS, 2), why=why, behind=behind)


def _articles(figures: ProjectFigures) -> Grid:
    names = [one.name for one in figures.annotators]
    columns = (Column("Article", is_text=True, width=380), *(Column(name) for name in names), Column(ALL))
    note = ""
    if figures.articles_timed > len(figures.times):
        note = f"The {len(figures.times):,} that took longest, of {figures.articles_timed:,}."
    rows = tuple(_article_row(one, names) for one in figures.times)
    return Grid("article_times", "Active time by article, the longest first", columns, rows, note=note)


def _article_row(one: ArticleTime, names: Sequence[str]) -> tuple[Cell, ...]:
    behind = Behind(what="article", title=one.title, label=one.article)
    times = [one.layers.get(name, 0) for name in names]
    return (
        name_cell(one.title, behind=behind),
        *(Cell(duration(ms), round(ms / MINUTE_MS, 2) if ms else None, behind=behind if ms else None) for ms in times),
        Cell(duration(one.active_ms), round(one.active_ms / MINUTE_MS, 2), behind=behind, is_strong=True),
    )
