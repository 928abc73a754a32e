"""Editing the guidelines: only they change, and what was settled by a changed section can be looked at again."""

from __future__ import annotations

import tomllib

import pytest

from annotator.operations import SetScheme
from annotator.scheme_text import with_guidelines
from tests.casebooks import make_settled, opened

TEXT = "**1.2 Edges.** Outside.\n\n**1.3 Labels.** As here.\n"


@pytest.fixture
def window(make_project, qtbot):
    with opened(make_settled(make_project), "lead") as window:
        window.session.run(SetScheme(with_guidelines(window.session.project.scheme_text, TEXT)))
        window.do("edit_guidelines")
        yield window


def sheet(window):
    return window.findChild(object, "guidelines_sheet")


def late(window) -> list[str]:
    article = window.session.project.lead.review.article(window.session.project.article_ids()[0])
    return [card.state for card in article.cards if card.state == "late"]


def test_saving_changes_the_guidelines_and_nothing_else(window, press):
    before = tomllib.loads(window.session.project.scheme_text)
    press("Ctrl+End", "'**1.4 New.** Also.", "Ctrl+S")
    after = tomllib.loads(window.session.project.scheme_text)
    assert after.pop("guidelines") == f"{TEXT}**1.4 New.** Also.\n"
    assert before.pop("guidelines") == TEXT
    assert after == before
    assert not sheet(window).isVisible()
    assert late(window) == []


def test_a_changed_section_offers_the_cards_that_were_settled_by_it_as_one_act(window, press):
    press("Ctrl+End", "Up", "End", "' And there.")
    sheet(window).look()
    assert sheet(window).again.text() == "Put 2 cards that were settled by what changed (1.3) before a lead again"
    press("Ctrl+S")
    assert late(window) == ["late", "late"]
    window.session.undo()
    assert late(window) == []
    assert window.session.project.scheme.guidelines == TEXT


def test_the_cards_stay_settled_where_that_is_wanted(window, press):
    press("Ctrl+End", "Up", "End", "' And there.")
    sheet(window).look()
    press("Tab", "Space", "Ctrl+S")
    assert "And there" in window.session.project.scheme.guidelines
    assert late(window) == []


def test_a_section_that_nothing_cites_offers_nothing(window, press):
    press("Ctrl+Home", "End", "' Always.")
    sheet(window).look()
    assert not sheet(window).again.isVisible()


def test_escape_does_not_lose_what_was_written_without_a_word(window, press):
    press("'X", "Esc")
    assert sheet(window).isVisible()
    assert "not saved" in sheet(window).problem.text()
    press("Esc")
    assert not sheet(window).isVisible()
    assert window.session.project.scheme.guidelines == TEXT


def test_in_a_handout_the_guidelines_are_not_edited(window, tmp_path):
    from annotator.operations import Assign
    from annotator.review.handing_out import AssignmentRow
    from ui.acts import BY_NAME

    project = window.session.project
    project.run(Assign(tuple(AssignmentRow(article, "ann") for article in project.article_ids())))
    project.hand_out("ann", tmp_path / "ann.annodb")
    assert BY_NAME["edit_guidelines"].applies(window.hand)
    with opened(tmp_path / "ann.annodb", None) as other:
        assert not BY_NAME["edit_guidelines"].applies(other.hand)
