"""Assigning, taking back, re-assigning, returning, opening the rest: the lead's words, which touch nobody's work."""

from __future__ import annotations

import pytest

from annotator.errors import Invalid
from annotator.operations import (
    AddNote,
    Assign,
    OpenRest,
    Reassign,
    Reopen,
    ReturnArticle,
    SetAside,
    Submit,
    Unassign,
)
from annotator.review.handing_out import AssignmentRow
from tests.annotator.store.histories import shown


@pytest.fixture
def project(make_project):
    return make_project("First.", "Second.", "Third.", annotator="lead")


def assign(project, *pairs, **options):
    project.run(Assign(tuple(AssignmentRow(article, name, **options) for article, name in pairs)))


def who(project):
    return {(row.article, row.annotator) for row in project.lead.team.assignments()}


def test_assigning_is_one_act_that_is_undone_as_one(project, ids):
    before = shown(project)
    assign(project, (ids[0], "ann"), (ids[0], "ben"), (ids[1], "ann"))
    assert who(project) == {(ids[0], "ann"), (ids[0], "ben"), (ids[1], "ann")}
    assert project.undo_title() == "assign 3 articles"
    project.undo()
    assert shown(project) == before


def test_assigning_the_same_again_decides_nothing(project, ids):
    assign(project, (ids[0], "ann"), blind=True)
    decisions = project.status()["decisions"]
    assign(project, (ids[0], "ann"), blind=True)
    assert project.status()["decisions"] == decisions


def test_an_article_that_is_not_there_is_not_assigned(project):
    with pytest.raises(Invalid, match="no article"):
        assign(project, ("0" * 32, "ann"))


@pytest.mark.parametrize("name", ["gold", " ", "project"])
def test_nothing_is_assigned_to_a_name_that_nobody_can_have(project, ids, name):
    with pytest.raises(Invalid, match="cannot be called"):
        assign(project, (ids[0], name))


def test_what_is_taken_back_leaves_the_work_where_it_is(project, ids, ann):
    assign(project, (ids[0], "ann"), (ids[1], "ann"))
    ann.run(AddNote(ids[0], "half done"))
    project.run(Unassign(((ids[0], "ann"),)))
    assert who(project) == {(ids[1], "ann")}
    assert [note.text for note in project.work(ids[0], layer="ann").notes] == ["half done"]
    with pytest.raises(Invalid, match="not assigned"):
        project.run(Unassign(((ids[0], "ann"),)))


def test_a_re_assigned_article_keeps_its_place_and_its_terms(project, ids, ann):
    assign(project, (ids[0], "ann"), blind=True, order=7)
    ann.run(AddNote(ids[0], "half done"))
    project.run(Reassign((ids[0],), "ann", "ben"))
    assert project.lead.team.assignments() == [AssignmentRow(ids[0], "ben", blind=True, order=7)]
    assert project.work(ids[0], layer="ann").notes
    project.undo()
    assert who(project) == {(ids[0], "ann")}


def test_an_article_is_not_re_assigned_to_who_has_it(project, ids):
    assign(project, (ids[0], "ann"), (ids[0], "ben"))
    with pytest.raises(Invalid, match="already"):
        project.run(Reassign((ids[0],), "ann", "ann"))
    project.run(Reassign((ids[0],), "ann", "ben"))
    assert who(project) == {(ids[0], "ben")}


def test_a_returned_article_is_its_annotators_until_it_is_submitted_again(project, ids, ann):
    ann.run(Submit(ids[0]))
    project.run(ReturnArticle(ids[0], "ann", "  The second speaker is missing. "))
    ann.refresh()
    assert ann.article_row(ids[0]).state == "returned"
    assert ann.work(ids[0]).comment == "The second speaker is missing."
    ann.run(AddNote(ids[0], "on it"))
    assert ann.article_row(ids[0]).state == "returned"
    ann.run(Submit(ids[0]))
    assert (ann.article_row(ids[0]).state, ann.work(ids[0]).comment) == ("submitted", "")
    ann.run(Reopen(ids[0]))
    assert ann.article_row(ids[0]).state == "in work"


def test_returning_writes_nothing_in_the_annotators_layer(project, ids, ann):
    ann.run(Submit(ids[0]))
    project.run(ReturnArticle(ids[0], "ann", "Again, please"))
    assert project.status()["layers"]["ann"]["decisions"] == 1
    assert project.status()["layers"]["ann"]["submitted"] == 0
    project.undo()
    assert project.status()["layers"]["ann"]["submitted"] == 1


def test_returning_an_article_that_was_never_assigned_assigns_nothing(project, ids, ann):
    ann.run(Submit(ids[0]))
    project.run(ReturnArticle(ids[0], "ann", "Again, please"))
    assert who(project) == set()
    assert len(ann.listed_articles()) == 3


def test_what_was_set_aside_can_be_returned_too(project, ids, ann):
    ann.run(SetAside(ids[0], "broken"))
    project.run(ReturnArticle(ids[0], "ann", "It is whole now."))
    assert project.work(ids[0], layer="ann").state == "returned"


def test_only_what_is_submitted_is_returned_and_with_a_word(project, ids, ann):
    with pytest.raises(Invalid, match="has not submitted"):
        project.run(ReturnArticle(ids[0], "ann", "Why?"))
    ann.run(Submit(ids[0]))
    with pytest.raises(Invalid, match="Say in a word"):
        project.run(ReturnArticle(ids[0], "ann", " "))


def test_undoing_the_new_submission_brings_the_return_back(project, ids, ann):
    ann.run(Submit(ids[0]))
    project.run(ReturnArticle(ids[0], "ann", "Again"))
    ann.run(Submit(ids[0]))
    ann.undo()
    assert ann.article_row(ids[0]).state == "returned"
    ann.redo()
    assert ann.article_row(ids[0]).state == "submitted"


def test_a_return_of_a_submission_that_was_replaced_meanwhile_means_nothing(project, ids, ann):
    ann.run(Submit(ids[0]))
    first = ReturnArticle(ids[0], "ann", "Again")
    project.run(first)
    ann.run(Submit(ids[0]))
    project.undo()
    project.redo()
    assert project.work(ids[0], layer="ann").state == "submitted"


def test_the_rest_is_opened_once(project, ids):
    assert project.run(OpenRest((ids[0],)))
    assert not project.run(OpenRest((ids[0],)))
    project.run(OpenRest((ids[1],)))
    assert project.lead.team.calibration.articles == ()


def test_what_a_projection_says_of_returns_is_found_again_from_the_journal(project, ids, ann):
    assign(project, (ids[0], "ann"))
    ann.run(Submit(ids[0]))
    project.run(ReturnArticle(ids[0], "ann", "Again"))
    assert project.check() == []
    assert project.rebuild() == []
    assert project.work(ids[0], layer="ann").state == "returned"
