"""The list of articles: filter by words and state, one row an article, the open one marked."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListView,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from annotator.changes import Changes
from annotator.wording import counted
from ui.icons import icon
from ui.models.article_list import STATE_WORDS, ArticleListModel
from ui.session import Session
from ui.slices import Slices
from ui.theme import Theme
from ui.widgets.article_row import ArticleDelegate
from ui.widgets.buttons import menu_button
from ui.widgets.named import named, once_after

NARROW_MS = 60
REFRESH_MS = 80
"""Rows follow a decision a moment later, so that a keypress pays for the article alone."""
REREAD_ROWS = 300
"""So many rows are read one by one; if more have changed, all are read in one go."""
SORTED_AT_ONCE = 100
CLOSED_STATES = ("submitted", "set aside")


class ArticlesPanel(QFrame):
    """The left pane. Enter or a click opens an article; arrows move without opening.

    Who has articles of their own sees these, in the order to work on them; the rest can be listed too.
    """

    menu_requested = Signal(str, QPoint)
    """An article and the place on the screen where a menu for it is wanted."""

    def __init__(self, session: Session, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._state: str | None = None
        self.setProperty("panel", "true")
        self.setAccessibleName("Articles")
        self.model = ArticleListModel(session.project, self, open_work=lambda: session.work)
        self._filter = self._make_filter()
        self._states = self._make_states()
        self.list = self._make_list()
        head = QHBoxLayout()
        head.setSpacing(4)
        head.addWidget(self._filter, 1)
        head.addWidget(self._states)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 12, 10, 0)
        layout.setSpacing(10)
        layout.addLayout(head)
        layout.addWidget(self.list, 1)
        self.is_sorted_by_doubt = False
        self._doubts: dict[str, float] = {}
        self._sorting = Slices(self)
        self._sorting.finished.connect(self._on_sorting_finished)
        self._stale: set[str] = set()
        self._later = once_after(REFRESH_MS, self._refresh_stale, self)
        self._timer = once_after(NARROW_MS, self._narrow, self)
        session.changed.connect(self._on_session_changed)
        session.work_replaced.connect(self._mark_open)
        self._say_count()
        self._publish_order()
        self._mark_open()
        self.retheme(theme)

    def retheme(self, theme: Theme) -> None:
        self._states.setIcon(icon("filter", theme))
        self.list.viewport().update()

    def focus_filter(self) -> None:
        self._filter.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._filter.selectAll()

    def focus_list(self) -> None:
        self.list.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def reload(self) -> None:
        """Read the articles anew."""
        self.model.reload()
        if self.is_sorted_by_doubt:
            self.sort_by_doubt(True)
        self._follow_reload()

    def show_own(self, on: bool) -> None:
        """List the annotator's own articles, or all of the project."""
        self.model.show_own(on)
        self._follow_reload()
        self._session.say("Your own articles are listed." if on else "All articles are listed.")

    def _follow_reload(self) -> None:
        self._publish_order()
        self._say_count()
        self._mark_open()

    def sort_by_doubt(self, on: bool) -> None:
        """List the articles whose undecided suggestions are least certain first, or all in the project's order.

        The doubts are worked out bit by bit, now and not before. The order then stays until it is asked for again: a
        list that moves under one's hands cannot be worked through.
        """
        self._sorting.stop()
        self.is_sorted_by_doubt = on
        self._doubts = {}
        if on:
            rows = self.model.rows()
            asked = [row for row in rows if row.state not in CLOSED_STATES]
            touched = [[row.id] for row in asked if row.has_work]
            fresh = [row.id for row in asked if not row.has_work]
            slices = [fresh[at : at + SORTED_AT_ONCE] for at in range(0, len(fresh), SORTED_AT_ONCE)]
            self._session.say("Sorting the articles…")
            self._sorting.start([*touched, *slices], self._ask_doubts)
        else:
            self._show_order(None)
            self._session.say("The articles stand in the project’s order.")

    def _ask_doubts(self, ids: list[str]) -> None:
        sureness = self._session.project.sureness
        if len(ids) == 1:
            doubt = sureness.doubt(ids[0])
            self._doubts |= {} if doubt is None else {ids[0]: doubt}
        else:
            self._doubts |= sureness.doubts(ids)

    def _on_sorting_finished(self) -> None:
        self._show_order(self._doubts)
        self._session.say("The articles with the least certain suggestions stand first.")

    def _show_order(self, doubts: dict[str, float] | None) -> None:
        self.model.sort(doubts)
        self._publish_order()
        self._states.setProperty("active", self._state is not None or doubts is not None)
        self._mark_open()

    def _publish_order(self) -> None:
        """Let the session go through the articles as they are listed."""
        is_ordered = self.model.lists_own or self.model.is_sorted
        self._session.set_article_order(self.model.order() if is_ordered else None)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            key = event.key()
            if watched is self._filter:
                return self._take_filter_key(key)
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
                self._open(self.list.currentIndex())
                return True
        return super().eventFilter(watched, event)

    def _take_filter_key(self, key: int) -> bool:
        if key == Qt.Key.Key_Escape:
            self._filter.clear()
            self._session.return_focus()
            return True
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.focus_list()
            if not self.list.currentIndex().isValid():
                self.list.setCurrentIndex(self.model.index(0, 0))
            return True
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._narrow()
            self._open(self.model.index(max(self.list.currentIndex().row(), 0), 0))
            return True
        return False

    def _make_filter(self) -> QLineEdit:
        field = named(QLineEdit(), "article_filter")
        field.setAccessibleName("Filter the articles")
        field.setClearButtonEnabled(True)
        field.textChanged.connect(self._on_filter_changed)
        field.installEventFilter(self)
        return field

    def _make_states(self) -> QToolButton:
        return menu_button("article_states", "Show articles of one state, sort them", self._fill_states)

    def _make_list(self) -> QListView:
        view = named(QListView(), "article_list")
        view.setAccessibleName("Articles")
        view.setModel(self.model)
        view.setItemDelegate(ArticleDelegate(view, self.model, lambda: self._session.article_id))
        view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        view.customContextMenuRequested.connect(self._on_menu_requested)
        view.setUniformItemSizes(True)
        view.setMouseTracking(True)
        view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        view.clicked.connect(self._open)
        view.installEventFilter(self)
        return view

    def _on_menu_requested(self, place: QPoint) -> None:
        index = self.list.indexAt(place)
        row = self.model.article_at((index if index.isValid() else self.list.currentIndex()).row())
        if row is not None:
            self.menu_requested.emit(row.id, self.list.viewport().mapToGlobal(place))

    def _open(self, index: QModelIndex) -> None:
        row = self.model.article_at(index.row())
        if row is None:
            return
        if row.id != self._session.article_id:
            self._session.open_article(row.id)
        self._session.return_focus()

    def _fill_states(self) -> None:
        menu = self._states.menu()
        menu.clear()
        counts = self.model.state_counts()
        entries = [(None, f"All  {self.model.count()}")]
        entries += [(state, f"{word.capitalize()}  {counts[state]}") for state, word in STATE_WORDS.items()]
        for state, title in entries:
            action = menu.addAction(title)
            action.setCheckable(True)
            action.setChecked(state == self._state)
            action.setData(state)
            action.triggered.connect(self._on_state_chosen)
        menu.addSeparator()
        by_doubt = menu.addAction("Least certain first")
        by_doubt.setCheckable(True)
        by_doubt.setChecked(self.is_sorted_by_doubt)
        by_doubt.triggered.connect(self.sort_by_doubt)
        if self.model.has_own:
            own = menu.addAction("Only my own articles")
            own.setCheckable(True)
            own.setChecked(self.model.is_own)
            own.triggered.connect(self.show_own)

    def _on_state_chosen(self) -> None:
        self._state = self.sender().data()  # type: ignore[attr-defined]
        self._states.setProperty("active", self._state is not None or self.is_sorted_by_doubt)
        self._narrow()
        self._say_count()

    def _on_filter_changed(self) -> None:
        self._timer.start()

    def _narrow(self) -> None:
        self._timer.stop()
        self.model.narrow(self._filter.text(), self._state)
        self._mark_open()

    def _say_count(self) -> None:
        state = f"{STATE_WORDS[self._state]} " if self._state else ""
        count = self.model.state_counts()[self._state] if self._state else self.model.count()
        self._filter.setPlaceholderText(f"Filter {counted(count, f'{state}article')}")

    def _mark_open(self) -> None:
        row = self.model.row_of(self._session.article_id)
        if row >= 0:
            self.list.setCurrentIndex(self.model.index(row, 0))
            self.list.scrollTo(self.model.index(row, 0))
        self.list.viewport().update()

    def _on_session_changed(self, changes: Changes) -> None:
        if changes.added or (changes.scheme and self.model.has_own):
            self.reload()
        elif changes.articles or changes.suggested:
            self._stale |= changes.articles | changes.suggested
            self._later.start()

    def _refresh_stale(self) -> None:
        stale, self._stale = self._stale, set()
        if len(stale) > REREAD_ROWS:
            self.model.reload()
            self._follow_reload()
        elif self.model.refresh(stale):
            self._follow_reload()
