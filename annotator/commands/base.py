"""What every command needs: a parser of its own, the project that it names, and how its outcome is told."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, Protocol

from annotator.progress import ProgressEvents, ProgressLine
from annotator.project import Project

PROG = "annotator"


class Report(Protocol):
    """What an import, a merge or an export comes to. `failed` are sentences on what could not be done."""

    @property
    def warnings(self) -> tuple[str, ...]: ...
    @property
    def failed(self) -> tuple[str, ...]: ...
    def as_json(self) -> dict[str, Any]: ...


def command(
    commands: Any, name: str, call: Callable[[argparse.Namespace], int], about: str, *, project: bool = True
) -> argparse.ArgumentParser:
    """The parser of a new command, which `call` carries out; most commands name a project first."""
    parser: argparse.ArgumentParser = commands.add_parser(name, help=about, description=about)
    parser.set_defaults(command=call)
    if project:
        parser.add_argument("project", type=Path, metavar="PROJECT", help="the project file (*.annodb)")
    return parser


def opened(arguments: argparse.Namespace, *, annotator: str | None = None, read_only: bool = False) -> Project:
    """The project that a command names; what its user should know of the file goes to standard error."""
    project = Project.open(arguments.project, annotator=annotator, read_only=read_only)
    # Where a command wants to write and cannot, the reason comes with the refusal.
    for sentence in project.warnings if read_only or not project.is_read_only else ():
        print(f"{PROG}: {sentence}", file=sys.stderr)
    return project


def told(report: Report, summary: str, arguments: argparse.Namespace, sentences: Iterable[str] | None = None) -> int:
    """Say what came of a command that brings something in or out. Gives its exit status.

    `sentences` are said in place of all warnings and failures of the report.
    """
    for sentence in (*report.warnings, *report.failed) if sentences is None else sentences:
        print(sentence, file=sys.stderr)
    print(json.dumps(report.as_json()) if arguments.json else summary)
    return 1 if report.failed else 0


def add_progress(parser: argparse.ArgumentParser) -> None:
    """Let a command tell its progress as JSON."""
    parser.add_argument("--progress", choices=("text", "json"), default="text", help="how progress is told")


def progress_of(arguments: argparse.Namespace, what: str) -> ProgressLine:
    """What tells the progress of a command, as its `--progress` says."""
    return ProgressEvents() if arguments.progress == "json" else ProgressLine(what)


def look_for_twins(project: Project, *, again: bool = False) -> None:
    """Find the passages that new articles share with others; `again`: all articles."""
    with ProgressLine("Looking for twins") as progress:
        (project.twins.renew if again else project.twins.look)(progress)


def count(text: str) -> int:
    """An argument that is a number of 1 or more."""
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text} is no number of 1 or more")
    return int(text)
