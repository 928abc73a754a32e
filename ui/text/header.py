"""The head of the sheet: title and meta line, painted above the text. No part of the document: it costs no offset."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QDate, QLocale, QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QPainter, QTextLayout, QTextOption

from annotator.model import Article
from ui.text.metrics import Metrics
from ui.theme import Theme, interface_font, reading_font

TITLE_LINES = 4
SEPARATOR = " · "


class Header:
    """What stands above the text of one article, laid out for one width."""

    def __init__(self) -> None:
        self.title = ""
        self.meta = ""
        self._layout = QTextLayout()
        self._metrics = Metrics()
        self._meta_font = QFont()
        self._title_height = 0.0
        self.height = 0

    def fit(self, metrics: Metrics, width: float) -> int:
        """Lay the title out; gives the height from the top of the sheet to the first line of the text."""
        self._metrics = metrics
        self._meta_font = interface_font(metrics.scale, metrics.meta_px)
        font = reading_font(metrics.scale, metrics.title_px)
        font.setBold(True)
        self._layout = QTextLayout(self.title, font)
        self._layout.setTextOption(QTextOption(Qt.AlignmentFlag.AlignLeading))
        self._title_height = 0.0
        self._layout.beginLayout()
        for _ in range(TITLE_LINES if self.title else 0):
            line = self._layout.createLine()
            if not line.isValid():
                break
            line.setLineWidth(width)
            line.setPosition(QPointF(0, self._title_height))
            self._title_height += line.height() * 1.04
        self._layout.endLayout()
        self.height = round(metrics.px(32) + self._title_height + metrics.px(44))
        return self.height

    def paint(self, painter: QPainter, area: QRectF, theme: Theme) -> None:
        """Paint it; `area` begins at the top of the sheet and at the left edge of the text."""
        top = area.top() + self._metrics.px(32)
        painter.setPen(theme.text)
        self._layout.draw(painter, QPointF(area.left(), top))
        painter.setFont(self._meta_font)
        painter.setPen(theme.secondary)
        line = QRectF(area.left(), top + self._title_height + self._metrics.px(6), area.width(), self._metrics.px(20))
        shown = painter.fontMetrics().elidedText(self.meta, Qt.TextElideMode.ElideMiddle, round(line.width()))
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading, shown)


def heading(article: Article) -> str:
    """The title to paint: none where nothing names one, or where the text itself begins with it."""
    title = article.meta.get("title", "")
    return "" if article.text.lstrip("\n #*").startswith(title) else title


def meta_line(meta: Mapping[str, str], progress: tuple[int, int] | None) -> str:
    """Source, date, and how much is decided; what is not known is left out."""
    parts = [meta.get("source", ""), readable_date(meta.get("published", ""))]
    if progress is not None:
        decided, total = progress
        parts.append(f"{decided:,} of {total:,} decided" if total else "nothing to decide")
    return SEPARATOR.join(part for part in parts if part)


def readable_date(published: str) -> str:
    """ "2031-03-14…" as the reader's language writes a day; anything else as it is."""
    date = QDate.fromString(published[:10], Qt.DateFormat.ISODate)
    return QLocale().toString(date, "d MMMM yyyy") if date.isValid() else published
