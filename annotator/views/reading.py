"""One layer's view of a project: articles with its decisions laid over the suggestions. Reads only."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Collection, Iterable, Sequence

import msgspec

from annotator.changes import Changes
from annotator.errors import NotFound
from annotator.fields import passes_from
from annotator.model import Actor, Article, Entity, Link, Span, Statement, Suggestion
from annotator.scheme import Scheme
from annotator.store import Database, articles, assignments, queries, suggestions
from annotator.units import Decided, Unit, make_unit
from annotator.views.additions import Additions
from annotator.views.memory import resolution
from annotator.views.overlay import Overlay, refusable, speaker_names
from annotator.views.recall import Recall
from annotator.views.registry import Registry
from annotator.work import ArticleWork

CACHED_ARTICLES = 8
CHUNK = 500


class _Proposed(msgspec.Struct, frozen=True):
    """An article with the suggestion run that is shown on it: none where the layer is to work without (`is_blind`)."""

    article: Article
    suggestions: dict[str, Suggestion]
    actors: dict[str, Actor]
    is_blind: bool = False


class Reading:
    """What `layer` sees. Articles and suggestions are kept in memory for the few articles used last.

    The article that `open` was called for last keeps its suggestions whatever a new run says: somebody looks at it.
    """

    def __init__(self, db: Database, layer: str, scheme: Scheme) -> None:
        self._db = db
        self.layer = layer
        self.registry = Registry(db, layer)
        self._recall = Recall(db, layer)
        self._overlay = Overlay(self._recall, self.registry)
        self._additions = Additions(self._recall)
        self.scheme = scheme
        self._proposed: OrderedDict[str, _Proposed] = OrderedDict()
        self._opened: str | None = None

    @property
    def scheme(self) -> Scheme:
        return self._scheme

    @scheme.setter
    def scheme(self, scheme: Scheme) -> None:
        self._scheme = scheme
        self._overlay.thresholds = scheme.thresholds()

    def article(self, article_id: str) -> Article:
        """An article, kept in memory with what the machine proposes in it.

        Raises:
            NotFound: there is none with this id.
        """
        return self._look(article_id).article

    def suggestion(self, article_id: str, unit_id: str) -> Suggestion | None:
        """What the machine proposes under this id, or memory in its place, as it was before anybody decided on it."""
        return self._look(article_id).suggestions.get(unit_id) or self._additions.of(article_id).get(unit_id)

    def suggested_actors(self, article_id: str) -> dict[str, Actor]:
        """The actors that the machine proposes in an article, by id."""
        return self._look(article_id).actors

    def forget(self, article_ids: Iterable[str] | None = None) -> None:
        """Read these articles (all without; never the opened one) and what is known of names and events anew."""
        for article_id in list(self._proposed) if article_ids is None else article_ids:
            if article_id != self._opened:
                self._proposed.pop(article_id, None)
                self._additions.forget(article_id)
        self.expire_names()
        self.registry.forget()

    def open(self, article_id: str) -> ArticleWork:
        """The whole article, with the suggestions that there are now."""
        self._proposed.pop(article_id, None)
        self._opened = article_id
        return self.work(article_id)

    def expire_names(self) -> None:
        """Look up again what is known of names: something was decided."""
        self._recall.expire()

    def unit_of(self, decided: Decided, links: Sequence[Link] = ()) -> Unit:
        """A decided subject as a unit by itself, without what the machine said of it."""
        return self._overlay.with_live_actors(make_unit(None, decided, links=self._live_links(links)))

    def with_live_actors(self, unit: Unit) -> Unit:
        """The unit with actors that were merged read as those they were merged into."""
        return self._overlay.with_live_actors(unit)

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
            for unit_id in chunk:
                suggestion = proposed.suggestions.get(unit_id) or self._added(article_id, unit_id, decided)
                if suggestion is not None or unit_id in decided:
                    found.append(self._unit(proposed, suggestion, decided.get(unit_id), links))
        return found

    def entities_on(self, article_id: str, span: Span) -> list[Unit]:
        """The entities, in whatever state, that have exactly this span."""
        added = self._additions.of(article_id).values()
        proposed = (*self._look(article_id).suggestions.values(), *added)
        decided = self._decided("entity", article_id)
        ids = [s.id for s in proposed if isinstance(s.value, Entity) and s.value.span == span]
        ids += [found.id for found in decided if tuple(found.fields["span"]) == (span.start, span.end)]
        units = self.units(article_id, list(dict.fromkeys(ids)))
        return [unit for unit in units if unit.spans == (span,)]

    def work(self, article_id: str) -> ArticleWork:
        """The whole article with everything that the layer decided and the machine proposes."""
        proposed = self._look(article_id)
        decided = {found.id: found for kind in queries.UNIT_TABLES for found in self._decided(kind, article_id)}
        links = queries.links_in_article(self._db, self.layer, article_id)
        undecided = [s for s in proposed.suggestions.values() if s.value.id not in decided]
        units = list(self._overlay.units(proposed.article, undecided, proposed.actors))
        units += [self._unit(proposed, proposed.suggestions.get(one.id), one, links) for one in decided.values()]
        work = ArticleWork(proposed.article, self.layer, units)
        self.refresh_frame(work)
        added = [] if proposed.is_blind else self._additions.all(work, proposed.suggestions)
        for unit in self._overlay.units(proposed.article, added, proposed.actors):
            work.put(unit)
        return work

    def refresh_frame(self, work: ArticleWork) -> None:
        """Bring all of a work but its units up to date: notes, regions, state, passes."""
        article_id = work.article.id
        status = queries.status(self._db, self.layer, article_id)
        work.state = status.state
        work.passes = frozenset(passes_from(status.fields))
        work.notes = queries.notes(self._db, self.layer, article_id)
        work.regions = queries.regions(self._db, self.layer, article_id)
        work.comment = self._comment(article_id, status)

    def _comment(self, article_id: str, status: queries.Status) -> str:
        if status.state == "returned":
            key = (self.layer, article_id)
            return assignments.returned(self._db, [key])[key].comment
        aside: dict[str, str] = status.fields.get("aside") or {}
        return aside.get("word") or aside.get("reason") or "" if status.state == "set aside" else ""

    def renew(self, article_ids: Iterable[str]) -> None:
        """Read again what is said of these articles; texts never change, what is proposed where they are blind now."""
        for article_id in article_ids:
            old = self._proposed.get(article_id)
            if old is None:
                continue
            if article_id != self._opened and old.is_blind != assignments.is_blind(self._db, article_id, self.layer):
                del self._proposed[article_id]
                self._additions.forget(article_id)
            else:
                fresh = articles.get(self._db, article_id)
                self._proposed[article_id] = msgspec.structs.replace(old, article=fresh)

    def refresh(self, work: ArticleWork, changes: Changes) -> set[str]:
        """Bring a work of this layer up to date with what was changed; new suggestions apart. Gives the units' ids."""
        touched: set[str] = set()
        if changes.units:
            touched = self._refresh_units(work, changes.units)
        if changes.events or changes.actors:
            touched |= self._refresh_links(work, changes.events | changes.actors)
        if changes.scheme:
            touched |= self._refresh_machine(work)
        if work.article.id in changes.articles | changes.statuses:
            self.refresh_frame(work)
        if work.article.id in changes.statuses:
            work.article = self.article(work.article.id)
        return touched

    def _refresh_units(self, work: ArticleWork, changed: Iterable[str]) -> set[str]:
        """Bring units of a work up to date, and the undecided ones that teach something new. Gives their ids."""
        ids = list(changed)
        before = {unit_id: unit for unit_id in ids if (unit := work.find(unit_id))}
        self._put(work, ids)
        after = {unit_id: unit for unit_id in ids if (unit := work.find(unit_id))}
        units, here = [*before.values(), *after.values()], before.keys() | after.keys()
        names = self._names(work, units)
        if len(here) == len(ids):
            self._recall.settle(names, {words for unit in units if (words := refusable(work.article.text, unit.value))})
        else:
            # What was decided in another article may be about anything in this one.
            names |= self._names(work, work.every()) | self._recall.added()
            units = list(work.every())
        turned = self._turned(names)
        touched = {*here, *self._remember(work, self._concerned(work, turned, units) - here)}
        spans = [span for unit in (*units, *map(work.find, touched)) if unit for span in unit.spans]
        return touched | self._renew_additions(work, turned, spans)

    def _refresh_links(self, work: ArticleWork, subjects: Iterable[str]) -> set[str]:
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

    def _refresh_machine(self, work: ArticleWork) -> set[str]:
        """Bring what nobody decided up to date: the scheme says anew what is hidden. Gives the units' ids."""
        ids = [unit.id for unit in work.every() if unit.is_machine]
        self._put(work, ids)
        return set(ids)

    def _names(self, work: ArticleWork, units: Iterable[Unit]) -> set[str]:
        """The names that units stand on, that the machine proposed for them, and that their speakers go by."""
        text, proposed = work.article.text, self._look(work.article.id).suggestions
        found: set[str] = set()
        for unit in units:
            own = proposed.get(unit.id)
            for value in (unit.value, own.value if own else unit.value):
                if isinstance(value, Entity):
                    found.add(text[value.span.start : value.span.end])
                else:
                    found |= speaker_names(text, value)
        return found

    def _turned(self, names: Iterable[str]) -> set[str]:
        """The names of which something else is known than before the last decision, and what they were moved to."""
        known = self._recall.names
        turned = known.turned(names)
        found = [verdict for name in turned for verdict in (known.before(name), known.find(name)) if verdict]
        moved = {verdict.words for verdict in found if verdict.words}
        # "the Kremlin" is shown as "The Kremlin" where a sentence begins.
        return {*turned, *moved, *(words[0].swapcase() + words[1:] for words in moved)}

    def _concerned(self, work: ArticleWork, turned: set[str], units: Iterable[Unit]) -> set[str]:
        """The ids of units that memory may show otherwise now: of the turned names, and of refused words."""
        text, known = work.article.text, self._recall.names
        found = {unit.id for name in turned for unit in work.named(name) if unit.is_machine}
        words = {one for unit in units if (one := refusable(text, unit.value))}
        refused: set[str] = set(self._recall.refused.turned(words)) if words else set()
        speaking = {name for name in turned if resolution(known.before(name)) != resolution(known.find(name))}
        if speaking or refused:
            found |= {
                unit.id
                for unit in work.every()
                if isinstance(unit.value, Statement)
                and (refusable(text, unit.value) in refused or not speaking.isdisjoint(speaker_names(text, unit.value)))
            }
        return found

    def _remember(self, work: ArticleWork, ids: Iterable[str]) -> list[str]:
        """Lay memory over units anew. Gives the ids of those that it changes: few of maybe many."""
        proposed = self._look(work.article.id)
        units = [unit for unit_id in ids if (unit := work.find(unit_id))]
        plain = [
            proposed.suggestions[unit.id] for unit in units if not unit.decided and unit.id in proposed.suggestions
        ]
        fresh = [
            *self._overlay.units(proposed.article, plain, proposed.actors),
            *self.units(work.article.id, [unit.id for unit in units if unit.decided]),
        ]
        changed = [unit for unit in fresh if unit != work.find(unit.id)]
        for unit in changed:
            work.put(unit)
        return [unit.id for unit in changed]

    def _renew_additions(self, work: ArticleWork, names: Iterable[str], spans: Iterable[Span]) -> set[str]:
        """Suggest added names that came or became free, take away those that went. Gives the units' ids."""
        proposed = self._look(work.article.id)
        if proposed.is_blind:
            return set()
        fresh, gone = self._additions.renew(work, proposed.suggestions, names, spans)
        for unit_id in gone:
            work.drop(unit_id)
        for unit in self._overlay.units(proposed.article, fresh, proposed.actors):
            work.put(unit)
        return {*gone, *(one.id for one in fresh)}

    def _added(self, article_id: str, unit_id: str, decided: Collection[str]) -> Suggestion | None:
        """The suggestion of an added name, looked for in the article where nobody had it open."""
        is_blind = self._look(article_id).is_blind
        if unit_id not in decided and not is_blind and not self._additions.knows(article_id):
            self.work(article_id)
        return self._additions.of(article_id).get(unit_id)

    def _put(self, work: ArticleWork, ids: list[str]) -> None:
        if len(ids) > CHUNK:
            # A bulk act on thousands of articles names few of this one.
            decided = (one.id for kind in queries.UNIT_TABLES for one in self._decided(kind, work.article.id))
            here = {*decided, *self._look(work.article.id).suggestions, *self._additions.of(work.article.id)}
            ids = [unit_id for unit_id in ids if unit_id in here or work.find(unit_id) is not None]
        found = {unit.id: unit for unit in self.units(work.article.id, ids)}
        for unit_id in ids:
            if unit_id in found:
                work.put(found[unit_id])
            else:
                work.drop(unit_id)

    def _decided(self, kind: str, article_id: str) -> list[Decided]:
        return queries.decided_in_article(self._db, kind, self.layer, article_id)

    def _look(self, article_id: str) -> _Proposed:
        found = self._proposed.get(article_id)
        if found is None:
            is_blind = assignments.is_blind(self._db, article_id, self.layer)
            run = None if is_blind else suggestions.find(self._db, article_id)
            found = _Proposed(
                articles.get(self._db, article_id),
                {suggestion.value.id: suggestion for suggestion in run.suggestions} if run else {},
                {actor.id: actor for actor in run.actors} if run else {},
                is_blind,
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
        proposed: _Proposed,
        suggestion: Suggestion | None,
        decided: Decided | None,
        links: dict[str, list[Link]],
    ) -> Unit:
        text = proposed.article.text
        if decided is None:
            assert suggestion is not None
            return next(self._overlay.units(proposed.article, [suggestion], proposed.actors))
        unit = make_unit(suggestion, decided, links=self._live_links(links.get(decided.id, [])))
        if unit.state == "suggested" and suggestion is not None:
            unit = self._overlay.as_suggested(text, unit, suggestion.score, proposed.actors)
        elif unit.state == "kept" and not proposed.is_blind:
            unit = self._overlay.with_speakers(text, unit, proposed.actors)
        return self._overlay.with_live_actors(unit)

    def _live_links(self, links: Sequence[Link]) -> tuple[Link, ...]:
        """Links to events that are here, merged ones read as what they became; what says the same twice counts once."""
        found: dict[tuple[str, str], Link] = {}
        for link in links:
            event = self.registry.find_event(link.event)
            if event is not None:
                live = link if event.id == link.event else msgspec.structs.replace(link, event=event.id)
                found.setdefault((live.event, live.relation), live)
        return tuple(found.values())
