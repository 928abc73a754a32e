"""Which event a statement is about: the events on offer, ranked, each with reasons. Pure but for `candidates_for`.

The score is a weighted sum of what a reader would look at: shared actors, shared words (TF-IDF cosine), the same place,
dates close to the article's, and events that the article or its story is linked to already.
"""

from __future__ import annotations

import datetime
import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from annotator.dates import published_day
from annotator.drafts import PLACE_LABELS
from annotator.errors import NotFound
from annotator.model import Entity, Event, Span, Statement
from annotator.store import Database, queries
from annotator.views.reading import Reading
from annotator.work import ArticleWork

WEIGHTS = {"words": 0.45, "actors": 0.25, "place": 0.1, "date": 0.1, "story": 0.1}
CONTEXT_CHARS = 400
CLOSE_DAYS = 7
_WORD = re.compile(r"\w{3,}")
_STOP = frozenset(
    (
        "the", "and", "for", "that", "with", "from", "this", "has", "have", "had", "was", "were", "are", "but",
        "not", "his", "her", "their", "they", "said", "will", "would", "could", "who", "which", "what", "when",
        "where", "been", "its", "into", "than", "then", "them", "she", "him", "our", "your", "you", "there",
        "about", "after", "over", "under", "more", "also", "any", "all", "one", "two", "out", "off", "may", "can",
        "might", "must", "should", "did", "does",
    )
)  # fmt: skip


class Candidate(msgspec.Struct, frozen=True):
    """An event with its score in 0..1 for one statement, and why."""

    event: Event
    score: float
    reasons: tuple[str, ...]


class Context(msgspec.Struct, frozen=True):
    """What is known around a statement: words near it and in the title, actors and places named, the article's date."""

    words: frozenset[str]
    actors: frozenset[str]
    places: frozenset[str]
    published: datetime.date | None
    linked: Mapping[str, str]
    """Event id → why it belongs to the story."""


def rank(context: Context, events: Sequence[Event], names: Mapping[str, str]) -> list[Candidate]:
    """All events, the likeliest first. `names`: actor id → name."""
    texts = {event.id: words_of(_event_text(event, names)) for event in events}
    frequency = Counter(word for words in texts.values() for word in words)
    found = [_score(context, event, texts[event.id], frequency, len(events), names) for event in events]
    return sorted(found, key=lambda candidate: (-candidate.score, candidate.event.title))


def words_of(text: str) -> frozenset[str]:
    """The words of three letters and more that say something, folded."""
    return frozenset(word for word in _WORD.findall(text.casefold()) if word not in _STOP)


def candidates_for(db: Database, reading: Reading, article_id: str, statement_id: str) -> list[Candidate]:
    """The events that a layer can see, ranked for one of its statements.

    Raises:
        NotFound: the article has no such statement.
    """
    work = reading.work(article_id)
    unit = work.find(statement_id)
    if unit is None or not isinstance(unit.value, Statement):
        raise NotFound("That statement is no longer in the article.")
    registry = reading.registry
    names = {actor.id: actor.name for actor in registry.live_actors()}
    linked = _story(db, reading, work)
    return rank(_context(work, unit.value, linked), registry.live_events(), names)


def _context(work: ArticleWork, statement: Statement, linked: Mapping[str, str]) -> Context:
    article = work.article
    around = Span(
        max(0, statement.content[0].start - CONTEXT_CHARS),
        min(len(article.text), statement.content[-1].end + CONTEXT_CHARS),
    )
    near = [u.value for u in work.units(hidden=True) if isinstance(u.value, Entity) and around.overlaps(u.value.span)]
    speakers = [statement.speaker, *(statement.speaker.others if statement.speaker else ())]
    actors = {found.actor for found in speakers if found and found.actor} | {e.actor for e in near if e.actor}
    places = {article.text[e.span.start : e.span.end].casefold() for e in near if e.label in PLACE_LABELS}
    words = words_of(article.title + " " + article.text[around.start : around.end])
    return Context(words, frozenset(actors), frozenset(places), published_day(article.meta.get("published")), linked)


def _story(db: Database, reading: Reading, work: ArticleWork) -> dict[str, str]:
    """The events that other statements of the article are linked to, and those of articles of the same story."""
    target = reading.registry.target
    found: dict[str, str] = {}
    group = work.article.meta.get("group")
    if group:
        for event in queries.events_of_group(db, reading.layer, group):
            found[target(event)] = "linked in another article of this story"
    for links in queries.links_in_article(db, reading.layer, work.article.id).values():
        for link in links:
            found[target(link.event)] = "linked in this article"
    return found


def _score(
    context: Context, event: Event, words: frozenset[str], frequency: Counter[str], total: int, names: Mapping[str, str]
) -> Candidate:
    parts: dict[str, float] = {}
    reasons: list[str] = []
    shared = sorted(context.words & words, key=lambda word: (frequency[word], word))
    if shared:
        parts["words"] = _cosine(shared, words, frequency, total)
        reasons.append("words: " + ", ".join(shared[:4]))
    actors = [actor for actor in event.participants if actor in context.actors]
    if actors:
        parts["actors"] = min(1.0, len(actors) / max(1, len(event.participants)) + 0.3)
        reasons.append("actors: " + ", ".join(names.get(actor, "?") for actor in actors[:3]))
    if event.place and event.place.casefold() in context.places:
        parts["place"] = 1.0
        reasons.append(f"place: {event.place}")
    days = _days_apart(context.published, event)
    if days is not None and days <= CLOSE_DAYS:
        parts["date"] = 1 - days / (CLOSE_DAYS + 1)
        reasons.append("the same day" if days == 0 else f"{days} day{'s' if days > 1 else ''} apart")
    if event.id in context.linked:
        parts["story"] = 1.0
        reasons.append(context.linked[event.id])
    score = sum(WEIGHTS[name] * value for name, value in parts.items())
    return Candidate(event, round(score, 4), tuple(reasons))


def _cosine(shared: Iterable[str], words: frozenset[str], frequency: Counter[str], total: int) -> float:
    def weight(word: str) -> float:
        return math.log(1 + total / max(1, frequency[word]))

    norm = math.sqrt(sum(weight(word) ** 2 for word in words))
    return min(1.0, math.sqrt(sum(weight(word) ** 2 for word in shared)) / norm) if norm else 0.0


def _event_text(event: Event, names: Mapping[str, str]) -> str:
    actors = " ".join(names.get(actor, "") for actor in event.participants)
    return f"{event.title} {event.type.replace('_', ' ')} {event.place or ''} {actors} {event.description}"


def _days_apart(published: datetime.date | None, event: Event) -> int | None:
    """Days between publication and the event, None where a day is not known. An interval counts from its nearer end."""
    if published is None or event.when is None:
        return None
    days: list[datetime.date] = []
    for part in event.when.edtf.split("/"):
        try:
            days.append(datetime.date.fromisoformat(part[:10]))
        except ValueError:
            return None
    if min(days) <= published <= max(days):
        return 0
    return min(abs((published - day).days) for day in days)
