"""Reading the projections: what a layer decided, as structs. Redirects are resolved here, on reading.

`INDEXED BY` stands where SQLite, which keeps no statistics here, takes a layer for a handful of rows and reads all of
it by the primary key.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

import msgspec

from annotator.layers import PROJECT, is_adjudicated
from annotator.model import Link, Note, Region, Span
from annotator.store.chunks import chunks, places
from annotator.store.database import Database
from annotator.store.edges import without_cycles
from annotator.store.journal import MARK, decode_ids
from annotator.store.projections import PROJECTIONS
from annotator.store.resolve import ROW_COLUMNS, ROW_TABLES, amount, row_from
from annotator.store.workers import is_annotators
from annotator.units import NO_PARTS, Decided

UNIT_TABLES = ("entity", "statement")
_decode_body = msgspec.json.Decoder(dict[str, Any]).decode
_decode_conflicts = msgspec.json.Decoder(dict[str, list[str]]).decode


class Status(msgspec.Struct, frozen=True):
    """The state of an article in a layer, what was said when it was submitted or set aside, and the passes done."""

    state: str
    fields: dict[str, Any]


def decided(db: Database, kind: str, layer: str, ids: Sequence[str]) -> dict[str, Decided]:
    """What a layer decided about these subjects of one kind, by id."""
    rows = db.execute(
        f"SELECT id, article, how, body, decided, conflicts FROM {kind} WHERE layer = ? AND id IN ({places(ids)})",
        (layer, *ids),
    )
    return {one.id: one for one in without_cycles(db, layer, [_decided(kind, row) for row in rows])}


def decided_in_article(db: Database, kind: str, layer: str, article: str) -> list[Decided]:
    """What a layer decided in one article about subjects of one kind."""
    return decided_in_articles(db, kind, layer, [article])


def decided_in_articles(db: Database, kind: str, layer: str, articles: Sequence[str]) -> list[Decided]:
    """What a layer decided in several articles about subjects of one kind."""
    rows = db.execute(
        f"SELECT id, article, how, body, decided, conflicts FROM {kind} INDEXED BY {kind}_article "
        f"WHERE article IN ({places(articles)}) AND layer = ?",
        (*articles, layer),
    )
    return without_cycles(db, layer, [_decided(kind, row) for row in rows])


def decided_in_layer(db: Database, kind: str, layer: str) -> list[Decided]:
    """All that a layer decided about subjects of one kind, by id."""
    rows = db.execute(
        f"SELECT id, article, how, body, decided, conflicts FROM {kind} WHERE layer = ? ORDER BY id", (layer,)
    )
    return without_cycles(db, layer, [_decided(kind, row) for row in rows])


def _decided(kind: str, row: Sequence[Any]) -> Decided:
    return Decided(
        id=row[0],
        kind=kind,
        article=row[1],
        fields=_decode_body(row[3]),
        decided=_names(row[4]),
        how=row[2],
        conflicts=NO_PARTS if row[5] == "{}" else frozenset(_decode_conflicts(row[5])),
    )


@lru_cache(1024)
def _names(text: str) -> frozenset[str]:
    """Names of fields, of which there are few sets and many thousands of rows."""
    return frozenset(decode_ids(text))


def winners_before(db: Database, layer: str, subject: str, kind: str, names: Iterable[str]) -> list[str]:
    """The live decisions that a new one on these fields replaces: all heads, so that it also settles a conflict."""
    rows = [
        row_from(row)
        for row in db.execute(
            f"SELECT {ROW_COLUMNS} FROM {ROW_TABLES} "
            f"WHERE d.subject = ? AND d.layer = ? AND d.kind = ? AND d.kind != '{MARK}'",
            (subject, layer, kind),
        )
    ]
    found = amount(rows)
    if found is None:
        return []
    heads = {found.winners[name] for name in names if name in found.winners}
    for name in names:
        heads.update(found.conflicts.get(name, ()))
    return sorted(heads)


def links_of(db: Database, layer: str, statements: Sequence[str]) -> dict[str, list[Link]]:
    """For each statement its live links in a layer."""
    rows = db.execute(
        "SELECT id, statement, event, relation, state, body FROM link INDEXED BY link_statement WHERE layer = ? "
        f"AND statement IN ({places(statements)}) ORDER BY statement, id",
        (layer, *statements),
    ).fetchall()
    return _group_links(rows)


def links_in_article(db: Database, layer: str, article: str) -> dict[str, list[Link]]:
    return links_in_articles(db, layer, [article])


def links_in_articles(db: Database, layer: str, articles: Sequence[str]) -> dict[str, list[Link]]:
    """For each statement of these articles its live links in a layer."""
    rows = db.execute(
        "SELECT id, statement, event, relation, state, body FROM link INDEXED BY link_article "
        f"WHERE article IN ({places(articles)}) AND layer = ? ORDER BY statement, id",
        (*articles, layer),
    ).fetchall()
    return _group_links(rows)


def _group_links(rows: Sequence[Sequence[Any]]) -> dict[str, list[Link]]:
    found: dict[str, list[Link]] = {}
    for row in rows:
        if row[4] == "kept":
            found.setdefault(row[1], []).append(_link(row))
    return found


def links_to_event(db: Database, layer: str, events: Sequence[str]) -> list[tuple[str, Link]]:
    """(article, link) of a layer's live links to any of these events, of statements that stand."""
    rows = db.execute(
        "SELECT l.id, l.statement, l.event, l.relation, l.state, l.body, l.article FROM link l INDEXED BY link_event "
        "JOIN statement s ON s.layer = l.layer AND s.id = l.statement AND s.state = 'kept' "
        f"WHERE l.layer = ? AND l.state = 'kept' AND l.event IN ({places(events)}) ORDER BY l.article, l.id",
        (layer, *events),
    ).fetchall()
    return [(row[6], _link(row)) for row in rows]


def link_counts(db: Database, layer: str) -> dict[str, tuple[int, int]]:
    """For each event id (unresolved) how many of a layer's live links point to it, and from how many articles."""
    rows = db.execute(
        "SELECT l.event, count(*), count(DISTINCT l.article) FROM link l "
        "JOIN statement s ON s.layer = l.layer AND s.id = l.statement AND s.state = 'kept' "
        "WHERE l.layer = ? AND l.state = 'kept' GROUP BY l.event",
        (layer,),
    )
    return {row[0]: (row[1], row[2]) for row in rows}


def actor_counts(db: Database, layer: str) -> dict[str, tuple[int, int, int]]:
    """For each actor id: entities, statements, and articles in which the layer resolved something to it."""
    rows = db.execute(
        "SELECT actor, sum(is_entity), sum(1 - is_entity), count(DISTINCT article) FROM ("
        "SELECT actor, article, 1 AS is_entity FROM entity WHERE layer = ?1 AND state = 'kept' AND actor IS NOT NULL "
        "UNION ALL SELECT actor, article, 0 FROM statement WHERE layer = ?1 AND state = 'kept' AND actor IS NOT NULL"
        ") GROUP BY actor",
        (layer,),
    )
    return {row[0]: (row[1], row[2], row[3]) for row in rows}


def statements_of_actors(db: Database, layer: str, actors: Sequence[str]) -> list[tuple[str, str]]:
    """(article, statement) of a layer's standing statements that are attributed to any of these actors."""
    rows = db.execute(
        f"SELECT article, id FROM statement WHERE layer = ? AND state = 'kept' AND actor IN ({places(actors)}) "
        "ORDER BY article, start, id",
        (layer, *actors),
    )
    return [(row[0], row[1]) for row in rows]


def recent_actor_ids(db: Database, layer: str, limit: int) -> list[str]:
    """The actors that a layer used last, latest first."""
    rows = db.execute(
        "SELECT a.id FROM actor a JOIN decision d ON d.subject = a.id AND d.layer = a.layer AND d.kind = 'actor' "
        "WHERE a.layer = ? GROUP BY a.id ORDER BY max(d.rowid) DESC LIMIT ?",
        (layer, limit),
    )
    return [row[0] for row in rows]


def notes(db: Database, layer: str, article: str) -> tuple[Note, ...]:
    rows = db.execute(
        "SELECT id, body, author, time FROM note INDEXED BY note_article "
        "WHERE article = ? AND layer = ? AND state = 'kept' ORDER BY time, id",
        (article, layer),
    )
    return tuple(
        Note(id=row[0], text=body["text"], span=_span(body.get("span")), about=body.get("about"), author=row[2],
             time=row[3])
        for row in rows
        for body in [_decode_body(row[1])]
    )  # fmt: skip


def regions(db: Database, layer: str, article: str) -> tuple[Region, ...]:
    return tuple(regions_in_articles(db, layer, [article]).get(article, ()))


def regions_in_articles(db: Database, layer: str, articles: Sequence[str]) -> dict[str, list[Region]]:
    """For each of these articles the regions that a layer excluded."""
    found: dict[str, list[Region]] = {}
    for article, *region in db.execute(
        'SELECT article, id, start, "end" FROM region INDEXED BY region_article '
        f"WHERE article IN ({places(articles)}) AND layer = ? AND state = 'kept' ORDER BY start, id",
        (*articles, layer),
    ):
        found.setdefault(article, []).append(Region(id=region[0], span=Span(region[1], region[2])))
    return found


def status(db: Database, layer: str, article: str) -> Status:
    return statuses(db, layer, [article]).get(article) or Status("todo", {})


def statuses(db: Database, layer: str, articles: Sequence[str]) -> dict[str, Status]:
    """For each of these articles that a layer has a state for, that state."""
    rows = db.execute(
        f"SELECT article, state, body FROM article_status WHERE layer = ? AND article IN ({places(articles)})",
        (layer, *articles),
    )
    return {row[0]: Status(row[1], _decode_body(row[2])) for row in rows}


def settings(db: Database, subject: str) -> dict[str, Any]:
    """What the project layer decided about the project itself."""
    row = db.execute("SELECT body FROM setting WHERE layer = ? AND id = ?", (PROJECT, subject)).fetchone()
    return _decode_body(row[0]) if row else {}


def surfaces(db: Database, layer: str, names: Sequence[str]) -> dict[str, list[tuple[str, str, int]]]:
    """(label, state, articles) of what a layer decided about these names, by name."""
    found: dict[str, list[tuple[str, str, int]]] = {}
    for chunk in chunks(names):
        rows = db.execute(
            "SELECT surface, label, state, count(DISTINCT article) FROM entity INDEXED BY entity_surface "
            f"WHERE layer = ? AND surface IN ({places(chunk)}) GROUP BY surface, label, state",
            (layer, *chunk),
        )
        for name, label, state, articles in rows:
            found.setdefault(name, []).append((label, state, articles))
    return found


def layer_articles(db: Database, layer: str) -> list[str]:
    """The articles that a layer holds work on, in project order."""
    rows = db.execute(
        "SELECT s.article FROM article_status s JOIN article_meta m ON m.article = s.article WHERE s.layer = ? "
        "ORDER BY m.added, m.origin, m.record, m.article",
        (layer,),
    )
    return [row[0] for row in rows]


def layers(db: Database) -> list[str]:
    """The layers that annotators work in."""
    rows = db.execute(f"SELECT DISTINCT layer FROM article_status WHERE {is_annotators('layer')} ORDER BY layer")
    return [row[0] for row in rows]


def settled_layers(db: Database) -> list[str]:
    """The layers of what was settled elsewhere, which are nobody's."""
    rows = db.execute("SELECT DISTINCT layer FROM article_status ORDER BY layer")
    return [row[0] for row in rows if is_adjudicated(row[0])]


def submitters(db: Database, state: str = "submitted") -> dict[str, list[str]]:
    """For each article that an annotator submitted (or set aside), the layers that did."""
    found: dict[str, list[str]] = {}
    rows = db.execute(
        f"SELECT article, layer FROM article_status WHERE state = ? AND {is_annotators('layer')} "
        "ORDER BY article, layer",
        (state,),
    )
    for article, layer in rows:
        found.setdefault(article, []).append(layer)
    return found


def events_of_group(db: Database, layer: str, group: str) -> list[str]:
    """The events that a layer linked from articles of one story."""
    rows = db.execute(
        "SELECT DISTINCT l.event FROM link l JOIN article_meta m ON m.article = l.article "
        "WHERE l.layer = ? AND l.state = 'kept' AND json_extract(m.body, '$.group') = ?",
        (layer, group),
    )
    return [row[0] for row in rows]


def layer_counts(db: Database, layer: str) -> dict[str, int]:
    """How many articles a layer holds live decisions on, and how many of them are submitted."""
    row = db.execute(
        "SELECT count(*), coalesce(sum(state = 'submitted'), 0) FROM article_status "
        "WHERE layer = ? AND (has_work OR decided != '[]')",
        (layer,),
    ).fetchone()
    return {"articles": row[0], "submitted": row[1]}


def ends_of_links(db: Database, links: Sequence[str]) -> tuple[frozenset[str], frozenset[str]]:
    """The statements and the events that links join, dead links too."""
    statements: set[str] = set()
    events: set[str] = set()
    for link in links:
        row = db.execute(
            "SELECT json_extract(fields, '$.set.statement'), json_extract(fields, '$.set.event') FROM decision "
            "WHERE subject = ? AND json_extract(fields, '$.set.statement') IS NOT NULL LIMIT 1",
            (link,),
        ).fetchone()
        if row:
            statements.add(row[0])
            events.add(row[1])
    return frozenset(statements), frozenset(events)


def actors_in_article(db: Database, layer: str, article: str) -> list[str]:
    """The actors that a layer resolved something to in an article, those of statements first."""
    rows = db.execute(
        "SELECT actor, start, 0 AS rank FROM statement INDEXED BY statement_article "
        "WHERE article = ?1 AND layer = ?2 AND state = 'kept' AND actor IS NOT NULL "
        "UNION ALL SELECT actor, start, 1 FROM entity INDEXED BY entity_article "
        "WHERE article = ?1 AND layer = ?2 AND state = 'kept' AND actor IS NOT NULL ORDER BY rank, start",
        (article, layer),
    )
    return list(dict.fromkeys(row[0] for row in rows))


def heads_in_articles(db: Database, layer: str, articles: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """For each entity and statement that a layer decided on in these articles, its live decisions, links included."""
    rows = db.execute(
        "SELECT CASE d.kind WHEN 'link' THEN l.statement ELSE d.subject END, d.id "
        "FROM decision d INDEXED BY decision_article LEFT JOIN batch b ON b.id = d.batch "
        "LEFT JOIN link l ON l.layer = d.layer AND l.id = d.subject AND d.kind = 'link' "
        f"WHERE d.article IN ({places(articles)}) AND d.layer = ? AND d.kind IN ('entity', 'statement', 'link') "
        "AND coalesce(b.undone, 0) = 0 ORDER BY d.id",
        (*articles, layer),
    )
    found: dict[str, list[str]] = {}
    for subject, decision in rows:
        found.setdefault(subject, []).append(decision)
    return {subject: tuple(ids) for subject, ids in found.items()}


def conflict_rows(db: Database) -> list[tuple[str, str, str, str | None, dict[str, list[str]]]]:
    """(layer, subject, kind, article, decisions by field) of every subject with a conflict."""
    found: list[tuple[str, str, str, str | None, dict[str, list[str]]]] = []
    for kind in sorted(PROJECTIONS):
        rows = db.execute(f"SELECT layer, id, article, conflicts FROM {kind} WHERE conflicts != '{{}}'")
        found += [(layer, subject, kind, article, _decode_conflicts(text)) for layer, subject, article, text in rows]
    statuses = db.execute("SELECT layer, article, conflicts FROM article_status WHERE conflicts != '{}'")
    found += [(layer, article, "article", article, _decode_conflicts(text)) for layer, article, text in statuses]
    metas = db.execute("SELECT article, conflicts FROM article_meta WHERE conflicts != '{}'")
    found += [(PROJECT, article, "meta", article, _decode_conflicts(text)) for article, text in metas]
    return sorted(found, key=lambda row: (row[0], row[3] or "", row[2], row[1]))


def _link(row: Sequence[Any]) -> Link:
    return Link(
        id=row[0], statement=row[1], event=row[2], relation=row[3],
        conditional=bool(_decode_body(row[5]).get("conditional")),
    )  # fmt: skip


def _span(pair: list[int] | None) -> Span | None:
    return None if pair is None else Span(*pair)
