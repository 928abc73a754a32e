"""The keys of the window, which count wherever the focus is. Those in the article come through its `key_handler`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QKeyEvent, QShortcut

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
