"""Stories of twins: a paragraph is decided once, and what was decided goes over to the other places where it stands."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListWidget

from annotator.model import Span
from tests.windows import entity, find, go_to, select
from ui.app import open_window

PARAGRAPH = "Mira Holt told the Harbour Council in Osra on Friday that no ship would leave the port before spring."
CHANGED = PARAGRAPH.replace("Friday", "Monday")
FIRST = f"Envoy speaks.\n{PARAGRAPH}\nGo To Main Page\nToren Vask was silent."
SECOND = f"Go To Main Page\nA council meets.\n{CHANGED}"
THIRD = f"Another paper writes.\n{PARAGRAPH}\nGo To Main Page"
NAMES = (("Mira Holt", "PERSON"), ("Harbour Council", "ORG"), ("Osra", "ORG"))
OFFER_MS = 3000


@pytest.fixture
def window(make_project, qtbot) -> Iterator[Any]:
    """The real window on three articles that share a paragraph and a line; the first is open."""
    project = make_project(FIRST, SECOND, THIRD)
    for article, text in zip(project.article_ids(), (FIRST, SECOND, THIRD), strict=True):
        found = [entity(article, text, words, label) for words, label in NAMES]
        found += [entity(article, text, "Toren Vask", "PERSON")] if text == FIRST else []
        project.store_suggestions([(article, found, ())], model="test 1")
    project.twins.look()
    window = open_window(project.path, annotator="ann")
    qtbot.waitActive(window)
    yield window
    window.close()


def offer(window):
    return window.annotate.offer_bar


def decide_paragraph(window, press, qtbot):
    """Accept, accept, and give another label: then the offer is there."""
    go_to(window, "Mira Holt")
    press("Enter", "Enter", "3")
    qtbot.waitUntil(lambda: offer(window).isVisible(), timeout=OFFER_MS)


def places(window) -> QListWidget:
    return window.findChild(QListWidget, "twin_places")


def label_in(window, number: int, words: str) -> tuple[str, str]:
    """(state, label) of the unit on some words of another article."""
    article = window.session.article_ids()[number]
    work = window.session.project.work(article)
    start = work.article.text.index(words)
    unit = next(unit for unit in work.every() if unit.start == start)
    return unit.state, unit.value.label


def test_a_decided_paragraph_is_offered_and_taken_over_with_two_keys(window, press, qtbot):
    decide_paragraph(window, press, qtbot)
    assert "in 2 other articles" in offer(window).accessibleName()
    assert "3 decisions" in offer(window).accessibleName()
    assert window.annotate.view.hasFocus()
    press("T")
    assert places(window).count() == 2
    press("Enter")
    for number in (1, 2):
        assert label_in(window, number, "Mira Holt") == ("kept", "PERSON")
        assert label_in(window, number, "Osra") == ("kept", "GPE")
    assert not offer(window).isVisible()
    assert window.annotate.view.hasFocus()


def test_undo_takes_all_of_it_back(window, press, qtbot):
    decide_paragraph(window, press, qtbot)
    article, current = window.session.article_id, window.session.current
    press("T", "Enter", "Ctrl+Z")
    assert (window.session.article_id, window.session.current) == (article, current)
    for number in (1, 2):
        assert label_in(window, number, "Osra")[0] == "suggested"
    assert label_in(window, 0, "Osra") == ("kept", "GPE")


def test_a_place_that_is_not_ticked_is_left_alone(window, press, qtbot):
    decide_paragraph(window, press, qtbot)
    press("T", "Space", "Enter")
    assert sorted(label_in(window, number, "Osra")[0] for number in (1, 2)) == ["kept", "suggested"]


def test_the_offer_waits_while_one_goes_on_and_goes_when_it_is_declined(window, press, qtbot):
    decide_paragraph(window, press, qtbot)
    go_to(window, "Toren Vask")
    press("Enter")
    assert offer(window).isVisible()
    button = next(one for one in offer(window).children() if getattr(one, "accessibleName", str)() == "Not now")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert not offer(window).isVisible()


def test_nothing_is_offered_while_the_paragraph_is_not_decided(window, press, qtbot):
    go_to(window, "Mira Holt")
    press("Enter")
    qtbot.waitUntil(lambda: not window.twins._pause.isActive(), timeout=OFFER_MS)
    assert not offer(window).isVisible()


def test_an_undone_decision_takes_the_offer_back(window, press, qtbot):
    decide_paragraph(window, press, qtbot)
    press("Ctrl+Z")
    qtbot.waitUntil(lambda: not offer(window).isVisible(), timeout=OFFER_MS)


def test_a_line_that_was_left_out_is_offered_to_be_left_out_of_its_twins(window, press, qtbot):
    select(window, "Go To Main Page")
    window.do("exclude")
    qtbot.waitUntil(lambda: offer(window).isVisible(), timeout=OFFER_MS)
    assert "leave it out there too" in offer(window).accessibleName()
    press("T", "Enter")
    for article in window.session.article_ids():
        work = window.session.project.work(article)
        assert [work.article.text[r.span.start : r.span.end] for r in work.regions] == ["Go To Main Page"]


def test_several_lines_left_out_at_once_are_offered_together(make_project, qtbot, press, window):
    menu = "Go To Main Page\nToren Vask was silent."
    start = window.session.text.index(menu)
    project = window.session.project
    (project.path.parent / "fourth.txt").write_text(f"Fourth.\n{menu}\nThe end.")
    project.import_files([project.path.parent / "fourth.txt"])
    project.twins.look()
    window.annotate.view.select(Span(start, start + len(menu)))
    window.do("exclude")
    qtbot.waitUntil(lambda: offer(window).isVisible(), timeout=OFFER_MS)
    assert offer(window).accessibleName().startswith("These lines also stand in 3 other articles")
    press("T", "Enter")
    (work,) = (project.work(article) for article in project.article_ids()[3:])
    assert "\n".join(work.article.text[one.span.start : one.span.end] for one in work.regions) == menu


def test_a_submitted_article_is_listed_and_left_alone_unless_it_is_ticked(window, press, qtbot):
    from annotator.operations import Submit

    window.session.project.run(Submit(window.session.article_ids()[2]))
    decide_paragraph(window, press, qtbot)
    press("T")
    states = [places(window).item(row).checkState() for row in range(2)]
    assert sorted(state == Qt.CheckState.Checked for state in states) == [False, True]
    press("Enter")
    assert label_in(window, 2, "Osra")[0] == "suggested"
    assert window.session.project.work(window.session.article_ids()[2]).state == "submitted"


def test_the_key_says_what_is_missing_where_there_is_nothing_to_take_over(window, press):
    said = []
    window.session.said.connect(lambda text, tone: said.append(text))
    go_to(window, "Toren Vask")
    press("T")
    assert "stands nowhere else" in said[-1]
    go_to(window, "Osra")
    press("T")
    assert "Nothing is decided here" in said[-1]


def test_a_question_that_is_asked_is_not_displaced_by_an_offer(window, press, qtbot):
    go_to(window, "Mira Holt")
    press("Enter", "Enter", "3", "Ctrl+Return")
    assert offer(window).isVisible()
    qtbot.waitUntil(lambda: not window.twins._pause.isActive(), timeout=OFFER_MS)
    assert "undecided" in offer(window).accessibleName()
    press("Escape")
    assert find(window, "Toren Vask").state == "suggested"
