"""Importing over the real window: files by keyboard, what they leave open, where labels go, what could not be taken."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog

from annotator.project import Project
from tests.windows import make_and_open
from ui.dialogs.exchange.report_sheet import ReportSheet
from ui.dialogs.export import ExportDialog
from ui.dialogs.import_files import ImportDialog

JOB_MS = 30_000
LABELLED = {"text": "Osk waits for Keth.", "spans": [{"start": 0, "end": 3, "label": "GPE"}]}


@pytest.fixture
def window(make_project, qtbot):
    with make_and_open(make_project) as window:
        qtbot.waitActive(window)
        yield window


def dialog(window) -> ImportDialog:
    return next(one for one in window.findChildren(ImportDialog) if one.isVisible())


def finish(window, qtbot) -> str:
    qtbot.waitUntil(lambda: window.files.jobs.running is None, timeout=JOB_MS)
    return window.status.message.text()


def write(folder: Path, name: str, text: str) -> str:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return str(path)


def choose(monkeypatch, *paths: str) -> None:
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: (list(paths), ""))


def test_files_are_chosen_and_imported_with_two_keys(window, press, qtbot, monkeypatch, tmp_path) -> None:
    choose(monkeypatch, write(tmp_path, "a.txt", "A third article about Osk."))
    press("Ctrl+I", "Enter", "Enter")
    assert finish(window, qtbot).startswith("Imported 1 article.")
    assert len(window.session.article_ids()) == 3


def test_paths_are_pasted_and_taken_away_by_keys(window, press, tmp_path) -> None:
    first, second = (write(tmp_path, name, "Osk.") for name in ("a.txt", "b.txt"))
    press("Ctrl+I")
    QGuiApplication.clipboard().setText(f'"{first}"\nfile://{second}\n')
    press("Ctrl+V")
    sheet = dialog(window)
    assert [item.data for item in sheet.list.rows.items()] == [first, second]
    sheet.list.setFocus()
    press("Delete")
    assert [item.data for item in sheet.list.rows.items()] == [second]


def test_a_table_whose_text_is_unknown_asks_for_its_column(window, press, qtbot, monkeypatch, tmp_path) -> None:
    choose(monkeypatch, write(tmp_path, "a.csv", "Titel,Wortlaut\nOsk,Osk waits for Keth.\n"))
    press("Ctrl+I", "Enter")
    sheet = dialog(window)
    assert not sheet.columns.isHidden()
    assert not sheet.unit_said.isVisible()
    assert window.focusWidget() is sheet.columns.boxes["text"]
    press("Enter")
    assert sheet.problem.text() == "Choose the column that holds the text."
    assert window.focusWidget() is sheet.columns.boxes["text"]
    press("Down", "Down")
    sheet.accept()
    assert finish(window, qtbot).startswith("Imported 1 article.")
    assert window.session.project.article(window.session.article_ids()[-1]).text == "Osk waits for Keth."


def test_labels_become_a_layer_under_a_name_that_is_asked_for(window, press, qtbot, tmp_path) -> None:
    window.files.import_paths([write(tmp_path, "a.jsonl", json.dumps(LABELLED) + "\n")])
    sheet = dialog(window)
    sheet.target.setFocus()
    press("Down")
    assert window.focusWidget() is sheet.layer
    press("'ben", "Enter")
    assert "1 label came with" in finish(window, qtbot)
    with Project.open(window.session.project.path, annotator="ben", read_only=True) as project:
        (unit,) = project.work(project.article_ids()[-1]).units()
        assert (unit.value.label, unit.is_machine) == ("GPE", False)


def test_the_keyboard_comes_back_to_the_article_when_a_sheet_of_dropped_files_closes(window, press, tmp_path) -> None:
    window.annotate.view.setFocus()
    window.files.import_paths([write(tmp_path, "a.jsonl", json.dumps(LABELLED) + "\n")])
    assert window.focusWidget() is dialog(window)._go
    press("Esc")
    assert window.focusWidget() is window.annotate.view


def test_a_layer_without_a_name_is_refused_in_the_sheet(window, press, tmp_path) -> None:
    window.files.import_paths([write(tmp_path, "a.jsonl", json.dumps(LABELLED) + "\n")])
    sheet = dialog(window)
    sheet.target.setCurrentIndex(1)
    press("Enter")
    assert "cannot be called" in sheet.problem.text()
    assert sheet.isVisible()


def test_what_was_left_out_opens_by_itself_and_names_the_line(window, qtbot, tmp_path) -> None:
    lines = [json.dumps({"text": "Osk waits."}), json.dumps({"title": "nothing"}), "{broken"]
    window.files.import_paths([write(tmp_path, "a.jsonl", "\n".join(lines))])
    assert "2 records could not be taken" in finish(window, qtbot)
    (sheet,) = window.findChildren(ReportSheet)
    assert [row.kind for row in sheet.shown()] == ["left out", "left out"]
    assert [row.cells[1] for row in sheet.shown()] == ["2", "3"]


def test_what_was_only_noted_is_one_act_away(window, press, qtbot, tmp_path) -> None:
    (tmp_path / "in").mkdir()
    write(tmp_path / "in", "a.txt", "Osk waits.")
    write(tmp_path / "in", ".hidden", "x")
    window.files.import_paths([str(tmp_path / "in")])
    assert "1 note" in finish(window, qtbot)
    assert window.findChildren(ReportSheet) == []
    press("Ctrl+Shift+I")
    (sheet,) = window.findChildren(ReportSheet)
    assert [row.kind for row in sheet.shown()] == ["noted"]


def test_offsets_that_could_count_several_things_are_asked_for_on_an_example(window, press, tmp_path) -> None:
    row = {"id": 1, "text": "\U0001f600 \U0001f600 xx Osk waits", "label": [[4, 6, "GPE"]]}
    window.files.import_paths([write(tmp_path, "a.jsonl", json.dumps(row) + "\n")])
    sheet = dialog(window)
    assert "[xx] Osk waits" in sheet.unit_said.text()
    press("Enter")
    assert sheet.problem.text().startswith("Choose what the offsets count")
    assert window.focusWidget() is sheet.unit
    press("Down", "Enter")
    assert not sheet.isVisible()


def test_offsets_are_not_asked_for_where_the_labels_tell(window, tmp_path) -> None:
    window.files.import_paths([write(tmp_path, "a.jsonl", json.dumps(LABELLED) + "\n")])
    sheet = dialog(window)
    assert sheet.unit.isVisible()
    assert not sheet.unit_said.isVisible()


def test_an_import_that_is_cancelled_says_what_stays(window, qtbot, tmp_path) -> None:
    lines = (json.dumps({"text": f"Osk waits for the {number}. time. " * 40}) for number in range(20_000))
    window.files.import_paths([write(tmp_path, "a.jsonl", "\n".join(lines))])
    job = window.files.jobs.running
    with qtbot.waitSignal(job.progressed, timeout=JOB_MS):
        pass
    window.status.cancel.click()
    said = finish(window, qtbot)
    taken = len(window.session.article_ids()) - 2
    assert said.startswith("Importing was cancelled:")
    assert (f"{taken:,} new article" in said) == bool(taken)


def test_columns_with_other_names_can_be_named_and_are_checked_in_the_sheet(window, press, qtbot, tmp_path) -> None:
    window.files.exchange.choose_import([write(tmp_path, "a.csv", "body,teaser\nOsk waits.,The long text of it.\n")])
    sheet = dialog(window)
    sheet.other_columns.setFocus()
    press("'nonsense", "Enter")
    assert "names no column" in sheet.problem.text()
    assert window.focusWidget() is sheet.other_columns
    sheet.other_columns.setText("text=teaser")
    press("Enter")
    finish(window, qtbot)
    assert window.session.project.article(window.session.article_ids()[-1]).text == "The long text of it."


def test_where_the_file_does_not_tell_the_unit_is_asked_for_first(window, press, tmp_path) -> None:
    unclear = {"text": "😀 俄罗斯和乌克兰", "label": [[3, 6, "GPE"]]}
    window.files.import_paths([write(tmp_path, "a.jsonl", json.dumps(unclear) + "\n")])
    sheet = dialog(window)
    assert window.focusWidget() is sheet.unit
    units = [line.split(": ")[0] for line in sheet.unit_said.text().splitlines()[1:]]
    assert units == [sheet.unit.itemText(at) for at in range(1, 4)]
    press("Enter")
    assert sheet.problem.text() == "Choose what the offsets count: the file does not tell."


def test_what_an_import_left_out_waits_while_something_else_is_open(window, press, qtbot, tmp_path) -> None:
    window.files.import_paths([write(tmp_path, "a.jsonl", json.dumps({"text": "Osk waits."}) + "\n{broken\n{broken")])
    press("Ctrl+E")
    assert "2 records could not be taken" in finish(window, qtbot)
    assert window.findChildren(ReportSheet) == []
    assert [one.isVisible() for one in window.findChildren(ExportDialog)] == [True]
    press("Esc", "Ctrl+Shift+I")
    assert [one.isVisible() for one in window.findChildren(ReportSheet)] == [True]
