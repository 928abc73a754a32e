"""`Passage`: some words of an article in the reading face, what a unit covers on a ground of its own. Read only."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from annotator.model import Entity, Span, Statement
from ui.theme import mixed
from ui.widgets.themed import current_theme
from ui.wording import word_bounds

AROUND_CHARS = 70
MOST_CHARS = 900
"""A longer passage is cut in its middle."""
ELLIPSIS = "…"
NOTHING = "nothing here"
EDGE = " ,;:.)!?"
"""What a passage does not begin with."""

Value = Entity | Statement | None


class Passage(QLabel):
    """`show_value` shows what a unit covers within `hull` and the words around it; None says that nothing is there."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "reading")
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.MinimumExpanding)

    def show_value(self, text: str, hull: Span, value: Value, colours: tuple[QColor, QColor] | None = None) -> None:
        """`colours` are the ground and the ink of an entity's label."""
        theme = current_theme()
        low, high = word_bounds(text, hull, AROUND_CHARS, AROUND_CHARS)
        if value is None:
            self.setText(f'<span style="color:{theme.secondary.name()}">{NOTHING}</span>')
            self.setAccessibleName(NOTHING)
            return
        ground = theme.statement_ground
        if isinstance(value, Entity) and colours is not None:
            ground = mixed(colours[0], theme.paper, 0.25)
        last = max(span.end for span in _covered(value))
        ink = (colours[1] if colours is not None else theme.text).name()
        parts = [f'<span style="color:{theme.secondary.name()}">']
        for start, end, is_covered, signs in _stretches(value, low, high):
            words = escape(" ".join(_cut(text[start:end]).split("\n")))
            style = f"background-color:{ground.name()};color:{theme.text.name()};" if is_covered else ""
            style += "text-decoration:underline;" if "cue" in signs else ""
            style += f"font-weight:600;color:{theme.text.name()};" if "speaker" in signs else ""
            words = words.lstrip(EDGE) if start == low else words
            words = words.rstrip() if end == high else words
            parts.append(f'<span style="{style}">{words}</span>' if style else words)
            if end == last and isinstance(value, Entity):
                parts.append(f' <span style="color:{ink};font-weight:600;font-size:small">{escape(value.label)}</span>')
        parts.append("</span>")
        before, after = ELLIPSIS if low else "", ELLIPSIS if high < len(text) else ""
        self.setText(f"{before}{''.join(parts)}{after}")
        covered = " … ".join(text[one.start : one.end] for one in _covered(value))
        self.setAccessibleName(f"{covered}, {value.label if isinstance(value, Entity) else value.type}")


def hull_of(*values: Value) -> Span:
    """The stretch from the first to the last word that any of these units names."""
    spans = [span for value in values if value is not None for span in (*_covered(value), *_signs(value).values())]
    return Span(min(span.start for span in spans), max(span.end for span in spans))


def _covered(value: Entity | Statement) -> tuple[Span, ...]:
    return (value.span,) if isinstance(value, Entity) else value.content


def _signs(value: Entity | Statement) -> dict[str, Span]:
    if isinstance(value, Entity):
        return {}
    mention = value.speaker.mention if value.speaker else None
    found = {"cue": value.cue, "speaker": mention}
    return {name: span for name, span in found.items() if span is not None}


def _stretches(value: Entity | Statement, low: int, high: int) -> Iterator[tuple[int, int, bool, set[str]]]:
    """(start, end, whether it is covered, cue or speaker) of what is shown, cut at every edge."""
    covered, signs = _covered(value), _signs(value)
    edges = {edge for span in (*covered, *signs.values()) for edge in (span.start, span.end)}
    cuts = [low, *sorted(edge for edge in edges if low < edge < high), high]
    for start, end in pairwise(cuts):
        inside = any(span.start <= start and end <= span.end for span in covered)
        yield start, end, inside, {name for name, span in signs.items() if span.start <= start and end <= span.end}


def _cut(words: str) -> str:
    if len(words) <= MOST_CHARS:
        return words
    half = MOST_CHARS // 2
    return f"{words[:half].rsplit(' ', 1)[0]} {ELLIPSIS} {words[-half:].split(' ', 1)[-1]}"
