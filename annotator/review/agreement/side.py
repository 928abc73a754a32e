"""`Side`: what a layer submitted of an article, with what every pairing asks of it worked out once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence
from functools import cached_property
from itertools import combinations

from annotator.model import Span, Speaker, Statement
from annotator.review.agreement.model import EntityRow, SharedArticle, Submitted

BLIND = "blind"
"""The way of deciding of everything in an article that a layer was given without suggestions."""
NOTHING_TO_LINK = ""
"""What stands for the event of a statement of which a layer said that there is nothing to link."""


class Side:
    """One layer's work on one article, as one side of several pairings."""

    def __init__(self, submitted: Submitted) -> None:
        self.layer = submitted.layer
        self.passes = submitted.passes
        self.is_blind = submitted.is_blind
        self.entities: Sequence[EntityRow] = submitted.entities
        self.units = submitted.statements
        self.statements = [unit.value for unit in submitted.statements if isinstance(unit.value, Statement)]

    @cached_property
    def places(self) -> dict[tuple[int, int, str], int]:
        """(start, end, label) → index of the entity; fewer than entities where there are duplicates."""
        return {row[:3]: at for at, row in enumerate(self.entities)}

    @cached_property
    def contents(self) -> dict[Hashable, int | None]:
        """Content → index of the statement that has it, None where several do."""
        found: dict[Hashable, int | None] = {}
        for at, statement in enumerate(self.statements):
            found[statement.content] = None if statement.content in found else at
        return found

    @cached_property
    def labels(self) -> Counter[str]:
        """How many entities have which label."""
        return Counter([row.label for row in self.entities])

    @cached_property
    def types(self) -> Counter[str]:
        """How many statements are of which type."""
        return Counter([statement.type for statement in self.statements])

    @cached_property
    def entity_hows(self) -> list[str]:
        """How each entity was decided."""
        return [BLIND] * len(self.entities) if self.is_blind else [row.how for row in self.entities]

    @cached_property
    def statement_hows(self) -> list[str]:
        """How each statement was decided."""
        return [BLIND] * len(self.units) if self.is_blind else [unit.how for unit in self.units]

    @cached_property
    def mentions(self) -> list[frozenset[Span]]:
        """For each statement where all who speak are named."""
        return [frozenset(one.mention for one in speakers(each.speaker) if one.mention) for each in self.statements]

    @cached_property
    def actors(self) -> list[frozenset[str]]:
        """For each statement the actors that all who speak resolve to."""
        return [frozenset(one.actor for one in speakers(each.speaker) if one.actor) for each in self.statements]

    @cached_property
    def events(self) -> list[list[str]]:
        """For each statement the events of its links, `NOTHING_TO_LINK` where that was said."""
        return [
            [link.event for link in each.links] or ([NOTHING_TO_LINK] if each.nothing_to_link else [])
            for each in self.statements
        ]


def speakers(speaker: Speaker | None) -> Sequence[Speaker]:
    """All who speak."""
    return () if speaker is None else (speaker, *speaker.others)


def pairs_of(article: SharedArticle) -> list[tuple[Side, Side]]:
    """Each pair of the layers that submitted an article, by their names."""
    return list(combinations([Side(one) for one in sorted(article.submitted, key=lambda one: one.layer)], 2))
