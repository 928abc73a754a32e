"""How a training tells of its progress, and how it is stopped: between two steps, with nothing left behind."""

from __future__ import annotations

import json
import signal
import sys
import threading
from types import FrameType
from typing import Any, Literal, Self

import msgspec

from annotator.progress import ProgressLine
from annotator.train_report import TrainingReport

Phase = Literal["reading", "entities", "statements", "scoring", "writing"]
PHASES: dict[Phase, str] = {
    "reading": "Reading the articles",
    "entities": "Learning entities",
    "statements": "Learning statements",
    "scoring": "Scoring",
    "writing": "Writing",
}


class Stopped(Exception):
    """The training was asked to stop."""


class Telling:
    """Tells a machine on standard output, an object a line; or people, on standard error.

    As a context manager it turns SIGTERM and Ctrl+C into a wish that `check` looks at; asked twice, it breaks off.
    """

    def __init__(self, *, is_json: bool = False) -> None:
        self._is_json = is_json
        self._line = ProgressLine("Training")
        self._is_asked = False
        self._before: dict[int, Any] = {}
        self._total = 0

    def __enter__(self) -> Self:
        if threading.current_thread() is threading.main_thread():
            for number in (signal.SIGTERM, signal.SIGINT):
                self._before[number] = signal.signal(number, self._on_signal)
        return self

    def __exit__(self, *exception: object) -> None:
        self._line.end()
        for number, handler in self._before.items():
            signal.signal(number, handler)

    def check(self) -> None:
        """Raise `Stopped` where somebody asked for it."""
        if self._is_asked:
            raise Stopped

    def progress(self, _done: int, _total: int) -> None:
        """A `Progress` that only lets itself be stopped."""
        self.check()

    def phase(self, name: Phase) -> None:
        self.check()
        self._event("phase", name=name)
        self._say(f"{PHASES[name]} …")

    def start(self, steps: int) -> None:
        """Say that at most so many steps follow."""
        self._total = steps
        self._event("start", steps=steps)

    def step(self, done: int, score: float, best: float) -> None:
        """Say where it stands; scores are of dev, 0..1."""
        self.check()
        self._event("step", done=done, total=self._total, score=round(score, 4), best=round(best, 4))
        if not self._is_json:
            self._line(done, self._total)

    def scored(self, epoch: int, score: float) -> None:
        self._say(f"  epoch {epoch}: {score:.3f}")

    def warn(self, sentence: str) -> None:
        self._event("warning", message=sentence)
        self._say(sentence)

    def done(self, report: TrainingReport) -> None:
        self._event("done", report=msgspec.to_builtins(report))

    def cancelled(self) -> None:
        self._event("cancelled")
        self._say("Stopped. Nothing was written.")

    def _event(self, event: str, **fields: Any) -> None:
        if self._is_json:
            print(json.dumps({"event": event, **fields}), flush=True)

    def _say(self, sentence: str) -> None:
        if not self._is_json:
            self._line.end()
            print(sentence, file=sys.stderr, flush=True)

    def _on_signal(self, _number: int, _frame: FrameType | None) -> None:
        if self._is_asked:
            raise KeyboardInterrupt
        self._is_asked = True
