"""Assigning, re-assigning, one article's annotators, and returning: sheets driven with keys."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication

from annotator.operations import Assign, Submit
from annotator.project import Project
from annotator.review.handing_out import AssignmentRow
from tests.ui.hosts import Host
from ui.dialogs.leading.article_team import ArticleTeamSheet
from ui.dialogs.leading.assign import AssignSheet
from ui.dialogs.leading.plan_grid import plan_grid
from ui.dialogs.leading.reassign import NOBODY, ReassignSheet
from ui.dialogs.return_article import ReturnArticleSheet


def holders(host: Host) -> dict[str, list[str]]:
    """Who has which article, articles by their number."""
    found = host.project.lead.team.holders()
    return {str(number): found.get(article, []) for number, article in enumerate(host.articles, 1)}


def given(host: Host, *rows: tuple[int, str]) -> None:
    """Assign articles, by their number, to annotators."""
    host.session.run(Assign(tuple(AssignmentRow(host.articles[at - 1], name, order=at) for at, name in rows)))


def opened(host: Host, sheet):
    """A sheet over the window."""
    sheet.open()
    QApplication.processEvents()
    return sheet


@pytest.fixture
def assigning(host):
    return opened(host, AssignSheet(host.session, None, host.window))


def test_names_are_typed_and_the_plan_is_shown_before_anything_is_assigned(host, assigning):
    host.press("kim", "Enter", "lou", "Enter")
    assigning._preview()
    assert [row[0].text for row in assigning.table.grid.rows] == ["kim", "lou"]
    assert holders(host) == {"1": [], "2": []}


def test_enter_assigns_as_one_batch_that_undo_takes_back(host, assigning):
    host.press("kim", "Enter", "lou", "Enter", "Tab", "2", "Enter")
    assert holders(host) == {"1": ["kim", "lou"], "2": ["kim", "lou"]}
    assert not assigning.isVisible()
    host.session.undo()
    assert holders(host) == {"1": [], "2": []}


def test_terms_that_cannot_be_met_are_said_where_they_are_asked_for(host, assigning):
    host.press("kim", "Enter", "Tab", "3")
    assigning._preview()
    assert "cannot go to 3 annotators" in assigning.told.text()
    assert not assigning.go.isEnabled()
    host.press("Enter")
    assert holders(host) == {"1": [], "2": []}


def test_who_is_known_stands_in_the_field_already(host):
    given(host, (1, "kim"))
    sheet = opened(host, AssignSheet(host.session, None, host.window))
    assert sheet.who.values() == ("kim",)
    assert sheet.overlap.value() == 1


def test_a_plan_tells_with_whom_somebody_has_articles_in_common(host, assigning):
    host.press("kim", "Enter", "lou", "Enter", "Tab", "2")
    assigning._preview()
    first = plan_grid(assigning._plan).rows[0]
    assert [cell.text for cell in first[:3]] == ["kim", "2", "2"]
    assert first[-1].text == "lou 2"


def test_open_articles_go_to_another_and_what_is_submitted_stays(host):
    given(host, (1, "kim"), (2, "kim"))
    with Project.open(host.project.path, annotator="kim") as kim:
        kim.run(Submit(host.articles[0], reject_rest=True))
    host.session.refresh()
    sheet = opened(host, ReassignSheet(host.session, host.window))
    sheet.to.setEditText("lou")
    assert sheet.told.text().startswith("1 article would go to lou")
    assert "kim keeps 1 article submitted" in sheet.told.text()
    host.press("Enter")
    assert holders(host) == {"1": ["kim"], "2": ["lou"]}


def test_articles_are_taken_back_where_nobody_gets_them(host):
    given(host, (1, "kim"), (2, "lou"))
    sheet = opened(host, ReassignSheet(host.session, host.window))
    sheet.to.setEditText(NOBODY)
    assert sheet.go.text() == "Take them back"
    host.press("Enter")
    assert holders(host) == {"1": [], "2": ["lou"]}


def test_ticks_give_an_article_and_take_it_back_in_one_batch(host):
    given(host, (1, "kim"), (2, "lou"))
    opened(host, ArticleTeamSheet(host.session, host.articles[0], host.window))
    host.press("Space", "Down", "Space", "Enter")
    assert holders(host)["1"] == ["lou"]
    host.session.undo()
    assert holders(host)["1"] == ["kim"]


def test_somebody_new_can_be_given_an_article(host):
    sheet = opened(host, ArticleTeamSheet(host.session, host.articles[1], host.window))
    sheet.other.setFocus()
    host.press("nia", "Enter", "Enter")
    assert holders(host)["2"] == ["nia"]


def test_an_article_comes_back_with_a_comment_and_not_without(host):
    host.session.run(Submit(host.articles[0], reject_rest=True))
    sheet = opened(host, ReturnArticleSheet(host.session, host.articles[0], [("ann", "ann")], host.window))
    host.press("Enter")
    assert sheet.problem.isVisible()
    host.press("the envoy was missed", "Enter")
    assert [one.comment for one in host.project.lead.team.returned()] == ["the envoy was missed"]
