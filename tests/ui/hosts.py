"""What tests of panels and pickers share: a session on the articles of `tests.windows`, and a bare window."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import msgspec
from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

from annotator.ids import random_id
from annotator.model import Actor, Event, When
from annotator.operations import AddActor, AddEvent
from annotator.project import Project
from annotator.store import connection, proposals
from annotator.store.proposals import ProposalRow
from annotator.units import Unit
from tests.windows import FIRST, SECOND, span_of, suggest
from ui.session import Session
from ui.theme import load_theme, stylesheet

KEYS = {"Enter": Qt.Key.Key_Return, "Esc": Qt.Key.Key_Escape, "Del": Qt.Key.Key_Delete}
HELD = {
    "Ctrl": Qt.KeyboardModifier.ControlModifier,
    "Alt": Qt.KeyboardModifier.AltModifier,
    "Shift": Qt.KeyboardModifier.ShiftModifier,
}


class Host:
    """A session with its first article open, and a window of 1100 by 800 with the application's dress."""

    def __init__(self, make_project: Callable[..., Project], qtbot) -> None:
        self.project = make_project(FIRST, SECOND)
        suggest(self.project)
        self.qtbot = qtbot
        self.session = Session(self.project)
        self.window = QMainWindow()
        self.window.setStyleSheet(stylesheet(load_theme("light")))
        self.window.setCentralWidget(QWidget())
        self.window.resize(1100, 800)
        qtbot.addWidget(self.window)
        with qtbot.waitExposed(self.window):
            self.window.show()
        self.articles = [row.id for row in self.project.articles()]
        self.session.open_article(self.articles[0])
        self.said: list[str] = []
        self.session.said.connect(lambda text, _: self.said.append(text))

    def unit(self, words: str, nth: int = 0) -> Unit:
        """The unit that stands on the `nth` place of `words`, as it is now."""
        span = span_of(self.session.text, words, nth)
        return next(unit for unit in self.session.work.every() if span in unit.spans)

    def statement(self) -> Unit:
        """The machine's statement, as it is now."""
        return self.unit("It was positive")

    def show(self, widget: QWidget) -> QWidget:
        """Put a widget into the window."""
        self.window.setCentralWidget(widget)
        widget.show()
        QApplication.processEvents()
        return widget

    def rect(self) -> QRect:
        """A place in the window, in coordinates of the screen."""
        return QRect(self.window.mapToGlobal(self.window.rect().topLeft()), QSize(80, 20)).translated(40, 40)

    def press(self, *keys: str) -> None:
        """Real keys, one after the other: "Enter", "Ctrl+N", "7", or words to be typed."""
        for key in keys:
            target = QApplication.focusWidget() or self.window
            *held, last = key.split("+") if key != "+" else ["+"]
            code = KEYS.get(last) or (
                getattr(Qt.Key, f"Key_{last}", None) if held or len(last) < 3 or last.istitle() else None
            )
            modifiers = Qt.KeyboardModifier.NoModifier
            for name in held:
                modifiers |= HELD[name]
            if code is None:
                self.qtbot.keyClicks(target, key)
            else:
                self.qtbot.keyClick(target, code, modifiers)
            QApplication.processEvents()

    def add_event(self, title: str, edtf: str = "", **fields: object) -> Event:
        event = Event(random_id(), title, when=When(edtf) if edtf else None, **fields)
        self.session.run(AddEvent(event))
        return event

    def add_actor(self, name: str, kind: str = "person", *aliases: str) -> Actor:
        actor = Actor(random_id(), name, kind, aliases)
        self.session.run(AddActor(actor))
        return actor

    def propose(self, title: str, *places: int, score: float = 0.6, **fields: object) -> Event:
        """An event that the machine proposes for the articles at these places (the first, if none), besides others."""
        event = Event(random_id(), title, **fields)
        articles = tuple(self.articles[at] for at in places or (0,))
        keep_proposals(self.project, [*proposals.rows(self.project.db), proposal_row(event, articles, score)])
        return event


def proposal_row(event: Event, articles: tuple[str, ...], score: float = 0.6) -> ProposalRow:
    """A proposed event as the store keeps it."""
    body = msgspec.json.encode({"event": event, "reasons": ["a test says so"]})
    return ProposalRow(event.id, score, articles, body)


def keep_proposals(project: Project, rows: Iterable[ProposalRow]) -> None:
    """Let the machine propose these events and no others."""
    with connection.write(project.db):
        proposals.replace(project.db, rows)
        proposals.store_words(project.db, [proposals.words_row(article, {}) for article in project.article_ids()])
