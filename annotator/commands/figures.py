"""`annotator figures`: where the work stands, by annotator; with `--json` all that the Progress place shows."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from typing import Any

import msgspec

from annotator.commands.base import command, count, opened
from annotator.progress import ProgressLine
from annotator.review.figures import MS_PER_HOUR, Behind, BlockGroup, ProjectFigures, Tally
from annotator.wording import counted

MOST = 1000


def add_figures(commands: Any) -> None:
    """`annotator figures PROJECT [--json] [--blocks] [--by-period] [--behind CELL [--most N]]`."""
    parser = command(commands, "figures", _figures, "Say who has done what, how fast, and what became of suggestions.")
    parser.add_argument("--json", action="store_true", help="print all figures as JSON")
    parser.add_argument("--blocks", action="store_true", help="say what blocks the release of the gold instead")
    parser.add_argument("--by-period", action="store_true", help="print agreement by day or week as JSON instead")
    parser.add_argument("--behind", type=_behind, metavar="CELL", help="as JSON: what one number stands for")
    parser.add_argument("--most", type=count, default=MOST, metavar="N", help=f"of what is behind (default: {MOST})")


def _behind(text: str) -> Behind:
    try:
        return msgspec.json.decode(text, type=Behind)
    except msgspec.MsgspecError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def _figures(arguments: argparse.Namespace) -> int:
    with opened(arguments, read_only=True) as project:
        if arguments.behind is not None:
            _print_json(project.lead.figures.behind(arguments.behind, limit=arguments.most))
            return 0
        if arguments.blocks:
            return _tell_blocks(project.lead.figures.blocks(), as_json=arguments.json)
        if arguments.by_period:
            with ProgressLine("Comparing periods") as progress:
                _print_json(project.lead.figures.agreement_by_period(progress))
            return 0
        with ProgressLine("Counting") as progress:
            found = project.lead.figures.count(progress)
    if arguments.json:
        _print_json(found)
    else:
        print("\n".join(_lines(found)))
    return 0


def _tell_blocks(found: Sequence[BlockGroup], *, as_json: bool) -> int:
    if as_json:
        _print_json(found)
    else:
        for one in found:
            count = "" if one.disagreements is None else f", {counted(one.disagreements, 'disagreement')}"
            print(f"{one.sentence}: {counted(len(one.articles), 'article')}{count}")
        if not found:
            print("Nothing blocks the release of the gold.")
    return 0


def _print_json(found: Any) -> None:
    sys.stdout.write(msgspec.json.encode(found).decode() + "\n")


def _lines(found: ProjectFigures) -> list[str]:
    lines = [counted(found.articles, "article")]
    for one in found.annotators:
        states = ", ".join(f"{number:,} {state}" for state, number in one.states.items() if number)
        hours = f"; {one.active_ms / MS_PER_HOUR:.1f} active hours" if one.active_ms else ""
        pace = f", {one.per_hour:.1f} articles an hour" if one.per_hour else ""
        lines.append(f"  {one.name}: {states}{hours}{pace}")
    total = sum((row.tally for row in found.acceptance), Tally())
    if total.acceptance is not None:
        lines.append(
            f"{counted(total.decided, 'suggestion')} decided: {total.accepted:,} accepted, {total.corrected:,} "
            f"corrected, {total.rejected:,} rejected"
        )
    return lines
