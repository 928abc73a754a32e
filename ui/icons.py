"""The application's line icons, tinted by theme. The drawings are `resources/icons/NAME.svg`, 20 px, in `currentColor`.

The variants `NAME.light.svg` and `NAME.dark.svg` are for the stylesheet alone, which cannot tint.
"""

from __future__ import annotations

from functools import cache
from importlib import resources

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from ui.theme import Theme, faded

ICON_PX = 20
RATIOS = (1, 2)
"""Device pixels to a pixel, for which an icon brings a drawing of its own."""


def icon(name: str, theme: Theme, *, colour: QColor | None = None, checked: QColor | None = None) -> QIcon:
    """The icon `name` in the secondary colour of the theme (or `colour`), in the accent while switched on.

    Raises:
        FileNotFoundError: no such drawing.
    """
    normal = (colour or theme.secondary).name()
    on = (checked or colour or theme.accent).name()
    return _made(name, normal, on, faded(theme).name())


def pixmap(name: str, colour: QColor, size: int = ICON_PX, ratio: float = 1.0) -> QPixmap:
    """The drawing `name` in one colour, `size` px square, with `ratio` device pixels to a pixel."""
    renderer = QSvgRenderer(QByteArray(_source(name).replace("currentColor", colour.name()).encode()))
    made = QPixmap(round(size * ratio), round(size * ratio))
    made.setDevicePixelRatio(ratio)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    renderer.render(painter, QRectF(0, 0, size, size))
    painter.end()
    return made


@cache
def _source(name: str) -> str:
    return (resources.files("resources") / "icons" / f"{name}.svg").read_text(encoding="utf-8")


@cache
def _made(name: str, normal: str, on: str, disabled: str) -> QIcon:
    made = QIcon()
    for ratio in RATIOS:
        made.addPixmap(pixmap(name, QColor(normal), ratio=ratio), QIcon.Mode.Normal, QIcon.State.Off)
        made.addPixmap(pixmap(name, QColor(on), ratio=ratio), QIcon.Mode.Normal, QIcon.State.On)
        made.addPixmap(pixmap(name, QColor(disabled), ratio=ratio), QIcon.Mode.Disabled, QIcon.State.Off)
    return made
