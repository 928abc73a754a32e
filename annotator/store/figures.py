"""What is counted over the whole file for the Progress place: states, time, days, and what became of suggestions.

The queries read whole tables: they are for a job with a connection of its own, not for the window.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import msgspec

from annotator.store.chunks import places
from annotator.store.database import Database
from annotator.store.workers import is_annotators

_decode_body = msgspec.json.Decoder(dict[str, Any]).decode


class WorkRow(NamedTuple):
    """A layer's live decisions on an article on one day (ISO, local time), those that came by import left out."""

    layer: str
    article: str | None
    day: str
    decisions: int
    submissions: int
    active_ms: int


class UnitRow(NamedTuple):
    """What a layer decided about an entity (`label`) or a statement (its type), with all of its fields."""

    layer: str
    article: str
    id: str
    start: int
    end: int
    label: str
    state: str
    fields: dict[str, Any] | None


def statuses(db: Database, layer: str | None) -> list[tuple[str, str, str]]:
    """(article, layer, state) of a layer, or of every annotator's, in project order."""
    rows = db.execute(
        "SELECT s.article, s.layer, s.state FROM article_status s JOIN article_meta m ON m.article = s.article "
        f"WHERE {is_annotators('s.layer')} AND (?1 IS NULL OR s.layer = ?1) "
        "ORDER BY m.added, m.origin, m.record, m.article, s.layer",
        (layer,),
    )
    return rows.fetchall()


def titles(db: Database) -> dict[str, str]:
    """The titles of all articles, in project order."""
    rows = db.execute("SELECT article, title FROM article_meta ORDER BY added, origin, record, article")
    return dict(rows.fetchall())


def work(db: Database) -> Iterator[WorkRow]:
    """All live work of annotators, by layer, article and day. Reads the whole journal."""
    rows = db.execute(
        "SELECT d.layer, d.article, date(d.time, 'localtime') AS day, count(*), "
        "sum(d.kind = 'article' AND d.action = 'submit'), sum(d.active_ms) "
        "FROM decision d LEFT JOIN batch b ON b.id = d.batch "
        f"WHERE {is_annotators('d.layer')} AND d.kind != 'mark' AND d.action != 'import' AND coalesce(b.undone, 0) = 0 "
        "GROUP BY d.layer, d.article, day"
    )
    return (WorkRow(*row) for row in rows)


def submissions_mark(db: Database) -> str:
    """A word that changes when an article is submitted, submitted again or reopened in any layer."""
    digest = hashlib.sha256()
    for row in db.execute(
        "SELECT s.layer, s.article, max(d.clock) FROM article_status s "
        "JOIN decision d INDEXED BY decision_subject ON d.subject = s.article AND d.layer = s.layer "
        f"WHERE s.state = 'submitted' AND {is_annotators('s.layer')} AND d.kind = 'article' "
        "GROUP BY s.layer, s.article ORDER BY s.layer, s.article"
    ):
        digest.update(repr(tuple(row)).encode())
    return digest.hexdigest()[:16]


def entities(db: Database, articles: Sequence[str]) -> list[UnitRow]:
    """What every annotator decided about entities in these articles."""
    rows = db.execute(
        'SELECT layer, article, id, start, "end", label, state, NULL FROM entity INDEXED BY entity_article '
        f"WHERE article IN ({places(articles)}) AND {is_annotators('layer')}",
        list(articles),
    )
    return [UnitRow(*row) for row in rows]


def statements(db: Database, articles: Sequence[str]) -> list[UnitRow]:
    """What every annotator decided about statements in these articles, with all fields."""
    rows = db.execute(
        'SELECT layer, article, id, start, "end", type, state, body FROM statement INDEXED BY statement_article '
        f"WHERE article IN ({places(articles)}) AND {is_annotators('layer')}",
        list(articles),
    )
    return [UnitRow(*row[:7], fields=_decode_body(row[7])) for row in rows]


def worked_on(db: Database, first: str, last: str, layer: str | None) -> list[tuple[str, str, int, int]]:
    """(article, layer, decisions, active ms) of live work from day to day, in project order; `layer` None: of all."""
    rows = db.execute(
        "SELECT d.article, d.layer, count(*), sum(d.active_ms) FROM decision d LEFT JOIN batch b ON b.id = d.batch "
        "JOIN article_meta m ON m.article = d.article "
        f"WHERE {is_annotators('d.layer')} AND (?3 IS NULL OR d.layer = ?3) AND d.action != 'import' "
        "AND coalesce(b.undone, 0) = 0 AND date(d.time, 'localtime') BETWEEN ?1 AND ?2 "
        "GROUP BY d.article, d.layer ORDER BY m.added, m.origin, m.record, m.article, d.layer",
        (first, last, layer),
    )
    return rows.fetchall()
