"""What the measures of links to events count: links of matched statements, relations, and who put what together."""

from __future__ import annotations

from annotator.review.agreement.b3 import Kind
from annotator.review.agreement.counting import ALL, Count, Counts, common
from annotator.review.agreement.pairing import Pairing


def links(pair: Pairing) -> Counts:
    """2 · links of matched statements to the same event / links of both. That nothing is to be linked counts as one."""
    if pair.both_did("links"):
        a, b = pair.a.events, pair.b.events
        agreed = sum(common(a[i], b[j]) for i, j in pair.statements)
        yield Count(ALL, 2 * agreed, sum(map(len, a)) + sum(map(len, b)))


def relations(pair: Pairing) -> Counts:
    """Links of matched statements to the same event with the same relation / all of them to the same event."""
    if pair.both_did("links"):
        agreed = same = 0
        for one, other in pair.matched:
            if one.links and other.links:
                agreed += common([link.event for link in one.links], [link.event for link in other.links])
                same += common(
                    [(link.event, link.relation) for link in one.links],
                    [(link.event, link.relation) for link in other.links],
                )
        yield Count(ALL, same, agreed)


def linked(pair: Pairing) -> list[Kind]:
    """The matched statements that both layers linked to events: the events of each."""
    if not pair.both_did("links"):
        return []
    return [
        (frozenset(link.event for link in one.links), frozenset(link.event for link in other.links))
        for one, other in pair.matched
        if one.links and other.links
    ]
