"""What became of the machine's suggestions, by label, by component and by annotator."""

from __future__ import annotations

from collections.abc import Iterable
from operator import attrgetter

from annotator.review.figures import HIDDEN, OUTCOMES, Acceptance, Behind, Tally, summed
from annotator.wording import counted
from ui.panels.progress_place.page import Choice, Page, Shown
from ui.panels.progress_place.words import share
from ui.widgets.grid import Cell, Column, Grid, name_cell, number_cell

NAME = "suggestions"
EVERYBODY = ""
TONES = {"accepted": "full", "corrected": "half", "rejected": "warned", "undecided": "rest"}
NOTHING = ("No article is submitted", "What became of the suggestions is counted over submitted articles.")
ABOUT = {
    "accepted": "Kept as they were proposed",
    "corrected": "Kept with another label, type, boundary or part",
    "rejected": "Refused, or taken away later",
    "undecided": "Nobody decided: the pass was not done",
    HIDDEN: "Under the threshold of their label, or their label is switched off; not counted elsewhere",
}


def page(shown: Shown) -> Page:
    """Three tables of the same outcomes; the first two of everybody, or of the annotator who is chosen."""
    names = [one.name for one in shown.figures.annotators]
    if not shown.figures.acceptance:
        return Page(empty=NOTHING)
    wanted = shown.choices.get(NAME, EVERYBODY)
    wanted = wanted if wanted in names else EVERYBODY
    rows = [row for row in shown.figures.acceptance if wanted in (EVERYBODY, row.layer)]
    whose = Behind(what="suggestions", layer=wanted or None)
    blocks = [
        _grid("labels", "Entities by label", rows, "entity", "label", whose),
        _grid("types", "Statements by type", rows, "statement", "label", whose),
        _grid("components", "By component", rows, None, "source", whose),
    ]
    if len(names) > 1:
        blocks.append(_grid("annotators", "By annotator", shown.figures.acceptance, None, "layer", whose))
    total = sum((row.tally for row in rows), Tally())
    note = f"{counted(total.decided, 'suggestion')} decided, {share(total.acceptance) or 'none'} accepted as proposed"
    options = ((EVERYBODY, "All annotators"), *((name, name) for name in names))
    choice = Choice("Whose", options, wanted) if len(names) > 1 else None
    return Page(note, tuple(grid for grid in blocks if grid.rows), choice=choice)


def _grid(name: str, title: str, rows: Iterable[Acceptance], kind: str | None, field: str, whose: Behind) -> Grid:
    """A table of the outcomes of one `kind` (both without) by a `field` of the rows."""
    tallies = summed((row for row in rows if kind in (None, row.kind)), attrgetter(field))
    most = max((tally.shown for tally in tallies.values()), default=0)
    columns = (
        Column(title.rsplit(" ", 1)[-1].capitalize(), is_text=True),
        Column("", width=200, is_drawing=True),
        Column("Accepted, %", why="Of those decided, the share kept as proposed"),
        *(Column(outcome.capitalize(), why=ABOUT[outcome]) for outcome in (*OUTCOMES, HIDDEN)),
    )
    ordered = sorted(tallies.items(), key=lambda item: (-item[1].shown, item[0]))
    made = tuple(_row(found, tally, most, _narrowed(whose, kind, field, found)) for found, tally in ordered)
    return Grid(
        f"suggestions_{name}", title, columns, made, legend=tuple((TONES[outcome], outcome) for outcome in OUTCOMES)
    )


def _narrowed(whose: Behind, kind: str | None, field: str, value: str) -> Behind:
    layer = value if field == "layer" else whose.layer
    label = value if field == "label" else None
    source = value if field == "source" else None
    return Behind(what="suggestions", layer=layer, kind=kind, label=label, source=source)


def _row(name: str, tally: Tally, most: int, behind: Behind) -> tuple[Cell, ...]:
    counts = {outcome: getattr(tally, outcome) for outcome in (*OUTCOMES, HIDDEN)}
    bar = tuple((TONES[outcome], counts[outcome] / most if most else 0.0) for outcome in OUTCOMES)
    acceptance = tally.acceptance
    cells = [
        name_cell(name or "unknown"),
        Cell(why=", ".join(f"{counts[outcome]:,} {outcome}" for outcome in OUTCOMES if counts[outcome]), bar=bar),
        Cell(
            share(acceptance),
            acceptance,
            why="" if acceptance is not None else "nobody decided about any",
            behind=_with_outcome(behind, None, name) if acceptance is not None else None,
        ),
    ]
    for outcome, number in counts.items():
        cells.append(number_cell(number, _with_outcome(behind, outcome, name)))
    return tuple(cells)


def _with_outcome(behind: Behind, outcome: str | None, name: str) -> Behind:
    title = f"{name}: {outcome or 'all outcomes'}"
    return Behind(
        what="suggestions", title=title, layer=behind.layer, kind=behind.kind, label=behind.label,
        source=behind.source, outcome=outcome,
    )  # fmt: skip
