"""What an export is of, and what it needs of many articles, a few queries a chunk: decided units, or the machine's."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import msgspec

from annotator.fields import passes_from
from annotator.layers import SUGGESTIONS
from annotator.model import Actor, Article, PassName, Region
from annotator.store import Database, articles, queries, suggestions
from annotator.units import Unit, machine_unit
from annotator.views.reading import Reading
from annotator.work import sort_key

CHUNK = 200
SHOWN_STATES = ("kept", "rejected")


class Source(msgspec.Struct, frozen=True):
    """What is exported: the layer's name, whose work each article is (article → owner), and each owner's view.

    Without owners it is what the machine proposes, under the view of "".
    """

    layer: str
    articles: Sequence[str]
    readings: Mapping[str, Reading]
    owners: Mapping[str, str] = {}

    @property
    def is_machine(self) -> bool:
        return self.layer == SUGGESTIONS


class Gathered(msgspec.Struct, frozen=True):
    """One article with its units in reading order, and whose work they are. `actors`: those that the machine names."""

    article: Article
    owner: str
    units: Sequence[Unit]
    actors: Mapping[str, Actor]
    passes: Sequence[PassName] = ()
    regions: Sequence[Region] = ()


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
    statuses = queries.statuses(db, layer, ids)
    regions = queries.regions_in_articles(db, layer, ids)
    units: dict[str | None, list[Unit]] = {}
    for kind in queries.UNIT_TABLES:
        for one in queries.decided_in_articles(db, kind, layer, ids):
            if one.state in SHOWN_STATES:
                units.setdefault(one.article, []).append(reading.unit_of(one, links.get(one.id, ())))
    for article in articles.texts(db, ids):
        status = statuses.get(article.id)
        yield Gathered(
            article,
            layer,
            sorted(units.get(article.id, ()), key=sort_key),
            {},
            passes_from(status.fields) if status else (),
            regions.get(article.id, ()),
        )
