"""The lanes under a passage: what each version of a card covers, one lane for each boundary, and who has it.

Where the passage is dimmed and where not is in `ui.panels.review_place.reading`. Offsets are code points.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from annotator.layers import GOLD
from annotator.model import Entity, Span
from annotator.review.queue import ReviewCard
from ui.panels.review_place.parts import GOLD_SIGN, Column, columns_of
from ui.text.geometry import Line, Piece, pieces_of
from ui.text.index import joined, mentions
from ui.text.metrics import Metrics
from ui.text.shapes import Tag
from ui.theme import Theme, interface_font

Role = Literal["content", "cue", "speaker"]
TOP_PX, BOTTOM_PX = 8.3, 25.0
"""Between which heights below the baseline all lanes stand: above the letters of the next line."""
TAGS_PX = 20.5
"""Down to where the tags of the next line reach."""
PITCH_PX = 8.0
THICK_PX = 4.0
LETTER_PX = 9.0
LEAST_LETTER_PX = 6.5
LETTERS_RIGHT_PX = -28.0
"""Where the letters end, left of the text: beyond the bar in the margin."""
LONG_NAME = 1
FEW = 2


@dataclass(frozen=True)
class Lane:
    """`spans` as one or several versions have them; `heads` says whose they are. None where they have nothing."""

    heads: tuple[str, ...]
    spans: tuple[tuple[Role, Span], ...]
    is_gold: bool = False
    label: str = ""

    @property
    def title(self) -> str:
        return (" " if len(self.heads) <= FEW else "").join(self.heads)


def lanes_of(card: ReviewCard) -> list[Lane]:
    """The lanes of a card in the order of its versions; who covers the same words shares one."""
    found: dict[tuple[tuple[tuple[Role, Span], ...], bool], list[str]] = {}
    labels: dict[tuple[tuple[tuple[Role, Span], ...], bool], str] = {}
    for column in columns_of(card):
        key = (_spans(column), column.is_gold)
        found.setdefault(key, []).extend(_short_heads(column))
        labels.setdefault(key, column.value.label if isinstance(column.value, Entity) else "")
    return [Lane(tuple(heads), key[0], key[1], labels[key]) for key, heads in found.items()]


def labels_of(card: ReviewCard) -> list[tuple[str, str]]:
    """(label, whose) of an entity's versions: what stands above its words. None for a statement."""
    found: dict[str, list[str]] = {}
    for column in columns_of(card):
        if isinstance(column.value, Entity):
            found.setdefault(column.value.label, []).extend(_short_heads(column))
    return [(label, " ".join(heads)) for label, heads in found.items()]


def places_of(card: ReviewCard) -> tuple[Span, ...]:
    """The stretches of text that the versions name, in text order; what is close together is one."""
    spans = [span for lane in lanes_of(card) for _, span in lane.spans]
    return tuple(joined(spans)) or (Span(card.card.start, card.card.end),)


def _short_heads(column: Column) -> list[str]:
    """Letters as they are; a name would not fit into the margin, its version's key does."""
    if all(len(name) <= LONG_NAME for name in column.heads if not name.startswith(GOLD)):
        return [GOLD_SIGN if name.startswith(GOLD) else name for name in column.heads]
    return [column.key or column.heads[0][:1]]


def _spans(column: Column) -> tuple[tuple[Role, Span], ...]:
    value = column.value
    if value is None:
        return ()
    if isinstance(value, Entity):
        return (("content", value.span),)
    content: list[tuple[Role, Span]] = [("content", span) for span in value.content]
    cue: list[tuple[Role, Span]] = [("cue", value.cue)] if value.cue is not None else []
    speakers: list[tuple[Role, Span]] = [("speaker", span) for span in mentions(value.speaker)]
    return (*content, *cue, *speakers)


class LanePainter:
    """Paints the lanes of one card under the lines of a passage."""

    def __init__(self, lanes: Sequence[Lane], metrics: Metrics, theme: Theme) -> None:
        self._lanes = lanes
        self._metrics = metrics
        self._theme = theme
        room = BOTTOM_PX - TOP_PX
        self._pitch = min(PITCH_PX, room / max(1, len(lanes)))
        self._thick = min(THICK_PX, self._pitch * 0.62)
        self._font = interface_font(metrics.scale, max(LEAST_LETTER_PX, min(LETTER_PX, self._pitch + 2.4)))
        self._font.setWeight(QFont.Weight.DemiBold)

    def paint(
        self, painter: QPainter, lines: Sequence[Line], positions: Sequence[Sequence[tuple[Role, int, int]]],
        tags: Sequence[Tag], *, turns: bool, is_rtl: bool, right: float,
    ) -> None:  # fmt: skip
        """Paint onto the lines of one block. `positions`: for each lane its stretches, as positions in the block.

        `tags`: those of the block, of which none is left half seen.
        """
        shown = [(line, hull) for line in lines if (hull := _hull(line, positions)) is not None]
        for line, hull in shown:
            self._clear(painter, line, hull, tags, turns=turns)
        for at, (lane, stretches) in enumerate(zip(self._lanes, positions, strict=True)):
            y = self._metrics.px(TOP_PX + at * self._pitch + self._thick / 2)
            for line, hull in shown:
                self._paint_track(painter, line, hull, y, turns=turns)
            for role, start, end in stretches:
                for piece in pieces_of(list(lines), start, end, turns=turns):
                    self._paint_piece(painter, piece, role, y, is_gold=lane.is_gold)
            for line, _ in shown if len(self._lanes) > 1 else ():  # whose the only lane is, the table says
                self._paint_title(painter, line.baseline + y, lane, at, is_rtl=is_rtl, right=right)

    def paint_labels(
        self, painter: QPainter, line: Line, position: int, labels: Sequence[tuple[str, str, QColor]], *, turns: bool
    ) -> None:
        """Above the word that begins at a position of the block: each label with those who gave it."""
        pieces = pieces_of([line], position, position + 1, turns=turns)
        if not pieces:
            return
        font = interface_font(self._metrics.scale, self._metrics.tag_px)
        font.setWeight(QFont.Weight.DemiBold)
        metrics = QFontMetricsF(font)
        gap = self._metrics.px(6)
        width = sum(metrics.horizontalAdvance(f"{label} {heads}") + gap for label, heads, _ in labels)
        x, y = pieces[0].left, pieces[0].baseline + self._metrics.tag_baseline
        painter.fillRect(QRectF(x - 1, y - metrics.ascent(), width, metrics.height()), self._theme.paper)
        painter.setFont(font)
        for label, heads, colour in labels:
            painter.setPen(colour)
            painter.drawText(QPointF(x, y), label)
            x += metrics.horizontalAdvance(f"{label} ")
            painter.setPen(self._theme.text)
            painter.drawText(QPointF(x, y), heads)
            x += metrics.horizontalAdvance(heads) + gap

    def paint_bar(self, painter: QPainter, top: float, bottom: float, *, is_rtl: bool, right: float) -> None:
        """Beside the lines of the card, where a statement's bar stands."""
        x = self._metrics.bar_x(0)
        pen = QPen(self._theme.statement, self._metrics.px(4))
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        painter.drawLine(QLineF(right - x if is_rtl else x, top, right - x if is_rtl else x, bottom))

    def _clear(self, painter: QPainter, line: Line, hull: tuple[int, int], tags: Sequence[Tag], *, turns: bool) -> None:
        """Take away what else stands between the lines there: half a tag behind a lane can be read by nobody."""
        if len(self._lanes) < 2:
            return  # one lane stands above the tags
        top, bottom = line.baseline + self._metrics.px(TOP_PX - 1), line.baseline + self._metrics.px(TAGS_PX)
        tag_top = self._metrics.tag_baseline - self._metrics.tag_top
        for piece in pieces_of([line], *hull, turns=turns):
            painter.fillRect(QRectF(piece.left, top, piece.right - piece.left, bottom - top), self._theme.paper)
            for tag in tags:
                if top < tag.baseline <= bottom + tag_top and tag.x < piece.right and piece.left < tag.x + tag.width:
                    whole = QRectF(tag.x, tag.baseline - tag_top, tag.width, tag_top + 1)
                    painter.fillRect(whole, self._theme.paper)

    def _paint_track(self, painter: QPainter, line: Line, hull: tuple[int, int], y: float, *, turns: bool) -> None:
        """A hairline along the lane, so that what is not covered is seen as such."""
        painter.setPen(QPen(self._theme.line, 1))
        for piece in pieces_of([line], *hull, turns=turns):
            painter.drawLine(QLineF(piece.left, piece.baseline + y, piece.right, piece.baseline + y))

    def _paint_piece(self, painter: QPainter, piece: Piece, role: Role, y: float, *, is_gold: bool) -> None:
        thick = self._metrics.px(self._thick)
        colour = self._theme.warning if is_gold else self._theme.statement
        rect = QRectF(piece.left, piece.baseline + y - thick / 2, piece.right - piece.left, thick)
        if role == "content":
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour)
            painter.drawRoundedRect(rect, thick / 2, thick / 2)
            return
        if role == "speaker":
            painter.setPen(QPen(colour, max(1.0, thick / 3)))
            painter.setBrush(self._theme.paper)
            painter.drawRoundedRect(rect, thick / 2, thick / 2)
            return
        pen = QPen(colour, thick * 0.7)
        pen.setDashPattern([0.01, 1.8])
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        painter.drawLine(QLineF(rect.left() + thick / 2, rect.center().y(), rect.right(), rect.center().y()))

    def _paint_title(self, painter: QPainter, y: float, lane: Lane, at: int, *, is_rtl: bool, right: float) -> None:
        metrics = QFontMetricsF(self._font)
        width = metrics.horizontalAdvance(lane.title)
        gap = self._metrics.px(-LETTERS_RIGHT_PX)
        # Where lanes stand close, the letters of every second one stand further out.
        aside = (width + self._metrics.px(5)) if at % 2 and metrics.capHeight() > self._metrics.px(self._pitch) else 0
        x = right + gap + aside if is_rtl else -gap - width - aside
        painter.setFont(self._font)
        painter.setPen(self._theme.warning if lane.is_gold else self._theme.text)
        painter.drawText(QPointF(x, y + metrics.capHeight() / 2), lane.title)


def _hull(line: Line, positions: Sequence[Sequence[tuple[Role, int, int]]]) -> tuple[int, int] | None:
    """From the first to the last position of a line that some lane covers. None where none does."""
    found = [
        (max(start, line.start), min(end, line.end))
        for stretches in positions
        for _, start, end in stretches
        if start < line.end and line.start < end
    ]
    return (min(start for start, _ in found), max(end for _, end in found)) if found else None
