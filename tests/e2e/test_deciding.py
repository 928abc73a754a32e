"""Stories of deciding: accept five, correct a label, move a boundary, reject, and take it all back again."""

from __future__ import annotations

from PySide6.QtCore import Qt

from annotator.model import Event
from annotator.operations import AddEvent, EditEvent
from tests.windows import FIRST, find, go_to, select, span_of


def states(window):
    return {unit.id: (unit.state, unit.value) for unit in window.session.work.every()}


def test_the_window_opens_on_the_first_undecided_unit_of_the_first_article(window):
    assert window.session.article_id == window.session.article_ids()[0]
    assert window.session.current == find(window, "Trump").id
    assert window.findChild(object, "article_view").hasFocus()


def test_enter_accepts_and_goes_on_five_times(window, press):
    press("Enter", "Enter", "Enter", "Enter", "Enter")
    kept = [unit for unit in window.session.work.every() if unit.state == "kept"]
    assert [FIRST[unit.start : unit.end] for unit in kept][:4] == ["Trump", "Putin", "Tuesday", "Kursk"]
    assert len(kept) == 5
    assert window.session.work.is_undecided(window.session.current_unit())


def test_shift_enter_accepts_and_stays(window, press):
    press("Shift+Enter")
    assert window.session.current == find(window, "Trump").id
    assert find(window, "Trump").state == "kept"


def test_a_digit_corrects_the_label_and_stays(window, press):
    unit = go_to(window, "Kursk")
    press("3")
    assert find(window, "Kursk").value.label == "GPE"
    assert find(window, "Kursk").state == "kept"
    assert window.session.current == unit.id


def test_a_boundary_moves_by_words_and_characters_at_either_end(window, press):
    go_to(window, "Putin", 1)
    press("Alt+Right")
    assert find(window, "Putin in") is not None
    press("Alt+Left", "Ctrl+Alt+Left")
    assert find(window, "Puti", 1) is not None
    press("B", "Alt+Left")
    assert find(window, "meet Puti") is not None


def test_b_gives_the_unit_the_selection(window, press):
    unit = go_to(window, "Riyadh")
    select(window, "Riyadh, Lavrov")
    press("B")
    assert window.session.work.find(unit.id).spans == (span_of(FIRST, "Riyadh, Lavrov"),)


def test_backspace_rejects_a_suggestion_and_goes_on(window, press):
    unit = go_to(window, "Tuesday")
    press("Backspace")
    assert window.session.work.find(unit.id).state == "rejected"
    assert window.session.current == find(window, "Kursk").id


def test_backspace_removes_what_was_accepted(window, press):
    unit = go_to(window, "Tuesday")
    press("Shift+Enter", "Backspace")
    assert window.session.work.find(unit.id).state in ("rejected", "removed")
    assert not window.session.work.find(unit.id).is_shown


def test_a_selection_made_with_shift_and_arrows_becomes_an_entity(window, press):
    window.annotate.view.set_caret(span_of(FIRST, "reporters").start)
    press(*["Shift+Right"] * len("reporters"), "Enter", "2")
    made = find(window, "reporters")
    assert made.value.label == "ORG"
    assert made.how == "added"
    assert window.session.current == made.id


def test_a_digit_on_a_selection_makes_an_entity_at_once(window, press):
    select(window, "Kyiv")
    press("3")
    assert find(window, "Kyiv").value.label == "GPE"
    assert window.session.selection() is None


def test_a_accepts_all_identical_suggestions_in_one_act(window, press):
    go_to(window, "Trump")
    press("A")
    assert find(window, "Trump").state == find(window, "Trump", 1).state == "kept"
    assert find(window, "Putin").state == "suggested"
    press("Ctrl+Z")
    assert find(window, "Trump").state == find(window, "Trump", 1).state == "suggested"


def test_shift_a_labels_hits_in_all_articles(window, press):
    go_to(window, "Kursk")
    press("Shift+A")
    hits = window.findChild(object, "everywhere_hits")
    assert hits.count() == 3
    label = window.findChild(object, "everywhere_label")
    label.setCurrentIndex(label.findData("GPE"))
    hits.item(2).setCheckState(hits.item(0).checkState())
    press("Enter")
    assert find(window, "Kursk").value.label == find(window, "Kursk", 1).value.label == "GPE"
    other = window.session.project.work(window.session.article_ids()[1])
    assert "GPE" in [unit.value.label for unit in other.every() if unit.state == "kept"]


def test_u_flags_and_space_marks_several_for_enter(window, press):
    press("U")
    assert find(window, "Trump").value.flags == ("unsure",)
    press("Space")
    go_to(window, "Putin")
    press("Space", "Enter")
    assert find(window, "Trump").state == find(window, "Putin").state == "kept"
    assert find(window, "Putin").how == "bulk"
    assert window.session.marked == frozenset()


def test_undo_takes_back_every_act_and_redo_brings_it_again(window, press):
    before = states(window)
    press("Enter", "Enter")
    go_to(window, "Kursk")
    press("3", "Alt+Right")
    go_to(window, "Witkoff")
    press("Backspace")
    after = states(window)
    press(*["Ctrl+Z"] * 5)
    assert states(window) == before
    press(*["Ctrl+Shift+Z"] * 5)
    assert states(window) == after


def test_undo_goes_to_where_it_happened_and_says_what_it_took_back(window, press):
    press("Enter")
    window.session.next_article(1)
    press("Ctrl+Z")
    assert window.session.article_id == window.session.article_ids()[0]
    assert window.session.current == find(window, "Trump").id
    assert window.findChild(object, "status_message").text().startswith("Undone: ")


def test_nothing_to_undo_is_said(window, press):
    press("Ctrl+Z")
    assert "Nothing to undo" in window.findChild(object, "status_message").text()


def test_letters_in_the_filter_are_typed_and_do_nothing_else(window, press):
    press("Ctrl+L", "A", "X")
    assert window.findChild(object, "article_filter").text().lower() == "ax"
    assert window.session.project.undo_title() is None


def test_after_an_addition_is_undone_its_neighbour_is_current_and_not_the_beginning(window, press):
    select(window, "reporters")
    press("2", "Ctrl+Z")
    assert find(window, "reporters") is None or not find(window, "reporters").is_shown
    assert window.session.current == find(window, "Kursk", 1).id


def test_undo_in_another_place_goes_back_to_the_article(window, press):
    press("Enter", "Ctrl+3", "Ctrl+Z")
    assert window.is_annotating
    assert find(window, "Trump").state == "suggested"


def test_undoing_a_change_of_an_event_shows_the_event(window, press):
    session = window.session
    session.run(AddEvent(Event(id="e" * 32, title="Riyadh summit")))
    session.run(EditEvent(Event(id="e" * 32, title="Summit in Riyadh")))
    press("Ctrl+Z")
    assert not window.is_annotating
    assert session.project.find_event("e" * 32).title == "Riyadh summit"


def test_without_a_current_unit_the_next_step_starts_from_where_one_clicked(window, press):
    window.session.leave_unit(span_of(FIRST, "Riyadh").start)
    press("J")
    assert window.session.current == find(window, "Riyadh").id
    window.session.leave_unit(span_of(FIRST, "Riyadh").start)
    press("K")
    assert window.session.current == find(window, "Putin", 1).id


def test_esc_clears_the_selection_then_the_current_unit_and_enter_comes_back(window, press):
    unit = go_to(window, "Kursk")
    select(window, "reporters")
    press("Escape")
    assert window.session.selection() is None
    assert window.session.current == unit.id
    press("Escape")
    assert window.session.current is None
    press("Enter")
    assert window.session.current == unit.id


def test_the_caret_goes_with_the_unit_so_that_a_selection_starts_there(window, press):
    unit = go_to(window, "Putin")
    press("Shift+Right", "Shift+Right", "Shift+Right", "Shift+Right", "Shift+Right", "Shift+Right")
    assert window.session.selection() == span_of(FIRST, "spoke")
    assert window.session.current == unit.id


def test_going_on_leaves_the_selection_behind(window, press):
    select(window, "Kyiv")
    press("J")
    assert window.session.selection() is None


def test_a_character_is_moved_by_with_alt_and_shift_too(window, press):
    unit = go_to(window, "Putin")
    press("Alt+Shift+Left")
    assert window.session.work.find(unit.id).spans == (span_of(FIRST, "Puti"),)


def test_shift_a_leaves_alone_what_is_part_of_a_longer_name(window, press):
    select(window, "Trump and Putin")
    press("2")
    go_to(window, "Trump", 1)
    press("Shift+A")
    hits = window.findChild(object, "everywhere_hits")
    checked = {hits.item(row).text(): hits.item(row).checkState() == Qt.CheckState.Checked for row in range(2)}
    assert sorted(checked.values()) == [False, True]
    assert any("in “Trump and Putin”" in text for text, on in checked.items() if not on)


def test_what_cannot_be_written_stays_current(window, press):
    project, trump = window.session.project, find(window, "Trump").id
    project.db.execute("PRAGMA query_only = ON")
    press("Enter", "Backspace")
    assert window.session.current == trump
    assert find(window, "Trump").is_machine
    project.db.execute("PRAGMA query_only = OFF")
    press("Enter")
    assert window.session.current == find(window, "Putin").id
