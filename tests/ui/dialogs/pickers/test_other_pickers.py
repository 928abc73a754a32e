"""Parents, cues, notes, and what all popups have in common."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QPushButton

from annotator.operations import AddNote, AddStatement
from tests.windows import FIRST, span_of
from ui.dialogs.pickers.cue import CuePicker
from ui.dialogs.pickers.label import LabelPicker
from ui.dialogs.pickers.note import NoteEditor
from ui.dialogs.pickers.parent import ParentPicker


def test_the_statement_that_holds_it_is_offered_first_as_parent(host):
    host.session.run(AddStatement(host.articles[0], (span_of(FIRST, "Kyiv waits"),)))
    host.session.run(AddStatement(host.articles[0], (span_of(FIRST, "positive,” Witkoff said in Moscow"),)))
    outer = (span_of(FIRST, "“It was positive,” Witkoff said in Moscow. “It was a solutions-based discussion.”"),)
    host.session.run(AddStatement(host.articles[0], outer, id="e" * 32))
    picker = ParentPicker(host.session, host.window)
    picker.open_for([host.unit("positive,” Witkoff said in Moscow")], host.rect())
    host.press("1")
    assert host.unit("positive,” Witkoff said in Moscow").value.parent == "e" * 32


def test_a_statement_is_never_offered_what_is_inside_it(host):
    host.session.run(AddStatement(host.articles[0], (span_of(FIRST, "positive"),), parent=host.statement().id))
    picker = ParentPicker(host.session, host.window)
    picker.open_for([host.statement()], host.rect())
    assert [item.title for item in picker.list.model.items()] == ["In none"]


def test_none_is_a_cue_and_so_is_the_word_beside_the_speaker(host):
    picker = CuePicker(host.session, host.window)
    picker.open_for([host.statement()], host.rect())
    assert picker.list.current().title == "said"
    host.press("0")
    assert host.statement().value.cue is None
    assert "cue" in host.statement().decided
    picker.open_for([host.statement()], host.rect())
    host.press("said", "Enter")
    assert host.statement().value.cue == span_of(FIRST, "said")


def test_a_note_on_a_unit_is_kept_with_ctrl_enter(host):
    editor = NoteEditor(host.session, host.window)
    editor.open_for([host.statement()], host.rect())
    host.press("One or two?", "Ctrl+Enter")
    (note,) = host.session.work.notes
    assert (note.text, note.about) == ("One or two?", host.statement().id)


def test_a_note_on_a_selection_keeps_its_place(host):
    host.session.selection_source = lambda: span_of(FIRST, "Kyiv waits")
    editor = NoteEditor(host.session, host.window)
    editor.open_for([host.statement()], host.rect())
    host.press("Who says so?", "Ctrl+Enter")
    assert host.session.work.notes[0].span == span_of(FIRST, "Kyiv waits")


def test_a_note_is_edited(host):
    host.session.run(AddNote(host.articles[0], "First thought"))
    editor = NoteEditor(host.session, host.window)
    editor.open_note(host.session.work.notes[0], host.rect())
    editor.field.setPlainText("Second thought")
    host.press("Ctrl+Enter")
    assert [note.text for note in host.session.work.notes] == ["Second thought"]


def test_a_click_outside_does_not_lose_a_note(host, qtbot):
    editor = NoteEditor(host.session, host.window)
    editor.open_for([], host.rect())
    host.press("Half a")
    qtbot.mouseClick(host.window.centralWidget(), Qt.MouseButton.LeftButton, pos=QPoint(1090, 790))
    assert editor.isVisible()


def test_a_click_outside_closes_a_list_and_does_nothing_else(host, qtbot):
    button = host.show(QPushButton("Beneath"))
    clicks: list[bool] = []
    button.clicked.connect(clicks.append)
    picker = LabelPicker(host.session, host.window)
    picker.open_for([host.unit("Kursk")], host.rect())
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton, pos=QPoint(button.width() - 5, button.height() - 5))
    assert picker.isHidden()
    assert clicks == []


def test_a_popup_stays_inside_the_window(host):
    picker = LabelPicker(host.session, host.window)
    corner = host.window.mapToGlobal(QPoint(1090, 790))
    picker.open_for([host.unit("Kursk")], QRect(corner, corner))
    assert host.window.rect().contains(picker.geometry())
    host.window.resize(500, 400)
    assert host.window.rect().contains(picker.geometry())


def test_tab_stays_inside_a_popup(host):
    picker = LabelPicker(host.session, host.window)
    picker.open_for([host.unit("Kursk")], host.rect())
    host.press("Tab", "Tab", "Tab")
    assert picker.isAncestorOf(host.window.focusWidget())


def test_a_popup_goes_with_its_article(host):
    picker = LabelPicker(host.session, host.window)
    picker.open_for([host.unit("Kursk")], host.rect())
    host.session.open_article(host.articles[1])
    assert picker.isHidden()
