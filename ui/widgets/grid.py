"""`Grid`: a table of figures as data: what each cell says, draws, counts as a number and stands for. Pure.

`FigureTable` shows it; here it also becomes text for the clipboard (TSV, HTML) and for files (CSV).
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from html import escape
from typing import Any

Segment = tuple[str, float]
"""A stretch of a bar: the name of its tone (see `ui.widgets.tones`), and its share of the bar's full length."""
Interval = tuple[float, float, float]
"""Lower bound, value and upper bound, all in 0..1."""
CSV_ENCODING = "utf-8-sig"
"""With the mark without which a spreadsheet program takes UTF-8 for something else."""


@dataclass(frozen=True)
class Cell:
    """One cell. `value` is the figure itself, unrounded; None where there is none, and `why` says the reason.

    `behind` is whatever its owner wants to know when the cell is opened; a cell without it cannot be opened. `heat`
    (0..1) is the depth of its ground.
    """

    text: str = ""
    value: float | int | str | None = None
    why: str = ""
    behind: Any = None
    heat: float | None = None
    bar: tuple[Segment, ...] = ()
    interval: Interval | None = None
    is_strong: bool = False
    is_quiet: bool = False


@dataclass(frozen=True)
class Column:
    """A column: its heading, and how wide it is in px at 100 % (0: as wide as what is in it)."""

    title: str
    is_text: bool = False
    width: int = 0
    why: str = ""
    is_drawing: bool = False
    """Whether its cells only draw what others say: it is not copied."""


@dataclass(frozen=True)
class Grid:
    """A table with a title. The first cell of a row names it. `legend`: (tone, word) of what its bars are made of."""

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""
    legend: tuple[tuple[str, str], ...] = ()
    is_matrix: bool = False
    """Whether it is a matrix of squares: its headings may stand upright."""


def name_cell(text: str, **given: Any) -> Cell:
    """The first cell of a row."""
    return Cell(text, text, **given)


def number_cell(number: int, behind: Any = None, **given: Any) -> Cell:
    """A count; where it is 0 there is nothing behind it."""
    return Cell(f"{number:,}", number, behind=behind if number else None, is_quiet=not number, **given)


def words_of(cell: Cell) -> str:
    """What a cell says to somebody who does not see it."""
    return ". ".join(part for part in (cell.text or "empty", cell.why) if part)


def plain_rows(grid: Grid) -> list[list[str]]:
    """Headings and rows as texts, figures unrounded, the columns that only draw left out."""
    kept = [at for at, column in enumerate(grid.columns) if not column.is_drawing]
    head = [grid.columns[at].title for at in kept]
    return [head, *([_plain(row[at]) for at in kept] for row in grid.rows)]


def tsv(grid: Grid) -> str:
    """The table for the clipboard, as text between tabs."""
    return "\n".join("\t".join(" ".join(text.split()) for text in row) for row in plain_rows(grid)) + "\n"


def html(grid: Grid) -> str:
    """The table for the clipboard, as HTML with what is shown."""
    head, *rows = plain_rows(grid)
    lines = [f"<table><caption>{escape(grid.title)}</caption>", _html_row(head, "th")]
    return "\n".join([*lines, *(_html_row(row, "td") for row in rows), "</table>"])


def csv_text(grids: tuple[Grid, ...]) -> str:
    """Tables one below the other for a spreadsheet: each with its title above, an empty line between two."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    for at, grid in enumerate(grids):
        if at:
            writer.writerow([])
        writer.writerow([grid.title])
        writer.writerows([[_safe(text) for text in row] for row in plain_rows(grid)])
    return out.getvalue()


def _plain(cell: Cell) -> str:
    return "" if cell.value is None else str(cell.value)


def _safe(text: str) -> str:
    """Names that a spreadsheet program would take for a formula are told from one by a mark."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@")) and not text[1:2].isdigit() else text


def _html_row(texts: list[str], tag: str) -> str:
    return "<tr>" + "".join(f"<{tag}>{escape(text)}</{tag}>" for text in texts) + "</tr>"
