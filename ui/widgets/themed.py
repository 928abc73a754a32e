"""Which theme and which text size a widget is in, for what paints itself instead of taking the stylesheet's dress."""

from __future__ import annotations

from PySide6.QtGui import QFont, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from ui.theme import INTERFACE_PX, Theme, interface_font, load_theme, reading_font

DARK_BELOW = 128
"""A window whose lightness (0 to 255) is below this is a dark one."""


def current_theme() -> Theme:
    """The theme that the application's palette was made from."""
    lightness = QApplication.palette().color(QPalette.ColorRole.Window).lightness()
    return load_theme("dark" if lightness < DARK_BELOW else "light")


def scale_of(widget: QWidget) -> float:
    """The size of the interface text in `widget`, 1.0 for 13 px."""
    widget.ensurePolished()
    pixels = widget.font().pixelSize()
    return pixels / INTERFACE_PX if pixels > 0 else 1.0


def interface_face(widget: QWidget, size: float = INTERFACE_PX, *, bold: bool = False) -> QFont:
    """The interface face at `size` px (at 100 %), in the size that `widget` is shown in."""
    font = interface_font(scale_of(widget), size)
    if bold:
        font.setWeight(QFont.Weight.DemiBold)
    return font


def reading_face(widget: QWidget, size: float = 15) -> QFont:
    """The reading face at `size` px (at 100 %), in the size that `widget` is shown in."""
    return reading_font(scale_of(widget), size)
