"""How far each annotator agrees with each other one, in one measure: a matrix."""

from __future__ import annotations

from annotator.review.agreement.measures import MEASURES, TITLES
from annotator.review.agreement.model import AgreementReport, PairAgreement
from annotator.review.figures import Behind
from annotator.wording import counted
from ui.panels.progress_place.page import Choice, Page, Shown
from ui.panels.progress_place.sections.agreement import WAITING, note
from ui.panels.progress_place.words import bounds, decimal
from ui.widgets.grid import Cell, Column, Grid, name_cell

NAME = "pairs"
NO_PAIRS = ("No two annotators to compare", "Two have to submit the same article.")


def page(shown: Shown) -> Page:
    """The matrix, and the pairs one by one with the articles that both submitted."""
    report = shown.report
    if report is None:
        return Page(empty=WAITING)
    if not report.pairs:
        return Page(empty=NO_PAIRS)
    known = [one.key for one in MEASURES if any(pair.measures.get(one.key) is not None for pair in report.pairs)]
    wanted = shown.choices.get(NAME, "")
    wanted = wanted if wanted in known else (known[0] if known else MEASURES[0].key)
    choice = Choice("Measure", tuple((key, TITLES[key]) for key in known), wanted)
    return Page(note(report), (_matrix(report, wanted), _list(report, wanted)), choice=choice)


def _matrix(report: AgreementReport, measure: str) -> Grid:
    found = {frozenset((pair.a, pair.b)): pair for pair in report.pairs}
    names = report.layers
    rows = tuple(
        (name_cell(one), *(_cell(one, other, found.get(frozenset((one, other))), measure) for other in names))
        for one in names
    )
    columns = (Column("", is_text=True), *(Column(name) for name in names))
    return Grid("pairs", TITLES[measure], columns, rows, is_matrix=True)


def _cell(one: str, other: str, pair: PairAgreement | None, measure: str) -> Cell:
    if one == other:
        return Cell(why="with oneself nothing is compared", heat=0.0)
    if pair is None:
        return Cell(why="they submitted no article in common", heat=0.0)
    value = pair.measures.get(measure)
    if value is None:
        return Cell(why="nothing to compare", heat=0.0)
    return Cell(
        decimal(value), value, why=counted(pair.articles, "article"), heat=max(value, 0.0) ** 2,
        behind=_behind(pair, measure),
    )  # fmt: skip


def _list(report: AgreementReport, measure: str) -> Grid:
    columns = (
        Column("Pair", is_text=True),
        Column("0 – 1", width=260, is_drawing=True),
        Column("Value"),
        Column("95 % interval"),
        Column("Articles", why="Submitted by both"),
    )
    ordered = sorted(report.pairs, key=lambda pair: (pair.measures.get(measure) is None, pair.measures.get(measure)))
    return Grid("pairs_list", "Pair by pair, the least first", columns, tuple(_row(pair, measure) for pair in ordered))


def _row(pair: PairAgreement, measure: str) -> tuple[Cell, ...]:
    value, interval = pair.measures.get(measure), pair.intervals.get(measure)
    behind = _behind(pair, measure)
    low, high = interval or (value or 0, value or 0)
    drawn = (max(low, 0), max(value, 0), max(high, 0)) if value is not None else None
    why = "" if value is not None else "nothing to compare"
    both = Behind(what="shared", title=f"Submitted by {pair.a} and {pair.b}", layer=pair.a, other=pair.b)
    return (
        name_cell(f"{pair.a} – {pair.b}"),
        Cell(why=why, interval=drawn, behind=behind if drawn else None),
        Cell(decimal(value), value, why=why, behind=behind if drawn else None, is_strong=True),
        Cell(bounds(interval), bounds(interval) or None, behind=behind if interval else None),
        Cell(f"{pair.articles:,}", pair.articles, behind=both),
    )


def _behind(pair: PairAgreement, measure: str) -> Behind:
    title = f"{pair.a} and {pair.b}: where they differ"
    return Behind(what="places", title=title, layer=pair.a, other=pair.b, measure=measure)
