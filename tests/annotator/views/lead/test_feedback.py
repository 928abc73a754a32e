"""What annotators can learn from the gold."""

from __future__ import annotations

import pytest

from annotator.operations import AddCase
from annotator.project import Project
from tests.annotator.views.lead.test_cases import article, settle

__all__ = ["article"]


@pytest.fixture
def settled(article):
    """The path of a project in which a lead took the first version, and its article."""
    path, key = article
    with Project.open(path, annotator="lead") as project:
        settle(project, key)
    return path, key


def labels(path, annotator):
    with Project.open(path, annotator=annotator) as project:
        return [
            (one.own.label, one.gold.label, one.kinds, one.reason, one.section) for one in project.lead.feedback.items()
        ]


def test_only_who_has_it_otherwise_is_told_with_the_reason(settled):
    path, _ = settled
    told = labels(path, "ann") + labels(path, "ben")
    assert len(told) == 1
    own, gold, kinds, reason, section = told[0]
    assert {own, gold} == {"GPE", "LOC"}
    assert (kinds, reason, section) == (("label",), "A town.", "1.3")
    assert labels(path, "eve") == []


def test_nothing_is_told_before_a_lead_has_settled_it(article):
    path, _ = article
    assert labels(path, "ann") == labels(path, "ben") == []


def test_a_lead_can_ask_for_an_annotator(settled):
    path, key = settled
    with Project.open(path, annotator="lead") as project:
        items = [item for name in ("ann", "ben") for item in project.lead.feedback.items(name, [key])]
        assert len(items) == 1
        assert not project.lead.feedback.items("ben", [])


def test_what_was_seen_is_not_unseen_until_the_lead_says_more(settled):
    path, _ = settled
    with Project.open(path, annotator="lead") as project:
        name, (item,) = next((n, found) for n in ("ann", "ben") if (found := project.lead.feedback.items(n)))
        assert not project.lead.feedback.unseen([item.mark], name)
        project.run(AddCase("Not a region.", "1.3", card=item.card, article=item.article))
        assert [one.reason for one in project.lead.feedback.unseen([item.mark], name)] == ["Not a region."]


def test_what_a_parent_can_be_and_where_a_case_stands_are_told(settled):
    path, key = settled
    with Project.open(path, annotator="ann") as project:
        lead = project.lead
        assert lead.feedback.articles() == [key]
        assert set(lead.feedback.statements(key)) >= {
            unit.id for unit in project.work(key).units() if unit.kind == "statement"
        }
        (entry,) = lead.cases.all()[0].entries
        place = lead.cases.place(entry.card, "ann")
        assert (place.article, project.work(key).find(place.unit).start) == (key, place.span.start)
        assert lead.cases.place("another", "ann") is None
