"""Transactions of an open project: what fails leaves nothing behind, what others wrote meanwhile is heard later."""

from __future__ import annotations

import pytest

from annotator.errors import Invalid
from annotator.operations import AddEntity, AddNote, SetLabel
from annotator.project import Project
from tests.annotator.making import TEXT, propose_usual, span_of, unit_on


def test_what_is_refused_leaves_nothing_in_the_file_or_in_sight(make_project):
    project = make_project(TEXT)
    article = propose_usual(project)
    unit = unit_on(project, article, "Moscow")
    with pytest.raises(Invalid):
        project.run(SetLabel(article, unit.id, "NO_SUCH_LABEL"))
    assert unit_on(project, article, "Moscow") == unit
    assert project.undo_title() is None


def test_what_another_window_wrote_is_told_after_an_own_act(make_project):
    project = make_project(TEXT)
    article = project.article_ids()[0]
    with Project.open(project.path, annotator=project.annotator) as other:
        other.run(AddNote(article, "from the other window"))
    project.run(AddNote(article, "from this one"))
    assert article in project.refresh().articles
    assert not project.refresh()


def test_one_s_own_act_is_not_told_as_somebody_else_s(make_project):
    project = make_project(TEXT)
    article = project.article_ids()[0]
    project.run(AddEntity(article, span_of(TEXT, "Moscow"), "GPE"))
    assert not project.refresh()
