"""The state of an article: what reopens a submission, and what submits it again."""

from __future__ import annotations

import pytest

from annotator.model import Span
from annotator.operations import AddEntity, AddNote, DeclarePass, EditMeta, Reopen, SetAside, Submit
from annotator.project import Project
from annotator.store import statuses
from tests.annotator.store.histories import device


@pytest.fixture
def project(make_project):
    return make_project("A first text.", "A second text.")


def state(project: Project, article: str) -> str:
    return project.article_row(article).state


def entity(article: str, at: int = 2) -> AddEntity:
    return AddEntity(article, Span(at, at + 3), "ORG")


def test_a_later_decision_reopens_and_its_undo_submits_again(project, article):
    project.run(Submit(article))
    project.run(entity(article))
    assert state(project, article) == "in work"
    project.undo()
    assert state(project, article) == "submitted"
    project.redo()
    assert state(project, article) == "in work"


def test_a_decision_on_another_article_reopens_nothing(project, article):
    project.run(Submit(article))
    project.run(entity(project.articles()[1].id))
    assert state(project, article) == "submitted"


@pytest.mark.parametrize("remark", [lambda a: AddNote(a, "A note"), lambda a: DeclarePass(a, "links", done=False),
                                    lambda a: EditMeta(a, {"title": "Title"})])  # fmt: skip
def test_remarks_reopen_nothing(project, article, remark):
    project.run(Submit(article))
    project.run(remark(article))
    assert state(project, article) == "submitted"


def test_undoing_an_earlier_decision_elsewhere_reopens_and_redo_submits_again(project, article, laptop):
    project.run(entity(article))
    other = laptop()
    other.run(Submit(article))
    project.merge([other.path])
    project.undo()
    assert state(project, article) == "in work"
    project.redo()
    assert state(project, article) == "submitted"
    other.merge([project.path])
    assert state(other, article) == "submitted"
    assert other.check() == project.check() == []


def test_a_submission_after_an_undo_stands_and_redoing_reopens(project, article, tmp_path):
    project.run(entity(article))
    project.undo()
    with device(tmp_path / "device"), Project.open(project.path, annotator="ann") as other:
        other.run(Submit(article))
    assert state(project, article) == "submitted"
    project.redo()
    assert state(project, article) == "in work"


def test_another_annotators_work_reopens_nothing_of_mine(project, article):
    project.run(Submit(article))
    with Project.open(project.path, annotator="ben") as ben:
        ben.run(entity(article))
        assert state(ben, article) == "in work"
    assert state(project, article) == "submitted"


def test_setting_aside_holds_like_a_submission(project, article):
    project.run(SetAside(article, "broken"))
    assert state(project, article) == "set aside"
    project.run(entity(article))
    assert state(project, article) == "in work"


def test_an_article_taken_up_again_is_in_work(project, article):
    project.run(Submit(article))
    project.run(Reopen(article))
    assert state(project, article) == "in work"
    project.undo()
    assert state(project, article) == "submitted"


def test_a_state_counts_for_its_layer_and_is_gone_when_all_is_undone(project, article):
    assert project.status()["layers"] == {}
    project.run(entity(article))
    project.run(Submit(article))
    assert project.status()["layers"]["ann"] == {"articles": 1, "submitted": 1, "decisions": 2}
    project.undo()
    project.undo()
    assert project.status()["layers"]["ann"] == {"articles": 0, "submitted": 0, "decisions": 4}


def test_states_are_worked_out_for_many_articles_at_once(project):
    keys = [("ann", row.id) for row in project.articles()] + [("ben", "absent"), ("project", "none")]
    project.run(Submit(keys[0][1]))
    statuses.reproject(project.db, keys)
    assert [row.state for row in project.articles()] == ["submitted", "todo"]
