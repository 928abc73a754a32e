"""How an entity's row is painted: the label as a tag, filled when decided and dashed while the machine's; its words."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QRect, QRectF, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QListView

from annotator.model import Entity
from annotator.text import span_text
from annotator.units import Unit
from ui.panels.inspector.name_model import NAME_ROLE, Name
from ui.panels.inspector.unit_model import UNIT_ROLE
from ui.session import Session
from ui.theme import Theme
from ui.widgets.themed import interface_face
from ui.wording import actor_finder, percent

PAD = 8
ROW_GAP = 5
TICK = "✓"


@dataclass(frozen=True)
class _Row:
    """What a row says, whether it is of one entity or of a name."""

    label: str
    text: str
    actor: str
    right: str
    is_machine: bool
    is_marked: bool = False


class EntityRows:
    """Paints the rows of a `CardList` over a `UnitModel` or a `NameModel`; all are of one height."""

    def __init__(self, session: Session, view: QListView, theme: Theme) -> None:
        self.hovered = -1
        self._session = session
        self._view = view
        self.retheme(theme)

    def retheme(self, theme: Theme) -> None:
        self._theme = theme
        self._face, self._small = interface_face(self._view), interface_face(self._view, 12)
        self._tag = interface_face(self._view, 10, bold=True)
        self._height = QFontMetrics(self._face).height() + 2 * ROW_GAP + 2
        self._colours = theme.label_colours(self._session.project.scheme)

    def estimate(self, row: int, width: int) -> int:
        return self._height

    def measure(self, row: int, width: int) -> int:
        return self._height

    def paint(self, painter: QPainter, rect: QRect, row: int) -> None:
        index = self._view.model().index(row, 0)
        words = self._row(index)
        if words is None:
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(
            painter, rect, words, is_current=index == self._view.currentIndex(), is_hovered=row == self.hovered
        )
        inside = rect.adjusted(PAD, 0, -PAD, 0)
        left = self._paint_tag(painter, inside, words)
        right = self._paint_right(painter, inside, words)
        self._paint_words(painter, QRect(left, inside.top(), max(0, right - left), inside.height()), words)
        painter.restore()

    def _row(self, index: QModelIndex) -> _Row | None:
        name: Name | None = index.data(NAME_ROLE)
        work = self._session.work
        if work is None:
            return None
        find = actor_finder(self._session.project, work.article.id)
        if name is not None:
            actor = find(name.actor) if name.actor else None
            right = f"{len(name.ids)}" if not name.left else f"{len(name.ids) - name.left}/{len(name.ids)}"
            return _Row(name.label, name.text, actor.name if actor else "", right, name.left == len(name.ids))
        unit: Unit | None = index.data(UNIT_ROLE)
        if unit is None or not isinstance(unit.value, Entity):
            return None
        actor = find(unit.value.actor) if unit.value.actor else None
        score = percent(unit.score) if unit.score is not None and unit.is_machine else ""
        right = "two answers" if unit.conflicts else " ".join((*unit.value.flags, score or TICK))
        words = span_text(work.article.text, unit.value.span)
        is_marked = unit.id in self._session.marked
        return _Row(unit.value.label, words, actor.name if actor else "", right, unit.is_machine, is_marked)

    def _paint_ground(self, painter: QPainter, rect: QRect, row: _Row, *, is_current: bool, is_hovered: bool) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        if is_current or is_hovered:
            painter.setBrush(self._theme.accent_ground if is_current else self._theme.hover)
            painter.drawRoundedRect(QRectF(rect).adjusted(0, 1, 0, -1), PAD, PAD)
        if row.is_marked:
            painter.setBrush(self._theme.accent)
            painter.drawRoundedRect(QRectF(rect.left() + 1, rect.top() + 5, 3, rect.height() - 10), 1.5, 1.5)

    def _paint_tag(self, painter: QPainter, rect: QRect, row: _Row) -> int:
        """The label in its family's colours, in a column of its own; where the words begin."""
        colours = self._colours.get(row.label, self._theme.unknown)
        metrics = QFontMetrics(self._tag)
        width = metrics.horizontalAdvance(row.label) + 10
        place = QRectF(rect.left(), rect.center().y() - metrics.height() / 2 - 1, width, metrics.height() + 3)
        pen = QPen(colours.mark, 1)
        if row.is_machine:
            pen.setDashPattern((3, 2))
        painter.setPen(pen if row.is_machine else Qt.PenStyle.NoPen)
        painter.setBrush(Qt.BrushStyle.NoBrush if row.is_machine else colours.fill)
        painter.drawRoundedRect(place, 4, 4)
        painter.setPen(colours.mark)
        painter.setFont(self._tag)
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, row.label)
        return rect.left() + max(width, metrics.horizontalAdvance("PERSON") + 10) + PAD

    def _paint_right(self, painter: QPainter, rect: QRect, row: _Row) -> int:
        """The score, the tick or the count; where the words must end."""
        width = QFontMetrics(self._small).horizontalAdvance(row.right)
        painter.setFont(self._small)
        painter.setPen(self._theme.warning if row.right == "two answers" else self._theme.secondary)
        place = QRect(rect.right() - width, rect.top(), width + 1, rect.height())
        painter.drawText(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, row.right)
        return place.left() - PAD

    def _paint_words(self, painter: QPainter, rect: QRect, row: _Row) -> None:
        align = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        metrics = QFontMetrics(self._face)
        words = metrics.elidedText(row.text, Qt.TextElideMode.ElideRight, rect.width())
        painter.setFont(self._face)
        painter.setPen(self._theme.text)
        painter.drawText(rect, align, words)
        used = metrics.horizontalAdvance(words) + PAD
        if row.actor and row.actor != row.text and rect.width() - used > 40:
            rest = rect.adjusted(used, 0, 0, 0)
            actor = QFontMetrics(self._small).elidedText(f"= {row.actor}", Qt.TextElideMode.ElideRight, rest.width())
            painter.setFont(self._small)
            painter.setPen(self._theme.secondary)
            painter.drawText(rest, align, actor)
