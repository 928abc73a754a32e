"""The keys of the window, which count wherever the focus is. Those in the article come through its `key_handler`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from ui.acts import ACTS, BY_NAME
from ui.keymap import Keymap, sequences

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
        self._made = [self._make(name, key) for name, key in self._keys(self._window.keymap)]

    def take(self, event: QKeyEvent, *, in_article: bool) -> bool:
        """Do the act that a key press means, if there is one."""
        act = self._window.keymap.find(event, in_article=in_article)
        if act is not None:
            self._window.hand.do(BY_NAME[act.name])
        return act is not None

    def take_in_article(self, event: QKeyEvent) -> bool:
        """The article's `key_handler`."""
        return self.take(event, in_article=True)

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

    def _keys(self, keymap: Keymap) -> list[tuple[str, str]]:
        return [(act.name, key) for act in ACTS if not act.in_article for key in keymap.keys_of(act.name)]

    def _make(self, name: str, key: str) -> QShortcut:
        shortcut = QShortcut(self._window)
        shortcut.setKeys(sequences(key))
        shortcut.setObjectName(name)
        shortcut.activated.connect(self._on_activated)
        return shortcut

    def _on_activated(self) -> None:
        self._window.do(self.sender().objectName())
