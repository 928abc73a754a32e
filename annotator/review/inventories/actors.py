"""Which actor of one annotator is another's: by their names, and by the mentions resolved to both. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import msgspec

from annotator.model import Actor
from annotator.proposals.actors import ActorCount, pair_id, propose_same_actors
from annotator.review.inventories.model import LEAST_SCORE, Aligning
from annotator.review.inventories.overlaps import Overlaps, Place
from annotator.wording import counted

MENTIONS = 0.75
"""How likely two actors are one where all mentions that both annotators resolved are the same. By judgement."""


class InventoriedActor(msgspec.Struct, frozen=True):
    """An actor of the inventories with all that is aligned with it; its names are those of all of them.

    `layers`: whose it is, `project` for published; `mentions`: layer → the places resolved to it; `articles`: in how
    many.
    """

    actor: Actor
    layers: frozenset[str]
    mentions: Mapping[str, tuple[Place, ...]] = {}
    articles: int = 0


def propose_same(actors: Sequence[InventoriedActor], *, apart: Collection[str] = frozenset()) -> list[Aligning]:
    """The pairs that may be one, the likeliest first; `apart` are the ids of pairs that are different.

    Also two of one annotator: nobody was asked to find out.
    """
    known = {each.actor.id: each for each in actors}
    overlaps = Overlaps({each.actor.id: each.mentions for each in actors})
    named = propose_same_actors([ActorCount(each.actor, each.articles) for each in actors], dismissed=apart)
    found: dict[tuple[str, str], tuple[float, list[str]]] = {}
    for each in named:
        one, other = each.actors
        reason = "the same name" if one.name == other.name else each.reason
        found[one.id, other.id] = (each.score, [reason])
    for pair in sorted(overlaps.pairs()):
        ordered = next((turned for turned in (pair, pair[::-1]) if turned in found), None)
        if ordered is None and pair_id(*pair) in apart:
            continue
        one, other = ordered or _in_order(known[pair[0]], known[pair[1]])
        shared = overlaps.shared(one, other)
        score, reasons = found.get((one, other), (0.0, []))
        by_mentions = MENTIONS * 2 * shared.common / (shared.first + shared.second) * (1 - 0.5**shared.common)
        said = f"{counted(shared.common, 'mention')} in common"
        found[one, other] = (1 - (1 - score) * (1 - by_mentions), [said, *reasons])
    ranked = [
        Aligning("actor", "same", one, other, round(score, 4), tuple(reasons))
        for (one, other), (score, reasons) in found.items()
        if score >= LEAST_SCORE
    ]
    return sorted(ranked, key=lambda each: (-each.score, each.one, each.other))


def _in_order(one: InventoriedActor, other: InventoriedActor) -> tuple[str, str]:
    """The one that stays and the other: the one in more articles, with the longer name."""

    def weight(each: InventoriedActor) -> tuple[int, int, str]:
        return -each.articles, -len(each.actor.name), each.actor.id

    first, second = sorted((one, other), key=weight)
    return first.actor.id, second.actor.id
