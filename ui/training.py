"""`TrainingRun`: a training in a process of its own, and how far it is. It only reads the project, so work goes on."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

import msgspec
from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtWidgets import QWidget

from annotator.train_report import TrainingReport
from ui.jobs import Job, Jobs
from ui.reports import failure_told


class TrainingRun(QObject):
    """One for each window, which it watches: a training ends with it.

    `points`: (step, score) of the phase that runs. `report` is that of the last training that came to its end.
    """

    changed = Signal()
    ended = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._jobs = Jobs(self)
        self._begin()
        self.out = ""
        window.installEventFilter(self)

    @property
    def is_running(self) -> bool:
        return self._jobs.running is not None

    def start(self, out: str, arguments: Sequence[str]) -> None:
        """Begin one with the arguments of the command; `out` is the folder that it writes."""
        self._begin()
        self.out = out
        job = self._jobs.start("Training", arguments)
        assert job is not None  # the sheet offers no second one while this runs
        job.told.connect(self._on_told)
        job.finished.connect(lambda status, _out, words: self._on_finished(job, status, words))
        self.changed.emit()

    def cancel(self) -> None:
        """Ask it to stop; nothing is written then."""
        self._jobs.cancel()

    def stop(self) -> None:
        """End it at once: the window closes."""
        self._jobs.stop()

    def seconds_left(self) -> float | None:
        """How long the phase takes at most, by the pace so far; None before there is one."""
        if not self.total or self.step <= self._first_step:
            return None
        pace = (time.monotonic() - self._first_at) / (self.step - self._first_step)
        return pace * (self.total - self.step)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Close and watched is self.parent():
            self.stop()
        return False

    def _begin(self) -> None:
        self.report: TrainingReport | None = None
        self.failure = ""
        self.is_cancelled = False
        self.warnings: list[str] = []
        self._begin_phase("")

    def _begin_phase(self, name: str) -> None:
        self.phase = name
        self.step = self.total = self._first_step = 0
        self.best: float | None = None
        self.points: list[tuple[int, float]] = []
        self._first_at = time.monotonic()

    def _on_told(self, event: dict[str, Any]) -> None:
        kind = event["event"]
        if kind == "phase":
            self._begin_phase(str(event["name"]))
        elif kind == "start":
            self.total = int(event["steps"])
        elif kind == "step":
            self._take_step(event)
        elif kind == "warning":
            self.warnings.append(str(event["message"]))
        elif kind == "done":
            self.report = msgspec.convert(event["report"], TrainingReport)
        self.changed.emit()

    def _take_step(self, event: dict[str, Any]) -> None:
        self.step, self.total = int(event["done"]), int(event["total"])
        if not self.points:
            self._first_step, self._first_at = self.step, time.monotonic()
        if event.get("score") is not None:
            self.points.append((self.step, float(event["score"])))
            self.best = float(event.get("best", event["score"]))

    def _on_finished(self, job: Job, status: int, words: str) -> None:
        self.is_cancelled = job.is_cancelled
        if self.report is None and not job.is_cancelled:
            self.failure = failure_told(words) or f"The training ended with status {status} and said nothing."
        self.changed.emit()
        self.ended.emit()
