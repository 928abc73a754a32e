"""`TrendChart`: how figures went over time, a line each, named at its end. The numbers are in the table beside it."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.theme import Theme, mixed
from ui.widgets.themed import current_theme, interface_face, scale_of
from ui.widgets.tones import line_pen

HEIGHT, PAD, NAME_PX = 220, 8, 132
DOT_PX = 5
MOST_LINES = 6
STEPS = (1, 2, 2.5, 5, 10)
WANTED_TICKS = 3


@dataclass(frozen=True)
class Line:
    """One line: a value for each period, None where there is none. The total is drawn stronger than the others."""

    name: str
    values: tuple[float | None, ...]
    is_total: bool = False


@dataclass(frozen=True)
class Trend:
    """What a chart shows: the periods' names, the lines, how a value is written, the value at the top (0: as found).

    Where there are more lines than eyes can tell apart, only the total is drawn.
    """

    name: str
    title: str
    periods: tuple[str, ...]
    lines: tuple[Line, ...]
    written: Callable[[float], str]
    top: float = 0.0

    @property
    def drawn(self) -> tuple[Line, ...]:
        others = [line for line in self.lines if not line.is_total]
        return self.lines if len(others) <= MOST_LINES else tuple(line for line in self.lines if line.is_total)

    def described(self) -> str:
        """The lines in words: first and last value of each."""
        told: list[str] = []
        for line in self.drawn:
            known = [value for value in line.values if value is not None]
            if known:
                told.append(f"{line.name} from {self.written(known[0])} to {self.written(known[-1])}")
        return f"{self.title}: {'; '.join(told)}" if told else self.title


class TrendChart(QWidget):
    """A chart as wide as there is room for. It takes no focus: the table beside it holds the same numbers."""

    def __init__(self, trend: Trend, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.trend = trend
        self.setObjectName(f"chart_{trend.name}")
        self.setAccessibleName(trend.described())
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(600, round(HEIGHT * scale_of(self)))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme, scale = current_theme(), scale_of(self)
        ticks = axis_ticks(self.trend.top or max_of(self.trend.drawn))
        face = interface_face(self, 12)
        metrics = QFontMetrics(face)
        left = max(metrics.horizontalAdvance(self.trend.written(tick)) for tick in ticks) + PAD
        room = QRectF(self.rect()).adjusted(left, PAD * 2, -NAME_PX * scale, -metrics.height() - 2 * PAD)
        self._paint_axes(painter, room, ticks, face, theme)
        self._paint_lines(painter, room, ticks[-1], face, theme)

    def _paint_axes(self, painter: QPainter, room: QRectF, ticks: Sequence[float], face: QFont, theme: Theme) -> None:
        metrics = QFontMetrics(face)
        painter.setFont(face)
        for tick in ticks:
            y = room.bottom() - room.height() * tick / ticks[-1]
            painter.setPen(QPen(mixed(theme.line, theme.paper, 0.2), 1))
            painter.drawLine(QPointF(room.left(), round(y) + 0.5), QPointF(room.right(), round(y) + 0.5))
            painter.setPen(theme.secondary)
            label = QRectF(0, y - metrics.height() / 2, room.left() - PAD, metrics.height())
            painter.drawText(
                label, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, self.trend.written(tick)
            )
        last_end = -math.inf
        for at, period in enumerate(self.trend.periods):
            width = metrics.horizontalAdvance(period)
            x = min(max(self._x(room, at) - width / 2, 0), self.width() - width)
            if x > last_end + PAD * 2:
                painter.drawText(QPointF(x, self.height() - metrics.descent() - 2), period)
                last_end = x + width

    def _paint_lines(self, painter: QPainter, room: QRectF, top: float, face: QFont, theme: Theme) -> None:
        ends: list[tuple[float, str, QPen]] = []
        for at, line in enumerate(self.trend.drawn):
            pen = QPen(theme.text, 2.5) if line.is_total else line_pen(theme, at, 1.6)
            for run in _runs(line.values):
                points = [QPointF(self._x(room, n), room.bottom() - room.height() * value / top) for n, value in run]
                painter.setPen(pen)
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawPolyline(QPolygonF(points))
                painter.setBrush(pen.color())
                painter.setPen(Qt.PenStyle.NoPen)
                for point in points:
                    painter.drawEllipse(point, DOT_PX / 2, DOT_PX / 2)
            known = [value for value in line.values if value is not None]
            if known:
                ends.append((room.bottom() - room.height() * known[-1] / top, line.name, pen))
        self._paint_names(painter, room, ends, face)

    def _paint_names(self, painter: QPainter, room: QRectF, ends: list[tuple[float, str, QPen]], face: QFont) -> None:
        """The names at the lines' ends, moved apart where they would cover each other."""
        metrics = QFontMetrics(face)
        painter.setFont(face)
        lowest = -math.inf
        for end, name, pen in sorted(ends, key=lambda end: end[0]):
            y = lowest = max(end, lowest + metrics.height())
            x = room.right() + PAD
            painter.setPen(pen)
            painter.drawLine(QPointF(x, y), QPointF(x + 2 * PAD, y))
            painter.setPen(QPen(pen.color()))
            limit = self.width() - x - 3 * PAD
            shown = metrics.elidedText(name, Qt.TextElideMode.ElideRight, round(limit))
            painter.drawText(QPointF(x + 3 * PAD, y + metrics.ascent() / 2 - 1), shown)

    def _x(self, room: QRectF, at: int) -> float:
        count = len(self.trend.periods)
        return room.center().x() if count == 1 else room.left() + room.width() * at / (count - 1)


def max_of(lines: Sequence[Line]) -> float:
    """The greatest value of all lines, 0 without any."""
    return max((value for line in lines for value in line.values if value is not None), default=0.0)


def axis_ticks(top: float) -> list[float]:
    """Round values from 0 to the first one at or above `top`, a few of them."""
    if top <= 0:
        return [0.0, 1.0]
    magnitude = 10 ** math.floor(math.log10(top / WANTED_TICKS))
    step = next(magnitude * each for each in STEPS if magnitude * each * WANTED_TICKS >= top * 0.999)
    return [step * at for at in range(math.ceil(top / step - 0.001) + 1)]


def _runs(values: Sequence[float | None]) -> list[list[tuple[int, float]]]:
    """Stretches of periods with a value: a line breaks where there is none."""
    runs: list[list[tuple[int, float]]] = [[]]
    for at, value in enumerate(values):
        if value is None:
            runs.append([])
        else:
            runs[-1].append((at, value))
    return [run for run in runs if run]
