"""The sheet of paper and the document on it: how wide the text is, where it begins, a `QTextDocument` made that way."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QObject, QRectF
from PySide6.QtGui import QTextBlockFormat, QTextCursor, QTextDocument

from ui.text.metrics import Metrics
from ui.text.utf16 import document_text
from ui.theme import reading_font


class Sheet(NamedTuple):
    """Where the sheet is, in pixels of the document: its left and right edge, and the text's."""

    left: float
    right: float
    text_left: float
    text_right: float
    top: float

    @property
    def text_width(self) -> float:
        return self.text_right - self.text_left

    def paper(self, bottom: float) -> QRectF:
        return QRectF(self.left, self.top, self.right - self.left, bottom - self.top)


def fit_sheet(metrics: Metrics, width: int) -> Sheet:
    """The sheet for a view that is `width` wide: as wide as the measure wants, narrower where there is no room."""
    outside = metrics.sheet_gap
    room = width - 2 * (outside + metrics.sheet_padding)
    if room < metrics.measure:
        outside = min(outside, max(0, (width - metrics.measure - 2 * metrics.sheet_padding) // 2))
        room = width - 2 * (outside + metrics.sheet_padding)
    text_width = max(min(metrics.measure, room), min(width, 120))
    left = round((width - text_width) / 2)
    return Sheet(
        left=left - metrics.sheet_padding,
        right=left + text_width + metrics.sheet_padding,
        text_left=left,
        text_right=left + text_width,
        top=metrics.sheet_gap,
    )


def empty_document(metrics: Metrics, parent: QObject) -> QTextDocument:
    """A document set in the reading face, still without text: place it with `set_margins` before it is filled."""
    document = QTextDocument(parent)
    document.setUndoRedoEnabled(False)
    document.setDocumentMargin(0)
    document.setDefaultFont(reading_font(metrics.scale))
    return document


def fill_document(document: QTextDocument, text: str, width: int, metrics: Metrics) -> None:
    """Put the text into an empty document for a view that is `width` wide.

    Each line of the text is a block; nothing else is formatted, which is what makes a megabyte open at once. An empty
    line keeps its block, so that positions stay, and takes no more room than parts two paragraphs.
    """
    # A document that learns its width before its text is laid out once, afterwards twice.
    document.setTextWidth(width)
    block = QTextBlockFormat()
    block.setLineHeight(metrics.line, QTextBlockFormat.LineHeightTypes.FixedHeight.value)
    block.setBottomMargin(metrics.paragraph_gap)
    cursor = QTextCursor(document)
    cursor.beginEditBlock()
    cursor.setBlockFormat(block)
    cursor.insertText(document_text(text))
    empty = QTextBlockFormat()
    empty.setLineHeight(metrics.empty_line, QTextBlockFormat.LineHeightTypes.FixedHeight.value)
    at = document.begin()
    while at.isValid():
        if at.length() == 1:
            cursor.setPosition(at.position())
            cursor.setBlockFormat(empty)
        at = at.next()
    cursor.endEditBlock()


def set_margins(document: QTextDocument, sheet: Sheet, width: int, header: int, metrics: Metrics) -> None:
    """Give the text its place on the sheet below a header that is so high."""
    frame = document.rootFrame().frameFormat()
    wanted = (sheet.text_left, width - sheet.text_right, sheet.top + header, 2 * metrics.sheet_gap + metrics.line / 2)
    if wanted == (frame.leftMargin(), frame.rightMargin(), frame.topMargin(), frame.bottomMargin()):
        return
    frame.setLeftMargin(wanted[0])
    frame.setRightMargin(wanted[1])
    frame.setTopMargin(wanted[2])
    frame.setBottomMargin(wanted[3])
    document.rootFrame().setFrameFormat(frame)
