"""The window as a whole: bars, menus, sheets, theme, text size, panes, what is kept when it closes."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from annotator.model import Event
from annotator.operations import AddEvent, LinkEvent, Together
from annotator.settings import load_settings
from tests.windows import FIRST, find, go_to, make_and_open, select, span_of
from ui.acts import ACTS, BY_NAME
from ui.acts.menus import fill_context_menu
from ui.dialogs.sheet import Sheet

SHEETS = (
    "palette",
    "keys",
    "guide",
    "preferences",
    "about",
    "conflicts",
    "find_everywhere",
    "set_aside",
    "meta",
    "list_alike",
    "new_project",
    "import",
    "export",
    "case_book",
    "feedback",
    "guidelines",
    "edit_guidelines",
)


@pytest.fixture
def window(make_project, qtbot):
    with make_and_open(make_project) as window:
        yield window


def status(window):
    return window.findChild(object, "status_message").text()


def sheets(window):
    return [sheet for sheet in window.findChildren(Sheet) if sheet.isVisible()]


def test_the_window_says_which_project_and_article_it_shows(window):
    assert "talks" in window.windowTitle()
    assert window.findChild(object, "article_count").text() == "1 of 2"
    assert window.findChild(object, "pass_menu").text().startswith("Pass: All")


def test_the_status_line_says_when_it_was_saved_and_what_is_left(window, qtbot):
    left = window.findChild(object, "left_message").text()
    window.do("accept")
    assert status(window).startswith("Saved ")
    assert window.findChild(object, "left_message").text() != left


def test_what_the_list_of_events_needs_is_read_while_nobody_acts(window, qtbot):
    session = window.session
    statement = next(unit.id for unit in session.work.units() if unit.kind == "statement")
    event = Event(id="e" * 32, title="Summit")
    link = LinkEvent(session.article_id, (statement,), event.id, "reports")
    session.run(Together("Event and link", (AddEvent(event), link)))
    proposals = session.project.proposals
    assert not proposals.warm(0)
    qtbot.waitUntil(lambda: proposals.warm(0))


def test_the_keys_that_apply_now_are_shown(window, qtbot):
    go_to(window, "Trump")
    window.chrome.show_hints()
    words = [label.text() for label in window.status.findChildren(QWidget) if hasattr(label, "text")]
    assert {"Enter", "accept", "1–9", "label", "?"} <= set(words)
    go_to(window, "It was positive")
    window.chrome.show_hints()
    words = [label.text() for label in window.status.findChildren(QWidget) if hasattr(label, "text")]
    assert {"type", "S", "speaker", "E", "event"} <= set(words)


@pytest.mark.parametrize("name", SHEETS)
def test_every_sheet_opens_takes_the_keyboard_and_gives_it_back(window, qtbot, name):
    go_to(window, "Trump")
    window.do(name)
    (sheet,) = sheets(window)
    focus = window.focusWidget()
    assert sheet is focus or sheet.isAncestorOf(focus)
    assert sheet.accessibleName()
    qtbot.keyClick(focus, Qt.Key.Key_Escape)
    assert not sheets(window)
    assert window.focusWidget() is window.annotate.view


def test_the_windows_keys_rest_while_a_sheet_is_open(window, qtbot):
    window.do("accept")
    window.do("guide")
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert find(window, "Trump").state == "kept"


def test_tab_stays_inside_a_sheet(window, qtbot):
    window.do("export")
    (sheet,) = sheets(window)
    for _ in range(9):
        qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
        assert sheet.isAncestorOf(window.focusWidget())


def test_the_context_menu_of_an_entity_offers_what_the_keys_can_do(window):
    menu = QMenu()
    fill_context_menu(menu, window.hand, window.keymap, span_of(FIRST, "Kursk").start)
    titles = [action.text().split("\t")[0] for action in menu.actions()]
    for name in ("accept", "reject", "accept_alike", "list_alike", "actor", "unsure", "note"):
        assert BY_NAME[name].title in titles
    assert window.session.current == find(window, "Kursk").id
    labels = next(action.menu() for action in menu.actions() if action.text() == "Label")
    next(action for action in labels.actions() if action.text().startswith("Country")).trigger()
    assert find(window, "Kursk").value.label == "GPE"
    menu.deleteLater()


def test_the_context_menu_of_a_statement_offers_its_parts(window):
    menu = QMenu()
    fill_context_menu(menu, window.hand, window.keymap, span_of(FIRST, "positive").start)
    titles = [action.text().split("\t")[0] for action in menu.actions()]
    for name in ("accept", "reject", "speaker", "actor", "cue", "parent", "event", "nothing"):
        assert BY_NAME[name].title in titles
    menu.deleteLater()


def test_the_context_menu_of_a_selection_offers_what_can_be_made_of_it(window):
    go_to(window, "It was positive")
    span = select(window, "Kyiv waits")
    menu = QMenu()
    fill_context_menu(menu, window.hand, window.keymap, span.start + 2)
    titles = [action.text().split("\t")[0] for action in menu.actions()]
    for name in ("statement", "cue", "speaker", "fragment", "exclude", "copy"):
        assert BY_NAME[name].title in titles
    next(action for action in menu.actions() if action.text().startswith(BY_NAME["statement"].title)).trigger()
    assert find(window, "Kyiv waits").kind == "statement"
    menu.deleteLater()


def test_every_act_is_in_the_palette_when_it_applies(window):
    window.do("palette")
    model = window.findChild(object, "palette_list").model()
    shown = {item.data.name for item in model.items()}
    assert shown == {act.name for act in ACTS if act.applies(window.hand)}


def test_the_theme_is_toggled_and_kept(window):
    was_dark = window.theme.is_dark
    window.do("theme")
    assert window.theme.is_dark is not was_dark
    assert load_settings().settings.theme == ("light" if was_dark else "dark")


def test_the_text_grows_shrinks_and_comes_back(window):
    window.do("text_larger")
    window.do("text_larger")
    window.do("text_smaller")
    assert load_settings().settings.text_size == 110
    window.do("text_normal")
    assert load_settings().settings.text_size == 100


def test_f6_goes_from_pane_to_pane(window):
    view = window.annotate.view
    window.do("next_pane")
    assert window.annotate.inspector.isAncestorOf(window.focusWidget())
    window.do("next_pane")
    assert window.focusWidget() is window.annotate.articles.list
    window.do("next_pane")
    assert window.focusWidget() is view


def test_the_places_are_one_key_apart(window, qtbot):
    qtbot.keyClick(window.annotate.view, Qt.Key.Key_3, Qt.KeyboardModifier.ControlModifier)
    assert not window.is_annotating
    assert window.findChild(object, "left_message").text() == ""
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    assert window.is_annotating
    assert window.focusWidget() is window.annotate.view


def test_a_key_can_be_changed_and_one_that_is_taken_cannot(window, qtbot):
    window.do("keys")
    field = window.findChild(object, "keys_field")
    qtbot.keyClicks(field, "unsure")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.keyClick(field, Qt.Key.Key_A)
    assert load_settings().settings.keys == {}
    qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.keyClick(field, Qt.Key.Key_W)
    assert load_settings().settings.keys == {"unsure": "W"}
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    qtbot.keyClick(window.annotate.view, Qt.Key.Key_W)
    assert find(window, "Trump").value.flags == ("unsure",)


def test_files_dropped_onto_the_window_are_imported_and_said(window, qtbot, tmp_path):
    path = tmp_path / "third.txt"
    path.write_text("A third article about Osk.", encoding="utf-8")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    drop = QDropEvent(
        QPointF(QPoint(10, 10)),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    window.dropEvent(drop)
    qtbot.waitUntil(lambda: window.files.jobs.running is None, timeout=20000)
    assert len(window.session.article_ids()) == 3
    assert status(window).startswith("Imported")
    assert window.annotate.articles.list.model().rowCount() == 3


def test_a_file_that_cannot_be_imported_is_said_as_an_error(window, qtbot, tmp_path):
    window.files.import_paths([str(tmp_path / "missing.txt")])
    qtbot.waitUntil(lambda: window.files.jobs.running is None, timeout=20000)
    assert "missing.txt" in status(window)
    assert window.findChild(object, "status_message").property("role") == "danger"


def test_the_layer_is_exported_by_a_job(window, qtbot, tmp_path):
    window.do("accept")
    window.files.export(str(tmp_path / "out"), ["--layer", "ann"])
    qtbot.waitUntil(lambda: window.files.jobs.running is None, timeout=20000)
    assert (tmp_path / "out" / "train.jsonl").exists()
    assert "Exported" in status(window)


def test_a_second_window_on_the_file_sees_what_the_first_decides(window):
    from ui.app import open_window

    other = open_window(window.session.project.path, annotator="ann")
    window.do("accept")
    other.session.refresh()
    assert find(other, "Trump").state == "kept"
    other.close()


def test_opening_another_project_takes_this_windows_place(window, make_project, qtbot):
    other = make_project("Another text.", name="other")
    window.files.open_path(other.path)
    windows = [one for one in QApplication.topLevelWidgets() if one.isVisible() and one.windowTitle()]
    assert [one.session.project.name for one in windows] == ["other"]
    windows[0].close()


def test_a_project_that_is_not_there_is_said_and_the_window_stays(window, tmp_path):
    window.files.open_path(tmp_path / "none.annodb")
    assert "none.annodb" in status(window)
    assert window.isVisible()


def test_a_project_without_articles_says_what_to_do(make_project, qtbot):
    from ui.app import open_window

    project = make_project(name="empty")
    window = open_window(project.path)
    assert window.session.article_id is None
    window.do("accept")
    assert status(window)
    window.close()


def test_an_operation_that_is_refused_is_said_and_changes_nothing(window):
    select(window, "Kyiv")
    window.do("fragment_away")
    assert status(window)
    assert window.session.project.undo_title() is None
