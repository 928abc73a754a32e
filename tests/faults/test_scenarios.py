"""The harness that looks for losses sees one when there is one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from annotator.model import Span
from annotator.operations import AddEntity, SetLabel
from annotator.project import Project
from tests.faults import journal
from tests.faults.driver import picture
from tests.faults.scenarios import Lab, compare

TEXT = "Mira Holt met Toren Vask."


@pytest.fixture
def lab(tmp_path: Path) -> Lab:
    return Lab(tmp_path, seed=1)


@pytest.fixture
def project(make_project: Callable[..., Project]) -> Project:
    """A project with one entity that a person made."""
    project = make_project(TEXT)
    project.run(AddEntity(project.articles()[0].id, Span(0, 9), "PERSON"))
    return project


@pytest.fixture
def lines(project: Project, lab: Lab) -> list[list[str]]:
    """The lines in which a window acknowledged that entity; the lab knows of them."""
    article = project.articles()[0].id
    unit = next(project.work(article).units())
    made = [entry.id for entry in journal.entries(project.path)[0]]
    lab.acknowledge(project.path, made)
    return [*(["decision", key] for key in made), ["shown", article, unit.id, picture(unit)]]


def test_what_was_shown_and_is_there_is_no_loss(lab: Lab, project: Project, lines: list[list[str]]) -> None:
    lab.verify(project.path)
    compare(lab, project.path, lines)
    assert (lab.problems, lab.lost) == ([], set())


def test_an_acknowledged_decision_that_is_not_in_the_journal_is_lost(lab: Lab, project: Project) -> None:
    lab.acknowledge(project.path, {"f" * 32})
    lab.verify(project.path)
    assert lab.lost == {(project.path.name, "f" * 32)}


def test_a_unit_that_looks_otherwise_than_it_was_shown_is_lost(
    lab: Lab, project: Project, lines: list[list[str]]
) -> None:
    lines[-1][3] = lines[-1][3].replace("PERSON", "ORG")
    compare(lab, project.path, lines)
    assert len(lab.lost) == 1


def test_a_decision_after_the_last_acknowledgement_is_no_loss(
    lab: Lab, project: Project, lines: list[list[str]]
) -> None:
    _, article, unit, _ = lines[-1]
    project.run(SetLabel(article, unit, "ORG"))
    compare(lab, project.path, lines)
    assert lab.lost == set()


def test_everything_acknowledged_in_a_damaged_file_is_lost(lab: Lab, project: Project) -> None:
    project.checkpoint()
    damaged = lab.folder / "damaged.annodb"
    damaged.write_bytes(project.path.read_bytes()[:5000])
    lab.acknowledge(damaged, journal.ids(project.path))
    lab.verify(damaged)
    assert "check says" in lab.problems[0]
    assert len(lab.lost) == len(journal.ids(project.path))
