"""The measures of the page at a scale, in pixels: type, lines, the lanes around a line, the sheet. No colours, no painting.

A line is 2.1 times the type high, which leaves room for (from above): tag, outline, underlines. All of it is reckoned from
the baseline, so that a taller glyph from another face moves nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

from ui.theme import INTERFACE_PX, READING_PX

LINE_HEIGHT = 2.1
MEASURE_CHARS = 68
"""Characters to a line where there is room."""
CHAR_WIDTH = 0.507
"""Width of an average character of running text, in sizes of the type."""


@dataclass(frozen=True)
class Metrics:
    """Everything in pixels at `scale`, 1.0 for 100 %."""

    scale: float = 1.0

    def px(self, pixels: float) -> float:
        return pixels * self.scale

    @property
    def type_px(self) -> int:
        return round(READING_PX * self.scale)

    @property
    def line(self) -> int:
        """From baseline to baseline."""
        return round(READING_PX * LINE_HEIGHT * self.scale)

    @property
    def paragraph_gap(self) -> int:
        return round(self.px(10))

    @property
    def measure(self) -> int:
        """The width of the text where there is room for it."""
        return round(MEASURE_CHARS * CHAR_WIDTH * READING_PX * self.scale)

    @property
    def sheet_padding(self) -> int:
        """Between the edge of the sheet and the text: room for the margin bars and some air."""
        return round(self.px(56))

    @property
    def sheet_gap(self) -> int:
        """Around the sheet."""
        return round(self.px(24))

    @property
    def title_px(self) -> float:
        return READING_PX * 1.27

    @property
    def meta_px(self) -> float:
        return INTERFACE_PX

    @property
    def tag_px(self) -> float:
        return 9.5

    # Reckoned from the baseline, downwards positive.

    @property
    def tag_baseline(self) -> float:
        return self.px(-19.5)

    @property
    def tag_top(self) -> float:
        return self.px(-27.5)

    @property
    def box_top(self) -> float:
        return self.px(-17.5)

    @property
    def box_bottom(self) -> float:
        return self.px(6.5)

    @property
    def ground_bottom(self) -> float:
        """Where the tinted ground of the current statement and of a selection ends."""
        return self.px(7.5)

    def underline(self, lane: int, lanes: int) -> tuple[float, float]:
        """(middle, thickness) of the underline in `lane` of `lanes`: two fit as they are, more are squeezed."""
        pitch = 3.0 if lanes <= 2 else 6.0 / lanes  # noqa: PLR2004
        thickness = 2.0 if lanes <= 2 else max(0.75, pitch * 0.6)  # noqa: PLR2004
        return self.px(9.0 + lane * pitch), self.px(thickness)

    def box_inset(self, lane: int, lanes: int) -> float:
        """How far the outline in `lane` of `lanes` stays inside the outermost one, above and below."""
        return self.px(lane * min(2.5, 5.0 / max(1, lanes - 1)))

    @property
    def box_padding(self) -> float:
        """Between a word and its outline at the sides: two of them fit into a blank."""
        return self.px(2.0)

    @property
    def corner(self) -> float:
        return self.px(5)

    def bar_x(self, lane: int) -> float:
        """The middle of the margin bar in `lane`, to the left of the text's edge."""
        return -self.px(20.0 + lane * 7.0)

    @property
    def bar_gap(self) -> float:
        """Between two bars that meet, and between a bar and the edge of its lines."""
        return self.px(2)
