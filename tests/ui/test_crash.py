"""Faults: the user's are said in the status line, ours come up in one window with a report that can be saved."""

from __future__ import annotations

import sys
import threading

import pytest
from PySide6.QtWidgets import QApplication, QPlainTextEdit

from annotator.errors import UserError
from tests.windows import make_and_open
from ui.crash import CrashReporter, report
from ui.dialogs.crash import CrashDialog


@pytest.fixture
def reporter(qapp, monkeypatch):
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    monkeypatch.setattr(sys, "__excepthook__", lambda *_: None)
    reporter = CrashReporter(qapp)
    reporter.install()
    yield reporter
    reporter.deleteLater()


def raise_to_hook(error):
    try:
        raise error
    except type(error) as caught:
        sys.excepthook(type(caught), caught, caught.__traceback__)


def dialogs():
    return [one for one in QApplication.topLevelWidgets() if isinstance(one, CrashDialog) and one.isVisible()]


def test_a_fault_comes_up_once_with_its_report(reporter, qtbot):
    raise_to_hook(ValueError("broken inside"))
    raise_to_hook(ValueError("and again"))
    qtbot.waitUntil(lambda: len(dialogs()) == 1)
    shown = dialogs()[0].findChild(QPlainTextEdit).toPlainText()
    assert "broken inside" in shown
    assert "News Annotator" in shown
    dialogs()[0].reject()


def test_a_fault_in_a_thread_comes_up_too(reporter, qtbot):
    thread = threading.Thread(target=lambda: raise_to_hook(ValueError("in a thread")))
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: len(dialogs()) == 1)
    dialogs()[0].reject()


def test_what_the_user_can_mend_goes_to_the_status_line(reporter, qtbot, make_project):
    with make_and_open(make_project) as window:
        raise_to_hook(UserError("The disk is full.", "Make room."))
        message = window.findChild(object, "status_message")
        qtbot.waitUntil(lambda: message.text() == "The disk is full. Make room.")
        assert not dialogs()


def test_a_report_can_be_saved(qtbot, tmp_path):
    dialog = CrashDialog("what happened", None)
    qtbot.addWidget(dialog)
    dialog.save_to(tmp_path / "report.txt")
    assert (tmp_path / "report.txt").read_text() == "what happened"
    dialog.save_to(tmp_path / "nowhere" / "report.txt")


def test_a_report_names_versions_and_where_it_happened():
    with pytest.raises(KeyError) as caught:
        {}["x"]
    text = report(caught.value)
    assert "PySide6" in text
    assert "test_a_report_names_versions" in text
