"""Fixtures that tests of the core share: the usual project, its articles, a laptop with a copy of it.

`project` is an article with `making.TEXT` and the usual suggestions; a test file with another one defines its own, and
the others go with that.
"""

from __future__ import annotations

import shutil

import pytest

from annotator.project import Project
from tests.annotator.making import TEXT, propose_usual
from tests.annotator.store.histories import device


@pytest.fixture
def project(make_project):
    project = make_project(TEXT)
    propose_usual(project)
    return project


@pytest.fixture
def article(ids):
    """The id of the first article."""
    return ids[0]


@pytest.fixture
def ids(project):
    return project.article_ids()


@pytest.fixture
def ann(project):
    """The project as ann sees it."""
    with Project.open(project.path, annotator="ann") as opened:
        yield opened


@pytest.fixture
def laptop(project, tmp_path):
    """`laptop("ann")`: an open copy of the project as it is now, on another device."""
    opened: list[Project] = []

    def make(annotator: str = "ann") -> Project:
        number = len(opened)
        path = tmp_path / f"laptop{number}.annodb"
        project.checkpoint()
        shutil.copy(project.path, path)
        with device(tmp_path / f"device{number}"):
            opened.append(Project.open(path, annotator=annotator))
        return opened[-1]

    yield make
    for each in opened:
        each.close()
