"""What is to be painted on a passage, worked out once and kept: outlines with tags, underlines, margin bars.

It holds where things go, in pixels of the block; how they look is decided in `ui.text.layers` at each painting, so that
what changes looks only (current, marked, theme) works nothing out again.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from math import ceil, floor
from typing import Literal

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QTextBlock

from annotator.model import UNSURE, Entity, Region, Span, Statement
from annotator.units import Unit
from ui.text.geometry import LINES_TO_A_PASSAGE, Line, Passage, Piece, has_turns, lines_of, pieces_of
from ui.text.index import UnitIndex, joined, lane_stretches, mentions
from ui.text.lanes import Rows, Wish, assign_lanes, bar_extents, depths, place_tags
from ui.text.metrics import Metrics
from ui.text.utf16 import Utf16Index

Role = Literal["content", "cue", "speaker"]

LEAST_TAG_PX = 9.0
TAG_GAP_PX = 4.0


@dataclass(slots=True)
class Tag:
    """The label above an entity: `text` shortened to what fits, its left edge and baseline."""

    text: str
    x: float
    width: float
    baseline: float


@dataclass(slots=True)
class Outline:
    """An entity's shape: a piece for each line that it stands on. `padding` is beyond the word, left and right."""

    unit: Unit
    pieces: list[Piece]
    padding: tuple[float, float]
    inset: float
    is_rtl: bool = False
    tag: Tag | None = None


@dataclass(slots=True)
class Underline:
    """One span of a statement, underlined in its lane."""

    unit: Unit
    role: Role
    span: Span
    pieces: list[Piece]
    lane: int
    lanes: int
    is_rtl: bool = False


@dataclass(slots=True)
class Bar:
    """A statement's bar in the margin, from `top` to `bottom`."""

    unit: Unit
    lane: int
    top: float
    bottom: float


@dataclass(slots=True)
class Shapes:
    """All that a passage shows."""

    lines: list[Line]
    turns: bool
    is_rtl: bool
    outlines: list[Outline] = field(default_factory=list)
    underlines: list[Underline] = field(default_factory=list)
    bars: list[Bar] = field(default_factory=list)
    regions: list[Piece] = field(default_factory=list)
    notes: list[float] = field(default_factory=list)
    """The baselines of lines to which a note belongs."""
    twins: list[tuple[float, int]] = field(default_factory=list)
    """The baselines of lines with which a passage begins that stands elsewhere too, and its offset."""


@dataclass(slots=True)
class Page:
    """What shapes are worked out from: the text, its units, the measures. `tag_font` measures the tags."""

    text: str
    positions: Utf16Index
    units: UnitIndex
    metrics: Metrics
    tag_font: QFontMetricsF
    regions: tuple[Region, ...] = ()
    note_offsets: tuple[int, ...] = ()
    twin_offsets: tuple[int, ...] = ()
    show_hidden: bool = False

    def stretch(self, block: QTextBlock, lines: list[Line]) -> Span:
        """The characters on some lines of a block, as a span of the article."""
        if not lines:
            return Span(0, 0)
        start = block.position()
        return self.positions.span(start + lines[0].start, start + lines[-1].end)

    def shapes(self, block: QTextBlock, passage: Passage) -> Shapes:
        """The shapes of a passage of a block that is laid out."""
        first = passage.part * LINES_TO_A_PASSAGE
        lines = lines_of(block, first, first + LINES_TO_A_PASSAGE)
        covered = self.stretch(block, lines)
        is_rtl = block.textDirection() == Qt.LayoutDirection.RightToLeft
        made = Shapes(lines, has_turns(self.text[covered.start : covered.end]), is_rtl)
        if covered.start < covered.end:
            _Work(self, made, block.position(), covered).fill()
        return made


class _Work:
    """One passage being worked out."""

    def __init__(self, page: Page, shapes: Shapes, origin: int, covered: Span) -> None:
        self._page = page
        self._shapes = shapes
        self._origin = origin
        self._covered = covered

    def fill(self) -> None:
        units = self._page.units.cluster(self._covered.start, self._covered.end, hidden=self._page.show_hidden)
        self._add_entities([unit for unit in units if isinstance(unit.value, Entity)])
        self._add_statements([unit for unit in units if isinstance(unit.value, Statement)])
        for region in self._page.regions:
            self._shapes.regions.extend(self._pieces(region.span))
        notes = dict.fromkeys(baseline for baseline, _ in self._starts(self._page.note_offsets))
        self._shapes.notes.extend(notes)
        self._shapes.twins.extend(self._starts(self._page.twin_offsets))

    def _starts(self, offsets: tuple[int, ...]) -> Iterator[tuple[float, int]]:
        """The baselines of the lines on which these offsets, ascending, are."""
        for offset in offsets[bisect_left(offsets, self._covered.start) : bisect_left(offsets, self._covered.end)]:
            position = self._page.positions.position(offset) - self._origin
            line = next((line for line in self._shapes.lines if line.start <= position < line.end), None)
            if line is not None:
                yield line.baseline, offset

    def _pieces(self, span: Span) -> list[Piece]:
        if span.end <= self._covered.start or self._covered.end <= span.start:
            return []
        start, end = self._page.positions.positions(span)
        return pieces_of(self._shapes.lines, start - self._origin, end - self._origin, turns=self._shapes.turns)

    def _add_entities(self, units: list[Unit]) -> None:
        stretches = [stretch for unit in units for stretch in lane_stretches(unit)]
        lanes = assign_lanes(stretches)
        lane_counts = depths(stretches, lanes)
        for unit in units:
            pieces = self._pieces(unit.spans[0])
            if pieces:
                lane, count = lanes[unit.id], lane_counts[unit.id]
                inset = self._page.metrics.box_inset(lane, count)
                padding = self._padding(unit.spans[0], lane, count)
                self._shapes.outlines.append(Outline(unit, pieces, padding, inset, self._shapes.is_rtl))
        self._add_tags()

    def _padding(self, span: Span, lane: int, lanes: int) -> tuple[float, float]:
        text, metrics = self._page.text, self._page.metrics
        before, after = text[span.start - 1 : span.start] or " ", text[span.end : span.end + 1] or " "
        start = metrics.box_padding(lane, lanes, is_at_blank=before.isspace())
        end = metrics.box_padding(lane, lanes, is_at_blank=after.isspace())
        return (end, start) if self._shapes.is_rtl else (start, end)

    def _add_tags(self) -> None:
        by_line: dict[int, list[tuple[Wish, Outline]]] = {}
        for outline in self._shapes.outlines:
            piece = outline.pieces[0]
            if piece.is_first:
                by_line.setdefault(piece.line, []).append((self._wish(outline, piece), outline))
        for found in by_line.values():
            found.sort(key=lambda pair: pair[0].x)
            places = place_tags([wish for wish, _ in found], self._page.metrics.px(TAG_GAP_PX))
            for (wish, outline), (x, width) in zip(found, places, strict=True):
                outline.tag = self._tag(outline, x, width, is_cut=width < wish.width)

    def _wish(self, outline: Outline, piece: Piece) -> Wish:
        width = self._page.tag_font.horizontalAdvance(tag_text(outline.unit))
        least = min(width, self._page.metrics.px(LEAST_TAG_PX))
        x = piece.right - width if self._shapes.is_rtl else piece.left
        slack = max(0.0, piece.right - piece.left - least)
        return Wish(x, width, slack, least)

    def _tag(self, outline: Outline, x: float, width: float, *, is_cut: bool) -> Tag:
        text = tag_text(outline.unit)
        if is_cut:
            text = _cut(text, width, self._page.tag_font)
        baseline = outline.pieces[0].baseline + self._page.metrics.tag_baseline
        return Tag(text, x, width, baseline)

    def _add_statements(self, units: list[Unit]) -> None:
        stretches = [stretch for unit in units for stretch in lane_stretches(unit)]
        lanes = assign_lanes(stretches)
        lane_counts = depths(stretches, lanes)
        bars: dict[int, list[tuple[Rows, Unit]]] = {}
        for unit in units:
            lane, count = lanes[unit.id], lane_counts[unit.id]
            self._add_underlines(unit, lane, count)
            assert isinstance(unit.value, Statement)
            for span in joined(unit.value.content):
                pieces = self._pieces(span)
                if pieces:
                    bars.setdefault(lane, []).append((Rows(pieces[0].line, pieces[-1].line), unit))
        for lane, found in bars.items():
            self._add_bars(lane, found)

    def _add_underlines(self, unit: Unit, lane: int, lanes: int) -> None:
        value = unit.value
        assert isinstance(value, Statement)
        parts: list[tuple[Role, Span]] = [("content", span) for span in value.content]
        if value.cue is not None:
            parts.append(("cue", value.cue))
        parts.extend(("speaker", span) for span in mentions(value.speaker))
        for role, span in parts:
            pieces = self._pieces(span)
            if pieces:
                self._shapes.underlines.append(Underline(unit, role, span, pieces, lane, lanes, self._shapes.is_rtl))

    def _add_bars(self, lane: int, found: list[tuple[Rows, Unit]]) -> None:
        baselines = {line.number: line.baseline for line in self._shapes.lines}
        for (_, unit), (top, bottom) in zip(found, bar_extents([rows for rows, _ in found]), strict=True):
            first, last = floor(top), ceil(bottom) - 1
            upper = self._bar_y(baselines[first], top - first)
            lower = self._bar_y(baselines[last], bottom - last)
            self._shapes.bars.append(Bar(unit, lane, upper, lower))

    def _bar_y(self, baseline: float, share: float) -> float:
        """How far down a line a share (0 to 1) of its height is."""
        metrics = self._page.metrics
        top, bottom = metrics.box_top, metrics.ground_bottom
        return baseline + top + share * (bottom - top)


def tag_text(unit: Unit) -> str:
    """What stands above an entity: its label, with "?" where somebody is unsure and "!" where decisions contradict."""
    value = unit.value
    label = value.label.replace("_", " ").upper() if isinstance(value, Entity) else ""
    return label + (" ?" if UNSURE in value.flags else "") + (" !" if unit.conflicts else "")


def _cut(text: str, width: float, font: QFontMetricsF) -> str:
    """As much of a tag's beginning as fits, with dots where at least two letters stay."""
    for letters in range(len(text) - 1, 1, -1):
        shortened = text[:letters].rstrip() + "…"
        if font.horizontalAdvance(shortened) <= width:
            return shortened
    return text[:1]


def outline_rect(outline: Outline, piece: Piece, metrics: Metrics) -> QRectF:
    """The shape around one piece of an entity."""
    left, right = outline.padding
    top = piece.baseline + metrics.box_top + outline.inset
    bottom = piece.baseline + metrics.box_bottom - outline.inset
    return QRectF(QPointF(piece.left - left, top), QPointF(piece.right + right, bottom))
