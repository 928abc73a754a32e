"""One layer's view of a project: articles with its decisions laid over the suggestions. Reads only."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from annotator.errors import NotFound
from annotator.fields import passes_from
from annotator.model import Actor, Article, Entity, Link, Span, Speaker, Statement, Suggestion
from annotator.scheme import Scheme
from annotator.store import Database, articles, queries, suggestions
from annotator.units import Decided, Unit, machine_unit, make_unit
from annotator.views import memory
from annotator.views.registry import Registry
from annotator.work import ArticleWork

CACHED_ARTICLES = 8
CHUNK = 500
_UNKNOWN = object()


class _Proposed(msgspec.Struct, frozen=True):
    """An article with the suggestion run that is shown on it."""

    article: Article
    suggestions: dict[str, Suggestion]
    actors: dict[str, Actor]


class Reading:
    """What `layer` sees. Articles and suggestions are kept in memory for the few articles used last.

    The article that `open` was called for last keeps its suggestions whatever a new run says: somebody looks at it.
    """

    def __init__(self, db: Database, layer: str, scheme: Scheme) -> None:
        self._db = db
        self.layer = layer
        self.scheme = scheme
        self.registry = Registry(db, layer)
        self._proposed: OrderedDict[str, _Proposed] = OrderedDict()
        self._opened: str | None = None
        self._verdicts: dict[str, memory.Verdict | None] = {}
        self._old_verdicts: dict[str, memory.Verdict | None] = {}

    @property
    def scheme(self) -> Scheme:
        return self._scheme

    @scheme.setter
    def scheme(self, scheme: Scheme) -> None:
        self._scheme = scheme
        self._thresholds = scheme.thresholds()

    def article(self, article_id: str) -> Article:
        return self._look(article_id).article

    def suggestion(self, article_id: str, unit_id: str) -> Suggestion | None:
        return self._look(article_id).suggestions.get(unit_id)

    def suggested_actors(self, article_id: str) -> dict[str, Actor]:
        """The actors that the machine proposes in an article, by id."""
        return self._look(article_id).actors

    def forget(self, article_ids: Iterable[str] | None = None) -> None:
        """Read these articles (all without; never the opened one) and what is known of names and events anew."""
        for article_id in list(self._proposed) if article_ids is None else article_ids:
            if article_id != self._opened:
                self._proposed.pop(article_id, None)
        self.expire_names()
        self.registry.forget()

    def open(self, article_id: str) -> ArticleWork:
        """The whole article, with the suggestions that there are now."""
        self._proposed.pop(article_id, None)
        self._opened = article_id
        return self.work(article_id)

    def expire_names(self) -> None:
        """Look the verdicts on names up again: something was decided."""
        self._old_verdicts |= self._verdicts
        self._verdicts = {}

    def unit_of(self, decided: Decided, links: Sequence[Link] = ()) -> Unit:
        """A decided subject as a unit by itself, without what the machine said of it."""
        return self.with_live_actors(make_unit(None, decided, links=self._live_links(links)))

    def unit(self, article_id: str, unit_id: str) -> Unit:
        """One unit as it stands.

        Raises:
            NotFound: the article has no such unit.
        """
        found = self.units(article_id, [unit_id])
        if not found:
            raise NotFound("That is no longer in the article.")
        return found[0]

    def units(self, article_id: str, unit_ids: Sequence[str]) -> list[Unit]:
        """These units as they stand; ids that mean nothing in the article are left out."""
        proposed = self._look(article_id)
        found: list[Unit] = []
        for at in range(0, len(unit_ids), CHUNK):
            chunk = unit_ids[at : at + CHUNK]
            decided = {
                unit_id: one
                for kind in queries.UNIT_TABLES
                for unit_id, one in queries.decided(self._db, kind, self.layer, chunk).items()
                if one.article == article_id
            }
            links = queries.links_of(self._db, self.layer, chunk) if decided else {}
            found += [
                self._unit(proposed.article, proposed.suggestions.get(unit_id), decided.get(unit_id), links)
                for unit_id in chunk
                if unit_id in proposed.suggestions or unit_id in decided
            ]
        return found

    def entities_on(self, article_id: str, span: Span) -> list[Unit]:
        """The entities, in whatever state, that have exactly this span."""
        proposed = self._look(article_id).suggestions.values()
        decided = queries.decided_in_article(self._db, "entity", self.layer, article_id)
        ids = [s.id for s in proposed if isinstance(s.value, Entity) and s.value.span == span]
        ids += [found.id for found in decided if tuple(found.fields["span"]) == (span.start, span.end)]
        units = self.units(article_id, list(dict.fromkeys(ids)))
        return [unit for unit in units if unit.spans == (span,)]

    def work(self, article_id: str) -> ArticleWork:
        """The whole article with everything that the layer decided and the machine proposes."""
        proposed = self._look(article_id)
        decided = {
            found.id: found
            for kind in queries.UNIT_TABLES
            for found in queries.decided_in_article(self._db, kind, self.layer, article_id)
        }
        links = queries.links_in_article(self._db, self.layer, article_id)
        undecided = [s for s in proposed.suggestions.values() if s.value.id not in decided]
        units = list(self._machine_units(proposed.article.text, undecided))
        units += [
            self._unit(proposed.article, proposed.suggestions.get(one.id), one, links) for one in decided.values()
        ]
        work = ArticleWork(proposed.article, self.layer, units)
        self.refresh_frame(work)
        return work

    def refresh_frame(self, work: ArticleWork) -> None:
        """Bring all of a work but its units up to date: notes, regions, state, passes."""
        article_id = work.article.id
        status = queries.status(self._db, self.layer, article_id)
        work.state = status.state
        work.passes = frozenset(passes_from(status.fields))
        work.notes = queries.notes(self._db, self.layer, article_id)
        work.regions = queries.regions(self._db, self.layer, article_id)
        aside: dict[str, str] = status.fields.get("aside") or {}
        work.comment = aside.get("word") or aside.get("reason") or "" if status.state == "set aside" else ""

    def renew(self, article_ids: Iterable[str]) -> None:
        """Read the metadata of these articles again; texts never change."""
        for article_id in article_ids:
            old = self._proposed.get(article_id)
            if old is not None:
                fresh = articles.get(self._db, article_id)
                self._proposed[article_id] = msgspec.structs.replace(old, article=fresh)

    def refresh_units(self, work: ArticleWork, changed: Iterable[str]) -> set[str]:
        """Bring units of a work up to date, and the undecided ones whose name was decided. Gives their ids."""
        ids = list(changed)
        before = {unit_id: unit for unit_id in ids if (unit := work.find(unit_id))}
        self._put(work, ids)
        after = {unit_id: unit for unit_id in ids if (unit := work.find(unit_id))}
        here = before.keys() | after.keys()
        names = {name_of(work.article, unit) for unit in (*before.values(), *after.values())} - {""}
        # What was decided in another article may be about any name of this one.
        turned = self._turned(names if len(here) == len(ids) else names.union(work.names()))
        units = [unit for name in turned for unit in work.named(name) if unit.is_machine and unit.id not in here]
        return {*here, *self._remember(work, units)}

    def refresh_links(self, work: ArticleWork, subjects: Iterable[str]) -> set[str]:
        """Bring a work up to date after a change of events or actors: what names them. Gives the units' ids."""
        subjects = set(subjects)
        if self.registry.is_redirected(subjects):
            ids = [unit.id for unit in work.every()]
        else:
            raw = queries.links_in_article(self._db, self.layer, work.article.id)
            ids = [
                one for one, links in raw.items() if work.find(one) and any(link.event in subjects for link in links)
            ]
        self._put(work, ids)
        return set(ids)

    def refresh_machine(self, work: ArticleWork) -> set[str]:
        """Bring what nobody decided up to date: the scheme says anew what is hidden. Gives the units' ids."""
        ids = [unit.id for unit in work.every() if unit.is_machine]
        self._put(work, ids)
        return set(ids)

    def _turned(self, names: Iterable[str]) -> list[str]:
        """The names of which something else is known than before the last decision."""
        names = list(names)
        self._learn(names)
        return [name for name in names if self._old_verdicts.get(name, _UNKNOWN) != self._verdicts[name]]

    def _remember(self, work: ArticleWork, units: Sequence[Unit]) -> list[str]:
        """Lay memory over undecided units anew. Gives the ids of those that it changes: few of maybe many."""
        proposed = self._look(work.article.id).suggestions
        plain = [proposed[unit.id] for unit in units if not unit.decided and unit.id in proposed]
        fresh = [
            *self._machine_units(work.article.text, plain),
            *self.units(work.article.id, [unit.id for unit in units if unit.decided]),
        ]
        changed = [unit for unit in fresh if unit != work.find(unit.id)]
        for unit in changed:
            work.put(unit)
        return [unit.id for unit in changed]

    def _put(self, work: ArticleWork, ids: list[str]) -> None:
        found = {unit.id: unit for unit in self.units(work.article.id, ids)}
        for unit_id in ids:
            if unit_id in found:
                work.put(found[unit_id])
            else:
                work.drop(unit_id)

    def _look(self, article_id: str) -> _Proposed:
        found = self._proposed.get(article_id)
        if found is None:
            run = suggestions.find(self._db, article_id)
            found = _Proposed(
                articles.get(self._db, article_id),
                {suggestion.value.id: suggestion for suggestion in run.suggestions} if run else {},
                {actor.id: actor for actor in run.actors} if run else {},
            )
            self._proposed[article_id] = found
            spare = [one for one in self._proposed if one not in (self._opened, article_id)]
            if len(spare) >= CACHED_ARTICLES:
                del self._proposed[spare[0]]
        else:
            self._proposed.move_to_end(article_id)
        return found

    def _unit(
        self,
        article: Article,
        suggestion: Suggestion | None,
        decided: Decided | None,
        links: dict[str, list[Link]],
    ) -> Unit:
        if decided is None:
            assert suggestion is not None
            return next(self._machine_units(article.text, [suggestion]))
        unit = make_unit(suggestion, decided, links=self._live_links(links.get(decided.id, [])))
        if unit.state == "suggested" and suggestion is not None:
            unit = self._as_suggested(article.text, unit, suggestion.score)
        return self.with_live_actors(unit)

    def _machine_units(self, text: str, proposed: Sequence[Suggestion]) -> Iterator[Unit]:
        """Suggestions that nobody decided as units, under the scheme and memory. Made for many thousands at once."""
        self._learn(text[s.value.span.start : s.value.span.end] for s in proposed if isinstance(s.value, Entity))
        known = {name for name, verdict in self._verdicts.items() if verdict is not None}
        is_redirected = self.registry.has_merged
        threshold_of = self._thresholds.get
        for suggestion in proposed:
            value = suggestion.value
            if isinstance(value, Entity):
                span = value.span
                unit = machine_unit(suggestion, hidden=suggestion.score < threshold_of(value.label, 0.0))
                if known and text[span.start : span.end] in known:
                    unit = self._as_suggested(text, unit, suggestion.score)
            else:
                unit = machine_unit(suggestion, hidden=suggestion.score < threshold_of(value.type, 0.0))
            yield self.with_live_actors(unit) if is_redirected else unit

    def _as_suggested(self, text: str, unit: Unit, score: float) -> Unit:
        """An undecided unit as memory and the scheme would have it."""
        value = unit.value
        name = text[value.span.start : value.span.end] if isinstance(value, Entity) else ""
        if name not in self._verdicts:
            self._learn([name])
        verdict = self._verdicts[name]
        unit = memory.overlay(unit, verdict)
        label = unit.value.label if isinstance(unit.value, Entity) else unit.value.type
        hidden = score < self._thresholds.get(label, 0.0) or (verdict is not None and verdict.label is None)
        return unit if hidden == unit.hidden else msgspec.structs.replace(unit, hidden=hidden)

    def _live_links(self, links: Sequence[Link]) -> tuple[Link, ...]:
        """Links to events that are here, merged ones read as what they became; what says the same twice counts once."""
        found: dict[tuple[str, str], Link] = {}
        for link in links:
            event = self.registry.find_event(link.event)
            if event is not None:
                live = link if event.id == link.event else msgspec.structs.replace(link, event=event.id)
                found.setdefault((live.event, live.relation), live)
        return tuple(found.values())

    def with_live_actors(self, unit: Unit) -> Unit:
        """The unit with actors that were merged read as those they were merged into."""
        value = unit.value
        if not self.registry.has_merged:
            return unit
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

    def _learn(self, names: Iterable[str]) -> None:
        """Look up the verdicts on names that are not known yet, many in one go."""
        new = {name for name in names if name not in self._verdicts}
        if new:
            rows = queries.surfaces(self._db, self.layer, sorted(new))
            self._verdicts |= {name: memory.verdict(rows.get(name, ())) for name in new}


def name_of(article: Article, unit: Unit) -> str:
    """The characters of an entity, "" for a statement."""
    return article.text[unit.value.span.start : unit.value.span.end] if isinstance(unit.value, Entity) else ""
