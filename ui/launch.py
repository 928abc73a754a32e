"""The console script `annotator`: starts the window and the demo; every other command goes to `annotator.cli`.

Qt is imported only when a window is wanted: commands work where Qt cannot.
"""

from __future__ import annotations

import argparse
import gc
import sys
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType

from annotator.errors import UserError

DONE, FAILED, MISUSED = 0, 1, 2
WINDOW_HELP = """
the window:
  annotator [PROJECT] [--as NAME]   open a project, as this annotator
  annotator demo [DIR] [--team]     make a sample project and open it
"""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program with these arguments (else those of the command line). Gives the exit status."""
    try:
        return _run(list(sys.argv[1:] if argv is None else argv))
    except KeyboardInterrupt:
        return _fail("annotator: stopped.")


def _run(arguments: list[str]) -> int:
    command = arguments[0] if arguments else ""
    if command == "demo":
        return _demo(arguments[1:])
    if _is_for_window(arguments):
        return _window(arguments)
    from annotator import cli

    status = cli.main(arguments)
    if command in ("-h", "--help"):
        sys.stdout.write(WINDOW_HELP)
    return status


def _is_for_window(arguments: Sequence[str]) -> bool:
    """Whether these are the window's arguments: none, `--as`, or a path that is no command's name."""
    if not arguments:
        return True
    first = arguments[0]
    if first.startswith("-"):
        return first == "--as" or first.startswith("--as=")
    if Path(first).suffix:
        return True  # a file: the window need not load the commands
    from annotator import cli

    return first not in cli.commands()


def _window(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="annotator", description="Open a project in the window.")
    parser.add_argument("project", nargs="?", type=Path, metavar="PROJECT")
    parser.add_argument("--as", dest="annotator", metavar="NAME", help="whose work it is")
    if arguments and not _could_be_project(arguments[0]):
        _say(f"{arguments[0]} is neither a command nor a project. annotator --help lists the commands.")
        return MISUSED
    options = parser.parse_args(arguments)
    problem = _cannot_show(unseen=True)
    if problem:
        return _fail(problem)
    return _show(options.project, options.annotator)


def _could_be_project(argument: str) -> bool:
    """Whether it is an option or looks like a file: a word without a suffix is a command misspelt."""
    return argument.startswith("-") or bool(Path(argument).suffix) or Path(argument).exists()


def _demo(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="annotator demo", description="Make a sample project and open it.")
    parser.add_argument("folder", nargs="?", type=Path, metavar="DIR", help="where to make it (else a new folder)")
    parser.add_argument("--team", action="store_true", help="with the work of three annotators in it")
    options = parser.parse_args(arguments)
    from annotator import demo

    try:
        project = demo.make_demo(options.folder, _say, has_team=options.team)
    except UserError as error:
        return _fail(str(error))
    problem = _cannot_show()
    if not problem:
        return _show(project, None)
    _say(problem)
    try:
        out = demo.export_suggestions(project)
    except UserError as error:
        return _fail(str(error))
    sys.stdout.write(f"The sample project is {project}; what the machine suggests is exported to {out}.\n")
    return DONE


def _cannot_show(*, unseen: bool = False) -> str:
    """Why no window can be shown here, in a sentence, else "". `unseen`: a platform without a screen will do."""
    from ui import preflight

    missing = preflight.missing_libraries()
    if missing:
        return preflight.sentence(missing)
    if preflight.can_start() if unseen else preflight.has_display():
        return "" if preflight.is_reachable() else preflight.unreachable()
    return "There is no display here to show a window on."


def application() -> ModuleType:
    """The application's module. PySide reads the source of every module imported after it, so the core comes first."""
    from annotator import project  # noqa: F401
    from ui import app

    return app


def _show(project: Path | None, annotator: str | None) -> int:
    gc.disable()  # until the window waits: what is loaded now stays
    try:
        return application().run(project, annotator)
    except UserError as error:
        return _fail(str(error))
    finally:
        gc.enable()


def _say(sentence: str) -> None:
    sys.stderr.write(f"{sentence}\n")
    sys.stderr.flush()


def _fail(sentence: str) -> int:
    _say(sentence)
    return FAILED


if __name__ == "__main__":
    sys.exit(main())
