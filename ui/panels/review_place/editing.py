"""`Editing`: a card edited in place: the keys and pickers of Annotate on a draft, which is written when it is taken."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

import msgspec
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QKeyEvent

from annotator.changes import Changes
from annotator.model import Entity, Span, Statement
from ui.panels.review_place.drafting import EditSession, draft_unit
from ui.panels.review_place.reading import ReviewView
from ui.panels.review_place.reviewing import Reviewing
from ui.session import Session
from ui.text.article_view import ArticleView


class DraftHand(Protocol):
    """What does the acts of Annotate on a draft."""

    def take_key(self, event: QKeyEvent) -> bool: ...
    def put_caret_on(self, span: Span) -> None: ...
    def deleteLater(self) -> None: ...


MakeHand = Callable[[Session, ArticleView], DraftHand]


class Editing(QObject):
    """`start` puts a draft into the article; `value` is what it has become."""

    changed = Signal()
    """Editing began, went on or ended."""

    def __init__(self, reviewing: Reviewing, view: ReviewView, make_hand: MakeHand) -> None:
        super().__init__(view)
        self._reviewing = reviewing
        self._view = view
        self._make_hand = make_hand
        self._session: EditSession | None = None
        self._hand: DraftHand | None = None

    @property
    def is_on(self) -> bool:
        return self._session is not None

    @property
    def value(self) -> Entity | Statement | None:
        """The draft's value, its parent named by the parent's card; None while nothing is edited."""
        if self._session is None:
            return None
        value = self._session.draft.value
        if isinstance(value, Statement) and value.parent is not None:
            parent = self._reviewing.card_of_unit(value.parent) or value.parent
            return msgspec.structs.replace(value, parent=parent)
        return value

    def start(self, value: Entity | Statement) -> None:
        """Edit the current card, from this reading on."""
        card, work = self._reviewing.card, self._view.work
        if card is None or work is None:
            return
        self.leave()
        outer = self._reviewing.session
        self._view.show_draft_only()
        session = self._session = EditSession(outer, work, draft_unit(value, card.id))
        session.selection_source = self._view.selection
        session.said.connect(outer.said)
        session.changed.connect(self._on_session_changed)
        session.text_focus_requested.connect(self._on_text_focus_requested)
        session.event_requested.connect(outer.event_requested)
        self._hand = self._make_hand(session, self._view)
        self._view.refresh([session.draft.id])
        self._view.set_current(session.draft.id, reveal=False)
        self._view.set_active_end(True)
        self._hand.put_caret_on(session.draft.spans[-1])
        self.changed.emit()

    def leave(self) -> None:
        """Stop editing; what was not taken is forgotten."""
        session, self._session = self._session, None
        if session is None:
            return
        if self._hand is not None:
            self._hand.deleteLater()
        self._hand = None
        session.work_replaced.emit()  # a picker that is open closes
        session.deleteLater()
        self._view.set_current(None)
        self._view.set_active_end(None)
        if self._reviewing.article is not None:
            self._view.refresh_article(self._reviewing.article)
        self.changed.emit()

    def step_back(self) -> bool:
        """Take the last change of the draft back; False where nothing is edited."""
        if self._session is None:
            return False
        if not self._session.step_back():
            self._reviewing.session.say("Nothing was changed yet: Esc leaves the card as it was.")
        return True

    def take_key(self, event: QKeyEvent) -> bool:
        """Do what a key of Annotate means for the draft; False where it means nothing, or nothing is edited."""
        return self._hand is not None and self._hand.take_key(event)

    def _on_session_changed(self, changes: Changes) -> None:
        self._view.refresh(changes.units)
        self.changed.emit()

    def _on_text_focus_requested(self) -> None:
        self._view.setFocus()
