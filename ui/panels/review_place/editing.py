"""`Editing`: a card edited in place: the keys and pickers of Annotate on a draft, which is written when it is taken."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import msgspec
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from annotator.changes import Changes
from annotator.errors import UserError
from annotator.model import Entity, Statement
from annotator.operations import SetContent
from annotator.quotation import content_of_selection
from ui.panels.review_place.drafting import EditSession, draft_unit
from ui.panels.review_place.reading import ReviewView
from ui.panels.review_place.reviewing import Reviewing

if TYPE_CHECKING:
    from ui.acts.hand import Hand
    from ui.main_window import MainWindow

EDIT_ACTS = frozenset(
    {
        *(f"choose_{digit}" for digit in range(1, 10)),
        *(f"move_{where}_by_{what}" for where in ("left", "right") for what in ("word", "character")),
        "choose_from_all",
        "swap_ends",
        "cue",
        "fragment",
        "fragment_away",
        "speaker",
        "actor",
        "parent",
        "event",
        "nothing",
        "link_again",
        "copy",
    }
)
"""The acts of Annotate that change the current unit: they change the draft here."""


class Editing(QObject):
    """`start` puts a draft into the article; `value` is what it has become."""

    changed = Signal()
    """Editing began, went on or ended."""

    def __init__(self, reviewing: Reviewing, view: ReviewView, window: QWidget) -> None:
        super().__init__(window)
        self._reviewing = reviewing
        self._view = view
        self._window = window
        self._session: EditSession | None = None
        self._hand: Hand | None = None

    @property
    def is_on(self) -> bool:
        return self._session is not None

    @property
    def value(self) -> Entity | Statement | None:
        """The draft's value, its parent named by the parent's card."""
        if self._session is None:
            return None
        value = self._session.draft.value
        if isinstance(value, Statement) and value.parent is not None:
            parent = self._reviewing.card_of_unit(value.parent) or value.parent
            return msgspec.structs.replace(value, parent=parent)
        return value

    def start(self, value: Entity | Statement) -> None:
        """Edit the current card, from this reading on."""
        from ui.acts.hand import Hand  # acts know the places

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
        self._hand = Hand(session, self._view, cast("MainWindow", self._window))
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
        """Do the act of Annotate that a key means, if it is one that changes the draft."""
        if self._hand is None:
            return False
        from ui.acts import BY_NAME

        act = self._hand.window.keymap.find(event, in_article=True)
        if act is None:
            return False
        if act.name == "statement":
            self._set_content(self._hand)
            return True
        if act.name not in EDIT_ACTS:
            return False
        self._hand.do(BY_NAME[act.name])
        return True

    def _set_content(self, hand: Hand) -> None:
        """Q: the selection is all of the statement's content."""
        selection, session = hand.selection(), hand.session
        unit = session.current_unit()
        try:
            if unit is None or unit.kind != "statement":
                raise UserError("Q gives a statement its content.", "B gives an entity the selected words.")
            if selection is None:
                raise UserError("Nothing is selected.", "Select what was said, then press Q.")
        except UserError as error:
            session.say_error(error)
            return
        content = content_of_selection(session.text, selection)
        session.run(SetContent(self._view.article_id, unit.id, (content,)))
        hand.clear_selection()

    def _on_session_changed(self, changes: Changes) -> None:
        self._view.refresh(changes.units)
        self.changed.emit()

    def _on_text_focus_requested(self) -> None:
        self._view.setFocus()
