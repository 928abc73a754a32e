"""Preferences: theme, text size, and the way to the keys. Each counts at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QComboBox, QFormLayout, QPushButton, QSpinBox, QWidget

from ui.dialogs.sheet import Sheet
from ui.widgets.named import named

if TYPE_CHECKING:
    from ui.main_window import MainWindow

THEMES = (("system", "As the system"), ("light", "Light"), ("dark", "Dark"))


class PreferencesDialog(Sheet):
    """What belongs to the user and not to a project."""

    wanted = QSize(460, 0)

    def __init__(self, window: MainWindow) -> None:
        super().__init__("Preferences", window)
        self._main = window
        self._theme = named(QComboBox(), "preferences_theme")
        self._theme.setAccessibleName("Theme")
        for name, title in THEMES:
            self._theme.addItem(title, name)
        self._theme.setCurrentIndex(max(self._theme.findData(window.settings.theme), 0))
        self._theme.activated.connect(self._on_theme_activated)
        self._size = named(QSpinBox(), "preferences_text_size")
        self._size.setAccessibleName("Text size in per cent")
        self._size.setRange(50, 300)
        self._size.setSingleStep(10)
        self._size.setSuffix(" %")
        self._size.setKeyboardTracking(False)
        self._size.setValue(window.settings.text_size)
        self._size.valueChanged.connect(self._on_size_changed)
        keys = QPushButton("Change the keys…")
        keys.setAutoDefault(False)
        keys.clicked.connect(self._on_keys_clicked)
        form = QFormLayout()
        form.setSpacing(10)
        form.addRow("Theme", self._theme)
        form.addRow("Text size", self._size)
        form.addRow("Keys", keys)
        self.body.addLayout(form)
        self.body.addSpacing(6)
        self.add_button("Close", self.leave, is_primary=True)

    def first_focus(self) -> QWidget:
        return self._theme

    def _on_theme_activated(self) -> None:
        self._main.change_settings(theme=self._theme.currentData())

    def _on_size_changed(self, percent: int) -> None:
        self._main.change_settings(text_size=percent)

    def _on_keys_clicked(self) -> None:
        self.leave()
        self._main.do("keys")
