"""From what is gathered to the records of a dataset: articles, and the events and actors that they name."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Iterator, Mapping

import msgspec

from annotator import __version__
from annotator.exchange.gathering import Gathered, Names, Source
from annotator.formats.gold.model import GoldContext, gold_actor, gold_article, gold_event
from annotator.formats.gold.schema import GoldActor, GoldArticle, GoldEvent, GoldProvenance
from annotator.model import Actor, Entity, Event, Statement
from annotator.operations.units import actors_of
from annotator.review.guidelines import guidelines_version
from annotator.scheme import Scheme
from annotator.store import Database, articles
from annotator.units import Unit


class Recorder:
    """Makes the records. Articles first, to the end: they tell which events and actors are named."""

    def __init__(self, db: Database, scheme: Scheme, source: Source, *, with_rejected: bool) -> None:
        self._db = db
        self._scheme = f"{scheme.name} {scheme.version}"
        self._guidelines = guidelines_version(scheme.guidelines)
        self._source = source
        self._with_rejected = with_rejected
        self._events: dict[str, Event] = {}
        self._actors: dict[str, Actor] = {}
        self._provenances: dict[tuple[tuple[str, ...], str | None], GoldProvenance] = {}
        self._exported = frozenset(source.articles)
        self._names = {owner: names.actor_names() for owner, names in source.names.items()}
        for owner in source.whole:
            names = source.names[owner]
            for event in names.live_events():
                self._add_event(event, names)

    def articles(self) -> Iterator[GoldArticle]:
        for found in self._source.gather(with_rejected=self._with_rejected):
            self._note_all(found)
            names: Mapping[str, str] = self._names[found.owner]
            if found.actors:
                names = ChainMap(self._names[found.owner], {one.id: one.name for one in found.actors.values()})
            yield gold_article(
                found.article,
                found.article.meta,
                found.units,
                GoldContext(
                    provenance=self._provenance(found),
                    actor_names=names,
                    alternatives=found.alternatives,
                    provenances=found.provenances,
                    with_rejected=self._with_rejected,
                    suggestions=self._source.is_machine,
                ),
                passes=found.passes,
                regions=found.regions,
            )

    def events(self) -> Iterator[GoldEvent]:
        for event in sorted(self._events.values(), key=lambda event: event.id):
            yield gold_event(event, self._text_of)

    def actors(self) -> Iterator[GoldActor]:
        for actor in sorted(self._actors.values(), key=lambda actor: actor.id):
            yield gold_actor(actor)

    def find_event(self, event_id: str) -> GoldEvent | None:
        """The record of an event that an article read so far names."""
        event = self._events.get(event_id)
        return gold_event(event, self._text_of) if event else None

    def find_actor(self, actor_id: str) -> GoldActor | None:
        """The record of an actor that an article read so far names."""
        actor = self._actors.get(actor_id)
        return gold_actor(actor) if actor else None

    def _provenance(self, found: Gathered) -> GoldProvenance:
        key = (found.annotators, found.decided_by)
        if key not in self._provenances:
            self._provenances[key] = GoldProvenance(
                layer=self._source.layer,
                annotators=found.annotators,
                decided_by=found.decided_by,
                scheme=self._scheme,
                guidelines=self._guidelines,
                program=__version__,
            )
        return self._provenances[key]

    def _note_all(self, found: Gathered) -> None:
        names = self._source.names[found.owner]
        for unit in found.units:
            # Most entities name nobody, and there are many.
            if isinstance(unit.value, Statement) or unit.value.actor:
                self._note(unit, names, found.actors)
        for others in found.alternatives.values():
            for unit in others:
                self._note(unit, names, found.actors)

    def _note(self, unit: Unit, names: Names, proposed: Mapping[str, Actor]) -> None:
        """Remember the actors and events that what is exported names."""
        value = unit.value
        if unit.state == "rejected" and not self._with_rejected:
            return
        if isinstance(value, Entity):
            ids = [value.actor] if value.actor else []
        else:
            ids = actors_of(value.speaker)
            for link in value.links:
                event = names.find_event(link.event)
                if event is not None:
                    self._add_event(event, names)
        for actor_id in ids:
            if actor_id not in self._actors:
                actor = names.find_actor(actor_id) or proposed.get(actor_id)
                if actor is not None:
                    self._actors[actor.id] = actor

    def _add_event(self, event: Event, names: Names) -> None:
        """Remember an event with the actors and the event that it names; merged ones are read as what they became."""
        if event.id in self._events:
            return
        known = [actor for actor_id in event.participants if (actor := names.find_actor(actor_id))]
        self._actors |= {actor.id: actor for actor in known}
        above = names.find_event(event.part_of) if event.part_of else None
        self._events[event.id] = msgspec.structs.replace(
            event,
            participants=tuple(dict.fromkeys(actor.id for actor in known)),
            part_of=above.id if above else None,
        )
        if above is not None:
            self._add_event(above, names)

    def _text_of(self, article_id: str) -> str | None:
        return articles.find_text(self._db, article_id) if article_id in self._exported else None
