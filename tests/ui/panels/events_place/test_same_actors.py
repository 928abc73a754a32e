"""Pairs of actors that may be one: merged, turned round, kept apart, with the keyboard alone."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from annotator.ids import suggested_actor_id
from annotator.model import Actor
from annotator.operations import AcceptUnits
from tests.ui.hosts import keep_proposals
from ui.panels.events_place import EventsPlace
from ui.panels.events_place.place import ACTORS_TAB
from ui.theme import load_theme


def actor(name: str, kind: str = "person") -> Actor:
    return Actor(suggested_actor_id(name, kind), name, kind)


ONE, OTHER, THIRD = actor("Igor Zelinsky"), actor("Igor Zelinskyy"), actor("Igor Zelinskiy")


@pytest.fixture
def place(host) -> EventsPlace:
    named = [(host.articles[0], (), (ONE, actor("Anna Keller"))), (host.articles[1], (), (ONE, OTHER))]
    host.project.store_suggestions(named, model="test 1")
    place = EventsPlace(host.session, load_theme("light"))
    host.show(place)
    place.tabs.setCurrentIndex(ACTORS_TAB)
    return place


def rows(place: EventsPlace) -> list[str]:
    model = place.actors.same.model
    return [model.index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole) for row in range(model.rowCount())]


def test_a_pair_says_why_and_in_how_many_articles(place):
    reason = "the surname spelled two ways, 2 + 1 article"
    assert rows(place) == [f"Igor Zelinskyy may be Igor Zelinsky: {reason}"]
    assert place.actors.same.heading.text() == "Perhaps the same (1)"


def test_enter_merges_and_the_section_goes_away(host, place):
    place.actors.same.enter()
    host.press("Enter")
    assert host.project.find_actor(OTHER.id).name == "Igor Zelinsky"
    assert not place.actors.same.isVisible()
    assert place.actors.view.hasFocus()
    assert place.actors.current_id() == ONE.id


def test_undo_brings_the_pair_back(host, place, qtbot):
    place.actors.same.enter()
    host.press("Enter")
    host.session.undo()
    qtbot.waitUntil(place.actors.same.isVisible)
    assert len(rows(place)) == 1


def test_the_name_that_stays_is_changed_with_an_arrow(host, place):
    place.actors.same.enter()
    host.press("Right")
    assert rows(place)[0].startswith("Igor Zelinsky may be Igor Zelinskyy")
    host.press("Enter")
    assert host.project.find_actor(ONE.id).name == "Igor Zelinskyy"


def test_backspace_keeps_two_apart_for_good(host, place):
    place.actors.same.enter()
    host.press("Backspace")
    assert not place.actors.same.isVisible()
    assert host.project.actors() == []
    host.project.store_suggestions([(host.articles[0], (), (ONE, OTHER))], model="test 2")
    place.actors.same.reload()
    assert rows(place) == []


def test_the_keyboard_goes_up_from_the_list_and_down_into_it(host, place):
    host.add_actor("Anna Voss")
    place.actors.view.setFocus()
    host.press("Up")
    assert place.actors.same.view.hasFocus()
    assert place.key_hints[0] == ("Enter", "merge")
    host.press("Down")
    assert place.actors.view.hasFocus()
    assert place.key_hints[0] == ("Enter", "edit")


def test_the_pairs_are_reached_from_the_search_too_and_left_with_escape(host, place):
    place.actors.search.setFocus()
    host.press("Up")
    assert place.actors.same.has_focus
    host.press("Esc")
    assert place.actors.search.hasFocus()
    assert len(rows(place)) == 1


def test_the_buttons_do_what_the_keys_do(host, place, qtbot):
    qtbot.mouseClick(place.actors.same.turn_button, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(place.actors.same.merge_button, Qt.MouseButton.LeftButton)
    assert host.project.find_actor(ONE.id).name == "Igor Zelinskyy"


def test_the_next_pair_is_current_after_one_is_merged(host, place):
    host.project.store_suggestions([(host.articles[0], (), (ONE, OTHER, THIRD))], model="test 2")
    place.actors.same.reload()
    place.actors.same.enter()
    host.press("Up", "Enter")
    assert len(rows(place)) == 1
    host.press("Enter")
    assert len({host.project.find_actor(each.id).id for each in (ONE, OTHER, THIRD)}) == 1


def test_nothing_stands_there_where_nothing_may_be_one(host, place):
    host.project.store_suggestions([(key, (), (ONE,)) for key in host.articles], model="test 2")
    place.actors.same.reload()
    assert not place.actors.same.isVisible()


def test_what_is_decided_elsewhere_is_seen_when_the_tab_is_shown_again(host, place):
    place.tabs.setCurrentIndex(0)
    host.add_actor("Anna B. Keller")
    place.tabs.setCurrentIndex(ACTORS_TAB)
    assert any("Anna" in row for row in rows(place))


def test_many_articles_are_read_bit_by_bit(host, place, monkeypatch, qtbot):
    monkeypatch.setattr("annotator.views.same_actors.CHUNK", 1)
    host.project.store_suggestions([(key, (), (ONE, THIRD)) for key in host.articles], model="test 2")
    place.actors.same.reload()
    qtbot.waitUntil(lambda: any("Zelinskiy" in row for row in rows(place)))


def test_one_merge_is_one_gesture_also_for_work_that_stands(host, place):
    host.session.run(AcceptUnits(host.articles[0], (host.unit("Trump").id,)))
    place.actors.same.enter()
    host.press("Enter")
    host.session.undo()
    assert host.project.actors() == []
    assert host.unit("Trump").state == "kept"


def test_a_pair_goes_away_at_once_also_where_working_them_out_takes_long(host, place, monkeypatch, qtbot):
    monkeypatch.setattr("ui.panels.events_place.same_actors.QUICK_MS", -1)
    host.project.store_suggestions([(host.articles[0], (), (ONE, OTHER, actor("Anna P. Keller")))], model="test 2")
    place.actors.same.reload()
    place.actors.same.enter()
    before = len(rows(place))
    host.press("Backspace")
    assert len(rows(place)) == before - 1


def test_a_tab_without_anything_in_it_leaves_the_keyboard_on_the_tabs(host, place):
    keep_proposals(host.project, [])
    host.session.proposals_renewed.emit()
    place.actors.search.setFocus()
    host.press("Ctrl+Tab", "Ctrl+Tab")
    assert place.tabs.hasFocus()
    host.press("Ctrl+Tab")
    assert place.actors.search.hasFocus()
