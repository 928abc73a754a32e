"""`Series`: commands of the program, one after the other; what each printed is told as it ends."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal

from ui.jobs import Job, Jobs

Step = tuple[str, Sequence[str]]
"""What the job is called while it runs, and the command's arguments."""


class Series(QObject):
    """Ends after the last command, or after one that was cancelled. A command that fails does not stop the next."""

    stepped = Signal(int, int, str, str)
    """The step's number from 0, its exit status, what it printed, and what it said beside that."""
    ended = Signal(bool)
    """Whether every command had its turn."""

    def __init__(self, jobs: Jobs, steps: Sequence[Step], parent: QObject) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._steps = tuple(steps)
        self._at = -1

    def start(self) -> bool:
        """Begin; False where another job is running."""
        return self._next()

    def _next(self) -> bool:
        self._at += 1
        if self._at == len(self._steps):
            self.ended.emit(True)
            return True
        title, arguments = self._steps[self._at]
        job = self._jobs.start(title, arguments)
        if job is None:
            self.ended.emit(False)
            return False
        job.finished.connect(partial(self._on_finished, job))
        return True

    def _on_finished(self, job: Job, status: int, out: str, words: str) -> None:
        self.stepped.emit(self._at, status, out, words)
        if job.is_cancelled:
            self.ended.emit(False)
        else:
            self._next()
