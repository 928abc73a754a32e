"""Pieces of lines: what they cover, also where the direction turns, and that marks stay in their lanes."""

from __future__ import annotations

from itertools import combinations, pairwise

import pytest
from PySide6.QtGui import QTextLine

from annotator.model import Span
from tests.ui.text.factories import TEXT, entity, span_of, statement, work_of
from ui.text.geometry import has_turns, lines_of, pieces_of
from ui.text.metrics import Metrics
from ui.text.shapes import outline_rect


def shapes_in_sight(view) -> list:
    return [view._shapes_of(block, passage) for block, passage, _ in view._visible(view.viewport().rect())]


def pieces_in(view, span: Span) -> list:
    start, end = view._positions.positions(span)
    block = view.document().findBlock(start)
    view._origin(block)
    lines = lines_of(block, 0, 50)
    return pieces_of(lines, start - block.position(), end - block.position(), turns=has_turns(block.text()))


def test_a_word_is_one_piece_and_a_long_span_one_for_each_line(show) -> None:
    view = show(work_of())
    (word,) = pieces_in(view, span_of("Thursday"))
    assert (word.is_first, word.is_last) == (True, True)
    long = pieces_in(view, Span(0, TEXT.index("\n")))
    assert [piece.line for piece in long] == list(range(len(long)))
    assert [piece.is_first for piece in long] == [True] + [False] * (len(long) - 1)
    assert long[-1].is_last


@pytest.mark.parametrize("words", ["Tomas Brede ثم", "يوم الخميس «لن", "مع Tomas"])
def test_words_across_a_turn_of_direction_cover_as_much_as_each_by_itself(show, words: str) -> None:
    view = show(work_of())
    span = span_of(words)
    each = [piece for at in range(span.start, span.end) for piece in pieces_in(view, Span(at, at + 1))]
    together = pieces_in(view, span)
    assert sum(p.right - p.left for p in together) == pytest.approx(sum(p.right - p.left for p in each), abs=1.5)


def test_latin_words_in_arabic_text_are_covered_from_their_first_letter(show) -> None:
    view = show(work_of())
    (name,) = pieces_in(view, span_of("Tomas Brede", 1))
    (first,) = pieces_in(view, Span(span_of("Tomas Brede", 1).start, span_of("Tomas Brede", 1).start + 1))
    assert first.left == pytest.approx(name.left)
    assert first.right < name.right


def test_the_blank_at_the_end_of_a_line_is_not_covered(show) -> None:
    view = show(work_of())
    block = view.document().firstBlock()
    view._origin(block)
    line = block.layout().lineAt(0)
    (piece,) = pieces_of(lines_of(block, 0, 1), 0, line.textLength(), turns=False)
    end = line.cursorToX(line.textLength() - 1, QTextLine.Edge.Leading)[0]
    assert piece.right <= end + 0.1


def test_tags_of_one_line_never_overlap_and_stay_above_their_outline(show) -> None:
    nested = [
        entity("a", "Tomas Brede of Keth", "ORG"),
        entity("b", "Tomas Brede", "PERSON"),
        entity("c", "Tomas", "WORK_OF_ART"),
        entity("d", "Keth", "GPE"),
    ]
    view = show(work_of(*nested))
    (outlines,) = [shapes.outlines for shapes in shapes_in_sight(view) if shapes.outlines]
    for one, other in combinations([outline.tag for outline in outlines], 2):
        assert one.x + one.width < other.x or other.x + other.width < one.x
    for outline in outlines:
        assert outline.tag.baseline < outline_rect(outline, outline.pieces[0], Metrics()).top()


def test_nested_statements_have_underlines_and_bars_in_lanes_of_their_own(show) -> None:
    outer = statement("outer", "Ilse Maran, said the list was “three points” long")
    view = show(work_of(outer, statement("inner", "“three points”")))
    shapes = next(shapes for shapes in shapes_in_sight(view) if shapes.underlines)
    assert {line.unit.id: line.lane for line in shapes.underlines} == {"outer": 0, "inner": 1}
    assert {bar.unit.id: bar.lane for bar in shapes.bars} == {"outer": 0, "inner": 1}


@pytest.mark.parametrize("lanes", [1, 2, 3, 5])
def test_underlines_end_above_the_tags_of_the_next_line(lanes: int) -> None:
    metrics = Metrics()
    drawn = [metrics.underline(lane, lanes) for lane in range(lanes)]
    edges = [(middle - thick / 2, middle + thick / 2) for middle, thick in drawn]
    assert edges[0][0] > metrics.box_bottom
    assert all(above[1] <= below[0] for above, below in pairwise(edges))
    assert edges[-1][1] < metrics.line + metrics.tag_top + 1


def test_one_endless_paragraph_is_worked_out_a_part_at_a_time(show) -> None:
    text = "word " * 20_000
    view = show(work_of(text=text))
    view.scroll_to(60_000)
    shapes = shapes_in_sight(view)
    assert len(shapes) <= 2
    assert all(len(part.lines) <= 40 for part in shapes)
    assert view.first_visible_offset() == pytest.approx(60_000, abs=80)
