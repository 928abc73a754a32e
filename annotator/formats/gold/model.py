"""From the objects of a project to the records of the gold format. The way back is in `annotator.formats.gold.work`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import cast

import msgspec
from msgspec import UNSET, UnsetType, structs

from annotator import ids
from annotator.formats.gold.schema import (
    GoldActor,
    GoldArticle,
    GoldEvent,
    GoldFragment,
    GoldLink,
    GoldMention,
    GoldProvenance,
    GoldRejected,
    GoldSpan,
    GoldSpeaker,
    GoldStatement,
    GoldVotes,
    GoldWhen,
    Part,
)
from annotator.model import (
    PARTS,
    PASSES,
    Actor,
    Article,
    Entity,
    Event,
    Link,
    PassName,
    Region,
    Span,
    Speaker,
    State,
    Statement,
)
from annotator.units import Unit


class UnitProvenance(msgspec.Struct, frozen=True):
    """How a unit that several annotators had became gold: `by` whom and when, else by which rule with what votes.

    `votes`: (how many have it, how many looked).
    """

    by: str = ""
    at: str = ""
    rule: str = ""
    votes: tuple[int, int] | None = None


NO_PROVENANCE = UnitProvenance()


class GoldContext(msgspec.Struct, frozen=True, kw_only=True):
    """What the records of one export have in common.

    `actor_names`: actor id → name, for the speakers. `alternatives`: unit id → the other readings that were kept;
    `provenances`: unit id → how it became gold, where several had it.
    With `suggestions` the units that nobody decided are written, not those that a person kept; `with_rejected` adds
    those that were refused.
    """

    provenance: GoldProvenance
    actor_names: Mapping[str, str] = {}
    alternatives: Mapping[str, tuple[Unit, ...]] = {}
    provenances: Mapping[str, UnitProvenance] = {}
    suggestions: bool = False
    with_rejected: bool = False


def gold_article(
    article: Article,
    meta: Mapping[str, str],
    units: Iterable[Unit],
    context: GoldContext,
    *,
    passes: Iterable[PassName] = (),
    regions: Iterable[Region] = (),
) -> GoldArticle:
    """The record of an article: of its units those that `context` asks for, in the order in which they come."""
    writer = _Writer(article.text, context)
    units = list(units)
    wanted: State = "suggested" if context.suggestions else "kept"
    rejected = [unit for unit in units if unit.state == "rejected"]
    done = frozenset(passes)
    return GoldArticle(
        id=article.id,
        text=article.text,
        sha256=ids.text_sha256(article.text),
        meta=dict(meta),
        annotated=tuple(name for name in PASSES if name in done),
        spans=writer.spans(units, wanted),
        statements=writer.statements(units, wanted),
        excluded=tuple(writer.fragment(region.span) for region in sorted(regions, key=lambda region: region.span)),
        rejected=GoldRejected(
            spans=writer.spans(rejected, "rejected"), statements=writer.statements(rejected, "rejected")
        )
        if context.with_rejected
        else UNSET,
        provenance=context.provenance,
    )


def gold_event(event: Event, text_of: Callable[[str], str | None]) -> GoldEvent:
    """The record of an event. `text_of` gives an article's text by its id; mentions in others are left out."""
    mentions = [(mention, text_of(mention.article)) for mention in event.mentions]
    return GoldEvent(
        id=event.id,
        title=event.title,
        type=event.type,
        status=event.status,
        when=GoldWhen(**structs.asdict(event.when)) if event.when else None,
        place=event.place,
        participants=event.participants,
        part_of=event.part_of,
        description=event.description,
        mentions=tuple(
            GoldMention(
                article=mention.article,
                start=mention.span.start,
                end=mention.span.end,
                text=text[mention.span.start : mention.span.end],
            )
            for mention, text in mentions
            if text is not None
        ),
    )


def gold_actor(actor: Actor) -> GoldActor:
    return GoldActor(id=actor.id, name=actor.name, kind=actor.kind, aliases=actor.aliases, same_as=actor.same_as)


class _Writer:
    def __init__(self, text: str, context: GoldContext) -> None:
        self._text = text
        self._names = context.actor_names
        self._alternatives = context.alternatives
        self._provenances = context.provenances

    def spans(self, units: Iterable[Unit], state: State) -> tuple[GoldSpan, ...]:
        return tuple(
            [
                self._entity(unit, value)
                for unit in units
                if isinstance(value := unit.value, Entity) and unit.state == state
            ]
        )

    def statements(self, units: Iterable[Unit], state: State) -> tuple[GoldStatement, ...]:
        """The statements in a state. A parent that is not among them (it was refused) is no parent to a reader."""
        wanted = [(unit, value) for unit in units if isinstance(value := unit.value, Statement) and unit.state == state]
        ids = {None, *(unit.id for unit, _ in wanted)}
        return tuple(
            self._statement(unit, statement) if statement.parent in ids else self._orphan(unit, statement)
            for unit, statement in wanted
        )

    def _orphan(self, unit: Unit, statement: Statement) -> GoldStatement:
        decided = msgspec.structs.replace(unit, decided=unit.decided - {"parent"})
        return self._statement(decided, msgspec.structs.replace(statement, parent=None))

    def fragment(self, span: Span) -> GoldFragment:
        return GoldFragment(span.start, span.end, self._text[span.start : span.end])

    def _entity(self, unit: Unit, entity: Entity, *, is_other: bool = False) -> GoldSpan:
        span, how = entity.span, unit.how
        others = self._alternatives.get(entity.id) if self._alternatives and not is_other else None
        told = self._provenances.get(entity.id, NO_PROVENANCE) if self._provenances else NO_PROVENANCE
        return GoldSpan(
            id=entity.id,
            start=span.start,
            end=span.end,
            label=entity.label,
            text=self._text[span.start : span.end],
            actor=entity.actor,
            how=how,
            score=_score(unit) if how == "machine" else UNSET,
            source=unit.source if how == "machine" else UNSET,
            flags=entity.flags or UNSET,
            alternatives=tuple(self._entity(other, cast("Entity", other.value), is_other=True) for other in others)
            if others
            else UNSET,
            by=told.by or UNSET,
            at=told.at or UNSET,
            rule=told.rule or UNSET,
            votes=GoldVotes(*told.votes) if told.votes else UNSET,
        )

    def _statement(self, unit: Unit, statement: Statement, *, is_other: bool = False) -> GoldStatement:
        content = tuple(map(self.fragment, statement.content))
        others = None if is_other else self._alternatives.get(statement.id)
        told = self._provenances.get(statement.id, NO_PROVENANCE)
        is_machine = unit.how == "machine"
        return GoldStatement(
            id=statement.id,
            type=statement.type,
            text=" ".join([fragment.text for fragment in content]),
            content=content,
            verbatim=tuple(map(self.fragment, statement.verbatim)),
            cue=self.fragment(statement.cue) if statement.cue else None,
            speaker=self._speaker(statement.speaker) if statement.speaker else None,
            parent=statement.parent,
            links=tuple(_gold_link(link) for link in sorted(statement.links, key=_id)),
            decided=cast("tuple[Part, ...]", tuple([part for part in PARTS if part in unit.decided])),
            how=unit.how,
            score=_score(unit) if is_machine else UNSET,
            source=unit.source if is_machine else UNSET,
            flags=statement.flags or UNSET,
            alternatives=tuple(
                self._statement(other, cast("Statement", other.value), is_other=True) for other in others
            )
            if others
            else UNSET,
            by=told.by or UNSET,
            at=told.at or UNSET,
            rule=told.rule or UNSET,
            votes=GoldVotes(*told.votes) if told.votes else UNSET,
        )

    def _speaker(self, speaker: Speaker) -> GoldSpeaker:
        return GoldSpeaker(
            mention=self.fragment(speaker.mention) if speaker.mention else None,
            actor=speaker.actor,
            name=self._names.get(speaker.actor) if speaker.actor else None,
            anonymous=speaker.anonymous,
            others=tuple(map(self._speaker, speaker.others)),
        )


def _score(unit: Unit) -> float | UnsetType:
    return UNSET if unit.score is None else unit.score


def _id(link: Link) -> str:
    return link.id


def _gold_link(link: Link) -> GoldLink:
    return GoldLink(id=link.id, event=link.event, relation=link.relation, conditional=link.conditional)
