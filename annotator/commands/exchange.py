"""`import` and `export`: files into a project, and a layer out of it."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from annotator.commands.base import add_progress, command, look_for_twins, opened, progress_of, told
from annotator.errors import UserError

OFFSET_UNITS = ("auto", "codepoints", "utf16", "graphemes")


def add_import(commands: Any) -> None:
    """The command that brings files in."""
    parser = command(commands, "import", _import, "Bring in articles, and labels that come with them.")
    parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="files or folders")
    parser.add_argument("--format", default="auto", metavar="F", help="the files' format (default: recognised)")
    parser.add_argument("--layer", metavar="NAME", help="the layer that labels go to (default: suggestions)")
    parser.add_argument("--replace", action="store_true", help="take away what the layer has and the files lack")
    parser.add_argument("--columns", type=_columns, default={}, metavar="text=body,title=headline",
                        help="which column holds what")  # fmt: skip
    parser.add_argument("--offset-unit", choices=OFFSET_UNITS, default="auto", help="what the files' offsets count")
    parser.add_argument(
        "--problems", type=Path, metavar="FILE", help="write what was not taken or mended, as JSON Lines"
    )
    parser.add_argument("--json", action="store_true", help="print the result as JSON")
    add_progress(parser)


def _import(arguments: argparse.Namespace) -> int:
    with opened(arguments) as project, progress_of(arguments, "Importing") as progress:
        report = project.import_files(
            arguments.paths,
            format=arguments.format,
            layer=arguments.layer,
            replace=arguments.replace,
            columns=arguments.columns,
            offset_unit=arguments.offset_unit,
            progress=progress,
        )
        if report.new:
            look_for_twins(project)
    from annotator.exchange.problems import sentences, write_problems

    if arguments.problems is not None:
        write_problems(arguments.problems, report.problems)
    return told(report, report.summary(), arguments, sentences(report.problems))


def _columns(text: str) -> dict[str, str]:
    # The readers take a tenth of a second to import, which the other commands need not wait for.
    from annotator.formats.columns import parse_columns

    try:
        return parse_columns(text)
    except UserError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def add_export(commands: Any) -> None:
    """The command that writes a layer out."""
    parser = command(commands, "export", _export, "Write a layer as a dataset folder.")
    parser.add_argument("out", type=Path, metavar="OUT", help="a new or an empty folder")
    parser.add_argument("--format", default="jsonl", metavar="F", help="of what is written (default: jsonl, ours)")
    parser.add_argument("--layer", default="gold", help="gold, suggestions or an annotator (default: gold)")
    parser.add_argument("--release", metavar="NAME", help="a release, in place of the gold as it is now")
    parser.add_argument("--incomplete", action="store_true", help="export gold although something blocks it")
    parser.add_argument("--split", type=split_shares, metavar="80/10/10", help="shares of train, dev and test")
    parser.add_argument("--seed", type=int, default=0, metavar="N", help="of the split (default: 0)")
    parser.add_argument("--with-rejected", action="store_true", help="add the suggestions that were refused")
    parser.add_argument("--anonymise", action="store_true", help="pseudonyms for annotators")
    parser.add_argument("--licence", default="", metavar="NAME", help="of the annotation, for the card: cc-by-4.0 …")
    parser.add_argument("--strict", action="store_true", help="write nothing where the format cannot carry all of it")
    parser.add_argument("--verify", action="store_true", help="read it back and compare all but how it was decided")
    parser.add_argument("--json", action="store_true", help="print the result as JSON")
    add_progress(parser)


def _export(arguments: argparse.Namespace) -> int:
    with opened(arguments, read_only=True) as project, progress_of(arguments, "Exporting") as progress:
        report = project.export(
            arguments.out,
            format=arguments.format,
            layer=arguments.layer,
            release=arguments.release,
            incomplete=arguments.incomplete,
            split=arguments.split,
            seed=arguments.seed,
            with_rejected=arguments.with_rejected,
            anonymise=arguments.anonymise,
            strict=arguments.strict,
            licence=arguments.licence,
            verify=arguments.verify,
            progress=progress,
        )
    return told(report, report.summary(), arguments)


def split_shares(text: str) -> tuple[int, int, int]:
    """An argument that parts articles: 80/10/10."""
    shares = [int(part) if part.isdigit() else -1 for part in text.split("/")]
    if len(shares) != 3 or min(shares) < 0 or sum(shares) != 100:
        raise argparse.ArgumentTypeError(f"{text!r} is not of the form 80/10/10, summing to 100")
    return shares[0], shares[1], shares[2]
