"""`WhyLine`: below the entities, why the machine proposes the current one. It keeps its room, so that no row moves."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from annotator.units import Unit
from ui.panels.inspector.card_layout import wrapped
from ui.widgets.named import named
from ui.widgets.themed import current_theme, interface_face
from ui.wording import why_text

LINES = 2
SHOWN_CHARS = 75
LINE_HEIGHT = 1.2
SIDE_PX = 8
AIR_PX = 6


class WhyLine(QWidget):
    """Two quiet lines; what does not fit is in the tooltip. Empty for what a person decided, and for statements."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        named(self, "entity_why")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.words = ""

    def tell(self, unit: Unit | None) -> None:
        """Say why this unit is proposed."""
        is_machines = unit is not None and unit.kind == "entity" and unit.is_machine
        words = why_text(unit, SHOWN_CHARS) if is_machines and unit else ""
        if words != self.words:
            self.words = words
            whole = why_text(unit) if is_machines and unit else ""
            self.setAccessibleName(whole)
            self.setToolTip(whole)
            self.update()

    def sizeHint(self) -> QSize:
        height = QFontMetrics(interface_face(self, 12)).height() * LINE_HEIGHT * LINES
        return QSize(200, round(height) + 2 * AIR_PX)

    def paintEvent(self, _event: QPaintEvent) -> None:
        if not self.words:
            return
        painter, theme = QPainter(self), current_theme()
        painter.setPen(theme.line)
        painter.drawLine(self.rect().topLeft(), self.rect().topRight())
        painter.setPen(theme.secondary)
        room = self.rect().adjusted(SIDE_PX, AIR_PX, -SIDE_PX, 0)
        layout, _ = wrapped(self.words, interface_face(self, 12), room.width(), LINES, line_height=LINE_HEIGHT)
        layout.draw(painter, room.topLeft().toPointF())
