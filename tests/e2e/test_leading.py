"""A lead assigns and hands out, three annotators work on their own files, the lead merges: by keyboard, in windows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog
from shiboken6 import isValid

from annotator.project import Project
from tests.annotator.making import TEXT, entity, propose
from tests.e2e.conftest import HELD, KEYS
from ui.app import open_window
from ui.dialogs.sheet import Sheet

TEAM = ("ann", "ben", "eve")
MORE_KEYS = {**KEYS, "Esc": Qt.Key.Key_Escape, "Tab": Qt.Key.Key_Tab, "Space": Qt.Key.Key_Space}
JOB_MS = 30_000


class Keyboard:
    """Real keys to whatever has the keyboard in one window."""

    def __init__(self, qtbot: Any, window: Any) -> None:
        self._qtbot = qtbot
        self.window = window

    def press(self, *keys: str) -> None:
        """`press("Ctrl+Shift+G", "2")`."""
        for key in keys:
            *held, last = key.split("+")
            modifiers = Qt.KeyboardModifier.NoModifier
            for name in held:
                modifiers |= HELD[name]
            code = MORE_KEYS.get(last) or getattr(Qt.Key, f"Key_{last}")
            self._qtbot.keyClick(QApplication.focusWidget() or self.window, code, modifiers)
            QApplication.processEvents()

    def write(self, words: str) -> None:
        """Type words."""
        self._qtbot.keyClicks(QApplication.focusWidget(), words)

    def do(self, title: str) -> None:
        """Find an act in the palette and do it."""
        self.press("Ctrl+K")
        self.write(title)
        self.press("Enter")

    def wait(self, is_so: Callable[[], object]) -> None:
        self._qtbot.waitUntil(is_so, timeout=JOB_MS)

    def finish_job(self) -> None:
        """Wait until what writes has ended."""
        self.wait(lambda: self.window.files.jobs.running is None)
        self.wait(lambda: self.window.leading._asking.running is None)

    @property
    def sheet(self) -> Any:
        """The sheet that is open."""
        return next(sheet for sheet in self.window.findChildren(Sheet) if sheet.isVisible())


@contextmanager
def at(qtbot: Any, path: Path, annotator: str | None = None) -> Iterator[Keyboard]:
    """A window on a file, and the keyboard in front of it."""
    window = open_window(path, annotator=annotator)
    qtbot.waitActive(window)
    try:
        yield Keyboard(qtbot, window)
    finally:
        if isValid(window):
            window.close()


@pytest.fixture
def path(make_project) -> Path:
    """A lead's project with four articles that the machine has read."""
    project = make_project(*(f"{TEXT}This is number {number}.\n" for number in range(4)), annotator="lead")
    for article in project.article_ids():
        text = project.article(article).text
        found = [entity(article, text, words, "PERSON") for words in ("Rubio", "Kursk")]
        propose(project, *found, article=article)
    project.close()
    return project.path


def assign(hands: Keyboard) -> None:
    """Give each article to two of three, one of them to all to begin with."""
    hands.press("Ctrl+Shift+G")
    for name in TEAM:
        hands.write(name)
        hands.press("Enter")
    hands.press("Tab")
    hands.write("2")
    hands.press("Tab", "Tab")
    hands.write("1")
    hands.press("Enter")


def annotate(hands: Keyboard, *, rejects: bool) -> None:
    """Decide about every suggestion of what is open to the annotator, and submit it."""
    session = hands.window.session
    for _ in range(12):
        row = session.project.article_row(session.article_id)
        if row.state == "submitted":
            return
        while session.work.undecided():
            hands.press("Backspace" if rejects and session.current_unit().spans[0].start % 2 else "Enter")
        hands.press("Ctrl+Enter")


def test_from_the_lead_to_three_laptops_and_back(path, qtbot, monkeypatch):
    files = [path.parent / "handouts" / f"{path.stem}-{name}.annodb" for name in TEAM]
    with at(qtbot, path, "lead") as hands:
        assign(hands)
        plan = hands.window.session.project.lead.team.assignments()
        assert {row.annotator for row in plan} == set(TEAM)
        assert len(plan) == 9
        hands.press("Ctrl+Shift+H", "Enter")
        hands.finish_job()
        hands.press("Esc")
        assert all(file.exists() for file in files)
    for file, name in zip(files, TEAM, strict=True):
        with at(qtbot, file) as hands:
            assert f"{name}’s handout" in hands.window.windowTitle()
            annotate(hands, rejects=name == "eve")
            assert [row.state for row in hands.window.session.project.listed_articles()].count("submitted") == 1
            assert "Submitted" in hands.window.status.message.text()
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: ([str(file) for file in files], ""))
    with at(qtbot, path, "lead") as hands:
        hands.do("Merge files")
        hands.wait(lambda: not hands.sheet.is_looking)
        hands.press("Enter")
        hands.finish_job()
        assert "9 new decisions" in hands.window.status.message.text()
        assert hands.window.session.project.lead.team.calibration.is_ready
        hands.press("Ctrl+Shift+C")
        hands.wait(hands.sheet.go.isEnabled)
        hands.press("Tab", "Tab", "Tab", "Enter")
        assert hands.window.session.project.lead.team.calibration.is_open


def test_a_released_gold_is_taken_back_by_undo(path, qtbot):
    for name in ("ann", "ben"):
        with at(qtbot, path, name) as hands:
            annotate(hands, rejects=False)
    with at(qtbot, path, "lead") as hands:
        project: Project = hands.window.session.project
        hands.press("Ctrl+Shift+R")
        hands.wait(lambda: hands.sheet.may_release)
        hands.press("Enter")
        hands.finish_job()
        assert [release.name for release in project.lead.gold.releases()] == ["v1"]
        hands.press("Ctrl+Z")
        assert hands.window.status.message.text() == "Undone: release."
        assert project.lead.gold.releases() == []
