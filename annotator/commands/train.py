"""`annotator train`: a pipeline trained on gold, and what it is worth beside the suggestions."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import msgspec

from annotator.commands.base import command, count
from annotator.commands.exchange import split_shares
from annotator.train_report import Row, Score, TrainingReport, verdict
from annotator.wording import counted


def add_train(commands: Any) -> None:
    """The command that trains."""
    parser = command(commands, "train", _train, "Train a spaCy pipeline on gold, and compare it with the suggestions.")
    parser.add_argument("out", type=Path, metavar="OUT", help="a new or an empty folder for the pipeline")
    parser.add_argument("--layer", default="gold", help="gold or an annotator (default: gold)")
    parser.add_argument("--release", metavar="NAME", help="a release, in place of the gold as it is now")
    parser.add_argument("--incomplete", action="store_true", help="train on gold although something blocks it")
    parser.add_argument("--model", metavar="M", help="the spaCy pipeline to begin with (default: small English)")
    parser.add_argument("--split", type=split_shares, default=(80, 10, 10), metavar="80/10/10",
                        help="shares of train, dev and test (default: 80/10/10)")  # fmt: skip
    parser.add_argument("--seed", type=int, default=0, metavar="N", help="of split and training (default: 0)")
    parser.add_argument("--epochs", type=count, default=30, metavar="N", help="most rounds (default: 30)")
    parser.add_argument("--max-steps", type=count, default=0, metavar="N", help="most batches of a component")
    parser.add_argument("--patience", type=count, default=10, metavar="N",
                        help="rounds without a better score on dev, if that is large enough (default: 10)")  # fmt: skip
    parser.add_argument("--no-statements", action="store_true", help="teach entities alone")
    parser.add_argument("--progress", choices=("text", "json"), default="text", help="how progress is told")
    parser.add_argument("--json", action="store_true", help="print the report as JSON")


def _train(arguments: argparse.Namespace) -> int:
    from annotator.train.options import TrainOptions  # the other commands need not wait for it
    from annotator.train.training import run

    options = TrainOptions(
        layer=arguments.layer,
        release=arguments.release,
        incomplete=arguments.incomplete,
        model=arguments.model,
        split=arguments.split,
        seed=arguments.seed,
        epochs=arguments.epochs,
        max_steps=arguments.max_steps,
        patience=arguments.patience,
        statements=not arguments.no_statements,
    )
    report = run(arguments.project, arguments.out, options, progress=arguments.progress)
    if report is None:
        return 1
    if arguments.json:
        print(json.dumps(msgspec.to_builtins(report)))
    elif arguments.progress == "text":
        for line in report_lines(report):
            print(line)
    return 0


def report_lines(report: TrainingReport) -> list[str]:
    """The report as people read it: what was trained, and a table of F1 before and after."""
    of = ", ".join(f"{number:,} {part}" for part, number in report.articles.items())
    lines = [
        f"Trained {report.name} from {report.base} in {report.seconds:,.0f} s on {of}.",
        f"On the {counted(report.articles['test'], 'held-out article')}, F1 (precision/recall):",
        "",
        f"  {'':<14}{'suggestions':>20}{'trained':>20}{'gain':>8}{'gold':>7}{'learned':>9}",
    ]
    for row in (*report.overall, *report.labels):
        lines.append(f"  {_title(row):<14}{_told(row.before):>20}{_told(row.after):>20}{_gain(row):>8}"
                     f"{row.after.gold:>7,}{row.examples:>9,}")  # fmt: skip
    entity = report.row("entity")
    if entity and entity.base and entity.alone:
        lines += [
            "",
            f"Without our rules, spaCy alone: {report.base} {_told(entity.base)}, trained {_told(entity.alone)}.",
        ]
    if entity and (said := verdict(entity)):
        lines += ["", said]
    ways = [f"{kind} {way}" for kind, way in report.used.items()]
    lines.append(f"Pre-annotation with it takes: {', '.join(ways)}.")
    is_worse = entity is not None and entity.gain is not None and entity.gain < 0
    use = "To use it all the same" if is_worse else "Use it"
    lines.append(f"{use}: annotator preannotate PROJECT --again --model {report.model}")
    return lines


def _title(row: Row) -> str:
    return row.label or {"entity": "entities", "content": "contents", "cue": "cues", "speaker": "speakers"}[row.kind]


def _told(score: Score | None) -> str:
    return "–" if score is None else f"{score.f1:.3f} ({score.precision:.2f}/{score.recall:.2f})"


def _gain(row: Row) -> str:
    return "" if row.gain is None else f"{row.gain:+.3f}"
