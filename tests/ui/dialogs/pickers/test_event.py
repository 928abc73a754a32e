"""Linking statements to events: old ones, new ones, relations, conditions."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLabel

from annotator.ids import random_id, suggested_actor_id
from annotator.model import Actor, Event, Suggestion
from annotator.operations import AddEvent, AddStatement, LinkEvent, SetReviewSettings, Together
from annotator.review.settings import ReviewSettings
from tests.windows import FIRST, SECOND, entity, quote, span_of
from ui.dialogs.pickers.event import EventPicker


@pytest.fixture
def picker(host):
    return EventPicker(host.session, host.window)


def links(host) -> list[tuple[str, str, bool]]:
    find = host.project.find_event
    return [(find(link.event).title, link.relation, link.conditional) for link in host.statement().value.links]


def rows(picker) -> list[str]:
    return [item.title for item in picker.list.model.items()]


def words_of(widget) -> str:
    return " ".join(label.text() for label in widget.findChildren(QLabel) if not label.isHidden())


def test_enter_links_the_likeliest_event_as_reports(host, picker):
    host.add_event("Harvest festival in Osk")
    host.add_event("Witkoff on a positive discussion in Moscow", place="Moscow")
    picker.open_for([host.statement()], host.rect())
    host.press("Enter")
    assert links(host) == [("Witkoff on a positive discussion in Moscow", "reports", False)]
    assert picker.isHidden()


def test_a_digit_chooses_the_relation_and_zero_the_condition(host, picker):
    host.add_event("Witkoff on a positive discussion in Moscow", place="Moscow")
    picker.open_for([host.statement()], host.rect())
    host.press("1", "0", "Enter")
    assert links(host) == [("Witkoff on a positive discussion in Moscow", "denies", True)]


def test_digits_are_typed_once_something_is_typed_and_choose_again_after_an_arrow(host, picker):
    host.add_event("Summit 2025")
    host.add_event("Summit 2026")
    picker.open_for([host.statement()], host.rect())
    host.press("summit 2026")
    assert picker.list.field.text() == "summit 2026"
    host.press("Down", "Up", "2", "Enter")
    assert links(host) == [("Summit 2026", "rejects", False)]


def test_all_events_are_searched_by_place_and_date(host, picker):
    host.add_event("Talks", place="Riyadh", edtf="2025-03-17")
    host.add_event("Raid", place="Kursk")
    picker.open_for([host.statement()], host.rect())
    host.press("riyadh", "Enter")
    assert links(host)[0][0] == "Talks"


def test_both_contexts_stand_side_by_side(host, picker):
    event = host.add_event("Witkoff on a positive discussion in Moscow", place="Moscow")
    host.session.run(AddStatement(host.articles[1], (span_of("Kursk again", "Kursk again"),), id="f" * 32))
    host.session.run(LinkEvent(host.articles[1], ("f" * 32,), event.id, "denies"))
    picker.open_for([host.statement()], host.rect())
    words = words_of(picker.contexts)
    assert "It was positive" in words
    assert "Kursk again" in words
    assert "denies" in words


def test_a_new_event_is_prefilled_and_linked_in_one_gesture(host, picker):
    picker.open_for([host.statement()], host.rect())
    host.press("Ctrl+N")
    assert picker.form.title.text().startswith("It was positive")
    assert picker.form.place.text() == "Moscow"
    host.press("Talks in Moscow", "Ctrl+Enter")
    assert links(host) == [("Talks in Moscow", "reports", False)]
    host.session.undo()
    assert links(host) == []
    assert host.project.events() == []


def test_the_relation_of_a_new_event_is_chosen_with_alt(host, picker):
    picker.open_for([host.statement()], host.rect())
    host.press("Ctrl+N", "Alt+6", "Ctrl+Enter")
    assert [relation for _, relation, _ in links(host)] == ["evaluates"]


def test_a_date_that_is_none_is_said_and_nothing_is_lost(host, picker):
    picker.open_for([host.statement()], host.rect())
    host.press("Ctrl+N")
    picker.form.when.line.setText("2025-13")
    host.press("Ctrl+Enter")
    assert "no month 13" in picker.context.text()
    assert picker.isVisible()
    assert host.project.events() == []


def test_a_click_outside_does_not_lose_a_half_written_event(host, picker, qtbot):
    picker.open_for([host.statement()], host.rect())
    host.press("Ctrl+N", "Half written")
    qtbot.mouseClick(host.window.centralWidget(), Qt.MouseButton.LeftButton, pos=QPoint(1090, 790))
    assert picker.isVisible()
    assert picker.form.title.text() == "Half written"


def test_nothing_found_offers_a_new_event_with_what_was_typed(host, picker):
    picker.open_for([host.statement()], host.rect())
    host.press("Osk summit", "Enter")
    assert picker.form.title.text() == "Osk summit"


def test_a_linked_event_stands_first_with_its_relation_and_can_be_changed(host, picker):
    event = host.add_event("Witkoff on a positive discussion in Moscow", place="Moscow")
    host.session.run(LinkEvent(host.articles[0], (host.statement().id,), event.id, "blames"))
    picker.open_for([host.statement()], host.rect())
    assert picker.relations.relation == "blames"
    host.press("6", "Enter")
    assert links(host) == [("Witkoff on a positive discussion in Moscow", "evaluates", False)]


def test_delete_unlinks(host, picker):
    event = host.add_event("Witkoff on a positive discussion in Moscow", place="Moscow")
    host.session.run(LinkEvent(host.articles[0], (host.statement().id,), event.id, "blames"))
    picker.open_for([host.statement()], host.rect())
    host.press("Del")
    assert links(host) == []


def test_several_statements_are_linked_at_once(host, picker):
    host.add_event("Witkoff on a positive discussion in Moscow", place="Moscow")
    host.session.run(AddStatement(host.articles[0], (span_of(FIRST, "Kyiv waits"),)))
    both = [host.statement(), host.unit("Kyiv waits")]
    picker.open_for(both, host.rect())
    host.press("Enter")
    assert [len(host.session.work.find(unit.id).value.links) for unit in both] == [1, 1]
    host.session.undo()
    assert [len(host.session.work.find(unit.id).value.links) for unit in both] == [0, 0]


def test_the_relation_goes_back_to_reports_the_next_time(host, picker):
    host.add_event("Witkoff on a positive discussion in Moscow", place="Moscow")
    picker.open_for([host.statement()], host.rect())
    host.press("1", "0", "Esc")
    picker.open_for([host.statement()], host.rect())
    assert picker.relations.relation == "reports"
    assert not picker.relations.condition.isChecked()


def test_participants_whom_only_the_machine_knows_are_made_with_the_event(host, picker):
    witkoff = Actor(suggested_actor_id("Steve Witkoff", "person"), "Steve Witkoff")
    found = quote(host.articles[0], FIRST)
    named = entity(host.articles[0], FIRST, "Witkoff", "PERSON")
    known = Suggestion(replace(named.value, actor=witkoff.id), score=0.9)
    host.project.store_suggestions([(host.articles[0], [found, known], [witkoff])], model="test 2")
    host.session.open_article(host.articles[0])
    picker.open_for([host.statement()], host.rect())
    host.press("Ctrl+N")
    assert picker.form.participants.values() == (witkoff.id,)
    host.press("Ctrl+Enter")
    (row,) = host.project.events()
    assert [host.project.find_actor(one).name for one in row.event.participants] == ["Steve Witkoff"]


def test_where_no_event_fits_a_new_one_comes_first_and_enter_alone_makes_it(host, picker):
    host.add_event("Harvest festival in Osk")
    picker.open_for([host.statement()], host.rect())
    assert rows(picker)[:2] == ["Likeliest", "New event…"]
    assert "It was positive" in words_of(picker.contexts)
    host.press("Enter", "Enter")
    ((title, relation, _),) = links(host)
    assert title.startswith("It was positive")
    assert relation == "reports"


def test_where_an_event_fits_a_new_one_comes_last(host, picker):
    host.add_event("Witkoff on a positive discussion in Moscow", place="Moscow")
    picker.open_for([host.statement()], host.rect())
    assert rows(picker) == ["Likely", "Witkoff on a positive discussion in Moscow", "New event…"]


def test_articles_of_a_proposed_event_that_are_not_listed_are_counted(host, picker, monkeypatch):
    monkeypatch.setattr("ui.dialogs.pickers.contexts.LATEST", 1)
    host.propose("Witkoff on a positive discussion in Moscow", 0, 1, place="Moscow")
    picker.open_for([host.statement()], host.rect())
    assert words_of(picker.contexts).rstrip().endswith("and in 1 other")


def test_a_proposed_event_is_accepted_and_linked_in_one_gesture(host, picker):
    event = host.propose("Witkoff on a positive discussion in Moscow", 0, 1, place="Moscow")
    picker.open_for([host.statement()], host.rect())
    assert picker.list.current().is_machine
    assert "Found in 2 articles" in words_of(picker.contexts)
    host.press("7", "Enter")
    assert links(host) == [("Witkoff on a positive discussion in Moscow", "predicts", False)]
    assert host.project.proposals.events() == []
    host.session.undo()
    assert host.project.events() == []
    assert [one.event.id for one in host.project.proposals.events()] == [event.id]
    host.session.redo()
    assert links(host) == [("Witkoff on a positive discussion in Moscow", "predicts", False)]


def test_a_proposed_event_brings_the_participants_whom_only_the_machine_knows(host, picker):
    witkoff = Actor(suggested_actor_id("Steve Witkoff", "person"), "Steve Witkoff")
    found = [entity(host.articles[1], SECOND, "Putin", "PERSON")]
    host.project.store_suggestions([(host.articles[1], found, [witkoff])], model="test 2")
    host.session.open_article(host.articles[0])
    host.propose("Witkoff on a positive discussion in Moscow", 0, 1, place="Moscow", participants=(witkoff.id,))
    picker.open_for([host.statement()], host.rect())
    host.press("Enter")
    assert host.project.find_actor(witkoff.id).name == "Steve Witkoff"


def test_typing_finds_what_is_proposed_for_other_articles(host, picker):
    host.propose("Lavrov in Osk", 1)
    picker.open_for([host.statement()], host.rect())
    assert "Lavrov in Osk" not in rows(picker)
    host.press("lavrov in", "Enter")
    assert links(host) == [("Lavrov in Osk", "reports", False)]


def test_delete_dismisses_a_proposed_event_and_the_picker_stays(host, picker):
    host.propose("Witkoff on a positive discussion in Moscow", place="Moscow")
    picker.open_for([host.statement()], host.rect())
    host.press("Del")
    assert rows(picker) == ["New event…"]
    assert picker.isVisible()
    assert host.project.proposals.events() == []
    host.session.undo()
    assert len(host.project.proposals.events()) == 1


def test_a_probability_stands_beside_what_is_likely(host, picker):
    host.add_event("Witkoff on a positive discussion in Moscow", place="Moscow")
    picker.open_for([host.statement()], host.rect())
    likely, new = (item.aside for item in picker.list.model.items() if not item.is_heading)
    assert int(likely.removesuffix(" %")) > int(new.removesuffix(" %"))


def test_enter_in_a_field_of_a_new_event_creates_it_unless_a_chip_is_being_typed(host, picker):
    putin = host.add_actor("Vladimir Putin")
    picker.open_for([host.statement()], host.rect())
    host.press("Ctrl+N")
    picker.form.participants.field.setFocus()
    host.press("vladimir", "Enter")
    assert picker.isVisible()
    assert picker.form.participants.values() == (putin.id,)
    host.press("Enter")
    assert picker.isHidden()
    assert len(links(host)) == 1


def test_all_fields_of_a_new_event_are_in_sight_at_once(host, picker):
    picker.open_for([host.statement()], host.rect())
    host.press("Ctrl+N")
    shown = [getattr(picker.form, name) for name in ("title", "type", "status", "when", "place", "participants")]
    assert all(picker.rect().contains(one.mapTo(picker, one.rect().bottomRight())) for one in [*shown, picker.make])
    assert picker.form.when.height() >= picker.form.when.heightForWidth(picker.form.when.width())
    assert "It was positive" in words_of(picker.contexts)


def test_of_many_unlikely_events_some_are_shown_and_all_are_found(host, picker):
    host.session.run(Together("Many", tuple(AddEvent(Event(random_id(), f"Harvest {n}")) for n in range(300))))
    picker.open_for([host.statement()], host.rect())
    assert len(rows(picker)) < 100
    assert rows(picker)[-1].endswith("more: type to find them")
    for title in ("Harvest 299", "Harvest 7"):
        picker.list.field.clear()
        host.press(title)
        assert title in rows(picker)
    picker.list.field.clear()
    assert len(rows(picker)) < 100


def test_people_whom_only_the_machine_knows_are_named_in_the_reasons(host, picker):
    witkoff = Actor(suggested_actor_id("Steve Witkoff", "person"), "Steve Witkoff")
    named = entity(host.articles[0], FIRST, "Witkoff", "PERSON")
    known = Suggestion(replace(named.value, actor=witkoff.id), score=0.9)
    found = [quote(host.articles[0], FIRST), known]
    host.project.store_suggestions([(host.articles[0], found, [witkoff])], model="test 2")
    host.session.open_article(host.articles[0])
    host.propose("Witkoff on a positive discussion in Moscow", place="Moscow", participants=(witkoff.id,))
    picker.open_for([host.statement()], host.rect())
    assert "same people: Steve Witkoff" in words_of(picker.contexts)


def close_registry(host) -> None:
    host.session.run(SetReviewSettings(ReviewSettings(), ReviewSettings(registry="closed")))


def test_a_closed_registry_offers_published_events_or_none(host, picker):
    host.add_event("Osk harvest")
    host.session.run(AddEvent(Event(random_id(), "Witkoff on a positive discussion"), is_published=True))
    host.propose("Positive discussion in Moscow")
    close_registry(host)
    picker.open_for([host.statement()], host.rect())
    assert "Osk harvest" not in rows(picker)
    assert not {"New event…", "Positive discussion in Moscow"} & set(rows(picker))
    assert {"Witkoff on a positive discussion", "None fits"} <= set(rows(picker))
    host.press("Ctrl+N")
    assert not picker.form.isVisible()
    host.press("Positive")
    assert "Positive discussion in Moscow" not in rows(picker)


def test_none_fits_is_recorded_as_nothing_to_link(host, picker):
    close_registry(host)
    picker.open_for([host.statement()], host.rect())
    assert rows(picker) == ["None fits"]
    host.press("Enter")
    assert host.statement().value.nothing_to_link
    assert picker.isHidden()
    host.session.undo()
    assert not host.statement().value.nothing_to_link


def test_what_is_linked_already_can_be_unlinked_in_a_closed_registry_too(host, picker):
    event = host.add_event("Osk harvest")
    host.session.run(LinkEvent(host.articles[0], (host.statement().id,), event.id, "reports"))
    close_registry(host)
    picker.open_for([host.statement()], host.rect(), point_at=event.id)
    host.press("Del")
    assert links(host) == []
