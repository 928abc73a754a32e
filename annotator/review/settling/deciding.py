"""What a lead can decide of a card: each act as the decision that it makes. Pure; `annotator.operations` writes it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

import msgspec

from annotator.errors import Invalid
from annotator.ids import card_id, suggestion_id
from annotator.layers import GOLD
from annotator.model import Entity, Kind, Statement
from annotator.review.comparing.kinds import PARTS_SHOWN
from annotator.review.comparing.readings import put_together
from annotator.review.queue import ReviewCard, ReviewedArticle, Version
from annotator.review.settling.decided import Choice, GoldDecision, Settled
from annotator.review.settling.standing import spans_of
from annotator.units import Unit

Value = Entity | Statement
NOBODY: tuple[str, ...] = ()


def take(card: ReviewCard, version: Version, *, slips: Collection[str] = NOBODY, batch: str = "") -> GoldDecision:
    """Take a version as it is. That of gold stays as it was decided; of who has none: the unit is not gold."""
    if GOLD in version.layers:
        old = next((one for one in card.decisions if _is_same(one.value, version.value)), None)
        if old is not None:
            return _again(card, old, slips)
    choice: Choice = "version" if version.value is not None else "none"
    layer = next((layer for layer in version.layers if layer != GOLD), "")
    taken = dict.fromkeys(PARTS_SHOWN[card.card.kind], layer) if version.value is not None and layer else {}
    return _decision(card, version.value, choice, taken=taken, slips=slips, batch=batch)


def compose(card: ReviewCard, parts: Mapping[str, Version | str], *, slips: Collection[str] = NOBODY) -> GoldDecision:
    """Parts of several versions put together: part → a version, or the layer that has it.

    Parts that are not named are those of the first version that has a value.

    Raises:
        Invalid: a part is unknown, or nobody has that version.
    """
    first = next((version for version in card.versions if version.value is not None), None)
    if first is None:
        raise Invalid("There is no version to take parts of.")
    unknown = [part for part in parts if part not in PARTS_SHOWN[card.card.kind]]
    if unknown:
        raise Invalid(f"There is no part {unknown[0]}.")
    chosen = {part: _version(card, parts.get(part, first)) for part in PARTS_SHOWN[card.card.kind]}
    source = {part: _unit(version) for part, version in chosen.items()}
    value = put_together(card.card, source, _unit(first)).value
    taken = {part: next((one for one in version.layers if one != GOLD), GOLD) for part, version in chosen.items()}
    return _decision(card, value, "composed", taken=taken, slips=slips)


def none_right(card: ReviewCard, *, slips: Collection[str] = NOBODY) -> GoldDecision:
    """No version is right, and there is no such unit."""
    return _decision(card, None, "none", slips=slips)


def edit(card: ReviewCard, value: Value, *, slips: Collection[str] = NOBODY) -> GoldDecision:
    """Another value than any version's. Its parent is named by an id that it has in some layer, or its card's.

    Raises:
        Invalid: the value is of another kind than the card.
    """
    if isinstance(value, Entity) != (card.card.kind == "entity"):
        raise Invalid("An entity stays an entity, and a statement a statement.")
    return _decision(card, value, "edited", slips=slips)


def keep_both(card: ReviewCard, preferred: Version, *others: Version, slips: Collection[str] = NOBODY) -> GoldDecision:
    """Several readings hold; the preferred one is gold, the others stand beside it.

    Raises:
        Invalid: one of them is that there is no such unit, or there is only one.
    """
    values = [version.value for version in others]
    if preferred.value is None or not values or None in values:
        raise Invalid("Only readings that have the unit can both be kept.")
    layer = next((layer for layer in preferred.layers if layer != GOLD), "")
    taken = dict.fromkeys(PARTS_SHOWN[card.card.kind], layer) if layer else {}
    kept = tuple(value for value in values if value is not None)
    return _decision(card, preferred.value, "both", alternatives=kept, taken=taken, slips=slips)


def add(article: ReviewedArticle, value: Value) -> GoldDecision:
    """A unit that everybody missed. Two leads who add the same one decide one card.

    Raises:
        Invalid: it is on a card already.
    """
    kind: Kind = "entity" if isinstance(value, Entity) else "statement"
    spans = spans_of(value)
    if any(unit.kind == kind and unit.spans == spans for unit in _units(article)):
        raise Invalid("That is under review already.", "Settle it there.")
    name = value.label if isinstance(value, Entity) else value.type
    own = suggestion_id(article.article.id, kind, [(span.start, span.end) for span in spans], name)
    return GoldDecision(
        id=card_id(article.article.id, kind, [GOLD, own]),
        article=article.article.id,
        kind=kind,
        value=value,
        settles=tuple(sorted(Settled(work.layer) for work in article.works if work.did(kind))),
        choice="edited",
    )


def confirm(card: ReviewCard) -> GoldDecision:
    """Leave it as it is: what was settled before stays so whatever came since, what the rule made of it is right.

    Raises:
        Invalid: nothing is there to confirm, or leads contradict each other.
    """
    if card.state == "conflict":
        raise Invalid("Two leads settled this differently.", "Take one of the versions.")
    if card.decisions:
        return _again(card, card.decisions[0], NOBODY)
    if card.state == "open":
        raise Invalid("Nothing is settled here yet.", "Take a version, or say that none is right.")
    value = card.proposed.value if card.proposed else None
    return _decision(card, value, "version" if value is not None else "none")


def mark_slips(card: ReviewCard, layers: Collection[str]) -> GoldDecision:
    """Say that the versions of these layers, and of no others, are slips, and change nothing else.

    Raises:
        Invalid: nothing is settled yet, or a layer has no part in the card.
    """
    strangers = sorted(set(layers) - set(card.card.layers))
    if strangers:
        raise Invalid(f"{strangers[0]} has no version of this.")
    return msgspec.structs.replace(confirm(card), slips=tuple(sorted(layers)))


def base_of(card: ReviewCard) -> Value:
    """A value that says where the unit stands, or would."""
    value = next((version.value for version in card.versions if version.value is not None), None)
    return value or next(iter(card.card.members.values())).value


def _decision(
    card: ReviewCard,
    value: Value | None,
    choice: Choice,
    *,
    alternatives: tuple[Value, ...] = (),
    taken: Mapping[str, str] | None = None,
    slips: Collection[str] = NOBODY,
    batch: str = "",
) -> GoldDecision:
    is_sampled = card.state == "sample" or any(one.sampled for one in card.decisions)
    return GoldDecision(
        id=card.id,
        article=card.card.article,
        kind=card.card.kind,
        value=value,
        settles=card.settles,
        choice=choice,
        alternatives=alternatives,
        taken=taken or {},
        slips=tuple(sorted(slips)),
        sampled=is_sampled,
        was_right=not is_sampled or _is_same(value, card.proposed.value if card.proposed else None),
        batch=batch,
    )


def _units(article: ReviewedArticle) -> Iterable[Unit]:
    return [unit for card in article.cards for unit in card.card.members.values()]


def _again(card: ReviewCard, old: GoldDecision, slips: Collection[str]) -> GoldDecision:
    """The same decision, knowing all that came since."""
    marked = tuple(sorted({*old.slips, *slips}))
    return msgspec.structs.replace(old, id=card.id, settles=card.settles, slips=marked)


def _version(card: ReviewCard, wanted: Version | str) -> Version:
    if isinstance(wanted, str):
        found = next((version for version in card.versions if wanted in version.layers), None)
        if found is None:
            raise Invalid(f"{wanted} has no version of this.")
        wanted = found
    if wanted.value is None:
        raise Invalid("Parts can only be taken from a version that has the unit.")
    return wanted


def _unit(version: Version) -> Unit:
    assert version.value is not None
    return Unit(version.value, "kept")


def _is_same(one: Value | None, other: Value | None) -> bool:
    """Whether two values say the same, whatever they are called."""
    if one is None or other is None or isinstance(one, Entity) or isinstance(other, Entity):
        return _bare(one) == _bare(other)
    return _bare(one) == _bare(other) and _links(one) == _links(other)


def _bare(value: Value | None) -> Value | None:
    if value is None:
        return None
    if isinstance(value, Entity):
        return msgspec.structs.replace(value, id="", flags=())
    return msgspec.structs.replace(value, id="", flags=(), links=(), nothing_to_link=False)


def _links(value: Statement) -> Sequence[tuple[str, str, bool]]:
    return sorted((link.event, link.relation, link.conditional) for link in value.links)
