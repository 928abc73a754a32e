"""Dresses the application in its theme and text size."""

from __future__ import annotations

from typing import cast

from PySide6.QtWidgets import QApplication

from annotator.settings import Settings
from ui.theme import Theme, interface_font, load_theme, palette, stylesheet, system_theme_name


def theme_of(settings: Settings) -> Theme:
    """The theme that the settings ask for: their own, or the system's."""
    app = cast("QApplication", QApplication.instance())
    return load_theme(system_theme_name(app) if settings.theme == "system" else settings.theme)


def put_on(settings: Settings) -> Theme:
    """Dress the whole application as the settings say; the theme that it wears now."""
    app = cast("QApplication", QApplication.instance())
    theme = theme_of(settings)
    scale = settings.text_size / 100
    app.setPalette(palette(theme))
    app.setFont(interface_font(scale))
    sheet = stylesheet(theme, scale)
    if app.styleSheet() != sheet:
        app.setStyleSheet(sheet)
    return theme
