"""Which actors may be one, as one layer sees it: its own and the published ones, and those that the machine names."""

from __future__ import annotations

import itertools
from collections import defaultdict

import msgspec

from annotator.layers import PROJECT
from annotator.model import Actor
from annotator.proposals.actors import ActorCount, ActorProposal, propose_same_actors, take_names_apart
from annotator.store import Database, queries, suggested_actors
from annotator.views.reading import Reading

CHUNK = 40
"""Articles that are read in one step: a few milliseconds."""


class SameActors:
    """Reads the machine's actors article by article, once, and those of new runs after that.

    `read_some` lets a window do that in steps; `proposals` reads whatever is left.
    """

    def __init__(self, db: Database, reading: Reading) -> None:
        self._db = db
        self._reading = reading
        self._runs: dict[str, str] = {}
        self._left: dict[str, str] = {}
        self._named: dict[str, tuple[str, ...]] = {}
        self._articles: dict[str, set[str]] = defaultdict(set)
        self._actors: dict[str, Actor] = {}
        self._found: tuple[tuple[list[ActorCount], frozenset[str]], list[ActorProposal]] | None = None

    def read_some(self) -> bool:
        """Read what the machine names in some more articles. Gives whether any are left."""
        if not self._left:
            runs = suggested_actors.run_ids(self._db)
            self._left = {article: run for article, run in runs.items() if self._runs.get(article) != run}
        some = list(itertools.islice(self._left, CHUNK))
        for article, actors in suggested_actors.of_articles(self._db, some):
            self._take(article, actors)
        for article in some:
            self._runs[article] = self._left.pop(article)
        return bool(self._left)

    def _take(self, article: str, actors: tuple[Actor, ...]) -> None:
        for gone in self._named.pop(article, ()):
            self._articles[gone].discard(article)
        self._named[article] = tuple(actor.id for actor in actors)
        for actor in actors:
            if actor.id not in self._actors:
                take_names_apart(actor)
            self._articles[actor.id].add(article)
            self._actors[actor.id] = _joined(self._actors.get(actor.id), actor)

    def proposals(self) -> list[ActorProposal]:
        """The pairs that may be one, the surest first, without those that are merged, retired or dismissed."""
        while self.read_some():
            pass
        counts = self._counts()
        dismissed = dismissed_pairs(self._db, self._reading)
        key = (counts, dismissed)
        if self._found is None or self._found[0] != key:
            self._found = (key, propose_same_actors(counts, dismissed=dismissed))
        return self._found[1]

    def _counts(self) -> list[ActorCount]:
        """Every actor on offer with the articles it stands in."""
        registry = self._reading.registry
        rows = {row.actor.id: row for row in registry.actors()}
        named: dict[str, set[str]] = {}
        for actor_id, articles in self._articles.items():
            target = registry.target(actor_id)
            named[target] = named[target] | articles if target in named else articles
        counts = {
            row.actor.id: ActorCount(row.actor, max(row.articles, len(named.get(row.actor.id, ()))))
            for row in rows.values()
            if row.state == "kept"
        }
        for actor_id, articles in named.items():
            if articles and actor_id not in rows and not registry.is_decided("actor", actor_id):
                counts[actor_id] = ActorCount(self._actors[actor_id], len(articles))
        return list(counts.values())


def dismissed_pairs(db: Database, reading: Reading) -> frozenset[str]:
    """The ids of the pairs that somebody said are two."""
    layers = (reading.layer, PROJECT)
    return frozenset(
        decided.id
        for layer in layers
        for decided in queries.decided_in_layer(db, "redirect", layer)
        if decided.state == "rejected"
    )


def _joined(known: Actor | None, actor: Actor) -> Actor:
    """An actor with the aliases that it has in any article."""
    if known is None or set(actor.aliases) <= set(known.aliases):
        return known or actor
    return msgspec.structs.replace(known, aliases=tuple(sorted({*known.aliases, *actor.aliases})))
