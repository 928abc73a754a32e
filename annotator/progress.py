"""How progress is told: on standard error a line that counts, or one now and then in a log; for a program as JSON."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from types import TracebackType
from typing import Self

QUIET_SECONDS = 1.0
TERMINAL_SECONDS = 0.2
LOG_SECONDS = 15.0

Progress = Callable[[int, int], None]
"""Called with what is done and how much there is; a total of 0 is unknown. An exception it raises stops the work."""


class ProgressLine:
    """A `Progress` that writes, but not for what is quick. As a context manager it ends its line."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._start = self._last = time.monotonic()
        self._is_terminal = sys.stderr.isatty()
        self._is_open = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.end()

    def __call__(self, done: int, total: int) -> None:
        now = time.monotonic()
        pause = TERMINAL_SECONDS if self._is_terminal else LOG_SECONDS
        if now - self._start < QUIET_SECONDS or now - self._last < pause:
            return
        self._last, self._is_open = now, self._is_terminal
        said = f"{self._what} {done:,}{f' of {total:,}' if total else ''} …"
        _write(f"\r{said}" if self._is_terminal else f"{said}\n")

    def end(self) -> None:
        """End the line, so that what is said next stands on its own."""
        if self._is_open:
            _write("\n")
            self._is_open = False


class ProgressEvents(ProgressLine):
    """A `Progress` for the program that started this one: a JSON object a line on standard output, some a second."""

    def __init__(self) -> None:
        super().__init__("")
        self._last = 0.0

    def __call__(self, done: int, total: int) -> None:
        now = time.monotonic()
        if now - self._last < TERMINAL_SECONDS and done != total:
            return
        self._last = now
        sys.stdout.write(json.dumps({"event": "step", "done": done, "total": total}) + "\n")
        sys.stdout.flush()


def _write(text: str) -> None:
    sys.stderr.write(text)
    sys.stderr.flush()
