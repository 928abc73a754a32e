"""Real keys for sheets over the real window."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

from tests.e2e.conftest import HELD, KEYS

CODES = {**KEYS, "Esc": Qt.Key.Key_Escape}


@pytest.fixture
def press(qtbot) -> Callable[..., None]:
    """`press("Ctrl+Z", "'words")`: keys, and words after a mark, to what has the keyboard in the window shown."""

    def press(*keys: str) -> None:
        for key in keys:
            if key.startswith("'"):
                qtbot.keyClicks(_target(), key[1:])
                continue
            *held, last = key.split("+")
            modifiers = Qt.KeyboardModifier.NoModifier
            for name in held:
                modifiers |= HELD[name]
            qtbot.keyClick(_target(), CODES.get(last) or getattr(Qt.Key, f"Key_{last}"), modifiers)
            QApplication.processEvents()

    return press


def _target() -> QWidget:
    """Where a key goes: asked of the window, which no window manager need have made active."""
    shown = [one for one in QApplication.topLevelWidgets() if isinstance(one, QMainWindow) and one.isVisible()]
    return shown[-1].focusWidget() or shown[-1]
