"""A lead settles with a reason and hands out again; the annotator's laptop shows it as feedback and where it recurs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from annotator.operations import Assign
from annotator.project import Project
from annotator.review.handing_out import AssignmentRow
from tests.casebooks import opened
from tests.keyboard import real_keys
from tests.teams import make_team

REASON, SECTION, COMMENT = "A town is a place.", "1.3", "Also where it acts."
JOB_MS = 30_000


@pytest.fixture
def press(qtbot) -> Any:
    """Real keys to the window that is open now."""
    return real_keys(qtbot)


@pytest.fixture
def files(make_project, tmp_path) -> tuple[Path, Path]:
    """A lead's project whose first article the team has submitted, and the laptop of one of them from before review."""
    path, laptop = make_team(make_project, second=False), tmp_path / "laptop.annodb"
    with Project.open(path, annotator="lead") as project:
        project.run(Assign(tuple(AssignmentRow(article, "ann") for article in project.article_ids())))
        project.hand_out("ann", laptop)
    return path, laptop


def settle_a_town(window: Any, press: Any, qtbot: Any) -> None:
    """Settle the label of a town in Review, with reason, section and comment."""
    press("Ctrl+2")
    reviewing = window.stack.currentWidget().reviewing
    qtbot.waitUntil(lambda: reviewing.card is not None)
    for _ in range(12):
        if reviewing.card.card.kinds == ("label",):
            break
        press("F8")
    key = next(at for at, one in enumerate(reviewing.card.versions, 1) if one.value and one.value.label == "GPE")
    press("R", f"'{REASON}", "Tab", "Space", "Tab", f"'{SECTION}", "Tab", f"'{COMMENT}", "Enter", str(key))


def test_what_a_lead_writes_reaches_the_annotator_as_feedback_and_at_the_next_like_unit(files, tmp_path, qtbot, press):
    path, laptop = files
    newer = tmp_path / "newer.annodb"
    with opened(path, "lead") as window:
        settle_a_town(window, press, qtbot)
        (case,) = window.session.project.lead.cases.all()
        assert (case.reason, case.section, case.comment) == (REASON, SECTION, COMMENT)
        window.session.project.hand_out("ann", newer)
    with opened(laptop, None) as window:
        assert window.session.project.annotator == "ann"
        assert window.session.project.lead.cases.all() == []
        window.files.show_merge([str(newer)])
        merge(window, press, qtbot)
        qtbot.waitUntil(lambda: window.top_bar.feedback.accessibleName() == "Feedback: 1 not seen yet", timeout=JOB_MS)
        press("F9")
        sheet = window.findChild(object, "feedback_sheet")
        assert (sheet.current().own.label, sheet.current().gold.label) == ("ORG", "GPE")
        assert (sheet.current().reason, sheet.current().comment) == (REASON, COMMENT)
        press("Enter", "Esc")
        assert window.top_bar.feedback.isHidden()
        meet_the_next_one(window, press, qtbot)


def merge(window: Any, press: Any, qtbot: Any) -> None:
    """Merge what the sheet offers, once it has looked at the files."""
    sheet = window.findChild(object, "merge_sheet")
    qtbot.waitUntil(lambda: not sheet.is_looking, timeout=JOB_MS)
    press("Enter")
    qtbot.waitUntil(lambda: window.session.project.lead.cases.all() != [], timeout=JOB_MS)
    qtbot.waitUntil(lambda: window.files.jobs.running is None, timeout=JOB_MS)


def meet_the_next_one(window: Any, press: Any, qtbot: Any) -> None:
    """Go to the next unit of that kind in an article that is still to do: the case stands beside it."""
    press("Ctrl+PageDown")
    session, line = window.session, window.annotate.inspector.like
    assert session.project.article_row(session.article_id).state == "todo"
    for _ in range(4):
        unit = session.current_unit()
        if session.text[unit.start : unit.end] == "Kursk":
            break
        press("J")
    qtbot.waitUntil(lambda: REASON in line.words)
    press("Shift+F3")
    book = window.findChild(object, "case_book")
    assert book.detail.case.reason == REASON
    press("Esc")
    assert window.focusWidget() is window.annotate.view
