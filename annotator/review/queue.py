"""What the Review place shows: the queue of articles, and one article's cards with their versions. Structs only.

`annotator.views.lead.review` fills them.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Literal

import msgspec

from annotator.model import Article, Entity, Statement
from annotator.review.model import Card, LayerWork
from annotator.review.settling.decided import GoldDecision, Settled
from annotator.units import Unit

CardState = Literal["agreed", "sample", "open", "late", "conflict", "settled"]
"""`agreed`: gold by the rule; `sample`: agreed, and the lead should look all the same; `open`: to be settled; `late`:
settled, and a version was changed since, or came; `conflict`: two leads settled it differently; `settled`."""
WAITING: tuple[CardState, ...] = ("open", "late", "conflict", "sample")


class Version(msgspec.Struct, frozen=True, gc=False):
    """One reading of a card and who has it. `value` is None for who looked and has none. The first has the key 1."""

    layers: tuple[str, ...]
    names: tuple[str, ...]
    """As they are shown: letters shuffled for each article, or the annotators' names."""
    value: Entity | Statement | None


class ReviewCard(msgspec.Struct, frozen=True):
    """A card as a lead sees it. `proposed`: what the rule makes of it, None where it makes nothing.

    `decisions`: the lead's, of which a conflict has several; `weight`: how much the layers differ, for the order of
    the queue. `settles`: what a decision on it settles; `late`: the layers whose version came or changed since it was
    settled, or went. `key`: its id, where that is not the one that its members give: a card that was settled keeps the
    one that it was settled by.
    """

    card: Card
    state: CardState
    versions: tuple[Version, ...]
    decisions: tuple[GoldDecision, ...] = ()
    proposed: Unit | None = None
    weight: float = 1.0
    settles: tuple[Settled, ...] = ()
    late: tuple[str, ...] = ()
    key: str = ""

    @property
    def id(self) -> str:
        return self.key or self.card.id

    @property
    def is_waiting(self) -> bool:
        """Whether it needs a lead."""
        return self.state in WAITING


class ReviewedArticle(msgspec.Struct, frozen=True, dict=True):
    """One article under review: `cards` in reading order, `gold` what is gold as things stand, `names` as shown."""

    article: Article
    works: tuple[LayerWork, ...]
    cards: tuple[ReviewCard, ...]
    gold: tuple[Unit, ...]
    names: Mapping[str, str] = {}

    @property
    def waiting(self) -> list[ReviewCard]:
        return [card for card in self.cards if card.is_waiting]

    def find(self, card_id: str) -> ReviewCard | None:
        return self._by_id.get(card_id)

    @cached_property
    def _by_id(self) -> dict[str, ReviewCard]:
        """A window asks for its current card dozens of times for one that is decided."""
        return {card.id: card for card in reversed(self.cards)}


class QueueRow(msgspec.Struct, frozen=True):
    """An article in the queue. `waiting` counts cards by state, `kinds` the disagreements that wait by kind.

    `settled` counts the disagreements that do not wait again; agreed units that a lead looked at are none.
    """

    article: str
    title: str
    submitted: tuple[str, ...]
    waiting: Mapping[str, int] = {}
    settled: int = 0
    weight: float = 0.0
    kinds: Mapping[str, int] = {}

    @property
    def open(self) -> int:
        """How many disagreements wait for a lead, the sample of agreed units apart."""
        return sum(count for state, count in self.waiting.items() if state != "sample")
