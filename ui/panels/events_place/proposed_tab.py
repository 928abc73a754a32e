"""`ProposedTab`: the events that the machine proposes from all articles: accepted, put right first, or dismissed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QLineEdit,
    QPushButton,
    QStackedWidget,
    QWidget,
)

from annotator.changes import Changes
from annotator.operations import AcceptEvent, DismissEvent, Together
from annotator.operations.base import Operation
from annotator.proposals.stories import EventProposal
from annotator.wording import counted
from ui.panels.events_place.keyed_list import KeyedList
from ui.panels.events_place.list_beside import ListBeside
from ui.panels.events_place.proposed_detail import ENTER_KEYS, ProposedDetail
from ui.panels.events_place.proposed_model import ORDERS, ProposedModel
from ui.panels.events_place.registry_box import publishes_new
from ui.session import Session
from ui.widgets.elided_label import ElidedLabel
from ui.widgets.empty_state import EmptyState
from ui.widgets.item_delegate import dress

LIST_PAGE, EMPTY_PAGE = 0, 1
PROMPT = "Search proposed events"
REMOVE_KEYS = (Qt.Key.Key_Backspace, Qt.Key.Key_Delete)
NO_ARTICLES = ("No articles yet", "Import some: Ctrl+I. The machine then proposes events from all of them.")
NOT_READ = (
    "Nothing is proposed yet",
    "Let the machine read the articles: it then proposes the events that they tell of.",
)
NONE_LEFT = ("No proposed event is left", "What the next pre-annotation finds will stand here.")
NONE_FOUND = ("No proposed event found", "Clear the search to see all of them.")


class ProposedView(KeyedList):
    """Enter accepts, Backspace dismisses, Space marks and goes on, F2 goes to the fields, letters go to the search.

    With the mouse, a click with Ctrl marks, and a double click goes to the fields.
    """

    accepted = Signal()
    dismissed = Signal()
    toggled = Signal()
    clicked_with_ctrl = Signal()
    all_toggled = Signal()
    unmarked = Signal()
    edit_requested = Signal()
    typed = Signal(str)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, is_plain = event.key(), not event.modifiers() & Qt.KeyboardModifier.ControlModifier
        signals = {
            Qt.Key.Key_Space: self.toggled,
            Qt.Key.Key_F2: self.edit_requested,
            Qt.Key.Key_Escape: self.unmarked,
            **dict.fromkeys(ENTER_KEYS, self.accepted),
            **dict.fromkeys(REMOVE_KEYS, self.dismissed),
        }
        signal = signals.get(Qt.Key(key)) if is_plain else None
        if signal is not None:
            signal.emit()
        elif key == Qt.Key.Key_A and not is_plain:
            self.all_toggled.emit()
        elif is_plain and event.text().isprintable() and event.text():
            self.typed.emit(event.text())
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier and event.button() == Qt.MouseButton.LeftButton:
            self.clicked_with_ctrl.emit()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.edit_requested.emit()


class ProposedTab(QStackedWidget):
    """Reads what is proposed when it is shown. Each act is one gesture, however many events it is about."""

    opened = Signal(str, str)
    counted = Signal(int)
    turned = Signal()
    """There is nothing to list any more, or something again: the keyboard needs another place."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.model = ProposedModel(session.project, self)
        self.search = QLineEdit()
        self.search.setPlaceholderText(PROMPT)
        self.search.setAccessibleName(PROMPT)
        self.search.setObjectName("proposed_search")
        self.orders = QComboBox()
        self.orders.setAccessibleName("Order")
        self.orders.addItems([f"by {order.title.lower()}" for order in ORDERS])
        self.total = ElidedLabel(role="secondary")
        self.view = ProposedView()
        self.detail = ProposedDetail(session)
        self._empty = EmptyState(*NONE_LEFT)
        self.read = QPushButton("Pre-annotate the articles")
        self.read.setObjectName("proposed_preannotate")
        self.read.setProperty("primary", "true")
        self.read.setAutoDefault(True)
        self._list_pages = QStackedWidget()
        self._detail_pages = QStackedWidget()
        self._arrange()
        self._connect()

    def reload(self) -> frozenset[str]:
        """Read everything again; the same event stays current, else the one in its place. Gives the new ids."""
        row, wanted = self.view.currentIndex().row(), self._current_id()
        fresh = self.model.reload()
        self._reselect(wanted, row)
        self.counted.emit(self.model.total)
        return fresh

    def refresh(self, changes: Changes) -> None:
        """What came back by undo becomes current."""
        if changes.events or changes.actors or changes.scheme or changes.suggested or changes.added:
            row = self.model.first_row_of(self.reload() & changes.events)
            if row >= 0:
                self.view.setCurrentIndex(self.model.index(row, 0))

    def accept(self) -> None:
        """Accept what is marked, else the current event as its fields say."""
        is_meant = self._current_id() in {one.event.id for one in self._chosen()}
        if is_meant and not self._take_fields():
            return
        chosen = self._chosen()
        is_published = publishes_new(self._session.project)
        operations = [AcceptEvent(one.event, one.articles, is_published) for one in chosen]
        self._run(operations, chosen, "Accept {} proposed events", "Accepted")

    def dismiss(self) -> None:
        """Dismiss what is marked, else the current event."""
        chosen = self._chosen()
        operations = [DismissEvent(one.event) for one in chosen]
        self._run(operations, chosen, "Dismiss {} proposed events", "Dismissed")

    def retheme(self) -> None:
        self._split.make_room()
        for view in (self.view, self.detail.articles):
            view.scheduleDelayedItemsLayout()
            view.viewport().update()

    def _run(self, operations: Sequence[Operation], chosen: list[EventProposal], title: str, word: str) -> None:
        """Do it as one gesture, and say what it was."""
        if not operations:
            return
        several = len(operations) > 1
        done = Together(title.format(len(operations)), tuple(operations)) if several else operations[0]
        self.view.setFocus()
        if self._session.run(done):
            what = counted(len(chosen), "event") if several else chosen[0].event.title
            self._session.say(f"{word}: {what}.")

    def _chosen(self) -> list[EventProposal]:
        """What an act is about: the marked events, else the current one."""
        current = self.model.row(self.view.currentIndex().row())
        return self.model.marked or ([current] if current else [])

    def _take_fields(self) -> bool:
        """Keep what the fields of the current event say; False if something in them is wrong."""
        shown, event = self.detail.form.shown(), self.detail.event_now()
        if event is not None and event != shown:
            self.model.edit(event)
        return event is not None

    def _current_id(self) -> str | None:
        proposal = self.model.row(self.view.currentIndex().row())
        return proposal.event.id if proposal else None

    def _arrange(self) -> None:
        self.view.setModel(self.model)
        self.view.setObjectName("proposed_list")
        self.view.setAccessibleName("Proposed events")
        dress(self.view)
        self._empty.put_below(self.read)
        self._list_pages.addWidget(self.view)
        self._list_pages.addWidget(EmptyState(*NONE_FOUND))
        self._detail_pages.addWidget(self.detail)
        self._detail_pages.addWidget(QWidget())
        self._split = ListBeside(self.search, (self.total, self.orders), self._list_pages, self._detail_pages)
        self.addWidget(self._split)
        self.addWidget(self._empty)
        self.setFocusProxy(self.view)

    def _connect(self) -> None:
        self.search.textChanged.connect(self._on_search_text_changed)
        self.search.returnPressed.connect(self.view.setFocus)
        self.orders.activated.connect(self._on_order_activated)
        self.read.clicked.connect(self._on_read_clicked)
        self.view.accepted.connect(self.accept)
        self.view.dismissed.connect(self.dismiss)
        self.view.toggled.connect(self._on_view_toggled)
        self.view.clicked_with_ctrl.connect(self._on_view_clicked_with_ctrl)
        self.view.all_toggled.connect(self._on_view_all_toggled)
        self.view.unmarked.connect(self._on_view_unmarked)
        self.view.edit_requested.connect(self.detail.focus_first)
        self.view.typed.connect(self._on_view_typed)
        self.view.selectionModel().currentChanged.connect(self._on_current_changed)
        self.detail.edited.connect(self.model.edit)
        self.detail.accept_requested.connect(self.accept)
        self.detail.dismiss_requested.connect(self.dismiss)
        self.detail.left.connect(self.view.setFocus)
        self.detail.opened.connect(self._on_detail_opened)
        self.model.dataChanged.connect(self._say_count)

    def _reselect(self, wanted: str | None, row: int) -> None:
        found = self.model.row_of(wanted)
        if found < 0:
            found = min(max(row, 0), self.model.rowCount() - 1)
        self.view.setCurrentIndex(self.model.index(found, 0) if found >= 0 else QModelIndex())
        self._show_current()
        self._say_count()

    def _show_current(self) -> None:
        proposal = self.model.row(self.view.currentIndex().row())
        self._detail_pages.setCurrentIndex(0 if proposal else 1)
        if proposal is not None:
            self.detail.show_proposal(proposal)

    def _say_count(self) -> None:
        marked, articles = len(self.model.marked), len(self._session.article_ids())
        proposed = f"{counted(self.model.total, 'event')} from {counted(articles, 'article')}"
        self.total.setText(f"{marked} marked: Enter accepts them" if marked else proposed)
        several = f" {marked}" if marked > 1 else ""
        self.detail.accept.setText(f"Accept{several}")
        self.detail.dismiss.setText(f"Dismiss{several}")
        self._list_pages.setCurrentIndex(0 if self.model.rowCount() else 1)
        self._turn_to_list(articles)

    def _turn_to_list(self, articles: int) -> None:
        """Show the list, or say why there is none; the keyboard goes along."""
        focus = QApplication.focusWidget()
        has_focus = focus is not None and self.isAncestorOf(focus)
        shown = LIST_PAGE if self.model.total else EMPTY_PAGE
        self.setFocusProxy(self.view if self.model.total else self._say_empty(articles))
        if shown != self.currentIndex():
            self.setCurrentIndex(shown)
            if has_focus:
                self.turned.emit()

    def _say_empty(self, articles: int) -> QWidget:
        """Say why nothing is proposed, and offer what would help. Gives what is to take the keyboard, if shown."""
        project = self._session.project
        is_read = not articles or not (project.articles_to_preannotate() or project.proposals.is_due())
        self._empty.say(*((NONE_LEFT if articles else NO_ARTICLES) if is_read else NOT_READ))
        self.read.setVisible(not is_read)
        return self.view if is_read else self.read

    def _on_search_text_changed(self, text: str) -> None:
        row, wanted = self.view.currentIndex().row(), self._current_id()
        self.model.search(text)
        self._reselect(wanted, row)

    def _on_order_activated(self, at: int) -> None:
        wanted = self._current_id()
        self.model.order(at)
        self._reselect(wanted, 0)

    def _on_read_clicked(self) -> None:
        self._session.request_act("preannotate")

    def _on_view_toggled(self) -> None:
        row = self.view.currentIndex().row()
        self.model.toggle(row)
        if row + 1 < self.model.rowCount():
            self.view.setCurrentIndex(self.model.index(row + 1, 0))

    def _on_view_clicked_with_ctrl(self) -> None:
        self.model.toggle(self.view.currentIndex().row())
        self.view.setCurrentIndex(self.view.currentIndex())  # Qt takes the row out of the selection

    def _on_view_all_toggled(self) -> None:
        self.model.mark_all(on=not self.model.are_all_marked)

    def _on_view_unmarked(self) -> None:
        self.model.mark_all(on=False)

    def _on_view_typed(self, text: str) -> None:
        self.search.setFocus()
        self.search.setText(self.search.text() + text)

    def _on_current_changed(self, index: QModelIndex) -> None:
        if index.isValid():
            self._show_current()

    def _on_detail_opened(self, article: str) -> None:
        self.opened.emit(article, "")
