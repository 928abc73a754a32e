"""Buttons: made with their name and their tip, and pressed by Enter as by Space, wherever they stand."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QMenu, QPushButton, QToolButton

ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


def press_focused(event: QKeyEvent) -> bool:
    """Press the button that has the keyboard if this key is Enter. Gives whether one was pressed."""
    button = QApplication.focusWidget()
    if event.key() not in ENTER or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
        return False
    if not isinstance(button, QPushButton | QToolButton):
        return False
    button.click()
    return True


def tipped_button(title: str, name: str, tip: str, *, takes_focus: bool = True) -> QPushButton:
    """A button with a name for tests and themes, and words for whoever rests the mouse on it."""
    button = QPushButton(title)
    button.setObjectName(name)
    button.setToolTip(tip)
    if not takes_focus:
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return button


def menu_button(name: str, tip: str, fill: Callable[[], None]) -> QToolButton:
    """A button that opens a menu; `fill` fills it each time."""
    button = QToolButton()
    button.setObjectName(name)
    button.setToolTip(tip)
    button.setAccessibleName(tip)
    button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
    button.setMenu(QMenu(button))
    button.menu().aboutToShow.connect(fill)
    return button
