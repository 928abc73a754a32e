"""Small makers: a widget with the name that tests and style sheets find it by, and a timer that fires once."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject, QTimer

T = TypeVar("T", bound=QObject)


def named(made: T, name: str) -> T:
    """`made`, with `name` as its object name."""
    made.setObjectName(name)
    return made


def once_after(milliseconds: int, slot: Callable[[], object], parent: QObject) -> QTimer:
    """A timer that calls `slot` so long after its last start."""
    timer = QTimer(parent)
    timer.setSingleShot(True)
    timer.setInterval(milliseconds)
    timer.timeout.connect(slot)
    return timer
