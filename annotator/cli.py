"""The command line: parse, call, print. Every act that a lead would script has a command, the window calls the same.

Exit status 0: done; 1: some or all of it failed, said in sentences; 2: bad arguments. With `--json` standard output
holds nothing but JSON; progress and warnings go to standard error.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from annotator import __version__
from annotator.commands.agreement import add_agreement
from annotator.commands.base import PROG, command, count, look_for_twins, opened, told
from annotator.commands.exchange import add_export, add_import
from annotator.commands.figures import add_figures
from annotator.commands.release import add_release
from annotator.commands.team import add_assign, add_handout, standing
from annotator.commands.train import add_train
from annotator.errors import UserError
from annotator.exchange import backups
from annotator.project import Project
from annotator.store import edges, failures
from annotator.wording import counted

HOW_TO_MEND = (
    "What follows from the journal is mended by --rebuild. Where the file is damaged, restore a backup (annotator "
    "restore), or save what can be read (annotator check --salvage OUT)."
)


def main(argv: Sequence[str]) -> int:
    """Run one command. Gives the exit status."""
    try:
        arguments = make_parser().parse_args(argv)
    except SystemExit as stop:
        return int(stop.code or 0)
    _print_anything()
    try:
        status = arguments.command(arguments)
        sys.stdout.flush()
    except (UserError, failures.DatabaseError) as error:
        print(f"{PROG}: {_explained(error, arguments)}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print(f"{PROG}: stopped. What was done is kept.", file=sys.stderr)
        return 1
    except BrokenPipeError:
        # Whoever read the output has gone; Python would complain once more when it flushes at the end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    return status


def _explained(error: Exception, arguments: argparse.Namespace) -> Exception:
    """A failure in words: damage can come to light wherever a file is read. What is a bug of ours is raised again."""
    if isinstance(error, UserError):
        return error
    explained = failures.explained(arguments.project, error)
    if explained is None:
        raise error
    return explained


def _print_anything() -> None:
    """Let a title or a file's name go to a terminal that cannot show all of its characters."""
    reconfigure = getattr(sys.stdout, "reconfigure", None)
    if callable(reconfigure):
        reconfigure(errors="backslashreplace")


def make_parser() -> argparse.ArgumentParser:
    """The parser of all commands but the window and `demo`."""
    parser = argparse.ArgumentParser(
        prog=PROG, description="Label entities and quotes in news articles, link statements to events, export gold."
    )
    parser.add_argument("--version", action="version", version=f"{PROG} {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for add in COMMANDS.values():
        add(commands)
    return parser


def commands() -> tuple[str, ...]:
    """The names of all commands."""
    return tuple(COMMANDS)


def _add_new(commands: Any) -> None:
    parser = command(commands, "new", _new, "Make a new project.")
    parser.add_argument("--name", help="the project's name (default: the file's)")
    parser.add_argument("--scheme", type=Path, metavar="FILE", help="a label scheme in TOML (default: news)")


def _new(arguments: argparse.Namespace) -> int:
    with Project.create(arguments.project, name=arguments.name, scheme_file=arguments.scheme) as project:
        print(f"Made {project.path} ({project.name}, scheme {project.scheme.name}).")
    return 0


def _add_preannotate(commands: Any) -> None:
    parser = command(commands, "preannotate", _preannotate, "Propose entities and statements.")
    parser.set_defaults(parser=parser)
    parser.add_argument("--model", metavar="M", help="a spaCy pipeline, by name or path (default: small English)")
    parser.add_argument("--again", action="store_true", help="also articles that have suggestions already")
    parser.add_argument("--workers", type=count, default=1, metavar="N", help="processes at work (default: 1)")
    parser.add_argument("--engine", choices=("processes", "dask"), default="processes", help="what does the work")
    parser.add_argument("--scheduler", metavar="ADDRESS", help="with --engine dask: tcp://HOST:PORT of the cluster")
    parser.add_argument("--progress", choices=("text", "json"), default="text", help="how progress is told")


def _preannotate(arguments: argparse.Namespace) -> int:
    from annotator.preannotate.worker import run  # the other commands need not wait for it either

    if (arguments.engine == "dask") != (arguments.scheduler is not None):
        arguments.parser.error("--engine dask and --scheduler ADDRESS go together: give both, or neither")
    outcome = run(
        arguments.project,
        arguments.model,
        again=arguments.again,
        workers=arguments.workers,
        scheduler=arguments.scheduler,
        progress=arguments.progress,
    )
    return 0 if outcome.is_complete else 1


def _add_status(commands: Any) -> None:
    parser = command(commands, "status", _status, "Say where the project stands.")
    parser.add_argument("--json", action="store_true", help="print it as JSON")


def _status(arguments: argparse.Namespace) -> int:
    with opened(arguments, read_only=True) as project:
        found = project.status()
        if arguments.json:
            print(json.dumps(found))
            return 0
        totals = [counted(found[f"{what}s"], what) for what in ("article", "suggestion", "decision")]
        print(f"{project.name}: {', '.join(totals)}")
        for line in standing(project, found["layers"]):
            print(f"  {line}")
        if twins := project.twins.count():
            print(f"  {counted(twins, 'passage')} in several places")
        if found["conflicts"]:
            print(f"  {counted(found['conflicts'], 'conflict')} to settle")
    return 0


def _add_merge(commands: Any) -> None:
    parser = command(commands, "merge", _merge, "Unite other files of the same project with this one.")
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="project files")
    parser.add_argument("--dry-run", action="store_true", help="only say what would come")
    parser.add_argument("--all-layers", action="store_true", help="take a handout's other layers too")
    parser.add_argument("--json", action="store_true", help="print the result as JSON")


def _merge(arguments: argparse.Namespace) -> int:
    with opened(arguments) as project:
        report = project.merge(arguments.files, dry_run=arguments.dry_run, all_layers=arguments.all_layers)
        if report.counts.new_articles and not arguments.dry_run:
            look_for_twins(project)
    for line in report.details() if arguments.dry_run and not arguments.json else ():
        print(line)
    return told(report, report.summary(), arguments)


def _add_check(commands: Any) -> None:
    parser = command(commands, "check", _check, "Check the file, and mend what can be worked out again.")
    parser.add_argument("--rebuild", action="store_true", help="work everything out again from the journal")
    parser.add_argument("--salvage", type=Path, metavar="OUT", help="save what can be read into a new file")


def _check(arguments: argparse.Namespace) -> int:
    if arguments.salvage:
        print(backups.salvage(arguments.project, arguments.salvage))
        with Project.open(arguments.salvage) as project:
            look_for_twins(project)
        return 0
    with opened(arguments) as project:
        if arguments.rebuild:
            for sentence in project.rebuild():
                print(sentence)
            look_for_twins(project, again=True)
        found = project.check()
        asleep = edges.dormant(project.db)
        if project.is_read_only:
            print(
                " ".join(project.warnings), "What follows from the journal was not worked out again.", file=sys.stderr
            )
    for sentence in found:
        print(sentence, file=sys.stderr)
    if found:
        print(f"{PROG}: {HOW_TO_MEND}", file=sys.stderr)
    print(f"{counted(len(found), 'problem')}." if found else "All is well.")
    if asleep:
        print(f"{counted(len(asleep), 'object')} dormant: what they stand on was undone, or is not merged yet.")
        for layer, subject, kind in sorted(asleep):
            print(f"  {kind} {subject} of {layer}")
    return 1 if found else 0


def _add_backup(commands: Any) -> None:
    parser = command(commands, "backup", _backup, "Copy the project and prove that the copy opens.")
    parser.add_argument("out", nargs="?", type=Path, metavar="OUT", help="where to (default: the program's own folder)")


def _backup(arguments: argparse.Namespace) -> int:
    with opened(arguments, read_only=True) as project:
        print(f"Backed up to {project.backup(arguments.out)}.")
    return 0


def _add_restore(commands: Any) -> None:
    parser = command(commands, "restore", _restore, "Put a backup in a project's place.", project=False)
    parser.add_argument("backup", type=Path, metavar="BACKUP")
    parser.add_argument("project", type=Path, metavar="PROJECT")


def _restore(arguments: argparse.Namespace) -> int:
    backups.restore(arguments.backup, arguments.project)
    print(f"Restored {arguments.project}.")
    return 0


COMMANDS: dict[str, Callable[[Any], None]] = {
    "new": _add_new,
    "import": add_import,
    "preannotate": _add_preannotate,
    "status": _add_status,
    "figures": add_figures,
    "assign": add_assign,
    "handout": add_handout,
    "merge": _add_merge,
    "agreement": add_agreement,
    "export": add_export,
    "release": add_release,
    "train": add_train,
    "check": _add_check,
    "backup": _add_backup,
    "restore": _add_restore,
}
"""In the order in which they are listed."""
