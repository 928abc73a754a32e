"""What a training came to, as tables and sentences: the comparison by label, and which pipeline pre-annotates. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec

from annotator.train_report import Kind, Row, TrainingReport
from annotator.wording import counted
from ui.widgets.grid import Cell, Column, Grid, name_cell, number_cell

KINDS: dict[Kind, tuple[str, str]] = {
    "entity": ("Entities", "Boundaries and label are both right"),
    "content": ("Contents of statements", "Four fifths of the words in common"),
    "cue": ("Cues", "A word in common with the right one"),
    "speaker": ("Speakers", "A word in common with the right one"),
}
PHASES = {
    "reading": "Reading the gold",
    "entities": "Learning entities",
    "statements": "Learning statements",
    "scoring": "Comparing with the suggestions that there were",
    "writing": "Writing the pipeline",
}
LEGEND = (("full", "as before"), ("half", "gained"), ("warned", "lost"))
NO_BEFORE = "no suggestions to compare with"
OWN_MODEL = "The program’s own: small English and the rules"
EVEN = 0.005


class ModelChoice(msgspec.Struct, frozen=True):
    """What pre-annotates a project on this machine: the folder of a pipeline, "" for the program's own."""

    path: str = ""


def comparison_grids(report: TrainingReport) -> tuple[Grid, ...]:
    """A table of all kinds, then one of the labels of each kind that has several."""
    grids = [_grid("overall", "All of a kind", report.overall, _kind_title)]
    for kind, (title, _) in KINDS.items():
        rows = [row for row in report.labels if row.kind == kind]
        grids.append(_grid(kind, f"{title} by label", sorted(rows, key=lambda row: -row.after.gold), _label))
    return tuple(grid for grid in grids if grid.rows)


def trainings_grid(reports: Sequence[TrainingReport], used: str) -> Grid:
    """The trained pipelines of a project, the latest first. Each cell of a row leads to its report."""
    columns = (
        Column("Pipeline", is_text=True),
        Column("Trained"),
        Column("Articles", why="To learn from, to stop in time, to compare on"),
        *(
            Column(title.split()[0], why=f"{title}: F1, and its gain over the suggestions")
            for title, _ in KINDS.values()
        ),
        Column("", is_text=True, width=150),
    )
    return Grid("trainings", "Trained pipelines", columns, tuple(_training_row(one, used) for one in reports))


def outcome_sentence(report: TrainingReport) -> str:
    """What a training came to, in a sentence or two."""
    told = [f"{KINDS[row.kind][0].lower()} {f1(row.after.f1)}{_than(row)}" for row in report.overall if row.after.gold]
    on = counted(report.articles.get("test", 0), "article")
    if not told:
        return f"Trained. On {on} that it never saw there was nothing to compare."
    said = "; ".join(told)
    worse = "" if is_worth_using(report) else " Nothing is found better than before."
    return f"On {on} that it never saw: {said} (F1).{worse}"


def is_worth_using(report: TrainingReport) -> bool:
    """Whether a kind is found better than before, or there is none to compare with."""
    gains = [row.gain for row in report.overall if row.after.gold and row.gain is not None]
    return not gains or max(gains) >= EVEN


def about_sentence(report: TrainingReport) -> str:
    """What it learned from, and how long it took: "Gold · 24 articles to learn from, 3 to stop in time …"."""
    whose = f"release {report.release}" if report.release else "gold" if report.layer == "gold" else report.layer
    parts = [f"Learned from {whose}", f"begun with {base_title(report.base)}", day(report.made)]
    numbers = report.articles
    counts = f"{numbers.get('train', 0):,} articles to learn from, {numbers.get('dev', 0):,} to stop in time"
    return " · ".join([*parts, f"{counts}, {numbers.get('test', 0):,} to compare on"])


def used_sentence(report: TrainingReport) -> str:
    """What pre-annotation takes from the pipeline, and what from the rules."""
    said: list[str] = []
    for way, what in (("trained", "this pipeline"), ("rules", "the rules")):
        kinds = [KINDS[kind][0].lower() for kind, own in report.used.items() if own == way]
        said += [f"{_listed(kinds)} from {what}"] if kinds else []
    return f"Pre-annotation takes {' and '.join(said)}." if said else ""


def base_title(base: str) -> str:
    """The pipeline that a training began with: by its name, a folder by the folder's."""
    return Path(base).name or base


def model_title(path: str, reports: Sequence[TrainingReport]) -> str:
    """What a chosen pipeline is called."""
    if not path:
        return OWN_MODEL
    return next((one.name for one in reports if one.model == path), Path(path).name)


def day(made: str) -> str:
    """The day of a moment in ISO 8601."""
    return made[:10]


def f1(value: float) -> str:
    """ "0.83"; what is nearly 1 is not rounded to it."""
    shown = f"{value:.2f}"
    return "0.99" if shown == "1.00" and value < 1 else shown


def gain_text(gain: float | None) -> str:
    """ "+0.04", "−0.02", "±0"; "" where there is nothing to compare with."""
    if gain is None:
        return ""
    if abs(gain) < EVEN:
        return "±0"
    return f"{gain:+.2f}".replace("-", "−")


def _grid(name: str, title: str, rows: Sequence[Row], called: Callable[[Row], str]) -> Grid:
    columns = (
        Column("Kind" if name == "overall" else "Label", is_text=True),
        Column("F1, 0 – 1", width=190, is_drawing=True),
        Column("Before", why="F1 of the suggestions that the articles had"),
        Column("After", why="F1 of the trained pipeline"),
        Column("Gain", why="After less before"),
        Column("Precision", why="Of what the pipeline finds, the share that is right"),
        Column("Recall", why="Of what is right, the share that the pipeline finds"),
        Column("In gold", why="How many there are in the articles that are compared"),
        Column("Examples", why="How many there were to learn from"),
    )
    made = tuple(_row(row, called(row)) for row in rows)
    return Grid(f"trained_{name}", title, columns, made, legend=LEGEND)


def _row(row: Row, name: str) -> tuple[Cell, ...]:
    before, after = row.before.f1 if row.before is not None else None, row.after.f1
    known = before or 0.0
    if not row.after.gold:
        # Where there was nothing to find, no score can be told.
        nothing = Cell(why="none in the articles that are compared")
        return (name_cell(name), *[nothing] * 6, number_cell(0), number_cell(row.examples))
    parts = (("full", min(after, known)), ("half", max(after - known, 0.0)), ("warned", max(known - after, 0.0)))
    bar = parts if before is not None else (("full", after),)
    said = f"{f1(before)} before, {f1(after)} after" if before is not None else f"{f1(after)}, {NO_BEFORE}"
    return (
        name_cell(name),
        Cell(why=said, bar=bar),
        Cell(f1(before) if before is not None else "", before, why="" if before is not None else NO_BEFORE),
        Cell(f1(after), after, is_strong=True),
        Cell(gain_text(row.gain), row.gain, why="" if row.gain is not None else NO_BEFORE),
        Cell(f1(row.after.precision), row.after.precision),
        Cell(f1(row.after.recall), row.after.recall),
        number_cell(row.after.gold),
        number_cell(row.examples),
    )


def _training_row(report: TrainingReport, used: str) -> tuple[Cell, ...]:
    numbers = "/".join(f"{report.articles.get(part, 0):,}" for part in ("train", "dev", "test"))
    state = "pre-annotates" if report.model == used else "" if report.is_there else "not there any more"
    return (
        name_cell(report.name, why=report.model, behind=report),
        Cell(day(report.made), report.made, behind=report),
        Cell(numbers, numbers, behind=report),
        *(_kind_cell(report.row(kind), report) for kind in KINDS),
        Cell(state, state, is_quiet=not report.is_there, is_strong=report.model == used),
    )


def _kind_cell(row: Row | None, report: TrainingReport) -> Cell:
    if row is None or not row.after.gold:
        return Cell(why="nothing to compare")
    gain = gain_text(row.gain)
    return Cell(f"{f1(row.after.f1)} ({gain})" if gain else f1(row.after.f1), row.after.f1, behind=report)


def _than(row: Row) -> str:
    if row.before is None:
        return ""
    if row.gain is not None and abs(row.gain) < EVEN:
        return ", as before"
    return f" in place of {f1(row.before.f1)}"


def _kind_title(row: Row) -> str:
    return KINDS[row.kind][0]


def _label(row: Row) -> str:
    return row.label


def _listed(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
