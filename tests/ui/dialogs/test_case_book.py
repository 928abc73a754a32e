"""The case book in the window, by keyboard."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel

from annotator.operations import Assign
from annotator.project import Project
from annotator.review.handing_out import AssignmentRow
from tests.casebooks import COMMENT, REASON, SECTION, make_settled, opened


@pytest.fixture
def path(make_project):
    return make_settled(make_project)


@pytest.fixture
def window(path, qtbot):
    with opened(path, "lead") as window:
        qtbot.waitActive(window)
        yield window


def book(window):
    return window.findChild(object, "case_book")


def cases(window) -> list:
    return window.session.project.lead.cases.all()


def titles(window) -> list[str]:
    return [item.title for item in book(window).list.model.items() if not item.is_heading]


def test_the_book_lists_a_case_with_how_often_it_was_used_and_where(window, press):
    press("F3")
    (item,) = [item for item in book(window).list.model.items() if not item.is_heading]
    assert (item.title, item.aside) == (REASON, "used 2 times")
    units = book(window).detail.units.rows.items()
    assert [unit.title for unit in units] == ["“Kursk ORG” → Kursk GPE"] * 2


@pytest.mark.parametrize("query", ["town", "kursk", "GPE", "label", "1.3", "before"])
def test_reason_words_labels_kinds_section_and_comment_are_searched(window, press, query):
    press("F3", f"'{query}")
    assert titles(window) == [REASON]
    press("'zzz")
    assert titles(window) == []


def test_editing_changes_the_case_wherever_it_was_used_as_one_act(window, press):
    press("F3", "F2", "'Towns are places.", "Enter")
    assert {entry.reason for case in cases(window) for entry in case.entries} == {"Towns are places."}
    assert titles(window) == ["Towns are places."]
    press("Ctrl+Z")
    assert [case.reason for case in cases(window)] == [REASON]


def test_section_and_comment_are_edited_too(window, press):
    press("F3", "F2", "Tab", "Ctrl+A", "'1.2", "Tab", "Ctrl+A", "'See there.", "Enter")
    assert [(case.section, case.comment) for case in cases(window)] == [("1.2", "See there.")]


def test_escape_leaves_an_edit_and_only_then_the_book(window, press):
    press("F3", "F2", "'Nothing", "Esc")
    assert book(window).detail.reason.words() == REASON
    press("Esc")
    assert not book(window).isVisible()
    assert [case.reason for case in cases(window)] == [REASON]


def test_removing_takes_the_case_away_and_is_undone(window, press):
    press("F3", "Ctrl+Delete")
    assert cases(window) == []
    assert "No cases yet" in book(window)._pages.currentWidget().accessibleName()
    press("Ctrl+Z")
    assert [case.used for case in cases(window)] == [2]


def test_a_unit_leads_a_lead_to_its_card(window, press, qtbot):
    wanted = cases(window)[0].entries[1].card
    press("F3", "Enter", "Down", "Enter")
    assert window.is_reviewing
    qtbot.waitUntil(lambda: window.stack.currentWidget().reviewing.card_id == wanted)


def test_in_a_handout_the_book_is_read_and_leads_to_the_words(path, tmp_path, qtbot, press):
    with Project.open(path, annotator="lead") as project:
        first, second = project.article_ids()
        project.run(Assign((AssignmentRow(first, "ann"), AssignmentRow(second, "ann"))))
        project.hand_out("ann", tmp_path / "ann.annodb")
    with opened(tmp_path / "ann.annodb", None) as window:
        qtbot.waitActive(window)
        window.session.open_article(second)
        press("F3")
        told = [book(window).findChild(QLabel, f"case_{name}_told") for name in ("reason", "section", "comment")]
        assert [label.isVisible() for label in told] == [True] * 3
        assert [told[0].text(), told[2].text()] == [REASON, COMMENT]
        assert SECTION in told[1].text()
        assert not book(window).detail.reason.isVisible()
        assert not hasattr(book(window), "save_button")
        press("F2", "Ctrl+Delete")
        assert [case.reason for case in cases(window)] == [REASON]
        press("Enter", "Enter")
        assert window.session.article_id == first
        assert window.session.current_unit().start == window.session.text.index("Kursk")


def test_without_cases_it_says_where_they_come_from(make_project, qtbot, press):
    project = make_project("A text.")
    project.close()
    with opened(project.path, "lead") as window:
        qtbot.waitActive(window)
        press("F3")
        assert "Review" in book(window)._pages.currentWidget().accessibleName()
