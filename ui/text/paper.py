"""`Paper`: a read-only text on a sheet, with a header above it: where characters stand, zoom, and keeping one's place.

It knows nothing of units: those are painted by `ui.text.canvas`.
"""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPalette, QPen, QResizeEvent, QTextBlock, QTextCursor, QTextDocument
from PySide6.QtWidgets import QFrame, QTextEdit, QWidget

from annotator.model import Span
from ui.text.geometry import LINES_TO_A_PASSAGE, Passage, Piece, has_turns, lines_of, pieces_of, position_under
from ui.text.header import Header
from ui.text.layers import band_rect
from ui.text.metrics import Metrics
from ui.text.sheet import empty_document, fill_document, fit_sheet, set_margins
from ui.text.utf16 import Utf16Index
from ui.theme import Theme, load_theme, reading_font

TOP_AIR_PX = 4
NOTHING = QColor(0, 0, 0, 0)


class Paper(QTextEdit):
    """Offsets are code points of `text`; points and rectangles in pixels of the document unless they say viewport."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.text = ""
        self._positions = Utf16Index("")
        self._metrics = Metrics()
        self._theme = load_theme("light")
        self._header = Header()
        self._sheet = fit_sheet(self._metrics, self.viewport().width())
        self.setReadOnly(True)
        self.setUndoRedoEnabled(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # A bar that came and went would change the width, and with it lay the whole text out twice.
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        # Qt's own caret blinks, and its selection is as high as the line: both are painted here.
        self.setCursorWidth(0)
        self._dress()

    # Text, theme, size

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self._dress()
        self.viewport().update()

    @property
    def zoom_percent(self) -> int:
        return round(self._metrics.scale * 100)

    def zoom(self, percent: int) -> None:
        """Show the text at this size, 100 as designed. What was on top stays on top."""
        if percent == self.zoom_percent:
            return
        top, caret = self.first_visible_offset(), self.textCursor().position()
        self._metrics = Metrics(percent / 100)
        self._dress()
        self._set_text(self.text)
        cursor = self.textCursor()
        cursor.setPosition(caret)
        self.setTextCursor(cursor)
        self.scroll_to(top)

    def _set_text(self, text: str) -> None:
        """Put a text on the sheet, from its top."""
        self.text = text
        self._positions = Utf16Index(text)
        document = empty_document(self._metrics, self)
        self._fit(document)
        fill_document(document, text, self.viewport().width(), self._metrics)
        self.setDocument(document)
        self.verticalScrollBar().setValue(0)

    def _dress(self) -> None:
        self.setFont(reading_font(self._metrics.scale))
        colours = QPalette(self.palette())
        for role, colour in (
            (QPalette.ColorRole.Base, self._theme.window),
            (QPalette.ColorRole.Text, self._theme.text),
            (QPalette.ColorRole.Highlight, NOTHING),
            (QPalette.ColorRole.HighlightedText, self._theme.text),
        ):
            colours.setColor(role, colour)
        self.setPalette(colours)

    def _fit(self, document: QTextDocument) -> None:
        """Place sheet and text for the present width."""
        width = self.viewport().width()
        self._sheet = fit_sheet(self._metrics, width)
        header = self._header.fit(self._metrics, self._sheet.text_width)
        set_margins(document, self._sheet, width, header, self._metrics)

    def resizeEvent(self, event: QResizeEvent) -> None:
        if event.oldSize().width() == event.size().width():
            super().resizeEvent(event)
            return
        top = self.first_visible_offset()
        self._fit(self.document())
        super().resizeEvent(event)
        self._on_text_moved()
        if top:
            self.scroll_to(top)

    def _on_text_moved(self) -> None:
        """The text is laid out anew; for subclasses that keep places."""

    # Places

    def first_visible_offset(self) -> int:
        """The offset of the first line whose tags are in sight; 0 while the header is."""
        scrolled = self.verticalScrollBar().value()
        if not scrolled:
            return 0
        y = scrolled + TOP_AIR_PX - self._metrics.tag_top
        return self._positions.offset(self._position_at(QPointF(self._sheet.text_left + 1, y)))

    def scroll_to(self, offset: int) -> None:
        """Bring the line of `offset` to the top; for the first one the header."""
        if offset <= 0:
            self.verticalScrollBar().setValue(0)
            return
        rect = self._span_rect(Span(offset, offset + 1))
        self._scroll(rect.top() - self._metrics.box_top + self._metrics.tag_top - TOP_AIR_PX)

    def offset_at(self, point: QPoint) -> int | None:
        """The offset of the character that is painted at a point of the viewport, or None where none is."""
        at = QPointF(point) + QPointF(0, self.verticalScrollBar().value())
        block = self.document().findBlock(self._position_at(at))
        origin = self._origin(block)
        for line in lines_of(block, *self._line_range(block, at.y() - origin.y(), at.y() - origin.y())):
            if self._metrics.box_top <= at.y() - origin.y() - line.baseline <= self._metrics.ground_bottom:
                position = position_under(line, at.x() - origin.x())
                return None if position is None else self._positions.offset(block.position() + position)
        return None

    def _scroll(self, y: float) -> None:
        bar = self.verticalScrollBar()
        if y > bar.maximum():
            # Qt lays long texts out bit by bit and tells the bar later how far it goes.
            height = self.document().documentLayout().documentSize().height()
            bar.setMaximum(max(bar.maximum(), round(height) - self.viewport().height()))
        bar.setValue(round(y))

    def _reveal(self, rect: QRectF) -> None:
        """Scroll as little as it takes to have `rect` well in sight; from far away, to a third of the height."""
        height, scrolled = self.viewport().height(), self.verticalScrollBar().value()
        air = min(2 * self._metrics.line, height / 4)
        if scrolled + air <= rect.top() and rect.bottom() <= scrolled + height - air:
            return
        is_above_top = rect.top() < scrolled + air and rect.top() < air + self._sheet.top
        self._scroll(0 if is_above_top else rect.top() - height / 3)

    def _span_rect(self, span: Span) -> QRectF:
        """Where a span stands: all of it that is in the block where it begins."""
        start, end = self._positions.positions(span)
        block = self.document().findBlock(start)
        origin = self._origin(block)
        low, high = start - block.position(), min(end - block.position(), block.length() - 1)
        layout = block.layout()
        if not layout.lineCount():
            return QRectF(origin.x(), origin.y(), 1, self._metrics.line)
        first = layout.lineForTextPosition(low).lineNumber()
        lines = lines_of(block, first, max(layout.lineForTextPosition(high).lineNumber(), first) + 1)
        turns = has_turns(self.text[span.start : span.end])
        pieces = pieces_of(lines, low, high, turns=turns) or [
            Piece(line.number, line.left, line.left + 1, line.baseline, True, True) for line in lines[:1]
        ]
        rect = QRectF()
        for piece in pieces:
            rect = rect.united(band_rect(piece, self._metrics))
        return rect.translated(origin)

    def _viewport_rect(self, rect: QRectF) -> QRect:
        return rect.translated(0, -self.verticalScrollBar().value()).toAlignedRect()

    def _position_at(self, point: QPointF) -> int:
        return max(0, self.document().documentLayout().hitTest(point, Qt.HitTestAccuracy.FuzzyHit))

    def _block_at(self, y: float) -> QTextBlock:
        """The block at a height, found by halving: Qt's own search looks at every block from the first."""
        document = self.document()
        low, high = 0, document.blockCount() - 1
        while low < high:
            middle = (low + high + 1) // 2
            layout = document.findBlockByNumber(middle).layout()
            if layout.lineCount() and layout.position().y() <= y:
                low = middle
            else:
                high = middle - 1
        block = document.findBlockByNumber(low)
        rect = document.documentLayout().blockBoundingRect(block)
        # What is not laid out yet may remember an old place.
        is_there = rect.top() <= y <= rect.bottom() + self._metrics.paragraph_gap or not low
        return block if is_there else document.findBlock(self._position_at(QPointF(self._sheet.text_left + 1, y)))

    def _origin(self, block: QTextBlock) -> QPointF:
        # Asking for the rectangle lays the text out that far; the place that the block remembers may be an old one.
        return self.document().documentLayout().blockBoundingRect(block).topLeft()

    def _line_range(self, block: QTextBlock, top: float, bottom: float) -> tuple[int, int]:
        """The lines, first and last + 1, of a block that reach into `top` to `bottom` of it with tag and underlines."""
        height = self._metrics.line
        first = int(top // height) - 1
        last = int(bottom // height) + 2
        return max(0, first), min(max(0, last), block.layout().lineCount())

    def _visible(self, area: QRect) -> Iterator[tuple[QTextBlock, Passage, QPointF]]:
        """The passages in an area of the viewport, with the place of their block in the viewport."""
        scrolled = self.verticalScrollBar().value()
        top, bottom = scrolled + area.top() - self._metrics.line, scrolled + area.bottom() + self._metrics.line
        block = self._block_at(max(0.0, top))
        while block.isValid():
            origin = self._origin(block)
            if origin.y() > bottom:
                return
            first, last = self._line_range(block, top - origin.y(), bottom - origin.y())
            if first < last:
                for part in range(first // LINES_TO_A_PASSAGE, (last - 1) // LINES_TO_A_PASSAGE + 1):
                    yield block, Passage(block.blockNumber(), part), origin - QPointF(0, scrolled)
            block = block.next()

    # Painting

    def _paint_sheet(self, painter: QPainter, area: QRect) -> None:
        """The sheet with its hairline, and the header if it is in sight."""
        scrolled = self.verticalScrollBar().value()
        bottom = max(self.verticalScrollBar().maximum() + self.viewport().height(), self.viewport().height())
        paper = self._sheet.paper(bottom - self._metrics.sheet_gap).translated(0, -scrolled)
        painter.fillRect(area, self._theme.window)
        painter.setPen(QPen(self._theme.line, 1))
        painter.setBrush(self._theme.paper)
        painter.drawRoundedRect(paper.adjusted(0.5, 0.5, -0.5, -0.5), 10, 10)
        head = QRectF(self._sheet.text_left, paper.top(), self._sheet.text_width, self._header.height)
        if head.intersects(QRectF(area)):
            self._header.paint(painter, head, self._theme)

    def _paint_caret(self, painter: QPainter) -> None:
        cursor: QTextCursor = self.textCursor()
        rect = self.cursorRect(cursor)
        block = cursor.block()
        line = block.layout().lineForTextPosition(cursor.positionInBlock())
        if not line.isValid():
            return
        baseline = self._origin(block).y() + line.y() + line.ascent() - self.verticalScrollBar().value()
        top, bottom = baseline + self._metrics.box_top, baseline + self._metrics.box_bottom
        painter.setPen(QPen(self._theme.accent, self._metrics.px(1.5)))
        painter.drawLine(QPointF(rect.left() + 0.5, top), QPointF(rect.left() + 0.5, bottom))
