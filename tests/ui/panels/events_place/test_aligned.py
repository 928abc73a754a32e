"""The Align tab: what annotators made is aligned, published and taken apart with the keyboard alone."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from annotator.ids import random_id
from annotator.model import Actor, Event, When
from annotator.operations import AddActor, AddEvent, LinkEvent, MergeEvents, SetReviewSettings, Together
from annotator.review.settings import ReviewSettings
from annotator.store import check
from tests.annotator.teams import runner
from ui.panels.events_place import EventsPlace
from ui.panels.events_place.place import ACTORS_TAB, ALIGN_TAB, EVENTS_TAB
from ui.theme import load_theme

DAY = When("2031-03-13")
TALKS = Event("1" * 32, "Talks in Osk", "meeting", when=DAY)
MEETING = Event("2" * 32, "Osk meeting", "meeting", when=DAY, place="Osk")
STRIKE = Event("3" * 32, "Strike at the port")


@pytest.fixture
def place(host) -> EventsPlace:
    """The place at its Align tab: ben and eve linked one statement to an event of their own each, eve has another."""
    run, article, said = runner(host.project.path), host.articles[0], host.statement().id
    run("ben", Together("", (AddEvent(TALKS), LinkEvent(article, (said,), TALKS.id, "predicts"))))
    run("eve", Together("", (AddEvent(MEETING), LinkEvent(article, (said,), MEETING.id, "reports"), AddEvent(STRIKE))))
    host.session.refresh()
    place = EventsPlace(host.session, load_theme("light"))
    host.show(place)
    place.tabs.setCurrentIndex(ALIGN_TAB)
    place.aligned.view.setFocus()
    return place


def rows(place) -> list[str]:
    model = place.aligned.model
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def go_to(place, title: str) -> None:
    """Make the last row of this title current."""
    at = len(rows(place)) - 1 - rows(place)[::-1].index(title)
    place.aligned.view.setCurrentIndex(place.aligned.model.index(at, 0))


def words_of(widget) -> str:
    return " ".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible())


def find(host, event: Event) -> Event | None:
    return host.project.find_event(event.id)


def test_the_list_says_what_may_be_one_and_what_is_not_published(place):
    assert rows(place) == [
        "May be one, likely · 1",
        "Osk meeting",
        "Not published yet · 3",
        "Osk meeting",
        "Strike at the port",
        "Talks in Osk",
    ]
    assert place.tabs.tabText(ALIGN_TAB) == "Align 1"


def test_both_sides_are_shown_with_reasons_and_nobody_s_name(place):
    detail = place.aligned.detail
    assert detail.why.text() == "1 statement in common · titles share Osk · same date"
    shown = words_of(detail)
    assert "Talks in Osk" in shown
    assert "13 Mar 2031" in shown
    assert not {"ben", "eve"} & set(shown.replace("·", " ").split())
    assert [len(side.statements.cards()) for side in detail.sides] == [1, 1]
    assert "in common" in words_of(detail.sides[0])


def test_names_are_shown_where_the_project_shows_them(host, place, qtbot):
    host.session.run(SetReviewSettings(ReviewSettings(), ReviewSettings(shows_names=True)))
    place.aligned.reload()
    qtbot.waitUntil(lambda: "eve · stays" in words_of(place.aligned.detail))


def test_enter_makes_two_one_and_undo_stays_here(host, place, qtbot):
    host.press("Enter")
    assert find(host, TALKS) == MEETING
    qtbot.waitUntil(lambda: "Aligned · 1" in rows(place))
    host.session.undo()
    assert find(host, TALKS) is None
    qtbot.waitUntil(lambda: "May be one, likely · 1" in rows(place))


def test_an_arrow_lets_the_other_one_stay(host, place):
    host.press("Right", "Enter")
    assert find(host, MEETING) == TALKS


def test_p_makes_the_second_a_part_of_the_first(host, place):
    host.press("P")
    assert find(host, TALKS).part_of == MEETING.id


def test_d_keeps_two_apart_for_good(host, place, qtbot):
    host.press("D")
    assert "May be one, likely · 1" not in rows(place)
    place.aligned.reload()
    assert rows(place)[0] == "Not published yet · 3"
    assert host.project.events() == []


def test_what_is_alone_is_published_several_at_once(host, place):
    go_to(place, "Osk meeting")
    host.press("Space", "Space", "U")
    assert find(host, STRIKE) == STRIKE
    assert find(host, MEETING) == MEETING
    assert find(host, TALKS) is None
    host.session.undo()
    assert host.project.events() == []


def test_what_is_no_pair_is_made_one_too(host, place):
    go_to(place, "Strike at the port")
    host.press("Space", "Space", "S")
    assert find(host, STRIKE) == TALKS


def test_three_pairs_of_three_are_aligned_at_once(host, place):
    third = Event("4" * 32, "Meeting at Osk", "meeting", when=DAY, place="Osk")
    runner(host.project.path)("ben", AddEvent(third))
    runner(host.project.path)("zoe", AddEvent(Event("5" * 32, "Osk meeting", "meeting", when=DAY, place="Osk")))
    host.session.refresh()
    place.aligned.reload()
    pairs = [row for row in map(place.aligned.model.row, range(place.aligned.model.rowCount())) if row.kind == "pair"]
    place.aligned.view.setCurrentIndex(place.aligned.model.index(1, 0))
    assert len(pairs) > 2
    for row in pairs:
        place.aligned.model.toggle(place.aligned.model.row_of(row.key))
    host.press("Enter")
    assert len({find(host, event).id for event in (TALKS, MEETING, third)}) == 1
    host.session.undo()
    assert host.project.events() == []


def test_what_was_aligned_is_taken_out_again(host, place, qtbot):
    host.press("Enter")
    qtbot.waitUntil(lambda: "Aligned · 1" in rows(place))
    go_to(place, "Talks in Osk")
    host.press("D")
    assert find(host, TALKS) is None
    assert find(host, MEETING) == MEETING


def test_several_are_taken_out_as_one_new_event(host, place, qtbot):
    third = Event("4" * 32, "Meeting at Osk", "meeting", when=DAY)
    runner(host.project.path)("ben", AddEvent(third))
    host.session.refresh()
    place.aligned.reload()
    for title in ("Talks in Osk", "Meeting at Osk"):
        go_to(place, title)
        host.press("Space")
    go_to(place, "Osk meeting")
    host.press("Space", "S")
    qtbot.waitUntil(lambda: "Aligned · 1" in rows(place))
    for title in ("Talks in Osk", "Meeting at Osk"):
        go_to(place, title)
        host.press("Space")
    host.press("D")
    assert find(host, TALKS) == find(host, third)
    assert find(host, TALKS).id not in {TALKS.id, MEETING.id, third.id}
    assert len(host.project.events()) == 2


def test_f2_goes_to_the_fields_of_what_is_published(host, place, qtbot):
    go_to(place, "Strike at the port")
    host.press("F2")
    assert place.tabs.currentIndex() == ALIGN_TAB
    assert "Publish it first" in host.said[-1]
    go_to(place, "Osk meeting")
    place.aligned.view.setCurrentIndex(place.aligned.model.index(1, 0))
    host.press("Enter")
    qtbot.waitUntil(lambda: "Aligned · 1" in rows(place))
    go_to(place, "Talks in Osk")
    host.press("F2")
    assert place.tabs.currentIndex() == EVENTS_TAB
    assert place.events.detail.form.title.hasFocus()
    assert place.events.detail.heading.text() == "Osk meeting"


def test_f8_goes_from_pair_to_pair(host, place):
    go_to(place, "Strike at the port")
    host.press("F8")
    assert place.aligned.view.currentIndex().row() == 1


def test_actors_are_aligned_in_the_same_way(host, place):
    run = runner(host.project.path)
    run("ben", AddActor(Actor("a" * 32, "Igor Zelinsky")))
    run("eve", AddActor(Actor("b" * 32, "Igor Zelinskyy")))
    host.session.refresh()
    place.aligned.kinds.setCurrentIndex(1)
    place.aligned.kinds.activated.emit(1)
    assert rows(place)[:2] == ["May be one, very likely · 1", "Igor Zelinskyy"]
    place.aligned.view.setFocus()
    host.press("Right", "Enter")
    assert host.project.find_actor("b" * 32).name == "Igor Zelinsky"
    assert host.project.find_actor("b" * 32).aliases == ("Igor Zelinskyy",)


def test_a_search_leaves_what_holds_the_words(host, place):
    place.aligned.search.setFocus()
    host.press("strike")
    assert rows(place) == ["Not published yet · 1", "Strike at the port"]
    host.press("xyz")
    assert rows(place) == []
    assert not place.aligned.detail.isVisible()


def test_there_is_no_such_tab_where_nobody_else_made_anything(host):
    host.add_event("Summit")
    place = EventsPlace(host.session, load_theme("light"))
    host.show(place)
    assert not place.tabs.isTabVisible(ALIGN_TAB)
    place.tabs.setCurrentIndex(ACTORS_TAB)
    host.press("Ctrl+Tab")
    assert place.tabs.currentIndex() == EVENTS_TAB


def test_the_lead_opens_and_closes_the_registry_in_the_head(host, place, qtbot):
    place.registry.setCurrentIndex(1)
    place.registry.activated.emit(1)
    assert host.project.lead.settings.registry == "closed"
    place.tabs.setCurrentIndex(EVENTS_TAB)
    place.events.view.setFocus()
    host.press("Ctrl+N")
    assert [row.is_published for row in host.project.events()] == [True]
    host.session.undo()
    host.session.undo()
    assert place.registry.currentIndex() == 0


def test_an_own_event_is_published_from_the_list(host, place):
    own = host.add_event("Summit")
    place.show_event(own.id)
    place.tabs.setCurrentIndex(EVENTS_TAB)
    place.events.show_subject(own.id)
    host.press("Ctrl+P")
    assert [row.is_published for row in host.project.events()] == [True]
    assert not place.events.publish_button.isEnabled()


def test_a_handout_has_neither_tab_nor_registry(host):
    check.write_file_info(host.project.db, {"handout": "ann"})
    runner(host.project.path)("ben", AddEvent(Event(random_id(), "Strike")))
    place = EventsPlace(host.session, load_theme("light"))
    host.show(place)
    assert not place.tabs.isTabVisible(ALIGN_TAB)
    assert not place.registry.isVisible()
    assert not place.events.publish_button.isVisible()


def test_the_buttons_do_what_the_keys_do(host, place, qtbot):
    qtbot.mouseClick(place.aligned.detail.buttons["turn"], Qt.MouseButton.LeftButton)
    qtbot.mouseClick(place.aligned.detail.buttons["same"], Qt.MouseButton.LeftButton)
    assert find(host, MEETING) == TALKS


def test_what_an_annotator_merged_is_taken_out_as_a_new_event(host, place):
    run = runner(host.project.path)
    run("eve", MergeEvents((STRIKE.id,), MEETING.id))
    host.session.refresh()
    place.aligned.reload()
    go_to(place, "Strike at the port")
    host.press("D")
    taken = find(host, STRIKE)
    assert (taken.title, taken.id != STRIKE.id) == ("Strike at the port", True)
    host.session.undo()
    assert find(host, STRIKE) is None
