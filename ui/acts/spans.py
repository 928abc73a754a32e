"""Acts on boundaries: move the active end, swap ends, take the selection; and the unit around and inside."""

from __future__ import annotations

from functools import partial

from annotator.errors import UserError
from annotator.model import Entity, Span, Statement
from annotator.operations import MoveSpan, SetContent
from annotator.text import Edge, cluster_end, cluster_start, word_boundary_left, word_boundary_right
from annotator.units import Unit
from ui.acts.act import Act
from ui.acts.deciding import article_of, has_units
from ui.acts.hand import Hand


def move_end(hand: Hand, *, forward: bool, by_word: bool) -> None:
    """Move the active end of the current unit; of a statement, that of the fragment where the caret is."""
    unit = _current(hand)
    old = _active_span(hand, unit)
    new = stepped(hand.session.text, old, forward=forward, by_word=by_word, at_end=hand.has_end_active)
    if new == old:
        hand.session.say("The boundary cannot go further.", "warning")
        return
    set_span(hand, unit, old, new)
    hand.put_caret_on(new)


def stepped(text: str, span: Span, *, forward: bool, by_word: bool, at_end: bool) -> Span:
    """`span` with one end moved by a word or a cluster, never onto white space. Unchanged where it would be emptied."""
    at = span.end if at_end else span.start
    edge: Edge = "end" if at_end else "start"
    if by_word:
        step = word_boundary_right if forward else word_boundary_left
        at = step(text, at, edge=edge)
    else:
        at = _next_cluster(text, at, forward=forward, at_end=at_end)
    moved = Span(span.start, at) if at_end else Span(at, span.end)
    return moved if 0 <= moved.start < moved.end <= len(text) and text[moved.start : moved.end].strip() else span


def _next_cluster(text: str, at: int, *, forward: bool, at_end: bool) -> int:
    while True:
        at = cluster_end(text, at + 1) if forward else cluster_start(text, at - 1)
        if not 0 < at < len(text):
            return min(max(at, 0), len(text))
        inside = text[at - 1] if at_end else text[at]
        if not inside.isspace():
            return at


def swap_ends(hand: Hand) -> None:
    """Make the other end the active one; with a selection, give the unit its boundaries."""
    unit = _current(hand)
    selection = hand.selection()
    if selection is None:
        span = _active_span(hand, unit)
        hand.swap_end()
        hand.put_caret_on(span)
        hand.session.say(f"Alt+← and Alt+→ move the {'end' if hand.has_end_active else 'start'} now.")
        return
    if isinstance(unit.value, Entity) or len(unit.spans) == 1:
        set_span(hand, unit, unit.spans[0], selection)
    else:
        nearest = min(unit.spans, key=lambda span: _distance(span, selection))
        set_span(hand, unit, nearest, selection)
    hand.clear_selection()


def set_span(hand: Hand, unit: Unit, old: Span, new: Span) -> None:
    """Put `new` in the place of one span of a unit; fragments of a statement that meet become one."""
    article = article_of(hand)
    if isinstance(unit.value, Statement):
        content = joined([new if span == old else span for span in unit.value.content])
        hand.session.run(SetContent(article, unit.id, content))
    else:
        hand.session.run(MoveSpan(article, unit.id, new))


def joined(spans: list[Span]) -> tuple[Span, ...]:
    """Spans in text order, those that overlap or touch made one."""
    made: list[Span] = []
    for span in sorted(spans):
        if made and span.start <= made[-1].end:
            made[-1] = Span(made[-1].start, max(made[-1].end, span.end))
        else:
            made.append(span)
    return tuple(made)


def go_around(hand: Hand) -> None:
    """Make the smallest unit that holds the current one (or the caret) current."""
    unit = hand.current()
    inner = Span(unit.start, unit.end) if unit else Span(hand.view.caret_offset(), hand.view.caret_offset() + 1)
    around = [
        other
        for other in _shown(hand)
        if _hull(other).covers(inner) and (unit is None or (other.id != unit.id and _order(other) < _order(unit)))
    ]
    _take(hand, max(around, key=_order, default=None), "Nothing lies around this unit.")


def go_inside(hand: Hand) -> None:
    """Make the largest unit inside the current one current."""
    unit = _current(hand)
    hull = _hull(unit)
    inside = [
        other
        for other in _shown(hand)
        if hull.covers(_hull(other)) and other.id != unit.id and _order(other) > _order(unit)
    ]
    _take(hand, min(inside, key=_order, default=None), "Nothing lies inside this unit.")


def _take(hand: Hand, unit: Unit | None, otherwise: str) -> None:
    if unit is None:
        hand.session.say(otherwise)
    else:
        hand.session.set_current(unit.id)


def _shown(hand: Hand) -> list[Unit]:
    work = hand.session.work
    return list(work.units(hidden=hand.session.show_hidden)) if work else []


def _hull(unit: Unit) -> Span:
    return Span(unit.start, unit.end)


def _order(unit: Unit) -> tuple[int, int, int, str]:
    """From the outside in: the longer first, statements before entities."""
    return (unit.start - unit.end, unit.start, 0 if unit.kind == "statement" else 1, unit.id)


def _current(hand: Hand) -> Unit:
    unit = hand.current()
    if unit is None:
        raise UserError("No unit is current.", "Click one, or press J for the next undecided unit.")
    return unit


def _active_span(hand: Hand, unit: Unit) -> Span:
    caret = hand.view.caret_offset()
    at_caret = next((span for span in unit.spans if span.start <= caret <= span.end), None)
    return at_caret or (unit.spans[-1] if hand.has_end_active else unit.spans[0])


def _distance(span: Span, other: Span) -> tuple[int, int]:
    overlap = min(span.end, other.end) - max(span.start, other.start)
    return (-max(0, overlap), max(0, -overlap))


SPANS = (
    *(
        Act(
            f"move_{where}_by_{what}",
            f"Move the active end {where}, by a {what}",
            "Boundaries",
            partial(move_end, forward=where == "right", by_word=what == "word"),
            tuple(f"{held}{where.capitalize()}" for held in modifiers),
            in_article=True,
            applies=has_units,
        )
        # Many desktops keep Ctrl+Alt+arrows for themselves.
        for what, modifiers in (("word", ("Alt+",)), ("character", ("Ctrl+Alt+", "Alt+Shift+")))
        for where in ("left", "right")
    ),
    Act(
        "swap_ends",
        "Swap the active end, or set the unit to the selection",
        "Boundaries",
        swap_ends,
        ("B",),
        in_article=True,
        applies=has_units,
    ),
    Act("go_around", "The unit around", "Go", go_around, ("Alt+Up",), in_article=True),
    Act("go_inside", "The unit inside", "Go", go_inside, ("Alt+Down",), in_article=True, applies=has_units),
)
