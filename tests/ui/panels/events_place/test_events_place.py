"""Events and actors of all articles: found, mended, merged, retired."""

from __future__ import annotations

import shutil

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtWidgets import QPushButton

from annotator.model import When
from annotator.operations import AddStatement, EditEvent, LinkEvent, SetEntityActor, SetSpeakerActor
from annotator.project import Project
from tests.windows import span_of
from ui.panels.events_place import EventsPlace
from ui.panels.events_place.place import ACTORS_TAB
from ui.theme import load_theme


@pytest.fixture
def place(host) -> EventsPlace:
    return host.show(EventsPlace(host.session, load_theme("light")))


def titles(tab) -> list[str]:
    return [tab.model.row(row).title for row in range(tab.model.rowCount())]


def select(tab, *subjects: str) -> None:
    model = tab.view.selectionModel()
    for subject in subjects:
        model.select(tab.model.index(tab.model.row_of(subject), 0), QItemSelectionModel.SelectionFlag.Select)


def show_actor(place, actor: str) -> None:
    place.tabs.setCurrentIndex(ACTORS_TAB)
    place.actors.show_subject(actor)


def link_both(host, event) -> None:
    """One statement in each article, the second against the first."""
    host.session.run(LinkEvent(host.articles[0], (host.statement().id,), event.id, "reports"))
    host.session.run(AddStatement(host.articles[1], (span_of("Kursk again", "Kursk again"),), id="f" * 32))
    host.session.run(LinkEvent(host.articles[1], ("f" * 32,), event.id, "denies"))


def test_events_are_listed_by_date_title_or_statements(host, place):
    late = host.add_event("A raid", "2025-04-01")
    host.add_event("Talks", "2025-03")
    host.add_event("Zenith")
    assert titles(place.events) == ["Talks", "A raid", "Zenith"]
    place.events._on_order_activated(1)
    assert titles(place.events) == ["A raid", "Talks", "Zenith"]
    link_both(host, late)
    place.events._on_order_activated(2)
    assert titles(place.events)[0] == "A raid"


def test_events_are_searched_by_all_that_is_said_of_them(host, place):
    host.add_event("Talks", place="Riyadh")
    host.add_event("Raid", place="Kursk")
    place.events.search.setFocus()
    host.press("kursk")
    assert titles(place.events) == ["Raid"]


def test_a_title_is_saved_with_enter_and_undone(host, place):
    event = host.add_event("Tolks")
    place.show_event(event.id)
    place.events.detail.form.title.setFocus()
    place.events.detail.form.title.clear()
    host.press("Talks", "Enter")
    assert host.project.find_event(event.id).title == "Talks"
    host.session.undo()
    assert host.project.find_event(event.id).title == "Tolks"
    assert place.events.detail.form.title.text() == "Tolks"


def test_a_field_is_saved_when_it_is_left(host, place):
    event = host.add_event("Talks")
    place.show_event(event.id)
    place.events.detail.form.when.line.setFocus()
    host.press("2025-03-17/2025-03-23")
    place.events.detail.form.place.setFocus()
    assert host.project.find_event(event.id).when == When("2025-03-17/2025-03-23", "interval")
    place.events.detail.form.description.setFocus()
    host.press("A long week")
    place.events.search.setFocus()
    assert host.project.find_event(event.id).description == "A long week"


def test_a_date_that_is_none_is_not_saved_and_is_said(host, place):
    event = host.add_event("Talks", "2025")
    place.show_event(event.id)
    place.events.detail.form.when.line.setText("2025-02-30")
    assert "February 2025 has no day 30" in place.events.detail.form.when.sentence.text()
    place.events.detail.save()
    assert host.project.find_event(event.id).when.edtf == "2025"
    assert "no day 30" in place.events.detail.error.text()


def test_a_new_event_is_made_and_its_title_waits_to_be_written(host, place):
    place.events.search.setFocus()
    host.press("Ctrl+N")
    host.press("Talks in Osk", "Enter")
    assert [row.event.title for row in host.project.events()] == ["Talks in Osk"]


def test_a_search_without_a_hit_names_the_new_event(host, place):
    place.events.search.setFocus()
    host.press("Osk flood", "Ctrl+N")
    assert [row.event.title for row in host.project.events()] == ["Osk flood"]


def test_statements_of_all_articles_stand_side_by_side_with_source_and_date(host, place):
    event = host.add_event("Talks")
    link_both(host, event)
    place.show_event(event.id)
    heads = [card.accessibleName().split(":")[0] for card in place.events.detail.linked.cards()]
    assert sorted(heads) == ["denies", "reports · Witkoff"]


def test_a_click_on_a_statement_opens_its_article_there(host, place, qtbot):
    event = host.add_event("Talks")
    link_both(host, event)
    place.show_event(event.id)
    card = next(card for card in place.events.detail.linked.cards() if "Kursk again" in card.accessibleName())
    with qtbot.waitSignal(place.article_requested):
        qtbot.mouseClick(card, Qt.MouseButton.LeftButton)
    assert (host.session.article_id, host.session.current) == (host.articles[1], "f" * 32)


def test_merging_says_what_moves_and_moves_it(host, place):
    one, other = host.add_event("Talks in Moscow"), host.add_event("The Moscow talks")
    link_both(host, one)
    select(place.events, one.id, other.id)
    place.events.merge_button.click()
    sheet = place.events._sheet
    assert "“The Moscow talks” will be read as “Talks in Moscow”, which then has 2" in sheet.preview.text()
    host.press("Down")
    assert "2 links of “Talks in Moscow”" in sheet.preview.text()
    host.press("Ctrl+Enter")
    assert titles(place.events) == ["The Moscow talks"]
    assert host.project.find_event(one.id).title == "The Moscow talks"
    assert place.events.current_id() == other.id
    host.session.undo()
    assert sorted(titles(place.events)) == ["Talks in Moscow", "The Moscow talks"]


def test_escape_leaves_all_as_they_are(host, place):
    one, other = host.add_event("Talks"), host.add_event("More talks")
    select(place.events, one.id, other.id)
    place.events.view.setFocus()
    host.press("Ctrl+M", "Esc")
    assert len(titles(place.events)) == 2


def test_a_retired_event_is_hidden_until_asked_for_and_restored(host, place):
    event = host.add_event("Talks")
    place.show_event(event.id)
    host.press("Del")
    assert titles(place.events) == []
    place.events.retired.setChecked(True)
    assert titles(place.events) == ["Talks"]
    place.events.detail.retire_button.click()
    place.events.retired.setChecked(False)
    assert titles(place.events) == ["Talks"]


def test_participants_are_chosen_from_the_actors_that_are_known(host, place):
    putin = host.add_actor("Vladimir Putin")
    event = host.add_event("Talks")
    place.show_event(event.id)
    field = place.events.detail.form.participants.field
    field.setFocus()
    host.press("vladimir", "Enter")
    assert host.project.find_event(event.id).participants == (putin.id,)
    field.setFocus()
    host.press("Backspace")
    assert host.project.find_event(event.id).participants == ()


def test_an_event_is_part_of_another(host, place):
    event, above = host.add_event("Talks, day 2"), host.add_event("Osk talks")
    place.show_event(event.id)
    place.events.detail.form.part_of.field.setFocus()
    host.press("Osk talks", "Enter")
    assert host.project.find_event(event.id).part_of == above.id


def test_what_another_change_makes_of_the_event_shows_at_once(host, place):
    event = host.add_event("Talks")
    place.show_event(event.id)
    host.session.run(EditEvent(replace(event, title="Better talks")))
    assert place.events.detail.heading.text() == "Better talks"
    assert titles(place.events) == ["Better talks"]


def test_an_actor_is_edited_with_kind_aliases_and_links(host, place):
    actor = host.add_actor("Witkoff")
    show_actor(place, actor.id)
    form = place.actors.detail.form
    form.name.setFocus()
    form.name.clear()
    host.press("Steve Witkoff", "Enter")
    form.aliases.field.setFocus()
    host.press("Witkoff", "Enter", "Steven", "Enter")
    form.same_as.field.setFocus()
    host.press("https://example.org/w", "Enter")
    found = host.project.find_actor(actor.id)
    assert (found.name, found.aliases, found.same_as) == (
        "Steve Witkoff",
        ("Witkoff", "Steven"),
        ("https://example.org/w",),
    )


def test_a_link_that_is_none_is_refused_with_a_sentence(host, place):
    actor = host.add_actor("Witkoff")
    show_actor(place, actor.id)
    place.actors.detail.form.same_as.field.setFocus()
    host.press("example", "Enter")
    assert "is no link" in place.actors.detail.error.text()
    assert host.project.find_actor(actor.id).same_as == ()


def test_an_actor_shows_what_it_says_in_any_article(host, place):
    actor = host.add_actor("Steve Witkoff")
    host.session.run(SetSpeakerActor(host.articles[0], (host.statement().id,), actor.id))
    show_actor(place, actor.id)
    (card,) = place.actors.detail.linked.cards()
    assert card.accessibleName().startswith("not linked: “It was positive")


def test_merged_actors_lend_their_names(host, place):
    one, other = host.add_actor("Zelensky"), host.add_actor("Zelenskyy")
    host.session.run(SetEntityActor(host.articles[0], host.unit("Trump").id, one.id))
    show_actor(place, one.id)
    select(place.actors, one.id, other.id)
    place.actors.merge_button.click()
    assert "become its aliases" in place.actors._sheet.preview.text()
    host.press("Ctrl+Enter")
    assert host.project.find_actor(other.id).aliases == ("Zelenskyy",)


def test_empty_lists_say_what_to_do(place):
    assert "No events yet" in place.events._empty_list.accessibleName()
    assert place.events._list_pages.currentWidget() is place.events._empty_list
    place.events.search.setText("nothing like it")
    assert "Ctrl+N" in place.events._empty_list.accessibleName()


def test_two_answers_for_an_event_are_offered_and_one_is_chosen(host, place, tmp_path, monkeypatch, qtbot):
    event = host.add_event("Talks")
    host.project.checkpoint()
    copy = tmp_path / "laptop.annodb"
    shutil.copy(host.project.path, copy)
    host.session.run(EditEvent(replace(event, title="Moscow talks")))
    monkeypatch.setenv("ANNOTATOR_HOME", str(tmp_path / "other"))
    with Project.open(copy, annotator="ann") as laptop:
        laptop.run(EditEvent(replace(event, title="Kremlin talks")))
    host.project.merge([copy])
    place.events.reload()
    place.show_event(event.id)
    answers = {button.text(): button for button in place.findChildren(QPushButton) if button.text().endswith("talks")}
    assert set(answers) == {"Moscow talks", "Kremlin talks"}
    qtbot.mouseClick(answers["Kremlin talks"], Qt.MouseButton.LeftButton)
    assert host.project.find_event(event.id).title == "Kremlin talks"


def test_what_is_offered_for_participants_stands_on_a_ground_of_its_own(host, place):
    field = place.events.detail.form.participants
    assert field.field.completer().popup().property("dropped") == "true"


def test_another_tab_takes_the_keyboard_to_its_list(host, place):
    host.add_event("Talks")
    place.events.search.setFocus()
    place.tabs.setCurrentIndex(ACTORS_TAB)
    assert place.actors.search.hasFocus()
