"""Stories of articles: submit with and without undecided units, set aside, find, reopen where it was left."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication

from annotator.project import Project
from tests.windows import find, go_to, select


def state_of(window, number=0):
    return window.session.project.articles()[number].state


def decide_all(window, press):
    press("Alt+1")
    for _ in range(20):
        press("Enter")


def test_submitting_a_decided_article_goes_on_to_the_next(window, press):
    decide_all(window, press)
    press("Ctrl+Return")
    assert state_of(window) == "submitted"
    assert window.session.article_id == window.session.article_ids()[1]


def test_submitting_with_undecided_units_offers_to_go_there(window, press):
    press("Enter", "Ctrl+Return")
    offer = window.findChild(object, "offer")
    assert offer.isVisible()
    assert state_of(window) == "in work"
    press("Enter")
    assert not offer.isVisible()
    assert window.session.work.is_undecided(window.session.current_unit())
    assert window.annotate.view.hasFocus()


def test_submitting_with_undecided_units_can_reject_them_all(window, press):
    press("Enter", "Ctrl+Return", "R")
    first = window.session.project.work(window.session.article_ids()[0])
    assert first.state == "submitted"
    assert not [unit for unit in first.every() if unit.state == "suggested"]
    press("Ctrl+Z")
    assert [unit for unit in window.session.work.every() if unit.state == "suggested"]


def test_submitting_can_be_cancelled(window, press):
    press("Ctrl+Return", "Escape")
    assert state_of(window) == "todo"
    assert window.annotate.view.hasFocus()


def test_a_later_decision_takes_a_submitted_article_up_again(window, press):
    decide_all(window, press)
    press("Ctrl+Return", "Ctrl+PageUp", "Alt+0")
    go_to(window, "Kursk")
    press("3")
    assert state_of(window) == "in work"


def test_an_article_is_set_aside_with_a_reason(window, press, qtbot):
    press("Ctrl+D", "3", "Tab")
    qtbot.keyClicks(QApplication.focusWidget(), "twin of another")
    press("Enter")
    assert state_of(window) == "set aside"
    work = window.session.project.work(window.session.article_ids()[0])
    assert "twin" in work.comment
    assert window.session.article_id == window.session.article_ids()[1]


def test_find_leaves_the_hit_selected_whatever_its_case(window, press, qtbot):
    press("Ctrl+F")
    qtbot.keyClicks(QApplication.focusWidget(), "LAVROV")
    press("Escape")
    selection = window.session.selection()
    assert window.session.text[selection.start : selection.end] == "Lavrov"
    assert window.annotate.view.hasFocus()


def test_find_in_all_articles_opens_the_hit(window, press, qtbot):
    press("Ctrl+Shift+F")
    qtbot.keyClicks(QApplication.focusWidget(), "Friday")
    qtbot.waitUntil(lambda: window.findChild(object, "find_all_hits").model().rowCount() == 1)
    press("Enter")
    assert window.session.article_id == window.session.article_ids()[1]
    selection = window.session.selection()
    assert window.session.text[selection.start : selection.end] == "Friday"


def test_the_palette_does_acts_and_opens_articles(window, press, qtbot):
    press("Ctrl+K")
    qtbot.keyClicks(QApplication.focusWidget(), "kursk again")
    press("Enter")
    assert window.session.article_id == window.session.article_ids()[1]
    press("Ctrl+K")
    qtbot.keyClicks(QApplication.focusWidget(), "pass: ent")
    press("Enter")
    assert window.session.passes == {"entities"}


def test_the_window_reopens_where_it_was_left_even_if_it_was_killed(window, press, qtbot):
    from ui.app import open_window

    press("Alt+1", "Ctrl+PageDown", "J")
    left = window.session.article_id, window.session.current
    qtbot.wait(400)
    again = open_window(window.session.project.path, annotator="ann")
    assert (again.session.article_id, again.session.current) == left
    assert again.session.passes == {"entities"}
    again.close()


def test_another_annotator_starts_at_the_beginning(window, press, qtbot):
    from ui.app import open_window

    press("Ctrl+PageDown")
    qtbot.wait(400)
    other = open_window(window.session.project.path, annotator="ben")
    assert other.session.article_id == other.session.article_ids()[0]
    other.close()


def test_what_is_painted_is_in_the_file(window, press):
    press("Enter", "Enter")
    with Project.open(window.session.project.path, annotator="ann", read_only=True) as other:
        kept = [unit for unit in other.work(window.session.article_id).every() if unit.state == "kept"]
    assert len(kept) == 2


def test_everything_is_undone_and_redone_across_a_restart(window, press):
    from ui.app import open_window

    press("Enter", "Enter")
    select(window, "Kyiv")
    press("3")
    path = window.session.project.path
    digest = window.session.project.status()["digest"]
    window.close()
    again = open_window(path, annotator="ann")
    for _ in range(3):
        again.do("undo")
    assert find(again, "Trump").state == find(again, "Putin").state == "suggested"
    for _ in range(3):
        again.do("redo")
    assert again.session.project.status()["digest"] == digest
    again.close()


def test_a_region_that_is_no_article_is_excluded(window):
    select(window, "Kursk is quiet.")
    window.do("exclude")
    assert len(window.session.work.regions) == 1
    window.annotate.view.set_caret(window.session.work.regions[0].span.start)
    window.do("include")
    assert not window.session.work.regions


def test_h_shows_hidden_suggestions_and_passes_change_what_j_goes_to(window, press):
    press("H")
    assert window.session.show_hidden
    press("Alt+2")
    assert window.session.current_unit().kind == "statement"


def test_a_project_without_articles_says_its_name_and_how_to_import(make_project, qtbot):
    from ui.app import open_window

    window = open_window(make_project().path, annotator="ann")
    qtbot.waitActive(window)
    try:
        assert window.top_bar.project.text().strip("▾ ") == window.session.project.name
        assert not window.top_bar.next.isEnabled()
        assert window.status.progress.isHidden()
        assert window.annotate.articles.isAncestorOf(window.focusWidget())
    finally:
        window.close()


def test_title_and_status_line_count_the_same_units_in_each_pass(window, press, qtbot):
    press("Alt+2")
    qtbot.waitUntil(lambda: "0 of 1 decided" in window.annotate.view._header.meta)
    assert window.status.left.text() == "1 left"
