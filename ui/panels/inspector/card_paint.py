"""How a statement's card is painted: the machine's values on dashes, what is open in grey, keys if it is current."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from ui.panels.inspector.card_layout import PAD, CardBox, Faces, Line, RowBox
from ui.theme import Theme
from ui.widgets.card import RADIUS, paint_card
from ui.widgets.keycap import paint_keycap

CHIP_RADIUS = 8
DASHES = (3.0, 2.5)


@dataclass(frozen=True)
class Dress:
    """The state that a card is painted in. `part` is the row that the keyboard or the mouse rests on."""

    is_current: bool = False
    is_marked: bool = False
    is_hovered: bool = False
    has_focus: bool = False
    part: str | None = None


def paint_statement(painter: QPainter, rect: QRect, box: CardBox, dress: Dress, faces: Faces, theme: Theme) -> None:
    """Paint the card laid out in `box` into `rect`."""
    outline = theme.statement if dress.is_current else theme.secondary if dress.is_hovered else theme.line
    paint_card(painter, QRectF(rect), theme, outline, width=2 if dress.is_current else 1)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(rect.topLeft())
    if dress.is_marked:
        _paint_mark(painter, box, theme)
    painter.setPen(theme.text)
    box.content.draw(painter, QPointF(PAD, PAD - 2))
    for row in box.rows:
        _paint_row(painter, row, box, dress, faces, theme)
    if box.footer is not None:
        painter.setPen(theme.secondary)
        box.footer.draw(painter, QPointF(PAD, box.footer_top))
    painter.restore()


def _paint_mark(painter: QPainter, box: CardBox, theme: Theme) -> None:
    """A bar at the left edge: this statement is one of several that the next act is for."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.accent)
    painter.drawRoundedRect(QRectF(4, RADIUS, 4, box.height - 2 * RADIUS), 2, 2)


def _paint_row(painter: QPainter, box: RowBox, card: CardBox, dress: Dress, faces: Faces, theme: Theme) -> None:
    is_pointed = dress.part == box.row.part and (dress.is_current or dress.is_hovered)
    if box.row.is_conflict or is_pointed:
        painter.setPen(QPen(theme.accent, 1) if is_pointed and dress.has_focus else Qt.PenStyle.NoPen)
        painter.setBrush(theme.warning_ground if box.row.is_conflict else theme.hover)
        painter.drawRoundedRect(QRectF(box.rect).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
    painter.setFont(faces.label)
    painter.setPen(theme.secondary)
    painter.drawText(box.label, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, box.row.label)
    for line in box.lines:
        _paint_line(painter, box, line, faces, theme)
    if dress.is_current and box.row.keys:
        centre = box.label.top() + box.label.height() / 2
        paint_keycap(painter, card.width - PAD, centre, box.row.keys, faces.keycap, theme)


def _paint_line(painter: QPainter, box: RowBox, line: Line, faces: Faces, theme: Theme) -> None:
    row = box.row
    align = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
    if line.is_chip:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.statement_ground)
        painter.drawRoundedRect(QRectF(line.rect), CHIP_RADIUS, CHIP_RADIUS)
        painter.setPen(theme.text)
        painter.setFont(faces.value)
        painter.drawText(line.rect.adjusted(8, 0, 0, 0), align, line.text)
        return
    is_decided_speaker = row.part == "speaker" and not row.is_machine and not row.is_open
    painter.setFont(faces.label if row.chips else faces.strong if is_decided_speaker else faces.value)
    is_quiet = row.is_open or bool(row.chips)
    painter.setPen(theme.warning if row.is_conflict else theme.secondary if is_quiet else theme.text)
    painter.drawText(line.rect, align, line.text)
    if row.is_machine and not row.is_conflict:
        _paint_dashes(painter, line, theme)


def _paint_dashes(painter: QPainter, line: Line, theme: Theme) -> None:
    """The machine's dashes under a value, as under its spans in the text."""
    pen = QPen(theme.secondary, 1)
    pen.setDashPattern(DASHES)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    painter.setPen(pen)
    y = line.rect.bottom() + 0.5
    width = min(painter.fontMetrics().horizontalAdvance(line.text), line.rect.width())
    painter.drawLine(QPointF(line.rect.left(), y), QPointF(line.rect.left() + width, y))
