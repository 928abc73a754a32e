"""Stories of actors that may be one, with the keyboard alone."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication

from annotator.ids import suggested_actor_id
from annotator.model import Actor
from ui.panels.events_place import EventsPlace
from ui.panels.events_place.place import ACTORS_TAB

ONE, OTHER = (Actor(suggested_actor_id(name, "person"), name) for name in ("Igor Zelinsky", "Igor Zelinskyy"))


def go_to_actors(window, press) -> EventsPlace:
    """Let the machine name two, and go to the actors as a reader would."""
    first, second = window.session.article_ids()
    window.session.project.store_suggestions([(first, (), (ONE,)), (second, (), (ONE, OTHER))], model="test 2")
    press("Ctrl+3")
    place = window.findChild(EventsPlace)
    for _ in range(place.tabs.count()):
        if place.tabs.currentIndex() != ACTORS_TAB:
            press("Ctrl+Tab")
    assert place.actors.isVisible()
    return place


def test_two_spellings_are_merged_and_taken_apart_again(window, press, qtbot):
    place = go_to_actors(window, press)
    press("Up")
    assert place.actors.same.has_focus
    press("Enter")
    project = window.session.project
    assert project.find_actor(OTHER.id).id == ONE.id
    press("Ctrl+Z")
    assert project.find_actor(OTHER.id) is None
    qtbot.waitUntil(place.actors.same.isVisible)


def test_two_that_are_two_are_not_asked_about_again(window, press):
    place = go_to_actors(window, press)
    press("Up", "Backspace")
    assert not place.actors.same.isVisible()
    press("Ctrl+1", "Ctrl+3")
    QApplication.processEvents()
    assert not place.actors.same.isVisible()
    assert window.session.project.proposals.actors() == []


def test_the_name_that_stays_is_chosen_with_an_arrow(window, press):
    go_to_actors(window, press)
    press("Up", "Right", "Enter")
    assert window.session.project.find_actor(ONE.id).name == "Igor Zelinskyy"
