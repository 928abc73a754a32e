"""The events that are proposed over all articles: worked out after a pre-annotation, kept, and shown to one layer.

Ids are derived from the articles, so that two machines propose the same and nobody is asked twice.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

import msgspec
import regex

from annotator.date_words import spotted
from annotator.dates import days_of, guess_when, published_day
from annotator.drafts import ACTOR_LABELS, DATE_LABELS, PLACE_LABELS
from annotator.model import Article, Entity, Event, SuggestionRun, When
from annotator.proposals.happenings import guess_type, happenings
from annotator.proposals.stories import EventProposal, Name, Told, propose_events
from annotator.proposals.tellings import Named, Telling, tellings
from annotator.proposals.told_events import propose_told, without_doubles
from annotator.proposals.words import Tally, article_bag
from annotator.scheme import Scheme
from annotator.store import Database, articles, connection, proposals, suggestions
from annotator.store.proposals import ProposalRow
from annotator.text import span_text

CHUNK = 200
LEAD_CHARS = 400
FREQUENT = 3
"""How many articles a term stands in at least whose number is kept: of the others it is enough that they are rare."""
STORY_TERMS = 40
MOST_NAMES = 8
OLDEST_YEAR = 1900
"""A day before that is history, not the day of the news."""
HEADLINE_CHARS = 130
"""A first line that is longer is a paragraph."""
LATEST_DAYS, SOONEST_DAYS = 8, 2
"""News tells of the last week and of tomorrow: other days in its first sentences are not those of the event."""

_COMMENT = regex.compile(
    r"(?:opinion|comment(?:ary)?|analysis|editorial|letters?|review|fact[- ]?check|politifact)\b", regex.I
)
_OBJECT = regex.compile(r"(?<=s)\s+(?:the\s+)?\p{Lu}(?!n\b|t\b|f\b)")
"""What follows "blasts" or "attacks" where these are verbs."""


class _Body(msgspec.Struct, frozen=True):
    event: Event
    reasons: tuple[str, ...]


_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(_Body).decode


def refresh(db: Database, scheme: Scheme) -> int:
    """Work out again what all articles tell of: proposed events and the words of articles. Gives how many events.

    Raises:
        UserError: the file cannot be written.
    """
    tally = Tally()
    heads: list[Told] = []
    sentences: list[Telling] = []
    days: dict[str, When] = {}
    countries: set[str] = set()
    for article, run in _articles(db):
        tally.add(article_bag(article))
        heads.append(_told(article, run, scheme))
        names = _named(article, run)
        countries.update(name.key for name in names if name.label == "NORP")
        of_article = tellings(article.id, article.text, names)
        sentences += of_article
        days |= _sentence_days(article, of_article, heads[-1].published)
    weights = tally.weights()
    told: list[Told] = []
    kept: list[tuple[str, str]] = []
    for head, words in zip(heads, tally.cut(), strict=True):
        told.append(msgspec.structs.replace(head, vector=weights.vector(words, STORY_TERMS)))
        kept.append(proposals.words_row(head.id, words))
    said = propose_told(sentences, {head.id: head for head in told}, days, countries)
    found = best_of(said, propose_events(told))
    with connection.write(db):
        proposals.store_words(db, kept)
        proposals.store_counts(db, tally.counts(FREQUENT))
        return proposals.replace(db, map(_row, found))


def best_of(said: Sequence[EventProposal], stories: Sequence[EventProposal]) -> list[EventProposal]:
    """Both kinds of proposals as one list, the best first; of two for one event that by which it is named better."""
    return without_doubles(sorted([*said, *stories], key=lambda each: (-each.score, each.event.title, each.event.id)))


def read(row: ProposalRow) -> EventProposal:
    """A proposal as it was stored."""
    body = _decode(row.body)
    return EventProposal(body.event, row.articles, body.reasons, row.score)


def _row(found: EventProposal) -> ProposalRow:
    return ProposalRow(found.event.id, found.score, found.articles, _encode(_Body(found.event, found.reasons)))


def _articles(db: Database) -> Iterator[tuple[Article, SuggestionRun | None]]:
    ids = articles.ids(db)
    for at in range(0, len(ids), CHUNK):
        chunk = ids[at : at + CHUNK]
        runs = suggestions.runs(db, chunk)
        for article in articles.texts(db, chunk):
            yield article, runs.get(article.id)


def _told(article: Article, run: SuggestionRun | None, scheme: Scheme) -> Told:
    lead = _lead_end(article)
    published = published_day(article.meta.get("published")) or _dateline(article.text, lead)
    entities = [s.value for s in run.suggestions if isinstance(s.value, Entity)] if run else []
    return Told(
        id=article.id,
        title=_headline_of(article),
        vector={},
        published=published,
        day=_day(article, [e for e in entities if e.span.start < lead], published),
        type=guess_type(f"{article.title}\n{article.text[:lead]}", scheme),
        tells=_tells(article.title),
        names=_names(article, entities, lead),
        group=article.meta.get("group"),
    )


def _headline_of(article: Article) -> str:
    """The article's title; "" where that is but the beginning of its first paragraph."""
    if article.meta.get("title") or not article.title.endswith("…"):
        return article.title
    first = next((line for line in article.text.split("\n") if line.strip()), "")
    return article.title if len(first) <= HEADLINE_CHARS else ""


def _tells(title: str) -> bool:
    """Whether a title names a happening: no comment, and not a word that may be a verb, as in "blasts the Mayor"."""
    if _COMMENT.match(title) or title.endswith("?"):
        return False
    return any(each.is_verb or not _OBJECT.match(title, each.end) for each in happenings(title))


def _named(article: Article, run: SuggestionRun | None) -> list[Named]:
    """Who and what the machine found named in an article, in order, those of one actor by its name."""
    if run is None:
        return []
    actors = {actor.id: actor.name for actor in run.actors}
    found = [
        Named(
            entity.span.start,
            entity.span.end,
            entity.label,
            actors.get(entity.actor or "") or span_text(article.text, entity.span),
            entity.actor,
        )
        for entity in (each.value for each in run.suggestions)
        if isinstance(entity, Entity) and entity.label in ACTOR_LABELS + PLACE_LABELS
    ]
    return sorted(found, key=lambda name: (name.start, -name.end))


def _sentence_days(article: Article, found: Iterable[Telling], published: dt.date | None) -> dict[str, When]:
    """The first day that each of these sentences names, by article and start of the sentence."""
    days: dict[str, When] = {}
    for sentence in {telling.sentence for telling in found}:
        words = article.text[sentence.start : sentence.end]
        for start, end in spotted(words):
            when = guess_when(words[start:end], published)
            if when is not None and when.granularity == "day":
                days.setdefault(f"{article.id}:{sentence.start}", when)
    return days


def _dateline(text: str, lead: int) -> dt.date | None:
    """The first full date of an article's first sentences: what stands for its publication where nobody says that."""
    for start, end in spotted(text[:lead]):
        when = guess_when(text[start:end], None)
        days = days_of(when)
        if when is not None and days is not None and when.granularity == "day" and days[0].year >= OLDEST_YEAR:
            return days[0]
    return None


def _lead_end(article: Article) -> int:
    """Where the first sentences end, in code points."""
    end = article.text.find("\n", LEAD_CHARS // 2)
    return LEAD_CHARS if end < 0 else min(end, LEAD_CHARS)


def _names(article: Article, entities: Sequence[Entity], lead: int) -> tuple[Name, ...]:
    found: dict[str, Name] = {}
    for entity in entities:
        if entity.label in ACTOR_LABELS + PLACE_LABELS:
            words = span_text(article.text, entity.span)
            key = entity.actor or words.casefold()
            old = found.get(key) or Name(words, entity.label, entity.actor, 0, entity.span.start < lead)
            found[key] = msgspec.structs.replace(old, times=old.times + 1)
    most = sorted(found.values(), key=lambda name: (-name.times - 3 * name.leads, name.name))
    return tuple(most[:MOST_NAMES])


def _day(article: Article, entities: Sequence[Entity], published: dt.date | None) -> When | None:
    """The day of the last week, or tomorrow, that the first sentences name most often."""
    if published is None:
        return None
    found: list[When] = []
    for entity in entities:
        if entity.label in DATE_LABELS:
            when = guess_when(article.text[entity.span.start : entity.span.end], published)
            days = days_of(when)
            if when and days and days[0] == days[1] and -LATEST_DAYS <= (days[0] - published).days <= SOONEST_DAYS:
                found.append(when)
    common = Counter(when.edtf for when in found).most_common(1)
    return next(when for when in found if when.edtf == common[0][0]) if common else None
