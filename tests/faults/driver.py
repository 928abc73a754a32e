"""The real window on a project, driven with real keys until somebody kills the process.

    python -m tests.faults.driver PROJECT SEED LOG

After each key, what it did is acknowledged in LOG, flushed, before the next: each decision that another process can
read from the file by then, and each unit as the window shows it. The parent reads LOG after the kill.
"""

from __future__ import annotations

import os
import random
import sys
from pathlib import Path
from typing import Any, TextIO

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from annotator.units import Unit
from tests.faults import journal
from ui.app import open_window

CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
NONE = Qt.KeyboardModifier.NoModifier
KEYS = (
    (10, Qt.Key.Key_Return, NONE),
    (3, Qt.Key.Key_Backspace, NONE),
    (2, Qt.Key.Key_1, NONE),
    (2, Qt.Key.Key_2, NONE),
    (1, Qt.Key.Key_X, NONE),
    (1, Qt.Key.Key_U, NONE),
    (2, Qt.Key.Key_J, NONE),
    (1, Qt.Key.Key_K, NONE),
    (2, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier),
    (3, Qt.Key.Key_Z, CONTROL),
    (2, Qt.Key.Key_Z, CONTROL | SHIFT),
)
"""How often, which key, with what."""


def main(path: Path, seed: int, log: TextIO) -> None:
    """Open the window and press keys for ever."""
    application = QApplication.instance() or QApplication([])
    window: Any = open_window(path, annotator="ann")
    view = window.findChild(QWidget, "article_view")
    _, row = journal.entries(path)
    chance = random.Random(seed)
    weights = [weight for weight, _, _ in KEYS]
    print("ready", file=log, flush=True)
    while True:
        _, key, modifiers = chance.choices(KEYS, weights)[0]
        QTest.keyClick(view, key, modifiers)
        application.processEvents()
        done, row = journal.entries(path, row)
        for entry in done:
            print("decision", entry.id, file=log)
            print(shown(window.session.work, entry.subject), file=log)
        log.flush()


def shown(work: Any, subject: str) -> str:
    """A line on how the window shows a unit; of what is no unit of the open article, that it is none."""
    unit = work.find(subject) if work else None
    return f"shown {work.article.id} {subject} {picture(unit)}" if unit else "other"


def picture(unit: Unit) -> str:
    """What a person sees of a unit, in one word."""
    what = getattr(unit.value, "label", None) or getattr(unit.value, "type", "")
    spans = ",".join(f"{span.start}-{span.end}" for span in unit.spans)
    return f"{unit.state}:{what}:{spans}:{'+'.join(unit.value.flags)}"


if __name__ == "__main__":
    with Path(sys.argv[3]).open("w", encoding="utf-8") as out:
        main(Path(sys.argv[1]), int(sys.argv[2]), out)
