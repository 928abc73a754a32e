"""Fields of events and actors: dates that explain themselves, values as chips."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from annotator.errors import UserError
from annotator.model import Event, When
from ui.forms.date_field import DateField
from ui.forms.event_form import EventForm, unique_titles
from ui.forms.token_field import TokenField


@pytest.fixture
def dates(qtbot) -> DateField:
    field = DateField()
    qtbot.addWidget(field)
    field.show()
    return field


@pytest.fixture
def tokens(qtbot) -> TokenField:
    field = TokenField("Names", "Add one")
    qtbot.addWidget(field)
    field.show()
    return field


def test_a_date_is_explained_while_it_is_written(dates, qtbot):
    qtbot.keyClicks(dates.line, "2025-03-17")
    assert dates.sentence.text() == "A day: Monday, 17 Mar 2025."
    assert dates.when() == When("2025-03-17", "day")


def test_a_wrong_date_is_said_while_it_is_written(dates, qtbot):
    qtbot.keyClicks(dates.line, "2025-03-40")
    assert "March 2025 has no day 40" in dates.sentence.text()
    assert dates.line.property("invalid") == "true"
    with pytest.raises(UserError):
        dates.when()


def test_words_become_a_date_and_are_kept(dates, qtbot):
    dates.base = "2025-03-19"
    qtbot.keyClicks(dates.line, "last Friday")
    assert dates.sentence.text() == "A day: Friday, 14 Mar 2025."
    qtbot.keyClick(dates.line, Qt.Key.Key_Return)
    assert dates.line.text() == "2025-03-14"
    assert dates.when() == When("2025-03-14", "day", "last Friday")


def test_an_empty_date_is_none(dates):
    assert dates.when() is None
    assert "No date" in dates.sentence.text()


def test_values_are_added_with_enter_or_a_comma_and_taken_away(tokens, qtbot):
    qtbot.keyClicks(tokens.field, "Zelensky,Zelenskyy")
    qtbot.keyClick(tokens.field, Qt.Key.Key_Return)
    assert tokens.values() == ("Zelensky", "Zelenskyy")
    qtbot.mouseClick(tokens._chips[0], Qt.MouseButton.LeftButton)
    assert tokens.values() == ("Zelenskyy",)
    qtbot.keyClick(tokens.field, Qt.Key.Key_Backspace)
    assert tokens.values() == ()


def test_the_same_value_is_kept_once(tokens, qtbot):
    for _ in range(2):
        qtbot.keyClicks(tokens.field, "Kyiv")
        qtbot.keyClick(tokens.field, Qt.Key.Key_Return)
    assert tokens.values() == ("Kyiv",)


def test_only_what_is_known_is_taken(qtbot):
    field = TokenField("Actors", "Add one", lambda: [("Anna Voss", "a"), ("Ilse Maran", "m")])
    qtbot.addWidget(field)
    field.show()
    field.field.setFocus()
    field._offer()
    for typed in ("nobody", "maran"):
        field.field.setText(typed)
        qtbot.keyClick(field.field, Qt.Key.Key_Return)
    assert field.values() == ("m",)


def test_namesakes_are_offered_with_their_kind_and_a_number():
    entries = [("Ann", "1", "person"), ("Bo", "2", "person"), ("Ann", "3", "place"), ("Ann", "4", "person")]
    assert [title for title, _ in unique_titles(entries)] == ["Ann (person)", "Bo", "Ann (place)", "Ann (person) 2"]


def test_a_form_gives_back_the_event_that_it_shows(host):
    form = host.show(EventForm(host.project))
    above = host.add_event("Osk talks")
    actor = host.add_actor("Ilse Maran")
    event = Event(
        "e" * 32,
        "Talks",
        "meeting",
        "planned",
        When("2025-03-17", "day", "Monday"),
        "Osk",
        (actor.id,),
        above.id,
        "The second day.",
    )
    form.set_event(event)
    assert form.event_now() == event


def test_showing_another_event_saves_nothing(host, qtbot):
    form = host.show(EventForm(host.project))
    with qtbot.assertNotEmitted(form.edited):
        form.set_event(Event("e" * 32, "Talks", "meeting"))
        form.set_event(Event("f" * 32, "A raid", "attack", "proposed"))
