"""The lead's view of the annotators: who has what, who stands where, what was returned, what a plan would give."""

from __future__ import annotations

import pytest

from annotator.errors import Invalid
from annotator.operations import AddNote, Assign, ReturnArticle, SetAside, Submit
from annotator.project import Project
from annotator.review.handing_out import AssignmentRow, Terms

STORY = "The river rose again on Monday, and the mayor of the town asked everybody to leave the houses by the bank."


@pytest.fixture
def project(make_project):
    return make_project(*(f"Article {number}. {'Some words. ' * number}" for number in range(6)), annotator="lead")


def assign(project, annotator, *articles, **options):
    project.run(Assign(tuple(AssignmentRow(article, annotator, **options) for article in articles)))


def test_everybody_with_articles_or_work_is_listed_with_where_they_stand(project, ids, ann):
    assign(project, "ann", *ids[:4])
    assign(project, "ben", ids[0])
    ann.run(Submit(ids[0]), active_ms=4000)
    ann.run(AddNote(ids[1], "hm"), active_ms=500)
    ann.run(SetAside(ids[2], "broken"))
    project.run(ReturnArticle(ids[0], "ann", "Again"))
    first, second = project.lead.team.annotators()
    states = {"todo": 1, "in work": 1, "submitted": 0, "set aside": 1, "returned": 1}
    assert (first.name, first.assigned, first.states) == ("ann", 4, states)
    assert (first.decisions, first.active_ms) == (3, 4500)
    assert first.last.startswith("20")
    assert (second.name, second.states["todo"], second.decisions, second.last) == ("ben", 1, 0, "")


def test_who_works_without_being_assigned_anything_is_listed_by_that_work(project, ids, ann):
    ann.run(Submit(ids[0]))
    (row,) = project.lead.team.annotators()
    assert (row.name, row.assigned, row.states["submitted"], row.states["todo"]) == ("ann", 0, 1, 0)
    assert project.lead.team.names() == ["ann"]


def test_what_nobody_has_is_listed_in_project_order(project, ids):
    assign(project, "ann", ids[3], ids[1])
    team = project.lead.team
    assert team.unassigned() == [ids[0], ids[2], ids[4], ids[5]]
    assert team.holders() == {ids[1]: ["ann"], ids[3]: ["ann"]}
    assert [row.annotator for row in team.assignments(ids[3])] == ["ann"]
    assert [row.article for row in team.articles_of("ann")] == sorted([ids[3], ids[1]])


def test_what_was_returned_is_listed_until_it_is_submitted_again(project, ids, ann):
    ann.run(Submit(ids[0]))
    project.run(ReturnArticle(ids[0], "ann", "Again"))
    (row,) = project.lead.team.returned()
    assert (row.annotator, row.article, row.comment) == ("ann", ids[0], "Again")
    assert row.title.startswith("Article 0")
    ann.run(Submit(ids[0]))
    assert project.lead.team.returned() == []


def test_a_plan_carried_out_leaves_nothing_to_plan(project, ids):
    terms = Terms(overlap=2, blind=0.2, calibration=1)
    plan = project.lead.team.plan(["ann", "ben", "eve"], terms)
    project.run(Assign(plan.rows))
    assert project.lead.team.unassigned() == []
    assert project.lead.team.plan(["ann", "ben", "eve"], terms).rows == ()


def test_an_article_that_somebody_has_begun_is_planned_for_them(project, ids, ann):
    ann.run(AddNote(ids[5], "hm"))
    plan = project.lead.team.plan(["ann", "ben"])
    assert AssignmentRow(ids[5], "ann", order=6) in plan.rows


def test_articles_that_share_passages_or_a_group_are_one_story(make_project):
    project = make_project(*(f"{opening}\n\n{STORY}\n" for opening in ("One.", "Two.")), "Else.", annotator="lead")
    project.twins.look()
    stories = [load.story for load in project.lead.team.loads]
    assert stories[0] == stories[1] != ""
    assert stories[2] == ""
    plan = project.lead.team.plan(["ann", "ben"], Terms(twins="together"))
    who = {row.article: row.annotator for row in plan.rows}
    assert who[project.article_ids()[0]] == who[project.article_ids()[1]]


def test_a_name_that_nobody_can_have_is_not_planned_for(project):
    with pytest.raises(Invalid, match="cannot be called"):
        project.lead.team.plan(["gold"])


def test_only_open_articles_move_unless_all_are_asked_for(project, ids, ann):
    assign(project, "ann", *ids[:4])
    assign(project, "ben", ids[1])
    ann.run(Submit(ids[0]))
    ann.run(AddNote(ids[2], "begun"))
    moves = project.lead.team.moving("ann", "ben")
    assert set(moves.operation.articles) == {ids[2], ids[3]}
    assert (moves.done, moves.shared) == ((ids[0],), (ids[1],))
    assert set(project.lead.team.moving("ann", "ben", done=True).operation.articles) == {ids[0], ids[2], ids[3]}
    assert project.lead.team.moving("ann", "ben", [ids[3]]).operation.articles == (ids[3],)


def test_who_has_nothing_gives_nothing(project, ids):
    with pytest.raises(Invalid, match="Nothing is assigned to anybody"):
        project.lead.team.moving("zoe", "ann")
    assign(project, "ann", ids[0])
    with pytest.raises(Invalid, match="assigned to ann"):
        project.lead.team.moving("zoe", "ann")


def test_the_calibration_is_ready_when_everybody_has_submitted_it(project, ids, ann):
    assign(project, "ann", ids[2], calibration=True)
    assign(project, "ben", ids[2], calibration=True)
    ann.run(Submit(ids[2]))
    calibration = project.lead.team.calibration
    assert (calibration.articles, calibration.missing, calibration.is_ready) == ((ids[2],), {"ben": (ids[2],)}, False)
    with Project.open(project.path, annotator="ben") as ben:
        ben.run(Submit(ids[2]))
    assert project.lead.team.calibration.is_ready
    assert not project.lead.team.calibration.is_open
