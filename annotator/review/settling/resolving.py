"""How a lead's decisions meet what several layers have of an article: the cards as they stand. Pure.

What a live decision has settled belongs to that decision whatever else comes. What came or changed since is laid beside
it: what is as was decided needs nobody, what is not makes the card late, and what is decided stays decided. Everything
else is a card as `annotator.review.comparing` makes it. What is gold of it all is told by `settling.gold`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from annotator.layers import GOLD
from annotator.model import Statement
from annotator.review.comparing.comparison import compare
from annotator.review.comparing.kinds import kinds_of, weight_of
from annotator.review.comparing.parts import Context, alike, parts_of
from annotator.review.comparing.readings import readings
from annotator.review.model import Card, Comparison, LayerWork
from annotator.review.queue import CardState, ReviewCard, Version
from annotator.review.settings import ReviewSettings
from annotator.review.settling.decided import GoldDecision, Settled
from annotator.review.settling.laying import Laid, Layout
from annotator.review.settling.rules import by_rule
from annotator.review.settling.standing import Node, Standing, standings
from annotator.units import Unit

STATE_WEIGHTS: Mapping[CardState, float] = {"conflict": 2.0, "late": 0.5, "open": 0.1, "sample": 0.05}
"""What a card that waits counts beside its kinds of disagreement. Two leads who contradict each other come first, since
nobody else can settle that; a late card is gold meanwhile, and counts at least half a missed unit all the same; where
the rule is that nothing is gold by itself, what all agree on counts little, and least of all what is only a check."""

Names = Mapping[str, str]
NO_NAMES: Names = {}
Works = Mapping[str, LayerWork]
Made = tuple[str, tuple[Node, ...], tuple[int, ...], tuple[str | None, ...]]
"""What a card was made of: its id, its units, its decisions by identity, the cards of its parents."""


def resolve(
    works: Sequence[LayerWork],
    decisions: Sequence[GoldDecision],
    settings: ReviewSettings,
    *,
    sample: frozenset[str] = frozenset(),
    names: Names = NO_NAMES,
) -> tuple[ReviewCard, ...]:
    """The cards of one article in reading order, with what was decided of them and what still waits.

    `works`: the layers that submitted it, with the decisions behind their units; `decisions`: the live ones of the
    layer `gold`, several of one id where they contradict each other; `sample`: ids of agreed cards to be looked at;
    `names`: layer → the name to show. The same for any order of `works` and `decisions`.
    """
    return Resolver(works, compare(works), settings, sample=sample, names=names).cards(decisions)


class Resolver:
    """Lays decisions over one article's layers again and again: cards that a decision leaves alone are made once."""

    def __init__(
        self,
        works: Sequence[LayerWork],
        comparison: Comparison,
        settings: ReviewSettings,
        *,
        sample: frozenset[str] = frozenset(),
        names: Names = NO_NAMES,
    ) -> None:
        self._works: Works = {work.layer: work for work in works}
        self._settings = settings
        self._sample = sample
        self._names = names
        self._layout = Layout(comparison, works)
        self._context = Context(())
        self._keys: dict[str, str] = {}
        self._shown: dict[tuple[str, ...], tuple[tuple[str, ...], tuple[str, ...]]] = {}
        """Layers in the order in which they are shown, and their names."""
        self._made: dict[Made, tuple[Laid, ReviewCard]] = {}

    def cards(self, decisions: Sequence[GoldDecision]) -> tuple[ReviewCard, ...]:
        """See `resolve`. A card is the very one of the last time where nothing about it has changed."""
        laid = self._layout.lay(standings(decisions))
        self._context = Context(one.card for one in laid if one.card.kind == "statement")
        self._keys = {one.id: one.card.id for one in laid if one.card.kind == "statement"}
        self._keys |= {key: key for key in self._keys.values()}
        old, self._made = self._made, {}
        for one in laid:
            key = self._key(one)
            found = old.get(key)
            # What the key names by identity is kept alive by what was made of it.
            self._made[key] = found if found is not None else (one, self._card(one))
        return tuple(card for _, card in self._made.values())

    def _key(self, laid: Laid) -> Made:
        """Everything that a card depends on and that may change."""
        card, standing = laid.card, laid.standing
        decisions = tuple(map(id, standing.decisions)) if standing else ()
        if card.kind == "entity":
            return laid.id, laid.nodes, decisions, ()
        parents = [
            self._context.card_of(layer, unit.value.parent)
            for layer, unit in card.members.items()
            if isinstance(unit.value, Statement) and unit.value.parent
        ]
        for decision in standing.decisions if standing else ():
            if isinstance(decision.value, Statement) and decision.value.parent:
                parents.append(self._parent_key(decision, decision.value.parent))
        return laid.id, laid.nodes, decisions, tuple(parents)

    def _card(self, laid: Laid) -> ReviewCard:
        if not laid.is_whole:
            card = laid.card
            laid = laid.with_kinds(kinds_of(card, self._context) if not card.is_alone else ())
        return self._settled(laid, laid.standing) if laid.standing else self._plain(laid)

    def _plain(self, laid: Laid) -> ReviewCard:
        card = laid.card
        ruling = by_rule(card, self._settings, self._context) if not card.is_alone else None
        proposed = ruling.unit if ruling else None
        if card.is_alone:
            (proposed,) = card.members.values()
        state: CardState = "agreed" if ruling or proposed else "open"
        if state == "agreed" and laid.id in self._sample:
            state = "sample"
        everybody = tuple(card.members) if card.is_agreed and proposed is not None and not card.absent else ()
        return ReviewCard(
            card=card,
            state=state,
            versions=(self._version(everybody, proposed),) if everybody else tuple(self._versions(card)),
            proposed=proposed,
            weight=_weight(state, card.kinds),
            settles=self._all_versions(card),
            key=laid.id,
        )

    def _settled(self, laid: Laid, standing: Standing) -> ReviewCard:
        card = laid.card
        late = self._late(laid, standing)
        state: CardState = "conflict" if self._contradict(standing.decisions) else "late" if late else "settled"
        ruling = by_rule(card, self._settings, self._context) if GOLD not in card.members else None
        return ReviewCard(
            card=card,
            state=state,
            versions=tuple(self._with_gold(self._versions(card), card, standing.decisions)),
            decisions=standing.decisions,
            proposed=ruling.unit if ruling else None,
            weight=_weight(state, card.kinds),
            settles=self._settles(card, laid.claimed, standing),
            late=late,
            key=laid.id,
        )

    # What is decided, and what came since

    def _late(self, laid: Laid, standing: Standing) -> tuple[str, ...]:
        """The layers whose version came, changed or went since, and is not as was decided."""
        card, decision = laid.card, standing.decision
        found: set[str] = set()
        for layer, unit in card.members.items():
            if layer == GOLD:
                continue
            # What was undone since changes a version as much as what was added.
            is_known = standing.settled.get((layer, unit.id)) == frozenset(self._heads(layer, unit.id))
            if not is_known and not self._is_as_decided(card, layer, decision):
                found.add(layer)
        if decision.value is not None:
            found |= {layer for layer, subject in standing.settled if subject and self._has_gone(layer, card)}
        return tuple(sorted(found))

    def _has_gone(self, layer: str, card: Card) -> bool:
        """Whether a layer that had it looked again and has it no more."""
        work = self._works.get(layer)
        return work is not None and work.did(card.kind) and layer not in card.members

    def _is_as_decided(self, card: Card, layer: str, decision: GoldDecision) -> bool:
        if decision.value is None:
            return False
        return alike(self._context.parts(card, layer), self._parts(decision))

    def _contradict(self, decisions: Sequence[GoldDecision]) -> bool:
        first, *others = decisions
        return any(not self._is_same(first, other) for other in others)

    def _is_same(self, one: GoldDecision, other: GoldDecision) -> bool:
        if one.value is None or other.value is None:
            return one.value is other.value
        mine, theirs = self._parts(one), self._parts(other)
        return mine == theirs and len(one.alternatives) == len(other.alternatives)

    def _parts(self, decision: GoldDecision) -> dict[str, object]:
        """The decided value by part, its parent as the card that it stands on."""
        value = decision.value
        assert value is not None
        parent = getattr(value, "parent", None)
        return parts_of(value, {parent: self._parent_key(decision, parent)} if parent else None)

    def _parent_key(self, decision: GoldDecision, parent: str) -> str | None:
        """The card that the parent stands on, by the id that it has in some layer, or on a card."""
        own = decision.taken.get("parent")
        for layer in ([own] if own else []) + sorted(self._works):
            found = self._context.card_of(layer, parent)
            if found is not None:
                return found
        return self._keys.get(parent) or self._context.card_of(GOLD, parent)

    # What is shown, and what a decision would settle

    def _versions(self, card: Card) -> Iterable[Version]:
        if tuple(card.members) == (GOLD,):
            return
        for reading in readings(card, self._context):
            yield self._version(reading.layers, reading.unit)

    def _version(self, layers: tuple[str, ...], unit: Unit | None) -> Version:
        shown = self._shown.get(layers)
        if shown is None:
            named = sorted((self._names.get(layer, layer), layer) for layer in layers)
            shown = tuple(layer for _, layer in named), tuple(name for name, _ in named)
            self._shown[layers] = shown
        return Version(*shown, unit.value if unit else None)

    def _with_gold(
        self, versions: Iterable[Version], card: Card, decisions: Sequence[GoldDecision]
    ) -> Iterable[Version]:
        """The versions, what is gold among them where it is the same, else behind them: their keys stay."""
        left = list(decisions)
        for version in versions:
            same = next((one for one in left if self._is_version(one, version, card)), None)
            if same is None:
                yield version
                continue
            left.remove(same)
            name = self._gold_name(same, decisions)
            yield Version((GOLD, *version.layers), (name, *version.names), version.value)
        for decision in left:
            yield Version((GOLD,), (self._gold_name(decision, decisions),), decision.value)

    def _is_version(self, decision: GoldDecision, version: Version, card: Card) -> bool:
        if decision.value is None or version.value is None:
            return decision.value is version.value
        return any(
            layer != GOLD and alike(self._context.parts(card, layer), self._parts(decision)) for layer in version.layers
        ) and all(alike(self._context.parts(card, layer), self._parts(decision)) for layer in version.layers)

    @staticmethod
    def _gold_name(decision: GoldDecision, decisions: Sequence[GoldDecision]) -> str:
        return f"{GOLD} ({decision.author})" if len(decisions) > 1 and decision.author else GOLD

    def _all_versions(self, card: Card) -> tuple[Settled, ...]:
        """Every version as it is now: what a first decision on the card settles."""
        found = [Settled(layer, unit.id, self._heads(layer, unit.id)) for layer, unit in card.members.items()]
        return tuple(sorted([*found, *map(Settled, card.absent)]))

    def _settles(self, card: Card, claimed: Iterable[tuple[str, str]], standing: Standing) -> tuple[Settled, ...]:
        """Every version as it is now; of a layer that is not here, what was settled of it; and other leads' words."""
        nodes = {*claimed, *((layer, unit.id) for layer, unit in card.members.items() if layer != GOLD)}
        found = {Settled(layer, subject, self._heads(layer, subject)) for layer, subject in nodes}
        found |= {Settled(layer) for layer in card.absent if layer not in {layer for layer, _ in nodes}}
        found |= {
            Settled(layer, subject, tuple(sorted(heads)))
            for (layer, subject), heads in standing.settled.items()
            if layer not in self._works
        }
        found |= {Settled(GOLD, one.id, one.heads) for one in standing.decisions if one.id != standing.id}
        return tuple(sorted(found))

    def _heads(self, layer: str, subject: str) -> tuple[str, ...]:
        return self._works[layer].heads.get(subject, ())


def _weight(state: CardState, kinds: Sequence[str]) -> float:
    if state in ("agreed", "settled"):
        return 0.0
    if state == "conflict":
        return STATE_WEIGHTS[state] + weight_of(kinds)
    return max(STATE_WEIGHTS[state], weight_of(kinds) if state != "sample" else 0.0)
