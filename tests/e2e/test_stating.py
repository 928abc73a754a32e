"""Stories of statements: made from a selection, with speaker and cue, linked to a new and an existing event."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from annotator.model import Event
from annotator.operations import AddEvent
from tests.windows import FIRST, find, go_to, select, span_of


def test_q_makes_a_statement_of_the_selection_and_leaves_the_marks_outside(window, press):
    select(window, "Kyiv waits")
    press("Q")
    made = window.session.current_unit()
    assert made.kind == "statement"
    assert made.spans == (span_of(FIRST, "Kyiv waits"),)
    assert made.value.type == "indirect"
    assert made.how == "added"


def test_selected_marks_stay_outside(window, press):
    select(window, "“It was a solutions-based discussion.”")
    press("Q")
    words = FIRST[window.session.current_unit().start : window.session.current_unit().end]
    assert words.startswith("It was")
    assert "”" not in words


def test_cue_and_speaker_come_from_selections(window, press):
    select(window, "Kyiv waits")
    press("Q")
    select(window, "said", 1)
    press("C")
    select(window, "Zelensky")
    press("S")
    statement = find(window, "Kyiv waits").value
    assert statement.cue == span_of(FIRST, "said", 1)
    assert statement.speaker.mention == span_of(FIRST, "Zelensky")


def test_c_without_a_selection_says_that_there_is_no_cue(window, press):
    unit = go_to(window, "It was positive")
    press("C")
    assert window.session.work.find(unit.id).value.cue is None
    assert "cue" in window.session.work.find(unit.id).decided


def test_fragments_are_added_and_taken_away(window, press):
    unit = go_to(window, "It was positive")
    select(window, "Kursk is quiet")
    press("F")
    assert span_of(FIRST, "Kursk is quiet") in window.session.work.find(unit.id).spans
    select(window, "Kursk is quiet")
    press("Shift+F")
    assert len(window.session.work.find(unit.id).spans) == 2


def test_a_right_content_with_a_wrong_speaker_is_a_choice_and_enter(window, press):
    unit = go_to(window, "It was positive")
    select(window, "Zelensky")
    press("S")
    assert window.session.current == unit.id
    press("Enter")
    unit = window.session.work.find(unit.id)
    assert unit.value.speaker.mention == span_of(FIRST, "Zelensky")
    assert unit.open_parts == ()


def test_digits_change_the_type_of_a_statement(window, press):
    unit = go_to(window, "It was positive")
    press("3")
    assert window.session.work.find(unit.id).value.type == "mixed"


def test_a_statement_is_linked_to_an_existing_event_and_the_link_made_again(window, press, qtbot):
    session = window.session
    session.run(AddEvent(Event(id="e" * 32, title="Riyadh summit", type="meeting")))
    unit = go_to(window, "It was positive")
    press("Enter")
    go_to(window, "It was positive")
    press("E")
    qtbot.keyClicks(QApplication.focusWidget(), "Riyadh")
    press("Enter")
    link = session.work.find(unit.id).value.links[0]
    assert link.event == "e" * 32
    select(window, "Kyiv waits")
    press("Q", "L")
    assert find(window, "Kyiv waits").value.links[0].event == link.event


def test_x_says_that_there_is_nothing_to_link(window, press):
    unit = go_to(window, "It was positive")
    press("X")
    assert window.session.work.find(unit.id).value.nothing_to_link


def test_in_the_pass_of_links_digits_change_the_relation(window, press, qtbot):
    session = window.session
    session.run(AddEvent(Event(id="e" * 32, title="Riyadh summit")))
    unit = go_to(window, "It was positive")
    press("E")
    qtbot.keyClicks(QApplication.focusWidget(), "Riyadh")
    press("Enter", "Alt+3", "1")
    assert session.work.find(unit.id).value.links[0].relation == "denies"


def test_a_statement_inside_another_gets_it_as_parent(window, press):
    outer = go_to(window, "It was positive")
    select(window, "solutions-based discussion")
    press("Q")
    assert window.session.current_unit().value.parent == outer.id


def test_the_unit_around_and_inside(window, press):
    go_to(window, "Witkoff")
    outer = find(window, "It was positive")
    press("Alt+Up")
    assert window.session.current == outer.id
    press("Alt+Down")
    assert window.session.current == find(window, "Witkoff").id


def double_click(window, qtbot, words, nth=0):
    """A real double click on words: the single click that comes first is one of its own."""
    view = window.annotate.view
    span = span_of(window.session.text, words, nth)
    view.scroll_to(span.start)
    view.set_caret((span.start + span.end) // 2)
    point = view.cursorRect().center()
    view.clear_selection()
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=point)
    qtbot.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=point)


def test_a_double_click_chooses_a_word_for_the_statement_that_was_current(window, press, qtbot):
    unit = go_to(window, "It was positive")
    double_click(window, qtbot, "told")
    assert window.session.selection() == span_of(FIRST, "told")
    assert window.session.current == unit.id
    press("C")
    assert window.session.work.find(unit.id).value.cue == span_of(FIRST, "told")


def test_a_double_click_on_an_entity_takes_all_of_it_for_the_current_statement(window, press, qtbot):
    unit = go_to(window, "It was positive")
    double_click(window, qtbot, "Lavrov")
    press("S")
    assert window.session.work.find(unit.id).value.speaker.mention == span_of(FIRST, "Lavrov")
    assert window.session.current == unit.id


def test_c_without_a_selection_never_means_a_statement_that_is_not_current(window, press):
    statement = go_to(window, "It was positive")
    go_to(window, "Kursk")
    press("C")
    assert window.session.work.find(statement.id).value.cue is not None
    assert "No statement is current" in window.status.message.text()


def test_x_on_an_entity_is_about_the_statement_around_it_and_shows_it(window, press):
    select(window, "Lavrov told reporters")
    press("Q")
    around = window.session.current
    go_to(window, "Lavrov")
    press("X")
    assert window.session.work.find(around).value.nothing_to_link
    assert window.session.current == around


def test_what_was_said_of_an_act_is_past_once_another_is_saved(window, press):
    go_to(window, "It was positive")
    press("X")
    assert window.status.message.text() == "Nothing to link."
    press("U")
    assert window.status.message.text().startswith("Saved ")
