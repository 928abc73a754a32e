"""Changing the scheme and the project's name."""

from __future__ import annotations

import pytest

from annotator.errors import UserError
from annotator.operations import RenameProject, SetLabel, SetScheme
from annotator.project import Project
from tests.annotator.making import TEXT, propose_usual, unit_on


@pytest.fixture
def project(make_project):
    return make_project(TEXT)


def test_a_project_is_renamed_and_the_name_undone(project):
    assert project.run(RenameProject("  Ceasefire talks ")).scheme
    assert project.name == "Ceasefire talks"
    project.undo()
    assert project.name == "talks"
    with pytest.raises(UserError, match="name"):
        project.run(RenameProject(" "))


def test_another_scheme_counts_at_once_and_after_reopening(project):
    text = project.scheme_text.replace('name = "GPE"', 'name = "LAND"', 1)
    project.run(SetScheme(text))
    assert project.scheme.find_label("LAND")
    project.close()
    with Project.open(project.path, annotator="ann") as again:
        assert again.scheme.find_label("LAND")


def test_a_broken_scheme_changes_nothing(project):
    with pytest.raises(UserError, match="cannot be used"):
        project.run(SetScheme("name = 1"))
    assert project.scheme.find_label("GPE")


def test_labels_that_were_decided_stay_when_the_scheme_drops_them(project):
    article = propose_usual(project)
    unit = unit_on(project, article, "Kursk")
    project.run(SetLabel(article, unit.id, "GPE"))
    project.run(SetScheme(project.scheme_text.replace('name = "GPE"', 'name = "LAND"', 1)))
    assert project.work(article).find(unit.id).value.label == "GPE"


def test_what_the_scheme_switches_off_is_hidden_in_the_open_work(project):
    article = propose_usual(project)
    work = project.work(article)
    lines = project.scheme_text.splitlines()
    at = lines.index('name = "GPE"')
    project.refresh_work(work, project.run(SetScheme("\n".join([*lines[: at + 1], "on = false", *lines[at + 1 :]]))))
    assert [unit.hidden for unit in work.named("Moscow")] == [True]
    project.refresh_work(work, project.undo())
    assert [unit.hidden for unit in work.named("Moscow")] == [False]
