"""`ReviewView`: the article under review: gold dimmed, the current card's passage in full ink, its versions in lanes.

It shows an `ArticleWork` made of what is gold and, dashed, of the cards that wait. No character moves, whatever card is
current: lanes stand in the room between the lines.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent, QTextBlock
from PySide6.QtWidgets import QWidget

from annotator.model import Entity, Span, Statement
from annotator.review.queue import ReviewCard, ReviewedArticle
from annotator.units import Unit
from annotator.work import ArticleWork
from ui.panels.review_place.lanes import Lane, LanePainter, Role, labels_of, lanes_of, places_of
from ui.text.article_view import ArticleView
from ui.text.geometry import has_turns, lines_of
from ui.text.header import SEPARATOR, meta_line
from ui.text.index import joined
from ui.text.layers import paint_band
from ui.text.shapes import Shapes, Tag

DIMMED = 0.42
"""How much of the paper lies over what is not looked at now."""
WHOLE_LINES = 14
"""A paragraph of so many lines is shown in full ink as a whole; of a longer one only the lines of the card."""
LAYER = "gold"


def waiting_unit(card: ReviewCard) -> Unit | None:
    """How a card that waits is shown while another one is current: as its first version, dashed."""
    value = next((version.value for version in card.versions if version.value is not None), None)
    return Unit(msgspec.structs.replace(value, id=card.id), "suggested") if value is not None else None


class ReviewView(ArticleView):
    """`show_card` makes a card current; None dims nothing and shows no lanes."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("review_view")
        self._card: ReviewCard | None = None
        self._lanes: list[Lane] = []
        self._places: tuple[Span, ...] = ()
        self._settled = ""
        self._grounds: list[Span] = []
        self._labels: list[tuple[str, str, QColor]] = []
        self.has_draft = False
        """Whether a draft of the card stands in the article."""
        self._hidden_unit: Unit | None = None
        self._article: ReviewedArticle | None = None
        self._units: dict[str, Unit] = {}
        """What is shown of the article by id: gold as kept units, what waits as dashed ones under its card's id."""
        self._dashed: dict[str, tuple[ReviewCard, Unit | None]] = {}
        self._drafted: set[str] = set()
        """The units that an edit has put in or taken out."""
        self.setAccessibleName(self.tr("Article under review"))
        for part in (self, self.viewport()):
            part.setAcceptDrops(False)  # files are the window's

    @property
    def card(self) -> ReviewCard | None:
        return self._card

    def show_article(self, article: ReviewedArticle | None, settled: str = "") -> None:
        """Show an article from its top; None an empty sheet. `settled` stands below the title."""
        self._forget_card()
        self._settled = settled
        self._article = article
        self._units = self._units_of(article) if article is not None else {}
        self._drafted = set()
        work = None
        if article is not None:
            regions = article.works[0].regions if article.works else ()
            work = ArticleWork(article.article, LAYER, self._units.values(), state="submitted", regions=regions)
        self.set_work(work)
        self._on_progress_timer_timeout()

    def refresh_article(self, article: ReviewedArticle) -> None:
        """Show the same article as it is now, at the same place; only what changed is worked out anew."""
        self._forget_card()
        before, work = self._article, self.work
        if before is None or work is None or before.article.id != article.article.id:
            self.show_article(article, self._settled)
            return
        self._article = article
        units = self._units_of(article)
        touched = self._drafted
        self._drafted = set()
        touched |= {unit_id for unit_id, unit in units.items() if self._units.get(unit_id) is not unit}
        touched |= self._units.keys() - units.keys()
        for unit_id in touched:
            unit = units.get(unit_id)
            if unit is None:
                if work.find(unit_id) is not None:
                    work.drop(unit_id)
            else:
                work.put(unit)
        self._units = units
        self.refresh(touched)

    def _units_of(self, article: ReviewedArticle) -> dict[str, Unit]:
        units = {unit.id: unit for unit in article.gold}
        waiting = [card for card in article.cards if card.state in ("open", "conflict")]
        known, self._dashed = self._dashed, {}
        for card in waiting:
            old = known.get(card.id)
            made = old if old is not None and old[0] is card else (card, waiting_unit(card))
            self._dashed[card.id] = made
            if made[1] is not None:
                units[card.id] = made[1]
        return units

    def say_settled(self, words: str) -> None:
        """Put words below the title, beside source and date."""
        self._settled = words
        self._on_progress_timer_timeout()

    def _on_progress_timer_timeout(self) -> None:
        """What stands below the title: of what is settled, where another place counts what is decided."""
        if self.work is None:
            return
        known = meta_line(self.work.article.meta, None)
        meta = SEPARATOR.join(part for part in (known, self._settled) if part)
        if meta != self._header.meta:
            self._header.meta = meta
            self.viewport().update()

    def show_card(self, card: ReviewCard | None, *, reveal: bool = True) -> None:
        """Make a card current: its passage stands out, and its versions lie in lanes below the lines."""
        self._forget_card()
        self._card = card
        self._lanes = lanes_of(card) if card is not None else []
        if card is not None:
            self._places = places_of(card)
            self._grounds = joined(span for lane in self._lanes for role, span in lane.spans if role == "content")
            colours = self._look.labels
            unknown = self._theme.unknown
            labels = labels_of(card)
            self._labels = [(name, heads, colours.get(name, unknown).mark) for name, heads in labels]
            self._hide_dashes(card.id)
            self.clear_selection()
            self.place_caret(self._places[0].start)
            if reveal:
                self._reveal(self._span_rect(self._places[0]))
            self.setAccessibleDescription(self._spoken(card))
        self.viewport().update()

    def reveal_card(self) -> None:
        """Bring the current card into sight, after the text was laid out anew."""
        if self._card is not None and self._places:
            self._reveal(self._span_rect(self._places[0]))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize() != event.size():
            self.reveal_card()

    @property
    def article_id(self) -> str:
        """The id of the article that is shown, "" without one."""
        return self.work.article.id if self.work is not None else ""

    def show_draft_only(self) -> None:
        """Take what is gold of the current card out of the article: a draft of it comes in its place."""
        self._hidden_unit = None  # `refresh_article` brings everything back
        self.has_draft = True
        if self._card is not None and self.work is not None:
            spans = {span for version in self._card.versions if version.value for span in spans_of(version.value)}
            gold = [unit for unit in self.work.every() if unit.kind == self._card.card.kind and unit.spans[0] in spans]
            for unit in gold:
                self.work.drop(unit.id)
            self.refresh([unit.id for unit in gold])
            self._drafted = {self._card.id, *(unit.id for unit in gold)}

    def _spoken(self, card: ReviewCard) -> str:
        said = [f"{lane.title}: {self._words_of(lane)}" for lane in self._lanes]
        return f"{card.card.kind}; " + "; ".join(said)

    def _words_of(self, lane: Lane) -> str:
        words = [self.text[span.start : span.end] for role, span in lane.spans if role == "content"]
        return " … ".join(words) or "nothing"

    def _forget_card(self) -> None:
        self._card, self._lanes = None, []
        self.has_draft = False
        if self._hidden_unit is not None and self.work is not None:
            self.work.put(self._hidden_unit)
            self.refresh([self._hidden_unit.id])
        self._hidden_unit = None

    def _hide_dashes(self, card_id: str) -> None:
        """The lanes say more of the current card than the dashes of one version."""
        unit = self.find(card_id)
        if unit is not None and unit.is_machine and self.work is not None:
            self._hidden_unit = unit
            self.work.drop(card_id)
            self.refresh([card_id])

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._card is None or not self.text:
            return
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        seen = list(self._blocks_in_sight())
        self._paint_veil(painter, seen)
        lanes = LanePainter(self._shown_lanes(), self._metrics, self._theme)
        for block, origin_x, origin_y in seen:
            self._paint_lanes(painter, lanes, block, origin_x, origin_y)
        painter.end()

    def _shown_lanes(self) -> list[Lane]:
        """Those that cover something: who has nothing there is said in the table."""
        return [lane for lane in self._lanes if lane.spans]

    def _blocks_in_sight(self) -> Iterator[tuple[QTextBlock, float, float]]:
        done: set[int] = set()
        for block, _, origin in self._visible(self.viewport().rect()):
            if block.blockNumber() not in done:
                done.add(block.blockNumber())
                yield block, origin.x(), origin.y()

    def _paint_veil(self, painter: QPainter, seen: Sequence[tuple[QTextBlock, float, float]]) -> None:
        """Paper over all that is not the current passage; the header stays."""
        veil = self._theme.paper
        painter.setOpacity(DIMMED)
        left, right = self._sheet.left + 1, self._sheet.right - 1
        for block, _, y in seen:
            top, bottom, clear = self._band(block, y)
            if clear is None:
                painter.fillRect(QRectF(left, top, right - left, bottom - top), veil)
                continue
            painter.fillRect(QRectF(left, top, right - left, clear[0] - top), veil)
            painter.fillRect(QRectF(left, clear[1], right - left, bottom - clear[1]), veil)
        painter.setOpacity(1.0)

    def _band(self, block: QTextBlock, y: float) -> tuple[float, float, tuple[float, float] | None]:
        """From where to where a block reaches on the sheet, and which stretch of it the card is about."""
        metrics = self._metrics
        count = block.layout().lineCount()
        if block.length() <= 1:  # where there are no letters no line tells where its tags would be
            top = y - metrics.px(2)
            return top, top + metrics.empty_line, None
        first = lines_of(block, 0, 1)
        top = y + (first[0].baseline if first else 0.0) + metrics.tag_top - metrics.px(2)
        bottom = top + count * metrics.line + metrics.paragraph_gap
        start, end = self._card_in(block)
        if start >= end:
            return top, bottom, None
        if count <= WHOLE_LINES:
            return top, bottom, (top, bottom)
        layout = block.layout()
        low = max(0, layout.lineForTextPosition(start).lineNumber() - 1)
        high = min(count - 1, layout.lineForTextPosition(max(start, end - 1)).lineNumber() + 1)
        return top, bottom, (top + low * metrics.line, min(bottom, top + (high + 1) * metrics.line))

    def _card_in(self, block: QTextBlock) -> tuple[int, int]:
        """From the first to the last character of a block that the card is about, as positions; empty if none."""
        found = [(start, end) for start, end in (self._in_block(block, span) for span in self._places) if start < end]
        return (min(start for start, _ in found), max(end for _, end in found)) if found else (0, 0)

    def _in_block(self, block: QTextBlock, span: Span) -> tuple[int, int]:
        """A span as positions of a block, cut to it; empty where it is elsewhere."""
        start, end = self._positions.positions(span)
        length = max(0, block.length() - 1)
        return min(max(start - block.position(), 0), length), min(max(end - block.position(), 0), length)

    def _paint_lanes(self, painter: QPainter, lanes: LanePainter, block: QTextBlock, x: float, y: float) -> None:
        hull = self._card_in(block)
        if hull[0] >= hull[1]:
            return
        layout = block.layout()
        first = layout.lineForTextPosition(hull[0]).lineNumber()
        last = layout.lineForTextPosition(max(hull[0], hull[1] - 1)).lineNumber()
        lines = lines_of(block, first, last + 1)
        stretches = [list(self._stretches(block, lane)) for lane in self._shown_lanes()]
        words = self._positions.span(block.position() + hull[0], block.position() + hull[1])
        turns = has_turns(self.text[words.start : words.end])
        is_rtl = block.textDirection() == self.layoutDirection().RightToLeft
        right = self._sheet.text_width
        painter.translate(x, y)
        lanes.paint(painter, lines, stretches, self._tags_of(block), turns=turns, is_rtl=is_rtl, right=right)
        top, bottom = lines[0].baseline + self._metrics.box_top, lines[-1].baseline + self._metrics.ground_bottom
        lanes.paint_bar(painter, top, bottom, is_rtl=is_rtl, right=right)
        if self._labels and block.contains(self._positions.position(self._places[0].start)):
            lanes.paint_labels(painter, lines[0], hull[0], self._labels, turns=turns)
        painter.translate(-x, -y)

    def _paint_found(self, painter: QPainter, shapes: Shapes, block: QTextBlock) -> None:
        """What some version has as its words stands on a ground of its own."""
        if self._card is not None and not self.has_draft:
            for span in self._grounds:
                start, end = self._positions.positions(span)
                pieces = self._pieces(shapes, block, start, end)
                paint_band(painter, pieces, self._theme.statement_ground, self._metrics)
        super()._paint_found(painter, shapes, block)

    def _tags_of(self, block: QTextBlock) -> list[Tag]:
        """The tags of a block that are in sight."""
        seen = [
            shown for shown in self._visible(self.viewport().rect()) if shown[0].blockNumber() == block.blockNumber()
        ]
        outlines = [outline for found, passage, _ in seen for outline in self._shapes_of(found, passage).outlines]
        return [outline.tag for outline in outlines if outline.tag is not None]

    def _stretches(self, block: QTextBlock, lane: Lane) -> Iterator[tuple[Role, int, int]]:
        for role, span in lane.spans:
            start, end = self._in_block(block, span)
            if start < end:
                yield role, start, end


def spans_of(value: Entity | Statement) -> tuple[Span, ...]:
    """The words of an entity, the content of a statement."""
    return (value.span,) if isinstance(value, Entity) else value.content
