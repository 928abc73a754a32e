"""The one door to slow work: the program's own commands, each in a process of its own, so that the window never waits.

What a command writes is in the file when it ends (pre-annotation: article by article); `Session.refresh` brings it in.
Threads are not used: a process shares neither the interpreter nor the connection of the window.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Any

import msgspec
from PySide6.QtCore import QObject, QProcess, Qt, Signal

KILL_MS = 3000


class Job(QObject):
    """One command that runs. `finished` comes once, whatever happens."""

    progressed = Signal(int, int)
    """What is done and how much there is (0: unknown)."""
    told = Signal(object)
    """Every event of `--progress json`, as it came."""
    finished = Signal(int, str, str)
    """The exit status, what it printed, and what it said beside that."""
    _failed = Signal(str)

    def __init__(self, title: str, arguments: Sequence[str], parent: QObject) -> None:
        super().__init__(parent)
        self.title = title
        self.is_cancelled = False
        self._out = b""
        self._said = b""
        self._line = b""
        self._total = 0
        self._process = QProcess(self)
        self._process.setProgram(sys.executable)
        self._process.setArguments([*command_prefix(), *arguments])
        self._process.readyReadStandardOutput.connect(self._on_output)
        self._process.readyReadStandardError.connect(self._on_words)
        self._process.finished.connect(self._on_finished)
        self._process.errorOccurred.connect(self._on_error)
        # Queued: whoever starts a job must be able to listen to it before it ends.
        self._failed.connect(self._on_failed, Qt.ConnectionType.QueuedConnection)

    def start(self) -> None:
        self._process.start()

    def cancel(self) -> None:
        """Ask it to stop; what it has finished stays."""
        self.is_cancelled = True
        self._process.terminate()

    def stop(self) -> None:
        """End it now and wait for the end: for a window that closes."""
        self._process.blockSignals(True)
        self._process.terminate()
        if not self._process.waitForFinished(KILL_MS):
            self._process.kill()
            self._process.waitForFinished(KILL_MS)

    def _on_output(self) -> None:
        *lines, self._line = (self._line + self._process.readAllStandardOutput().data()).split(b"\n")
        for line in lines:
            event = parse_event(line)
            if event is None:
                self._out += line + b"\n"
            else:
                self._take_event(event)

    def _take_event(self, event: dict[str, Any]) -> None:
        self.told.emit(event)
        self._total = int(event.get("total", self._total))
        if event["event"] == "warning":
            self._said += str(event.get("message", "")).encode() + b"\n"
        elif "done" in event:
            self.progressed.emit(int(event["done"]), self._total)

    def _on_words(self) -> None:
        self._said += self._process.readAllStandardError().data()

    def _on_finished(self, status: int, _how: object) -> None:
        self._on_output()
        self._on_words()
        self.finished.emit(status, _text(self._out + self._line), _text(self._said))

    def _on_error(self, error: QProcess.ProcessError) -> None:
        if error == QProcess.ProcessError.FailedToStart:
            self._failed.emit(f"The program could not start itself: {self._process.errorString()}.")

    def _on_failed(self, words: str) -> None:
        self.finished.emit(1, "", words)


class Jobs(QObject):
    """The jobs of one window: one at a time, since all of them write to one file."""

    changed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.running: Job | None = None

    def start(self, title: str, arguments: Sequence[str]) -> Job | None:
        """Start a command of the program; None where another one runs. Connect to the job before the next event."""
        if self.running is not None:
            return None
        job = Job(title, arguments, self)
        self.running = job
        job.finished.connect(self._on_finished)
        job.start()
        self.changed.emit()
        return job

    def cancel(self) -> None:
        if self.running is not None:
            self.running.cancel()

    def stop(self) -> None:
        """End what runs, at once."""
        if self.running is not None:
            self.running.stop()
            self.running = None

    def _on_finished(self) -> None:
        job, self.running = self.running, None
        if job is not None:
            job.deleteLater()
        self.changed.emit()


def command_prefix() -> list[str]:
    """What stands before a command's arguments: nothing where the program was packed into one file."""
    return [] if getattr(sys, "frozen", False) else ["-m", "annotator"]


def parse_event(line: bytes) -> dict[str, Any] | None:
    """A line of `--progress json`; None for any other line."""
    try:
        found = msgspec.json.decode(line)
    except msgspec.DecodeError:
        return None
    return found if isinstance(found, dict) and "event" in found else None


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace").strip()
