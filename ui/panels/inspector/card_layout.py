"""Where things stand on the card of a statement, in px from its top left. Painting is in `card_paint`."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QFont, QFontMetrics, QTextLayout, QTextOption
from PySide6.QtWidgets import QWidget

from ui.panels.inspector.parts import CardText, Row
from ui.widgets.keycap import keycap_width
from ui.widgets.themed import interface_face, reading_face

PAD = 14
ROW_GAP = 7
COLUMN_GAP = 10
LABEL_SAMPLE = "speaker"
MOST_LINES = 8
"""Longer statements are cut on their card; the article shows all of them."""
FOOTER_LINES = 3
ELLIPSIS = "…"
_ELIDE = Qt.TextElideMode.ElideRight


@dataclass(frozen=True)
class Faces:
    """The fonts of a card in the text size of the view that shows it."""

    reading: QFont
    value: QFont
    label: QFont
    strong: QFont
    keycap: QFont

    @classmethod
    def of(cls, view: QWidget) -> Faces:
        return cls(
            reading_face(view),
            interface_face(view),
            interface_face(view, 12),
            interface_face(view, bold=True),
            interface_face(view, 11),
        )


@dataclass(frozen=True)
class Line:
    """One painted line of a row: its words, where, and whether they stand in a chip."""

    text: str
    rect: QRect
    is_chip: bool = False
    link: str | None = None


@dataclass(frozen=True)
class RowBox:
    row: Row
    rect: QRect
    label: QRect
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class CardBox:
    """A whole card: the statement's words as laid out lines, the rows, the machine's line."""

    width: int
    height: int
    content: QTextLayout
    rows: tuple[RowBox, ...]
    footer: QTextLayout | None
    footer_top: int
    keys_left: int

    def row_at(self, x: int, y: int) -> RowBox | None:
        return next((box for box in self.rows if box.rect.contains(x, y)), None)


def lay_out(card: CardText, width: int, faces: Faces) -> CardBox:
    """The card `width` px wide."""
    inner = width - 2 * PAD
    content, y = wrapped(card.content, faces.reading, inner, MOST_LINES, line_height=1.35)
    label_width = QFontMetrics(faces.label).horizontalAdvance(LABEL_SAMPLE) + COLUMN_GAP
    keys_width = max((round(keycap_width(row.keys, faces.keycap)) for row in card.rows), default=0)
    keys_left = width - PAD - keys_width
    top = PAD + y + ROW_GAP
    boxes: list[RowBox] = []
    for row in card.rows:
        box = _row_box(row, QRect(PAD, round(top), inner, 0), label_width, keys_left - COLUMN_GAP, faces)
        boxes.append(box)
        top = box.rect.bottom() + 1
    footer_top, footer = round(top), None
    if card.footer:
        footer, height = wrapped(card.footer, faces.label, inner, FOOTER_LINES, line_height=1.2)
        footer_top = round(top) + ROW_GAP // 2
        top = footer_top + height
    return CardBox(width, round(top) + PAD - ROW_GAP // 2, content, tuple(boxes), footer, footer_top, keys_left)


def estimated_height(content_chars: int, rows: int, width: int, faces: Faces) -> int:
    """About how high a card will be, without laying out anything."""
    reading = QFontMetrics(faces.reading)
    per_line = max(1, int((width - 2 * PAD) / max(1, reading.averageCharWidth() * 1.05)))
    lines = min(MOST_LINES, 1 + content_chars // per_line)
    row = QFontMetrics(faces.value).height() + ROW_GAP
    return round(2 * PAD + lines * reading.height() * 1.1 + (rows + 1) * row)


def wrapped(text: str, font: QFont, width: int, most: int, *, line_height: float) -> tuple[QTextLayout, float]:
    """`text` broken into at most `most` lines, the last one elided, and the height in px."""
    layout = _layout(text, font)
    lines, used = _break(layout, width, most, QFontMetrics(font).height() * line_height)
    if used < len(text) and lines:
        last = layout.lineAt(lines - 1)
        head, rest = text[: last.textStart()], text[last.textStart() :]
        line = QFontMetrics(font).elidedText(rest[: 4 * max(1, last.textLength())], _ELIDE, width)
        layout = _layout(head + (line if line.endswith(ELLIPSIS) else line.rstrip() + ELLIPSIS), font)
        lines, _ = _break(layout, width, most, QFontMetrics(font).height() * line_height)
    return layout, lines * QFontMetrics(font).height() * line_height


def _row_box(row: Row, place: QRect, label_width: int, right: int, faces: Faces) -> RowBox:
    """The row below `place.top()`: its label, and its lines between the label's column and `right`."""
    value, small = QFontMetrics(faces.value), QFontMetrics(faces.label)
    left, height = place.left() + label_width, value.height()
    y = place.top() + ROW_GAP // 2
    lines: list[Line] = []
    room = right - left
    if row.chips:
        for chip, relation, link in zip(row.chips, row.values, row.links, strict=True):
            text = value.elidedText(chip, _ELIDE, room - 16)
            lines.append(
                Line(text, QRect(left, y, value.horizontalAdvance(text) + 16, height + 6), is_chip=True, link=link)
            )
            y += height + 7
            below = small.elidedText(relation, _ELIDE, room)
            lines.append(Line(below, QRect(left, y, room, small.height()), link=link))
            y += small.height() + 4
    else:
        for text in row.values:
            lines.append(Line(value.elidedText(text, _ELIDE, room), QRect(left, y, room, height)))
            y += height
    bottom = y + ROW_GAP - ROW_GAP // 2
    rect = QRect(place.left() - 6, place.top(), place.width() + 12, bottom - place.top())
    label_height = height + 6 if row.chips else height
    return RowBox(row, rect, QRect(place.left(), place.top() + ROW_GAP // 2, label_width, label_height), tuple(lines))


def _layout(text: str, font: QFont) -> QTextLayout:
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout = QTextLayout(text.replace(" %", "\u00a0%"), font)  # a line begins with no bare sign
    layout.setTextOption(option)
    layout.setCacheEnabled(True)
    return layout


def _break(layout: QTextLayout, width: int, most: int, step: float) -> tuple[int, int]:
    """Break into lines `step` px apart; how many, and how much of the text (in Qt's units) they hold."""
    used = lines = 0
    layout.beginLayout()
    while lines < most:
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(width)
        line.setPosition(QPointF(0, lines * step))
        used = line.textStart() + line.textLength()
        lines += 1
    layout.endLayout()
    return lines, used
