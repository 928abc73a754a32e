"""`Head`: the line above a page: when it was worked out, and what can be done with it."""

from __future__ import annotations

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from ui.panels.progress_place.words import clock_time
from ui.widgets.named import named

SIDES = 32
SHORT = {"Copy the table": "Copy", "Save as CSV…": "CSV…", "Save as PNG…": "PNG…"}
"""What buttons are called where the room is short; their tooltips say it in full."""


class Head(QFrame):
    """Buttons for the page's acts; those that would do nothing are disabled."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("bar", "top")
        self.when = named(QLabel(), "progress_when")
        self.when.setProperty("role", "secondary")
        self.train_button = _button("Train a model…", "progress_train", "Ctrl+Shift+T")
        self.model_button = _button("Choose the model…", "progress_model", "what pre-annotates")
        self.update_button = _button("Count anew", "progress_update", "F5")
        self.copy_button = _button("Copy the table", "progress_copy", "Ctrl+C")
        self.csv_button = _button("Save as CSV…", "progress_csv", "Ctrl+S")
        self.png_button = _button("Save as PNG…", "progress_png", "Ctrl+Shift+S")
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 8, 12, 8)
        row.setSpacing(4)
        row.addWidget(self.when, 1)
        self._buttons = (
            self.train_button,
            self.model_button,
            self.update_button,
            self.copy_button,
            self.csv_button,
            self.png_button,
        )
        for button in self._buttons:
            row.addWidget(button)
        # What the line says must not push the buttons together.
        self.when.setMinimumWidth(1)

    def tell(self, made: str, *, is_busy: bool, only: str | None) -> None:
        """Say when figures were worked out (UTC, "" if never), that they are being, and whose they are."""
        words = [f"Only the work of {only}: this file was handed out"] if only else []
        if made:
            words.append(f"worked out {clock_time(made)}")
        if is_busy:
            words.append("being worked out …")
        self.when.setText(" · ".join(words)[:1].upper() + " · ".join(words)[1:])

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        for button in self._buttons:
            button.setText(button.accessibleName())
        wanted = sum(button.sizeHint().width() for button in self._buttons) + self.when.sizeHint().width()
        if wanted + 2 * SIDES > self.width():
            for button in self._buttons:
                button.setText(SHORT.get(button.accessibleName(), button.accessibleName()))

    def show_models(self, on: bool) -> None:
        """Offer what can be done with models, or not."""
        for button in (self.train_button, self.model_button):
            button.setVisible(on)
        self.update_button.setVisible(not on)

    def set_enabled(self, *, has_tables: bool, has_picture: bool) -> None:
        self.copy_button.setEnabled(has_tables)
        self.csv_button.setEnabled(has_tables)
        self.png_button.setEnabled(has_picture)


def _button(title: str, name: str, keys: str) -> QPushButton:
    button = named(QPushButton(title), name)
    button.setProperty("flat", "true")
    button.setAccessibleName(title)
    button.setToolTip(f"{title} ({keys})")
    return button
