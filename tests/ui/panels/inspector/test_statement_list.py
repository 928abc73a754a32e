"""Cards of statements: what they say, and that clicks and keys on them reach the project."""

from __future__ import annotations

import shutil

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication

from annotator.changes import Changes
from annotator.model import Span
from annotator.operations import (
    AcceptUnits,
    AddStatement,
    LinkEvent,
    NothingToLink,
    RejectUnits,
    SetContent,
    SetCue,
    SetParent,
    SetSpeakerActor,
    SetType,
)
from annotator.project import Project
from tests.windows import FIRST, span_of
from ui.dialogs.pickers.conflict import ConflictPicker
from ui.dialogs.pickers.event import EventPicker
from ui.dialogs.pickers.label import LabelPicker
from ui.dialogs.pickers.speaker import SpeakerPicker
from ui.panels.inspector import Inspector
from ui.panels.inspector.parts import card_text
from ui.session import Session
from ui.theme import load_theme


@pytest.fixture
def inspector(host) -> Inspector:
    return host.show(Inspector(host.session, load_theme("light")))


def rows(host) -> dict[str, tuple[str, ...]]:
    """The values of each part on the card of the machine's statement."""
    found = card_text(host.statement(), host.session.work, host.project, is_current=True).rows
    return {row.part: (*row.chips, *row.values) for row in found}


def click(inspector, qtbot, unit: str, part: str) -> None:
    view = inspector.statements.viewport()
    point = view.mapFromGlobal(inspector.statements.part_rect(unit, part).center())
    qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=point)


def open_picker(host, kind):
    return next(picker for picker in host.window.findChildren(kind) if picker.isVisible())


def test_a_card_says_every_part_in_words(host):
    assert rows(host) == {
        "type": ("direct · 2 fragments",),
        "speaker": ("Witkoff",),
        "actor": ("actor not decided",),
        "cue": ("said",),
        "links": ("not decided",),
        "parent": ("not decided",),
    }


def test_the_machine_says_its_score_and_reason_in_one_line(host):
    card = card_text(host.statement(), host.session.work, host.project)
    assert card.footer == "marks and a cue · 90 %"
    host.session.run(SetType(host.articles[0], host.statement().id, "mixed"))
    card = card_text(host.statement(), host.session.work, host.project)
    assert card.footer.startswith("machine: content, cue, speaker, actor, parent · marks and a cue · 90 %")


def test_what_is_decided_as_none_says_none(host):
    unit = host.statement().id
    host.session.run(SetCue(host.articles[0], unit, None))
    host.session.run(NothingToLink(host.articles[0], (unit,)))
    assert rows(host)["cue"] == ("none",)
    assert rows(host)["links"] == ("none",)


def test_a_statement_that_was_taken_away_is_no_parent_on_a_card(host):
    article, outer = host.articles[0], "a" * 32
    host.session.run(AddStatement(article, (Span(0, 12),), "indirect", id=outer))
    host.session.run(SetParent(article, host.statement().id, outer))
    assert rows(host)["parent"] != ("none",)
    host.session.run(RejectUnits(article, (outer,)))
    assert rows(host)["parent"] == ("none",)


def test_an_actor_and_an_event_are_called_by_name(host):
    unit = host.statement().id
    host.session.run(SetSpeakerActor(host.articles[0], (unit,), host.add_actor("Steve Witkoff").id))
    event = host.add_event("Talks in Moscow", "2025-03-13")
    host.session.run(LinkEvent(host.articles[0], (unit,), event.id, "evaluates", True))
    assert rows(host)["actor"] == ("= Steve Witkoff",)
    assert rows(host)["links"] == ("Talks in Moscow", "evaluates, if … · 13 Mar 2025")


def test_the_tabs_count_what_is_decided(host, inspector):
    assert [inspector.tabs.tabText(n) for n in range(4)] == ["Statements 0/1", "Entities 0/11", "Events", "Notes"]
    host.session.run(AcceptUnits(host.articles[0], (host.unit("Trump").id,)))
    assert inspector.tabs.tabText(1) == "Entities 1/11"


def test_a_click_on_a_card_makes_it_current(host, inspector, qtbot):
    host.session.run(AddStatement(host.articles[0], (span_of(FIRST, "Kyiv waits"),)))
    host.session.set_current(host.statement().id)
    other = host.unit("Kyiv waits").id
    row = inspector.statements.units.row_of(other)
    card = inspector.statements.visualRect(inspector.statements.model().index(row, 0))
    qtbot.mouseClick(inspector.statements.viewport(), Qt.MouseButton.LeftButton, pos=card.topLeft() + QPoint(30, 20))
    assert host.session.current == other


@pytest.mark.parametrize(("part", "kind"), [("speaker", SpeakerPicker), ("links", EventPicker), ("type", LabelPicker)])
def test_a_click_on_a_part_opens_its_picker(host, inspector, qtbot, part, kind):
    click(inspector, qtbot, host.statement().id, part)
    assert open_picker(host, kind).units[0].id == host.statement().id
    assert host.session.current == host.statement().id


def test_a_part_clicked_and_chosen_by_digit_is_decided(host, inspector, qtbot):
    click(inspector, qtbot, host.statement().id, "type")
    host.press("3")
    assert host.statement().value.type == "mixed"
    assert "type" in host.statement().decided


def test_a_click_on_a_relation_changes_that_link(host, inspector, qtbot):
    unit = host.statement().id
    event = host.add_event("Talks")
    host.session.run(LinkEvent(host.articles[0], (unit,), event.id, "evaluates"))
    host.session.set_current(unit)
    place = inspector.statements.part_rect(unit, "links")
    view = inspector.statements.viewport()
    point = view.mapFromGlobal(place.bottomLeft()) + QPoint(80, -10)
    qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=point)
    host.press("1")
    assert [link.relation for link in host.statement().value.links] == ["denies"]


def test_the_parts_of_a_card_are_reached_with_the_arrows(host, inspector):
    host.session.set_current(host.statement().id)
    inspector.statements.setFocus()
    host.press("Right", "Right", "Enter")
    assert open_picker(host, SpeakerPicker).isVisible()


def test_enter_and_backspace_on_a_card_ask_for_the_acts(host, inspector, qtbot):
    host.session.set_current(host.statement().id)
    inspector.statements.setFocus()
    with qtbot.waitSignal(host.session.act_requested) as asked:
        host.press("Enter")
    assert asked.args == ["accept"]


def test_a_rejected_statement_leaves_the_list_and_undo_brings_it_back(host, inspector):
    host.session.run(RejectUnits(host.articles[0], (host.statement().id,)))
    assert inspector.statements.model().rowCount() == 0
    host.session.undo()
    assert inspector.statements.model().rowCount() == 1


def test_only_the_card_that_changed_is_laid_out_again(host, inspector):
    host.session.run(AddStatement(host.articles[0], (span_of(FIRST, "Trump and Putin"),)))
    host.session.set_current(host.statement().id)
    QApplication.processEvents()
    before = dict(inspector.statements.cards._boxes)
    host.session.run(SetType(host.articles[0], host.statement().id, "mixed"))
    QApplication.processEvents()
    after = inspector.statements.cards._boxes
    anew = {unit for unit, is_current in before if after[unit, is_current] is not before[unit, is_current]}
    assert anew == {host.statement().id}


def test_the_current_card_is_brought_into_sight(host, inspector):
    places = [at for at in range(0, len(FIRST) - 4, 4) if not FIRST[at : at + 4].isspace()]
    for at in places[:30]:
        host.session.run(AddStatement(host.articles[0], (type(host.statement().spans[0])(at, at + 4),)))
    last = inspector.statements.units.unit(inspector.statements.model().rowCount() - 1)
    host.session.set_current(last.id)
    QApplication.processEvents()
    index = inspector.statements.currentIndex()
    assert inspector.statements.viewport().rect().contains(inspector.statements.visualRect(index))


def test_two_answers_are_shown_and_one_is_chosen(host, inspector, qtbot, tmp_path, monkeypatch):
    host.project.checkpoint()
    copy = tmp_path / "laptop.annodb"
    shutil.copy(host.project.path, copy)
    host.session.run(SetType(host.articles[0], host.statement().id, "mixed"))
    monkeypatch.setenv("ANNOTATOR_HOME", str(tmp_path / "other"))
    with Project.open(copy, annotator="ann") as laptop:
        laptop.run(SetType(host.articles[0], host.statement().id, "indirect"))
    host.project.merge([copy])
    host.session.take(Changes(units=frozenset({host.statement().id})))
    assert {value[3:] for value in rows(host)["type"]} == {"mixed", "indirect"}
    click(inspector, qtbot, host.statement().id, "type")
    picker = open_picker(host, ConflictPicker)
    assert {item.title for item in picker.list.model.items()} == {"mixed", "indirect"}
    host.press("indirect", "Enter")
    assert host.statement().value.type == "indirect"
    assert not host.statement().conflicts


def test_a_listener_hears_the_whole_card(host, inspector):
    said = inspector.statements.model().index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert "It was positive" in said
    assert "speaker: Witkoff" in said
    assert "machine" in said


def test_without_an_article_the_inspector_says_what_to_do(host):
    inspector = host.show(Inspector(Session(host.project), load_theme("light")))
    assert inspector.tabs.tabText(0) == "Statements"
    assert not inspector.statements.isVisible()


def test_content_that_two_laptops_cut_differently_shows_both_and_is_chosen(host, inspector, tmp_path, monkeypatch):
    host.project.checkpoint()
    copy = tmp_path / "laptop.annodb"
    shutil.copy(host.project.path, copy)
    unit = host.statement().id
    host.session.run(SetContent(host.articles[0], unit, (span_of(FIRST, "It was positive"),)))
    monkeypatch.setenv("ANNOTATOR_HOME", str(tmp_path / "other"))
    with Project.open(copy, annotator="ann") as laptop:
        laptop.run(SetContent(host.articles[0], unit, (span_of(FIRST, "positive"),)))
    host.project.merge([copy])
    host.session.take(Changes(units=frozenset({unit})))
    assert {value[3:] for value in rows_of(host, unit)["content"]} == {"It was positive", "positive"}
    inspector.statements.open_part(unit, "content")
    host.press("1")
    assert not host.session.work.find(unit).conflicts


def rows_of(host, unit: str) -> dict[str, tuple[str, ...]]:
    found = card_text(host.session.work.find(unit), host.session.work, host.project).rows
    return {row.part: row.values for row in found}
