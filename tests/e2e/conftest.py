"""A window on a project with two articles, driven with real keys."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from tests.windows import make_and_open

KEYS = {
    "Enter": Qt.Key.Key_Return,
    "Left": Qt.Key.Key_Left,
    "Right": Qt.Key.Key_Right,
    "Backspace": Qt.Key.Key_Backspace,
}
HELD = {
    "Ctrl": Qt.KeyboardModifier.ControlModifier,
    "Alt": Qt.KeyboardModifier.AltModifier,
    "Shift": Qt.KeyboardModifier.ShiftModifier,
}


@pytest.fixture
def window(make_project, qtbot) -> Iterator[Any]:
    """The real window on the sample of tests.windows, its first article open."""
    with make_and_open(make_project) as window:
        qtbot.waitActive(window)
        yield window


@pytest.fixture
def press(qtbot, window) -> Callable[..., None]:
    """`press("Enter", "Ctrl+Z")`: real keys to whatever has the keyboard."""

    def press(*keys: str) -> None:
        for key in keys:
            *held, last = key.split("+")
            modifiers = Qt.KeyboardModifier.NoModifier
            for name in held:
                modifiers |= HELD[name]
            target = QApplication.focusWidget() or window
            code = KEYS.get(last) or getattr(Qt.Key, f"Key_{last}")
            qtbot.keyClick(target, code, modifiers)
            QApplication.processEvents()

    return press
