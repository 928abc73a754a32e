"""From gold to a trained pipeline, to its suggestions on a new article in the window, accepted with a key."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from annotator.cli import main
from annotator.preannotate.pipeline import DEFAULT_MODEL
from annotator.project import Project
from annotator.train_report import read_report
from tests.annotator.train.conftest import record_of
from tests.casebooks import opened
from tests.keyboard import real_keys

LEARNED = 40
SHIP = "PRODUCT"
NEW = "“The boats wait in port,” said Anna Keller in Riga. Zorvax sailed on Monday. Nobody else did."


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with gold on many articles: all that one annotator submitted."""
    path, file = tmp_path / "talks.annodb", tmp_path / "labelled.jsonl"
    file.write_text(
        "".join(json.dumps(record_of(number)).replace("SHIPPER", SHIP) + "\n" for number in range(LEARNED)),
        encoding="utf-8",
    )
    with Project.create(path, name="Talks", annotator="ann") as made:
        made.import_files([file], layer="ann")
    return path


@pytest.mark.model
def test_gold_becomes_a_model_whose_suggestions_the_window_takes(project: Path, tmp_path: Path, qtbot: Any) -> None:
    spacy = pytest.importorskip("spacy")
    if not spacy.util.is_package(DEFAULT_MODEL):
        pytest.skip(f"the model {DEFAULT_MODEL} is not installed")
    out, article = tmp_path / "boats", tmp_path / "new.txt"
    article.write_text(NEW, encoding="utf-8")
    assert main(["train", str(project), str(out), "--epochs", "6", "--no-statements"]) == 0
    report = read_report(out)
    assert report is not None
    assert report.layer == "gold"
    assert main(["import", str(project), str(article)]) == 0
    assert main(["preannotate", str(project), "--model", str(out)]) == 0
    with Project.open(project, annotator="ben") as opened_one:
        (new,) = [key for key in opened_one.article_ids() if opened_one.article(key).text.startswith("“The boats wait")]
    with opened(project, "ben") as window:
        window.session.open_article(new)
        press, work = real_keys(qtbot), window.session.work
        (unit,) = [unit for unit in work.units() if NEW[unit.start : unit.end] == "Zorvax"]
        assert (unit.value.label, unit.state) == (SHIP, "suggested")
        window.session.set_current(unit.id)
        window.annotate.view.setFocus()
        press("Enter")
        assert window.session.work.find(unit.id).state == "kept"
    with Project.open(project, annotator="ben") as again:
        assert again.work(new).find(unit.id).value.label == SHIP
