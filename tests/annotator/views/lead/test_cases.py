"""The case book of a project: like cases, and what a change of the guidelines concerns."""

from __future__ import annotations

import pytest

from annotator.operations import AddCase, Assign, ReturnArticle, SetLabel, Submit
from annotator.project import Project
from annotator.review.guidelines import guidelines_version
from annotator.review.handing_out import AssignmentRow
from tests.annotator.making import TEXT, propose_usual, unit_on

OLD = "## 1 Names\n\n**1.2 Edges.** Outside.\n\n**1.3 Labels.** As here.\n"
PASSES = ("entities", "statements")


@pytest.fixture
def article(make_project):
    """An article that two submitted, one of them with another label on the first Kursk."""
    with make_project(TEXT) as project:
        article = propose_usual(project)
        path = project.path
        project.run(SetLabel(article, unit_on(project, article, "Kursk").id, "GPE"))
        project.run(Submit(article, PASSES, reject_rest=True))
    with Project.open(path, annotator="ben") as project:
        project.run(SetLabel(article, unit_on(project, article, "Kursk").id, "LOC"))
        project.run(Submit(article, PASSES, reject_rest=True))
    return path, article


def settle(project, article, section="1.3"):
    """Settle the one disagreement by its first version, with a reason."""
    (card,) = project.lead.review.article(article).waiting
    project.run(project.lead.review.take(article, card, card.versions[0]))
    project.run(
        AddCase(
            "A town.", section, kinds=card.card.kinds, labels=("GPE",), words="Kursk", card=card.id, article=article
        )
    )
    return card


def test_a_changed_section_names_the_settled_cards_that_cite_it(article):
    path, key = article
    with Project.open(path, annotator="lead") as project:
        settle(project, key)
        concerned = project.lead.cases.concerned(OLD, OLD.replace("As here", "As anywhere"))
        assert [case.reason for case in concerned.cases] == ["A town."]
        assert [one.article for one in concerned.decisions] == [key]
        assert not project.lead.cases.concerned(OLD, OLD.replace("Outside", "Inside"))


def test_what_is_to_be_looked_at_again_waits_for_a_lead_and_stays_gold(article):
    path, key = article
    with Project.open(path, annotator="lead") as project:
        settle(project, key)
        gold = project.lead.review.article(key).gold
        assert not project.lead.review.article(key).waiting
        project.run(project.lead.cases.concerned(OLD, "## 1 Names").look_again())
        assert [card.state for card in project.lead.review.article(key).waiting] == ["late"]
        assert project.lead.review.article(key).gold == gold
        project.undo()
        assert not project.lead.review.article(key).waiting


def test_submissions_are_told_by_the_guidelines_that_they_were_made_under(article, monkeypatch):
    path, key = article
    with Project.open(path, annotator="eve") as project:
        version = guidelines_version(project.scheme.guidelines)
        monkeypatch.setattr("annotator.operations.articles.guidelines_version", lambda _text: "")
        project.run(Submit(key, PASSES, reject_rest=True))
        assert project.lead.cases.submissions() == {"": [(key, "eve")], version: [(key, "ann"), (key, "ben")]}


def test_like_cases_are_found_by_an_annotator_too(article):
    path, key = article
    with Project.open(path, annotator="lead") as project:
        card = settle(project, key)
        assert project.lead.cases.find(card.id).reason == "A town."
        assert project.lead.cases.find("another") is None
    with Project.open(path, annotator="ben") as project:
        (found,) = project.lead.cases.like(("label",), ("GPE",), "Kursk")
        assert (found.case.reason, found.case.used) == ("A town.", 1)
        assert project.lead.cases.search("town")
        assert "> **Case:** A town. (1 time)" in project.lead.cases.beside(OLD)


def test_an_annotator_does_not_see_what_was_decided_of_an_article_that_is_theirs_to_do(article):
    path, key = article
    with Project.open(path, annotator="lead") as project:
        settle(project, key)
        cases = project.lead.cases
        assert cases.shown_to("eve").all(), "nobody gave eve the article"
        assert not cases.shown_to("eve", key).like((), ("GPE",), "Kursk")
        project.run(Assign((AssignmentRow(key, "eve"), AssignmentRow(key, "ann"))))
        assert not cases.shown_to("eve").all()
        assert "Case" not in cases.shown_to("eve").beside(OLD)
        assert cases.shown_to("ann", key).all(), "ann has submitted it"
        project.run(ReturnArticle(key, "ann", "Once more"))
        assert not cases.shown_to("ann").all()
        assert cases.all()


def test_a_submission_says_what_it_was_made_under(article):
    path, key = article
    with Project.open(path, annotator="lead") as project:
        told = project.lead.cases.submission(key, "ann")
        scheme = project.scheme
        assert (told.scheme_name, told.scheme) == (scheme.name, scheme.version)
        assert told.guidelines == guidelines_version(scheme.guidelines)
        assert project.lead.cases.submission(key, "eve") is None
