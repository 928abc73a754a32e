"""Exporting over the real window: formats and what they cannot carry, what is remembered, what was lost and where."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotator.formats import FORMATS
from tests.windows import find, make_and_open
from ui.dialogs.exchange.report_sheet import ReportSheet
from ui.dialogs.export import ExportDialog

JOB_MS = 30_000


@pytest.fixture
def window(make_project, qtbot):
    with make_and_open(make_project) as window:
        qtbot.waitActive(window)
        yield window


def dialog(window) -> ExportDialog:
    return next(one for one in window.findChildren(ExportDialog) if one.isVisible())


def choose(sheet: ExportDialog, name: str) -> None:
    sheet._format.setCurrentIndex(sheet._format.findData(name))


def report(window) -> ReportSheet:
    return next(one for one in window.findChildren(ReportSheet) if one.isVisible())


def finish(window, qtbot) -> str:
    qtbot.waitUntil(lambda: window.files.jobs.running is None, timeout=JOB_MS)
    return window.status.message.text()


def export_to_citron(window, press, qtbot) -> str:
    """Decide a name, which Citron's JSON has no place for, and export."""
    window.do("accept")
    press("Ctrl+E")
    choose(dialog(window), "citron")
    press("Enter")
    return finish(window, qtbot)


def test_every_format_that_can_be_written_is_offered_with_what_it_loses(window, press) -> None:
    press("Ctrl+E")
    sheet = dialog(window)
    offered = {sheet._format.itemData(at) for at in range(sheet._format.count())}
    assert offered == {one.name for one in FORMATS if one.write is not None}
    choose(sheet, "citron")
    known = next(one for one in FORMATS if one.name == "citron")
    assert all(sentence in sheet._losses.text() for sentence in known.cannot_carry)


def test_the_annotators_own_work_goes_out_with_two_keys_and_nothing_is_lost(window, press, qtbot) -> None:
    window.do("accept")
    press("Ctrl+E", "Enter")
    assert finish(window, qtbot).endswith("Nothing was lost. Read back: the same.")
    assert window.findChildren(ReportSheet) == []


def test_what_was_lost_is_listed_and_leads_to_the_unit(window, press, qtbot) -> None:
    unit = window.session.current
    assert "1 loss" in export_to_citron(window, press, qtbot)
    sheet = report(window)
    (row,) = sheet.shown()
    assert row.title == "“Trump”"
    window.session.open_article(window.session.article_ids()[1])
    press("Enter")
    assert window.session.article_id == window.session.article_ids()[0]
    assert window.session.current == unit
    assert find(window, "Trump").id == unit


def test_the_list_of_losses_is_filtered_copied_and_saved_by_keys(window, press, qtbot, monkeypatch, tmp_path) -> None:
    from PySide6.QtGui import QGuiApplication
    from PySide6.QtWidgets import QFileDialog

    export_to_citron(window, press, qtbot)
    sheet = report(window)
    press("Ctrl+C")
    assert "Trump" in QGuiApplication.clipboard().text()
    target = tmp_path / "losses.csv"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    press("Ctrl+S")
    assert "Trump" in target.read_text(encoding="utf-8-sig")
    press("'nothing like it")
    assert sheet.shown() == []
    assert sheet.total.text() == "0 of 1 row."


def test_strict_writes_nothing_where_something_would_be_lost(window, press, qtbot) -> None:
    window.do("accept")
    press("Ctrl+E")
    sheet = dialog(window)
    choose(sheet, "citron")
    sheet._strict.setChecked(True)
    out = Path(sheet._out.text())
    press("Enter")
    assert "cannot carry all of it" in finish(window, qtbot)
    assert not out.exists()


def test_what_was_chosen_is_remembered_but_not_that_gold_may_be_incomplete(window, press, qtbot) -> None:
    window.do("accept")
    press("Ctrl+E")
    sheet = dialog(window)
    choose(sheet, "citron")
    sheet._split.setCurrentText("80/10/10")
    sheet._anonymise.setChecked(True)
    press("Enter")
    finish(window, qtbot)
    press("Esc", "Ctrl+E")
    again = dialog(window)
    assert again._format.currentData() == "citron"
    assert (again._split_given, again._anonymise.isChecked()) == ("80/10/10", True)
    assert not again._incomplete.isChecked()
    assert not Path(again._out.text()).exists()


def test_a_split_that_does_not_add_up_and_a_folder_that_is_full_are_refused(window, press, tmp_path) -> None:
    press("Ctrl+E")
    sheet = dialog(window)
    sheet._split.setCurrentText("80/10/20")
    press("Enter")
    assert sheet._problem.text().startswith("The split is three shares")
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "a").touch()
    sheet._out.setText(str(tmp_path / "full"))
    press("Enter")
    assert "new or empty" in sheet._problem.text()
    assert window.focusWidget() is sheet._out


def test_what_does_not_read_back_the_same_is_listed(window, press, qtbot, monkeypatch) -> None:
    from ui import jobs

    told = {
        "folder": str(window.session.project.path.parent), "articles": 2, "losses": {}, "verified": False,
        "failed": ["articles: a1 differs when read back."],
    }  # fmt: skip
    script = f"import json, sys; print(json.dumps({told!r})); sys.exit(1)"
    monkeypatch.setattr(jobs, "command_prefix", lambda: ["-c", script])
    window.files.export("/nowhere", [])
    assert finish(window, qtbot).endswith("it does not read back the same: 1 difference.")
    (row,) = report(window).shown()
    assert row.title == "articles: a1 differs when read back."


def test_gold_is_nobodys_layer_and_offered_once(window, press) -> None:
    press("Ctrl+E")
    box = dialog(window)._layer
    assert [box.itemData(at) for at in range(box.count())].count("gold") == 1


def test_what_is_offered_first_is_there_to_be_exported(window, press, qtbot) -> None:
    press("Ctrl+E")
    assert dialog(window)._layer.currentData() == "suggestions"
    press("Enter")
    assert finish(window, qtbot).startswith("Exported ")


def test_closing_the_window_ends_what_a_sheet_looks_for(make_project, qtbot) -> None:
    with make_and_open(make_project) as window:
        qtbot.waitActive(window)
        window.do("accept")
        window.do("export")
        sheet = dialog(window)
        sheet._layer.setCurrentIndex(sheet._layer.findData("gold"))
        assert sheet._jobs.running is not None
        window.close()
        assert sheet._jobs.running is None


def test_the_licence_that_is_chosen_stands_on_the_card_and_is_kept(window, press, qtbot, tmp_path) -> None:
    window.do("accept")
    press("Ctrl+E")
    sheet = dialog(window)
    sheet._licence.setCurrentText("House rules, 2031")
    sheet._out.setText(str(tmp_path / "out"))
    press("Enter")
    finish(window, qtbot)
    assert "The annotation: House rules, 2031." in (tmp_path / "out" / "README.md").read_text(encoding="utf-8")
    press("Ctrl+E")
    assert dialog(window)._licence.currentText() == "House rules, 2031"
