"""`ScoreCurve`: how a score goes while a model learns: a line from 0 to 1, the best point marked and named."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.theme import Theme, mixed
from ui.widgets.themed import current_theme, interface_face, scale_of

HEIGHT, PAD, DOT_PX, LINE_PX = 150, 8, 7, 2
TICKS = (0.0, 0.5, 1.0)


class ScoreCurve(QWidget):
    """As wide as there is room. `show_points` takes (step, score) and the number of steps that there can be."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = title
        self._points: tuple[tuple[int, float], ...] = ()
        self._steps = 0
        self.setAccessibleName(title)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_points(self, points: Sequence[tuple[int, float]], steps: int) -> None:
        """Draw these."""
        self._points, self._steps = tuple(points), steps
        self.setAccessibleName(self.described())
        self.update()

    def described(self) -> str:
        """The line in words."""
        if not self._points:
            return self._title
        step, best = max(self._points, key=lambda point: point[1])
        return f"{self._title}: {self._points[-1][1]:.2f} now, the best {best:.2f} at step {step:,}"

    def sizeHint(self) -> QSize:
        return QSize(400, round(HEIGHT * scale_of(self)))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme, face = current_theme(), interface_face(self, 12)
        metrics = QFontMetrics(face)
        painter.setFont(face)
        room = QRectF(self.rect()).adjusted(
            metrics.horizontalAdvance("0.0") + PAD, PAD + 2, -PAD, -metrics.height() - PAD
        )
        self._paint_axes(painter, room, metrics, theme)
        if self._points:
            self._paint_line(painter, room, metrics, theme)

    def _paint_axes(self, painter: QPainter, room: QRectF, metrics: QFontMetrics, theme: Theme) -> None:
        for tick in TICKS:
            y = room.bottom() - tick * room.height()
            painter.setPen(QPen(mixed(theme.line, theme.paper, 0.3), 1))
            painter.drawLine(QPointF(room.left(), y), QPointF(room.right(), y))
            painter.setPen(theme.secondary)
            painter.drawText(QPointF(0, y + metrics.ascent() / 2 - 1), f"{tick:.1f}")
        if self._steps:
            base = room.bottom() + metrics.ascent() + PAD / 2
            last = f"{self._steps:,} steps at most"
            painter.drawText(QPointF(room.left(), base), "0")
            painter.drawText(QPointF(room.right() - metrics.horizontalAdvance(last), base), last)

    def _paint_line(self, painter: QPainter, room: QRectF, metrics: QFontMetrics, theme: Theme) -> None:
        most = max(self._steps, self._points[-1][0], 1)

        def place(point: tuple[int, float]) -> QPointF:
            return QPointF(room.left() + room.width() * point[0] / most, room.bottom() - room.height() * point[1])

        painter.setPen(QPen(theme.statement, LINE_PX))
        painter.drawPolyline(QPolygonF([place(point) for point in self._points]))
        best = max(self._points, key=lambda point: point[1])
        at = place(best)
        painter.setBrush(theme.statement)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawEllipse(at, DOT_PX / 2, DOT_PX / 2)
        painter.setPen(theme.text)
        said = f"{best[1]:.2f}"
        x = min(at.x() + DOT_PX, room.right() - metrics.horizontalAdvance(said))
        y = at.y() + metrics.height() if at.y() - metrics.height() < room.top() else at.y() - DOT_PX
        painter.drawText(QPointF(x, y), said)
