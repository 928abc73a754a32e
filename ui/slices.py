"""Work on many things, cut into slices between which the window answers: for what must be done in its own process.

What a command of the program can do runs as a job instead (`ui.jobs`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from time import perf_counter
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

SLICE_SECONDS = 0.012


class Slices(QObject):
    """Does one thing after the other, a few milliseconds at a time. `finished` comes once, unless it was stopped."""

    progressed = Signal(int, int)
    """What is done, and how much there is."""
    finished = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._timer = QTimer(self, interval=0)
        self._timer.timeout.connect(self._on_timeout)
        self._left: Iterator[Any] = iter(())
        self._do: Callable[[Any], object] = lambda _one: None
        self._done = self._total = 0

    @property
    def is_running(self) -> bool:
        return self._timer.isActive()

    def start(self, things: Sequence[Any], do: Callable[[Any], object]) -> None:
        """Call `do` with each thing in turn, from the next event on; what ran before is dropped."""
        self._left, self._do = iter(things), do
        self._done, self._total = 0, len(things)
        self._timer.start()

    def stop(self) -> None:
        """Do no more of it."""
        self._timer.stop()

    def _on_timeout(self) -> None:
        end = perf_counter() + SLICE_SECONDS
        while self._timer.isActive():
            thing = next(self._left, self)
            if thing is self:
                self._timer.stop()
                self.finished.emit()
                return
            self._do(thing)
            self._done += 1
            if perf_counter() >= end:
                break
        self.progressed.emit(self._done, self._total)
