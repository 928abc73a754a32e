"""What an article may be about as a whole: offered below its events, accepted and dismissed there."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from annotator.operations import LinkEvent
from ui.panels.inspector import Inspector
from ui.panels.inspector.panel import EVENTS, STATEMENTS
from ui.theme import load_theme


@pytest.fixture
def inspector(host) -> Inspector:
    return host.show(Inspector(host.session, load_theme("light")))


@pytest.fixture
def rows(host, inspector, qtbot):
    """The titles in the tab of events, once it was looked up what fits."""

    def read() -> list[str]:
        inspector.show_tab(EVENTS)
        qtbot.waitUntil(lambda: not inspector.events._look.isActive())
        return [item.title for item in inspector.events.model.items()]

    return read


def choose(inspector, title: str) -> None:
    events = inspector.events
    row = next(row for row, item in enumerate(events.model.items()) if item.title == title)
    events.view.setFocus()
    events.view.setCurrentIndex(events.model.index(row, 0))


def test_a_proposed_event_of_the_article_is_accepted_with_enter_and_undone(host, inspector, rows):
    host.propose("Trump and Putin on Kursk")
    assert rows() == ["Perhaps about", "Trump and Putin on Kursk"]
    choose(inspector, "Trump and Putin on Kursk")
    host.press("Enter")
    assert [row.event.title for row in host.project.events()] == ["Trump and Putin on Kursk"]
    assert rows() == ["Perhaps about", "Trump and Putin on Kursk"]
    assert not inspector.events.model.item(1).is_machine
    host.session.undo()
    assert rows() == ["Perhaps about", "Trump and Putin on Kursk"]
    assert host.project.events() == []


def test_backspace_dismisses_it_for_good(host, inspector, rows):
    host.propose("Trump and Putin on Kursk")
    rows()
    choose(inspector, "Trump and Putin on Kursk")
    host.press("Backspace")
    assert rows() == []
    assert inspector.events.currentWidget() is inspector.events._empty
    host.session.undo()
    assert len(rows()) == 2


def test_a_click_on_an_event_of_the_project_shows_it(host, inspector, rows, qtbot):
    event = host.add_event("Trump and Putin on Kursk")
    assert rows() == ["Perhaps about", "Trump and Putin on Kursk"]
    view = inspector.events.view
    with qtbot.waitSignal(host.session.event_requested) as asked:
        spot = view.visualRect(inspector.events.model.index(1, 0)).center()
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert asked.args == [event.id]


def test_what_is_linked_stands_above_and_not_twice(host, inspector, rows):
    event = host.add_event("Trump and Putin on Kursk")
    host.session.run(LinkEvent(host.articles[0], (host.statement().id,), event.id, "reports"))
    titles = rows()
    assert titles[0] == "Trump and Putin on Kursk"
    assert "Perhaps about" not in titles


def test_nothing_is_said_where_nothing_fits(host, inspector, rows):
    host.add_event("Harvest festival in Osk")
    assert rows() == []
    assert inspector.events.currentWidget() is inspector.events._empty


def test_nothing_is_looked_up_while_the_tab_is_out_of_sight(host, inspector, monkeypatch):
    monkeypatch.setattr(type(host.project.proposals), "candidates", lambda *_: pytest.fail("looked up"))
    inspector.show_tab(STATEMENTS)
    host.session.open_article(host.articles[1])
    assert not inspector.events._look.isActive()
