"""Feedback in the window: walking through where the gold differs from one's own work."""

from __future__ import annotations

import pytest

from annotator.project import Project
from tests.casebooks import COMMENT, REASON, make_settled, opened, settle, towns


@pytest.fixture
def path(make_project):
    return make_settled(make_project)


@pytest.fixture
def window(path, qtbot, press):
    """The window of an annotator who took the towns for bodies, with Feedback open."""
    with opened(path, "ann") as window:
        qtbot.waitActive(window)
        press("F9")
        qtbot.waitUntil(lambda: not window.feedback.is_looking)
        yield window


def sheet(window):
    return window.findChild(object, "feedback_sheet")


def rows(window) -> list[tuple[str, str, str]]:
    return [(item.title, item.detail, item.badge) for item in sheet(window).rows.items() if not item.is_heading]


def test_each_place_is_listed_by_article_with_what_differs(window):
    assert rows(window) == [("Kursk", "ORG → GPE", "new")] * 2
    headings = [item.title for item in sheet(window).rows.items() if item.is_heading]
    assert headings == [window.session.project.articles()[0].title]
    assert "2 not seen yet" in sheet(window).count.text()


def test_own_and_gold_stand_side_by_side_with_the_reason(window):
    detail = sheet(window).detail
    assert (detail.own.accessibleName(), detail.gold.accessibleName()) == ("Kursk, ORG", "Kursk, GPE")
    assert detail.table.cells.index(1, 0).data() == "ORG"
    assert detail.table.cells.index(1, 1).data() == "GPE"
    assert REASON in detail.reason.text()
    assert detail.comment.text() == COMMENT
    assert detail.cited.text() == "Guidelines 1.3"


def test_j_k_and_f8_go_through_without_marking_anything(window, press):
    first = sheet(window).current()
    press("J")
    assert sheet(window).current().start > first.start
    press("K", "F8", "Shift+F8")
    assert sheet(window).current() == first
    assert window.feedback.unseen == 2


def test_enter_marks_as_seen_and_goes_on_and_the_badge_counts_down(window, press):
    assert window.top_bar.feedback.accessibleName() == "Feedback: 2 not seen yet"
    first = sheet(window).current()
    press("Enter")
    assert [badge for _, _, badge in rows(window)] == ["seen", "new"]
    assert sheet(window).current() != first
    assert window.top_bar.feedback.accessibleName() == "Feedback: 1 not seen yet"
    press("Enter")
    assert window.top_bar.feedback.isHidden()


def test_what_was_seen_stays_seen_in_the_next_window(window, path, press, qtbot):
    press("Enter")
    assert window.feedback.unseen == 1
    press("Esc")
    window.close()
    with opened(path, "ann") as again:
        again.feedback.look_now()
        qtbot.waitUntil(lambda: not again.feedback.is_looking)
        assert again.feedback.unseen == 1


def test_o_opens_the_article_at_the_unit(window, press):
    item = sheet(window).current()
    window.session.open_article(window.session.article_ids()[1])
    press("O")
    assert window.is_annotating
    assert (window.session.article_id, window.session.current) == (item.article, item.own.id)
    assert window.feedback.is_seen(item)


def test_who_agrees_with_the_gold_is_told_that_there_is_none(path, qtbot, press):
    with opened(path, "ben") as window:
        qtbot.waitActive(window)
        press("F9")
        qtbot.waitUntil(lambda: not window.feedback.is_looking)
        assert "No feedback" in sheet(window)._pages.currentWidget().accessibleName()
        press("Enter", "O", "Esc")
        assert window.top_bar.feedback.isHidden()


def test_what_a_lead_settles_meanwhile_is_counted_by_itself(make_project, qtbot):
    from tests.teams import make_team

    path = make_team(make_project)
    with opened(path, "ann") as window:
        window.feedback.look_now()
        qtbot.waitUntil(lambda: not window.feedback.is_looking)
        assert window.feedback.unseen == 0
        with Project.open(path, annotator="lead") as project:
            settle(project, towns(project)[0])
        window.session.refresh()
        qtbot.waitUntil(lambda: window.feedback.unseen == 1)
