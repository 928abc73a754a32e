"""A picture, and what several of them need: letting the window finish, waiting for its jobs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from annotator.units import Unit
from ui.jobs import Jobs

ROUNDS = 8
JOB_ROUNDS, JOB_MS = 600, 100
"""A job may take a minute before a picture is given up."""


class Shot(NamedTuple):
    """A picture: what to have current, and what to do before it is taken."""

    name: str
    current: Callable[[Unit], bool] | None
    act: Callable[[Any], None]


def settle() -> None:
    """Let everything that is due be done and painted."""
    for _ in range(ROUNDS):
        QApplication.processEvents()
        QTest.qWait(8)


def finish_jobs(window: Any) -> None:
    """Wait until none of the window's jobs runs.

    Raises:
        TimeoutError: one did not end.
    """
    settle()
    for _ in range(JOB_ROUNDS):
        if not any(jobs.running for jobs in window.findChildren(Jobs)):
            settle()
            return
        QTest.qWait(JOB_MS)
    raise TimeoutError("a job of the window did not end")


def do(name: str) -> Callable[[Any], None]:
    """An act of the window, with the jobs that it starts."""

    def done(window: Any) -> None:
        window.do(name)
        finish_jobs(window)

    return done
