"""The model and the panel of the article list."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from annotator.operations import SetAside
from tests.windows import FIRST, SECOND
from ui.models.article_list import PROGRESS_ROLE, ArticleListModel
from ui.panels.articles import ArticlesPanel
from ui.session import Session
from ui.theme import load_theme


@pytest.fixture
def session(make_project):
    return Session(make_project(FIRST, SECOND, "Élan in Riyadh\n\nA third text."))


@pytest.fixture
def panel(session, qtbot):
    panel = ArticlesPanel(session, load_theme("light"))
    qtbot.addWidget(panel)
    panel.resize(260, 500)
    panel.show()
    return panel


def titles(model):
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def test_the_model_keeps_qts_rules(session, qtmodeltester):
    qtmodeltester.check(ArticleListModel(session.project))


def test_filtering_ignores_case_and_accents(session):
    model = ArticleListModel(session.project)
    model.narrow("elan riyadh", None)
    assert titles(model) == ["Élan in Riyadh"]


def test_filtering_by_state_shows_only_such(session):
    model = ArticleListModel(session.project)
    article = session.article_ids()[1]
    model.refresh(session.project.run(SetAside(article, "other")).articles)
    model.narrow("", "set aside")
    assert model.article_at(0).id == article
    assert model.rowCount() == 1
    assert model.index(0, 0).data(PROGRESS_ROLE) == "set aside"


def test_a_row_tells_a_screen_reader_its_state(session):
    model = ArticleListModel(session.project)
    assert "to do" in model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)


def test_enter_in_the_list_opens_the_article(panel, session, qtbot):
    panel.focus_list()
    qtbot.keyClick(panel.list, Qt.Key.Key_Down)
    qtbot.keyClick(panel.list, Qt.Key.Key_Down)
    assert session.article_id is None
    qtbot.keyClick(panel.list, Qt.Key.Key_Return)
    assert session.article_id is not None


def test_typing_in_the_filter_narrows_and_enter_opens_the_first(panel, session, qtbot):
    field = panel.findChild(object, "article_filter")
    qtbot.keyClicks(field, "third riy")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert panel.list.model().rowCount() == 0
    field.clear()
    qtbot.keyClicks(field, "elan")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert session.article_id == session.article_ids()[2]


def test_a_click_opens_an_article(panel, session, qtbot):
    panel.list.model()
    rect = panel.list.visualRect(panel.list.model().index(1, 0))
    qtbot.mouseClick(panel.list.viewport(), Qt.MouseButton.LeftButton, pos=rect.center())
    assert session.article_id == session.article_ids()[1]


@pytest.mark.parametrize(("texts", "words"), [((FIRST,), "Filter 1 article"), ((FIRST, SECOND), "Filter 2 articles")])
def test_the_field_says_how_many_articles_it_filters(make_project, qtbot, texts, words):
    panel = ArticlesPanel(Session(make_project(*texts)), load_theme("light"))
    qtbot.addWidget(panel)
    assert panel.findChild(QLineEdit).placeholderText() == words
