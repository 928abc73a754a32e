"""`EntityList`: the entities of the article, in the order of the text or gathered by name, with their labels."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QContextMenuEvent, QHelpEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QStackedWidget, QToolButton, QToolTip, QVBoxLayout, QWidget

from annotator.changes import Changes
from annotator.model import Entity
from annotator.text import span_text
from annotator.units import Unit
from ui.dialogs.pickers.pickers import Pickers
from ui.panels.inspector.entity_rows import EntityRows
from ui.panels.inspector.name_model import NameModel
from ui.panels.inspector.unit_menu import show_unit_menu
from ui.panels.inspector.unit_model import UNIT_ROLE, UnitModel
from ui.panels.inspector.why_line import WhyLine
from ui.session import Session
from ui.theme import Theme
from ui.widgets.card_list import CardList
from ui.widgets.empty_state import EmptyState
from ui.wording import why_text

IN_TEXT, BY_NAME = 0, 1
TAKE_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
REJECT_KEYS = (Qt.Key.Key_Backspace, Qt.Key.Key_Delete)


class EntityView(CardList):
    """Rows of one height, painted by `EntityRows`. Enter accepts, Backspace rejects the current entity."""

    def __init__(self, session: Session, theme: Theme) -> None:
        super().__init__(gap=0, margin=4)
        self._session = session
        self.cards: EntityRows = EntityRows(session, self, theme)
        self.setObjectName("entity_list")
        self.setAccessibleName("Entities")

    def retheme(self, theme: Theme) -> None:
        self.cards.retheme(theme)
        self.relayout()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(self.indexAt(event.position().toPoint()).row())

    def leaveEvent(self, event: QEvent) -> None:
        self._hover(-1)
        super().leaveEvent(event)

    def viewportEvent(self, event: QEvent) -> bool:
        """Over a row of the machine's, why it stands there."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            unit: Unit | None = self.indexAt(event.pos()).data(UNIT_ROLE)
            why = why_text(unit) if unit is not None and unit.is_machine else ""
            QToolTip.showText(event.globalPos(), why, self)
            return True
        return super().viewportEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.clicked.emit(self.indexAt(event.pos()))
        show_unit_menu(self._session, "entity", self, event.globalPos())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Offer other labels."""
        unit = self._session.current_unit()
        if self.indexAt(event.position().toPoint()).isValid() and unit is not None and unit.kind == "entity":
            self._session.request_act("choose_from_all")

    def _hover(self, row: int) -> None:
        if self.cards.hovered != row:
            self.cards.hovered = row
            self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in TAKE_KEYS and self.currentIndex().isValid():
            self._session.request_act("accept")
        elif event.key() in REJECT_KEYS and self.currentIndex().isValid():
            self._session.request_act("reject")
        else:
            super().keyPressEvent(event)


class EntityList(QWidget):
    """Clicking a row makes the entity current; by name, each click goes to its next mention."""

    def __init__(self, session: Session, pickers: Pickers, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._pickers = pickers
        self.units = UnitModel(session, "entity", self._say, self)
        self.names = NameModel(session, self)
        self.view = EntityView(session, theme)
        self._empty = EmptyState("No entities", "Select a name in the text and press Enter to make one.", keys="Enter")
        self._pages = QStackedWidget()
        self._pages.addWidget(self.view)
        self._pages.addWidget(self._empty)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 4, 4, 0)
        layout.setSpacing(4)
        layout.addLayout(self._order_row())
        layout.addWidget(self._pages, 1)
        self.why = WhyLine(self)
        layout.addWidget(self.why)
        self._show_order(IN_TEXT)
        self.view.clicked.connect(self._on_view_clicked)
        self.units.counted.connect(self._on_units_counted)
        session.current_changed.connect(self._on_current_changed)
        session.marked_changed.connect(self.view.viewport().update)

    def rebuild(self) -> None:
        """Another article is open, or other things are shown of it."""
        self.units.rebuild()
        if self._order == BY_NAME:
            self.names.rebuild()
        self._on_current_changed()

    def refresh(self, changes: Changes) -> None:
        self.units.refresh(changes.units)
        if self._order == BY_NAME and changes.units:
            self.names.rebuild()
        if changes.actors or changes.scheme:
            self.view.viewport().update()
        self._on_current_changed()

    def retheme(self, theme: Theme) -> None:
        self.view.retheme(theme)

    def _order_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(2)
        self.orders = QButtonGroup(self)
        for order, title, name in (
            (IN_TEXT, "In the text", "entities_in_text"),
            (BY_NAME, "By name", "entities_by_name"),
        ):
            button = QToolButton()
            button.setText(title)
            button.setObjectName(name)
            button.setCheckable(True)
            button.setChecked(order == IN_TEXT)
            self.orders.addButton(button, order)
            row.addWidget(button)
        row.addStretch()
        self.orders.idClicked.connect(self._show_order)
        return row

    def _show_order(self, order: int) -> None:
        self._order = order
        if order == BY_NAME:
            self.names.rebuild()
        self.view.setModel(self.names if order == BY_NAME else self.units)
        self.view.selectionModel().currentChanged.connect(self._on_row_changed)
        self._on_current_changed()

    def _on_row_changed(self, index: QModelIndex) -> None:
        """The arrows moved on."""
        if not self.view.hasFocus() or not index.isValid():
            return
        if self._order == IN_TEXT:
            unit = self.units.unit(index.row())
            self._session.set_current(unit.id if unit else None)
        elif self._session.current not in self.names.ids(index.row()):
            self._session.set_current(self.names.ids(index.row())[0])

    def _on_view_clicked(self, index: QModelIndex) -> None:
        if not index.isValid():
            return
        if self._order == IN_TEXT:
            unit = self.units.unit(index.row())
            self._session.set_current(unit.id if unit else None)
            if unit is not None and unit.conflicts:
                rect = self.view.visualRect(index)
                place = QRect(self.view.viewport().mapToGlobal(rect.topLeft()), rect.size())
                self._pickers.open_conflict(unit, min(unit.conflicts), place)
            return
        ids = self.names.ids(index.row())
        here = ids.index(self._session.current) if self._session.current in ids else -1
        self._session.set_current(ids[(here + 1) % len(ids)])

    def _on_current_changed(self) -> None:
        current = self._session.current
        self.why.tell(self._session.current_unit())
        row = self.units.row_of(current) if self._order == IN_TEXT else self.names.row_of(current)
        index = self.view.model().index(row, 0) if row >= 0 else QModelIndex()
        self.view.setCurrentIndex(index)
        if row >= 0:
            self.view.scrollTo(index)

    def _on_units_counted(self, _decided: int, total: int) -> None:
        self._pages.setCurrentIndex(0 if total else 1)
        if self._session.work is None:
            self._empty.say("No article", "Open an article on the left to see its entities.")
        elif self._session.passes and "entities" not in self._session.passes:
            self._empty.say("No entities", "This pass is about other things; Alt+1 is the pass for entities.")
        else:
            self._empty.say("No entities", "Select a name in the text and press Enter to make one.")

    def _say(self, unit: Unit) -> str:
        work, value = self._session.work, unit.value
        if work is None or not isinstance(value, Entity):
            return ""
        actor = self._session.project.find_actor(value.actor) if value.actor else None
        state = "machine, not decided" if unit.is_machine else "decided"
        parts = (
            span_text(work.article.text, value.span),
            value.label,
            actor.name if actor else "",
            state,
            why_text(unit) if unit.is_machine else "",
            *value.flags,
        )
        return ", ".join(part for part in parts if part)

    def sizeHint(self) -> QSize:
        return QSize(320, 400)
