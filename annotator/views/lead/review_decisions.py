"""What leads settled, as decisions that review can use: contradictions told apart, events and actors as now."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeVar

import msgspec

from annotator.ids import link_id
from annotator.layers import GOLD
from annotator.model import Entity, Link, Speaker, Statement
from annotator.review.settling.decided import ABOUT_FIELDS, GoldDecision, Settled, gold_decision
from annotator.store import Database, adjudications
from annotator.store.adjudications import Adjudication, Said
from annotator.units import Decided
from annotator.views.registry import Registry

V = TypeVar("V", Entity, Statement, Entity | Statement)


class ReviewDecisions:
    """Reads the decisions of leads. What events and actors were merged into is read once: make a new one after that."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._registry = Registry(db, GOLD)

    @property
    def has_merged(self) -> bool:
        """Whether any event or actor was merged into another."""
        return self._registry.has_merged

    def in_articles(self, articles: Sequence[str]) -> dict[str, list[GoldDecision]]:
        """For each of these articles in which something is settled, the decisions by id."""
        found: dict[str, list[GoldDecision]] = {}
        for one in adjudications.in_articles(self._db, articles):
            found.setdefault(one.decided.article or "", []).extend(self._decisions(one))
        return found

    def of_cards(self, cards: Sequence[str]) -> list[GoldDecision]:
        """The decisions on these cards, by id. A card that nobody settled has none."""
        return [found for one in adjudications.of_cards(self._db, cards) for found in self._decisions(one)]

    def everywhere(self) -> list[GoldDecision]:
        """The decisions of the whole project, without who made them and without readings that contradict them."""
        return [gold_decision(one) for one in adjudications.everywhere(self._db)]

    def _decisions(self, found: Adjudication) -> list[GoldDecision]:
        """One decision; where live ones differ in what is gold, one for each of them, the one that counts first."""
        rows = {row.id: row for row in found.said}
        differing = {row for field, ids in found.conflicts.items() if field not in ABOUT_FIELDS for row in ids}
        heads = tuple(sorted(rows))
        # Who only asked for another look has settled nothing.
        last = next((row for row in reversed(found.said) if "state" in row.set), found.said[-1])
        if not differing:
            decision = self._as_now(gold_decision(found.decided), last, heads)
            also = [rows[row] for row in found.conflicts.get("settles", ()) if row in rows]
            return [_settling(decision, also)]
        sides = sorted((row for row in found.said if row.id in differing), key=lambda row: row is not last)
        return [self._as_now(gold_decision(_alone(found.decided, row)), row, heads) for row in sides]

    def _as_now(self, decision: GoldDecision, row: Said, heads: tuple[str, ...]) -> GoldDecision:
        return msgspec.structs.replace(
            decision,
            value=decision.value and self._resolved(decision.value),
            base=decision.base and self._resolved(decision.base),
            alternatives=tuple(self._resolved(other) for other in decision.alternatives),
            heads=heads,
            author=row.author,
            time=row.time,
        )

    def _resolved(self, value: V) -> V:
        """With events and actors that were merged read as what they were merged into."""
        if not self._registry.has_merged:
            return value
        if isinstance(value, Entity):
            actor = self._registry.target(value.actor) if value.actor else None
            return msgspec.structs.replace(value, actor=actor)
        links: dict[tuple[str, str], Link] = {}
        for link in value.links:
            event = self._registry.target(link.event)
            own = Link(link_id(value.id, event, link.relation), value.id, event, link.relation, link.conditional)
            links.setdefault((event, link.relation), own)
        return msgspec.structs.replace(value, links=tuple(links.values()), speaker=self._speaker(value.speaker))

    def _speaker(self, speaker: Speaker | None) -> Speaker | None:
        if speaker is None:
            return None
        others = tuple(found for other in speaker.others if (found := self._speaker(other)) is not None)
        actor = self._registry.target(speaker.actor) if speaker.actor else None
        return msgspec.structs.replace(speaker, actor=actor, others=others)


def _alone(decided: Decided, row: Said) -> Decided:
    """The card as one row would have it."""
    return msgspec.structs.replace(decided, fields={**decided.fields, **row.set})


def _settling(decision: GoldDecision, rows: Iterable[Said]) -> GoldDecision:
    """Settling also what other leads settled who decided the same."""
    settled = {*decision.settles, *(Settled(*_told(one)) for row in rows for one in row.set.get("settles") or ())}
    return msgspec.structs.replace(decision, settles=tuple(sorted(settled)))


def _told(one: Sequence[object]) -> tuple[str, str, tuple[str, ...]]:
    return msgspec.convert(one, tuple[str, str, tuple[str, ...]])
