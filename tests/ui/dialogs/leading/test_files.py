"""Handing out, merging, releasing, comparing and exporting: sheets over the real window, with jobs of the program."""

from __future__ import annotations

import msgspec
import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

from annotator.operations import Assign, ReturnArticle, SetLabel
from annotator.project import Project
from annotator.review.handing_out import AssignmentRow
from tests.teams import make_team
from ui.app import open_window
from ui.dialogs.export import blocks_sentence
from ui.dialogs.leading.merge_preview import read_preview, rows, summary
from ui.dialogs.leading.release import block_items
from ui.dialogs.sheet import Sheet

JOB_MS = 30_000


@pytest.fixture
def path(make_project):
    return make_team(make_project)


@pytest.fixture
def window(path, qtbot):
    """A lead's window on what a team of three has submitted, every article assigned to ann and ben."""
    window = open_window(path, annotator="lead")
    project = window.session.project
    window.session.run(
        Assign(tuple(AssignmentRow(one, name) for one in project.article_ids() for name in ("ann", "ben")))
    )
    qtbot.waitActive(window)
    yield window
    if isValid(window):
        window.close()


def sheet_of(window):
    return next(sheet for sheet in window.findChildren(Sheet) if sheet.isVisible())


def press(qtbot, window, *keys: Qt.Key) -> None:
    for key in keys:
        qtbot.keyClick(QApplication.focusWidget() or window, key)
        QApplication.processEvents()


def finish(qtbot, window) -> None:
    qtbot.waitUntil(lambda: window.files.jobs.running is None, timeout=JOB_MS)
    qtbot.waitUntil(lambda: window.leading._asking.running is None, timeout=JOB_MS)


def status(window) -> str:
    return window.status.message.text()


def test_very_many_articles_are_assigned_by_a_job_and_undone_in_the_window(window, qtbot, monkeypatch):
    monkeypatch.setattr("ui.dialogs.leading.assign.MOST_AT_ONCE", 0)
    team = window.session.project.lead.team
    window.do("assign")
    sheet = sheet_of(window)
    sheet.overlap.setFocus()
    sheet.overlap.setValue(3)
    sheet.who.set_values([(name, name) for name in ("ann", "ben", "eve")])
    press(qtbot, window, Qt.Key.Key_Return)
    finish(qtbot, window)
    assert len(team.assignments()) == 6
    assert status(window) == "Made or changed 2 assignments. Ctrl+Z takes them back."
    window.do("undo")
    assert len(team.assignments()) == 4


def hand_out(qtbot, window):
    window.do("hand_out")
    sheet = sheet_of(window)
    press(qtbot, window, Qt.Key.Key_Return)
    finish(qtbot, window)
    return sheet


def test_a_file_is_written_for_everybody_who_is_ticked(window, path, qtbot):
    window.do("hand_out")
    press(qtbot, window, Qt.Key.Key_Space, Qt.Key.Key_Return)
    finish(qtbot, window)
    assert [file.name for file in (path.parent / "handouts").iterdir()] == ["talks-ben.annodb"]
    assert status(window) == f"Handed out: 1 file in {path.parent / 'handouts'}."


def test_a_file_that_is_there_asks_for_another_name_and_is_never_written_over(window, path, qtbot):
    there = path.parent / "handouts" / "talks-ann.annodb"
    there.parent.mkdir()
    there.write_text("mine")
    sheet = hand_out(qtbot, window)
    assert sheet.files[0].text() == "talks-ann-2.annodb"
    assert "1 file is there already" in sheet.told.text()
    assert len(list(there.parent.iterdir())) == 1
    press(qtbot, window, Qt.Key.Key_Return)
    finish(qtbot, window)
    assert {file.name for file in there.parent.iterdir()} == {
        "talks-ann.annodb", "talks-ann-2.annodb", "talks-ben.annodb"
    }  # fmt: skip
    assert there.read_text() == "mine"


def test_where_nothing_is_assigned_anybody_can_be_handed_every_article(window, path, qtbot):
    window.do("undo")
    window.do("hand_out")
    sheet = sheet_of(window)
    for box in sheet.boxes:
        box.setChecked(False)
    sheet.other.setFocus()
    qtbot.keyClicks(sheet.other, "nia")
    press(qtbot, window, Qt.Key.Key_Return, Qt.Key.Key_Return)
    finish(qtbot, window)
    with Project.open(path.parent / "handouts" / "talks-nia.annodb") as laptop:
        assert (laptop.handout, len(laptop.listed_articles())) == ("nia", 2)


def drop(window, *files) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    window.dropEvent(QDropEvent(QPointF(QPoint(5, 5)), copy, data, left, none))


def test_files_that_are_dropped_are_looked_into_before_they_are_merged(window, path, qtbot):
    hand_out(qtbot, window).leave()
    file = path.parent / "handouts" / "talks-ann.annodb"
    with Project.open(file) as laptop:
        unit = next(unit for unit in laptop.work(laptop.article_ids()[0]).units() if unit.kind == "entity")
        laptop.run(SetLabel(laptop.article_ids()[0], unit.id, "ORG"))
    broken = path.parent / "broken.annodb"
    broken.write_text("no project")
    drop(window, file, broken)
    sheet = sheet_of(window)
    qtbot.waitUntil(lambda: not sheet.is_looking, timeout=JOB_MS)
    shown = [(item.title, item.badge) for item in sheet.list.rows.items()]
    assert ("talks-ann.annodb: 1 new decision" in shown[0][0], shown[1][1]) == (True, "differs")
    assert shown[-1][1] == "not merged"
    press(qtbot, window, Qt.Key.Key_Return)
    finish(qtbot, window)
    assert status(window) == "Merged: 0 new articles, 1 new decision."
    assert "wait" in window.annotate.offer_bar.accessibleName()


def test_a_preview_names_what_differs_what_is_new_and_what_is_in_doubt():
    differs = [
        {"layer": "ann", "article": "a", "title": "Old", "decisions": 2, "before": "in work", "after": "submitted"},
        {"layer": "ann", "article": "b", "title": "New", "decisions": 5, "before": "", "after": "submitted"},
    ]
    said = {
        "articles": {"new": 0, "known": 2},
        "decisions": {"new": 7, "known": 1, "held_back": 3, "refused": 0},
        "conflicts": [{"field": "label"}],
        "warnings": ["The scheme was changed.", "3 decisions were held back (--all-layers takes them)."],
        "differs": differs,
    }
    found = read_preview("ann.annodb", 0, msgspec.json.encode(said).decode(), "")
    assert summary(found) == "7 new decisions, 1 known, 3 held back"
    assert [item.badge for item in rows(found)] == ["", "in doubt", "held back", "conflict", "differs", "new"]
    assert rows(found)[4].detail == "ann: 2 new decisions, in work → done"


def test_what_blocks_a_release_is_listed_and_leads_to_the_disagreements(window, qtbot):
    window.do("release")
    sheet = sheet_of(window)
    qtbot.waitUntil(sheet.incomplete.isEnabled, timeout=JOB_MS)
    assert not sheet.go.isEnabled()
    sheet.list.setFocus()
    press(qtbot, window, Qt.Key.Key_Return)
    assert window.is_reviewing
    assert window.stack.currentWidget().reviewing.article.article.id == window.session.project.article_ids()[0]


def test_incomplete_gold_is_released_only_where_it_is_ticked(window, qtbot):
    gold = window.session.project.lead.gold
    window.do("release")
    sheet = sheet_of(window)
    qtbot.waitUntil(sheet.incomplete.isEnabled, timeout=JOB_MS)
    press(qtbot, window, Qt.Key.Key_Return)
    assert gold.releases() == []
    sheet.incomplete.setFocus()
    press(qtbot, window, Qt.Key.Key_Space, Qt.Key.Key_Return)
    finish(qtbot, window)
    assert [release.name for release in gold.releases()] == ["v1"]
    assert "incomplete" in status(window)


def test_releases_are_compared_and_a_row_leads_to_its_unit(window, qtbot):
    project = window.session.project
    project.release("first", incomplete=True)
    window.session.run(ReturnArticle(project.article_ids()[1], "ann", "again"))
    window.session.run(ReturnArticle(project.article_ids()[1], "ben", "again"))
    window.session.run(ReturnArticle(project.article_ids()[1], "eve", "again"))
    window.do("releases")
    sheet = sheet_of(window)
    press(qtbot, window, Qt.Key.Key_Return)
    qtbot.waitUntil(sheet.units.isVisible, timeout=JOB_MS)
    assert [cell.text for cell in sheet.table.grid.rows[0]] == ["Articles", "0", "1", "0"]
    press(qtbot, window, Qt.Key.Key_Return)
    assert window.is_reviewing


def test_a_release_is_offered_for_export_and_has_no_rejected_suggestions(window, path, qtbot):
    window.session.project.release("first", incomplete=True)
    window.do("releases")
    sheet_of(window).export.click()
    sheet = sheet_of(window)
    assert sheet._layer.currentText().startswith("Gold as it was released: first")
    assert not sheet._rejected.isEnabled()
    sheet._layer.setFocus()
    press(qtbot, window, Qt.Key.Key_Return)
    finish(qtbot, window)
    assert (path.parent / "talks-export" / "train.jsonl").exists()


def test_gold_that_is_blocked_is_not_exported_without_a_word(window, path, qtbot):
    window.do("export")
    sheet = sheet_of(window)
    sheet._layer.setCurrentIndex(0)
    qtbot.waitUntil(lambda: sheet._is_blocked, timeout=JOB_MS)
    press(qtbot, window, Qt.Key.Key_Return)
    assert "not complete" in sheet._problem.text()
    assert not (path.parent / "talks-export").exists()


def test_what_blocks_is_told_in_a_sentence():
    assert blocks_sentence([]).startswith("Nothing blocks it")
    assert blocks_sentence([{"sentence": "Waiting for ann", "articles": ["a", "b"]}]) == (
        "It is not complete. Waiting for ann (2 articles)."
    )
    assert block_items([], {}) == []


def test_a_calibration_without_submissions_says_what_is_missing(make_project, qtbot):
    project = make_project("One text.", "Another text.", name="fresh", annotator="lead")
    first = project.article_ids()[0]
    project.run(Assign(tuple(AssignmentRow(first, name, calibration=True) for name in ("kim", "lou"))))
    project.close()
    window = open_window(project.path, annotator="lead")
    window.do("calibration")
    sheet = sheet_of(window)
    qtbot.waitUntil(lambda: "nothing to compare" in sheet.note.text(), timeout=JOB_MS)
    assert "Still to be submitted: kim (1), lou (1)." in sheet.told.text()
    assert not sheet.go.isEnabled()
    sheet.leave()
    window.close()


def test_in_a_handout_the_leads_acts_are_not_offered_and_say_why(window, path, qtbot):
    hand_out(qtbot, window).leave()
    laptop = open_window(path.parent / "handouts" / "talks-ben.annodb")
    laptop.chrome._fill_project_menu()
    assert "Lead" not in [action.text() for action in laptop.top_bar.project.menu().actions()]
    laptop.do("assign")
    assert status(laptop).startswith("This file is ben’s handout.")
    laptop.close()
