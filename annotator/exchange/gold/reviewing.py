"""What review makes of articles, as an export gathers it: gold units with how they came about, and what was refused."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec

from annotator.exchange.gathering import CHUNK, Gathered, Names
from annotator.formats.gold.model import UnitProvenance
from annotator.ids import derived_id, link_id, suggestion_id
from annotator.layers import GOLD
from annotator.model import PASSES, Actor, Entity, How, Link, PassName, Region, Span, Speaker, Statement
from annotator.operations.units import actors_of
from annotator.progress import Progress
from annotator.review.model import LayerWork
from annotator.review.queue import ReviewCard, ReviewedArticle
from annotator.review.settling.decided import value_from
from annotator.review.settling.gold import Gold, Provenance
from annotator.store import Database, queries, suggestions
from annotator.units import Decided, Unit
from annotator.views.lead import Lead
from annotator.work import sort_key

NOT_GOLD = ("open", "conflict")
UNDECIDED = (*NOT_GOLD, "late")


class Waiting(msgspec.Struct, frozen=True):
    """What waits for a lead: article → how many disagreements; and what checking a sample of agreed units has shown.

    The sample blocks nothing: its units are gold by the rule, and the card says how many of them nobody has checked.
    """

    disagreements: dict[str, int]
    checked: int = 0
    wrong: int = 0
    unchecked: int = 0


def waiting(lead: Lead, article_ids: Sequence[str], progress: Progress | None = None) -> Waiting:
    """What waits in these articles: those that several submitted, or in which a lead has settled something."""
    if not article_ids:
        return Waiting({})
    review = lead.review
    rows = {row.article: row.open for row in review.queue(progress)}
    counts = {
        article: rows[article]
        if article in rows
        else sum(card.state in UNDECIDED for card in review.article(article).cards)
        for article in article_ids
    }
    sample = review.sample_report()
    return Waiting(
        {article: count for article, count in counts.items() if count},
        sample.found.checked,
        sample.found.wrong,
        sample.waiting,
    )


def reviewed(
    db: Database, lead: Lead, article_ids: Sequence[str], names: Names, *, with_rejected: bool
) -> Iterator[Gathered]:
    """These articles with what is gold of them, and with what was refused in them."""
    gatherer = _Gatherer(db, lead.settings.rule_title, names)
    for at in range(0, len(article_ids), CHUNK):
        chunk = article_ids[at : at + CHUNK]
        runs = suggestions.runs(db, chunk)
        for found, made in lead.review.golds(chunk):
            run = runs.get(found.article.id)
            proposed = {actor.id: actor for actor in run.actors} if run else {}
            yield gatherer.gathered(found, made, proposed, with_rejected=with_rejected)


class _Gatherer:
    def __init__(self, db: Database, rule: str, names: Names) -> None:
        self._db = db
        self._rule = rule
        self._names = names

    def gathered(
        self, found: ReviewedArticle, gold: Gold, proposed: Mapping[str, Actor], *, with_rejected: bool
    ) -> Gathered:
        orphans = _orphans(found.cards, gold)
        units = [_without_parent(self._live(unit)) if unit.id in orphans else self._live(unit) for unit in gold.units]
        there = {unit.id for unit in units}
        others = self._others(gold, there)
        leads = sorted({told.by for told in gold.provenance.values() if told.by} | _refusers(found.cards))
        if with_rejected:
            units = sorted([*units, *self._refused(found, there)], key=sort_key)
        named = {actor for unit in units for actor in _actors_in(unit.value)}
        return Gathered(
            article=found.article,
            owner=GOLD,
            units=units,
            actors={key: actor for key, actor in proposed.items() if key in named},
            passes=_passes(found),
            regions=_regions(found.works),
            annotators=tuple(sorted(work.layer for work in found.works)),
            decided_by=", ".join(leads) or None,
            provenances={key: self._provenance(told) for key, told in gold.provenance.items()},
            alternatives={key: kept for key, kept in others.items() if kept},
        )

    def _provenance(self, told: Provenance) -> UnitProvenance:
        votes = (len(told.having), len(told.layers)) if len(told.layers) > 1 else None
        if told.by:
            return UnitProvenance(by=told.by, at=told.time, votes=votes)
        return UnitProvenance(rule=self._rule, votes=votes) if votes else UnitProvenance()

    def _others(self, gold: Gold, there: set[str]) -> dict[str, tuple[Unit, ...]]:
        """Other readings by the unit that they stand beside; their ids are their own, their parents gold or none."""
        taken = set(there)
        found: dict[str, tuple[Unit, ...]] = {}
        for key, units in sorted(gold.alternatives.items()):
            own: list[Unit] = []
            for number, unit in enumerate(map(self._live, units), 1):
                value = unit.value
                is_orphan = isinstance(value, Statement) and value.parent is not None and value.parent not in there
                other = _without_parent(unit) if is_orphan else unit
                # A reading with another cue has the spans and the type of the unit itself, and so its id.
                name = unit.id if unit.id not in taken else derived_id("alternative", key, str(number))
                taken.add(name)
                own.append(_renamed(other, name))
            found[key] = tuple(own)
        return found

    def _live(self, unit: Unit) -> Unit:
        """The unit with actors and events as they are known now: a lead may have merged some since it was settled."""
        value = unit.value
        if isinstance(value, Entity):
            actor = self._actor(value.actor)
            return unit if actor == value.actor else _with(unit, msgspec.structs.replace(value, actor=actor))
        links = self._links(value)
        speaker = self._speaker(value.speaker) if value.speaker else None
        if links == value.links and speaker == value.speaker:
            return unit
        return _with(unit, msgspec.structs.replace(value, links=links, speaker=speaker))

    def _links(self, statement: Statement) -> tuple[Link, ...]:
        found: dict[tuple[str, str], Link] = {}
        for link in statement.links:
            event = self._names.find_event(link.event)
            if event is not None:
                live = Link(
                    link_id(statement.id, event.id, link.relation), statement.id, event.id, link.relation,
                    link.conditional,
                )  # fmt: skip
                found.setdefault((live.event, live.relation), live)
        return tuple(found.values())

    def _speaker(self, speaker: Speaker) -> Speaker:
        return msgspec.structs.replace(
            speaker, actor=self._actor(speaker.actor), others=tuple(map(self._speaker, speaker.others))
        )

    def _actor(self, actor: str | None) -> str | None:
        live = self._names.find_actor(actor) if actor else None
        return live.id if live else actor

    def _refused(self, found: ReviewedArticle, there: set[str]) -> list[Unit]:
        """What a lead refused, what the rule ruled out, and the suggestions that all who looked refused."""
        refused: dict[str, Unit] = {}
        for card in found.cards:
            unit = _refused_unit(card)
            if unit is not None:
                refused.setdefault(unit.id, self._live(unit))
        for unit in self._refused_suggestions(found):
            refused.setdefault(unit.id, self._live(unit))
        return [unit for key, unit in refused.items() if key not in there]

    def _refused_suggestions(self, found: ReviewedArticle) -> Iterator[Unit]:
        for kind in queries.UNIT_TABLES:
            looked = [work.layer for work in found.works if work.did("entity" if kind == "entity" else "statement")]
            refusals: dict[str, list[Decided]] = {}
            for layer in looked:
                for one in queries.decided_in_article(self._db, kind, layer, found.article.id):
                    if one.state == "rejected":
                        refusals.setdefault(one.id, []).append(one)
            for own in refusals.values():
                if len(own) == len(looked):
                    yield _refusal(own[0])


def _refused_unit(card: ReviewCard) -> Unit | None:
    """What a lead refused, or the rule ruled out, under the id that its value gives; None of what is gold or waits."""
    if card.state in NOT_GOLD:
        return None
    if card.decisions:
        decision = card.decisions[0]
        value = decision.base if decision.value is None else None
        return _as_refused(card, value, "adjudicated") if value is not None else None
    versions = [version for version in card.versions if version.value is not None]
    if card.proposed is not None or not versions:
        return None
    return _as_refused(card, max(versions, key=lambda version: len(version.layers)).value, "rule")


def _as_refused(card: ReviewCard, value: Entity | Statement | None, how: How) -> Unit:
    assert value is not None
    if isinstance(value, Entity):
        spans, name, parts = (value.span,), value.label, frozenset(("span", "label"))
    else:
        spans, name, parts = value.content, value.type, frozenset(("content", "type"))
    own = suggestion_id(card.card.article, card.card.kind, [(span.start, span.end) for span in spans], name)
    if isinstance(value, Statement):
        # That it is none says nothing of what it would be about, or stand in.
        value = msgspec.structs.replace(value, parent=None, links=(), nothing_to_link=False)
    return Unit(msgspec.structs.replace(value, id=own), "rejected", parts, how)


def _orphans(cards: Iterable[ReviewCard], gold: Gold) -> set[str]:
    """The units that stand inside of what is not gold, or not yet: nobody says that they stand by themselves."""
    parents = {unit.id: unit.value.parent for unit in gold.units if isinstance(unit.value, Statement)}
    units = {told.card: key for key, told in gold.provenance.items() if parents.get(key, "") is None}
    found: set[str] = set()
    for card in cards:
        own = units.get(card.id)
        value = card.decisions[0].value if card.decisions else card.proposed.value if card.proposed else None
        if own is not None and isinstance(value, Statement) and value.parent is not None:
            found.add(own)
    return found


def _without_parent(unit: Unit) -> Unit:
    assert isinstance(unit.value, Statement)
    value = msgspec.structs.replace(unit.value, parent=None)
    return msgspec.structs.replace(unit, value=value, decided=unit.decided - {"parent"})


def _renamed(unit: Unit, name: str) -> Unit:
    """The unit under another id, its links as those of that."""
    value = msgspec.structs.replace(unit.value, id=name)
    if isinstance(value, Statement):
        links = tuple(
            msgspec.structs.replace(link, id=link_id(name, link.event, link.relation), statement=name)
            for link in value.links
        )
        value = msgspec.structs.replace(value, links=links)
    return msgspec.structs.replace(unit, value=value)


def _refusal(decided: Decided) -> Unit:
    """A suggestion that all who looked refused."""
    value = value_from("entity" if decided.kind == "entity" else "statement", decided.id, decided.fields)
    if isinstance(value, Statement):
        value = msgspec.structs.replace(value, parent=None, nothing_to_link=False)
    return Unit(value, "rejected", frozenset(("content", "type")) & decided.decided, "unanimous")


def _refusers(cards: Iterable[ReviewCard]) -> set[str]:
    """The leads who refused something: of that no unit of gold tells."""
    return {
        card.decisions[0].author
        for card in cards
        if card.state not in NOT_GOLD and card.decisions and card.decisions[0].value is None
    } - {""}


def _passes(found: ReviewedArticle) -> list[PassName]:
    """The passes in which an absence means that there is nothing: done by somebody, and nothing of them waits."""
    waiting = {card.card.kind for card in found.cards if card.state in NOT_GOLD}
    return [
        name
        for name in PASSES
        if any(name in work.passes for work in found.works)
        and ("entity" if name == "entities" else "statement") not in waiting
    ]


def _regions(works: Sequence[LayerWork]) -> list[Region]:
    """What more than half of the layers excluded, character by character."""
    turns: Counter[int] = Counter()
    for work in works:
        for start, end in _united(region.span for region in work.regions):
            turns[start] += 1
            turns[end] -= 1
    found: list[Region] = []
    depth, start = 0, -1
    for place in sorted(turns):
        was = 2 * depth > len(works)
        depth += turns[place]
        is_out = 2 * depth > len(works)
        if is_out and not was:
            start = place
        elif was and not is_out:
            found.append(Region("", Span(start, place)))
    return found


def _united(spans: Iterable[Span]) -> list[tuple[int, int]]:
    """Spans as stretches that do not overlap."""
    found: list[tuple[int, int]] = []
    for start, end in sorted((span.start, span.end) for span in spans):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def _with(unit: Unit, value: Entity | Statement) -> Unit:
    return msgspec.structs.replace(unit, value=value)


def _actors_in(value: Entity | Statement) -> list[str]:
    if isinstance(value, Entity):
        return [value.actor] if value.actor else []
    return actors_of(value.speaker)
