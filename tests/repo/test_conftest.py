"""The net under all tests catches what it is there for."""

from __future__ import annotations

from pathlib import Path

import pytest

CONFTEST = (Path(__file__).parents[1] / "conftest.py").read_text(encoding="utf-8")
QUIET = ("-p", "no:cacheprovider")
LEAKS = """
import threading
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget

def test_thread(qapp):
    threading.Thread(target=threading.Event().wait, daemon=True).start()

def test_window(qapp):
    global kept
    kept = QWidget()
    kept.show()

def test_timer(qapp):
    QTimer(qapp).start(60000)
"""
CLEAN = """
from PySide6.QtWidgets import QWidget

def test_it(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
"""
pytest_plugins = ["pytester"]


def test_a_test_that_leaves_something_behind_fails_with_a_word_on_how_to_mend_it(pytester: pytest.Pytester) -> None:
    pytester.makeconftest(CONFTEST.replace("THREAD_SECONDS = 2.0", "THREAD_SECONDS = 0.05"))
    pytester.makepyfile(LEAKS)
    result = pytester.runpytest_subprocess(*QUIET)
    for kind in ("thread", "window", "timer"):
        result.stdout.fnmatch_lines([f"*test_{kind} leaves behind: {kind}*"])


def test_a_test_that_cleans_up_passes(pytester: pytest.Pytester) -> None:
    pytester.makeconftest(CONFTEST)
    pytester.makepyfile(CLEAN)
    pytester.runpytest_subprocess(*QUIET).assert_outcomes(passed=1)


def test_tests_of_the_core_run_without_the_plugin_for_qt(pytester: pytest.Pytester) -> None:
    pytester.makeconftest(CONFTEST)
    pytester.makeini("[pytest]\nqt_api = pyside6\nqt_log_level_fail = WARNING\naddopts = --strict-config\n")
    pytester.makepyfile("import sys\ndef test_it(home):\n    assert 'PySide6' not in sys.modules\n")
    pytester.runpytest_subprocess("-p", "no:pytest-qt", *QUIET).assert_outcomes(passed=1)
