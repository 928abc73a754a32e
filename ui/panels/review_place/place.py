"""`ReviewPlace`: the queue to the left, the article in the middle, the current card to the right, a line above."""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from annotator.changes import Changes
from annotator.review.queue import WAITING
from annotator.review.sampling import ErrorRate
from ui.panels.review_place.bar import ReviewBar
from ui.panels.review_place.card_panel import CardPanel
from ui.panels.review_place.card_side import CardSide
from ui.panels.review_place.editing import Editing, MakeHand
from ui.panels.review_place.queue_panel import QueuePanel
from ui.panels.review_place.reading import ReviewView
from ui.panels.review_place.reviewing import Reviewing
from ui.panels.review_place.sides import Sides
from ui.panels.review_place.telling import acts_now, place_words, sample_words, settled_words, why_empty
from ui.session import Session
from ui.theme import Theme
from ui.widgets.buttons import press_focused
from ui.widgets.empty_state import EmptyState
from ui.widgets.named import once_after

WARM_MS = 20
FIRST_SECONDS = 0.25
"""So long is worked out before an article is opened: enough for a small project to begin with the weightiest."""
FOLLOW_MS, FOLLOW_WARMING_MS = 60, 400
"""So long after a change the queue is shown anew; while it is being worked out, so often."""
SAMPLE_MS = 700


class ReviewPlace(QWidget):
    """`key_handler` is asked about each key that its parts do not need; `shown_key` gives the keycap of an act.

    `make_hand` makes what does the acts of Annotate on a card that is edited; `text_size` is in per cent.
    """

    hints_changed = Signal()
    menu_requested = Signal(QPoint)
    """A menu with what can be done with the current card is wanted at this place of the screen."""

    begin_at: tuple[str, str] | None = None
    """The article and the card to begin with, if they are still there."""

    def __init__(
        self,
        session: Session,
        theme: Theme,
        parent: QWidget,
        *,
        key_handler: Callable[[QKeyEvent], bool],
        shown_key: Callable[[str], str],
        make_hand: MakeHand,
        text_size: Callable[[], int],
    ) -> None:
        super().__init__(parent)
        self.setObjectName("review_place")
        self.setAccessibleName("Review")
        self._session = session
        self._shown_key = shown_key
        self._text_size = text_size
        self.reviewing = Reviewing(session, self)
        self.bar = ReviewBar(self)
        self.queue = QueuePanel(theme, self)
        self.view = ReviewView(self)
        self.card = CardPanel(self)
        self.editing = Editing(self.reviewing, self.view, make_hand)
        self.side = CardSide(self.reviewing, self.editing, self.card, shown_key)
        self._key_handler = key_handler
        self._empty = EmptyState("", "", parent=self)
        self._empty.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._pages = QStackedWidget()
        self._split = Sides()
        self._missed = Changes()
        self._is_read = False
        self._warming = QTimer(self, interval=WARM_MS)
        self._sample: ErrorRate | None = None
        self._counting = once_after(SAMPLE_MS, self._count_sample, self)
        self._requeue = once_after(FOLLOW_MS, self._show_queue, self)
        self._arrange()
        self._connect()
        self.retheme(theme)
        self.setFocusProxy(self.view)

    def panes(self) -> list[QWidget]:
        """Where F6 goes, in order."""
        return [pane for pane in (self.queue.list, self.view, self.card.reason) if pane.isVisible()] or [self._empty]

    @property
    def key_hints(self) -> list[tuple[str, str]]:
        """The keys that count now, with their words in the status line."""
        acts = acts_now(self.reviewing, edits=self.editing.is_on)
        return [(self._shown_key(name) if name else key, word) for name, key, word in acts]

    @property
    def progress(self) -> tuple[int, int]:
        """(done, all) of what a lead looks at in the open article."""
        return self.reviewing.looked_at()

    def retheme(self, theme: Theme) -> None:
        self.view.zoom(self._text_size())
        self.view.set_theme(theme)
        self.view.set_scheme(self._session.project.scheme)
        self.queue.retheme(theme)
        self.card.table.fit()
        self._split.share_out()
        self._show_card()
        self.view.reveal_card()

    def take_key(self, event: QKeyEvent) -> bool:
        """A key for the place: while editing the keys of Annotate come first."""
        return self.editing.take_key(event) or self._key_handler(event)

    def focus_text(self) -> None:
        """Give the keyboard to the article, while composing to the table."""
        composes = self.reviewing.mode == "compose"
        (self.card.table if composes else self.view).setFocus(Qt.FocusReason.OtherFocusReason)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._is_read:
            self._is_read = True
            end = perf_counter() + FIRST_SECONDS
            while not self.reviewing.warm(1) and perf_counter() < end:
                pass
            self._open_first()
        else:
            self.reviewing.reorder()
        if self._missed:
            missed, self._missed = self._missed, Changes()
            self.reviewing.refresh(missed)
        self._warming.start()

    def hideEvent(self, event: object) -> None:
        super().hideEvent(event)  # type: ignore[arg-type]
        for timer in (self._warming, self._counting, self._requeue):
            timer.stop()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not press_focused(event) and not self.take_key(event):
            super().keyPressEvent(event)

    def _arrange(self) -> None:
        self._pages.addWidget(self.view)
        self._pages.addWidget(self._empty)
        middle = QWidget()
        middle.setProperty("paper", "true")
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._pages)
        for at, widget in enumerate((self.queue, middle, self.card)):
            self._split.addWidget(widget)
            self._split.setStretchFactor(at, int(at == 1))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.bar)
        row = QHBoxLayout()
        row.addWidget(self._split)
        layout.addLayout(row, 1)

    def _connect(self) -> None:
        reviewing = self.reviewing
        for part in (self.view, self.card.table, self.queue):
            part.key_handler = self.take_key
        reviewing.queue_changed.connect(self._on_queue_changed)
        reviewing.article_changed.connect(self._on_article_changed)
        reviewing.card_changed.connect(self._show_card)
        self.side.moded.connect(self.hints_changed)
        self.queue.opened.connect(reviewing.open_article)
        self.queue.filtered.connect(self._on_filtered)
        self.queue.left.connect(self.focus_text)
        self.card.left.connect(self.focus_text)
        self.card.act_requested.connect(self._session.request_act)
        self.bar.act_requested.connect(self._session.request_act)
        self.view.unit_clicked.connect(self._on_unit_clicked)
        self.view.context_menu_requested.connect(self._on_context_menu_requested)
        self._session.changed.connect(self._on_session_changed)
        self._warming.timeout.connect(self._on_warming_timeout)

    def _open_first(self) -> None:
        """Open the article that was left, else the one with most to settle; the keyboard comes along."""
        self._show_queue()
        rows = self.reviewing.rows
        if not rows:
            self._on_article_changed(True)
            return
        has_focus = not self.view.isVisible() and QApplication.focusWidget() not in (self.queue.search, self.queue.list)
        article, card = self.begin_at or ("", None)
        if len(self._session.project.lead.works.submitted([article]).get(article, ())) > 1:
            self.reviewing.open_article(article, card)
        else:
            self.reviewing.open_article(rows[0].article)
        if has_focus:
            self.view.setFocus()

    # What acts ask of the place

    def step_article(self, by: int) -> bool:
        """Open the article `by` places on in the queue as it is shown. False at its end."""
        ids = [row.article for row in self.queue.model.rows]
        article = self.reviewing.article
        at = ids.index(article.article.id) + by if article is not None and article.article.id in ids else 0
        if not 0 <= at < len(ids):
            return False
        self.reviewing.open_article(ids[at])
        self.focus_text()
        return True

    def show_card_again(self) -> None:
        """Show the current card as it is, after an edit that was left."""
        self._show_card()

    def step_back(self) -> bool:
        """While editing: take the last change of the draft back."""
        return self.editing.step_back()

    def follow(self, changes: Changes) -> None:
        """Go where what was undone or redone was decided."""
        self.reviewing.follow(changes)

    # What is shown

    def _show_queue(self) -> None:
        self.queue.show_rows(self.reviewing.rows)
        article = self.reviewing.article
        self.queue.mark_open(article.article.id if article else None)
        self._show_bar()

    def _show_bar(self) -> None:
        review = self.reviewing
        waits = any(any(row.waiting.values()) for row in review.rows) or self._warming.isActive()
        self.bar.show_card(place_words(review, is_done=not waits), has_card=review.card is not None)
        self.bar.show_settings(review.review.settings, sample_words(review.rows, self._sample))
        self.hints_changed.emit()

    def _on_article_changed(self, is_other: bool) -> None:
        article = self.reviewing.article
        self._pages.setCurrentIndex(0 if article is not None else 1)
        self.setFocusProxy(self.view if article is not None else self._empty)
        self.card.setVisible(article is not None)
        for part in (self.bar, self.queue):
            part.setVisible(not self._session.project.lead.is_handout)
        if article is None:
            self._empty.say(*why_empty(self._session.project))
            self.view.show_article(None)
            self._show_card()
            return
        settled = settled_words(self.reviewing)
        if is_other or self.editing.is_on:
            self.editing.leave()
            self.view.show_article(article, settled)
        else:
            self.view.refresh_article(article)
            self.view.say_settled(settled)
        if is_other:
            self.queue.mark_open(article.article.id)

    def _show_card(self) -> None:
        self.editing.leave()
        card = self.reviewing.card
        is_other = card is None or self.view.card is None or self.view.card.id != card.id
        self.view.show_card(card, reveal=is_other)
        self.side.show()
        self._show_bar()

    # What happened

    def _on_queue_changed(self) -> None:
        if not self._requeue.isActive():
            self._requeue.start(FOLLOW_WARMING_MS if self._warming.isActive() else FOLLOW_MS)

    def _on_filtered(self, kind: str | None, state: str | None) -> None:
        """Go on with what the queue is narrowed to."""
        review = self.reviewing
        review.narrow(kind, state)
        is_here = review.card is not None and review.is_wanted(review.card)
        if (kind or state in WAITING) and not is_here and not self.editing.is_on:
            review.go_to_waiting()
        self._show_bar()
        self.focus_text()

    def _on_unit_clicked(self, unit_id: str) -> None:
        if self.editing.is_on:
            return
        card = self.reviewing.card_of_unit(unit_id)
        if card is not None:
            self.reviewing.set_card(card)

    def _on_context_menu_requested(self, offset: int, point: QPoint) -> None:
        units = self.view.work.at(offset) if self.view.work is not None else []
        if units and self.reviewing.card is not None and not self.editing.is_on:
            self._on_unit_clicked(units[0].id)
        self.menu_requested.emit(point)

    def _on_session_changed(self, changes: Changes) -> None:
        if self.isVisible():
            self.reviewing.refresh(changes)
            self._warming.start()
        else:
            self._missed |= changes

    def _on_warming_timeout(self) -> None:
        if self._session.is_turning:
            return
        is_done = self.reviewing.warm()
        if self.reviewing.article is None and self.reviewing.rows:
            self._open_first()
        self.queue.show_progress(*self.reviewing.warmed)
        if is_done:
            self._warming.stop()
            self._counting.start()

    def _count_sample(self) -> None:
        """How often the agreed units that were looked at are wrong: asked for in a pause, since it reads them all."""
        if self.isVisible() and not self._session.is_turning:
            self._sample = self.reviewing.review.sample_report().found
            self._show_bar()
