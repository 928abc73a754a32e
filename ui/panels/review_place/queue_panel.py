"""The left side of the Review place: the queue, its search and filters, and how far it is worked out."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QModelIndex, QObject, QRect, Qt, Signal
from PySide6.QtGui import QAction, QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListView,
    QMenu,
    QSizePolicy,
    QStackedWidget,
    QStyleOptionViewItem,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from annotator.review.queue import QueueRow
from annotator.wording import counted
from ui.icons import icon
from ui.panels.review_place.queue_model import BELOW_ROLE, ROW_ROLE, STATE_TITLES, Index, QueueModel, QueueState
from ui.theme import Theme
from ui.widgets.buttons import menu_button
from ui.widgets.empty_state import EmptyState
from ui.widgets.item_delegate import dress
from ui.widgets.named import named, once_after
from ui.widgets.themed import interface_face
from ui.widgets.thin_progress import ThinProgress
from ui.widgets.title_row import TitleRowDelegate

COUNT_PX = 38
NARROW_MS = 60
ENTER_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
NONE_FOUND = ("No article found", "Clear the search and the filter to see the whole queue.")


class QueuePanel(QFrame):
    """`opened` tells which article was chosen. Arrows move without opening; Enter or a click opens."""

    opened = Signal(str)
    filtered = Signal(object, object)
    """The kind of disagreement and the state that the queue is narrowed to; None for any."""
    left = Signal()
    """Esc or Enter: the keyboard goes to the article."""

    key_handler: Callable[[QKeyEvent], bool] | None = None

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("panel", "true")
        self.setAccessibleName("Articles under review")
        self.model = QueueModel(self)
        self._kind: str | None = None
        self._state: QueueState | None = None
        self.search = named(QLineEdit(), "review_search")
        self.search.setClearButtonEnabled(True)
        self.search.setAccessibleName("Search the queue")
        self.filters = self._make_filters()
        self.list = self._make_list()
        self.progress = ThinProgress("How much of the queue is worked out")
        self.progress.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.progress.hide()
        self.empty = EmptyState(*NONE_FOUND)
        self._pages = QStackedWidget()
        self._pages.addWidget(self.list)
        self._pages.addWidget(self.empty)
        self._arrange()
        self._timer = once_after(NARROW_MS, self._narrow, self)
        self.search.textChanged.connect(self._on_search_text_changed)
        self.search.installEventFilter(self)
        self.list.installEventFilter(self)
        self.open_id: str | None = None
        self.retheme(theme)

    def retheme(self, theme: Theme) -> None:
        self.filters.setIcon(icon("filter", theme))
        self.list.scheduleDelayedItemsLayout()
        self.list.viewport().update()

    def focus_search(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def offer_filters(self) -> None:
        """Open the menu of kinds and states, at the one that is chosen."""
        menu = self.filters.menu()
        menu.popup(self.filters.mapToGlobal(self.filters.rect().bottomLeft()))
        menu.setActiveAction(next((one for one in menu.actions() if one.isChecked()), menu.actions()[0]))

    def show_rows(self, rows: list[QueueRow]) -> None:
        """Show the queue; the article at which one is stays current."""
        current = self.model.row_at(self.list.currentIndex().row())
        scrolled = self.list.verticalScrollBar().value()
        self.model.set_rows(rows)
        self._after_change(current.article if current else None)
        self.list.verticalScrollBar().setValue(scrolled)

    def show_progress(self, done: int, total: int) -> None:
        """How many articles are worked out; nothing once all are."""
        self.progress.setVisible(done < total)
        self.progress.show_done(done, total)

    def mark_open(self, article: str | None) -> None:
        """Mark the article that is open, and bring it into sight."""
        self.open_id = article
        row = self.model.row_of(article)
        if row >= 0:
            self.list.setCurrentIndex(self.model.index(row, 0))
            self.list.scrollTo(self.model.index(row, 0))
        self.list.viewport().update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return super().eventFilter(watched, event)
        if watched is self.search:
            return self._take_search_key(event.key())
        return self._take_list_key(event)

    def _take_list_key(self, event: QKeyEvent) -> bool:
        if event.key() in ENTER_KEYS and not event.modifiers():
            self._open(self.list.currentIndex())
            return True
        return self.key_handler is not None and self.key_handler(event)

    def _take_search_key(self, key: int) -> bool:
        if key == Qt.Key.Key_Escape:
            self.search.clear()
            self.left.emit()
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        elif key in ENTER_KEYS:
            self._narrow()
            self._open(self.model.index(max(0, self.list.currentIndex().row()), 0))
        else:
            return False
        return True

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(4)
        head.addWidget(self.search, 1)
        head.addWidget(self.filters)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 12, 10, 0)
        layout.setSpacing(10)
        layout.addLayout(head)
        layout.addWidget(self.progress)
        layout.addWidget(self._pages, 1)

    def _make_filters(self) -> QToolButton:
        return menu_button(
            "review_filters", "Show disagreements of one kind, articles of one state", self._fill_filters
        )

    def _make_list(self) -> QListView:
        view = named(QListView(), "review_queue")
        view.setAccessibleName("Articles under review")
        view.setModel(self.model)
        dress(view)
        view.setItemDelegate(QueueDelegate(view, self))
        view.clicked.connect(self._open)
        return view

    def _fill_filters(self) -> None:
        menu = self.filters.menu()
        menu.clear()
        self._add_filter(menu, f"All articles  {self.model.total:,}", None, None)
        menu.addSeparator()
        for state, title in STATE_TITLES.items():
            count = self.model.state_count(state)
            self._add_filter(menu, f"{title}  {count:,}", None, state).setEnabled(count > 0 or state == self._state)
        menu.addSeparator()
        for kind, count in self.model.kinds().items():
            self._add_filter(menu, f"{kind.capitalize()}  {count:,}", kind, None)

    def _add_filter(self, menu: QMenu, title: str, kind: str | None, state: QueueState | None) -> QAction:
        action = menu.addAction(title)
        action.setCheckable(True)
        action.setChecked((kind, state) == (self._kind, self._state))
        action.setData((kind, state))
        action.triggered.connect(self._on_filter_triggered)
        return action

    def _on_filter_triggered(self) -> None:
        self.show_only(*self.sender().data())  # type: ignore[attr-defined]

    def show_only(self, kind: str | None, state: QueueState | None) -> None:
        """Show the articles with disagreements of a kind, or in a state; None for all."""
        self._kind, self._state = kind, state
        self.filters.setProperty("active", kind is not None or state is not None)
        self._narrow()
        self.filtered.emit(kind, state)

    def _on_search_text_changed(self) -> None:
        self._timer.start()

    def _narrow(self) -> None:
        self._timer.stop()
        current = self.model.row_at(self.list.currentIndex().row())
        self.model.narrow(self.search.text(), self._kind, self._state)
        self._after_change(current.article if current else None)

    def _after_change(self, current: str | None) -> None:
        row = max(0, self.model.row_of(current))
        if self.model.rowCount():
            self.list.setCurrentIndex(self.model.index(row, 0))
        is_found = self.model.rowCount() > 0
        # Why there is no queue at all is said in the middle of the place.
        self._pages.setCurrentIndex(0 if is_found or not self.model.total else 1)
        waiting = sum(map(self.model.count, self.model.rows))
        what = f"Search · {waiting:,} {self.model.counted_word()}"
        self.search.setPlaceholderText(what if waiting else f"Search {counted(self.model.total, 'article')}")

    def _open(self, index: QModelIndex) -> None:
        row = self.model.row_at(index.row())
        if row is not None:
            self.opened.emit(row.article)
            self.left.emit()


class QueueDelegate(TitleRowDelegate):
    """A row: how many disagreements wait, the title, below it who submitted and what is settled."""

    def __init__(self, view: QListView, panel: QueuePanel) -> None:
        super().__init__(view)
        self._panel = panel

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: QueueRow = index.data(ROW_ROLE)
        rect, theme = self.begin(painter, option, is_open=row.article == self._panel.open_id)
        metrics, small = QFontMetrics(self.title_face()), interface_face(self.view, 12)
        bold = interface_face(self.view, 14, bold=True)
        count_px = max(COUNT_PX, QFontMetrics(bold).horizontalAdvance("9,999") + 2)
        at = self.paint_title(painter, rect, count_px, row.title, theme.text)
        waiting = self._panel.model.count(row)
        painter.setFont(bold)
        painter.setPen(theme.accent if waiting else theme.secondary)
        count = QRect(rect.left(), at.top, count_px, metrics.height())
        painter.drawText(count, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, f"{waiting:,}")
        painter.setFont(small)
        painter.setPen(theme.warning if row.waiting.get("late") or row.waiting.get("conflict") else theme.secondary)
        below = QFontMetrics(small).elidedText(str(index.data(BELOW_ROLE)), Qt.TextElideMode.ElideRight, at.width)
        painter.drawText(at.left, at.bottom + QFontMetrics(small).ascent() + 2, below)
        painter.restore()
