"""The signs of passages that stand elsewhere, and what the list of places says."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QListWidget

from annotator.operations import AddEntity
from tests.windows import span_of
from ui.app import open_window
from ui.dialogs.twins import TwinsDialog

PARAGRAPH = (
    "Toren Vask told the Grain Office in Port Sable on Friday that no ship would leave the harbour before spring."
)
FIRST = f"Envoy speaks.\n{PARAGRAPH}\nThe valley was quiet."
SECOND = f"A council meets.\n{PARAGRAPH.replace('Friday', 'Monday')}\nAnd then it went home."


@pytest.fixture
def window(make_project, qtbot) -> Iterator[Any]:
    """The real window on two articles that share a paragraph but for a word; the first is open."""
    project = make_project(FIRST, SECOND)
    project.twins.look()
    project.run(AddEntity(project.article_ids()[0], span_of(FIRST, "Port Sable"), "GPE"))
    project.run(AddEntity(project.article_ids()[0], span_of(FIRST, "Friday"), "DATE"))
    window = open_window(project.path, annotator="ann")
    qtbot.waitActive(window)
    QApplication.processEvents()
    yield window
    window.close()


def sign(window) -> QPoint:
    """A point on the only sign in sight."""
    view = window.annotate.view
    area = view.viewport().rect()
    points = (QPoint(x, y) for y in range(0, area.height(), 4) for x in range(area.width() // 2, area.width(), 4))
    return next(point for point in points if view.twin_at(point) is not None)


def test_a_sign_stands_beside_the_passage_and_says_where_else_it_is(window):
    view = window.annotate.view
    assert view.twin_at(sign(window)) == FIRST.index(PARAGRAPH)
    assert view.twin_tip(FIRST.index(PARAGRAPH)) == "Also in\nA council meets."
    assert view.twin_tip(0) == ""


def test_a_click_on_the_sign_lists_the_places(window, qtbot):
    qtbot.mouseClick(window.annotate.view.viewport(), Qt.MouseButton.LeftButton, pos=sign(window))
    (row,) = (window.findChild(QListWidget, "twin_places").item(0),)
    assert row.text().startswith("A council meets.\n1 decision · 1 left out, the words differ")
    assert "reads otherwise: “Monday” for “Friday”" in row.text()


def test_no_sign_is_left_in_an_article_without_twins(window, make_project, qtbot):
    window.session.open_article(window.session.article_ids()[1])
    assert window.twins.passages
    view = window.annotate.view
    view.set_twins(())
    QApplication.processEvents()
    with pytest.raises(StopIteration):
        sign(window)


def test_all_decisions_of_the_article_are_taken_over_from_the_menu(window, qtbot):
    window.do("take_over_all")
    assert window.findChild(TwinsDialog) is not None
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    other = window.session.project.work(window.session.article_ids()[1])
    assert [other.article.text[unit.start : unit.end] for unit in other.units()] == ["Port Sable"]


def test_twins_that_an_import_brings_are_seen_with_the_next_decision(window, tmp_path, qtbot):
    project = window.session.project
    (tmp_path / "third.txt").write_text(f"The valley was quiet.\n{PARAGRAPH}")
    project.import_files([tmp_path / "third.txt"])
    project.twins.look()
    window.session.run(AddEntity(window.session.article_id, span_of(FIRST, "Toren Vask"), "PERSON"))
    assert len(window.twins.passages[0].others) == 2
