"""Labels go out to Label Studio, are corrected there as that tool would write it, and come back: so much, no more."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from annotator.layers import SUGGESTIONS
from annotator.project import Project
from tests.annotator.making import told
from tests.teams import make_team
from tests.windows import FIRST

Task = dict[str, Any]


@pytest.fixture
def team(make_project: Callable[..., Project]) -> Path:
    return make_team(make_project)


def sent_out(path: Path, out: Path, layer: str) -> tuple[Path, list[Task]]:
    """The file of tasks of an export of a layer, and the tasks in it."""
    with Project.open(path, annotator="ann") as project:
        project.export(out, format="label-studio", layer=layer)
    file = out / "tasks.json"
    return file, json.loads(file.read_text(encoding="utf-8"))


def region(result: list[Task], words: str, nth: int = 0) -> Task:
    """The region of an entity in a result."""
    found = [one for one in result if one["type"] == "labels" and one["value"]["text"] == words]
    return [one for one in found if one["value"]["labels"][0].isupper()][nth]


def corrected(result: list[Task]) -> list[Task]:
    """A result as an annotator leaves it: one boundary moved, one region drawn, one taken away."""
    made = copy.deepcopy(result)
    moscow = region(made, "Moscow")["value"]
    moscow.update(start=moscow["start"] - 3, text="in Moscow")
    at = FIRST.index("Zelensky")
    value = {"start": at, "end": at + 8, "text": "Zelensky", "labels": ["PERSON"]}
    made.append({"id": "n3wR3g10n0", "from_name": "label", "to_name": "text", "type": "labels", "value": value,
                 "origin": "manual"})  # fmt: skip
    made.remove(region(made, "Tuesday"))
    return made


def entities(project: Project, layer: str | None = None) -> set[tuple[str, str]]:
    """Words and label of all entities that a layer has in the first article."""
    work = project.work(project.article_ids()[0], layer=layer)
    kept = [unit for unit in work.units() if unit.kind == "entity" and unit.state == "kept"]
    return {(work.article.text[unit.start : unit.end], unit.value.label) for unit in kept}


def test_exactly_the_corrections_arrive_and_one_undo_takes_them_back(team: Path, tmp_path: Path) -> None:
    file, tasks = sent_out(team, tmp_path / "out", "ann")
    annotation = tasks[0]["annotations"][0]
    annotation["result"] = corrected(annotation["result"])
    file.write_text(json.dumps(tasks), encoding="utf-8")
    with Project.open(team, annotator="ann") as project:
        before = [told(project, article) for article in project.article_ids()]
        was, digest = entities(project), project.status()["digest"]
        project.import_files([file], layer="ann", replace=True)
        now = entities(project)
        assert now - was == {("in Moscow", "GPE"), ("Zelensky", "PERSON")}
        assert was - now == {("Moscow", "GPE"), ("Tuesday", "DATE")}
        changed = [article for article, old in zip(project.article_ids(), before, strict=True)
                   if told(project, article) != old]  # fmt: skip
        assert changed == project.article_ids()[:1]
        project.undo()
        assert [told(project, article) for article in project.article_ids()] == before
        assert project.status()["digest"] == digest


def test_what_comes_back_untouched_changes_nothing(team: Path, tmp_path: Path) -> None:
    file, _ = sent_out(team, tmp_path / "out", "ann")
    with Project.open(team, annotator="ann") as project:
        digest = project.status()["digest"]
        report = project.import_files([file], layer="ann", replace=True)
        assert (report.labels, report.removed, report.failed) == (0, 0, ())
        assert project.status()["digest"] == digest
        assert not report.changes.statuses


def test_predictions_that_were_corrected_come_back_as_a_layer_and_stay_suggestions(team: Path, tmp_path: Path) -> None:
    file, tasks = sent_out(team, tmp_path / "out", SUGGESTIONS)
    result = corrected(tasks[0]["predictions"][0]["result"])
    tasks[0]["predictions"][0]["id"] = 3
    tasks[0]["annotations"] = [{"id": 1, "completed_by": 7, "result": result, "parent_prediction": 3}]
    file.write_text(json.dumps(tasks), encoding="utf-8")
    with Project.open(team, annotator="ann") as project:
        proposed = [one.id for one in project.work(project.article_ids()[0], layer="nobody").every()]
        report = project.import_files([file], layer="studio")
        assert any("Predictions that somebody corrected left out" in said for said in report.warnings)
        assert {("in Moscow", "GPE"), ("Zelensky", "PERSON")} <= entities(project, "studio")
        assert not {("Moscow", "GPE"), ("Tuesday", "DATE")} & entities(project, "studio")
        assert [one.id for one in project.work(project.article_ids()[0], layer="nobody").every()] == proposed
