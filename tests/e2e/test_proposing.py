"""Stories of proposed events: a new project starts from a list, statements are linked to what is proposed."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication

from annotator.ids import random_id
from annotator.model import Event
from tests.ui.hosts import keep_proposals, proposal_row
from tests.windows import find, go_to
from ui.dialogs.pickers.event import EventPicker

TITLES = ("Witkoff on a positive discussion in Moscow", "Talks in Riyadh", "Harvest fair")


@pytest.fixture
def proposed(window) -> list[Event]:
    """Three events that the machine proposes, the surest first; the project has none of its own."""
    first, second = window.session.article_ids()
    made = [Event(random_id(), title, place="Moscow" if "Moscow" in title else None) for title in TITLES]
    covered = ((first, second), (first,), (second,))
    rows = zip(made, covered, (0.9, 0.6, 0.3), strict=True)
    keep_proposals(window.session.project, [proposal_row(*row) for row in rows])
    return made


def events(window) -> list[str]:
    return sorted(row.event.title for row in window.session.project.events())


def left(window) -> list[str]:
    return [one.event.title for one in window.session.project.proposals.events()]


def test_a_new_project_starts_from_what_is_proposed(window, press, proposed):
    press("Ctrl+3", "Enter", "Backspace")
    assert (events(window), left(window)) == (["Witkoff on a positive discussion in Moscow"], ["Harvest fair"])
    press("Ctrl+Z")
    assert left(window) == ["Talks in Riyadh", "Harvest fair"]
    press("Ctrl+Z")
    assert (events(window), left(window)) == ([], list(TITLES))
    press("Ctrl+Shift+Z", "Ctrl+Shift+Z")
    assert (events(window), left(window)) == (["Witkoff on a positive discussion in Moscow"], ["Harvest fair"])


def test_several_are_accepted_at_once_after_one_was_put_right(window, press, qtbot, proposed):
    press("Ctrl+3", "F2")
    qtbot.keyClicks(QApplication.focusWidget(), "Envoy to Moscow")
    press("Escape", "Space", "Space", "Enter")
    assert events(window) == ["Envoy to Moscow", "Talks in Riyadh"]
    press("Ctrl+Z")
    assert events(window) == []


def test_a_statement_is_linked_to_what_is_proposed_with_two_keys(window, press, proposed):
    unit = go_to(window, "It was positive")
    press("E", "Enter")
    (link,) = window.session.work.find(unit.id).value.links
    assert link.event == proposed[0].id
    assert events(window) == ["Witkoff on a positive discussion in Moscow"]
    press("Ctrl+Z")
    assert events(window) == []
    assert window.session.work.find(unit.id).value.links == ()
    press("Ctrl+Shift+Z")
    assert len(window.session.work.find(unit.id).value.links) == 1


def test_what_was_dismissed_is_not_offered_for_a_statement(window, press, proposed):
    press("Ctrl+3", "Backspace", "Ctrl+1")
    unit = go_to(window, "It was positive")
    press("E")
    (picker,) = window.findChildren(EventPicker)
    assert "Talks in Riyadh" in [item.title for item in picker.list.model.items()]
    assert "Witkoff on a positive discussion in Moscow" not in [item.title for item in picker.list.model.items()]
    assert window.session.work.find(unit.id).value.links == ()


def test_a_project_without_events_and_proposals_makes_a_new_one_with_enter_alone(window, press):
    go_to(window, "It was positive")
    press("E", "Enter", "Enter")
    assert len(events(window)) == 1
    assert find(window, "It was positive").value.links
    press("Ctrl+Z")
    assert events(window) == []


def test_an_article_of_a_proposed_event_is_opened_and_the_list_found_again(window, press, proposed):
    press("Ctrl+3", "Down", "Down")
    place = window.stack.currentWidget()
    place.proposed.detail.articles.setFocus()
    press("Enter")
    assert window.is_annotating
    assert window.session.article_id == window.session.article_ids()[1]
    press("Ctrl+3")
    assert place.proposed.detail.heading.text() == "Harvest fair"


def test_the_palette_finds_what_is_proposed(window, proposed):
    window.do("proposed_events")
    assert window.stack.currentWidget().proposed.view.hasFocus()
