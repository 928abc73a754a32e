"""Training: a whole pipeline or nothing, repeatable, told as it goes, and better than what was there on new names."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from annotator.cli import main
from annotator.errors import UserError
from annotator.preannotate import worker
from annotator.project import Project
from annotator.train import statements as statements_module
from annotator.train import telling as telling_module
from annotator.train import training
from annotator.train.options import TrainOptions
from annotator.train_report import TrainingReport, read_report, trainings

MakeGold = Callable[[int], Path]
QUICK = TrainOptions(layer="ann", epochs=8, statements=False)


def trained(project: Path, out: Path, options: TrainOptions = QUICK) -> TrainingReport:
    report = training.run(project, out, options)
    assert report is not None
    return report


@pytest.mark.model
def test_a_trained_pipeline_beats_the_suggestions_and_is_an_ordinary_one(
    make_gold: MakeGold, tmp_path: Path, model: str
) -> None:
    project = make_gold(60)
    report = trained(project, tmp_path / "boats")
    entity = report.row("entity", "SHIPPER")
    assert entity is not None
    assert entity.after.f1 > 0.8
    assert entity.gain is not None
    assert entity.gain > 0.5
    code = (
        f"import spacy; doc = spacy.load({str(tmp_path / 'boats')!r})('The boats of Zorvax sailed.'); print(doc.ents)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert "Zorvax" in done.stdout
    assert read_report(tmp_path / "boats") == report
    with Project.open(project) as opened:
        assert trainings(opened.id) == [report]


@pytest.mark.model
def test_preannotation_uses_it_at_once_and_goes_on_to_find_what_gold_lacks(
    make_gold: MakeGold, tmp_path: Path, model: str
) -> None:
    project = make_gold(40)
    report = trained(project, tmp_path / "boats")
    assert any("Gold has no" in note and "DATE" in note for note in report.notes)
    assert worker.run(project, str(tmp_path / "boats")).is_complete
    with Project.open(project, annotator="bob") as opened:
        article = opened.articles()[0].id
        found = opened.work(article).units(hidden=True)
        assert any(unit.value.kind == "statement" for unit in found if hasattr(unit.value, "kind")) or found


@pytest.mark.model
def test_the_same_seed_gives_the_same_weights(make_gold: MakeGold, tmp_path: Path, model: str) -> None:
    project = make_gold(12)
    options = TrainOptions(layer="ann", epochs=1, max_steps=2, statements=False)
    for out in ("a", "b"):
        trained(project, tmp_path / out, options)
    one, other = ((tmp_path / out / "ner" / "model").read_bytes() for out in ("a", "b"))
    assert one == other


@pytest.mark.model
def test_a_stopped_training_leaves_nothing(
    make_gold: MakeGold, tmp_path: Path, model: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    project = make_gold(12)
    tell = telling_module.Telling.step

    def then_stop(self: Any, *told: Any) -> None:
        self._is_asked = True
        tell(self, *told)

    monkeypatch.setattr(telling_module.Telling, "step", then_stop)
    assert training.run(project, tmp_path / "out", QUICK, progress="json") is None
    events = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert events[-1] == {"event": "cancelled"}
    assert {"event": "phase", "name": "entities"} in events
    assert sorted(path.name for path in tmp_path.iterdir() if "out" in path.name) == []
    with Project.open(project) as opened:
        assert trainings(opened.id) == []


@pytest.mark.model
def test_progress_is_told_an_object_a_line(
    make_gold: MakeGold, tmp_path: Path, model: str, capsys: pytest.CaptureFixture[str]
) -> None:
    project = make_gold(12)
    arguments = [
        "train",
        str(project),
        str(tmp_path / "out"),
        "--layer",
        "ann",
        "--max-steps",
        "2",
        "--progress",
        "json",
    ]
    assert main(arguments) == 0
    events = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [each["name"] for each in events if each["event"] == "phase"] == [
        "reading",
        "entities",
        "writing",
        "scoring",
    ]
    assert next(each for each in events if each["event"] == "start") == {"event": "start", "steps": 2}
    assert events[-1]["event"] == "done"
    assert events[-1]["report"]["articles"] == {"train": 10, "dev": 1, "test": 1}


@pytest.mark.model
def test_parts_of_statements_are_taught_where_there_are_enough(
    make_gold: MakeGold, tmp_path: Path, model: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(training, "LEAST_STATEMENTS", 10)
    monkeypatch.setattr(statements_module, "EPOCHS", 2)
    report = trained(make_gold(14), tmp_path / "out", TrainOptions(layer="ann", epochs=2))
    assert [row.kind for row in report.overall] == ["entity", "content", "cue", "speaker"]
    assert set(report.used) == {"entity", "content", "cue", "speaker"}
    spacy = pytest.importorskip("spacy")
    doc = spacy.load(tmp_path / "out")("“We sail,” said Anna Keller.")
    assert "sc" in doc.spans


@pytest.mark.model
def test_spacy_finds_nothing_wrong_with_config_and_corpora(make_gold: MakeGold, tmp_path: Path, model: str) -> None:
    trained(make_gold(12), tmp_path / "out", TrainOptions(layer="ann", epochs=1, statements=False))
    command = [sys.executable, "-m", "spacy", "debug", "data", "corpus/config.cfg", "--no-format"]
    done = subprocess.run(command, cwd=tmp_path / "out", capture_output=True, text=True, check=False)
    assert "Corpus is loadable" in done.stdout, done.stdout + done.stderr
    assert "invalid whitespace" not in done.stdout


def test_too_few_articles_are_refused_in_a_sentence(make_gold: MakeGold, tmp_path: Path, model: str) -> None:
    with pytest.raises(UserError, match="4 articles are done; a training needs 10 at least"):
        training.run(make_gold(4), tmp_path / "out", QUICK)
    assert not (tmp_path / "out").exists()


def test_a_folder_that_holds_something_is_refused_first_of_all(tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("mine")
    with pytest.raises(UserError, match="not empty"):
        training.run(tmp_path / "no.annodb", tmp_path, QUICK)


def test_a_split_without_a_held_out_part_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="all of train, dev and test"):
        training.run(tmp_path / "no.annodb", tmp_path / "out", TrainOptions(split=(90, 10, 0)))


def test_without_spacy_a_sentence_says_what_to_install(
    make_gold: MakeGold, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "spacy.tokens", None)
    with pytest.raises(UserError, match="spaCy") as failed:
        training.run(make_gold(2), tmp_path / "out", QUICK)
    assert "extra" in str(failed.value.hint)


def test_an_unknown_model_is_refused(make_gold: MakeGold, tmp_path: Path, model: str) -> None:
    options = TrainOptions(layer="ann", model="no_such_model")
    with pytest.raises(UserError, match="no spaCy pipeline named no_such_model"):
        training.run(make_gold(2), tmp_path / "out", options)
