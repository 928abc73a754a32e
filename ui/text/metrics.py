"""The measures of the page at a scale, in pixels: type, lines, the lanes around a line, the sheet. No colours.

A line is a little over twice the type high, which leaves room for (from above): tag, outline, underlines. All of it is
reckoned from the baseline, so that a taller glyph from another face moves nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

from ui.theme import INTERFACE_PX, READING_PX

LINE_HEIGHT = 2.15
MEASURE_CHARS = 70
"""Characters to a line where there is room."""
CHAR_WIDTH = 0.515
"""Width of an average character of running text, in sizes of the type."""


@dataclass(frozen=True)
class Metrics:
    """Everything in pixels at `scale`, 1.0 for 100 %."""

    scale: float = 1.0

    def px(self, pixels: float) -> float:
        return pixels * self.scale

    @property
    def line(self) -> int:
        """From baseline to baseline."""
        return round(READING_PX * LINE_HEIGHT * self.scale)

    @property
    def paragraph_gap(self) -> int:
        return round(self.px(10))

    @property
    def empty_line(self) -> int:
        """The height of a line that holds nothing."""
        return round(self.px(6))

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
        return self.px(-21.0)

    @property
    def tag_top(self) -> float:
        return self.px(-28.5)

    @property
    def box_top(self) -> float:
        return self.px(-17.0)

    @property
    def box_bottom(self) -> float:
        return self.px(6.5)

    @property
    def ground_bottom(self) -> float:
        """Where the tinted ground of the current statement and of a selection ends."""
        return self.px(7.5)

    def underline(self, lane: int, lanes: int) -> tuple[float, float]:
        """(middle, thickness) of the underline in `lane` of `lanes`: two fit as they are, more are squeezed."""
        pitch = 2.8 if lanes <= 2 else 5.6 / lanes
        thickness = 1.8 if lanes <= 2 else max(0.75, pitch * 0.6)
        return self.px(8.6 + lane * pitch), self.px(thickness)

    def box_inset(self, lane: int, lanes: int) -> float:
        """How far the outline in `lane` of `lanes` stays inside one that is alone, above and below."""
        return self.px(lane * min(2.0, 5.0 / max(1, lanes - 1)) - (0.5 if lanes > 1 else 0.0))

    def box_padding(self, lane: int, lanes: int, *, is_at_blank: bool) -> float:
        """How far the outline in `lane` of `lanes` reaches beyond its word at one side.

        The paddings of two neighbours fit into a blank; where there is none, the outline leaves punctuation readable.
        """
        around = (lanes - 1 - lane) * min(1.6, 4.0 / max(1, lanes - 1))
        return self.px((2.0 if is_at_blank else 0.6) + around)

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
