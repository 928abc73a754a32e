"""What the machine proposes in the Events place: accepted, edited first, dismissed, one or many, and undone."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from annotator.ids import random_id
from annotator.model import Event, When
from annotator.store import connection, proposals
from tests.ui.hosts import keep_proposals, proposal_row
from ui.panels.events_place import EventsPlace
from ui.panels.events_place.place import EVENTS_TAB, PROPOSED_TAB
from ui.session import Session
from ui.theme import load_theme


@pytest.fixture
def place(host) -> EventsPlace:
    """The place on three proposed events, shown: the surest of the first article, the next of both."""
    host.first = host.propose("Talks in Osk", score=0.9, place="Osk", when=When("2031-03-13", "day"))
    host.second = host.propose("Raid on Kursk", 0, 1, score=0.7, type="attack")
    host.third = host.propose("Harvest fair", 1, score=0.4)
    place = host.show(EventsPlace(host.session, load_theme("light")))
    place.proposed.setFocus()
    return place


def titles(place) -> list[str]:
    model = place.proposed.model
    return [model.data(model.index(row, 0)) for row in range(model.rowCount())]


def accepted(host) -> list[str]:
    return [row.event.title for row in host.project.events()]


def test_a_project_without_events_shows_what_is_proposed_first(host, place):
    assert place.tabs.currentIndex() == PROPOSED_TAB
    assert place.tabs.tabText(PROPOSED_TAB) == "Proposed 3"
    assert titles(place) == ["Talks in Osk", "Raid on Kursk", "Harvest fair"]
    assert place.proposed.total.text() == "3 events from 2 articles"


def test_a_project_with_events_shows_those(host):
    host.add_event("Talks")
    host.propose("Raid")
    place = host.show(EventsPlace(host.session))
    assert place.tabs.currentIndex() == EVENTS_TAB
    assert place.tabs.tabText(PROPOSED_TAB) == "Proposed 1"


def test_enter_accepts_and_goes_on_and_undo_brings_it_back(host, place):
    host.press("Enter")
    assert accepted(host) == ["Talks in Osk"]
    assert titles(place) == ["Raid on Kursk", "Harvest fair"]
    assert place.proposed.detail.heading.text() == "Raid on Kursk"
    host.session.undo()
    assert accepted(host) == []
    assert titles(place)[0] == "Talks in Osk"
    assert place.proposed.detail.heading.text() == "Talks in Osk"
    host.session.redo()
    assert accepted(host) == ["Talks in Osk"]


def test_backspace_dismisses_for_good_and_undo_brings_it_back(host, place):
    host.press("Down", "Backspace")
    assert titles(place) == ["Talks in Osk", "Harvest fair"]
    assert accepted(host) == []
    keep_proposals(host.project, [proposal_row(host.second, tuple(host.articles))])
    place.proposed.reload()
    assert titles(place) == []
    host.session.undo()
    assert titles(place) == ["Raid on Kursk"]


def test_marked_events_are_accepted_together_and_undone_together(host, place):
    host.press("Space", "Space")
    assert place.proposed.total.text().startswith("2 marked")
    assert place.proposed.detail.accept.text() == "Accept 2"
    host.press("Enter")
    assert sorted(accepted(host)) == ["Raid on Kursk", "Talks in Osk"]
    assert titles(place) == ["Harvest fair"]
    host.session.undo()
    assert accepted(host) == []


def test_the_mouse_marks_and_edits_as_well(host, place, qtbot):
    view = place.proposed.view
    spots = [view.visualRect(place.proposed.model.index(row, 0)).center() for row in range(3)]
    ctrl = Qt.KeyboardModifier.ControlModifier
    for row in (0, 2):
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, ctrl, spots[row])
    qtbot.mouseClick(place.proposed.detail.dismiss, Qt.MouseButton.LeftButton)
    assert titles(place) == ["Raid on Kursk"]
    qtbot.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=spots[0])
    assert place.proposed.detail.form.title.hasFocus()


def test_all_are_marked_and_dismissed_at_once(host, place):
    host.press("Ctrl+A", "Backspace")
    assert titles(place) == []
    assert host.said[-1] == "Dismissed: 3 events."
    host.session.undo()
    assert len(titles(place)) == 3


def test_escape_takes_all_marks_off(host, place):
    host.press("Ctrl+A", "Esc", "Enter")
    assert accepted(host) == ["Talks in Osk"]


def test_f2_edits_the_fields_and_enter_accepts_them_as_they_are_now(host, place):
    host.press("F2", "Border talks", "Enter")
    (row,) = host.project.events()
    assert (row.event.id, row.event.title, row.event.place) == (host.first.id, "Border talks", "Osk")
    assert place.proposed.view.hasFocus()


def test_what_was_written_is_kept_while_others_are_looked_at(host, place):
    host.press("F2", "Border talks", "Esc", "Down")
    assert titles(place)[0] == "Border talks"
    host.press("Up")
    assert place.proposed.detail.form.title.text() == "Border talks"
    assert accepted(host) == []


def test_a_field_that_is_wrong_is_said_and_nothing_is_accepted(host, place):
    place.proposed.detail.form.when.line.setFocus()
    place.proposed.detail.form.when.line.setText("2031-13")
    host.press("Enter")
    assert "no month 13" in place.proposed.detail.error.text()
    assert accepted(host) == []


def test_the_articles_of_an_event_are_listed_and_enter_opens_one(host, place, qtbot):
    host.press("Down")
    articles = place.proposed.detail.articles
    assert articles.model().rowCount() == 2
    articles.setFocus()
    host.press("Down")
    with qtbot.waitSignal(place.article_requested):
        host.press("Enter")
    assert host.session.article_id in host.articles


def test_what_an_article_begins_with_can_be_read_and_a_click_on_it_opens_it(host, place, qtbot):
    host.press("Down")
    host.press("Down")
    lead = place.proposed.detail.lead
    assert lead._text.text().startswith("Kursk again")
    qtbot.mouseClick(lead, Qt.MouseButton.LeftButton)
    assert host.session.article_id == host.articles[1]


def test_all_fields_are_in_sight_however_many_chips_there_are(host, place, qtbot):
    actors = tuple(host.add_actor(f"A participant with a long name {n}").id for n in range(9))
    host.propose("Summit", score=0.99, participants=actors)
    place.proposed.reload()
    host.press("Up", "Up", "Up")
    form, detail = place.proposed.detail.form, place.proposed.detail
    qtbot.waitUntil(lambda: form.parentWidget().parentWidget().height() >= form.sizeHint().height())
    assert detail.heading.text() == "Summit"


def test_letters_search_and_enter_goes_to_what_was_found(host, place):
    host.press("kursk", "Enter", "Enter")
    assert accepted(host) == ["Raid on Kursk"]


def test_marks_outlive_a_search(host, place):
    host.press("Space", "harvest", "Enter", "Space", "Enter")
    assert sorted(accepted(host)) == ["Harvest fair", "Talks in Osk"]


def test_they_are_sorted_by_articles_date_or_title(host, place):
    place.proposed._on_order_activated(1)
    assert titles(place)[0] == "Raid on Kursk"
    place.proposed._on_order_activated(2)
    assert titles(place)[0] == "Talks in Osk"
    place.proposed._on_order_activated(3)
    assert titles(place) == ["Harvest fair", "Raid on Kursk", "Talks in Osk"]


def test_nothing_left_is_said(host, place):
    host.press("Ctrl+A", "Enter")
    assert "No proposed event is left" in place.proposed._empty.accessibleName()
    assert place.tabs.tabText(PROPOSED_TAB) == "Proposed"


def test_before_a_pre_annotation_it_is_offered(make_project, qtbot):
    session = Session(make_project("An article that nobody has read."))
    place = EventsPlace(session)
    qtbot.addWidget(place)
    place.tabs.setCurrentIndex(PROPOSED_TAB)
    place.show()
    assert "Nothing is proposed yet" in place.proposed._empty.accessibleName()
    with qtbot.waitSignal(session.act_requested, check_params_cb=lambda act: act == "preannotate"):
        qtbot.mouseClick(place.proposed.read, Qt.MouseButton.LeftButton)


def test_where_an_older_program_proposed_nothing_the_machine_is_offered(host, place):
    with connection.write(host.project.db):
        proposals.forget(host.project.db)
    host.session.proposals_renewed.emit()
    assert "Nothing is proposed yet" in place.proposed._empty.accessibleName()


def test_what_is_worked_out_while_one_looks_is_shown(host, place):
    keep_proposals(host.project, [proposal_row(host.third, (host.articles[1],))])
    host.session.proposals_renewed.emit()
    assert titles(place) == ["Harvest fair"]


def test_the_keys_of_the_tab_stand_in_the_status_line(host, place):
    assert ("⌫", "dismiss") in place.key_hints
    place.tabs.setCurrentIndex(EVENTS_TAB)
    assert ("Ctrl N", "new") in place.key_hints


def test_a_thousand_are_listed_and_accepted_in_one_gesture(host):
    rows = [proposal_row(Event(random_id(), f"Event {n}"), (host.articles[n % 2],)) for n in range(1000)]
    keep_proposals(host.project, rows)
    place = host.show(EventsPlace(host.session))
    place.proposed.setFocus()
    assert place.tabs.tabText(PROPOSED_TAB) == "Proposed 1,000"
    host.press("Ctrl+A", "Enter")
    assert len(accepted(host)) == 1000
    host.session.undo()
    assert accepted(host) == []


def test_the_keyboard_stays_in_the_place_when_the_last_one_is_gone_and_comes_back_with_undo(host, place):
    host.press("Ctrl+A", "Backspace")
    assert place.tabs.hasFocus()
    host.session.undo()
    place.proposed.setFocus()
    host.press("Enter")
    assert accepted(host) == ["Talks in Osk"]


def test_the_list_is_a_sound_model_and_says_of_each_row_what_it_is(host, place, qtmodeltester):
    qtmodeltester.check(place.proposed.model)
    place.proposed.model.toggle(0)
    heard = place.proposed.model.data(place.proposed.model.index(0, 0), Qt.ItemDataRole.AccessibleTextRole)
    assert heard.startswith("Talks in Osk, 13 Mar 2031, 1 article")
    assert "a test says so, 90 % sure, marked" in heard
