"""?: all keys, searchable; a key can be changed by choosing its row and pressing another."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QWidget

from ui.acts.act import Act
from ui.acts.deciding import digit_meanings
from ui.dialogs.sheet import Sheet
from ui.keymap import is_of_review, key_names, never_types, shown_key
from ui.widgets.items import Item
from ui.widgets.search_list import SearchList

if TYPE_CHECKING:
    from ui.main_window import MainWindow

CHANGE_HINT = "Enter changes the key of a row."


class KeysDialog(Sheet):
    """Changes are kept in the settings and count at once."""

    wanted = QSize(620, 600)

    def __init__(self, acts: Iterable[Act], window: MainWindow) -> None:
        super().__init__("All keys", window)
        self._window_of_keys = window
        self._acts = {act.name: act for act in acts}
        self._waiting: Act | None = None
        self._list = SearchList("Filter the keys", takes_digits=False)
        self._list.field.setObjectName("keys_field")
        self._list.view.setObjectName("keys_list")
        self._list.taken.connect(self._on_taken)
        self._list.field.installEventFilter(self)
        self._hint = QLabel(CHANGE_HINT)
        self._hint.setProperty("role", "secondary")
        self._hint.setWordWrap(True)
        self.body.addWidget(self._list, 1)
        self.body.addWidget(self._hint)
        self.add_button("All as they came", self._reset)
        self.add_button("Close", self.leave, is_primary=True)
        self._fill()

    def first_focus(self) -> QWidget:
        return self._list.field

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if self._waiting is not None and event.type() in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress):
            event.accept()
            if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
                self._take_key(event)
            return True
        return super().eventFilter(watched, event)

    def _fill(self) -> None:
        keymap = self._window_of_keys.keymap
        items: list[Item] = []
        for group in dict.fromkeys(act.group for act in self._acts.values()):
            items.append(Item(group, is_heading=True))
            for act in (act for act in self._acts.values() if act.group == group):
                keys = "  ".join(shown_key(key) for key in keymap.keys_of(act.name))
                items.append(
                    Item(self._title(act), badge="" if keys else "no key", key=keys, data=act.name, words=group)
                )
        current = self._list.current()
        self._list.set_items(items, point_at=current.data if current else None)

    def _title(self, act: Act) -> str:
        """An act's title; of a digit what it stands for."""
        is_digit = act.name.startswith("choose_") and act.name[-1].isdigit()
        meanings = digit_meanings(self._window_of_keys.session.project.scheme, act.name[-1]) if is_digit else ""
        return meanings or act.title

    def _on_taken(self, item: Item) -> None:
        self._waiting = self._acts[item.data]
        self._hint.setText(f"Press the key for “{item.title}”. Esc leaves it as it is.")

    def _take_key(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_Meta):
            return
        act = self._waiting
        assert act is not None
        self._waiting = None
        names = key_names(event)
        if event.key() == Qt.Key.Key_Escape or not names:
            self._hint.setText(CHANGE_HINT)
            return
        self._bind(act, names[0])

    def _bind(self, act: Act, key: str) -> None:
        if not (act.in_article or act.in_review or never_types(key)):
            self._hint.setText(f"{shown_key(key)} is for typing: this act needs Ctrl, Alt or a function key.")
            return
        keymap = self._window_of_keys.keymap
        holder = keymap.holder(key, in_review=True) if act.in_review else None
        holder = holder or (None if is_of_review(act) and not never_types(key) else keymap.holder(key))
        if holder is not None and holder.name != act.name:
            title = self._acts[holder.name].title
            self._hint.setText(f"{shown_key(key)} is the key of “{title}”: give that one another first.")
            return
        self._window_of_keys.change_settings(keys={**self._window_of_keys.settings.keys, act.name: key})
        self._hint.setText(f"“{act.title}” is on {shown_key(key)} now.")
        self._fill()

    def _reset(self) -> None:
        self._window_of_keys.change_settings(keys={})
        self._hint.setText("All keys are as they came.")
        self._fill()
