"""Slow work: the program's commands in processes of their own, their progress, their end."""

from __future__ import annotations

import sys

import pytest
from PySide6.QtCore import QObject

from ui import jobs
from ui.jobs import Jobs, command_prefix, parse_event
from ui.leading import merge_sentence

SCRIPT = """
import json, sys, time
print(json.dumps({"event": "start", "total": 3}), flush=True)
for done in (1, 2, 3):
    print(json.dumps({"event": "article", "done": done}), flush=True)
print(json.dumps({"event": "warning", "message": "no model"}), flush=True)
print("all done")
print("a word beside", file=sys.stderr)
sys.exit(int(sys.argv[1]))
"""
ENDLESS = """import time; print('{"event": "article", "done": 1}', flush=True); time.sleep(60)"""


@pytest.fixture
def owner(qapp):
    owner = QObject()
    yield owner
    owner.deleteLater()


def start(monkeypatch, owner, script, *arguments):
    monkeypatch.setattr(jobs, "command_prefix", lambda: ["-c", script])
    made = Jobs(owner)
    return made, made.start("Working", arguments)


def test_a_job_tells_its_progress_and_its_end(monkeypatch, owner, qtbot):
    made, job = start(monkeypatch, owner, SCRIPT, "0")
    progress = []
    job.progressed.connect(lambda done, total: progress.append((done, total)))
    with qtbot.waitSignal(job.finished, timeout=10000) as ended:
        pass
    assert progress == [(1, 3), (2, 3), (3, 3)]
    assert ended.args[0] == 0
    assert ended.args[1] == "all done"
    assert set(ended.args[2].splitlines()) == {"no model", "a word beside"}
    assert made.running is None


def test_a_job_that_fails_gives_its_status(monkeypatch, owner, qtbot):
    _, job = start(monkeypatch, owner, SCRIPT, "1")
    with qtbot.waitSignal(job.finished, timeout=10000) as ended:
        pass
    assert ended.args[0] == 1


def test_only_one_job_runs_at_a_time_and_it_can_be_cancelled(monkeypatch, owner, qtbot):
    made, job = start(monkeypatch, owner, ENDLESS)
    assert made.start("Another", ()) is None
    with qtbot.waitSignal(job.finished, timeout=10000) as ended:
        made.cancel()
    assert job.is_cancelled
    assert ended.args[0] != 0
    assert made.running is None


def test_a_window_that_closes_ends_its_job(monkeypatch, owner, qtbot):
    made, job = start(monkeypatch, owner, ENDLESS)
    with qtbot.waitSignal(job.progressed, timeout=10000):
        pass
    made.stop()
    assert made.running is None


def test_a_program_that_cannot_be_started_is_an_end_too(monkeypatch, owner, qtbot):
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    made = Jobs(owner)
    ends = []
    job = made.start("Working", ())
    job.finished.connect(lambda *end: ends.append(end))
    qtbot.waitUntil(lambda: bool(ends) and made.running is None, timeout=5000)
    assert ends[0][0] == 1


def test_a_packed_program_runs_its_own_commands(monkeypatch):
    assert command_prefix() == ["-m", "annotator"]
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert command_prefix() == []


@pytest.mark.parametrize("line", [b"", b"plain words", b"[1]", b'{"done": 1}', b"{broken"])
def test_lines_that_are_no_progress_are_words(line):
    assert parse_event(line) is None


def test_what_a_merge_printed_becomes_a_sentence():
    printed = '{"articles": {"new": 2}, "decisions": {"new": 37}, "conflicts": [1], "warnings": []}'
    assert merge_sentence(printed) == (
        "Merged: 2 new articles, 37 new decisions. 1 conflict: the project menu lists it."
    )
    assert merge_sentence("nonsense") == "Merged."
