"""`Reviewing`: what the Review place is about: the queue, the open article, the current card, and how one decides.

Its panels show it and its acts (`ui.acts.reviewing`) change it; whatever is decided goes through the session.
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from contextlib import contextmanager
from typing import Any, Literal

from PySide6.QtCore import QObject, Signal

from annotator.changes import Changes
from annotator.errors import UserError
from annotator.review.queue import WAITING, QueueRow, ReviewCard, ReviewedArticle
from ui.panels.review_place.parts import Column, columns_of, parts_of
from ui.session import Session

Mode = Literal["", "compose", "both", "slip", "edit"]
"""What the digits are for: a version, parts of several, two readings, a slip; or the card is being edited."""


WARMED_ARTICLES = 8
"""So many articles at a time are worked out while nobody acts."""


class Reviewing(QObject):
    """One for each window, made with the place."""

    queue_changed = Signal()
    article_changed = Signal(bool)
    """The open article was read; True if it is another one."""
    card_changed = Signal()
    mode_changed = Signal()

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.rows: list[QueueRow] = []
        """The queue, the weightiest first; an article stays where it is while one works it off."""
        self._weights: dict[str, float] = {}
        self.kind: str | None = None
        self.state: str | None = None
        """The kind of disagreement, and the state, that the queue is narrowed to: what one goes through."""
        self.article: ReviewedArticle | None = None
        self.card_id: str | None = None
        self.mode: Mode = ""
        self.picks: dict[str, int] = {}
        """While composing: part → column."""
        self.preferred: int | None = None
        """While both readings are kept: the number of the one that was chosen first."""
        self._is_leaving = False
        self.slips: frozenset[str] = frozenset()
        """Layers whose version is marked as a slip with the next decision on the card."""

    @property
    def review(self) -> Any:
        return self.session.project.lead.review

    # What is there

    @property
    def card(self) -> ReviewCard | None:
        return self.article.find(self.card_id) if self.article is not None and self.card_id else None

    def columns(self) -> list[Column]:
        return columns_of(self.card) if self.card is not None else []

    def disagreements(self) -> list[ReviewCard]:
        """The cards of the article that a lead settles or has settled, in reading order: the sample apart."""
        cards = self.article.cards if self.article else ()
        return [
            card
            for card in cards
            if card.state in ("open", "late", "conflict") or (card.state == "settled" and not card.card.is_agreed)
        ]

    def sample(self) -> list[ReviewCard]:
        """The agreed units of the article that a lead looks at or has looked at, in reading order."""
        cards = self.article.cards if self.article else ()
        return [card for card in cards if card.state == "sample" or (card.state == "settled" and card.card.is_agreed)]

    def settled(self) -> tuple[int, int]:
        """(settled, all) of `disagreements`."""
        return _settled(self.disagreements())

    def looked_at(self) -> tuple[int, int]:
        """(done, all) of what a lead looks at in the article: `disagreements` and `sample`."""
        return _settled([*self.disagreements(), *self.sample()])

    def place_of_card(self) -> tuple[int, int, bool]:
        """Which of how many is current, counted from 1, 0 for none; and whether it is of the sample."""
        disagreements, sample = self.disagreements(), self.sample()
        at = _at(sample, self.card_id)
        return (at, len(sample), True) if at else (_at(disagreements, self.card_id), len(disagreements), False)

    def card_of_unit(self, unit_id: str) -> str | None:
        """The id of the card that a unit of the shown article stands for."""
        if self.article is None:
            return None
        if self.article.find(unit_id) is not None:
            return unit_id
        from annotator.review.settling.gold import gold_of  # only a click asks

        told = gold_of(self.article.cards).provenance.get(unit_id)
        return told.card if told is not None else None

    # Going about

    def reload_queue(self) -> None:
        """Show the articles that are worked out so far, and as they were those that are being worked out again."""
        fresh = self.review.rows()
        done, total = self.review.known
        if done < total:
            known = {row.article for row in fresh}
            fresh += [row for row in self.rows if row.article not in known]
        for row in fresh:
            self._weights.setdefault(row.article, row.weight)
        self.rows = sorted(fresh, key=lambda row: (-self._weights[row.article], row.title))
        self.queue_changed.emit()

    def reorder(self) -> None:
        """Put the articles with most to settle first again."""
        self._weights = {}
        self.reload_queue()

    def warm(self, count: int = WARMED_ARTICLES) -> bool:
        """Work out some more articles of the queue. Gives whether nothing is left."""
        before = self.warmed
        is_done = self.review.warm(count)
        if self.warmed != before:
            self.reload_queue()
        return is_done

    @property
    def warmed(self) -> tuple[int, int]:
        """How many articles of the queue are worked out, and how many there are."""
        return self.review.known

    def open_article(self, article_id: str, card_id: str | None = None) -> None:
        """Open an article at a card, else at its first that waits, else at its first disagreement.

        The one that is open stays at its card.
        """
        is_other = self.article is None or self.article.article.id != article_id
        card_id = card_id or (None if is_other else self.card_id)
        try:
            article = self.review.article(article_id)
        except UserError as error:
            self.session.say_error(error)
            return
        self.article, self.card_id = article, None
        self.set_mode("")
        found = article.find(card_id) if card_id else None
        self.article_changed.emit(is_other)
        self.set_card(found.id if found is not None else self._first_card())

    def narrow(self, kind: str | None, state: str | None) -> None:
        """Go through what is of this kind, or in this state, alone; None for any."""
        self.kind, self.state = kind, state

    def is_wanted(self, card: ReviewCard) -> bool:
        """Whether a card waits, and is of what one goes through."""
        is_in_state = self.state not in WAITING or card.state == self.state
        return card.is_waiting and is_in_state and (self.kind is None or self.kind in card.card.kinds)

    def _has_work(self, row: QueueRow) -> bool:
        waiting = row.waiting.get(self.state, 0) if self.state in WAITING else sum(row.waiting.values())
        return bool(waiting) and (self.kind is None or bool(row.kinds.get(self.kind)))

    def set_card(self, card_id: str | None) -> None:
        self.set_mode("")
        self.slips = frozenset()
        self.card_id = card_id
        self.card_changed.emit()

    def step(self, by: int) -> bool:
        """Make the next (or, negative, the previous) card of the article current, whether it waits or not."""
        cards = list(self.article.cards) if self.article else []
        at = next((at for at, card in enumerate(cards) if card.id == self.card_id), -1 if by > 0 else len(cards))
        if not 0 <= at + by < len(cards):
            return False
        self.set_card(cards[at + by].id)
        return True

    def go_to_waiting(self, *, backwards: bool = False) -> bool:
        """Make the next card that waits current, in this article or in the next one of the queue that has some."""
        found = self._waiting_here(backwards=backwards)
        if found is not None:
            self.set_card(found)
            return True
        here = self.article.article.id if self.article else None
        ids, others = self._articles_with_work(besides=here)
        is_known = False
        while not others and not is_known:
            is_known = self.warm()
            ids, others = self._articles_with_work(besides=here)
        if not others:
            found = self._waiting_here(backwards=backwards, wrap=True)
            if found is not None:
                self.set_card(found)
            return found is not None
        at = ids.index(here) if here in ids else (len(ids) if backwards else -1)
        self.open_article(ids[(at + (-1 if backwards else 1)) % len(ids)])
        waiting = [card.id for card in self.article.cards if self.is_wanted(card)] if self.article else []
        if waiting:
            self.set_card(waiting[-1 if backwards else 0])
        return True

    # How one decides

    def prefer(self, number: int) -> None:
        """While both readings are kept: the version with this number is the preferred one."""
        self.preferred = number
        self.mode_changed.emit()

    def set_mode(self, mode: Mode) -> None:
        if mode != self.mode or mode:
            self.mode = mode
            self.preferred = None
            self.picks = self._first_picks() if mode == "compose" else {}
            self.mode_changed.emit()

    def pick(self, part: str, column: int) -> None:
        """While composing: take a part from a column."""
        columns = self.columns()
        if 0 <= column < len(columns) and columns[column].value is None:
            raise UserError("That version has nothing here.", "Choose a part from one that has.")
        self.picks = {**self.picks, part: column}
        self.mode_changed.emit()

    def refresh(self, changes: Changes) -> None:
        """Bring in what changed. A card that changed becomes current if it was undone from elsewhere."""
        here = self.article.article.id if self.article else None
        if not (changes.articles or changes.scheme or changes.added or changes.events or changes.actors):
            return
        self.reload_queue()
        if here is None:
            return
        if here in changes.articles or changes.scheme or changes.events or changes.actors:
            self.article = self.review.article(here)
            self.article_changed.emit(False)
            if self.card is None:
                self.card_id = self._nearest_to(self.card_id)
            if not self._is_leaving:
                self.card_changed.emit()

    @contextmanager
    def leaving(self) -> Generator[None]:
        """As long as it lasts the current card is not shown anew: the next one comes in its place at once."""
        self._is_leaving = True
        try:
            yield
        finally:
            self._is_leaving = False

    def follow(self, changes: Changes) -> None:
        """Go where an undone or redone batch was decided."""
        here = self.article.article.id if self.article else None
        if changes.articles and here not in changes.articles:
            known = [row.article for row in self.rows if row.article in changes.articles]
            if known:
                self.open_article(known[0])
        changed = [card.id for card in self.article.cards if card.id in changes.units] if self.article else []
        if changed and self.card_id not in changed:
            self.set_card(changed[0])

    def _first_card(self) -> str | None:
        assert self.article is not None
        wanted = [card for card in self.article.cards if self.is_wanted(card)]
        cards = wanted or self.article.waiting or self.disagreements() or list(self.article.cards)
        return cards[0].id if cards else None

    def _waiting_here(self, *, backwards: bool, wrap: bool = False) -> str | None:
        cards = list(self.article.cards) if self.article else []
        at = next((at for at, card in enumerate(cards) if card.id == self.card_id), None)
        if at is None:
            rest = cards[::-1] if backwards else cards
        else:
            rest = cards[:at][::-1] if backwards else cards[at + 1 :]
            if wrap:
                rest = [*rest, *(cards[at:][::-1] if backwards else cards[: at + 1])]
        return next((card.id for card in rest if self.is_wanted(card)), None)

    def _articles_with_work(self, *, besides: str | None) -> tuple[list[str], list[str]]:
        """The articles in which something waits, and those of them that are not `besides`."""
        ids = [row.article for row in self.rows if self._has_work(row)]
        return ids, [article for article in ids if article != besides]

    def _nearest_to(self, card_id: str | None) -> str | None:
        del card_id
        return self._first_card()

    def _first_picks(self) -> dict[str, int]:
        """Where composing begins: every part from the first version that has something."""
        card = self.card
        if card is None:
            return {}
        columns = self.columns()
        first = next((at for at, column in enumerate(columns) if column.value is not None), 0)
        return dict.fromkeys(parts_of(card), first)


def _settled(cards: Sequence[ReviewCard]) -> tuple[int, int]:
    return sum(not card.is_waiting for card in cards), len(cards)


def _at(cards: Sequence[ReviewCard], card_id: str | None) -> int:
    """The place of a card among these, counted from 1; 0 if it is none of them."""
    return next((at for at, card in enumerate(cards, 1) if card.id == card_id), 0)
