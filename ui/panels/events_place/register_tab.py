"""`RegisterTab`: the list of events or actors with search and order, and beside it the one that is chosen."""

from __future__ import annotations

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListView,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from annotator.changes import Changes
from annotator.operations import Publish
from annotator.review.inventories.model import Owned
from annotator.wording import counted
from ui.panels.events_place.detail import Detail
from ui.panels.events_place.entry_model import EntryModel
from ui.panels.events_place.merge_sheet import MergeSheet
from ui.panels.events_place.register import Entry, Register
from ui.session import Session
from ui.widgets.buttons import tipped_button
from ui.widgets.empty_state import EmptyState
from ui.widgets.item_delegate import dress

LIST_PX, DETAIL_PX = 380, 760
NEW_TITLES = {"event": "New event", "actor": "New actor"}


class EntryView(QListView):
    """Enter goes to the fields, Delete retires, Up from the first row climbs to what stands above the list."""

    entered = Signal()
    retired = Signal()
    climbed = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.entered.emit()
        elif event.key() == Qt.Key.Key_Delete and self.currentIndex().isValid():
            self.retired.emit()
        elif event.key() == Qt.Key.Key_Up and not event.modifiers() and self.currentIndex().row() == 0:
            self.climbed.emit()
        else:
            super().keyPressEvent(event)


class RegisterTab(QSplitter):
    """Ctrl+N makes a new one; Ctrl+M merges those that are selected (with Shift or Ctrl), Ctrl+P publishes them."""

    opened = Signal(str, str)

    def __init__(self, register: Register, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._register = register
        self._session = session
        self.model = EntryModel(register, session.project, self)
        self.search = QLineEdit()
        self.search.setPlaceholderText(register.prompt)
        self.search.setAccessibleName(register.prompt)
        self.search.setObjectName(f"{register.word}_search")
        self.orders = QComboBox()
        self.orders.setAccessibleName("Order")
        self.orders.addItems([f"by {order.title.lower()}" for order in register.orders])
        self.retired = QCheckBox("retired too")
        self.view = EntryView()
        self.total = QLabel()
        self.total.setProperty("role", "secondary")
        self.new_button = tipped_button("New", f"{register.word}_new", f"A new {register.word} (Ctrl+N)")
        self.merge_button = tipped_button("Merge…", f"{register.word}_merge", "Several into one (Ctrl+M)")
        self.publish_button = tipped_button(
            "Publish", f"{register.word}_publish", "Everybody sees it from now on (Ctrl+P)"
        )
        if session.project.lead.is_handout:
            self.publish_button.hide()
        self.detail = Detail(register, session)
        self._empty_list = EmptyState(*register.empty)
        self._list_pages = QStackedWidget()
        self._detail_pages = QStackedWidget()
        self._nothing = EmptyState("Nothing chosen", f"Choose one of the {register.words} on the left.")
        self._sheet: MergeSheet | None = None
        self._arrange()
        self._connect()
        self.reload()

    def reload(self, *, select: str | None = None) -> None:
        """Read everything again; what is chosen stays chosen unless `select` names another."""
        wanted = select or self.current_id()
        chosen = self._selected_ids()
        self.model.reload()
        self._reselect(wanted, chosen)

    def refresh(self, changes: Changes) -> None:
        if getattr(changes, self._register.changed) or changes.units or changes.scheme or changes.articles:
            self.reload()

    def show_subject(self, subject: str) -> None:
        """Choose an event or actor by its id, retired ones too."""
        found = self._register.find(self._session.project, subject)
        wanted = found.id if found else subject
        if self.model.row_of(wanted) < 0:
            self.search.clear()
        if self.model.row_of(wanted) < 0:
            self.retired.setChecked(True)
        self._reselect(wanted, [])
        self.view.setFocus()

    def current_id(self) -> str | None:
        entry = self.model.row(self.view.currentIndex().row())
        return entry.id if entry else None

    def add(self) -> None:
        """Make a new one, titled with what is searched for if nothing is found; its title is selected to be written."""
        typed = self.search.text().strip()
        title = typed if typed and not self.model.rowCount() else NEW_TITLES[self._register.word]
        made = self._register.make(title, self._session.project)
        if self._session.run(self._register.add(made, self._session.project)):
            self.search.clear()
            self.reload(select=made.id)
            self.detail.focus_first()

    def merge(self) -> None:
        """Ask which of the selected ones stays."""
        entries = self._selected()
        if len(entries) < 2:
            self._session.say(f"Choose two {self._register.words} or more to merge them.", "warning")
            return
        if self._sheet is None:
            self._sheet = MergeSheet(self._register, self._session, self)
            self._sheet.merged.connect(self._on_merged)
        self._sheet.ask(entries, self.merge_button)

    def publish(self) -> None:
        """Let everybody see the selected ones."""
        own = tuple(
            Owned(self._session.project.annotator, entry.id) for entry in self._chosen() if not entry.is_published
        )
        if not own:
            self._session.say(f"Choose {self._register.words} that are not published yet.", "warning")
        elif self._session.run(Publish(self._register.word, own)):
            self._session.say(f"Published {counted(len(own), self._register.word)}: everybody sees it from now on.")

    def put_above(self, widget: QWidget) -> None:
        """Let a widget stand above the search."""
        self._column.insertWidget(0, widget)

    def retheme(self) -> None:
        self.view.scheduleDelayedItemsLayout()
        self.view.viewport().update()

    def _arrange(self) -> None:
        self.view.setModel(self.model)
        self.view.setObjectName(f"{self._register.words}_list")
        self.view.setAccessibleName(self._register.words.capitalize())
        dress(self.view)
        self.view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self._list_pages.addWidget(self.view)
        self._list_pages.addWidget(self._empty_list)
        self._detail_pages.addWidget(self.detail)
        self._detail_pages.addWidget(self._nothing)
        left = QFrame()
        left.setProperty("panel", "left")
        column = self._column = QVBoxLayout(left)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(8)
        column.addWidget(self.search)
        row = QHBoxLayout()
        for widget in (self.total, self.orders, self.retired):
            row.addWidget(widget)
        row.insertStretch(1)
        column.addLayout(row)
        column.addWidget(self._list_pages, 1)
        buttons = QHBoxLayout()
        buttons.addWidget(self.new_button)
        buttons.addWidget(self.merge_button)
        buttons.addWidget(self.publish_button)
        buttons.addStretch()
        column.addLayout(buttons)
        self.addWidget(left)
        self.addWidget(self._detail_pages)
        self.setSizes([LIST_PX, DETAIL_PX])
        self.setStretchFactor(1, 1)
        self.setChildrenCollapsible(False)
        self.setFocusProxy(self.search)

    def _connect(self) -> None:
        self.search.textChanged.connect(self._on_search_text_changed)
        self.search.returnPressed.connect(self.view.setFocus)
        self.orders.activated.connect(self._on_order_activated)
        self.retired.toggled.connect(self._on_retired_toggled)
        self.new_button.clicked.connect(self.add)
        self.merge_button.clicked.connect(self.merge)
        self.publish_button.clicked.connect(self.publish)
        self.view.entered.connect(self.detail.focus_first)
        self.view.retired.connect(self.detail.retire_button.click)
        self.view.selectionModel().currentChanged.connect(self._on_current_changed)
        self.view.selectionModel().selectionChanged.connect(self._on_selection_changed)
        self.detail.opened.connect(self.opened)
        for keys, act in (("Ctrl+N", self.add), ("Ctrl+M", self.merge), ("Ctrl+P", self.publish)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)

    def _selected(self) -> list[Entry]:
        rows = sorted(index.row() for index in self.view.selectionModel().selectedIndexes())
        return [entry for entry in map(self.model.row, rows) if entry is not None]

    def _chosen(self) -> list[Entry]:
        """What is selected, else the current one: with Ctrl held, Qt makes a row current without selecting it."""
        current = self.model.row(self.view.currentIndex().row())
        return self._selected() or ([current] if current else [])

    def _selected_ids(self) -> list[str]:
        return [entry.id for entry in self._selected()]

    def _reselect(self, wanted: str | None, chosen: list[str]) -> None:
        row = self.model.row_of(wanted)
        if row < 0 and self.model.rowCount():
            row = 0
        index = self.model.index(row, 0) if row >= 0 else QModelIndex()
        self.view.setCurrentIndex(index)
        for subject in chosen if wanted in chosen else ():
            also = self.model.row_of(subject)
            if also >= 0:
                flag = QItemSelectionModel.SelectionFlag.Select
                self.view.selectionModel().select(self.model.index(also, 0), flag)
        self._show_current()
        self._say_count()

    def _show_current(self) -> None:
        entry = self.model.row(self.view.currentIndex().row())
        self._detail_pages.setCurrentIndex(0 if entry else 1)
        if entry is not None:
            self.detail.show_entry(entry)

    def _say_count(self) -> None:
        number = self.model.rowCount()
        self.total.setText(f"{number:,} {self._register.word if number == 1 else self._register.words}")
        self._list_pages.setCurrentIndex(0 if number else 1)
        if self.model.is_searched:
            self._empty_list.say(f"No {self._register.word} found", "Ctrl+N makes one with what is written above.")
        else:
            self._empty_list.say(*self._register.empty)
        if number:
            self._nothing.say("Nothing chosen", f"Choose one of the {self._register.words} on the left.")
        else:
            self._nothing.say("Nothing to show", f"Ctrl+N makes a new {self._register.word}.")
        self._on_selection_changed()

    def _on_search_text_changed(self, text: str) -> None:
        wanted = self.current_id()
        self.model.search(text)
        self._reselect(wanted, [])

    def _on_order_activated(self, at: int) -> None:
        wanted = self.current_id()
        self.model.order(at)
        self._reselect(wanted, [])

    def _on_retired_toggled(self, on: bool) -> None:
        wanted = self.current_id()
        self.model.show_retired(on)
        self._reselect(wanted, [])

    def _on_current_changed(self, index: QModelIndex) -> None:
        if index.isValid():
            self._show_current()

    def _on_selection_changed(self) -> None:
        self.merge_button.setEnabled(len(self._selected()) > 1)
        self.publish_button.setEnabled(any(not entry.is_published for entry in self._chosen()))

    def _on_merged(self, into: str) -> None:
        self.reload(select=into)
        self.view.setFocus()
