"""`CardSide`: keeps the card panel true: which card, how it is being decided, the like case; decides with a reason."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal

from annotator.changes import Changes
from annotator.errors import UserError
from annotator.operations import Together
from annotator.operations.base import Operation
from annotator.review.cases import Case
from annotator.review.queue import ReviewedArticle
from ui.panels.review_place.card_panel import CardPanel
from ui.panels.review_place.casebook import case_of, likest
from ui.panels.review_place.casebook import told as case_words
from ui.panels.review_place.editing import Editing
from ui.panels.review_place.parts import Column, Words
from ui.panels.review_place.reviewing import Reviewing
from ui.panels.review_place.telling import editing_words, question, rows_now, told, unaligned, words_of

if TYPE_CHECKING:
    from annotator.views.lead.layer_works import LayerWorks

ROW_ACTS = (
    ("review_confirm", "take it as it stands"),
    ("review_compose", "compose from several versions…"),
    ("review_none", "none is right"),
    ("review_edit", "edit in place"),
    ("review_both", "keep both readings"),
    ("review_like", "use the reason of the like case"),
    ("review_slip", "mark an annotator’s slip"),
    ("review_classes", "settle a whole class at once…"),
    ("review_return", "return the article…"),
)


class CardSide(QObject):
    """`shown_key` gives the keycap of an act."""

    moded = Signal()
    """Something else is asked for now: the keys that count are others."""

    def __init__(
        self, reviewing: Reviewing, editing: Editing, panel: CardPanel, shown_key: Callable[[str], str]
    ) -> None:
        super().__init__(panel)
        self._reviewing = reviewing
        self._editing = editing
        self._panel = panel
        self._shown_key = shown_key
        self._words: tuple[ReviewedArticle, Words] | None = None
        self._works: LayerWorks | None = None
        """Whose events and actors have names, kept from card to card."""
        self._like: Case | None = None
        self._shown = ""
        for name, words in ROW_ACTS:
            panel.add_act(name, words)
        reviewing.mode_changed.connect(self.show_mode)
        reviewing.session.changed.connect(self._on_session_changed)
        editing.changed.connect(self._on_editing_changed)
        panel.table.cell_chosen.connect(self._on_cell_chosen)

    def show(self) -> None:
        """Show the current card as it is now."""
        review = self._reviewing
        card = review.card
        settings = review.review.settings
        words = (told(card, settings) or unaligned(review.session.project, card)) if card is not None else ""
        self._panel.show_card(card, self._words_now(), words)
        is_other = self._shown != (card.id if card is not None else "")
        self._shown = card.id if card is not None else ""
        if is_other:
            self._panel.clear_reason()
            self._show_like()
        self.show_mode()

    def show_mode(self) -> None:
        """Show what the digits are for now, and what was chosen so far."""
        review, table = self._reviewing, self._panel.table
        composes = review.mode == "compose"
        if composes != table.is_choosing:
            parts = table.cells.parts
            row = next((at for at, part in enumerate(parts) if part in table.cells.differing), 0)
            table.choose(composes, row, review.picks.get(parts[row], 0) if parts else 0)
            if composes:
                table.setFocus(Qt.FocusReason.OtherFocusReason)
            else:
                self._panel.left.emit()
        table.cells.set_picks(review.picks)
        if review.card is not None and review.slips:
            self._panel.show_slips(review.card, review.slips)
        edits = self._editing.is_on
        asked = question(review)
        if edits and review.card is not None:
            asked = editing_words(review.card.card.kind, self._shown_key)
        self._panel.say(asked)
        self._panel.show_acts(rows_now(review, edits=edits, has_like=self._like is not None), self._shown_key)
        self.moded.emit()

    def decide(self, operation: Operation) -> Changes:
        """Run a decision; the reason that was written beside it goes into the case book with it."""
        reason, card, article = self._panel.reason_now(), self._reviewing.card, self._reviewing.article
        if reason and card is not None and article is not None:
            case = case_of(operation, card, article.article.text, reason)
            operation = Together(operation.title, (case, operation))  # undo is called after the last
        changes = self._reviewing.session.run(operation)
        if changes:
            self._panel.clear_reason()
        return changes

    def take_like_case(self) -> None:
        """Write the reason and the section of the like case beside the card.

        Raises:
            UserError: the case book holds none.
        """
        if self._like is None:
            raise UserError("The case book holds no case like this.", "R writes a reason, which becomes one.")
        self._panel.write_reason(self._like.reason, self._like.section)

    def compose_row(self, column: int) -> None:
        """While composing: take the part of the current row from a column, and go on to the next row that differs."""
        table = self._panel.table
        row = max(0, table.currentIndex().row())
        if column >= len(table.cells.columns):
            raise UserError(f"There is no version {column + 1}.", f"There are {len(table.cells.columns)}.")
        self._reviewing.pick(table.cells.parts[row], column)
        later = [at for at, part in enumerate(table.cells.parts) if part in table.cells.differing and at > row]
        to = later[0] if later else row
        table.setCurrentIndex(table.cells.index(to, self._reviewing.picks.get(table.cells.parts[to], column)))

    def _words_now(self) -> Words | None:
        article = self._reviewing.article
        if article is None:
            return None
        if self._words is None or self._words[0] is not article:
            project = self._reviewing.session.project
            self._works = self._works or project.lead.works
            self._words = (article, words_of(project, self._works, article))
        return self._words[1]

    def _on_session_changed(self, changes: Changes) -> None:
        if changes.events or changes.actors:
            self._words = self._works = None

    def _show_like(self) -> None:
        card, article = self._reviewing.card, self._reviewing.article
        self._like = None
        if card is not None and article is not None:
            self._like = likest(self._reviewing.session.project, card, article.article.text)
        self._panel.like.show_case(case_words(self._like))

    def _on_editing_changed(self) -> None:
        """While it is edited the draft is the card's first column."""
        card, value = self._reviewing.card, self._editing.value
        if card is not None and value is not None:
            self._panel.show_card(card, self._words_now(), draft=Column("", ("edited",), value))
        self.show_mode()

    def _on_cell_chosen(self, row: int, column: int) -> None:
        table = self._panel.table
        if self._reviewing.mode == "compose" and table.cells.columns[column].value is not None:
            self._reviewing.pick(table.cells.parts[row], column)
