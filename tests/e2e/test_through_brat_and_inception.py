"""Two annotators work in brat, or in INCEpTION, each in a folder of their own, and come back as layers of a project."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from annotator.cli import main
from annotator.project import Project
from tests.teams import make_team

Units = set[tuple[str, str, tuple[str, ...]]]


@pytest.fixture
def team(make_project: Callable[..., Project]) -> Path:
    return make_team(make_project)


@pytest.fixture
def empty(team: Path, tmp_path: Path) -> Path:
    """A project of the same scheme without any work."""
    scheme, path = tmp_path / "scheme.toml", tmp_path / "back.annodb"
    with Project.open(team, annotator="lead") as project:
        scheme.write_text(project.scheme_text, encoding="utf-8")
    assert main(["new", str(path), "--name", "Back", "--scheme", str(scheme)]) == 0
    return path


def units(path: Path, layer: str) -> Units:
    """Kind, label or type, and the words of all that a layer has."""
    found: Units = set()
    with Project.open(path, annotator="lead") as project:
        for article in project.article_ids():
            work = project.work(article, layer=layer)
            for unit in work.units():
                if unit.state == "kept":
                    words = tuple(work.article.text[span.start : span.end] for span in unit.spans)
                    found.add((unit.kind, getattr(unit.value, "label", None) or getattr(unit.value, "type", ""), words))
    return found


def two_folders(team: Path, tool: str, place: Path) -> Path:
    """A folder of the tool's for each of two annotators, named after them, in one folder."""
    for name in ("ann", "ben"):
        assert main(["export", str(team), str(place / name), "--format", tool, "--layer", name]) == 0
    return place


@pytest.mark.parametrize("tool", ["brat", "inception"])
def test_folders_of_two_annotators_come_back_as_their_layers(
    team: Path, empty: Path, tmp_path: Path, tool: str
) -> None:
    place = two_folders(team, tool, tmp_path / tool)
    for name in ("ann", "ben"):
        assert main(["import", str(empty), str(place / name), "--layer", name]) == 0
        assert units(empty, name) == units(team, name)
    with Project.open(empty, annotator="lead") as project:
        assert project.lead.agreement(samples=0).layers == ("ann", "ben")
        first = project.status()["digest"]
    for name in ("ann", "ben"):
        assert main(["import", str(empty), str(place / name), "--layer", name, "--replace"]) == 0
    with Project.open(empty, annotator="lead") as project:
        assert project.status()["digest"] == first


def test_what_an_annotator_did_in_brat_is_all_that_changes(team: Path, tmp_path: Path) -> None:
    out = two_folders(team, "brat", tmp_path / "brat") / "ann"
    (file,) = [path for path in out.rglob("*.ann") if "Witkoff" in path.read_text(encoding="utf-8")]
    lines = file.read_text(encoding="utf-8").splitlines()
    (riyadh,) = [line for line in lines if line.startswith("T") and line.endswith("\tRiyadh")]
    changed = riyadh.replace("GPE", "FAC")
    at = file.with_suffix(".txt").read_text(encoding="utf-8").index("Zelensky")
    lines[lines.index(riyadh)] = changed
    file.write_text("\n".join([*lines, f"T999\tPERSON {at} {at + 8}\tZelensky"]) + "\n", encoding="utf-8")
    was = units(team, "ann")
    assert main(["import", str(team), str(out), "--layer", "ann", "--replace"]) == 0
    assert units(team, "ann") - was == {("entity", "FAC", ("Riyadh",)), ("entity", "PERSON", ("Zelensky",))}
    assert was - units(team, "ann") == {("entity", "GPE", ("Riyadh",))}


def test_folders_that_inception_names_after_annotators_are_layers_at_once(
    team: Path, empty: Path, tmp_path: Path
) -> None:
    """An export of a whole project: a folder for each document, and in it a file for each annotator."""
    place, whole = two_folders(team, "inception", tmp_path / "inception"), tmp_path / "whole"
    for name in ("ann", "ben"):
        for file in sorted((place / name / "train").glob("*.json")):
            document = whole / "annotation" / f"{file.stem}.txt"
            document.mkdir(parents=True, exist_ok=True)
            shutil.copy(file, document / f"{name}.json")
    assert main(["import", str(empty), str(whole), "--layer", "team"]) == 0
    for name in ("ann", "ben"):
        assert units(empty, f"team/{name}") == units(team, name)
