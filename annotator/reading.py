"""One layer's view of a project: articles with its decisions laid over the suggestions. Reads only."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable

import msgspec

from annotator import memory
from annotator.errors import NotFound
from annotator.model import Actor, Article, Entity, Link, Speaker, Statement, Suggestion
from annotator.registry import Registry
from annotator.scheme import Scheme
from annotator.store import Database, articles, queries, suggestions
from annotator.units import Decided, Unit, make_unit
from annotator.work import ArticleWork

CACHED_ARTICLES = 8


class _Proposed(msgspec.Struct, frozen=True):
    """An article with the suggestion run that is shown on it."""

    article: Article
    suggestions: dict[str, Suggestion]
    actors: dict[str, Actor]


class Reading:
    """What `layer` sees. Articles and suggestions are kept in memory for the few articles used last."""

    def __init__(self, db: Database, layer: str, scheme: Scheme) -> None:
        self._db = db
        self.layer = layer
        self.scheme = scheme
        self.registry = Registry(db, layer)
        self._proposed: OrderedDict[str, _Proposed] = OrderedDict()
        self._verdicts: dict[str, memory.Verdict | None] = {}
        self._old_verdicts: dict[str, memory.Verdict | None] = {}

    def article(self, article_id: str) -> Article:
        return self._open(article_id).article

    def suggestion(self, article_id: str, unit_id: str) -> Suggestion | None:
        return self._open(article_id).suggestions.get(unit_id)

    def suggested_actors(self, article_id: str) -> dict[str, Actor]:
        """The actors that the machine proposes in an article, by id."""
        return self._open(article_id).actors

    def forget(self, article_ids: Iterable[str] | None = None) -> None:
        """Read these articles (all without) and everything about names and events again the next time."""
        if article_ids is None:
            self._proposed.clear()
        for article_id in article_ids or ():
            self._proposed.pop(article_id, None)
        self.expire_names()
        self.registry.forget()

    def reopen(self, article_id: str) -> None:
        """Read an article and its suggestions again the next time."""
        self._proposed.pop(article_id, None)

    def expire_names(self) -> None:
        """Look the verdicts on names up again: something was decided."""
        self._old_verdicts |= self._verdicts
        self._verdicts = {}

    def unit_of(self, decided: Decided) -> Unit:
        """A decided subject as a unit by itself."""
        return self._with_live_actors(make_unit(None, decided))

    def unit(self, article_id: str, unit_id: str) -> Unit:
        """One unit as it stands.

        Raises:
            NotFound: the article has no such unit.
        """
        found = self.units(article_id, [unit_id])
        if not found:
            raise NotFound("That is no longer in the article.")
        return found[0]

    def units(self, article_id: str, unit_ids: list[str]) -> list[Unit]:
        """These units as they stand; ids that mean nothing in the article are left out."""
        proposed = self._open(article_id).suggestions
        decided = {
            **queries.decided(self._db, "entity", self.layer, unit_ids),
            **queries.decided(self._db, "statement", self.layer, unit_ids),
        }
        links = queries.links_of(self._db, self.layer, unit_ids)
        return [
            self._unit(article_id, proposed.get(unit_id), decided.get(unit_id), links.get(unit_id, []))
            for unit_id in unit_ids
            if unit_id in proposed or unit_id in decided
        ]

    def work(self, article_id: str) -> ArticleWork:
        """The whole article with everything that the layer decided and the machine proposes."""
        proposed = self._open(article_id)
        decided = {
            found.id: found
            for kind in queries.UNIT_TABLES
            for found in queries.decided_in_article(self._db, kind, self.layer, article_id)
        }
        links = queries.links_in_article(self._db, self.layer, article_id)
        self._learn(article_id, [s.value for s in proposed.suggestions.values() if s.id not in decided])
        units = [
            self._unit(article_id, suggestion, decided.get(suggestion.id), links.get(suggestion.id, []))
            for suggestion in proposed.suggestions.values()
        ]
        units += [
            self._unit(article_id, None, found, links.get(found.id, []))
            for found in decided.values()
            if found.id not in proposed.suggestions
        ]
        work = ArticleWork(proposed.article, self.layer, units)
        self.refresh_frame(work)
        return work

    def refresh_frame(self, work: ArticleWork) -> None:
        """Bring all of a work but its units up to date: notes, regions, state, passes."""
        article_id = work.article.id
        status = queries.status(self._db, self.layer, article_id)
        work.state = status.state
        work.passes = frozenset(name[5:] for name, value in status.fields.items() if name.startswith("pass:") and value)
        work.notes = queries.notes(self._db, self.layer, article_id)
        work.regions = queries.regions(self._db, self.layer, article_id)
        aside = status.fields.get("aside") or {}
        work.comment = aside.get("word") or aside.get("reason") or "" if status.state == "set aside" else ""

    def refresh_units(self, work: ArticleWork, changed: Iterable[str]) -> set[str]:
        """Bring units of a work up to date, and the undecided ones whose name was decided with them. Gives their ids."""
        ids = list(changed)
        names = {self._surface(work.article, unit) for unit_id in ids if (unit := work.find(unit_id))}
        self._put(work, ids)
        names |= {self._surface(work.article, unit) for unit_id in ids if (unit := work.find(unit_id))}
        names.discard("")
        turned = {name for name in names if self._has_turned(name)}
        again = [unit.id for name in turned for unit in work.named(name) if unit.is_machine]
        self._put(work, again)
        return {*ids, *again}

    def refresh_links(self, work: ArticleWork, subjects: Iterable[str]) -> set[str]:
        """Bring the statements and actors of a work up to date after a merge of events or actors. Gives the units' ids."""
        if not self.registry.is_redirected(subjects):
            return set()
        ids = [unit.id for unit in work.every() if not unit.is_machine]
        self._put(work, ids)
        return set(ids)

    def _has_turned(self, name: str) -> bool:
        before = self._old_verdicts.get(name, ...)
        return before is ... or self._verdict(name) != before

    def _put(self, work: ArticleWork, ids: list[str]) -> None:
        found = {unit.id: unit for unit in self.units(work.article.id, ids)} if ids else {}
        for unit_id in ids:
            if unit_id in found:
                work.put(found[unit_id])
            else:
                work.drop(unit_id)

    def _open(self, article_id: str) -> _Proposed:
        found = self._proposed.get(article_id)
        if found is None:
            run = suggestions.find(self._db, article_id)
            found = _Proposed(
                articles.get(self._db, article_id),
                {suggestion.id: suggestion for suggestion in run.suggestions} if run else {},
                {actor.id: actor for actor in run.actors} if run else {},
            )
            self._proposed[article_id] = found
            if len(self._proposed) > CACHED_ARTICLES:
                self._proposed.popitem(last=False)
        else:
            self._proposed.move_to_end(article_id)
        return found

    def _unit(self, article_id: str, suggestion: Suggestion | None, decided: Decided | None, links: list[Link]) -> Unit:
        unit = make_unit(suggestion, decided, links=tuple(self._resolved(link) for link in links))
        if unit.state != "suggested" or suggestion is None:
            return self._with_live_actors(unit)
        if isinstance(unit.value, Entity):
            name = self._surface(self.article(article_id), unit)
            unit = memory.overlay(unit, suggestion, self._verdict(name))
        label = unit.value.label if isinstance(unit.value, Entity) else unit.value.type
        hidden = unit.hidden or self.scheme.hides(label, suggestion.score)
        return unit if hidden == unit.hidden else msgspec.structs.replace(unit, hidden=hidden)

    def _resolved(self, link: Link) -> Link:
        target = self.registry.target(link.event)
        return link if target == link.event else msgspec.structs.replace(link, event=target)

    def _with_live_actors(self, unit: Unit) -> Unit:
        """The unit with actors that were merged read as those they were merged into."""
        value = unit.value
        if isinstance(value, Statement):
            speaker = self._resolved_speaker(value.speaker)
            if speaker == value.speaker:
                return unit
            return msgspec.structs.replace(unit, value=msgspec.structs.replace(value, speaker=speaker))
        if value.actor is None or self.registry.target(value.actor) == value.actor:
            return unit
        return msgspec.structs.replace(
            unit, value=msgspec.structs.replace(value, actor=self.registry.target(value.actor))
        )

    def _resolved_speaker(self, speaker: Speaker | None) -> Speaker | None:
        if speaker is None:
            return None
        others = tuple(found for other in speaker.others if (found := self._resolved_speaker(other)))
        actor = self.registry.target(speaker.actor) if speaker.actor else None
        return msgspec.structs.replace(speaker, actor=actor, others=others)

    def _surface(self, article: Article, unit: Unit) -> str:
        return article.text[unit.value.span.start : unit.value.span.end] if isinstance(unit.value, Entity) else ""

    def _verdict(self, name: str) -> memory.Verdict | None:
        if name not in self._verdicts:
            self._verdicts[name] = memory.verdict(queries.surface(self._db, self.layer, name))
        return self._verdicts[name]

    def _learn(self, article_id: str, values: list[Entity | Statement]) -> None:
        """Look up the names of an article in one go instead of one by one."""
        text = self.article(article_id).text
        names = {text[v.span.start : v.span.end] for v in values if isinstance(v, Entity)} - self._verdicts.keys()
        rows = queries.surfaces(self._db, self.layer, sorted(names))
        self._verdicts |= {name: memory.verdict(rows.get(name, ())) for name in names}
