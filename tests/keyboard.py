"""Real keys for a window, whichever has been opened last: for tests with several windows, one after the other."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

from tests.e2e.conftest import HELD, KEYS

CODES = {**KEYS, "Esc": Qt.Key.Key_Escape}


def real_keys(qtbot: Any) -> Callable[..., None]:
    """A `press("Ctrl+Z", "'words")`: keys, and words after a mark, to what has the keyboard in the window shown."""

    def press(*keys: str) -> None:
        for key in keys:
            if key.startswith("'"):
                qtbot.keyClicks(_target(), key[1:])
                continue
            *held, last = key.split("+")
            modifiers = Qt.KeyboardModifier.NoModifier
            for name in held:
                modifiers |= HELD[name]
            code = CODES.get(last)
            qtbot.keyClick(_target(), getattr(Qt.Key, f"Key_{last}") if code is None else code, modifiers)
            QApplication.processEvents()

    return press


def _target() -> QWidget:
    """Where a key goes: asked of the window, which no window manager need have made active."""
    shown = [one for one in QApplication.topLevelWidgets() if isinstance(one, QMainWindow) and one.isVisible()]
    return shown[-1].focusWidget() or shown[-1]
