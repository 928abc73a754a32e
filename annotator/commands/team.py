"""`annotator assign` and `annotator handout`: who annotates what, and the files that go to them."""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from annotator.commands.base import command, count, opened, told
from annotator.errors import UserError
from annotator.progress import ProgressLine
from annotator.project import Project
from annotator.wording import counted

if TYPE_CHECKING:
    from annotator.review.handing_out import Plan

SHARE = re.compile(r"(\d+(?:\.\d+)?)\s?%")


def add_assign(commands: Any) -> None:
    """`annotator assign PROJECT --annotator NAME… [--overlap N] [--blind 10%] [--calibration N] …`."""
    parser = command(commands, "assign", _assign, "Give articles to annotators, evenly; again: complete it.")
    parser.set_defaults(parser=parser)
    parser.add_argument("--annotator", nargs="+", action="extend", default=[], metavar="NAME", dest="annotators",
                        help="who annotates")  # fmt: skip
    parser.add_argument("--overlap", type=count, metavar="N", help="annotators for each article (default: 1)")
    parser.add_argument("--blind", type=_share, metavar="10%", help="share of articles without suggestions")
    parser.add_argument("--calibration", type=count, metavar="N", help="articles that everybody begins with")
    parser.add_argument("--twins", choices=("spread", "together"), help="articles of one story: to different "
                        "annotators as far as can be (default), or to the same ones")  # fmt: skip
    parser.add_argument("--seed", type=_seed, metavar="N", help="of what is drawn (default: 0)")
    parser.add_argument("--from", metavar="NAME", dest="source", help="with --to: give NAME's open articles to another")
    parser.add_argument("--to", metavar="NAME", help="who gets them")
    parser.add_argument("--with-done", action="store_true", help="with --from: also what is submitted or set aside")
    parser.add_argument("--open-rest", action="store_true", help="compare the calibration and open what comes after it")
    parser.add_argument("--dry-run", action="store_true", help="only say what would be assigned")
    parser.add_argument("--as", dest="author", metavar="NAME", help="whose act it is (default: the system's user)")
    parser.add_argument("--json", action="store_true", help="print the result as JSON")


def _share(text: str) -> float:
    found = SHARE.fullmatch(text.strip())
    if found is None or float(found[1]) > 100:
        raise argparse.ArgumentTypeError(f"{text} is no share between 0% and 100%")
    return float(found[1]) / 100


def _seed(text: str) -> int:
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(f"{text} is no number of 0 or more")
    return int(text)


def _assign(arguments: argparse.Namespace) -> int:
    act = _act(arguments)
    with opened(arguments, annotator=arguments.author, read_only=arguments.dry_run) as project:
        if project.handout is not None:
            raise UserError(
                f"This file is {project.handout}'s handout, in which nothing is assigned.",
                "Assign in the project that it came from.",
            )
        said, lines = act(project, arguments)
    print(json.dumps({**said, "dry_run": arguments.dry_run}) if arguments.json else "\n".join(lines))
    return 0


def _act(arguments: argparse.Namespace) -> Any:
    """Which of the three acts is meant; ends the program where it cannot be told."""
    planning = [name for name in ("overlap", "blind", "calibration", "twins", "seed")
                if getattr(arguments, name) is not None]  # fmt: skip
    is_moving = arguments.source is not None or arguments.to is not None
    asked = [bool(arguments.annotators), is_moving, arguments.open_rest]
    if sum(asked) != 1:
        arguments.parser.error("give --annotator NAME…, or --from NAME --to NAME, or --open-rest: one of the three")
    if is_moving and (arguments.source is None or arguments.to is None):
        arguments.parser.error("--from NAME and --to NAME go together: give both, or neither")
    if planning and not arguments.annotators:
        arguments.parser.error(f"--{planning[0]} goes with --annotator NAME…")
    if arguments.with_done and not is_moving:
        arguments.parser.error("--with-done goes with --from NAME --to NAME")
    return _move if is_moving else _open_rest if arguments.open_rest else _share_out


def _share_out(project: Project, arguments: argparse.Namespace) -> tuple[dict[str, Any], list[str]]:
    from annotator.operations import Assign
    from annotator.review.handing_out import Terms

    if not arguments.dry_run:
        with ProgressLine("Looking for twins") as progress:
            project.twins.look(progress)
    team = project.lead.team
    terms = Terms(
        overlap=arguments.overlap or 1,
        blind=arguments.blind,
        calibration=arguments.calibration or 0,
        twins=arguments.twins or "spread",
        seed=arguments.seed or 0,
    )
    plan = team.plan(arguments.annotators, terms)
    if plan.rows and not arguments.dry_run:
        project.run(Assign(plan.rows))
    left = len(set(team.unassigned()) - {row.article for row in plan.rows})
    return _plan_json(plan, left), _plan_lines(plan, left, is_dry_run=arguments.dry_run)


def _plan_json(plan: Plan, left: int) -> dict[str, Any]:
    new = Counter(row.annotator for row in plan.rows)
    return {
        "new": len(plan.rows),
        "kept": len(plan.kept),
        "unassigned": left,
        "annotators": {
            name: {
                "articles": share.articles,
                "new": new[name],
                "work": share.work,
                "blind": share.blind,
                "calibration": share.calibration,
            }
            for name, share in plan.shares.items()
        },
        "pairs": [{"a": a, "b": b, "articles": shared} for (a, b), shared in plan.pairs.items()],
    }


def _plan_lines(plan: Plan, left: int, *, is_dry_run: bool) -> list[str]:
    new = Counter(row.annotator for row in plan.rows)
    given = counted(len({row.article for row in plan.rows}), "article")
    if not plan.rows:
        head = "Everything is assigned as asked already; nothing was changed."
    else:
        head = f"{'Would assign' if is_dry_run else 'Assigned'} {given}, {counted(len(plan.rows), 'time')} in all."
    lines = [head]
    for name, share in plan.shares.items():
        said = (
            f"  {name}: {counted(share.articles, 'article')} ({new[name]:,} new), {counted(share.work, 'unit')} of work"
        )
        if share.calibration:
            said += f", {share.calibration:,} to calibrate with"
        lines.append(said + (f", {share.blind:,} without suggestions" if share.blind else ""))
    lines += [f"  {a} and {b} share {counted(shared, 'article')}" for (a, b), shared in plan.pairs.items()]
    if left:
        lines.append(f"  {counted(left, 'article')} with nobody")
    return lines


def _move(project: Project, arguments: argparse.Namespace) -> tuple[dict[str, Any], list[str]]:
    source, to = arguments.source, arguments.to
    moves = project.lead.team.moving(source, to, done=arguments.with_done)
    moved = moves.operation.articles
    if moved and not arguments.dry_run:
        project.run(moves.operation)
    verb = "Would give" if arguments.dry_run else "Gave"
    lines = [f"{verb} {counted(len(moved), 'article')} of {source} to {to}. The work on them stays {source}'s."]
    left = [f"{counted(len(moves.done), 'article')} submitted or set aside (--with-done)"] if moves.done else []
    left += [f"{counted(len(moves.shared), 'article')} that {to} has already"] if moves.shared else []
    lines += [f"  Left with {source}: {', '.join(left)}."] if left else []
    return {"moved": len(moved), "done": len(moves.done), "shared": len(moves.shared)}, lines


def _open_rest(project: Project, arguments: argparse.Namespace) -> tuple[dict[str, Any], list[str]]:
    from annotator.operations import OpenRest
    from annotator.review.agreement.measures import TITLES

    found = project.lead.team.calibration
    if not found.articles:
        raise UserError("There are no calibration articles.", "Assign some with: --annotator NAME… --calibration N")
    agreement = project.lead.agreement(articles=found.articles)
    if agreement.articles == 0:
        waiting = ", ".join(found.missing)
        raise UserError(
            f"No two annotators have submitted the same calibration article: there is nothing to compare ({waiting}).",
            "Merge their files first.",
        )
    if not arguments.dry_run:
        project.run(OpenRest(found.articles))
    missing = {name: len(left) for name, left in found.missing.items()}
    measures = {key: agreement.measures[key] for key in TITLES if agreement.measures.get(key) is not None}
    lines = [f"Agreement on {counted(agreement.articles, 'calibration article')} ({', '.join(agreement.layers)}):"]
    lines += [f"  {TITLES[key]}: {value:.3f}" for key, value in measures.items()]
    lines += [
        f"  {name} has {counted(left, 'article')} to go, and the rest after that" for name, left in missing.items()
    ]
    lines.append(_opened(was_open=found.is_open, is_dry_run=arguments.dry_run))
    return {"articles": agreement.articles, "measures": measures, "missing": missing, "opened": True}, lines


def _opened(*, was_open: bool, is_dry_run: bool) -> str:
    if was_open:
        return "The rest was open already."
    return "The rest would be opened." if is_dry_run else "The rest is open now; hand it out again to those on laptops."


def standing(project: Project, layers: Mapping[str, Mapping[str, int]]) -> list[str]:
    """Where each layer stands, and who has articles without having begun: a line each, for `annotator status`."""
    # A handout knows what is assigned to others, but nothing of what they did.
    rows = project.lead.team.assignments()
    assigned = Counter(row.annotator for row in rows if project.handout in (None, row.annotator))
    lines: list[str] = []
    for name in sorted({*layers, *assigned}):
        counts = layers.get(name)
        said = f"{counted(assigned[name], 'article')} assigned, " if assigned[name] else ""
        if counts is None:
            lines.append(f"{name}: {said}nothing decided")
            continue
        work = f"{counted(counts['decisions'], 'decision')} in {counted(counts['articles'], 'article')}"
        lines.append(f"{name}: {said}{work}, {counts['submitted']:,} submitted")
    return [*lines, f"This file is {project.handout}'s handout."] if project.handout else lines


def add_handout(commands: Any) -> None:
    """`annotator handout PROJECT --annotator NAME OUT`."""
    parser = command(commands, "handout", _handout, "Write one annotator's file, with nobody else's work in it.")
    parser.add_argument("--annotator", required=True, metavar="NAME", help="whose articles go into it")
    parser.add_argument("out", type=Path, metavar="OUT", help="a new file (*.annodb), or a folder for it")
    parser.add_argument("--json", action="store_true", help="print the result as JSON")


def _handout(arguments: argparse.Namespace) -> int:
    with opened(arguments, read_only=True) as project, ProgressLine("Looking for twins") as progress:
        report = project.hand_out(arguments.annotator, arguments.out, progress)
    return told(report, report.summary(), arguments)
