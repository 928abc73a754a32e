"""Questions about a project as a whole: what others wrote, where things stand, search, conflicts. Reads only."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import msgspec
import regex

from annotator.changes import Changes
from annotator.committing import changes_of
from annotator.layers import GOLD, PROJECT
from annotator.model import Actor, Article, Entity, Link, Span, Statement, Suggestion
from annotator.scheme import Scheme
from annotator.store import Database, articles, check, connection, digest, journal, queries, suggestions
from annotator.text import snippet
from annotator.views.reading import Reading

RECENT_ACTORS = 30


class Seen(msgspec.Struct, frozen=True):
    """How much of a file has been looked at: the last rows of its tables, and SQLite's own count of others' writes."""

    version: int
    decisions: int
    articles: int
    clock: int


class Hit(msgspec.Struct, frozen=True):
    """Where something was found. `span` is None where only the title holds it."""

    article: str
    title: str
    span: Span | None
    snippet: str


class Conflict(msgspec.Struct, frozen=True):
    """A field on which live decisions contradict each other: the candidate values, with who decided each and when."""

    layer: str
    subject: str
    kind: str
    article: str | None
    field: str
    values: tuple[Any, ...]
    authors: tuple[str, ...]
    times: tuple[str, ...]

    @property
    def is_gold(self) -> bool:
        """Whether leads settled a card differently: that is Review's to show, and a lead's to settle there."""
        return self.layer == GOLD


class PlacedStatement(msgspec.Struct, frozen=True, kw_only=True):
    """A statement with where it stands, and its words in one line."""

    article: str
    article_title: str
    source: str
    published: str
    statement: Statement
    snippet: str


class LinkedStatement(PlacedStatement, frozen=True, kw_only=True):
    """A statement with one of its links."""

    link: Link


def seen(db: Database) -> Seen:
    """Everything that the file holds now."""
    return Seen(connection.data_version(db), journal.last_row(db), articles.last_row(db), check.clock(db))


def changes_since(db: Database, before: Seen) -> tuple[Changes, Seen]:
    """What has been written since, and all that is there now."""
    if connection.data_version(db) == before.version:
        return Changes(), before
    now = seen(db)
    added = frozenset(articles.since(db, before.articles))
    suggested = frozenset(suggestions.since(db, before.clock))
    changes = changes_of(db, journal.since(db, before.decisions))
    outer = Changes(articles=added | suggested, added=added, suggested=suggested)
    return changes | outer, now


def visible_count(scheme: Scheme, proposed: Sequence[Suggestion]) -> int:
    """How many suggestions are not hidden under a scheme."""
    return sum(
        not scheme.hides(s.value.label if isinstance(s.value, Entity) else s.value.type, s.score) for s in proposed
    )


def status(db: Database) -> dict[str, Any]:
    """What `annotator status --json` prints."""
    layers = {
        layer: {**queries.layer_counts(db, layer), "decisions": decisions}
        for layer, decisions in journal.counts_by_layer(db).items()
        if layer != PROJECT
    }
    return {
        "articles": articles.count(db),
        "suggestions": suggestions.count(db),
        "decisions": journal.count(db),
        "layers": layers,
        "conflicts": len(conflicts(db)),
        "digest": digest.digest(db),
    }


def conflicts(db: Database) -> list[Conflict]:
    """Every conflict in the project, by layer, article and subject.

    Of leads one for each card that they settled differently; of a release what counts is what it froze.
    """
    from annotator.views.lead.gold_conflicts import gold_conflicts

    found = gold_conflicts(db)
    for layer, subject, kind, article, fields in queries.conflict_rows(db):
        if layer == GOLD:
            continue
        for field, heads in sorted(fields.items()):
            if kind == "snapshot" and field != "sha256":
                continue
            rows = journal.rows(db, heads)
            found.append(
                Conflict(
                    layer=layer,
                    subject=subject,
                    kind=kind,
                    article=article,
                    field=field,
                    values=tuple(journal.decode_fields(row.fields).set[field] for row in rows),
                    authors=tuple(row.author for row in rows),
                    times=tuple(row.time for row in rows),
                )
            )
    return sorted(found, key=lambda one: (one.layer, one.article or "", one.kind, one.subject))


def event_links(db: Database, reading: Reading, event_id: str) -> list[LinkedStatement]:
    """A layer's statements that are linked to an event or to one merged into it, by date of their articles."""
    found: list[LinkedStatement] = []
    by_article: dict[str, list[Link]] = {}
    for article_id, link in queries.links_to_event(db, reading.layer, reading.registry.ids_of(event_id)):
        by_article.setdefault(article_id, []).append(link)
    for article in articles.texts(db, list(by_article)):
        decided = queries.decided(db, "statement", reading.layer, [link.statement for link in by_article[article.id]])
        for link in by_article[article.id]:
            value = reading.unit_of(decided[link.statement]).value
            if isinstance(value, Statement):
                found.append(LinkedStatement(**_placed(article, value), link=link))
    return sorted(found, key=_by_date)


def actor_statements(db: Database, reading: Reading, actor_id: str) -> list[PlacedStatement]:
    """A layer's statements of an actor or of one merged into it, by date of their articles, with their links."""
    by_article: dict[str, list[str]] = {}
    for article_id, statement in queries.statements_of_actors(db, reading.layer, reading.registry.ids_of(actor_id)):
        by_article.setdefault(article_id, []).append(statement)
    found: list[PlacedStatement] = []
    for article in articles.texts(db, list(by_article)):
        for unit in reading.units(article.id, by_article[article.id]):
            if isinstance(unit.value, Statement):
                found.append(PlacedStatement(**_placed(article, unit.value)))
    return sorted(found, key=_by_date)


def _placed(article: Article, statement: Statement) -> dict[str, Any]:
    return {
        "article": article.id,
        "article_title": article.title,
        "source": article.meta.get("source", ""),
        "published": article.meta.get("published", ""),
        "statement": statement,
        "snippet": " … ".join(article.text[span.start : span.end] for span in statement.content),
    }


def _by_date(row: PlacedStatement) -> tuple[str, str, tuple[Span, ...]]:
    return row.published, row.article_title, row.statement.content


def recent_actors(db: Database, reading: Reading, article_id: str) -> list[Actor]:
    """The actors of an article first (decided or proposed), then those used last, then all others on offer, by name."""
    registry = reading.registry
    found: dict[str, Actor] = {}
    for actor_id in queries.actors_in_article(db, reading.layer, article_id):
        actor = registry.find_actor(actor_id)
        if actor is not None:
            found.setdefault(actor.id, actor)
    for actor_id, actor in reading.suggested_actors(article_id).items():
        known = registry.find_actor(actor_id) or actor
        found.setdefault(known.id, known)
    live = {actor.id: actor for actor in registry.live_actors()}
    for actor_id in queries.recent_actor_ids(db, reading.layer, RECENT_ACTORS):
        if actor_id in live:
            found.setdefault(actor_id, live[actor_id])
    for actor in sorted(live.values(), key=lambda actor: actor.name.casefold()):
        found.setdefault(actor.id, actor)
    return list(found.values())


def search(db: Database, query: str, limit: int) -> list[Hit]:
    """Articles that hold all words of a query, the best first, with the first place of its first word."""
    words = query.split()
    return [_hit(article, title, text, words) for article, title, text in articles.matching(db, query, limit)]


def occurrences(db: Database, surface: str, limit: int, is_wanted: Callable[[str], bool]) -> list[Hit]:
    """Where exactly these characters stand, not inside a longer word, in the articles that are wanted."""
    if not surface.strip():
        return []
    pattern = regex.compile(rf"(?<!\w){regex.escape(surface)}(?!\w)")
    hits: list[Hit] = []
    for article, title, text in articles.holding(db, surface):
        found = list(pattern.finditer(text))
        for match in found if found and is_wanted(article) else ():
            span = Span(match.start(), match.end())
            hits.append(Hit(article, title, span, snippet(text, span)))
            if len(hits) == limit:
                return hits
    return hits


def _hit(article: str, title: str, text: str, words: Sequence[str]) -> Hit:
    # A search hits the beginnings of words, so that is what is shown before the same letters inside another word.
    patterns = [start + regex.escape(word) for start in (r"(?<!\w)", "") for word in words]
    match = next((found for one in patterns if (found := regex.search(one, text, regex.IGNORECASE))), None)
    if match is None:
        return Hit(article, title, None, snippet(text, Span(0, 1)) if text else "")
    span = Span(match.start(), match.end())
    return Hit(article, title, span, snippet(text, span))
