"""`ArticleView`: the article as one works on it: caret, selection, clicks on units, keys, files dropped on it.

It never changes anything: it says what was clicked and selected, and asks `key_handler` about each key first.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QPoint, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QDragEnterEvent,
    QDragMoveEvent,
    QDropEvent,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QTextCursor,
    QWheelEvent,
)
from PySide6.QtWidgets import QToolTip, QWidget

from annotator.model import Span
from annotator.text import snap_span
from annotator.units import Unit
from annotator.work import ArticleWork
from ui.text.canvas import Canvas
from ui.text.layers import bar_x, twin_rect
from ui.text.wording import describe_unit

CARET_KEYS = frozenset(
    {
        Qt.Key.Key_Left,
        Qt.Key.Key_Right,
        Qt.Key.Key_Up,
        Qt.Key.Key_Down,
        Qt.Key.Key_Home,
        Qt.Key.Key_End,
        Qt.Key.Key_PageUp,
        Qt.Key.Key_PageDown,
    }
)
ZOOM_STEP = 10
LEAST_ZOOM, GREATEST_ZOOM = 60, 300
WHEEL_NOTCH = 120
BAR_REACH_PX = 6
"""How far beside a margin bar a click still means it."""


class ArticleView(Canvas):
    """Offsets are code points of the article's text; points and rectangles are in pixels of the viewport."""

    unit_clicked = Signal(str)
    unit_double_clicked = Signal(str)
    word_chosen = Signal()
    """A double click selected a word; `unit_double_clicked` follows where it is in a unit."""
    empty_clicked = Signal(int)
    selection_ended = Signal()
    context_menu_requested = Signal(int, QPoint)
    twin_clicked = Signal(int)
    """The sign of the passage that begins at this offset was clicked."""
    files_dropped = Signal(list)
    zoomed = Signal(int)
    """The text has another size now, in per cent."""
    caret_moved = Signal()

    key_handler: Callable[[QKeyEvent], bool] | None = None
    """Asked first about every key; what it takes goes nowhere else."""
    twin_tip: Callable[[int], str] | None = None
    """Asked what to say of the passage that begins at an offset, while the mouse rests on its sign."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("article_view")
        self.setAccessibleName(self.tr("Article"))
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setTabChangesFocus(True)
        self.setAcceptDrops(True)
        self.viewport().setAcceptDrops(True)
        self._clicked: list[str] = []
        self._is_pointed_at = False
        self.cursorPositionChanged.connect(self._on_cursor_position_changed)

    def set_work(self, work: ArticleWork | None) -> None:
        """Show an article with its units, from the top; None shows an empty sheet."""
        super().set_work(work)
        self._clicked = []
        self.setAccessibleName(
            self.tr("Article: {}").format(work.article.title) if work is not None else self.tr("Article")
        )
        self._tell_what_is_under_the_caret()

    def set_current(self, unit_id: str | None, *, reveal: bool = True) -> None:
        """Put the ring around this unit; `reveal` brings it into sight, and the caret to its end if it is elsewhere.

        What the mouse points at is in sight, and never moves away under it.
        """
        unit = self.find(unit_id)
        reveal = reveal and not self._is_pointed_at
        is_free = reveal and not self.textCursor().hasSelection()
        if unit is not None and is_free and not unit.start <= self.caret_offset() <= unit.end:
            self.place_caret(unit.end)
        super().set_current(unit_id, reveal=reveal)
        self._tell_what_is_under_the_caret()

    # Selection and caret

    def selection(self, *, insist: bool = False) -> Span | None:
        """What is selected, without white space at its edges and with whole clusters; as it is if one insists."""
        cursor = self.textCursor()
        if not cursor.hasSelection():
            return None
        span = self._positions.span(cursor.selectionStart(), cursor.selectionEnd())
        return span if insist else snap_span(self.text, span)

    def select(self, span: Span) -> None:
        """Select this span and bring it into sight."""
        start, end = self._positions.positions(span)
        self._put_caret(start, end)
        self._reveal(self._span_rect(span))

    def clear_selection(self) -> None:
        cursor = self.textCursor()
        cursor.clearSelection()
        self.setTextCursor(cursor)

    def caret_offset(self) -> int:
        return self._positions.offset(self.textCursor().position())

    def set_caret(self, offset: int) -> None:
        """Put the caret before the character at `offset`; nothing is selected afterwards."""
        position = self._positions.position(offset)
        self._put_caret(position, position)

    def place_caret(self, offset: int) -> None:
        """Put the caret there as `set_caret` does, but scroll nothing."""
        scrolled = self.verticalScrollBar().value()
        self.set_caret(offset)
        self.verticalScrollBar().setValue(scrolled)

    def _put_caret(self, anchor: int, position: int) -> None:
        cursor = self.textCursor()
        cursor.setPosition(anchor)
        cursor.setPosition(position, QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)

    def createMimeDataFromSelection(self) -> QMimeData:
        # What Qt would give has other blanks and line ends than the article.
        data = QMimeData()
        span = self.selection(insist=True)
        data.setText(self.text[span.start : span.end] if span else "")
        return data

    # Mouse

    def units_at(self, point: QPoint) -> list[Unit]:
        """The units at a point of the viewport, the smallest first: around the character, by tag, by margin bar."""
        offset = self.offset_at(point)
        if offset is not None:
            return self._page.units.at(offset, hidden=self._show_hidden)
        return self._marks_at(point)

    def _marks_at(self, point: QPoint) -> list[Unit]:
        for block, passage, origin in self._visible(self.viewport().rect()):
            at = point.toPointF() - origin
            shapes = self._shapes_of(block, passage)
            for outline in shapes.outlines:
                tag = outline.tag
                if tag is None or not tag.x <= at.x() <= tag.x + tag.width:
                    continue
                if tag.baseline + self._metrics.tag_top - self._metrics.tag_baseline <= at.y() <= tag.baseline + 2:
                    return [outline.unit]
            for bar in shapes.bars:
                x = bar_x(bar, self._look, is_rtl=shapes.is_rtl)
                if abs(at.x() - x) <= BAR_REACH_PX and bar.top <= at.y() <= bar.bottom:
                    return [bar.unit]
        return []

    def twin_at(self, point: QPoint) -> int | None:
        """The beginning of the passage whose sign is at a point of the viewport."""
        reach = self._metrics.px(BAR_REACH_PX)
        for block, passage, origin in self._visible(self.viewport().rect()):
            shapes = self._shapes_of(block, passage)
            for baseline, offset in shapes.twins:
                area = twin_rect(baseline, self._look, is_rtl=shapes.is_rtl).translated(origin)
                if area.adjusted(-reach, -reach, reach, reach).contains(point.toPointF()):
                    return offset
        return None

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip and self.twin_tip is not None:
            offset = self.twin_at(event.pos())
            QToolTip.showText(event.globalPos(), "" if offset is None else self.twin_tip(offset), self.viewport())
            return True
        return super().viewportEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and not event.modifiers():
            # Otherwise Qt takes the drag of a selection for a drag of its text.
            self.clear_selection()
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if event.button() != Qt.MouseButton.LeftButton:
            return
        if self.textCursor().hasSelection():
            self.selection_ended.emit()
        else:
            self._is_pointed_at = True
            self._click(event.position().toPoint())
            self._is_pointed_at = False

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        super().mouseDoubleClickEvent(event)
        units = self.units_at(event.position().toPoint())
        self.word_chosen.emit()
        if units:
            self.unit_double_clicked.emit(units[0].id)

    def _click(self, point: QPoint) -> None:
        """Say which unit was meant: the smallest there; on the same place again, the one around it. Or a sign."""
        twin = self.twin_at(point)
        if twin is not None:
            self.twin_clicked.emit(twin)
            return
        ids = [unit.id for unit in self.units_at(point)]
        if not ids:
            self._clicked = []
            self.empty_clicked.emit(self.caret_offset())
            return
        again = ids == self._clicked and self.current in ids
        at = (ids.index(self.current) + 1) % len(ids) if again and self.current else 0
        self._clicked = ids
        self.unit_clicked.emit(ids[at])

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        offset = None
        if event.reason() == QContextMenuEvent.Reason.Mouse:
            offset = self.offset_at(self.viewport().mapFromGlobal(event.globalPos()))
        self._is_pointed_at = offset is not None
        self.context_menu_requested.emit(self.caret_offset() if offset is None else offset, event.globalPos())
        self._is_pointed_at = False

    def wheelEvent(self, event: QWheelEvent) -> None:
        if not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            super().wheelEvent(event)
            return
        notches = event.angleDelta().y() / WHEEL_NOTCH
        step = round(notches) or (1 if notches > 0 else -1 if notches < 0 else 0)
        percent = min(max(self.zoom_percent + step * ZOOM_STEP, LEAST_ZOOM), GREATEST_ZOOM)
        if percent != self.zoom_percent:
            self.zoom(percent)
            self.zoomed.emit(percent)
        event.accept()

    # Files

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        self._take_files(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        self._take_files(event)

    def dropEvent(self, event: QDropEvent) -> None:
        paths = dropped_paths(event.mimeData())
        if paths:
            event.acceptProposedAction()
            self.files_dropped.emit(paths)

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return bool(dropped_paths(source))

    def _take_files(self, event: QDragMoveEvent) -> None:
        if dropped_paths(event.mimeData()):
            event.acceptProposedAction()
        else:
            event.ignore()

    # Keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.key_handler is not None and self.key_handler(event):
            event.accept()
        elif event.key() in CARET_KEYS or event.matches(QKeySequence.StandardKey.Copy):
            super().keyPressEvent(event)
        elif event.matches(QKeySequence.StandardKey.SelectAll):
            self.selectAll()
        else:
            event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    # What a screen reader says

    def _on_cursor_position_changed(self) -> None:
        self.viewport().update()
        self._tell_what_is_under_the_caret()
        self.caret_moved.emit()

    def _tell_what_is_under_the_caret(self) -> None:
        under = self._page.units.at(self.caret_offset(), hidden=self._show_hidden) if self.work is not None else []
        current = self.find(self.current)
        units = under if current is None else [current, *(unit for unit in under if unit.id != current.id)]
        self.setAccessibleDescription("; ".join(describe_unit(unit, self.text) for unit in units))


def dropped_paths(data: QMimeData) -> list[Path]:
    """The local files among what is dragged."""
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
