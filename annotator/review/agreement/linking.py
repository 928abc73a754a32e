"""What the measures of links to events count: links of matched statements, relations, and who put what together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence
from typing import NamedTuple

from annotator.model import Statement
from annotator.review.agreement.counting import ALL, Count, Counts, statement_of
from annotator.review.agreement.pairing import Pairing

NOTHING_TO_LINK = ""
"""What stands for the event of a statement of which a layer said that there is nothing to link."""


class LinkedPair(NamedTuple):
    """A matched statement that both layers linked: the events of each."""

    a: frozenset[str]
    b: frozenset[str]


def links(pair: Pairing) -> Counts:
    """2 · links of matched statements to the same event / links of both. That nothing is to be linked counts as one."""
    if pair.both_did("links"):
        possible = sum(len(_events(statement_of(unit))) for unit in (*pair.a.statements, *pair.b.statements))
        agreed = sum(_common(_events(statement_of(a)), _events(statement_of(b))) for a, b in pair.statement_units)
        yield Count(ALL, 2 * agreed, possible)


def relations(pair: Pairing) -> Counts:
    """Links of matched statements to the same event with the same relation / all of them to the same event."""
    if pair.both_did("links"):
        agreed = same = 0
        for a, b in pair.statement_units:
            some, others = statement_of(a).links, statement_of(b).links
            agreed += _common([link.event for link in some], [link.event for link in others])
            same += _common(
                [(link.event, link.relation) for link in some], [(link.event, link.relation) for link in others]
            )
        yield Count(ALL, same, agreed)


def linked(pair: Pairing) -> list[LinkedPair]:
    """The matched statements that both layers linked to events."""
    if not pair.both_did("links"):
        return []
    found = [(statement_of(a).links, statement_of(b).links) for a, b in pair.statement_units]
    return [
        LinkedPair(frozenset(link.event for link in some), frozenset(link.event for link in others))
        for some, others in found
        if some and others
    ]


def _events(statement: Statement) -> list[str]:
    if statement.links:
        return [link.event for link in statement.links]
    return [NOTHING_TO_LINK] if statement.nothing_to_link else []


def _common(some: Sequence[Hashable], others: Sequence[Hashable]) -> int:
    """How many can be paired off as equal."""
    if len(some) <= 1 or len(others) <= 1:
        return int(any(one in others for one in some))
    return (Counter(some) & Counter(others)).total()
