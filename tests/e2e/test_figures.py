"""Stories of the Progress place in the real window: from a number to the article, or to where it is settled."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog

from annotator.operations import AcceptUnits, SetLabel, Submit
from annotator.project import Project
from tests.windows import span_of
from ui.panels.progress_place.behind_sheet import BehindSheet

WAIT_MS = 20_000


def submit(project: Project, label: str) -> None:
    """Accept all of the first article but Riyadh, which gets this label, and submit it."""
    article = project.article_ids()[0]
    units = project.work(article).undecided()
    riyadh = next(unit for unit in units if unit.start == span_of(project.article(article).text, "Riyadh").start)
    project.run(SetLabel(article, riyadh.id, label))
    project.run(AcceptUnits(article, tuple(unit.id for unit in units if unit.id != riyadh.id)))
    project.run(Submit(article, ("entities", "statements")))


@pytest.fixture
def figures(window, press, qtbot):
    """The Progress place of a project in which two annotators differ on one label, all worked out."""
    for name, label in (("ben", "LOC"), ("eve", "FAC")):
        with Project.open(window.session.project.path, annotator=name) as project:
            submit(project, label)
    press("Ctrl+4")
    place = window.stack.currentWidget()
    answers = place.answers
    qtbot.waitUntil(lambda: answers.report is not None, timeout=WAIT_MS)
    # Each answer makes the page anew: a test holds a table of the last one.
    qtbot.waitUntil(lambda: not (answers._quiet.isActive() or answers.is_counting or answers.is_comparing))
    return place


def wait_for_list(window, qtbot) -> None:
    qtbot.waitUntil(lambda: any(sheet.total.text() for sheet in window.findChildren(BehindSheet)), timeout=WAIT_MS)


def test_a_number_of_articles_leads_to_an_article_in_annotate(window, press, qtbot, figures):
    window.session.open_article(window.session.article_ids()[1])
    press("Return", "Return")
    wait_for_list(window, qtbot)
    press("Return")
    assert window.is_annotating
    assert window.session.article_id == window.session.article_ids()[0]


def test_two_labels_taken_for_each_other_lead_to_their_card_in_review(window, press, qtbot, figures):
    press("Ctrl+Tab", "Ctrl+Tab", "Return")
    table = next(one for one in figures.view.tables if one.grid.name == "confusion")
    table.setFocus()
    rows = [cells[0].text for cells in table.grid.rows]
    table.setCurrentIndex(table.model().index(rows.index("LOC"), 1 + rows.index("FAC")))
    press("Return")
    wait_for_list(window, qtbot)
    press("Return")
    assert window.is_reviewing
    card = window.stack.currentWidget().reviewing.card.card
    assert {unit.value.label for unit in card.members.values()} == {"LOC", "FAC"}


def test_keys_of_the_place_copy_and_save(window, press, qtbot, figures, tmp_path, monkeypatch):
    press("Ctrl+C")
    assert QGuiApplication.clipboard().text().startswith("Annotator\t")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "figures.csv"), ""))
    press("Ctrl+S")
    assert "Articles by state" in (tmp_path / "figures.csv").read_text(encoding="utf-8-sig")


def test_elsewhere_the_keys_say_where_the_figures_are(window, press):
    window.do("figures_csv")
    assert "not in sight" in window.status.message.text()


def test_a_section_is_found_by_name_from_anywhere(window, figures):
    window.show_place("annotate")
    window.do("figures_pairs")
    assert window.stack.currentWidget().view.title == "Pairs"
