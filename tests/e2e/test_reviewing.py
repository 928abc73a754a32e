"""A lead settles what three annotators differ on, by keyboard alone, in the real window."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QListView

from annotator.project import Project
from tests.e2e.conftest import HELD, KEYS
from tests.teams import TALKS, decide_and_submit, make_team
from tests.windows import FIRST, span_of

MORE_KEYS = {**KEYS, "Esc": Qt.Key.Key_Escape}


@pytest.fixture
def window(make_project, qtbot):
    """The real window of a lead, in the Review place, on what a team has submitted."""
    from shiboken6 import isValid

    from ui.app import open_window

    window = open_window(make_team(make_project), annotator="lead")
    qtbot.waitActive(window)
    qtbot.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    place = window.stack.currentWidget()
    qtbot.waitUntil(lambda: place.reviewing.card is not None and not place.queue.progress.isVisible())
    yield window
    if isValid(window):
        window.close()


@pytest.fixture
def press(qtbot, window):
    """`press("1", "Ctrl+Z")`: real keys to whatever has the keyboard."""

    def press(*keys: str) -> None:
        for key in keys:
            *held, last = key.split("+")
            modifiers = Qt.KeyboardModifier.NoModifier
            for name in held:
                modifiers |= HELD[name]
            code = MORE_KEYS.get(last) or getattr(Qt.Key, f"Key_{last}")
            qtbot.keyClick(QApplication.focusWidget() or window, code, modifiers)
            QApplication.processEvents()

    return press


@pytest.fixture
def go(window, press):
    """`go("boundary")`: F8 until a card of these kinds is current; gives it."""

    def go(*kinds: str):
        for _ in range(20):
            card = window.stack.currentWidget().reviewing.card
            if set(kinds) <= set(card.card.kinds) and card.state == "open":
                return card
            press("F8")
        raise AssertionError(f"no card waits of {kinds}")

    return go


def gold(window, card_id: str):
    """What the lead decided of a card: (choice, value)."""
    project = window.session.project
    found = project.lead.review.article(project.article_ids()[0]).find(card_id)
    return (found.decisions[0].choice, found.decisions[0].value) if found.decisions else None


def version_with(card, wanted) -> str:
    """The key of the version whose value is as wanted."""
    return str(next(at for at, one in enumerate(card.versions, 1) if one.value is not None and wanted(one.value)))


def test_a_digit_takes_a_version_and_goes_on(window, press, go):
    card = go("label")
    press(version_with(card, lambda value: value.label == "GPE"))
    assert gold(window, card.id)[0] == "version"
    assert gold(window, card.id)[1].label == "GPE"
    assert window.stack.currentWidget().reviewing.card.id != card.id


def test_zero_says_that_none_is_right(window, press, go):
    card = go("missed")
    press("0")
    assert gold(window, card.id) == ("none", None)


def test_a_composed_statement_has_parts_of_several_versions(window, press, go):
    card = go("boundary", "cue")
    two = next(at for at, one in enumerate(card.versions) if len(one.value.content) == 2 and one.value.cue)
    none = next(at for at, one in enumerate(card.versions) if one.value.cue is None)
    press("M")
    table = window.stack.currentWidget().card.table
    assert QApplication.focusWidget() is table
    press(str(two + 1), str(none + 1), "Enter")
    choice, value = gold(window, card.id)
    assert choice == "composed"
    assert len(value.content) == 2
    assert value.cue is None


def test_arrows_choose_the_version_of_a_part_while_composing(window, press, go):
    card = go("boundary", "cue")
    press("M", "Right")
    assert window.stack.currentWidget().reviewing.picks["content"] == 1
    press("Esc")
    assert gold(window, card.id) is None
    assert QApplication.focusWidget() is window.stack.currentWidget().view


def test_arrows_go_through_the_parts_that_differ_and_past_versions_that_have_nothing(window, press, go):
    card = go("boundary", "cue")
    press("M", "Right", "Down")
    table = window.stack.currentWidget().card.table
    assert table.cells.parts[table.currentIndex().row()] == "cue"
    assert table.currentIndex().column() == window.stack.currentWidget().reviewing.picks["cue"]
    press("Up", "Up")
    assert table.currentIndex().row() == 0
    assert gold(window, card.id) is None


def test_an_entity_is_edited_in_place_with_the_keys_of_annotate(window, press, go):
    card = go("boundary")
    while card.card.kind != "entity":
        press("F8")
        card = go("boundary")
    press("F2", "Ctrl+Alt+Left", "1", "Enter")
    choice, value = gold(window, card.id)
    assert choice == "edited"
    assert value.label == window.session.project.scheme.labels[0].name
    assert FIRST[value.span.start : value.span.end].endswith("Mosco")


def test_a_statement_is_edited_in_place_by_selecting_its_words(window, press, go):
    card = go("boundary", "cue")
    press("F2")
    view = window.stack.currentWidget().view
    view.select(span_of(FIRST, "said"))
    press("C")
    view.select(span_of(FIRST, "Witkoff"))
    press("S")
    view.select(span_of(FIRST, "It was a solutions-based discussion"))
    press("Q", "X", "2", "Enter")
    choice, value = gold(window, card.id)
    assert choice == "edited"
    assert value.content == (span_of(FIRST, "It was a solutions-based discussion"),)
    assert value.cue == span_of(FIRST, "said")
    assert value.speaker.mention == span_of(FIRST, "Witkoff")
    assert value.type == "indirect"
    assert value.nothing_to_link


def test_a_picker_changes_the_draft_and_nothing_is_written_before_it_is_taken(window, press, go, qtbot):
    card = go("boundary", "cue")
    rows = window.session.project.status()["decisions"]
    press("F2", "E")
    qtbot.waitUntil(lambda: type(QApplication.focusWidget()).__name__ == "QLineEdit")
    press("Enter")
    place = window.stack.currentWidget()
    assert [link.event for link in place.editing.value.links] == [TALKS.id]
    press("Ctrl+Z", "Esc")
    assert window.session.project.status()["decisions"] == rows
    assert gold(window, card.id) is None


def test_both_readings_are_kept_the_preferred_one_first(window, press, go):
    card = go("label")
    press("V", version_with(card, lambda value: value.label == "GPE"))
    project = window.session.project
    decision = project.lead.review.article(project.article_ids()[0]).find(card.id).decisions[0]
    assert decision.value.label == "GPE"
    assert [other.label for other in decision.alternatives] == ["ORG"]


def test_undo_takes_a_decision_back_and_shows_its_card(window, press, go):
    card = go("label")
    press("1", "Ctrl+Z")
    assert gold(window, card.id) is None
    assert window.stack.currentWidget().reviewing.card.id == card.id
    assert window.is_reviewing
    press("Ctrl+Shift+Z")
    assert gold(window, card.id) is not None


def test_a_reason_goes_into_the_case_book_with_the_decision(window, press, go, qtbot):
    card = go("label")
    press("R")
    qtbot.keyClicks(QApplication.focusWidget(), "Towns are places")
    press("Enter", "1")
    case = window.session.project.lead.cases.find(card.id)
    assert case.reason == "Towns are places"
    press("Ctrl+Z")
    assert window.session.project.lead.cases.find(card.id) is None


def test_the_like_case_is_shown_and_its_reason_used(window, press, go, qtbot):
    go("missed")
    first = window.stack.currentWidget().reviewing.card
    press("R")
    qtbot.keyClicks(QApplication.focusWidget(), "Days are dates")
    press("Enter", "1")
    place = window.stack.currentWidget()
    place.reviewing.set_card(first.id)
    assert "Days are dates" in place.card.like.accessibleName()
    press("L")
    assert place.card.reason.text() == "Days are dates"


def test_a_slip_is_marked_with_the_decision(window, press, go):
    card = go("label")
    wrong = version_with(card, lambda value: value.label == "GPE")
    press("S", wrong, version_with(card, lambda value: value.label == "ORG"))
    project = window.session.project
    decision = project.lead.review.article(project.article_ids()[0]).find(card.id).decisions[0]
    assert decision.slips == ("ben",)


def test_everything_is_settled_from_the_keyboard_and_nothing_waits(window, press, qtbot):
    place = window.stack.currentWidget()
    for _ in range(30):
        card = place.reviewing.card
        if not card.is_waiting:
            break
        press("1" if card.state == "open" else "Enter")
    qtbot.waitUntil(lambda: not any(row.open for row in place.reviewing.rows))
    assert "Nothing waits any more" in window.status.message.text()
    assert not window.session.project.lead.gold.blocks()


def test_a_late_submission_changes_nothing_that_is_settled_and_is_asked_about(window, press, go):
    card = go("label")
    press(version_with(card, lambda value: value.label == "ORG"))
    path = window.session.project.path
    with Project.open(path, annotator="zoe") as late:
        decide_and_submit(late, 1)
    window.session.refresh()
    found = window.stack.currentWidget().reviewing.article.find(card.id)
    assert found.state == "late"
    assert gold(window, card.id)[1].label == "ORG"
    window.stack.currentWidget().reviewing.set_card(card.id)
    press("Enter")
    assert window.stack.currentWidget().reviewing.article.find(card.id).state == "settled"


def test_names_are_hidden_until_they_are_asked_for(window, press, go):
    card = go("label")
    assert {name for version in card.versions for name in version.names} == {"A", "B", "C"}
    press("Shift+N")
    card = window.stack.currentWidget().reviewing.article.find(card.id)
    assert {name for version in card.versions for name in version.names} == {"ann", "ben", "eve"}


def test_a_whole_class_is_settled_as_one_act_but_for_what_is_taken_out(window, press, qtbot):
    place = window.stack.currentWidget()
    waiting = sum(row.open for row in place.reviewing.rows)
    press("C")
    sheet = window.findChild(object, "class_sheet")
    settled = sheet.model.rowCount() - 1
    press("Tab", "Tab", "Down", "Space", "Enter")
    qtbot.waitUntil(lambda: sum(row.open for row in place.reviewing.rows) == waiting - settled)
    press("Ctrl+Z")
    qtbot.waitUntil(lambda: sum(row.open for row in place.reviewing.rows) == waiting)


def test_the_rule_says_beforehand_how_much_would_wait(window, press, qtbot):
    press("Shift+R")
    sheet = window.findChild(object, "rule_sheet")
    press("Down")
    qtbot.waitUntil(lambda: "would wait" in sheet.preview.text())
    waiting = sum(row.open for row in window.stack.currentWidget().reviewing.rows)
    press("Enter")
    assert window.session.project.lead.settings.rule == "majority"
    assert sum(row.open for row in window.stack.currentWidget().reviewing.rows) < waiting


def test_an_article_is_returned_with_a_comment(window, press, qtbot):
    press("Shift+B")
    qtbot.waitUntil(lambda: window.findChild(object, "return_sheet") is not None)
    press("Tab")
    qtbot.keyClicks(QApplication.focusWidget(), "Look at the towns again")
    press("Enter")
    place = window.stack.currentWidget()
    assert len(place.reviewing.article.works) == 2


def test_what_is_filtered_is_what_one_goes_through(window, press):
    place = window.stack.currentWidget()
    place.queue.show_only("missed", None)
    for _ in range(4):
        press("F8")
        assert "missed" in place.reviewing.card.card.kinds


def test_the_menu_of_a_card_does_what_its_keys_do(window, press, go):
    from ui.acts.menus import review_menu

    card = go("label")
    review_menu(window.hand, window.keymap, window.pos())
    menu = QApplication.activePopupWidget()
    action = next(one for one in menu.actions() if one.text().startswith("None is right"))
    action.trigger()
    menu.close()
    assert gold(window, card.id) == ("none", None)


def test_the_article_under_review_is_as_large_as_the_other_text(window, press):
    view = window.stack.currentWidget().view
    press("Ctrl+Plus")
    assert view.zoom_percent == window.settings.text_size == 110
    press("Ctrl+Minus")
    assert view.zoom_percent == 100


def test_f_narrows_the_queue_to_a_kind_and_goes_to_the_first_of_it(window, press, qtbot):
    place = window.stack.currentWidget()
    press("F")
    menu = QApplication.activePopupWidget()
    assert not next(one for one in menu.actions() if one.text().startswith("With late work")).isEnabled()
    while not menu.activeAction().text().startswith("Boundary"):
        qtbot.keyClick(menu, Qt.Key.Key_Down)
    qtbot.keyClick(menu, Qt.Key.Key_Return)
    assert "boundary" in place.reviewing.card.card.kinds
    assert QApplication.focusWidget() is place.view
    assert place.bar.count.text().endswith("only boundary")


def test_enter_on_a_button_presses_it_and_settles_nothing(window, press):
    place = window.stack.currentWidget()
    card = place.reviewing.card
    place.card.more.setFocus(Qt.FocusReason.TabFocusReason)
    press("Enter")
    assert place.card.more.isChecked()
    assert gold(window, card.id) is None


def test_what_the_last_act_could_not_do_is_past_with_the_next_one(window, press, go):
    go("label")
    press("Enter")
    assert "The versions differ" in window.status.message.text()
    press("F8")
    assert "differ" not in window.status.message.text()


def test_the_keys_of_review_come_first_while_it_is_shown(window, qtbot):
    qtbot.keyClicks(QApplication.focusWidget(), "?")
    assert window.findChild(QListView, "keys_list").model().index(0, 0).data() == "Review"


def test_a_window_that_was_left_in_review_reopens_there_at_the_same_card_even_if_it_was_killed(window, press, qtbot):
    from ui.app import open_window

    press("F8", "F8", "1")
    review = window.stack.currentWidget().reviewing
    left = review.article.article.id, review.card.id
    qtbot.waitUntil(lambda: not window.resume._timer.isActive())
    window.session.project.checkpoint()
    again = open_window(window.session.project.path, annotator="lead")  # beside the first, which has not been closed
    qtbot.waitUntil(lambda: again.is_reviewing and again.stack.currentWidget().reviewing.card is not None)
    found = again.stack.currentWidget().reviewing
    assert (found.article.article.id, found.card.id) == left
    again.close()


def test_the_last_decision_says_which_key_releases_the_gold(window, press, qtbot):
    while window.stack.currentWidget().reviewing.card.is_waiting:
        press("1")
    press("F8")
    assert window.status.message.text() == "Nothing waits any more: Ctrl Shift R releases the gold."


def test_undo_of_a_decision_with_a_reason_is_called_after_the_decision(window, press, go, qtbot):
    go("label")
    press("R")
    qtbot.keyClicks(QApplication.focusWidget(), "A name of a place")
    press("Esc", "1")
    assert window.session.project.undo_title() == "settle entity"
    press("Ctrl+Z")
    assert window.session.project.lead.cases.all() == []
