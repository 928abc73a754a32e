"""What a kind of disagreement is: a name, a title, the units it is about, and a function that sees it on a card."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from annotator.model import Kind
from annotator.review.comparing.parts import Context
from annotator.review.model import Card

Differs = Callable[[Card, Context], bool]
BOTH: tuple[Kind, ...] = ("entity", "statement")
STATEMENTS: tuple[Kind, ...] = ("statement",)


class DisagreementKind(msgspec.Struct, frozen=True):
    """One way in which layers differ on a unit. `units`: of which kind; `parts`: those that it is about, none for all.

    `weight`: how much it counts in the order of the queue, against 1.0 for a missed unit.
    """

    name: str
    title: str
    units: tuple[Kind, ...]
    differs: Differs
    parts: tuple[str, ...] = ()
    weight: float = 1.0


def in_parts(*parts: str) -> Differs:
    """Whether two layers that decided one of these parts decided it differently, as a function."""

    def differs(card: Card, context: Context) -> bool:
        return context.differ_in(card, *parts)

    return differs
