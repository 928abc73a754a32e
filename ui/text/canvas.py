"""`Canvas`: an article on its sheet with its units painted around the words; only what is visible is looked at.

Here is what it shows. What one does with it (caret, clicks, keys) is in `ui.text.article_view`.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from math import ceil, floor

from PySide6.QtCore import QRect, QTimer
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent, QTextBlock
from PySide6.QtWidgets import QWidget

from annotator.model import PASSES, Article, Span
from annotator.scheme import Scheme
from annotator.units import Unit
from annotator.work import ArticleWork
from ui.text.geometry import Passage, Piece, pieces_of
from ui.text.header import heading, meta_line
from ui.text.index import UnitIndex
from ui.text.layers import Look, paint_band, paint_frame, paint_grounds, paint_marks
from ui.text.paper import Paper
from ui.text.shapes import Page, Shapes
from ui.text.utf16 import Utf16Index
from ui.theme import Theme, interface_font

PROGRESS_MS = 250
"""How long after the last change an article with very many units counts what is decided."""
MANY_SPANS = 100
MANY_UNITS = 1500
NO_WORK = ArticleWork(Article(id="", text=""), "")


class Canvas(Paper):
    """Shows the units of one `ArticleWork`. `progress_source`, if set, is asked for (decided, total) units."""

    progress_source: Callable[[], tuple[int, int]] | None = None

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._work: ArticleWork | None = None
        self._scheme: Scheme | None = None
        self._look = Look(self._theme, self._metrics, self._tag_font(), passes=frozenset(PASSES))
        self._show_hidden = False
        self._twins: tuple[int, ...] = ()
        self._page = self._make_page()
        self._shapes: dict[Passage, Shapes] = {}
        self._find_hits: list[Span] = []
        self._find_current: Span | None = None
        self._progress_timer = QTimer(self)
        self._progress_timer.setSingleShot(True)
        self._progress_timer.timeout.connect(self._on_progress_timer_timeout)
        self.selectionChanged.connect(self._on_selection_changed)

    # What is shown

    @property
    def work(self) -> ArticleWork | None:
        return self._work

    def set_work(self, work: ArticleWork | None) -> None:
        """Show an article with its units, from the top; None shows an empty sheet."""
        self._work = work
        self._twins = ()
        self._find_hits, self._find_current = [], None
        self._look.current, self._look.marked = None, frozenset()
        self._header.title = heading(work.article) if work is not None else ""
        self._header.meta = meta_line(work.article.meta, None) if work is not None else ""
        self._set_text(work.article.text if work is not None else "")
        self._count_soon()

    def refresh(self, unit_ids: Iterable[str] | None = None) -> None:
        """Repaint after units changed: those named, or all. Nothing is laid out anew and nothing moves."""
        if self._work is None:
            return
        if unit_ids is None or self._page.regions != self._work.regions or self._page.note_offsets != self._notes():
            self._page = self._make_page()
            self._shapes.clear()
            self.viewport().update()
        else:
            self._forget_shapes(self._page.units.update(unit_ids))
        self._count_soon()

    def set_scheme(self, scheme: Scheme | None) -> None:
        """Take the colours of labels from this scheme. Without one every label is grey."""
        self._scheme = scheme
        self._look.labels = self._theme.label_colours(scheme) if scheme else {}
        self.viewport().update()

    def set_theme(self, theme: Theme) -> None:
        self._look.theme = theme
        self._look.labels = theme.label_colours(self._scheme) if self._scheme else {}
        super().set_theme(theme)

    def set_passes(self, passes: frozenset[str]) -> None:
        """Paint what belongs to these passes in full ink and the rest faintly."""
        self._look.passes = frozenset(passes)
        self._count_soon()
        self.viewport().update()

    def set_show_hidden(self, on: bool) -> None:
        """Show hidden suggestions too, faintly."""
        self._show_hidden = self._page.show_hidden = on
        self._shapes.clear()
        self.viewport().update()

    def set_marked(self, ids: frozenset[str]) -> None:
        """Put a tick on these units."""
        self._look.marked = frozenset(ids)
        self.viewport().update()

    def set_twins(self, offsets: Iterable[int]) -> None:
        """Put a quiet sign beside the passages that begin there: they stand elsewhere too."""
        self._twins = self._page.twin_offsets = tuple(sorted(offsets))
        self._shapes.clear()
        self.viewport().update()

    def set_active_end(self, is_end: bool | None) -> None:
        """Show which end of the current unit the next move of a boundary moves: True the end, False the start."""
        self._look.is_end_active = is_end
        self.viewport().update()

    def set_find_hits(self, spans: list[Span], current: Span | None) -> None:
        """Show what a search found, and frame the current hit."""
        self._find_hits, self._find_current = sorted(spans), current
        self.viewport().update()
        if current is not None:
            self._reveal(self._span_rect(current))

    @property
    def current(self) -> str | None:
        """The id of the current unit."""
        return self._look.current

    def set_current(self, unit_id: str | None, *, reveal: bool = True) -> None:
        """Put the ring around this unit; `reveal` brings it into sight."""
        before, self._look.current = self._look.current, unit_id
        unit = self.find(unit_id)
        if unit is not None and reveal:
            self._reveal(self._span_rect(unit.spans[0]))
        self._update_units({before, unit_id})

    def find(self, unit_id: str | None) -> Unit | None:
        return self._work.find(unit_id) if self._work is not None else None

    def unit_rect(self, unit_id: str) -> QRect:
        """Where the first fragment of a unit stands in the viewport, as far as it is in sight; empty without one."""
        unit = self.find(unit_id)
        if unit is None:
            return QRect()
        rect = self._viewport_rect(self._span_rect(unit.spans[0]))
        seen = rect.intersected(self.viewport().rect())
        return rect if seen.isEmpty() else seen

    # What is worked out and kept

    def _set_text(self, text: str) -> None:
        super()._set_text(text)
        self._look.metrics, self._look.tag_font = self._metrics, self._tag_font()
        self._page = self._make_page()
        self._shapes.clear()

    def _make_page(self) -> Page:
        work = NO_WORK if self._work is None else self._work
        return Page(
            text=self.text,
            positions=self._positions if self._work is not None else Utf16Index(""),
            units=UnitIndex(work),
            metrics=self._metrics,
            tag_font=QFontMetricsF(self._look.tag_font),
            regions=work.regions,
            note_offsets=self._notes(),
            twin_offsets=self._twins,
            show_hidden=self._show_hidden,
        )

    def _notes(self) -> tuple[int, ...]:
        """Where notes belong: their span, or the beginning of what they are about."""
        found: list[int] = []
        for note in self._work.notes if self._work is not None else ():
            unit = self.find(note.about)
            if note.span is not None:
                found.append(note.span.start)
            elif unit is not None:
                found.append(unit.start)
        return tuple(sorted(found))

    def _tag_font(self) -> QFont:
        font = interface_font(self._metrics.scale, self._metrics.tag_px)
        font.setWeight(QFont.Weight.DemiBold)
        font.setLetterSpacing(QFont.SpacingType.PercentageSpacing, 105)
        return font

    def _on_text_moved(self) -> None:
        self._shapes.clear()

    def _shapes_of(self, block: QTextBlock, passage: Passage) -> Shapes:
        found = self._shapes.get(passage)
        if found is None:
            found = self._shapes[passage] = self._page.shapes(block, passage)
        return found

    def _forget_shapes(self, spans: Sequence[Span]) -> None:
        """Work out anew, and repaint, the blocks that these spans reach into; all of them where there are many."""
        if len(spans) > MANY_SPANS:
            self._shapes.clear()
            self.viewport().update()
            return
        document = self.document()
        touched: set[int] = set()
        for span in spans:
            start, end = self._positions.positions(span)
            first, last = document.findBlock(start).blockNumber(), document.findBlock(end).blockNumber()
            touched.update(range(first, max(first, last) + 1))
        for passage in [passage for passage in self._shapes if passage.block in touched]:
            del self._shapes[passage]
        for block, _, origin in self._visible(self.viewport().rect()):
            if block.blockNumber() in touched:
                self._update_band(origin.y(), origin.y() + block.layout().lineCount() * self._metrics.line)

    def _update_units(self, unit_ids: Collection[str | None]) -> None:
        """Repaint the lines in sight on which these units stand."""
        for block, passage, origin in self._visible(self.viewport().rect()):
            shapes = self._shapes_of(block, passage)
            for shape in (*shapes.outlines, *shapes.underlines):
                if shape.unit.value.id in unit_ids:
                    self._update_band(origin.y() + shape.pieces[0].baseline, origin.y() + shape.pieces[-1].baseline)
            for bar in shapes.bars:
                if bar.unit.value.id in unit_ids:
                    self._update_band(origin.y() + bar.top, origin.y() + bar.bottom)

    def _update_band(self, top: float, bottom: float) -> None:
        reach = self._metrics.line
        self.viewport().update(0, floor(top - reach), self.viewport().width(), ceil(bottom - top + 2 * reach))

    def _count_soon(self) -> None:
        is_long = self._work is not None and len(self._work) > MANY_UNITS
        self._progress_timer.start(PROGRESS_MS if is_long else 0)

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        area = event.rect()
        self._look.right = self._sheet.text_width
        seen = [(self._shapes_of(block, passage), block, origin) for block, passage, origin in self._visible(area)]
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_sheet(painter, area)
        for shapes, block, origin in seen:
            painter.translate(origin)
            self._look.top, self._look.bottom = area.top() - origin.y(), area.bottom() - origin.y()
            paint_grounds(painter, shapes, self._look)
            self._paint_found(painter, shapes, block)
            painter.translate(-origin)
        painter.end()
        super().paintEvent(event)
        painter.begin(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for shapes, _, origin in seen:
            painter.translate(origin)
            self._look.top, self._look.bottom = area.top() - origin.y(), area.bottom() - origin.y()
            paint_marks(painter, shapes, self._look)
            painter.translate(-origin)
        if self.hasFocus():
            self._paint_caret(painter)
        painter.end()

    def _paint_found(self, painter: QPainter, shapes: Shapes, block: QTextBlock) -> None:
        """Find hits and the selection, on the ground of a passage."""
        for span in self._hits_in(self._page.stretch(block, shapes.lines)):
            is_current = span == self._find_current
            pieces = self._pieces(shapes, block, *self._positions.positions(span))
            paint_band(painter, pieces, self._theme.find_current if is_current else self._theme.find_hit, self._metrics)
            if is_current:
                paint_frame(painter, pieces, self._theme.warning, self._metrics)
        cursor = self.textCursor()
        if cursor.hasSelection():
            pieces = self._pieces(shapes, block, cursor.selectionStart(), cursor.selectionEnd())
            paint_band(painter, pieces, self._theme.selection, self._metrics)

    def _hits_in(self, covered: Span) -> Iterator[Span]:
        at = bisect_left(self._find_hits, Span(covered.start, covered.start))
        for span in self._find_hits[max(0, at - 1) :]:
            if span.start >= covered.end:
                return
            if span.overlaps(covered):
                yield span

    def _pieces(self, shapes: Shapes, block: QTextBlock, start: int, end: int) -> list[Piece]:
        return pieces_of(shapes.lines, start - block.position(), end - block.position(), turns=shapes.turns)

    def _on_selection_changed(self) -> None:
        # Qt repaints the height of the letters only; the ground under a selection is as high as an outline.
        self.viewport().update()

    def _on_progress_timer_timeout(self) -> None:
        work = self._work
        if work is None:
            return
        progress = self.progress_source() if self.progress_source else work.progress(self._look.passes)
        meta = meta_line(work.article.meta, progress)
        if meta != self._header.meta:
            self._header.meta = meta
            self.viewport().update(0, 0, self.viewport().width(), self._header.height + self._metrics.sheet_gap)
