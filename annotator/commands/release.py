"""`annotator release`: freeze the gold under a name, list what was frozen, compare."""

from __future__ import annotations

import argparse
import json
import sys
from typing import Any

import msgspec

from annotator.commands.base import command, opened
from annotator.progress import ProgressLine
from annotator.project import Project
from annotator.wording import counted

SHOWN = 40
"""How many differences a table shows; --json has all of them."""
NOW = "now"


def add_release(commands: Any) -> None:
    """Add the command."""
    parser = command(commands, "release", _release, "Freeze the gold under a name, list releases, or compare two.")
    parser.set_defaults(parser=parser)
    parser.add_argument("name", nargs="?", metavar="NAME", help="what the release is called")
    parser.add_argument("--incomplete", action="store_true", help="release gold although something blocks it")
    parser.add_argument("--list", action="store_true", help="list the releases")
    parser.add_argument("--compare", nargs="+", metavar=("A", "B"),
                        help="what B has otherwise than A; without B, or as now: the gold as it is")  # fmt: skip
    parser.add_argument("--as", dest="author", metavar="NAME", help="whose act it is (default: the system's user)")
    parser.add_argument("--json", action="store_true", help="print the result as JSON")


def _release(arguments: argparse.Namespace) -> int:
    asked = [arguments.name is not None, arguments.list, arguments.compare is not None]
    if sum(asked) != 1:
        arguments.parser.error("give the NAME of a new release, or --list, or --compare A B")
    if arguments.compare is not None:
        if len(arguments.compare) > 2:
            arguments.parser.error("--compare takes one release or two")
        return _compare(arguments)
    return _list(arguments) if arguments.list else _freeze(arguments)


def _freeze(arguments: argparse.Namespace) -> int:
    with opened(arguments, annotator=arguments.author) as project:
        with ProgressLine("Releasing") as progress:
            project.release(arguments.name, incomplete=arguments.incomplete, progress=progress)
        found = project.lead.gold.release(arguments.name)
    for note in found.notes:
        print(note, file=sys.stderr)
    if arguments.json:
        print(json.dumps(msgspec.to_builtins(found)))
    else:
        what = ", ".join(_counted(found.counts))
        print(f"Released {found.name}: {counted(found.articles, 'article')} with {what}.")
    return 0


def _list(arguments: argparse.Namespace) -> int:
    with opened(arguments, read_only=True) as project:
        found = project.lead.gold.releases()
    if arguments.json:
        print(json.dumps(msgspec.to_builtins(found)))
        return 0
    for release in found:
        said = f"{release.name}: {release.time[:10]}, {counted(release.articles, 'article')}"
        if not release.is_here:
            said += "; what it froze is not in this file"
        if release.is_disputed:
            said += "; another laptop gave this name to other gold"
        print(said)
        for note in release.notes:
            print(f"  {note}")
    if not found:
        print("No release.")
    return 0


def _compare(arguments: argparse.Namespace) -> int:
    with opened(arguments, read_only=True) as project:
        found = project.lead.gold.compare(*(_side(project, name) for name in arguments.compare))
    if arguments.json:
        print(json.dumps(found.as_json()))
        return 0
    print(f"{found.b} beside {found.a}")
    articles = ", ".join(f"{len(ids):,} {turn}" for turn, ids in found.articles.items())
    print(f"  articles: {articles}, {found.same:,} the same")
    for kind, counts in found.counts.items():
        print(f"  {PLURALS[kind]}: {', '.join(f'{count:,} {turn}' for turn, count in counts.items())}")
        for label, turns in found.labels.get(kind, {}).items():
            print(f"    {label}: {', '.join(f'{count:,} {turn}' for turn, count in turns.items() if count)}")
    for one in found.differences[:SHOWN]:
        parts = f" ({', '.join(one.parts)})" if one.parts else ""
        words = " → ".join(words for words in (one.before, one.after) if words)
        where = f" in “{one.title}”" if one.title else ""
        print(f"  {one.turn} {one.kind}{parts}{where}: {words}")
    if len(found.differences) > SHOWN:
        print(f"  … and {len(found.differences) - SHOWN:,} more (--json has all)")
    return 0


PLURALS = {"entity": "entities", "statement": "statements", "event": "events"}


def _side(project: Project, name: str) -> str | None:
    is_release = any(release.name == name for release in project.lead.gold.releases())
    return None if name == NOW and not is_release else name


def _counted(counts: dict[str, int]) -> list[str]:
    return [
        counted(counts.get(plural, 0), one, many)
        for plural, one, many in (
            ("entities", "entity", "entities"),
            ("statements", "statement", ""),
            ("links", "link", ""),
            ("events", "event", ""),
            ("actors", "actor", ""),
        )
    ]
