"""A lead aligns what annotators made, in the real window, with the keyboard alone."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication

from annotator.model import Event, When
from annotator.operations import AddEvent, LinkEvent, Together
from tests.annotator.teams import as_annotator, runner
from ui.panels.events_place.place import ALIGN_TAB, EVENTS_TAB

DAY = When("2031-03-13")
TALKS = Event("1" * 32, "Talks in Osk", "meeting", when=DAY)
MEETING = Event("2" * 32, "Osk meeting", "meeting", when=DAY, place="Osk")
STRIKE, WALKOUT = Event("3" * 32, "Strike at the port"), Event("4" * 32, "Port strike")


@pytest.fixture
def place(window, press, qtbot):
    """The Events place of the window, at what two annotators made."""
    project = window.session.project
    run, article = runner(project.path), project.articles()[0].id
    said = next(unit.id for unit in project.work(article).units() if unit.kind == "statement")
    run("ben", Together("", (AddEvent(TALKS), LinkEvent(article, (said,), TALKS.id, "reports"), AddEvent(STRIKE))))
    run("eve", Together("", (AddEvent(MEETING), LinkEvent(article, (said,), MEETING.id, "reports"), AddEvent(WALKOUT))))
    window.session.refresh()
    press("Ctrl+3")
    place = window.stack.currentWidget()
    place.tabs.setCurrentIndex(ALIGN_TAB)
    place.aligned.view.setFocus()
    QApplication.processEvents()
    return place


def title(place) -> str:
    return place.aligned.detail.heading.text()


def test_f8_enter_and_undo_stay_in_the_list(window, place, press, qtbot):
    find = window.session.project.find_event
    first = title(place)
    press("F8")
    assert title(place) != first
    press("Shift+F8", "Enter")
    assert find(TALKS.id) == MEETING
    press("Ctrl+Z")
    assert place.tabs.currentIndex() == ALIGN_TAB
    assert find(TALKS.id) is None
    qtbot.waitUntil(lambda: place.aligned.model.pairs == 2)


def test_f2_edits_what_was_aligned_and_the_title_holds_for_all(window, place, press, qtbot):
    find = window.session.project.find_event
    press("Enter")
    qtbot.waitUntil(lambda: any(row.kind == "aligned" for row in map(place.aligned.model.row, range(9)) if row))
    assert place.aligned.show_subject(MEETING.id)
    press("F2")
    assert place.tabs.currentIndex() == EVENTS_TAB
    qtbot.keyClicks(QApplication.focusWidget(), "Border talks")
    press("Enter")
    assert find(TALKS.id).title == "Border talks"


def test_an_annotator_is_offered_the_aligned_event(window, place, press):
    press("Enter")
    with as_annotator(window.session.project.path, "ben") as ben:
        assert {row.event.title for row in ben.events() if row.state == "kept"} == {"Osk meeting", "Strike at the port"}
