"""`StatementList`: a card for each statement. A click makes it current, a click on a part opens its picker."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QPoint, QRect, Qt
from PySide6.QtGui import QContextMenuEvent, QHelpEvent, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QToolTip, QWidget

from annotator.changes import Changes
from annotator.model import Statement
from annotator.units import Unit
from ui.dialogs.pickers.pickers import Pickers
from ui.panels.inspector.card_layout import CardBox, Faces, RowBox, estimated_height, lay_out
from ui.panels.inspector.card_paint import Dress, paint_statement
from ui.panels.inspector.parts import CardText, card_text
from ui.panels.inspector.unit_menu import show_unit_menu
from ui.panels.inspector.unit_model import UnitModel
from ui.session import Session
from ui.theme import Theme
from ui.widgets.card_list import CardList
from ui.wording import content_text, why_text

TAKE_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
REJECT_KEYS = (Qt.Key.Key_Backspace, Qt.Key.Key_Delete)
ROWS_OF_A_CARD = 6


class StatementCards:
    """Lays out and paints the cards; a card is laid out again only when its unit, its width or a name on it changed."""

    def __init__(self, session: Session, view: QWidget, model: UnitModel, theme: Theme) -> None:
        self.theme = theme
        self.dress = Dress()
        """How the current card is dressed; `hovered` is the row under the mouse, if another."""
        self.hovered: tuple[int, str | None] = (-1, None)
        self._session = session
        self._view = view
        self._model = model
        self._faces = Faces.of(view)
        self._boxes: dict[tuple[str, bool], tuple[Unit, CardText, CardBox]] = {}

    def forget(self, *, fonts: bool = False) -> None:
        """Names, the article or (with `fonts`) the text size changed."""
        self._boxes.clear()
        if fonts:
            self._faces = Faces.of(self._view)

    def forget_children(self, ids: frozenset[str]) -> None:
        """Forget the cards that quote one of these statements as their parent."""
        stale = [key for key, (unit, _, _) in self._boxes.items() if getattr(unit.value, "parent", None) in ids]
        for key in stale:
            del self._boxes[key]

    def estimate(self, row: int, width: int) -> int:
        unit = self._model.unit(row)
        if unit is None:  # the list is of an article that was just left, and about to be filled anew
            return 0
        chars = sum(span.end - span.start for span in unit.spans)
        return estimated_height(chars, ROWS_OF_A_CARD, width, self._faces)

    def measure(self, row: int, width: int) -> int:
        return self.box(row, width).height if self._model.unit(row) else 0

    def paint(self, painter: QPainter, rect: QRect, row: int) -> None:
        unit = self._model.unit(row)
        if unit is None:
            return
        is_current = unit.id == self._session.current
        hovered, part = self.hovered
        dress = Dress(
            is_current=is_current,
            is_marked=unit.id in self._session.marked,
            is_hovered=hovered == row,
            has_focus=self._view.hasFocus(),
            part=part if hovered == row else self.dress.part if is_current else None,
        )
        paint_statement(painter, rect, self.box(row, rect.width()), dress, self._faces, self.theme)

    def box(self, row: int, width: int) -> CardBox:
        return self._entry(row, width)[2]

    def words(self, row: int, width: int) -> CardText:
        return self._entry(row, width)[1]

    def _entry(self, row: int, width: int) -> tuple[Unit, CardText, CardBox]:
        unit, work = self._model.unit(row), self._session.work
        assert unit is not None
        assert work is not None
        is_current = unit.id == self._session.current
        known = self._boxes.get((unit.id, is_current))
        if known is not None and known[0] is unit and known[2].width == width:
            return known
        words = card_text(unit, work, self._session.project, is_current=is_current)
        entry = (unit, words, lay_out(words, width, self._faces))
        self._boxes[unit.id, is_current] = entry
        return entry


class StatementList(CardList):
    """Up and down go through the cards, left and right through the parts of one; Enter opens the part, or accepts."""

    def __init__(self, session: Session, pickers: Pickers, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._pickers = pickers
        self._pressed: tuple[str, str | None] | None = None
        self._current_row = -1
        self.units = UnitModel(session, "statement", self._say, self)
        self.cards: StatementCards = StatementCards(session, self, self.units, theme)
        self.setObjectName("statement_list")
        self.setAccessibleName("Statements")
        self.setModel(self.units)
        self.units.modelReset.connect(self._on_reset)
        self.units.rowsInserted.connect(self._on_current_changed)
        self.units.rowsRemoved.connect(self._on_current_changed)
        session.current_changed.connect(self._on_current_changed)
        session.marked_changed.connect(self.viewport().update)

    def refresh(self, changes: Changes) -> None:
        """Bring the cards that changed up to date."""
        if changes.events or changes.actors or changes.scheme:
            self.cards.forget()
            self.viewport().update()
        self.cards.forget_children(changes.units)
        self.units.refresh(changes.units)
        if self._session.current in changes.units and self._current_row >= 0:
            self.scrollTo(self.currentIndex())  # its card may have grown out of sight

    def retheme(self, theme: Theme) -> None:
        self.cards.theme = theme
        self.cards.forget(fonts=True)
        self.relayout()

    def part_rect(self, unit_id: str, part: str) -> QRect:
        """Where a part stands on its card, in coordinates of the screen; empty if there is no such card or part."""
        row = self.units.row_of(unit_id)
        if row < 0:
            return QRect()
        card = self.visualRect(self.units.index(row, 0))
        box = next((box for box in self.cards.box(row, card.width()).rows if box.row.part == part), None)
        if box is None:
            return QRect()
        return QRect(self.viewport().mapToGlobal(card.topLeft() + box.rect.topLeft()), box.rect.size())

    def open_part(self, unit_id: str, part: str, link: str | None = None) -> None:
        """Open what changes this part, beside it."""
        work = self._session.work
        unit = work.find(unit_id) if work else None
        if unit is None:
            return
        rect = self.part_rect(unit_id, part)
        row = next((r for r in self._rows_of(unit_id) if r.row.part == part), None)
        if row is not None and row.row.is_conflict:
            self._pickers.open_conflict(unit, part, rect)
        else:
            self._pickers.open_part(part, [unit], rect, link=link)

    # Mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        unit = self.units.unit(index.row())
        if unit is None or event.button() != Qt.MouseButton.LeftButton:
            self._pressed = None
            event.accept()
            return
        box = self._row_box_at(event.position().toPoint())
        self._pressed = (unit.id, box.row.part if box else None)
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self._session.set_current(unit.id)
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        pressed, self._pressed = self._pressed, None
        point = event.position().toPoint()
        unit = self.units.unit(self.indexAt(point).row())
        box = self._row_box_at(point)
        if pressed and unit and pressed[1] and box and pressed == (unit.id, box.row.part):
            self.open_part(unit.id, box.row.part, self._link_at(point, box))
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        point = event.position().toPoint()
        box = self._row_box_at(point)
        self._hover(self.indexAt(point).row(), box.row.part if box else None)

    def leaveEvent(self, event: QEvent) -> None:
        self._hover(-1, None)
        super().leaveEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        unit = self.units.unit(self.indexAt(event.pos()).row())
        if unit is not None:
            self._session.set_current(unit.id)
        show_unit_menu(self._session, "statement", self, event.globalPos())

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            self._show_tooltip(event)
            return True
        return super().viewportEvent(event)

    # Keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, step = Qt.Key(event.key()), {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        unit = self._session.current_unit()
        is_ours = unit is not None and self.units.row_of(unit.id) >= 0
        if is_ours and key in step:
            self._move_part(step[key])
        elif is_ours and unit is not None and key in TAKE_KEYS and self.cards.dress.part:
            self.open_part(unit.id, self.cards.dress.part)
        elif is_ours and key in TAKE_KEYS:
            self._session.request_act("accept")
        elif is_ours and key in REJECT_KEYS:
            self._session.request_act("reject")
        else:
            super().keyPressEvent(event)

    def currentChanged(self, current: QModelIndex, previous: QModelIndex) -> None:
        """The arrows moved on: the unit there becomes current."""
        super().currentChanged(current, previous)
        unit = self.units.unit(current.row())
        if unit is not None and self.hasFocus():
            self._session.set_current(unit.id)

    # What changed

    def _on_reset(self) -> None:
        self.cards.forget()
        self._current_row = -1
        self.verticalScrollBar().setValue(0)
        self._on_current_changed()

    def _on_current_changed(self) -> None:
        """Dress the card that was current plainly, the one that is now fully, and bring it into sight."""
        row = self.units.row_of(self._session.current)
        for changed in {self._current_row, row} - {-1}:
            self.remeasure(changed)
        if row != self._current_row:
            self.cards.dress = Dress()
        self._current_row = row
        index = self.units.index(row, 0) if row >= 0 else QModelIndex()
        self.setCurrentIndex(index)
        if row >= 0:
            self.scrollTo(index)
        self.viewport().update()

    # Parts

    def _say(self, unit: Unit) -> str:
        work = self._session.work
        if work is None or not isinstance(unit.value, Statement):
            return ""
        state = "machine" if unit.is_machine else "decided" if not unit.open_parts else "partly decided"
        words = card_text(unit, work, self._session.project)
        return f"{content_text(work.article.text, unit.value)}. {state}. {words.sentence}"

    def _rows_of(self, unit_id: str) -> tuple[RowBox, ...]:
        row = self.units.row_of(unit_id)
        return self.cards.box(row, self.visualRect(self.units.index(row, 0)).width()).rows if row >= 0 else ()

    def _row_box_at(self, point: QPoint) -> RowBox | None:
        index = self.indexAt(point)
        if not index.isValid():
            return None
        card = self.visualRect(index)
        inside = point - card.topLeft()
        return self.cards.box(index.row(), card.width()).row_at(inside.x(), inside.y())

    def _link_at(self, point: QPoint, box: RowBox) -> str | None:
        """The link whose relation is at `point`."""
        inside = point - self.visualRect(self.indexAt(point)).topLeft()
        hit = next((line for line in box.lines if line.rect.contains(inside) and not line.is_chip), None)
        return hit.link if hit else None

    def _move_part(self, step: int) -> None:
        parts = [None, *(box.row.part for box in self._rows_of(self._session.current or ""))]
        here = parts.index(self.cards.dress.part) if self.cards.dress.part in parts else 0
        self.cards.dress = Dress(part=parts[(here + step) % len(parts)])
        self.viewport().update()

    def _hover(self, row: int, part: str | None) -> None:
        if self.cards.hovered != (row, part):
            self.cards.hovered = (row, part)
            self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if part else Qt.CursorShape.ArrowCursor)
            self.viewport().update()

    def _show_tooltip(self, event: QHelpEvent) -> None:
        index = self.indexAt(event.pos())
        if not index.isValid():
            QToolTip.hideText()
            return
        box = self._row_box_at(event.pos())
        card = self.visualRect(index)
        words, unit = self.cards.words(index.row(), card.width()), self.units.unit(index.row())
        is_foot = event.pos().y() - card.top() >= self.cards.box(index.row(), card.width()).footer_top
        full = "\n".join((*box.row.chips, *box.row.values)) if box else words.content
        if is_foot and words.footer and unit is not None:
            full = why_text(unit)
        QToolTip.showText(event.globalPos(), full, self)
