"""The events that are proposed over all articles: worked out after a pre-annotation, kept, and shown to one layer.

Ids are derived from the articles, so that two machines propose the same and nobody is asked twice.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence

import msgspec

from annotator.dates import days_of, guess_when, published_day
from annotator.drafts import ACTOR_LABELS, DATE_LABELS, PLACE_LABELS, guess_type
from annotator.model import Article, Entity, Event, SuggestionRun, When
from annotator.proposals.happenings import happenings
from annotator.proposals.stories import EventProposal, Name, Told, propose_events
from annotator.proposals.words import Tally, article_bag
from annotator.scheme import Scheme
from annotator.store import Database, articles, connection, proposals, suggestions
from annotator.store.proposals import ProposalRow

CHUNK = 200
LEAD_CHARS = 400
FREQUENT = 3
"""How many articles a term stands in at least whose number is kept: of the others it is enough that they are rare."""
STORY_TERMS = 40
MOST_NAMES = 8
LATEST_DAYS, SOONEST_DAYS = 8, 2
"""News tells of the last week and of tomorrow: other days in its first sentences are not those of the event."""


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
    for article, run in _articles(db):
        tally.add(article_bag(article))
        heads.append(_told(article, run, scheme))
    weights = tally.weights()
    told: list[Told] = []
    kept: list[tuple[str, str]] = []
    for head, words in zip(heads, tally.cut(), strict=True):
        told.append(msgspec.structs.replace(head, vector=weights.vector(words, STORY_TERMS)))
        kept.append(proposals.words_row(head.id, words))
    found = propose_events(told)
    with connection.write(db):
        proposals.store_words(db, kept)
        proposals.store_counts(db, tally.counts(FREQUENT))
        return proposals.replace(db, map(_row, found))


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
    published = published_day(article.meta.get("published"))
    entities = [s.value for s in run.suggestions if isinstance(s.value, Entity)] if run else []
    return Told(
        id=article.id,
        title=article.title,
        vector={},
        published=published,
        day=_day(article, [e for e in entities if e.span.start < lead], published),
        type=guess_type(f"{article.title}\n{article.text[:lead]}", scheme),
        tells=bool(happenings(article.title)),
        names=_names(article, entities, lead),
        group=article.meta.get("group"),
    )


def _lead_end(article: Article) -> int:
    """Where the first sentences end, in code points."""
    end = article.text.find("\n", LEAD_CHARS // 2)
    return LEAD_CHARS if end < 0 else min(end, LEAD_CHARS)


def _names(article: Article, entities: Sequence[Entity], lead: int) -> tuple[Name, ...]:
    found: dict[str, Name] = {}
    for entity in entities:
        if entity.label in ACTOR_LABELS + PLACE_LABELS:
            words = " ".join(article.text[entity.span.start : entity.span.end].split())
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
