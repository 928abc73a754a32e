"""The tones that charts are drawn with, in either theme. They differ in lightness or hatching, never in hue alone."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen

from ui.theme import Theme, mixed

HATCHED = frozenset({"warned"})
DARK, BRIGHT = QColor("#000000"), QColor("#FFFFFF")
FAINTEST = 0.04
HEAT_SPANS = {"light": 0.92, "dark": 0.5}
"""How far the hue goes: on dark paper only as far as bright text can be read on it."""
DASHES: tuple[tuple[float, ...], ...] = ((), (6, 3), (2, 2.5), (8, 3, 2, 3))
LINE_FAMILIES = ("people", "quantities", "places", "things", "organisations", "time")


def tone(theme: Theme, name: str) -> QColor:
    """The colour of a tone: full, half, warned, aside or rest."""
    return {
        "full": theme.statement,
        "half": mixed(theme.statement, theme.paper, 0.5),
        "warned": mixed(theme.warning, theme.paper, 0.25),
        "aside": mixed(theme.secondary, theme.paper, 0.45),
    }.get(name, mixed(theme.line, theme.paper, 0.2))


def paint_segment(painter: QPainter, rect: QRectF, theme: Theme, name: str) -> None:
    """Fill a stretch of a bar, or a swatch of the legend, with a tone."""
    painter.fillRect(rect, tone(theme, name))
    if name in HATCHED:
        painter.fillRect(rect, QBrush(mixed(theme.paper, theme.warning, 0.15), Qt.BrushStyle.BDiagPattern))


def heat(theme: Theme, depth: float) -> tuple[QColor, QColor]:
    """The ground of a depth in 0..1 on one hue from the paper up, and the colour of text on it (4.5 : 1 or better)."""
    ground = mixed(theme.paper, theme.accent, FAINTEST + HEAT_SPANS[theme.name] * min(max(depth, 0.0), 1.0))
    if depth <= 0:
        ground = theme.paper
    return ground, max(
        (DARK, BRIGHT, theme.text), key=lambda text: (contrast(text, ground) >= 7, contrast(text, ground))
    )


def line_pen(theme: Theme, at: int, width: float) -> QPen:
    """The pen of the line with this number: hue and dashes both change, so that either tells lines apart."""
    pen = QPen(theme.families[LINE_FAMILIES[at % len(LINE_FAMILIES)]].mark, width)
    dashes = DASHES[at % len(DASHES)]
    if dashes:
        pen.setDashPattern(list(dashes))
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    return pen


def contrast(one: QColor, other: QColor) -> float:
    """The contrast of two colours as WCAG 2 reckons it, 1..21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: QColor) -> float:
    channels = (colour.redF(), colour.greenF(), colour.blueF())
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
