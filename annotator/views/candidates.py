"""Which event a statement or an article is about, as one layer sees it: the events on offer, ranked, with reasons."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

import msgspec

from annotator.dates import Days, days_of, guess_when, published_day
from annotator.drafts import DATE_LABELS, PLACE_LABELS
from annotator.errors import NotFound
from annotator.layers import PROJECT
from annotator.model import Article, Entity, Event, Span, Statement
from annotator.proposals.candidates import SHORTLIST, Clues, Scored
from annotator.proposals.happenings import happenings
from annotator.proposals.reasons import Spoken, reasons
from annotator.proposals.words import Bag, article_bag, bag, surfaces
from annotator.review.settings import review_settings
from annotator.sentences import sentences_around
from annotator.store import Database, articles, proposals, queries
from annotator.text import span_text
from annotator.views import event_proposals
from annotator.views.filing import Filing
from annotator.views.reading import Reading
from annotator.wording import counted
from annotator.work import ArticleWork

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
    """The events on offer, the likeliest first, and the probability that a text is about none of them.

    Reasons are given for the first of them: those that anybody may look at.
    """

    candidates: tuple[Candidate, ...]
    new: float
    is_closed: bool = False
    """Whether the registry is closed: only published events are on offer (and what the article is linked to already),
    and the alternative to them is that none fits."""

    @property
    def is_new_likeliest(self) -> bool:
        """Whether a new event is likelier than every one that is there."""
        return all(each.score < self.new for each in self.candidates)


def is_registry_closed(db: Database, project_id: str) -> bool:
    """Whether annotators choose among the published events, and make none of their own."""
    return review_settings(queries.settings(db, project_id)).registry == "closed"


class Candidates:
    """Answers for one layer; made once and kept."""

    def __init__(self, db: Database, reading: Reading, project_id: str) -> None:
        self._db = db
        self._reading = reading
        self._project_id = project_id
        self._filing = Filing(db, reading)
        self._last: tuple[Article, Bag, dict[str, str]] | None = None

    def warm(self, most: int) -> bool:
        """Read some of what the first answer needs. Gives whether nothing is left to read."""
        return self._filing.warm(most)

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

    def for_draft(self, article_id: str, statement: Statement) -> Offer:
        """The events that a statement may be about which stands in no layer: one that a lead edits."""
        return self._offer(self._reading.work(article_id), statement)

    def for_article(self, article_id: str) -> Offer:
        """The events that an article as a whole may be about."""
        return self._offer(self._reading.work(article_id), None)

    def _offer(self, work: ArticleWork, statement: Statement | None) -> Offer:
        article = work.article
        index, names = self._filing.index(), self._filing.names
        events = dict(self._filing.events())
        here = self._filing.here(article.id)
        is_closed = is_registry_closed(self._db, self._project_id)
        covering = [] if is_closed else self._covering(article.id, events)
        proposed = {event.id: event for event in covering if event.id not in events}
        clues = self._clues(work, statement, {**self._story(article, covering), **dict.fromkeys(here, HERE)})
        for event in proposed.values():
            index.put_event(event, self._filing.words_of(event, names), is_proposed=True)
        ranking = index.rank(clues, self._filing.sentences)
        for event_id in proposed:
            index.drop_event(event_id)
        machine = {actor.id: actor.name for actor in self._reading.suggested_actors(article.id).values()}
        spoken = Spoken(self._words(article)[1], self._titles_of_nearest(ranking.events), machine | names)
        events |= proposed
        found: list[Candidate] = []
        for place, each in enumerate(ranking.events):
            event = events[each.event]
            if is_closed and event.id not in here and self._reading.registry.layer_of("event", event.id) != PROJECT:
                continue
            said: list[str] = []
            if place < SHORTLIST:
                said = [*reasons(each.evidence, event, spoken), *_story_reasons(event.id, clues, here)]
            found.append(Candidate(event, round(each.probability, 4), tuple(said), event.id in proposed))
        return Offer(tuple(found), round(ranking.new, 4), is_closed)

    def _clues(self, work: ArticleWork, statement: Statement | None, story: Mapping[str, float]) -> Clues:
        article = work.article
        published = article.meta.get("published")
        entities = [u.value for u in work.units(hidden=True) if isinstance(u.value, Entity)]
        sentence = None
        if statement is not None:
            sentence = sentences_around(article.text, statement.content)
            entities = [entity for entity in entities if sentence.overlaps(entity.span)]
        said = article.text[sentence.start : sentence.end] if sentence else ""
        return Clues(
            home=article.id,
            article=self._words(article)[0],
            sentence=bag(said),
            actors=frozenset(_actors(statement, entities)),
            places=frozenset(_text(article, e.span).casefold() for e in entities if e.label in PLACE_LABELS),
            days=tuple(_days(article, entities, published)) if sentence else (),
            published=published_day(published),
            story=story,
            types=frozenset(each.type for each in happenings(said or article.title)),
        )

    def _covering(self, article_id: str, events: Collection[str]) -> list[Event]:
        """The events that are, or were, proposed for an article, without those that this layer dismissed."""
        if not proposals.is_there(self._db):
            return []
        registry = self._reading.registry
        found = [event_proposals.read(row).event for row in proposals.of_article(self._db, article_id)]
        return [each for each in found if each.id in events or not registry.is_decided("event", each.id)]

    def _story(self, article: Article, covering: Iterable[Event]) -> dict[str, float]:
        """The events proposed for an article, and those that other articles of its story are linked to."""
        group = article.meta.get("group")
        target = self._reading.registry.target
        raw = queries.events_of_group(self._db, self._reading.layer, group) if group else ()
        return {event.id: COVERED for event in covering} | {target(event): SAME_STORY for event in raw}

    def _words(self, article: Article) -> tuple[Bag, dict[str, str]]:
        """The terms of an article and how it spells them. Kept for the one asked about last: one asks several times."""
        if self._last is None or self._last[0] != article:
            self._last = (article, article_bag(article), surfaces(f"{article.title}\n{article.text}"))
        return self._last[1], self._last[2]

    def _titles_of_nearest(self, events: Iterable[Scored]) -> dict[str, str]:
        nearest = [each.evidence.nearest for each in events if each.evidence.nearest]
        return {article.id: article.title for article in articles.texts(self._db, list(dict.fromkeys(nearest)))}


def _story_reasons(event_id: str, clues: Clues, here: Mapping[str, int]) -> list[str]:
    if event_id in here:
        return [f"linked from {counted(here[event_id], 'statement')} of this article"]
    worth = clues.story.get(event_id)
    if worth == SAME_STORY:
        return ["linked in another article of this story"]
    return ["proposed for this article"] if worth == COVERED else []


def _actors(statement: Statement | None, entities: Iterable[Entity]) -> set[str]:
    speaker = statement.speaker if statement else None
    speakers = [speaker, *speaker.others] if speaker else []
    return {found.actor for found in speakers if found.actor} | {entity.actor for entity in entities if entity.actor}


def _days(article: Article, entities: Iterable[Entity], published: str | None) -> list[Days]:
    words = [_text(article, entity.span) for entity in entities if entity.label in DATE_LABELS]
    found = [days_of(guess_when(each, published)) for each in words]
    return [days for days in found if days is not None]


def _text(article: Article, span: Span) -> str:
    return span_text(article.text, span)
