"""What becomes gold without a lead: what all say, what enough of them say, or nothing. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, Literal

import msgspec

from annotator.model import Link, Statement
from annotator.review.comparing.parts import Context
from annotator.review.comparing.readings import merged, put_together, with_statement
from annotator.review.model import Card
from annotator.review.settings import ReviewSettings
from annotator.units import Unit

LinkValue = tuple[str, str, bool]


class Ruling(msgspec.Struct, frozen=True):
    """What the rule makes of a card: a unit, or None where it is ruled out."""

    unit: Unit | None
    how: Literal["unanimous", "rule"]


def by_rule(card: Card, settings: ReviewSettings, context: Context | None = None) -> Ruling | None:
    """What the project's rule makes of a card; None where a lead has to settle it, or only one layer looked.

    Unanimous: all who looked have it, and whatever several of them decided is the same; a part that only some decided
    is theirs. Majority of at least k: at least k have it and more than have it not, and each part, and each link, is as
    at least k say and more than say anything else, or nobody who decided it says otherwise; where at least k have it
    not, and more than have it, it is ruled out. `context` tells parents apart; without it a card on which they differ
    is left to the lead.
    """
    if settings.rule == "none" or card.is_alone:
        return None
    context = context or Context([card])
    enough = settings.at_least if settings.rule == "majority" else 1
    if card.is_agreed and len(card.members) >= enough:
        unit = merged(card, context, sorted(card.members))
        return Ruling(msgspec.structs.replace(unit, how="unanimous"), "unanimous")
    if settings.rule != "majority":
        return None
    have, lack = len(card.members), len(card.absent)
    if lack >= enough and lack > have:
        return Ruling(None, "rule")
    if have < enough or have <= lack:
        return None
    unit = _voted(card, context, enough)
    return Ruling(msgspec.structs.replace(unit, how="rule"), "rule") if unit else None


def _voted(card: Card, context: Context, enough: int) -> Unit | None:
    """The unit that the votes on each part make; None where some part has too few."""
    parts = {layer: context.parts(card, layer) for layer in sorted(card.members)}
    source: dict[str, Unit] = {}
    for part in dict.fromkeys(part for own in parts.values() for part in own if part != "links"):
        votes = {layer: own[part] for layer, own in parts.items() if part in own}
        chosen = _winner(list(votes.values()), enough)
        if chosen is not None:
            source[part] = card.members[next(layer for layer in votes if votes[layer] == chosen[0])]
        elif part != "verbatim":
            return None
    unit = put_together(card, source, card.members[next(iter(parts))])
    if isinstance(unit.value, Statement) and not _holds_together(unit.value, source):
        return None
    return _with_links(unit, card, [own["links"] for own in parts.values() if "links" in own], enough)


def _winner(votes: Sequence[Any], enough: int) -> tuple[Any] | None:
    """The value that wins, in a tuple since it may be None; None where none does."""
    (value, most), *others = Counter(votes).most_common(2)
    if not others or (most >= enough and most > others[0][1]):
        return (value,)
    return None


def _holds_together(statement: Statement, source: Mapping[str, Unit]) -> bool:
    """Whether what is verbatim was agreed on and lies in a content that others may have brought."""
    if statement.type != "mixed":
        return True
    inside = all(any(one.covers(span) for one in statement.content) for span in statement.verbatim)
    return "verbatim" in source and inside


def _with_links(unit: Unit, card: Card, said: Sequence[Sequence[LinkValue]], enough: int) -> Unit | None:
    """The unit with the links that win, each voted on by itself; None where the votes on one are too few."""
    if not said:
        return unit
    assert isinstance(unit.value, Statement)
    links: list[Link] = []
    for one in sorted({link for own in said for link in own}):
        chosen = _winner([one in own for own in said], enough)
        if chosen is None:
            return None
        if chosen[0]:
            links.append(Link("", "", *one))
    value = msgspec.structs.replace(unit.value, links=with_statement(card.id, links), nothing_to_link=not links)
    return msgspec.structs.replace(unit, value=value, decided=unit.decided | {"links"})
