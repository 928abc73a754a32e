"""Pictures of what comes in and goes out: imports that ask, reports, a training and what it came to."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from annotator.train_report import Row, Score, TrainingReport, remember
from tests.shots.shot import Shot, do, finish_jobs, settle
from ui.training import TrainingRun

LABELS = (("PERSON", 0.87, 0.91, 96), ("GPE", 0.71, 0.9, 88), ("ORG", 0.62, 0.78, 51), ("DATE", 0.9, 0.89, 40))
STEPS = 1200
TOLD = 650


def make_files(window: Any) -> list[str]:
    """A table whose text nobody knows, labels of another tool, lines of which some are broken."""
    folder = window.session.project.path.parent / "incoming"
    folder.mkdir(exist_ok=True)
    row = {"text": "Osk waits for Keth.", "spans": [{"start": 0, "end": 3, "label": "GPE"}], "answer": "accept"}
    files = {
        "agency.csv": "Headline;Copy;Filed\nOsk waits;Osk waits for Keth.;2031-03-14\n",
        "reviewed.jsonl": json.dumps({**row, "_input_hash": 1, "_task_hash": 2}) + "\n",
        "notes.txt": "Osk waits for Keth.",
    }
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return [str(folder / name) for name in files]


def ask_before_import(window: Any) -> None:
    """Show an import that asks for a column and a layer."""
    window.files.import_paths(make_files(window))
    settle()


def report_problems(window: Any) -> None:
    """Import lines of which some are broken."""
    path = window.session.project.path.parent / "wire.jsonl"
    lines = [json.dumps({"text": "Osk waits."}), json.dumps({"title": "Without text"}), '{"text": "cut o', "[]"]
    path.write_text("\n".join(lines * 4), encoding="utf-8")
    window.files.import_paths([str(path)])
    finish_jobs(window)


def report_losses(window: Any) -> None:
    """Export an annotator's work in a format that cannot carry all of it."""
    out = Path(window.session.project.path).parent / "river-talks-citron"
    window.files.export(str(out), ["--layer", "ann", "--format", "citron"])
    finish_jobs(window)


def make_report(window: Any, **fields: object) -> TrainingReport:
    """What a training of the project came to, with a pipeline that is there."""
    model = window.session.project.path.parent / "river-talks-model"
    model.mkdir(exist_ok=True)
    (model / "meta.json").write_text("{}", encoding="utf-8")
    rows = tuple(
        Row("entity", label, score(after, gold), score(before, gold), examples=8 * gold)
        for label, before, after, gold in LABELS
    )
    given: dict[str, Any] = {
        "model": str(model), "name": "en_river_talks 1", "made": "2031-03-20T09:00:00+00:00", "base": "en_core_web_sm",
        "project": window.session.project.id, "layer": "gold", "articles": {"train": 96, "dev": 12, "test": 12},
        "overall": (Row("entity", "", score(0.88, 275), score(0.77, 275), examples=2200),
                    Row("content", "", score(0.81, 60), score(0.84, 60), examples=480)),
        "labels": rows, "used": {"entity": "trained", "content": "rules"},
    }  # fmt: skip
    return TrainingReport(**{**given, **fields})


def score(f1: float, gold: int) -> Score:
    return Score(f1, f1, f1, round(f1 * gold), gold, gold)


def compare_training(window: Any) -> None:
    """Show what a training came to."""
    report = make_report(window)
    remember(report)
    window.files.exchange.show_training(report)
    settle()


def show_models(window: Any) -> None:
    """Show the trained pipelines in Progress, one of them in use."""
    report = make_report(window)
    remember(make_report(window, model="/elsewhere/model", name="en_river_talks 0", made="2031-03-10T09:00:00+00:00"))
    remember(report)
    window.files.exchange.use_model(report.model)
    window.do("figures_models")
    finish_jobs(window)


def watch_training(window: Any) -> None:
    """Show a training that is half through."""
    window.do("train")
    finish_jobs(window)
    sheet = window.findChild(object, "training_sheet")
    tell(window.files.exchange.training)
    sheet._show_state("watching")
    sheet._on_run_changed()
    settle()


def tell(run: TrainingRun) -> None:
    """Let it hear what a training tells."""
    run._on_told({"event": "phase", "name": "entities"})
    run._on_told({"event": "start", "steps": STEPS})
    best = 0.0
    for step in range(50, TOLD + 1, 50):
        found = 0.86 - 0.6 / (1 + step / 90)
        best = max(best, found)
        run._on_told({"event": "step", "done": step, "total": STEPS, "score": found, "best": best})


EXCHANGE_SHOTS = (
    Shot("import-asks", None, ask_before_import),
    Shot("problems", None, report_problems),
    Shot("losses", None, report_losses),
    Shot("train", None, do("train")),
    Shot("train-watch", None, watch_training),
    Shot("trained", None, compare_training),
    Shot("models", None, show_models),
)
