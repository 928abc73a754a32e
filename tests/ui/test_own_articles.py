"""What annotators see of their assignments: their own list in its order, what is locked, returned or blind."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMenu
from shiboken6 import isValid

from annotator.operations import Assign, OpenRest, ReturnArticle, Submit
from annotator.project import Project
from annotator.review.handing_out import AssignmentRow
from ui.acts.menus import fill_article_menu
from ui.app import open_window
from ui.dialogs.sheet import Sheet

TEXTS = ("First text.", "Second text.", "Third text.", "Fourth text.")


@pytest.fixture
def path(make_project):
    """Ann has the fourth article to begin with, then the third, blind, and the first; the second is nobody's."""
    project = make_project(*TEXTS, annotator="lead")
    ids = project.article_ids()
    project.run(
        Assign(
            (
                AssignmentRow(ids[3], "ann", calibration=True, order=1),
                AssignmentRow(ids[2], "ann", blind=True, order=1),
                AssignmentRow(ids[0], "ann", order=2),
            )
        )
    )
    project.close()
    return project.path


@pytest.fixture
def window(path, qtbot):
    window = open_window(path, annotator="ann")
    qtbot.waitActive(window)
    yield window
    if isValid(window):
        window.close()


def listed(window) -> list[str]:
    model = window.annotate.articles.model
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def below(window, number: int) -> str:
    model = window.annotate.articles.model
    return model.below(model.article_at(number))


def press(qtbot, window, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    qtbot.keyClick(QApplication.focusWidget() or window, key, held)
    QApplication.processEvents()


def lead(path, *operations) -> None:
    """Let the lead do something in the file."""
    with Project.open(path, annotator="lead") as project:
        for operation in operations:
            project.run(operation)


def submit_first(window, path, *, opens: bool) -> None:
    first = window.session.article_ids()[0]
    window.session.run(Submit(first))
    if opens:
        lead(path, OpenRest((first,)))
        window.session.refresh()


def test_own_articles_are_listed_in_the_order_to_work_on_them(window):
    assert listed(window) == ["Fourth text.", "Third text.", "First text."]
    assert window.session.text == "Fourth text."
    assert window.top_bar.count.text() == "1 of 3"


def test_the_others_are_reached_by_a_filter(window):
    window.do("all_articles")
    assert listed(window) == ["First text.", "Second text.", "Third text.", "Fourth text."]
    window.do("all_articles")
    assert len(listed(window)) == 3


def test_what_comes_after_the_calibration_says_why_it_is_locked(window, qtbot):
    assert below(window, 1) == "opens after the calibration articles: 1 article to go"
    press(qtbot, window, Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
    assert window.session.text == "Fourth text."
    assert window.status.message.text().startswith("“Third text.” opens after the calibration articles")


def test_the_rest_opens_when_the_lead_says_so(window, path, qtbot):
    submit_first(window, path, opens=False)
    qtbot.waitUntil(lambda: "compared" in below(window, 1))
    submit_first(window, path, opens=True)
    qtbot.waitUntil(lambda: below(window, 1) == "no suggestions")
    press(qtbot, window, Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
    assert window.session.text == "Third text."
    assert "without suggestions" in window.annotate.notice.accessibleName()


def test_after_the_calibration_the_annotator_hears_what_the_rest_waits_for(window, qtbot):
    window.session.set_current(None)
    press(qtbot, window, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    said = "Submitted. The rest opens when the lead has compared the calibration articles."
    assert window.status.message.text() == said


def test_what_was_returned_is_offered_until_it_is_open(window, path):
    submit_first(window, path, opens=True)
    article = window.session.article_ids()[2]
    window.session.run(Submit(article))
    lead(path, ReturnArticle(article, "ann", "again"))
    window.session.refresh()
    window.annotate.articles.reload()
    window.leading.look()
    assert window.annotate.offer_bar.accessibleName() == "1 article was returned to you by the lead."
    window.session.open_article(article)
    assert not window.annotate.offer_bar.isVisible()


def test_a_returned_article_stands_out_and_shows_the_leads_words(window, path, qtbot):
    submit_first(window, path, opens=True)
    window.session.open_article(window.session.article_ids()[1])
    lead(path, ReturnArticle(window.session.article_ids()[0], "ann", "Look at the end again"))
    window.session.refresh()
    qtbot.waitUntil(lambda: window.annotate.articles.model.state_counts()["returned"] == 1)
    press(qtbot, window, Qt.Key.Key_F8)
    assert window.session.text == "Fourth text."
    assert window.annotate.notice.accessibleName() == "The lead returned this article: Look at the end again"
    window.session.run(Submit(window.session.article_id))
    assert not window.annotate.notice.isVisible()


def test_without_a_returned_article_the_key_says_so(window, qtbot):
    press(qtbot, window, Qt.Key.Key_F8)
    assert window.status.message.text().startswith("No article was returned to you.")


def test_the_leads_list_has_a_menu_that_assigns_and_returns(window, path):
    submit_first(window, path, opens=False)
    article = window.session.article_ids()[0]
    window.close()
    leading = open_window(path, annotator="lead")
    menu = QMenu(leading)
    fill_article_menu(menu, leading.hand, article)
    titles = {action.text(): action for action in menu.actions() if action.text()}
    assert list(titles) == ["Open", "Assign this article to…", "Return it with a comment…"]
    assert titles["Return it with a comment…"].isEnabled()
    titles["Assign this article to…"].trigger()
    assert [sheet.objectName() for sheet in leading.findChildren(Sheet)] == ["article_team_sheet"]
    leading.close()


def test_who_has_no_articles_of_their_own_sees_all(path):
    window = open_window(path, annotator="lead")
    assert len(listed(window)) == 4
    assert not window.annotate.articles.model.has_own
    window.close()
