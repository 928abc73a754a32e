"""How far annotators agree: every measure with its interval, and split by how units were decided."""

from __future__ import annotations

from annotator.review.agreement.measures import MEASURES, Measure
from annotator.review.agreement.model import AgreementReport
from annotator.review.figures import Behind
from annotator.wording import counted
from ui.panels.progress_place.page import Page, Shown
from ui.panels.progress_place.words import bounds, decimal
from ui.widgets.grid import Cell, Column, Grid, name_cell

MOST_NAMED = 5
HOWS = ("blind", "single", "bulk", "added", "imported")
ABOUT_HOW = {
    "blind": "Articles that were given without suggestions",
    "single": "Suggestions accepted or corrected one by one",
    "bulk": "Suggestions accepted many at a time",
    "added": "Units that the machine had not proposed",
    "imported": "Units that came with a file",
}
WAITING = ("Agreement is being worked out", "Intervals over a thousand samples take a moment.")


def page(shown: Shown) -> Page:
    """The measures, a row each, and the same by how units were decided."""
    report = shown.report
    if report is None:
        return Page(empty=WAITING)
    blocks = [_measures(report)]
    if report.by_how:
        blocks.append(_by_how(report))
    return Page(note(report), tuple(blocks))


def note(report: AgreementReport) -> str:
    """Over what agreement was worked out."""
    if not report.articles:
        return "No article is submitted by two annotators"
    who = ", ".join(report.layers) if len(report.layers) <= MOST_NAMED else f"{len(report.layers)} annotators"
    return f"Over {counted(report.articles, 'article')} that two or more of {who} submitted"


def _measures(report: AgreementReport) -> Grid:
    columns = (
        Column("Measure", is_text=True),
        Column("0 – 1", width=260, is_drawing=True, why="The value and its interval, on a scale from 0 to 1"),
        Column("Value"),
        Column("95 % interval", why=f"By bootstrap over articles, {report.samples:,} samples"),
        Column("", is_text=True, width=540),
    )
    rows = tuple(_row(measure, report) for measure in MEASURES if measure.key in report.measures)
    return Grid("agreement", "Agreement by kind", columns, rows)


def _row(measure: Measure, report: AgreementReport) -> tuple[Cell, ...]:
    value = report.measures[measure.key]
    if value is None:
        why = report.absent.get(measure.key, "")
        reason = Cell(why, why, why=why, is_quiet=True)
        return (name_cell(measure.title, why=measure.about), Cell(why=why), Cell(why=why), Cell(why=why), reason)
    interval = report.intervals.get(measure.key)
    low, high = interval or (value, value)
    behind = Behind(what="places", title=f"{measure.title}: where annotators differ", measure=measure.key)
    return (
        name_cell(measure.title, why=measure.about),
        Cell(why=measure.about, interval=(max(low, 0), max(value, 0), max(high, 0)), behind=behind),
        Cell(decimal(value), value, behind=behind, is_strong=True),
        Cell(bounds(interval), bounds(interval) or None, "" if interval else "one article has no interval", behind),
        Cell(measure.about, measure.about, is_quiet=True),
    )


def _by_how(report: AgreementReport) -> Grid:
    hows = [how for how in (*HOWS, *report.by_how) if how in report.by_how]
    hows = list(dict.fromkeys(hows))
    measures = [one for one in MEASURES if any(report.by_how[how].get(one.key) is not None for how in hows)]
    columns = (
        Column("Measure", is_text=True),
        Column("All"),
        *(Column(how.capitalize(), why=ABOUT_HOW.get(how, "")) for how in hows),
    )
    rows = tuple(
        (
            name_cell(measure.title, why=measure.about),
            _value(measure, report.measures.get(measure.key), report.absent.get(measure.key, "")),
            *(_value(measure, report.by_how[how].get(measure.key), f"no such units were {how}") for how in hows),
        )
        for measure in measures
    )
    return Grid("agreement_by_how", "By how units were decided", columns, rows, note=SHARED_ERRORS)


SHARED_ERRORS = (
    "Annotators who accept the same wrong suggestion agree. What was blind or added shows how well they agree by "
    "themselves."
)


def _value(measure: Measure, value: float | None, why: str) -> Cell:
    if value is None:
        return Cell(why=why)
    behind = Behind(what="places", title=f"{measure.title}: where annotators differ", measure=measure.key)
    return Cell(decimal(value), value, behind=behind)
