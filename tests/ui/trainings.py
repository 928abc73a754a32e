"""A training's report, made by hand, for tests of what shows it."""

from __future__ import annotations

from pathlib import Path

from annotator.train_report import Row, Score, TrainingReport


def score(f1: float, gold: int = 40) -> Score:
    return Score(f1, f1, f1, round(f1 * gold), gold, gold)


def report(project: str, model: Path | str, **fields: object) -> TrainingReport:
    """A pipeline that gained on PERSON, lost on GPE, and has nothing to compare ORG with."""
    given: dict[str, object] = {
        "name": "news 1", "made": "2031-03-18T10:00:00+00:00", "base": "en_core_web_sm", "layer": "gold",
        "articles": {"train": 24, "dev": 3, "test": 3}, "steps": 300, "best_step": 200,
        "overall": (Row("entity", "", score(0.8), score(0.7), examples=300), Row("cue", "", score(0.5), score(0.502))),
        "labels": (Row("entity", "PERSON", score(0.9), score(0.6)), Row("entity", "GPE", score(0.5), score(0.7)),
                   Row("entity", "ORG", score(0.4))),
        "used": {"entity": "trained", "cue": "rules"}, "notes": ("Labels with few examples: ORG (4).",),
    }  # fmt: skip
    return TrainingReport(project=project, model=str(model), **(given | fields))  # type: ignore[arg-type]
