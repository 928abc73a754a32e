"""Which of a lead's decisions speak of one place, and which of them still stand. Pure.

Two leads may settle one disagreement under different ids, where their copies held different layers. What each decision
settles tells that: it names the units. What the rest of the article makes of it is told by `resolving`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from annotator.layers import GOLD
from annotator.model import Entity, Span, Statement
from annotator.review.comparing.matching import shared_chars
from annotator.review.settling.decided import GoldDecision, Settled

Node = tuple[str, str]
"""(layer, unit id); the id is "" for a layer that looked and has none."""
HALF = 0.5


class Standing(msgspec.Struct, frozen=True):
    """The decisions on one place, those of the smallest id first. `settled`: node → the decisions that were settled."""

    decisions: tuple[GoldDecision, ...]
    settled: Mapping[Node, frozenset[str]]

    @property
    def id(self) -> str:
        """What the place goes by: two leads who settle it on two copies decide one subject."""
        return self.decisions[0].id

    @property
    def decision(self) -> GoldDecision:
        """The one that counts where all agree."""
        return self.decisions[0]

    def knows(self, layer: str) -> bool:
        """Whether the layer was among those that were settled."""
        return any(one == layer for one, _ in self.settled)


def standings(decisions: Iterable[GoldDecision]) -> list[Standing]:
    """The places that the decisions on an article settle, in the order of their ids.

    Decisions of one id are readings of one that contradict each other. Those of several ids are on one place if they
    settle one unit, or stand over the same words and no layer tells them apart.
    """
    live = _live(list(decisions))
    leader = {one.id: one.id for one in live}

    def find(one: str) -> str:
        while leader[one] != one:
            one = leader[one]
        return one

    for one, other in [*_sharing(live), *_competing(live)]:
        first, second = sorted((find(one), find(other)))
        leader[second] = first
    groups: dict[str, list[GoldDecision]] = defaultdict(list)
    for decision in sorted(live, key=lambda one: one.id):
        groups[find(decision.id)].append(decision)
    return [Standing(tuple(group), _settled(group)) for _, group in sorted(groups.items())]


def spans_of(value: Entity | Statement | None) -> tuple[Span, ...]:
    """The spans of an entity, or of a statement's content; none of nothing."""
    if value is None:
        return ()
    return (value.span,) if isinstance(value, Entity) else value.content


def _live(decisions: Sequence[GoldDecision]) -> list[GoldDecision]:
    """Without those that a later decision on another id settled. Two that settled each other both stand."""
    ended: dict[str, set[str]] = defaultdict(set)
    for decision in decisions:
        for settled in decision.settles:
            if settled.layer == GOLD and _is_known(decisions, settled):
                ended[decision.id].add(settled.subject)
    over = {old for new, olds in ended.items() for old in olds if new not in ended.get(old, ())}
    return [decision for decision in decisions if decision.id not in over]


def _is_known(decisions: Sequence[GoldDecision], settled: Settled) -> bool:
    """Whether nothing was decided under that id since it was settled."""
    return any(one.id == settled.subject and set(one.heads) <= set(settled.decisions) for one in decisions)


def _settled(group: Sequence[GoldDecision]) -> dict[Node, frozenset[str]]:
    found: dict[Node, frozenset[str]] = {}
    for decision in group:
        for one in decision.settles:
            node = (one.layer, one.subject)
            found[node] = found.get(node, frozenset()) | frozenset(one.decisions)
    return found


def _sharing(decisions: Sequence[GoldDecision]) -> list[tuple[str, str]]:
    """The pairs of ids that settle one unit."""
    first: dict[Node, str] = {}
    found: list[tuple[str, str]] = []
    for decision in decisions:
        for one in decision.settles:
            if one.subject and one.layer != GOLD:
                before = first.setdefault((one.layer, one.subject), decision.id)
                if before != decision.id:
                    found.append((before, decision.id))
    return found


def _competing(decisions: Sequence[GoldDecision]) -> list[tuple[str, str]]:
    """The pairs of ids that were settled on copies with other layers, over the same words."""
    asked = {one.id: frozenset(settled.layer for settled in one.settles) for one in decisions}
    found: list[tuple[str, str]] = []
    open_ones: list[tuple[int, GoldDecision]] = []
    for start, end, decision in sorted(_places(decisions), key=lambda place: (place[0], place[2].id)):
        open_ones = [(last, one) for last, one in open_ones if last > start]
        found += [
            (one.id, decision.id)
            for _, one in open_ones
            if one.kind == decision.kind
            and asked[one.id] != asked[decision.id]
            and _overlap(one, decision)
            and not _told_apart(one, decision)
        ]
        open_ones.append((end, decision))
    return found


def _places(decisions: Sequence[GoldDecision]) -> list[tuple[int, int, GoldDecision]]:
    spans = [(spans_of(one.place), one) for one in decisions]
    return [(own[0].start, own[-1].end, one) for own, one in spans if own]


def _overlap(one: GoldDecision, other: GoldDecision) -> bool:
    mine, theirs = spans_of(one.place), spans_of(other.place)
    total = sum(span.end - span.start for span in (*mine, *theirs))
    return total > 0 and 2 * shared_chars(mine, theirs) / total >= HALF


def _told_apart(one: GoldDecision, other: GoldDecision) -> bool:
    """Whether a layer that both asked has a unit of one of them: it saw that they are two."""
    mine = {settled.layer: settled.subject for settled in one.settles}
    theirs = {settled.layer: settled.subject for settled in other.settles}
    return any(mine[layer] or theirs[layer] for layer in (mine.keys() & theirs.keys()) - {GOLD})
