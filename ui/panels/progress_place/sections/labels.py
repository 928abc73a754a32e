"""Agreement by label, and which labels annotators take for each other: the confusion heat map."""

from __future__ import annotations

import math
from collections.abc import Mapping

from annotator.review.agreement.measures import MEASURES
from annotator.review.agreement.model import MISSED, AgreementReport
from annotator.review.figures import Behind
from ui.panels.progress_place.page import Page, Shown
from ui.panels.progress_place.sections.agreement import WAITING, note
from ui.panels.progress_place.words import bounds, decimal, share
from ui.widgets.grid import Cell, Column, Grid, name_cell, number_cell

NOTHING_THERE = "nothing"
NO_LABELS = ("No labels to compare", "Two annotators have to submit the same article, with entities in it.")


def page(shown: Shown) -> Page:
    """Each label's measures, then the heat map."""
    report = shown.report
    if report is None:
        return Page(empty=WAITING)
    blocks = [
        _measures("labels", "Entities by label", "Label", report.labels, report.label_intervals),
        _measures("types", "Statements by type", "Type", report.types, {}),
        _confusion(report),
    ]
    kept = tuple(grid for grid in blocks if grid.rows)
    return Page(note(report), kept) if kept else Page(empty=NO_LABELS)


def _measures(
    name: str,
    title: str,
    what: str,
    figures: Mapping[str, Mapping[str, float | None]],
    intervals: Mapping[str, Mapping[str, tuple[float, float]]],
) -> Grid:
    """A row for each label: the first measure drawn with its interval, then all of them as numbers."""
    measures = [one for one in MEASURES if any(own.get(one.key) is not None for own in figures.values())]
    columns = [Column(what, is_text=True), Column("0 – 1", width=220, is_drawing=True)]
    for at, measure in enumerate(measures):
        columns.append(Column(_short(measure.title), why=measure.about))
        if not at and intervals:
            columns.append(Column("95 % interval"))
    rows: list[tuple[Cell, ...]] = []
    for label, own in figures.items():
        cells = [name_cell(label)]
        for at, measure in enumerate(measures):
            value, interval = own.get(measure.key), intervals.get(label, {}).get(measure.key)
            behind = Behind(what="places", title=f"{label}: where annotators differ", measure=measure.key, label=label)
            if not at:
                low, high = interval or (value or 0, value or 0)
                drawn = (max(low, 0), max(value, 0), max(high, 0)) if value is not None else None
                cells.append(Cell(interval=drawn, behind=behind if drawn else None))
            why = "" if value is not None else "nothing to compare"
            cells.append(Cell(decimal(value), value, why=why, behind=behind if value is not None else None))
            if not at and intervals:
                cells.append(Cell(bounds(interval), bounds(interval) or None, behind=behind if interval else None))
        rows.append(tuple(cells))
    return Grid(f"agreement_{name}", title, tuple(columns), tuple(rows) if measures else ())


def _confusion(report: AgreementReport) -> Grid:
    """Rows: what one annotator says; columns: what the other says of the same words. Symmetric but for the shares."""
    counts = {(one.label, one.other): one.count for one in report.confusion}
    labels = _ordered({label for pair in counts for label in pair}, report)
    totals = {label: sum(counts.get((label, other), 0) for other in labels) for label in labels}
    rows = tuple(
        (name_cell(_word(label)), *(_confused(label, other, counts, totals) for other in labels)) for label in labels
    )
    columns = (Column("One says", is_text=True), *(Column(_word(label)) for label in labels))
    return Grid(
        "confusion", "Which labels are taken for each other", columns, rows, is_matrix=True,
        note="Each pair of units that two annotators have on the same words, counted from both sides. The darker, the "
        "larger its share of the row.",
    )  # fmt: skip


def _confused(label: str, other: str, counts: Mapping[tuple[str, str], int], totals: Mapping[str, int]) -> Cell:
    number = counts.get((label, other), 0)
    if label == other == MISSED:
        return Cell(why="nobody knows how often both saw nothing", heat=0.0)
    of_row = number / totals[label] if totals[label] else 0.0
    says = f"One says {_word(label)}, the other {_word(other)}"
    behind = Behind(what="places", title=says, label=label, against=other)
    if not number:
        return Cell("", 0, why=f"{says}: never", heat=0.0)
    # The root lifts what is rare, which is what one looks for, above the ground.
    return number_cell(number, behind, why=f"{share(of_row)} of {_word(label)}", heat=math.sqrt(of_row))


def _ordered(labels: set[str], report: AgreementReport) -> list[str]:
    """In the report's order of labels, what it does not know by name, nothing last."""
    known = [label for label in report.labels if label in labels]
    return [*known, *sorted(labels - set(known) - {MISSED}), *([MISSED] if MISSED in labels else [])]


def _word(label: str) -> str:
    return label or NOTHING_THERE


def _short(title: str) -> str:
    """The title of a measure without the word for what all in the table are."""
    short = title.split(", ", 1)[-1]
    return short[:1].upper() + short[1:] if short[:1].isascii() else short
