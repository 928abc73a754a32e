"""What several layers have to say of articles, side by side, for review and agreement: decided units, nothing else.

Each layer is read with its own events and actors and those that are published, so that what the lead aligned is one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from annotator.fields import passes_from
from annotator.review.model import NO_HEADS, LayerWork
from annotator.scheme import Scheme
from annotator.store import Database, assignments, queries
from annotator.units import Unit
from annotator.views.reading import Reading
from annotator.work import sort_key

CHUNK = 200


class LayerWorks:
    """The work of layers on articles, some hundred articles at a time. Events and actors are read once."""

    def __init__(self, db: Database, scheme: Scheme) -> None:
        self._db = db
        self._scheme = scheme
        self._readings: dict[str, Reading] = {}

    def submitted(self, articles: Sequence[str] | None = None) -> dict[str, list[str]]:
        """For each of these articles (all without) that somebody submitted: the layers that did, by name."""
        found = queries.submitters(self._db)
        return found if articles is None else {one: found[one] for one in articles if one in found}

    def of(
        self, layers: Mapping[str, Sequence[str]], *, with_heads: bool = False
    ) -> Iterator[tuple[str, list[LayerWork]]]:
        """(article, what each of its layers has), for `layers`: article → the layers to read, in the order given.

        `with_heads` also tells the live decisions that each unit amounts to.
        """
        ids = list(layers)
        for at in range(0, len(ids), CHUNK):
            chunk = ids[at : at + CHUNK]
            found: dict[str, dict[str, LayerWork]] = defaultdict(dict)
            blind = assignments.blind_assignments(self._db, chunk)
            for layer in sorted({layer for article in chunk for layer in layers[article]}):
                own = [article for article in chunk if layer in layers[article]]
                for work in self._of_layer(layer, own, blind, with_heads=with_heads):
                    found[work.article][layer] = work
            for article in chunk:
                yield article, [found[article][layer] for layer in layers[article]]

    def of_article(self, article: str, layers: Sequence[str]) -> list[LayerWork]:
        """What each of these layers has in one article, with the decisions behind it."""
        return next(works for _, works in self.of({article: layers}, with_heads=True))

    def reading(self, layer: str) -> Reading:
        """A layer's view, kept."""
        if layer not in self._readings:
            self._readings[layer] = Reading(self._db, layer, self._scheme)
        return self._readings[layer]

    def _of_layer(
        self, layer: str, ids: Sequence[str], blind: frozenset[tuple[str, str]], *, with_heads: bool
    ) -> Iterator[LayerWork]:
        reading = self.reading(layer)
        links = queries.links_in_articles(self._db, layer, ids)
        statuses = queries.statuses(self._db, layer, ids)
        regions = queries.regions_in_articles(self._db, layer, ids)
        heads = queries.heads_in_articles(self._db, layer, ids) if with_heads else {}
        units: dict[str | None, list[Unit]] = defaultdict(list)
        for kind in queries.UNIT_TABLES:
            for one in queries.decided_in_articles(self._db, kind, layer, ids):
                if one.state == "kept":
                    units[one.article].append(reading.unit_of(one, links.get(one.id, ())))
        for article in ids:
            status = statuses.get(article)
            own = sorted(units[article], key=sort_key)
            yield LayerWork(
                layer=layer,
                article=article,
                units=tuple(own),
                passes=frozenset(passes_from(status.fields)) if status else frozenset(),
                heads={unit.id: heads.get(unit.id, ()) for unit in own} if with_heads else NO_HEADS,
                regions=tuple(regions.get(article, ())),
                is_blind=(article, layer) in blind,
            )
