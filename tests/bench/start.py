"""One start of a window in a process of its own: says when it is interactive, and how much memory it holds then.

python -m tests.bench.start bare
python -m tests.bench.start ours PROJECT
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

SETTLE_ROUNDS = 5


def main() -> None:
    """Show the window that the arguments name, say "ready", and end."""
    kind, *rest = sys.argv[1:]
    (bare if kind == "bare" else ours)(*rest)


def bare() -> None:
    """A bare PySide6 window with an empty text."""
    from PySide6.QtWidgets import QApplication, QMainWindow, QTextEdit

    from tests.screen import WINDOW

    application = QApplication([])
    window = QMainWindow()
    window.setCentralWidget(QTextEdit())
    window.resize(*WINDOW)
    window.show()
    ready(application)


def ours(project: str) -> None:
    """The program's own command, up to the point where it would wait for the user."""
    from ui import launch

    launch.application()  # Qt after the core, as the command does it
    from PySide6.QtWidgets import QApplication

    def reached(*_: Any) -> int:
        ready(QApplication.instance())
        return 0

    QApplication.exec = staticmethod(reached)  # type: ignore[method-assign]
    launch.main([project, "--as", "bench"])


def ready(application: Any) -> None:
    """Let everything be painted that is due, then say so and end at once."""
    for _ in range(SETTLE_ROUNDS):
        application.processEvents()
    print("ready", memory_mb(), flush=True)
    os._exit(0)


def memory_mb() -> float:
    """The memory that this process holds, in MB; 0 where the system does not say."""
    status = Path("/proc/self/status")
    if not status.exists():
        return 0.0
    line = next(line for line in status.read_text().splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


if __name__ == "__main__":
    main()
