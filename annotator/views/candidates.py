"""Which event a statement or an article is about, as one layer sees it: the events on offer, ranked, with reasons.

Kept in memory and brought up to date as events and links come and go. What another annotator linked is never looked at.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from annotator.dates import Days, days_of, guess_when, published_day
from annotator.drafts import DATE_LABELS, PLACE_LABELS, sentences_around
from annotator.errors import NotFound
from annotator.layers import PROJECT
from annotator.model import Article, Entity, Event, Span, Statement
from annotator.proposals.candidates import Clues, EventIndex, Scored
from annotator.proposals.reasons import Spoken, reasons
from annotator.proposals.words import Bag, Weights, article_bag, bag, spellings, surfaces
from annotator.store import Database, articles, proposals, queries
from annotator.store.proposals import Filed
from annotator.views import event_proposals
from annotator.views.reading import Reading
from annotator.wording import counted
from annotator.work import ArticleWork

LINKED_SENTENCES = 12
"""How many sentences that are linked to an event are looked at: the last ones."""
HERE, SAME_STORY, COVERED = 0.6, 0.5, 0.55
"""What it is worth that the article is linked to an event already, that another one of its story is, and that the event
was proposed for it."""


class Candidate(msgspec.Struct, frozen=True):
    """An event with the probability that a text is about it, and why. A proposed one is not in the project yet."""

    event: Event
    score: float
    reasons: tuple[str, ...]
    is_proposed: bool = False


class Offer(msgspec.Struct, frozen=True):
    """The events on offer, the likeliest first, and the probability that a text is about none of them."""

    candidates: tuple[Candidate, ...]
    new: float

    @property
    def is_new_likeliest(self) -> bool:
        """Whether a new event is likelier than every one that is there."""
        return all(each.score < self.new for each in self.candidates)


class Candidates:
    """Answers for one layer; made once and kept."""

    def __init__(self, db: Database, reading: Reading) -> None:
        self._db = db
        self._reading = reading
        self._version: tuple[int, int] | None = None
        self._events: dict[str, tuple[Event, str]] = {}
        self._filed: dict[str, frozenset[str]] = {}
        self._links: dict[str, list[Filed]] = {}
        self._bags: dict[str, Bag] = {}
        self._weights: Weights | None = None
        self._index: EventIndex | None = None

    def for_statement(self, article_id: str, statement_id: str) -> Offer:
        """The events that a statement may be about.

        Raises:
            NotFound: the article has no such statement.
        """
        work = self._reading.work(article_id)
        unit = work.find(statement_id)
        if unit is None or not isinstance(unit.value, Statement):
            raise NotFound("That statement is no longer in the article.")
        return self._offer(work, unit.value)

    def for_article(self, article_id: str) -> Offer:
        """The events that an article as a whole may be about."""
        return self._offer(self._reading.work(article_id), None)

    def _offer(self, work: ArticleWork, statement: Statement | None) -> Offer:
        index = self._current()
        covering = self._covering(work.article.id)
        proposed = {event.id: event for event in covering if event.id not in self._events}
        clues = self._clues(work, statement, {event.id for event in covering})
        for event in proposed.values():
            index.put_event(event, self._event_bag(event), is_proposed=True)
        ranking = index.rank(clues, self._sentences)
        for event_id in proposed:
            index.drop_event(event_id)
        spoken = Spoken(
            surfaces(f"{work.article.title}\n{work.article.text}"),
            self._titles_of_nearest(ranking.events),
            self._names(),
        )
        found: list[Candidate] = []
        for each in ranking.events:
            is_proposed = each.event in proposed
            event = proposed[each.event] if is_proposed else self._events[each.event][0]
            said = reasons(each.evidence, event, spoken) + self._story_reason(event.id, work.article.id, clues)
            found.append(Candidate(event, round(each.probability, 4), tuple(said), is_proposed))
        return Offer(tuple(found), round(ranking.new, 4))

    def _story_reason(self, event_id: str, article_id: str, clues: Clues) -> list[str]:
        here = sum(link.article == article_id for link in self._links.get(event_id, ()))
        if here:
            return [f"linked from {counted(here, 'statement')} of this article"]
        worth = clues.story.get(event_id)
        if worth == SAME_STORY:
            return ["linked in another article of this story"]
        return ["proposed for this article"] if worth == COVERED else []

    # What is asked

    def _clues(self, work: ArticleWork, statement: Statement | None, covering: Iterable[str]) -> Clues:
        article = work.article
        published = article.meta.get("published")
        entities = [u.value for u in work.units(hidden=True) if isinstance(u.value, Entity) and u.state != "rejected"]
        sentence = None
        if statement is not None:
            sentence = sentences_around(article.text, statement.content)
            entities = [entity for entity in entities if sentence.overlaps(entity.span)]
        return Clues(
            home=article.id,
            article=self._bag(article),
            sentence=bag(article.text[sentence.start : sentence.end]) if sentence else {},
            actors=frozenset(_actors(statement, entities)),
            places=frozenset(_text(article, e.span).casefold() for e in entities if e.label in PLACE_LABELS),
            days=tuple(_days(article, entities, published)) if sentence else (),
            published=published_day(published),
            story=self._story(article, covering),
        )

    def _covering(self, article_id: str) -> list[Event]:
        """The events that are, or were, proposed for an article, without those that this layer dismissed."""
        if not proposals.is_there(self._db):
            return []
        registry = self._reading.registry
        found = [event_proposals.read(row).event for row in proposals.of_article(self._db, article_id)]
        return [each for each in found if each.id in self._events or not registry.is_decided("event", each.id)]

    def _story(self, article: Article, covering: Iterable[str]) -> dict[str, float]:
        """The events that this article is linked to, those of other articles of its story, those proposed for it."""
        group = article.meta.get("group")
        target = self._reading.registry.target
        raw = queries.events_of_group(self._db, self._reading.layer, group) if group else ()
        found = dict.fromkeys(covering, COVERED) | {target(event): SAME_STORY for event in raw}
        for event_id, links in self._links.items():
            if any(link.article == article.id for link in links):
                found[event_id] = HERE
        return found

    # What is known

    def _current(self) -> EventIndex:
        version = proposals.version(self._db)
        if self._index is None or self._weights is None:
            self._weights = Weights(articles.count(self._db), _Counter(self._db))
            self._index = EventIndex(self._weights)
        if version != self._version:
            self._renew_events(self._index)
            self._renew_links(self._index)
            self._version = version
        return self._index

    def _renew_events(self, index: EventIndex) -> None:
        names = self._names()
        now = {event.id: (event, _event_text(event, names)) for event in self._reading.registry.live_events()}
        for event_id in self._events.keys() - now.keys():
            index.drop_event(event_id)
        for event_id, known in now.items():
            if self._events.get(event_id) != known:
                index.put_event(known[0], bag(known[1], known[0].title))
        self._events = now

    def _renew_links(self, index: EventIndex) -> None:
        target = self._reading.registry.target
        self._links = {}
        found: dict[str, set[str]] = {}
        for link in proposals.filed(self._db, list(dict.fromkeys([self._reading.layer, PROJECT]))):
            event_id = target(link.event)
            self._links.setdefault(event_id, []).append(link)
            found.setdefault(link.article, set()).add(event_id)
        now = {article_id: frozenset(events) for article_id, events in found.items()}
        for article_id in self._filed.keys() - now.keys():
            index.drop_text(article_id)
        changed = {one: events for one, events in now.items() if self._filed.get(one) != events}
        missing = [article_id for article_id in changed if article_id not in self._filed]
        words = self._bags_of(missing)
        for article_id, events in changed.items():
            index.put_text(article_id, article_id, words.get(article_id, {}), events)
        self._filed = now

    def _names(self) -> dict[str, str]:
        return {actor.id: actor.name for actor in self._reading.registry.live_actors()}

    def _event_bag(self, event: Event) -> Bag:
        return bag(_event_text(event, self._names()), event.title)

    def _sentences(self, event_id: str) -> list[Bag]:
        """The sentences of the last statements that are linked to an event."""
        links = self._links.get(event_id, [])[-LINKED_SENTENCES:]
        wanted = [link for link in links if f"{link.statement} {link.start} {link.end}" not in self._bags]
        texts = {a.id: a.text for a in articles.texts(self._db, sorted({link.article for link in wanted}))}
        for link in wanted:
            around = sentences_around(texts[link.article], (Span(link.start, link.end),))
            key = f"{link.statement} {link.start} {link.end}"
            self._bags[key] = bag(texts[link.article][around.start : around.end])
        return [self._bags[f"{link.statement} {link.start} {link.end}"] for link in links]

    def _bags_of(self, article_ids: Sequence[str]) -> dict[str, Bag]:
        """The words of articles: those that are kept, else read from the text."""
        found: dict[str, Bag] = dict(proposals.words(self._db, article_ids)) if proposals.is_there(self._db) else {}
        rest = [article_id for article_id in article_ids if article_id not in found]
        return found | {article.id: self._bag(article) for article in articles.texts(self._db, rest)}

    def _bag(self, article: Article) -> Bag:
        return article_bag(article)

    def _titles_of_nearest(self, events: Iterable[Scored]) -> dict[str, str]:
        nearest = [each.evidence.nearest for each in events if each.evidence.nearest]
        return {article.id: article.title for article in articles.texts(self._db, list(dict.fromkeys(nearest)))}


class _Counter:
    """In how many articles a term stands: the frequent ones are kept, the full-text index knows the others."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._is_there = proposals.is_there(db)
        self._kept = proposals.counts(db) if self._is_there else {}

    def __call__(self, term: str) -> int:
        found = self._kept.get(term)
        if found is None:
            found = proposals.articles_with(self._db, spellings(term)) if self._is_there else 1
        return found


def _actors(statement: Statement | None, entities: Iterable[Entity]) -> set[str]:
    speaker = statement.speaker if statement else None
    speakers = [speaker, *speaker.others] if speaker else []
    return {found.actor for found in speakers if found.actor} | {entity.actor for entity in entities if entity.actor}


def _days(article: Article, entities: Iterable[Entity], published: str | None) -> list[Days]:
    words = [_text(article, entity.span) for entity in entities if entity.label in DATE_LABELS]
    found = [days_of(guess_when(each, published)) for each in words]
    return [days for days in found if days is not None]


def _text(article: Article, span: Span) -> str:
    return " ".join(article.text[span.start : span.end].split())


def _event_text(event: Event, names: Mapping[str, str]) -> str:
    actors = " ".join(names.get(actor, "") for actor in event.participants)
    kind = "" if event.type == "other" else event.type.replace("_", " ")
    return f"{event.title}\n{kind}\n{event.place or ''}\n{actors}\n{event.description}"
