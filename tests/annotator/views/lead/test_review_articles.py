"""What review keeps of articles: the same is told whether they are open, were read for an export, or are read anew."""

from __future__ import annotations

import pytest

from annotator.project import Project
from tests.annotator.reviewing import TEAM, annotate, make_team_project


@pytest.fixture
def project(make_project):
    """Two articles that three annotators have submitted, seen by the lead."""
    project = make_team_project(make_project)
    for name in TEAM:
        annotate(project.path, name)
    return project


def test_what_an_export_has_read_the_queue_need_not_read_again(project, tmp_path):
    project.export(tmp_path / "out", incomplete=True)
    assert project.lead.review.known == (2, 2)
    rows = project.lead.review.rows()
    with Project.open(project.path, annotator="lead") as again:
        assert again.lead.review.queue() == rows


def test_classes_are_the_same_whether_articles_are_open_or_not(project):
    closed = project.lead.review.classes()
    with Project.open(project.path, annotator="lead") as again:
        for article in again.article_ids():
            again.lead.review.article(article)
        assert closed
        assert again.lead.review.classes() == closed
