"""`annotator agreement`: how far annotators agree, as tables to read or as JSON."""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from annotator.commands.base import command, count, opened
from annotator.progress import ProgressLine
from annotator.review.agreement.model import AgreementReport, Figures
from annotator.wording import counted

SAMPLES = 1000
MOST_SAMPLES = 100_000
NONE = "–"
"""What stands for a figure that cannot be computed."""
PAIR_COLUMNS = ("entity_f1_exact", "entity_alpha", "statement_f1", "link_f1", "event_b3_f1")
"""Of a pair of layers only these are printed; `--json` has all."""
HOW_WORDS = {
    "blind": "blind (no suggestions)",
    "single": "accepted or corrected singly",
    "bulk": "accepted in bulk",
    "added": "added by hand",
    "imported": "imported",
}
Table = Sequence[Sequence[str]]


def add_agreement(commands: Any) -> None:
    """`annotator agreement PROJECT [--json] [--samples N] [--seed N]`."""
    parser = command(commands, "agreement", _agreement, "Say how far annotators agree, by kind, label and pair.")
    parser.add_argument("--json", action="store_true", help="print all figures, unrounded, as JSON")
    parser.add_argument("--samples", type=_samples, default=SAMPLES, metavar="N",
                        help=f"how often articles are resampled for the intervals (default: {SAMPLES:,})")  # fmt: skip
    parser.add_argument("--seed", type=_seed, default=0, metavar="N", help="of the resampling (default: 0)")


def _samples(text: str) -> int:
    if count(text) > MOST_SAMPLES:
        raise argparse.ArgumentTypeError(f"{text} is more than {MOST_SAMPLES:,}")
    return count(text)


def _seed(text: str) -> int:
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(f"{text} is no number of 0 or more")
    return int(text)


def _agreement(arguments: argparse.Namespace) -> int:
    # The products of resampling are small: several threads wait for each other longer than one works.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    with opened(arguments, read_only=True) as project, ProgressLine("Comparing articles") as progress:
        report = project.lead.agreement(samples=arguments.samples, seed=arguments.seed, progress=progress)
        name = project.name
    if arguments.json:
        print(json.dumps(report.as_json()))
    else:
        print("\n".join(_lines(name, report)))
    return 0


def _lines(name: str, report: AgreementReport) -> list[str]:
    from annotator.review.agreement.measures import TITLES

    shared = f"{counted(report.articles, 'article')} submitted by two or more"
    lines = [f"{name}: {shared}{': ' if report.layers else ''}{', '.join(report.layers)}", ""]
    lines += _laid_out([["", "value", "95 % of samples"], *(_row(report, key, title) for key, title in TITLES.items())])
    lines += _by_name("Label", report.labels, TITLES)
    lines += _by_name("Type", report.types, TITLES)
    lines += _by_name("Role", report.roles, TITLES)
    lines += _by_name("Decided", {HOW_WORDS.get(how, how): found for how, found in report.by_how.items()}, TITLES)
    if len(report.pairs) > 1:
        head = ["Pair", "Articles", *(TITLES[key] for key in PAIR_COLUMNS)]
        rows = [
            [f"{pair.a}, {pair.b}", f"{pair.articles:,}", *(_told(pair.measures[key]) for key in PAIR_COLUMNS)]
            for pair in report.pairs
        ]
        lines += ["", *_laid_out([head, *rows])]
    return lines


def _row(report: AgreementReport, key: str, title: str) -> list[str]:
    if key in report.absent:
        return [title, NONE, report.absent[key]]
    bounds = report.intervals.get(key)
    return [title, _told(report.measures[key]), f"{bounds[0]:.3f} to {bounds[1]:.3f}" if bounds else ""]


def _by_name(head: str, found: Mapping[str, Figures], titles: Mapping[str, str]) -> list[str]:
    """A table of names by those measures that any of them has; none where there are no names."""
    keys = [key for key in titles if any(key in figures for figures in found.values())]
    if not keys:
        return []
    rows = [[name, *(_told(figures.get(key)) for key in keys)] for name, figures in found.items()]
    return ["", *_laid_out([[head, *(titles[key] for key in keys)], *rows])]


def _told(value: float | None) -> str:
    return NONE if value is None else f"{value:z.3f}"


def _laid_out(rows: Table) -> Iterable[str]:
    """The rows as lines with columns of even width."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
