"""Reports on trainings: kept on this machine, read without spaCy."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import msgspec

from annotator import paths
from annotator.train_report import FILE, Row, Score, TrainingReport, read_report, remember, trainings, verdict


def report(model: Path | str, made: str = "2026-11-22T10:00:00Z", f1: float = 0.5) -> TrainingReport:
    score = Score(f1, f1, f1, 1, 2, 2)
    return TrainingReport(
        model=str(model), name="en_talks 1", made=made, project="p1", base="en_core_web_sm", layer="gold",
        articles={"train": 8, "dev": 1, "test": 1}, overall=(Row("entity", "", score, before=Score.of(1, 4, 4)),),
    )  # fmt: skip


def test_a_score_is_counted_from_what_is_right_proposed_and_there() -> None:
    score = Score.of(3, 4, 6)
    assert (score.precision, score.recall) == (0.75, 0.5)
    assert abs(score.f1 - 0.6) < 1e-9


def test_nothing_of_nothing_scores_nothing() -> None:
    assert Score.of(0, 0, 0).f1 == 0.0


def test_trainings_are_listed_with_the_latest_first_and_one_for_each_folder() -> None:
    for model in ("a", "b", "a"):
        remember(report(model))
    assert [each.model for each in trainings("p1")] == ["a", "b"]
    assert trainings("another") == []


def test_the_gain_is_that_over_the_suggestions() -> None:
    row = report("a", f1=0.75).row("entity")
    assert row is not None
    assert row.gain == 0.5


def test_a_verdict_says_better_worse_or_neither_with_both_figures() -> None:
    before, other = Score.of(1, 2, 2), Score.of(2, 2, 2)
    assert "better than the suggestions: F1 1.000 against 0.500, on 2" in verdict(
        Row("entity", "", other, before=before)
    )
    assert "worse than the suggestions: F1 0.500 against 1.000" in verdict(Row("entity", "", before, before=other))
    assert "no better than the suggestions: F1 1.000 each" in verdict(Row("entity", "", other, before=other))
    nothing = Score.of(0, 0, 0)
    assert "have no entities" in verdict(Row("entity", "", nothing, before=nothing))


def test_a_broken_file_of_reports_is_passed_over() -> None:
    (paths.training_dir() / "p1.json").write_bytes(b"\xff{")
    assert trainings("p1") == []
    remember(report("a"))
    assert len(trainings("p1")) == 1


def test_a_report_that_cannot_be_read_takes_no_other_with_it() -> None:
    remember(report("a"))
    file = paths.training_dir() / "p1.json"
    file.write_bytes(b'[{"model": 1}, ' + file.read_bytes().lstrip(b"[ \n"))
    assert [each.model for each in trainings("p1")] == ["a"]


def test_a_report_lies_beside_its_pipeline(tmp_path: Path) -> None:
    assert read_report(tmp_path) is None
    (tmp_path / FILE).write_bytes(msgspec.json.encode(report(tmp_path)))
    assert read_report(tmp_path) == report(tmp_path)
    assert not report(tmp_path).is_there


def test_the_window_reads_reports_without_spacy() -> None:
    code = "import sys, annotator.train_report; sys.exit('spacy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
