"""The Annotate place: articles to the left, the article in the middle with its find bar, the inspector to the right."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget

from annotator.changes import Changes
from annotator.model import Span
from ui.panels.articles import ArticlesPanel
from ui.panels.inspector import Inspector
from ui.session import Session, progress_of
from ui.text.article_view import ArticleView
from ui.theme import Theme
from ui.widgets.empty_state import EmptyState
from ui.widgets.find_bar import FindBar
from ui.widgets.notice_bar import NoticeBar
from ui.widgets.offer_bar import OfferBar
from ui.widgets.why_tip import WhyTip

SIDES = (264, 344)
"""What articles and inspector get at first, in pixels."""
LEAST_ARTICLES = 160
LEAST_READING = 520


class AnnotatePlace(QSplitter):
    """Puts its parts side by side and joins them to the session; the article view's keys and menus are the window's."""

    labels_wanted = Signal(str)
    """The id of an entity that was double-clicked."""

    def __init__(self, session: Session, theme: Theme, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._session = session
        self._statement: str | None = None
        """The statement that was current before the last click: a double click chooses a word for it."""
        self.sides: tuple[int, int] = SIDES
        """The widths of articles and inspector that were chosen, in pixels."""
        self.articles = ArticlesPanel(session, theme, self)
        self.view = ArticleView(self)
        self.find_bar = FindBar(theme, self)
        self.offer_bar = OfferBar(self)
        self.notice = NoticeBar(self)
        self.inspector = Inspector(session, theme, self)
        self._empty = EmptyState(
            "No articles here",
            "Drop files or folders onto the window, or import them from the project menu.",
            keys="Ctrl I",
            parent=self,
        )
        self._pages = QStackedWidget()
        self._pages.addWidget(self.view)
        self._pages.addWidget(self._empty)
        self._arrange()
        self.view.set_theme(theme)
        self.view.set_scheme(session.project.scheme)
        self._why = WhyTip(self.view)
        self._connect()
        self._on_work_replaced()
        self._on_view_changed()

    def retheme(self, theme: Theme) -> None:
        self.view.set_theme(theme)
        for part in (self.articles, self.find_bar, self.inspector):
            part.retheme(theme)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The sides keep the widths that were chosen as long as the article has room to be read."""
        super().resizeEvent(event)
        self._share_out()

    def panes(self) -> list[QWidget]:
        """Where F6 goes, in order."""
        return [self.articles.list, self.view, self.inspector]

    def _arrange(self) -> None:
        middle = QWidget()
        middle.setProperty("paper", "true")
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.notice)
        column.addWidget(self.find_bar)
        column.addWidget(self._pages, 1)
        column.addWidget(self.offer_bar)
        for widget in (self.articles, middle, self.inspector):
            self.addWidget(widget)
        self.inspector.setProperty("panel", "true")  # the splitter draws the hairline
        self.setHandleWidth(1)
        self.setChildrenCollapsible(False)
        for pane, stretch in enumerate((0, 1, 0)):
            self.setStretchFactor(pane, stretch)
        self.articles.setMinimumWidth(LEAST_ARTICLES)
        middle.setMinimumWidth(360)
        self.splitterMoved.connect(self._on_splitter_moved)

    def _share_out(self) -> None:
        room = max(0, self.width() - LEAST_READING)
        shrunk = min(1.0, room / sum(self.sides))
        left = max(LEAST_ARTICLES, round(self.sides[0] * shrunk))
        right = max(self.inspector.minimumSizeHint().width(), round(self.sides[1] * shrunk))
        self.setSizes([left, max(0, self.width() - left - right), right])

    def _on_splitter_moved(self) -> None:
        left, _, right = self.sizes()
        self.sides = (left, right)

    def _connect(self) -> None:
        session, view = self._session, self.view
        session.selection_source = view.selection
        view.progress_source = self._progress
        session.changed.connect(self._on_changed)
        session.work_replaced.connect(self._on_work_replaced)
        session.current_changed.connect(self._on_current_changed)
        session.marked_changed.connect(self._on_marked_changed)
        session.view_changed.connect(self._on_view_changed)
        session.select_requested.connect(self._on_select_requested)
        session.text_focus_requested.connect(self._on_text_focus_requested)
        view.unit_clicked.connect(self._on_unit_clicked)
        view.word_chosen.connect(self._on_word_chosen)
        view.unit_double_clicked.connect(self._on_unit_double_clicked)
        view.empty_clicked.connect(self._on_empty_clicked)
        self.find_bar.hits_changed.connect(view.set_find_hits)
        self.find_bar.closed.connect(self._on_find_closed)

    def _progress(self) -> tuple[int, int]:
        """The same count below the title as in the status line: of the units that the pass is about."""
        work = self._session.work
        return progress_of(work, self._session.passes) if work is not None else (0, 0)

    def _on_changed(self, changes: Changes) -> None:
        session = self._session
        if changes.scheme:
            self.view.set_scheme(session.project.scheme)
        self.view.refresh(session.touched)
        selection = self.view.selection()
        touched = [session.work.find(unit) for unit in session.touched] if session.work and selection else []
        if any(unit is not None and selection in unit.spans for unit in touched):
            self.view.clear_selection()

    def _on_work_replaced(self) -> None:
        work = self._session.work
        self.offer_bar.dismiss()
        self.find_bar.leave()
        self.view.set_work(work)
        self.find_bar.set_text(self._session.text)
        self._pages.setCurrentWidget(self.view if work else self._empty)

    def _on_current_changed(self) -> None:
        # What is selected is in sight, and stays there.
        self.view.set_current(self._session.current, reveal=self.view.selection() is None)

    def _on_marked_changed(self) -> None:
        self.view.set_marked(self._session.marked)

    def _on_view_changed(self) -> None:
        self.view.set_passes(self._session.passes)
        self.view.set_show_hidden(self._session.show_hidden)

    def _on_select_requested(self, span: Span) -> None:
        self.view.select(span)

    def _on_text_focus_requested(self) -> None:
        place = self.view if self._session.work is not None else self.articles.list
        place.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_unit_clicked(self, unit_id: str) -> None:
        self._note_statement()
        self._session.set_current(unit_id)

    def _on_empty_clicked(self, offset: int) -> None:
        self._note_statement()
        self._session.leave_unit(offset)

    def _note_statement(self) -> None:
        unit = self._session.current_unit()
        self._statement = unit.id if unit is not None and unit.kind == "statement" else None

    def _on_word_chosen(self) -> None:
        if self._statement is not None:
            self._session.set_current(self._statement)

    def _on_unit_double_clicked(self, unit_id: str) -> None:
        """An entity: its labels, or for the current statement its words. In a statement the word stays selected."""
        unit = self._session.work.find(unit_id) if self._session.work else None
        if unit is None or unit.kind != "entity":
            return
        if self._statement is not None:
            self.view.select(unit.spans[0])
        else:
            self.labels_wanted.emit(unit_id)

    def _on_find_closed(self, hit: Span | None) -> None:
        if hit is not None:
            self.view.select(hit)
        self._session.return_focus()
