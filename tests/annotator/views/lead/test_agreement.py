"""Agreement over a project: what counts as submitted, what the lead made one, and that all ways of reading it agree."""

from __future__ import annotations

import pytest

from annotator import operations as op
from annotator.model import Event
from annotator.project import Project
from annotator.review.agreement.model import EntityRow
from annotator.review.handing_out import AssignmentRow
from annotator.review.inventories.model import Owned
from annotator.views.lead.agreement import shared_articles
from tests.annotator.reviewing import TEAM, annotate, make_team_project


@pytest.fixture
def project(make_project):
    """Four articles that three annotators have submitted, seen by the lead."""
    project = make_team_project(make_project, 4)
    for name in TEAM:
        annotate(project.path, name)
    return project


def test_the_whole_team_takes_part_with_all_measures(project):
    report = project.lead.agreement(samples=20)
    assert (report.articles, report.layers, len(report.pairs)) == (4, TEAM, 3)
    assert report.absent == {}
    assert all(0 < report.measures[key] < 1 for key in ("entity_f1_exact", "statement_boundary_f1", "link_f1"))
    assert set(report.by_how) == {"single"}


def test_what_is_counted_is_what_review_puts_side_by_side(project):
    works = project.lead.works
    for found, (key, expected) in zip(
        shared_articles(project.db, works), works.of(dict(sorted(works.submitted().items()))), strict=True
    ):
        assert (found.id, found.chars) == (key, len(project.article(key).text))
        for one, work in zip(found.submitted, expected, strict=True):
            rows = [EntityRow(u.start, u.end, u.value.label, u.how, u.id) for u in work.of_kind("entity")]
            assert (one.layer, one.passes, one.is_blind) == (work.layer, work.passes, work.is_blind)
            assert list(one.entities) == sorted(rows)
            assert {unit.id: unit for unit in one.statements} == {u.id: u for u in work.of_kind("statement")}


def test_some_articles_alone_are_read_as_among_all(project):
    some = project.article_ids()[:1]
    among = {one.id: one for one in shared_articles(project.db, project.lead.works)}
    assert list(shared_articles(project.db, project.lead.works, some)) == [among[some[0]]]
    assert project.lead.agreement(samples=5, articles=some).articles == 1


def test_a_reopened_article_leaves_the_figures_until_it_is_submitted_again(project):
    article = project.article_ids()[0]
    with Project.open(project.path, annotator="ann") as ann:
        ann.run(op.Reopen(article))
        pairs = {(pair.a, pair.b): pair.articles for pair in project.lead.agreement(samples=1).pairs}
        assert pairs == {("ann", "ben"): 3, ("ann", "eve"): 3, ("ben", "eve"): 4}
        ann.run(op.Submit(article))
    assert [pair.articles for pair in project.lead.agreement(samples=1).pairs] == [4, 4, 4]


def test_events_that_the_lead_made_one_are_one(make_project):
    project = make_team_project(make_project, 1)
    article = project.article_ids()[0]
    for name in ("ann", "ben"):
        with Project.open(project.path, annotator=name) as own:
            statements = tuple(unit.id for unit in own.work(article).units() if unit.kind == "statement")
            own.run(op.AddEvent(Event(f"event of {name}", "Talks in Osk"), is_published=False))
            own.run(op.AcceptUnits(article, statements))
            own.run(op.LinkEvent(article, statements, f"event of {name}", "reports"))
            own.run(op.Submit(article, reject_rest=True))
    before = project.lead.agreement(samples=1).measures
    project.refresh()
    project.run(op.Align("event", Owned("ann", "event of ann"), Owned("ben", "event of ben")))
    after = project.lead.agreement(samples=1).measures
    assert (before["link_f1"], before["event_b3_f1"], before["relation_accuracy"]) == (0, 1, None)
    assert (after["link_f1"], after["event_b3_f1"], after["relation_accuracy"]) == (1, 1, 1)


def test_what_was_given_without_suggestions_is_a_class_of_its_own(project):
    first, *rest = project.article_ids()
    project.run(op.Assign(tuple(AssignmentRow(first, name, blind=True) for name in TEAM)))
    report = project.lead.agreement(samples=1)
    assert list(report.by_how) == ["blind", "single"]
    alone, others = (project.lead.agreement(samples=1, articles=part).measures for part in ([first], rest))
    assert report.by_how["blind"]["entity_f1_exact"] == pytest.approx(alone["entity_f1_exact"])
    assert report.by_how["single"]["entity_f1_exact"] == pytest.approx(others["entity_f1_exact"])


def test_every_cell_of_the_label_confusion_leads_to_as_many_places(project):
    lead = project.lead
    for cell in lead.agreement(samples=1).confusion:
        found = lead.agreement_units(cell.label, cell.other)
        assert len(found) == (cell.count // 2 if cell.label == cell.other else cell.count)
        assert all(one.labels == (cell.label, cell.other) for one in found)
