"""Stories of scores and memory: accept all above one, begin with doubts, see why, never fix a name twice."""

from __future__ import annotations

import msgspec
import pytest
from PySide6.QtCore import QEvent, QPoint, QTimer
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QApplication, QToolTip

from annotator.operations import RejectUnits, Submit
from tests.windows import FIRST, SECOND, entity, find, go_to, quote, select
from ui import slices
from ui.app import open_window
from ui.dialogs.accept_above import AcceptAboveDialog
from ui.slices import Slices

SCORES = {"Trump": 0.99, "Putin": 0.97, "Tuesday": 0.7, "Kursk": 0.6, "Witkoff": 0.9}


def scored(suggestion, score):
    return msgspec.structs.replace(suggestion, score=score)


@pytest.fixture
def window(window):
    """The window on suggestions of differing scores, in both articles; one of them is hidden."""
    session = window.session
    first, second = session.article_ids()
    proposed = [scored(entity(first, FIRST, words, "PERSON"), score) for words, score in SCORES.items()]
    hidden = scored(entity(first, FIRST, "solutions-based", "CARDINAL"), 0.99)
    other = [
        scored(entity(second, SECOND, words, "PERSON"), score) for words, score in SCORES.items() if words in SECOND
    ]
    runs = [(first, [*proposed, hidden, scored(quote(first, FIRST), 0.96)], ()), (second, other, ())]
    session.project.store_suggestions(runs, model="test 2")
    session.open_article(first)
    return window


def settled(qtbot, window):
    """Wait until the sheet has looked at everything and counted it."""
    dialog = window.findChild(AcceptAboveDialog)
    qtbot.waitUntil(lambda: not any(timer.isActive() for timer in dialog.findChildren(QTimer)))


@pytest.fixture
def sheet(window, press, qtbot):
    """Opens the sheet and waits until it has looked at everything."""

    def open_sheet():
        press("Ctrl+Shift+A")
        settled(qtbot, window)

    return open_sheet


def rows(window):
    model = window.findChild(object, "accept_above_counts").model()
    return [(item.title, item.badge) for item in model.items()]


def said(window):
    return window.findChild(object, "accept_above_said").text()


def status(window):
    return window.findChild(object, "status_message").text()


def kept(window, article):
    work = window.session.project.reading.work(article)
    return sorted(work.article.text[unit.start : unit.end][:9] for unit in work.every() if unit.state == "kept")


def test_enter_accepts_all_above_95_percent_in_the_article_and_undo_takes_it_back(window, press, sheet, qtbot):
    sheet()
    assert rows(window) == [("Person", "2"), ("Direct statements", "1")]
    assert said(window) == "3 of 6 undecided suggestions, hardly any wrong by their scores."
    press("Enter")
    first = window.session.article_ids()[0]
    qtbot.waitUntil(lambda: "one Ctrl+Z" in status(window))
    assert len(kept(window, first)) == 3
    assert {unit.how for unit in window.session.work.every() if unit.state == "kept"} == {"bulk"}
    assert "3 suggestions in 1 article" in status(window)
    assert window.session.work.find(window.session.current).is_machine
    press("Ctrl+Z")
    assert kept(window, first) == []
    assert "accept all 2 entities and 1 statement" in status(window)


def test_all_open_articles_are_one_act_and_a_submitted_one_is_left_alone(window, press, sheet, qtbot):
    first, second = window.session.article_ids()
    sheet()
    window.findChild(object, "accept_above_scope").setCurrentIndex(1)
    window.findChild(object, "accept_above_least").setValue(60)
    window.findChild(object, "accept_above_statement").setChecked(False)
    settled(qtbot, window)
    assert rows(window) == [("Person", "7")]
    press("Enter")
    qtbot.waitUntil(lambda: "one Ctrl+Z" in status(window))
    assert [len(kept(window, article)) for article in (first, second)] == [5, 2]
    press("Ctrl+Z")
    assert kept(window, first) == kept(window, second) == []
    window.session.run(Submit(second, reject_rest=True))
    sheet()
    assert window.findChild(object, "accept_above_scope").itemText(1) == "all 1 open article"


def test_esc_stops_after_what_is_done_and_one_undo_takes_that_back(window, press, sheet, qtbot, monkeypatch):
    monkeypatch.setattr(slices, "SLICE_SECONDS", 0)
    first, second = window.session.article_ids()
    sheet()
    window.findChild(object, "accept_above_scope").setCurrentIndex(1)
    settled(qtbot, window)
    dialog = window.findChild(AcceptAboveDialog)
    dialog.findChild(Slices).progressed.connect(dialog.leave)
    press("Enter")
    qtbot.waitUntil(lambda: "Stopped after" in status(window))
    assert [len(kept(window, article)) for article in (first, second)] == [3, 0]
    press("Ctrl+Z")
    assert kept(window, first) == []


def test_where_nothing_is_that_sure_the_surest_is_told(window, press, sheet, qtbot):
    sheet()
    window.findChild(object, "accept_above_least").setValue(100)
    settled(qtbot, window)
    assert said(window) == "None of 6 undecided suggestions is that sure: the surest has 99 %."


def test_nothing_is_offered_where_nothing_is_sure(window, press, sheet):
    for unit in window.session.work.undecided():
        window.session.run(RejectUnits(window.session.article_id, (unit.id,)))
    sheet()
    assert said(window) == "Nothing is left to decide there."
    assert not window.findChild(object, "accept_above_go").isEnabled()
    press("Enter", "Escape")
    assert window.findChild(object, "article_view").hasFocus()


def walk(window, press, *keys):
    words = []
    for key in keys:
        press(key)
        unit = window.session.current_unit()
        words.append(FIRST[unit.start : unit.end].split()[0])
    return words


def test_least_certain_first_changes_where_j_k_and_enter_go(window, press):
    go_to(window, "Trump")
    assert walk(window, press, "J", "J") == ["Putin", "Tuesday"]
    window.do("least_certain")
    assert window.session.current == find(window, "Kursk").id  # 60 %: the least certain of all, not the next beyond
    assert window.findChild(object, "left_message").text() == "6 left · least certain first"
    go_to(window, "Kursk")
    assert walk(window, press, "J", "J", "K") == ["Tuesday", "Witkoff", "Tuesday"]
    assert walk(window, press, "Enter", "Enter", "Enter") == ["Witkoff", "It", "Putin"]
    assert walk(window, press, "Shift+J") == ["Tuesday"]
    window.do("least_certain")
    assert window.findChild(object, "left_message").text() == "4 left"  # the statement is not linked


def test_the_order_is_remembered_with_the_project(window, press, qtbot):
    window.do("least_certain")
    window.close()
    again = open_window(window.session.project.path, annotator="ann")
    try:
        assert again.session.least_first
    finally:
        again.close()


def test_articles_are_listed_by_doubt_and_gone_through_in_that_order(window, press, qtbot):
    first, second = window.session.article_ids()
    window.do("least_certain_articles")
    qtbot.waitUntil(lambda: window.session.article_ids() == [second, first])
    model = window.annotate.articles.model
    assert [model.article_at(row).id for row in range(2)] == [second, first]
    assert model.below(model.article_at(0)) == "22 % doubtful"
    press("Ctrl+PageUp")
    assert window.session.article_id == second
    window.do("least_certain_articles")
    assert window.session.article_ids() == [first, second]


def test_the_current_suggestion_says_why_until_a_person_decides_it(window, press):
    go_to(window, "Kursk")
    why = window.findChild(object, "entity_why")
    assert why.words == "a test says so · 60 %"
    press("Shift+Enter")
    assert why.words == ""


def test_resting_on_a_suggestion_in_the_text_says_why(window, press):
    view = window.annotate.view
    place = view.unit_rect(find(window, "Kursk").id).center()
    point = QPoint(int(place.x()), int(place.y()))
    QApplication.sendEvent(view.viewport(), QHelpEvent(QEvent.Type.ToolTip, point, view.viewport().mapToGlobal(point)))
    assert QToolTip.text() == "a test says so · 60 %"
    QToolTip.hideText()


def test_a_name_added_once_is_accepted_with_a_in_the_next_article(window, press):
    first, second = window.session.article_ids()
    select(window, "Moscow")
    press("3")
    window.session.next_article(1)
    unit = window.session.work.named("Moscow")[0]
    assert (unit.state, unit.reason) == ("suggested", "added as GPE in 1 article")
    window.session.set_current(unit.id)
    press("A")
    assert window.session.work.named("Moscow")[0].state == "kept"
    press("Ctrl+Z", "Ctrl+Z")
    assert window.session.article_id == first
    assert window.session.project.work(second).named("Moscow") == []
