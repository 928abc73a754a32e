"""The keys of the window, which count wherever the focus is. Those in the article come through its `key_handler`.

In the Review place a key means what it means there first: Ctrl+Enter goes on, where elsewhere it submits.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from ui.acts import ACTS, BY_NAME
from ui.keymap import Keymap, never_types, sequences

if TYPE_CHECKING:
    from ui.main_window import MainWindow


class Shortcuts(QObject):
    """A `QShortcut` for each key of each act that is not the article's own."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._made: list[QShortcut] = []
        self.rebind()
        QApplication.instance().focusChanged.connect(self._on_focus_changed)  # type: ignore[union-attr]

    def rebind(self) -> None:
        """Take the keys from the window's keymap."""
        for shortcut in self._made:
            shortcut.setEnabled(False)
            shortcut.deleteLater()
        self._made = [self._make(key) for key in self._keys(self._window.keymap)]

    def take(self, event: QKeyEvent, *, in_article: bool = False, in_review: bool = False) -> bool:
        """Do the act that a key press means, if there is one."""
        act = self._window.keymap.find(event, in_article=in_article, in_review=in_review)
        if act is not None:
            self._window.hand.do(BY_NAME[act.name])
        return act is not None

    def take_in_article(self, event: QKeyEvent) -> bool:
        """The article's `key_handler`."""
        return self.take(event, in_article=True)

    def take_in_review(self, event: QKeyEvent) -> bool:
        """The Review place's `key_handler`."""
        return self.take(event, in_review=True)

    def shown(self, name: str) -> str:
        """The key that an act has now, as a keycap shows it."""
        return self._window.keymap.shown(name)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            return isinstance(watched, QLineEdit) and self._leaves_undo_to_us(watched, event)
        return False

    def _leaves_undo_to_us(self, field: QLineEdit, event: QKeyEvent) -> bool:
        """A field keeps undo and redo for itself even with nothing to undo: then they are the project's."""
        is_undo = event.matches(QKeySequence.StandardKey.Undo) and not field.isUndoAvailable()
        is_redo = event.matches(QKeySequence.StandardKey.Redo) and not field.isRedoAvailable()
        if is_undo or is_redo:
            event.ignore()
        return is_undo or is_redo

    def _on_focus_changed(self, before: QWidget | None, now: QWidget | None) -> None:
        if isinstance(before, QLineEdit):
            before.removeEventFilter(self)
        if isinstance(now, QLineEdit) and now.window() is self._window:
            now.installEventFilter(self)

    def _keys(self, keymap: Keymap) -> list[str]:
        of_window = (act for act in ACTS if not act.in_article)
        keys = ((act, key) for act in of_window for key in keymap.keys_of(act.name))
        return list(dict.fromkeys(key for act, key in keys if not act.in_review or never_types(key)))

    def _make(self, key: str) -> QShortcut:
        shortcut = QShortcut(self._window)
        shortcut.setKeys(sequences(key))
        shortcut.setObjectName(key)
        shortcut.activated.connect(self._on_activated)
        return shortcut

    def _on_activated(self) -> None:
        key, keymap = self.sender().objectName(), self._window.keymap
        act = keymap.holder(key, in_review=True) if self._window.is_reviewing else None
        act = act or keymap.holder(key)
        if act is not None:
            self._window.do(act.name)
