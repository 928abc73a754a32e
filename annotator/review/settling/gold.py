"""What is gold of an article: its cards as units under ids that follow from their values, and how they came about.

Pure. Nothing of it is written to the journal: it is worked out anew from what layers and leads say. Which cards there
are is `annotator.review.settling.resolving`'s, what blocks a release `annotator.views.lead.review`'s.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from annotator.ids import derived_id, link_id, suggestion_id
from annotator.layers import GOLD
from annotator.model import PARTS, Entity, How, Statement
from annotator.review.queue import ReviewCard
from annotator.review.settling.standing import spans_of
from annotator.units import Unit
from annotator.work import sort_key

ENTITY_PARTS = frozenset(("span", "label", "actor", "state"))
STATEMENT_PARTS = frozenset(PARTS)
_encode = msgspec.json.Encoder(order="sorted").encode


class Provenance(msgspec.Struct, frozen=True):
    """How a unit of gold came about. `layers`: whose versions it was made of, `having`: those that have the unit.

    `card`: the id of the card; `by`, `time`: the lead who settled it, and when ("" where nobody had to); `choice`: how,
    see `settling.decided`; `batch`: the class of disagreements that it was settled with, "" for one by itself;
    `taken`: part → the layer that it was taken from; `late`: layers that have something else since. `is_checked`: a
    lead looked at it as one of the sample of agreed units.
    """

    card: str
    how: How
    layers: tuple[str, ...] = ()
    having: tuple[str, ...] = ()
    by: str = ""
    time: str = ""
    choice: str = ""
    batch: str = ""
    taken: Mapping[str, str] = {}
    late: tuple[str, ...] = ()
    is_checked: bool = False


class Gold(msgspec.Struct, frozen=True):
    """The gold of one article. `units` in reading order; the two mappings are by their ids.

    `alternatives`: the other readings that a lead kept, under the ids that their own values give. `waiting`: how many
    cards, none of which is among the units, still need a lead; late ones, which are, not counted.
    """

    article: str
    units: tuple[Unit, ...] = ()
    provenance: Mapping[str, Provenance] = {}
    alternatives: Mapping[str, tuple[Unit, ...]] = {}
    waiting: int = 0


class _Made(msgspec.Struct):
    """A card that is gold. `first`: the id that its value gives it; `id`: the one that it gets beside the others."""

    card: ReviewCard
    unit: Unit
    others: tuple[Entity | Statement, ...]
    first: str
    provenance: Provenance
    id: str = ""
    finished: Unit | None = None


def gold_of(cards: Sequence[ReviewCard]) -> Gold:
    """What is gold of one article as things stand: what leads settled, else what the rule makes of the layers.

    A unit's id is UUIDv5 of article, kind, spans, and label or type, as a suggestion's; where two units that differ
    otherwise have that in common, the later ones take a further part. So it is the same whatever the layers are called
    and in whatever order they came. Units of which one layer alone looked keep their ids and how they were decided.
    A parent is the gold unit of the card that it stands on; one that is not gold is none.
    """
    return GoldMaker().of(cards)


class GoldMaker:
    """Makes the gold of one article again and again: what comes of a card that has not changed is made once."""

    def __init__(self) -> None:
        self._made: dict[int, tuple[ReviewCard, _Made | None]] = {}

    def of(self, cards: Sequence[ReviewCard]) -> Gold:
        """See `gold_of`."""
        old = self._made
        # The card beside what was made of it keeps its identity from being another's.
        self._made = {id(card): old.get(id(card)) or (card, _made(card)) for card in cards}
        made = _with_ids(one for _, one in self._made.values() if one is not None)
        names = _Names(made)
        return Gold(
            article=cards[0].card.article if cards else "",
            units=tuple(sorted(_without_loops([_final(one, names.parent(one)) for one in made]), key=sort_key)),
            provenance={one.id: one.provenance for one in made},
            alternatives={one.id: _alternatives(one, names) for one in made if one.others},
            waiting=sum(card.state in ("open", "conflict") for card in cards),
        )


def _made(card: ReviewCard) -> _Made | None:
    others: tuple[Entity | Statement, ...] = ()
    if card.state in ("open", "conflict"):
        return None
    unit = card.proposed
    if card.decisions:
        decision = card.decisions[0]
        value, others = decision.value, decision.alternatives
        unit = Unit(value, "kept", _parts(value), "adjudicated") if value is not None else None
    if unit is None:
        return None
    first = unit.id if _is_single(card) else _value_id(card.card.article, unit.value)
    return _Made(card, unit, others, first, _provenance(card, unit.how))


def _parts(value: Entity | Statement) -> frozenset[str]:
    if isinstance(value, Entity):
        return ENTITY_PARTS
    return STATEMENT_PARTS if value.links or value.nothing_to_link else STATEMENT_PARTS - {"links"}


def _with_ids(made: Iterable[_Made]) -> list[_Made]:
    """With their final ids, what says the same twice once."""
    groups: dict[str, list[_Made]] = defaultdict(list)
    for one in made:
        groups[one.first].append(one)
    found: list[_Made] = []
    for first, group in groups.items():
        if len(group) == 1:
            group[0].id = first
            found += group
            continue
        values: dict[bytes, _Made] = {}
        for one in sorted(group, key=lambda one: (_told(one.unit.value), one.card.id)):
            values.setdefault(_told(one.unit.value), one)
        for number, (told, one) in enumerate(values.items()):
            one.id = first if number == 0 else derived_id("gold", first, told.decode())
        found += values.values()
    return found


def _is_single(card: ReviewCard) -> bool:
    return not card.decisions and card.card.is_alone


def _value_id(article: str, value: Entity | Statement) -> str:
    kind, name = ("entity", value.label) if isinstance(value, Entity) else ("statement", value.type)
    return suggestion_id(article, kind, [(span.start, span.end) for span in spans_of(value)], name)


def _told(value: Entity | Statement) -> bytes:
    """A value without the ids that depend on whose it was: equal bytes for what says the same."""
    if isinstance(value, Entity):
        return _encode([value.span, value.label, value.actor])
    links = sorted([link.event, link.relation, link.conditional] for link in value.links)
    return _encode([value.content, value.verbatim, value.type, value.cue, value.speaker, links])


class _Names:
    """Which gold unit an id in some layer, or on some card, became."""

    def __init__(self, made: Iterable[_Made]) -> None:
        self._of_layer: dict[tuple[str, str], str] = {}
        self._of_any: dict[str, str] = {}
        for one in made:
            if one.card.card.kind == "statement":
                self._note(one)

    def _note(self, made: _Made) -> None:
        card = made.card
        for settled in card.settles:
            if settled.subject and settled.layer != GOLD:
                self._of_layer[settled.layer, settled.subject] = made.id
                self._of_any.setdefault(settled.subject, made.id)
        for one in (made.id, card.id, card.card.id, made.unit.id, *(decision.id for decision in card.decisions)):
            self._of_any.setdefault(one, made.id)

    def parent(self, made: _Made, value: Entity | Statement | None = None) -> str | None:
        """The gold unit that the parent of a value (the unit's, without one) became."""
        value = value or made.unit.value
        if not isinstance(value, Statement) or value.parent is None:
            return None
        card = made.card
        taken = card.decisions[0].taken.get("parent") if card.decisions else None
        layers = [taken] if taken else []
        layers += [layer for layer, unit in card.card.members.items() if _parent_of(unit) == value.parent]
        for layer in layers:
            found = self._of_layer.get((layer, value.parent))
            if found is not None:
                return found if found != made.id else None
        found = self._of_any.get(value.parent)
        return found if found != made.id else None


def _parent_of(unit: Unit) -> str | None:
    return unit.value.parent if isinstance(unit.value, Statement) else None


def _final(made: _Made, parent: str | None) -> Unit:
    """The unit under its own id, inside the one that its parent became."""
    old = made.finished
    if old is not None and old.id == made.id and _parent_of(old) == parent:
        return old
    unit = made.unit
    value = _renamed(unit.value, made.id, parent)
    if _is_single(made.card):
        made.finished = msgspec.structs.replace(unit, value=value)
    else:
        made.finished = Unit(value, "kept", unit.decided, unit.how)
    return made.finished


def _renamed(value: Entity | Statement, own: str, parent: str | None) -> Entity | Statement:
    if isinstance(value, Entity):
        return msgspec.structs.replace(value, id=own)
    links = sorted(
        (
            msgspec.structs.replace(link, id=link_id(own, link.event, link.relation), statement=own)
            for link in value.links
        ),
        key=lambda link: (link.event, link.relation),
    )
    return msgspec.structs.replace(value, id=own, parent=parent, links=tuple(links))


def _alternatives(made: _Made, names: _Names) -> tuple[Unit, ...]:
    article = made.card.card.article
    return tuple(
        Unit(
            _renamed(value, _value_id(article, value), names.parent(made, value)), "kept", _parts(value), "adjudicated"
        )
        for value in made.others
    )


def _without_loops(units: Sequence[Unit]) -> list[Unit]:
    """With no statement inside itself: of parents that go round, which versions of several may, the last is none."""
    parents = {unit.id: parent for unit in units if (parent := _parent_of(unit)) is not None}
    cut: set[str] = set()
    for start in sorted(parents):
        trail, at = [start], parents.get(start)
        while at is not None and at not in trail:
            trail.append(at)
            at = None if at in cut else parents.get(at)
        if at is not None:
            cut.add(max(trail[trail.index(at) :]))
    return [_without_parent(unit) if unit.id in cut else unit for unit in units]


def _without_parent(unit: Unit) -> Unit:
    return msgspec.structs.replace(unit, value=msgspec.structs.replace(unit.value, parent=None))


def _provenance(card: ReviewCard, how: How) -> Provenance:
    decision = card.decisions[0] if card.decisions else None
    known = {settled.layer for settled in card.settles if settled.layer != GOLD}
    having = {settled.layer for settled in card.settles if settled.subject and settled.layer != GOLD}
    told = Provenance(card.id, how, tuple(sorted(known)), tuple(sorted(having)), late=card.late)
    if decision is None:
        return told
    return msgspec.structs.replace(
        told,
        by=decision.author,
        time=decision.time,
        choice=decision.choice,
        batch=decision.batch,
        taken=decision.taken,
        is_checked=decision.sampled,
    )
