"""How units look: what is painted under the text of a passage, and what over it.

Machine work is outlined with dashes, human work is filled or drawn through. Where things go is in `ui.text.shapes`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPainterPath, QPen

from annotator.model import UNSURE, Entity
from annotator.units import Unit
from ui.text.geometry import Piece
from ui.text.metrics import Metrics
from ui.text.shapes import Bar, Outline, Shapes, Underline, outline_rect
from ui.theme import FamilyColours, Theme

FAINT = 0.45
"""How much ink is left to what does not count now: hidden suggestions that are shown, other passes."""
VEIL = 0.4
"""How much of the paper lies over the text of an excluded region."""
DASHES = (3.0, 2.0)
DOTS = (0.01, 2.0)


@dataclass(slots=True)
class Look:
    """The colours, and what makes a unit look other than usual. `right` is the right edge of the text."""

    theme: Theme
    metrics: Metrics
    tag_font: QFont
    labels: Mapping[str, FamilyColours] = field(default_factory=dict)
    current: str | None = None
    marked: frozenset[str] = frozenset()
    passes: frozenset[str] = frozenset()
    right: float = 0.0
    is_end_active: bool | None = None
    top: float = 0.0
    bottom: float = 0.0
    """What is being painted, in pixels of the passage's block."""

    def sees(self, pieces: list[Piece]) -> bool:
        """Whether anything around these pieces, in order, is within what is being painted."""
        reach = self.metrics.line
        return pieces[0].baseline - reach < self.bottom and self.top < pieces[-1].baseline + reach

    def colours(self, unit: Unit) -> FamilyColours:
        label = unit.value.label if isinstance(unit.value, Entity) else ""
        return self.labels.get(label, self.theme.unknown)

    def ink(self, unit: Unit) -> float:
        """How strong a unit is painted, 0..1."""
        if unit.id == self.current:
            return 1.0
        wanted = ("entities",) if unit.kind == "entity" else ("statements", "links")
        return FAINT if unit.hidden or not self.passes.intersection(wanted) else 1.0


def paint_grounds(painter: QPainter, shapes: Shapes, look: Look) -> None:
    """What lies under the text: the ground of the current statement, the fill of what a person decided."""
    painter.setPen(Qt.PenStyle.NoPen)
    if shapes.regions:
        paint_band(painter, shapes.regions, look.theme.hover, look.metrics)
    current = [line for line in shapes.underlines if line.unit.id == look.current and line.role == "content"]
    for underline in current:
        paint_band(painter, underline.pieces, look.theme.statement_ground, look.metrics)
    for outline in shapes.outlines:
        if not outline.unit.is_machine and look.sees(outline.pieces):
            painter.setOpacity(look.ink(outline.unit))
            painter.setBrush(look.colours(outline.unit).fill)
            for piece in outline.pieces:
                painter.drawPath(_shape(outline, piece, look.metrics))
    painter.setOpacity(1.0)


def paint_marks(painter: QPainter, shapes: Shapes, look: Look) -> None:
    """What lies over the text: underlines, bars, outlines, tags, the ring around the current unit, small signs."""
    _paint_veil(painter, shapes.regions, look)
    for underline in shapes.underlines:
        if look.sees(underline.pieces):
            painter.setOpacity(look.ink(underline.unit))
            _paint_underline(painter, underline, look)
    for bar in shapes.bars:
        painter.setOpacity(look.ink(bar.unit))
        _paint_bar(painter, bar, look, is_rtl=shapes.is_rtl)
    for outline in shapes.outlines:
        if look.sees(outline.pieces):
            painter.setOpacity(look.ink(outline.unit))
            _paint_outline(painter, outline, look)
    painter.setOpacity(1.0)
    for outline in shapes.outlines:
        if outline.unit.id == look.current:
            _paint_ring(painter, outline, look)
    for baseline in shapes.notes:
        _paint_note(painter, baseline, look, is_rtl=shapes.is_rtl)
    for baseline, _ in shapes.twins:
        _paint_twin(painter, twin_rect(baseline, look, is_rtl=shapes.is_rtl), look)


def paint_band(painter: QPainter, pieces: Iterable[Piece], colour: QColor, metrics: Metrics) -> None:
    """A ground under text, as high as an outline."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    for piece in pieces:
        painter.drawRoundedRect(band_rect(piece, metrics), metrics.px(2), metrics.px(2))


def band_rect(piece: Piece, metrics: Metrics) -> QRectF:
    """Where the ground under a piece of text is."""
    top, bottom = piece.baseline + metrics.box_top, piece.baseline + metrics.ground_bottom
    return QRectF(QPointF(piece.left, top), QPointF(piece.right, bottom))


def paint_frame(painter: QPainter, pieces: Iterable[Piece], colour: QColor, metrics: Metrics) -> None:
    """A thin frame around text: the find hit that is current."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(colour, metrics.px(1.5)))
    for piece in pieces:
        painter.drawRoundedRect(band_rect(piece, metrics), metrics.px(3), metrics.px(3))


def _paint_veil(painter: QPainter, pieces: Iterable[Piece], look: Look) -> None:
    veil = QColor(look.theme.hover)
    veil.setAlphaF(VEIL)
    paint_band(painter, pieces, veil, look.metrics)


def _paint_underline(painter: QPainter, underline: Underline, look: Look) -> None:
    unit, role, metrics = underline.unit, underline.role, look.metrics
    middle, thickness = metrics.underline(underline.lane, underline.lanes)
    is_current = unit.id == look.current
    if role == "speaker":
        thickness /= 2
    pen = QPen(look.theme.statement, thickness)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    if role == "cue":
        pen.setDashPattern(DOTS)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    elif role not in unit.decided:
        pen.setDashPattern([part * (2.0 if role == "speaker" else 1.0) for part in DASHES])
    painter.setPen(pen)
    for piece in underline.pieces:
        y = piece.baseline + middle
        painter.drawLine(QLineF(piece.left, y, piece.right, y))
    if role == "speaker" and is_current:
        _paint_speaker_frame(painter, underline, look)
    if role == "content" and is_current:
        _paint_content_end(painter, underline, look)


def _paint_content_end(painter: QPainter, underline: Underline, look: Look) -> None:
    """The grip of a statement: at its first or last fragment."""
    content = underline.unit.spans
    edge = content[-1] if look.is_end_active else content[0]
    if underline.span == edge:
        _paint_active_end(painter, underline.pieces, look, is_rtl=underline.is_rtl)


def _paint_speaker_frame(painter: QPainter, underline: Underline, look: Look) -> None:
    painter.setPen(QPen(look.theme.statement, look.metrics.px(1.6)))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for piece in underline.pieces:
        grown = look.metrics.px(1.2)
        rect = band_rect(piece, look.metrics).adjusted(-grown, 0, grown, 0)
        painter.drawRoundedRect(rect, look.metrics.corner, look.metrics.corner)


def _paint_bar(painter: QPainter, bar: Bar, look: Look, *, is_rtl: bool) -> None:
    metrics = look.metrics
    is_current = bar.unit.id == look.current
    x = bar_x(bar, look, is_rtl=is_rtl)
    width = metrics.px(4.0 if is_current else 3.0)
    pen = QPen(look.theme.statement, width)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    top, bottom = bar.top + metrics.bar_gap, bar.bottom - metrics.bar_gap
    if bar.unit.open_parts and bar.unit.how != "added":
        pen.setDashPattern([metrics.px(4) / width, metrics.px(3) / width])
    else:
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        top, bottom = top + width / 2, bottom - width / 2
    painter.setPen(pen)
    painter.drawLine(QLineF(x, top, x, bottom))
    beside = QPointF(x + metrics.px(9) * (1 if is_rtl else -1), bar.top + metrics.px(9))
    if bar.unit.id in look.marked:
        _paint_tick(painter, beside, look)
    elif UNSURE in bar.unit.value.flags or bar.unit.conflicts:
        _paint_sign(painter, beside, "!" if bar.unit.conflicts else "?", look)


def bar_x(bar: Bar, look: Look, *, is_rtl: bool) -> float:
    """The middle of a margin bar: on the left, for right-to-left text on the right."""
    x = look.metrics.bar_x(bar.lane)
    return look.right - x if is_rtl else x


def _paint_outline(painter: QPainter, outline: Outline, look: Look) -> None:
    unit, metrics = outline.unit, look.metrics
    mark = look.colours(unit).mark
    if unit.is_machine:
        # A dashed line one pixel wide is drawn six times as fast as one a tenth wider.
        pen = QPen(mark, float(max(1, int(metrics.scale))))
        pen.setDashPattern(DASHES if not unit.hidden else (1.0, 2.5))
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for piece in outline.pieces:
            painter.drawPath(_shape(outline, piece, metrics))
    tag = outline.tag
    if tag is not None:
        painter.setFont(look.tag_font)
        painter.setPen(mark)
        painter.drawText(QPointF(tag.x, tag.baseline), tag.text)
    if unit.id in look.marked:
        corner = outline_rect(outline, outline.pieces[-1], metrics).topRight()
        _paint_tick(painter, corner, look)


def _paint_ring(painter: QPainter, outline: Outline, look: Look) -> None:
    metrics = look.metrics
    grown = metrics.px(2)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(look.theme.accent, metrics.px(2)))
    for piece in outline.pieces:
        painter.drawPath(_shape(outline, piece, metrics, grown))
    _paint_active_end(painter, outline.pieces, look, is_rtl=outline.is_rtl)


def _paint_active_end(painter: QPainter, pieces: list[Piece], look: Look, *, is_rtl: bool) -> None:
    """A grip at the end of the current unit that the next move of a boundary moves."""
    is_end = look.is_end_active
    if is_end is None:
        return
    piece = pieces[-1] if is_end else pieces[0]
    if not (piece.is_last if is_end else piece.is_first):
        return
    metrics = look.metrics
    outward = metrics.px(2.5)
    x = piece.right + outward if is_end is not is_rtl else piece.left - outward
    top, bottom = piece.baseline + metrics.box_top, piece.baseline + metrics.box_bottom
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look.theme.accent)
    painter.drawRect(QRectF(x - metrics.px(1.5), top, metrics.px(3), bottom - top))
    painter.drawEllipse(QPointF(x, bottom), metrics.px(3.2), metrics.px(3.2))


def _paint_note(painter: QPainter, baseline: float, look: Look, *, is_rtl: bool) -> None:
    """The sign of a note, in the margin across from the bars."""
    size = look.metrics.px
    x = -size(24) if is_rtl else look.right + size(14)
    sheet = QRectF(x, baseline - size(12), size(11), size(12))
    painter.setPen(QPen(look.theme.warning, size(1.3)))
    painter.setBrush(look.theme.warning_ground)
    painter.drawRoundedRect(sheet, size(2), size(2))
    for row in (4, 7.5):
        y = sheet.top() + size(row)
        painter.drawLine(QLineF(sheet.left() + size(3), y, sheet.right() - size(3), y))


def twin_rect(baseline: float, look: Look, *, is_rtl: bool) -> QRectF:
    """Where the sign of a passage that stands elsewhere too is: beyond that of a note."""
    size = look.metrics.px
    return QRectF(-size(44) if is_rtl else look.right + size(32), baseline - size(11), size(12), size(12))


def _paint_twin(painter: QPainter, area: QRectF, look: Look) -> None:
    """Two sheets, one behind the other, in the ink of what is secondary."""
    if not look.top <= area.bottom() or not area.top() <= look.bottom:
        return
    side, step, corner = area.width() * 0.68, area.width() * 0.32, look.metrics.px(1.5)
    painter.setPen(QPen(look.theme.secondary, look.metrics.px(1.1)))
    painter.setBrush(look.theme.paper)
    painter.drawRoundedRect(QRectF(area.left() + step, area.top(), side, side), corner, corner)
    painter.drawRoundedRect(QRectF(area.left(), area.top() + step, side, side), corner, corner)


def _paint_tick(painter: QPainter, centre: QPointF, look: Look) -> None:
    """The sign of a unit that is marked together with others."""
    size = look.metrics.px
    painter.setPen(QPen(look.theme.paper, size(1.2)))
    painter.setBrush(look.theme.accent)
    painter.drawEllipse(centre, size(6), size(6))
    pen = QPen(look.theme.on_accent, size(1.6))
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    points = [centre + QPointF(size(x), size(y)) for x, y in ((-2.6, 0.2), (-0.7, 2.1), (2.7, -1.9))]
    painter.drawPolyline(points)


def _paint_sign(painter: QPainter, centre: QPointF, sign: str, look: Look) -> None:
    font = QFont(look.tag_font)
    font.setPixelSize(round(look.metrics.px(12)))
    painter.setFont(font)
    painter.setPen(look.theme.danger if sign == "!" else look.theme.warning)
    half = look.metrics.px(8)
    area = QRectF(centre.x() - half, centre.y() - half, 2 * half, 2 * half)
    painter.drawText(area, Qt.AlignmentFlag.AlignCenter, sign)


def _shape(outline: Outline, piece: Piece, metrics: Metrics, grown: float = 0.0) -> QPainterPath:
    """The rounded shape of a piece; where the entity goes on on another line, that side is left open and square."""
    rect = outline_rect(outline, piece, metrics).adjusted(-grown, -grown, grown, grown)
    radius = min(metrics.corner + grown, rect.height() / 2, max(rect.width() / 2, 1.0))
    path = QPainterPath()
    if piece.is_first and piece.is_last:
        path.addRoundedRect(rect, radius, radius)
    elif not piece.is_first and not piece.is_last:
        path.addRect(rect)
    else:
        is_open_right = piece.is_first is not outline.is_rtl
        near, far = (rect.left(), rect.right()) if is_open_right else (rect.right(), rect.left())
        turn = radius if is_open_right else -radius
        path.moveTo(far, rect.top())
        path.lineTo(near + turn, rect.top())
        path.quadTo(near, rect.top(), near, rect.top() + radius)
        path.lineTo(near, rect.bottom() - radius)
        path.quadTo(near, rect.bottom(), near + turn, rect.bottom())
        path.lineTo(far, rect.bottom())
    return path
