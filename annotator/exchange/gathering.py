"""What an export is of, and what it needs of many articles, a few queries a chunk: decided units, or the machine's."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol

import msgspec

from annotator.exchange.gold.alternatives import kept_beside
from annotator.fields import passes_from
from annotator.formats.gold.model import UnitProvenance
from annotator.layers import SUGGESTIONS
from annotator.model import Actor, Article, Event, PassName, Region
from annotator.scheme import Scheme
from annotator.store import Database, articles, queries, suggestions
from annotator.units import Unit, machine_unit
from annotator.views.reading import Reading
from annotator.work import sort_key

CHUNK = 200
SHOWN_STATES = ("kept", "rejected")


class Names(Protocol):
    """The events and actors that a work names: `annotator.views.registry.Registry`, or those of several layers."""

    def find_event(self, event_id: str) -> Event | None: ...
    def find_actor(self, actor_id: str) -> Actor | None: ...
    def live_events(self) -> list[Event]: ...
    def actor_names(self) -> dict[str, str]: ...


class Gathered(msgspec.Struct, frozen=True):
    """One article with its units in reading order, and whose work they are. `actors`: those that the machine names.

    `owner` is who the events and actors are asked of; `annotators` who decided, `decided_by` the lead who settled where
    they differed. `provenances`, `alternatives`: unit id → how it became gold, and the other readings that were kept.
    """

    article: Article
    owner: str
    units: Sequence[Unit]
    actors: Mapping[str, Actor] = {}
    passes: Sequence[PassName] = ()
    regions: Sequence[Region] = ()
    annotators: tuple[str, ...] = ()
    decided_by: str | None = None
    provenances: Mapping[str, UnitProvenance] = {}
    alternatives: Mapping[str, tuple[Unit, ...]] = {}


class Gather(Protocol):
    """Gives the articles of a source."""

    def __call__(self, *, with_rejected: bool) -> Iterator[Gathered]: ...


class Source(msgspec.Struct, frozen=True):
    """What is exported: the layer's name, the articles in order, and where their work comes from.

    `gather` gives them, with what was refused where that is asked for. `names`: owner → the events and actors that its
    work names; `whole`: the owners whose events are exported even where nothing that is exported names them.
    """

    layer: str
    articles: Sequence[str]
    names: Mapping[str, Names]
    gather: Gather
    whole: Sequence[str] = ()

    @property
    def is_machine(self) -> bool:
        return self.layer == SUGGESTIONS


def machine_source(db: Database, scheme: Scheme) -> Source:
    """What the machine proposes in all articles."""
    reading = Reading(db, "", scheme)
    ids = articles.ids(db)

    def gather(*, with_rejected: bool) -> Iterator[Gathered]:
        del with_rejected  # what people made of it is not looked at
        return proposed(db, reading, ids)

    return Source(SUGGESTIONS, ids, {"": reading.registry}, gather)


def layer_source(db: Database, scheme: Scheme, layer: str, ids: Sequence[str]) -> Source:
    """What one annotator decided in these articles."""
    reading = Reading(db, layer, scheme)
    owners = dict.fromkeys(ids, layer)

    def gather(*, with_rejected: bool) -> Iterator[Gathered]:
        return decided(db, {layer: reading}, owners, with_rejected=with_rejected)

    return Source(layer, ids, {layer: reading.registry}, gather, (layer,))


def proposed(db: Database, reading: Reading, ids: Sequence[str]) -> Iterator[Gathered]:
    """Articles with all that the machine proposes, whatever people made of it."""
    is_redirected = reading.registry.has_merged
    for at in range(0, len(ids), CHUNK):
        chunk = ids[at : at + CHUNK]
        runs = suggestions.runs(db, chunk)
        for article in articles.texts(db, chunk):
            run = runs.get(article.id)
            units = [machine_unit(one) for one in run.suggestions] if run else []
            if is_redirected:
                units = [reading.with_live_actors(unit) for unit in units]
            units.sort(key=sort_key)
            yield Gathered(article, "", units, {actor.id: actor for actor in run.actors} if run else {})


def decided(
    db: Database, readings: Mapping[str, Reading], owners: Mapping[str, str], *, with_rejected: bool
) -> Iterator[Gathered]:
    """Articles with what their owners kept, and refused. `owners`: article → layer, in the order wanted."""
    ids = list(owners)
    for at in range(0, len(ids), CHUNK):
        chunk = ids[at : at + CHUNK]
        runs = suggestions.runs(db, chunk) if with_rejected else {}
        found: dict[str, Gathered] = {}
        for layer, reading in readings.items():
            own = [article for article in chunk if owners[article] == layer]
            for gathered in _of_layer(db, reading, own) if own else ():
                run = runs.get(gathered.article.id)
                named = {actor.id: actor for actor in run.actors} if run else {}
                found[gathered.article.id] = msgspec.structs.replace(gathered, actors=named)
        yield from (found[article] for article in chunk if article in found)


def _of_layer(db: Database, reading: Reading, ids: Sequence[str]) -> Iterator[Gathered]:
    layer = reading.layer
    links = queries.links_in_articles(db, layer, ids)
    others: dict[str | None, dict[str, tuple[Unit, ...]]] = {}
    statuses = queries.statuses(db, layer, ids)
    regions = queries.regions_in_articles(db, layer, ids)
    units: dict[str | None, list[Unit]] = {}
    for kind in queries.UNIT_TABLES:
        for one in queries.decided_in_articles(db, kind, layer, ids):
            if one.state in SHOWN_STATES:
                units.setdefault(one.article, []).append(reading.unit_of(one, links.get(one.id, ())))
                if kept := kept_beside(one):
                    others.setdefault(one.article, {})[one.id] = kept
    for article in articles.texts(db, ids):
        status = statuses.get(article.id)
        yield Gathered(
            article,
            layer,
            sorted(units.get(article.id, ()), key=sort_key),
            passes=passes_from(status.fields) if status else (),
            regions=regions.get(article.id, ()),
            annotators=(layer,),
            alternatives=others.get(article.id, {}),
        )
