"""The tabs of entities, events and notes."""

from __future__ import annotations

import shutil

import pytest
from PySide6.QtCore import Qt

from annotator.changes import Changes
from annotator.operations import (
    AcceptUnits,
    AddEntity,
    AddNote,
    LinkEvent,
    RejectUnits,
    SetEntityActor,
    SetLabel,
    Unlink,
)
from annotator.project import Project
from tests.windows import FIRST, span_of
from ui.panels.inspector import Inspector
from ui.panels.inspector.panel import ENTITIES, EVENTS, NOTES
from ui.theme import load_theme


@pytest.fixture
def inspector(host) -> Inspector:
    return host.show(Inspector(host.session, load_theme("light")))


def texts(view) -> list[str]:
    model = view.model()
    return [model.index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole) for row in range(model.rowCount())]


def click_row(qtbot, view, row: int) -> None:
    rect = view.visualRect(view.model().index(row, 0))
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=rect.center())


def test_entities_stand_in_the_order_of_the_text_with_their_state(host, inspector):
    host.session.run(AcceptUnits(host.articles[0], (host.unit("Trump").id,)))
    assert texts(inspector.entities.view)[:2] == [
        "Trump, PERSON, decided",
        "Putin, PERSON, machine, not decided, a test says so · 90 %",
    ]


def test_a_click_on_an_entity_makes_it_current(host, inspector, qtbot):
    inspector.show_tab(ENTITIES)
    click_row(qtbot, inspector.entities.view, 2)
    assert host.session.current == host.unit("Tuesday").id


def test_the_arrows_go_through_the_entities(host, inspector):
    inspector.show_tab(ENTITIES)
    host.session.set_current(host.unit("Trump").id)
    inspector.entities.view.setFocus()
    host.press("Down")
    assert host.session.current == host.unit("Putin").id


def test_by_name_mentions_are_gathered_with_what_is_left(host, inspector, qtbot):
    host.session.run(AcceptUnits(host.articles[0], (host.unit("Kursk").id,)))
    inspector.show_tab(ENTITIES)
    qtbot.mouseClick(inspector.findChild(object, "entities_by_name"), Qt.MouseButton.LeftButton)
    found = texts(inspector.entities.view)
    assert found == sorted(found, key=str.casefold)
    assert "Putin, PERSON, 2 mentions, 2 left" in found


def test_by_name_each_click_goes_to_the_next_mention(host, inspector, qtbot):
    inspector.show_tab(ENTITIES)
    inspector.entities.orders.button(1).click()
    row = next(n for n, text in enumerate(texts(inspector.entities.view)) if text.startswith("Putin"))
    click_row(qtbot, inspector.entities.view, row)
    first = host.session.current
    click_row(qtbot, inspector.entities.view, row)
    assert {first, host.session.current} == {host.unit("Putin").id, host.unit("Putin", 1).id}


def test_an_entity_made_by_hand_hides_the_suggestion_on_its_words_and_undo_uncovers_it(host, inspector):
    before = inspector.entities.units.rowCount()
    host.session.run(AddEntity(host.articles[0], span_of(FIRST, "Kursk"), "GPE"))
    assert inspector.entities.units.rowCount() == before
    assert sum("Kursk, GPE, decided" in text for text in texts(inspector.entities.view)) == 1
    host.session.undo()
    assert inspector.entities.units.rowCount() == before


def test_a_relabelled_entity_keeps_its_row_and_a_rejected_one_leaves(host, inspector):
    host.session.run(SetLabel(host.articles[0], host.unit("Kursk").id, "GPE"))
    assert "Kursk, GPE, decided" in texts(inspector.entities.view)
    host.session.run(RejectUnits(host.articles[0], (host.unit("Kursk").id,)))
    assert "Kursk, GPE, decided" not in texts(inspector.entities.view)


def test_an_entity_is_shown_with_its_actor(host, inspector):
    actor = host.add_actor("Vladimir Putin")
    host.session.run(SetEntityActor(host.articles[0], host.unit("Putin").id, actor.id))
    assert "Putin, PERSON, Vladimir Putin, decided" in texts(inspector.entities.view)


def test_two_answers_on_an_entity_are_offered_by_a_click(host, inspector, qtbot, tmp_path, monkeypatch):
    host.project.checkpoint()
    copy = tmp_path / "laptop.annodb"
    shutil.copy(host.project.path, copy)
    host.session.run(SetLabel(host.articles[0], host.unit("Kursk").id, "GPE"))
    monkeypatch.setenv("ANNOTATOR_HOME", str(tmp_path / "other"))
    with Project.open(copy, annotator="ann") as laptop:
        laptop.run(SetLabel(host.articles[0], host.unit("Kursk").id, "LOC"))
    host.project.merge([copy])
    host.session.take(Changes(units=frozenset({host.unit("Kursk").id})))
    inspector.show_tab(ENTITIES)
    click_row(qtbot, inspector.entities.view, inspector.entities.units.row_of(host.unit("Kursk").id))
    host.press("LOC", "Enter")
    assert host.unit("Kursk").value.label == "LOC"
    assert not host.unit("Kursk").conflicts


def test_many_units_of_one_name_are_caught_up_with_in_pieces(host, inspector, monkeypatch, qtbot):
    monkeypatch.setattr("ui.panels.inspector.panel.AT_ONCE", 1)
    host.session.touched = frozenset(unit.id for unit in host.session.work.every())
    inspector._on_session_changed(Changes(units=frozenset({host.unit("Trump").id})))
    qtbot.waitUntil(lambda: not inspector._stale)
    assert not inspector._catch_up.isActive()


def test_the_events_of_the_article_stand_with_their_statements_and_relations(host, inspector):
    event = host.add_event("Talks in Moscow", "2025-03-13")
    host.session.run(LinkEvent(host.articles[0], (host.statement().id,), event.id, "evaluates"))
    first, second = texts(inspector.events.view)
    assert first.startswith("Talks in Moscow")
    assert "1 statement" in first
    assert second.endswith("evaluates · Witkoff")
    assert inspector.tabs.tabText(EVENTS) == "Events 1"


def test_unlinking_takes_the_event_away(host, inspector):
    event = host.add_event("Talks in Moscow")
    host.session.run(LinkEvent(host.articles[0], (host.statement().id,), event.id, "evaluates"))
    link = host.statement().value.links[0].id
    host.session.run(Unlink(host.articles[0], host.statement().id, (link,)))
    assert inspector.events.model.rowCount() == 0
    assert inspector.tabs.tabText(EVENTS) == "Events"


def test_a_click_on_an_event_asks_for_the_events_place(host, inspector, qtbot):
    event = host.add_event("Talks in Moscow")
    host.session.run(LinkEvent(host.articles[0], (host.statement().id,), event.id, "evaluates"))
    inspector.show_tab(EVENTS)
    with qtbot.waitSignal(host.session.event_requested) as asked:
        click_row(qtbot, inspector.events.view, 0)
    assert asked.args == [event.id]


def test_notes_are_listed_in_the_order_of_the_text(host, inspector):
    host.session.run(AddNote(host.articles[0], "Later", about=host.statement().id))
    host.session.run(AddNote(host.articles[0], "Of all of it"))
    assert texts(inspector.notes.view) == ["The article: Of all of it", "“It was positive”: Later"]
    assert inspector.tabs.tabText(NOTES) == "Notes 2"


def test_a_click_on_a_note_goes_to_its_place(host, inspector, qtbot):
    host.session.run(AddNote(host.articles[0], "Who?", about=host.unit("Kursk").id))
    inspector.show_tab(NOTES)
    click_row(qtbot, inspector.notes.view, 0)
    assert host.session.current == host.unit("Kursk").id


def test_a_note_on_a_selection_asks_the_text_to_show_it(host, inspector, qtbot):
    host.session.run(AddNote(host.articles[0], "Who?", span=span_of(FIRST, "Kyiv waits")))
    inspector.show_tab(NOTES)
    with qtbot.waitSignal(host.session.select_requested) as asked:
        click_row(qtbot, inspector.notes.view, 0)
    assert asked.args == [span_of(FIRST, "Kyiv waits")]


def test_delete_removes_a_note_and_undo_brings_it_back(host, inspector, qtbot):
    host.session.run(AddNote(host.articles[0], "Who?"))
    inspector.show_tab(NOTES)
    click_row(qtbot, inspector.notes.view, 0)
    inspector.notes.view.setFocus()
    host.press("Del")
    assert host.session.work.notes == ()
    host.session.undo()
    assert len(host.session.work.notes) == 1


def test_enter_edits_a_note(host, inspector, qtbot):
    host.session.run(AddNote(host.articles[0], "Who?"))
    inspector.show_tab(NOTES)
    click_row(qtbot, inspector.notes.view, 0)
    inspector.notes.view.setFocus()
    host.press("Enter", "End", " He.", "Ctrl+Enter")
    assert host.session.work.notes[0].text == "Who? He."


def test_a_note_is_added_with_the_button(host, inspector):
    host.session.set_current(None)
    inspector.show_tab(NOTES)
    inspector.notes.add_button.click()
    host.press("A thought", "Ctrl+Enter")
    assert [note.text for note in host.session.work.notes] == ["A thought"]


def test_the_keyboard_goes_into_what_the_open_tab_lists(host, inspector):
    inspector.show_tab(ENTITIES)
    inspector.setFocus()
    assert inspector.entities.view.hasFocus()
    inspector.show_tab(NOTES)
    assert inspector.tabs.hasFocus()
