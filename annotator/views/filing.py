"""What one layer has filed under which event, in memory: brought up to date by what was decided since the last look."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from annotator.layers import PROJECT
from annotator.model import Event, Span
from annotator.proposals.candidates import EventIndex
from annotator.proposals.words import Bag, Weights, article_bag, bag, spellings
from annotator.sentences import sentences_around
from annotator.store import Database, articles, journal, proposals
from annotator.store.proposals import Filed
from annotator.views.reading import Reading
from annotator.views.registry import REGISTRY_KINDS

LINKED_SENTENCES = 12
"""How many sentences that are linked to an event are looked at: the last ones."""
FILED_KINDS = frozenset(("link", "statement"))
GROWTH = 1.25
"""How many times the articles are those that words were counted in, before they are counted again."""


class Filing:
    """The events on offer with the articles and sentences linked to them. Another annotator's links are never read."""

    def __init__(self, db: Database, reading: Reading) -> None:
        self._db = db
        self._reading = reading
        self._row = -1
        self._total = 0
        self._texts: dict[str, tuple[Event, str]] = {}
        self._articles: dict[str, list[Filed]] = {}
        self._links: dict[str, list[Filed]] = {}
        self._waiting: dict[str, frozenset[str]] = {}
        self._sentences: dict[Filed, Bag] = {}
        self._index: EventIndex | None = None

    @property
    def names(self) -> dict[str, str]:
        """The names of the actors, by id."""
        return {actor.id: actor.name for actor in self._reading.registry.live_actors()}

    def warm(self, most: int) -> bool:
        """Read up to so many of the articles that `index` would read at once. Gives whether none is left."""
        self._renew()
        self._read_waiting(most)
        return not self._waiting

    def index(self) -> EventIndex:
        """The index as it stands."""
        index = self._renew()
        self._read_waiting(len(self._waiting))
        return index

    def events(self) -> Mapping[str, Event]:
        """The events on offer, by id."""
        return {event_id: event for event_id, (event, _) in self._texts.items()}

    def here(self, article_id: str) -> dict[str, int]:
        """For each event how many statements of an article are linked to it."""
        target = self._reading.registry.target
        found: dict[str, int] = {}
        for link in self._articles.get(article_id, ()):
            found[target(link.event)] = found.get(target(link.event), 0) + 1
        return found

    def words_of(self, event: Event, names: Mapping[str, str]) -> Bag:
        """The terms of what is said of an event itself."""
        return bag(_event_text(event, names), event.title)

    def sentences(self, event_id: str) -> list[Bag]:
        """The sentences of the last statements that are linked to an event."""
        links = self._links.get(event_id, [])[-LINKED_SENTENCES:]
        wanted = [link for link in links if link not in self._sentences]
        texts = {a.id: a.text for a in articles.texts(self._db, sorted({link.article for link in wanted}))}
        for link in wanted:
            around = sentences_around(texts[link.article], (Span(link.start, link.end),))
            self._sentences[link] = bag(texts[link.article][around.start : around.end])
        return [self._sentences[link] for link in links]

    def _renew(self) -> EventIndex:
        row = journal.last_row(self._db)
        index = self._index
        total = articles.count(self._db)
        if index is None or total > GROWTH * self._total:
            self._texts, self._articles, self._waiting, self._total = {}, {}, {}, total
            index = self._index = EventIndex(Weights(total, _Counter(self._db)))
            self._renew_events(index)
            self._renew_links(index, None)
        elif row != self._row:
            changed = journal.since(self._db, self._row)
            kinds = {kind for _, kind, _ in changed}
            if kinds & REGISTRY_KINDS:
                self._renew_events(index)
            touched = {article for _, kind, article in changed if article and kind in FILED_KINDS}
            if "redirect" in kinds or touched:
                self._renew_links(index, None if "redirect" in kinds else sorted(touched))
        self._row = row
        return index

    def _renew_events(self, index: EventIndex) -> None:
        names = self.names
        now = {event.id: (event, _event_text(event, names)) for event in self._reading.registry.live_events()}
        for event_id in self._texts.keys() - now.keys():
            index.drop_event(event_id)
        for event_id, known in now.items():
            if self._texts.get(event_id) != known:
                index.put_event(known[0], bag(known[1], known[0].title))
        self._texts = now

    def _renew_links(self, index: EventIndex, article_ids: Sequence[str] | None) -> None:
        """Read again what these articles (all without) are linked to."""
        layers = list(dict.fromkeys([self._reading.layer, PROJECT]))
        if article_ids is None:
            self._links = {}
        old = list(self._articles) if article_ids is None else article_ids
        now: dict[str, list[Filed]] = {}
        for link in proposals.filed(self._db, layers, article_ids):
            now.setdefault(link.article, []).append(link)
        target = self._reading.registry.target
        for article_id in dict.fromkeys((*old, *now)):
            self._forget(self._articles.pop(article_id, ()))
            links = now.get(article_id, [])
            events = frozenset(target(link.event) for link in links)
            for link in links:
                self._links.setdefault(target(link.event), []).append(link)
            if not links:
                self._waiting.pop(article_id, None)
                index.drop_text(article_id)
                continue
            self._articles[article_id] = links
            if article_id in index:
                index.refile(article_id, events)
            else:
                self._waiting[article_id] = events

    def _forget(self, links: Iterable[Filed]) -> None:
        target = self._reading.registry.target
        for link in links:
            kept = self._links.get(target(link.event), [])
            if link in kept:
                kept.remove(link)

    def _read_waiting(self, most: int) -> None:
        """Read the words of articles that links were made from: those that are kept, else from the text."""
        chunk = list(self._waiting)[:most]
        if not chunk or self._index is None:
            return
        kept = proposals.words(self._db, chunk) if proposals.is_there(self._db) else {}
        rest = articles.texts(self._db, [article_id for article_id in chunk if article_id not in kept])
        words: dict[str, Bag] = {**kept, **{article.id: article_bag(article) for article in rest}}
        for article_id in chunk:
            self._index.put_text(article_id, article_id, words.get(article_id, {}), self._waiting.pop(article_id))


class _Counter:
    """In how many articles a term stands: as counted over all articles, else as the full-text index has it."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._is_there = proposals.is_there(db)
        self._kept = proposals.counts(db) if self._is_there else {}

    def __call__(self, term: str) -> int:
        if self._kept or not self._is_there:
            return self._kept.get(term, 1)
        return proposals.articles_with(self._db, spellings(term))


def _event_text(event: Event, names: Mapping[str, str]) -> str:
    actors = " ".join(names.get(actor, "") for actor in event.participants)
    kind = "" if event.type == "other" else event.type.replace("_", " ")
    return f"{event.title}\n{kind}\n{event.place or ''}\n{actors}\n{event.description}"
