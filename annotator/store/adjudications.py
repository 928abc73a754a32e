"""The lead's decisions in the journal: what each settled card amounts to, by whom and when, and where leads contradict.

What the fields mean is `annotator.review.settling.decided`'s to say.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec

from annotator.layers import GOLD
from annotator.store import queries
from annotator.store.chunks import chunks, places
from annotator.store.database import Database
from annotator.store.journal import MARK, decode_fields
from annotator.units import Decided

_decode_conflicts = msgspec.json.Decoder(dict[str, list[str]]).decode
_COLUMNS = "d.subject, d.id, d.author, d.time, d.fields"
_LIVE = "d.kind IN ('entity', 'statement') AND coalesce(b.undone, 0) = 0 ORDER BY d.clock, d.id"


class Said(msgspec.Struct, frozen=True):
    """One live journal row on a settled card: who decided what when."""

    id: str
    author: str
    time: str
    set: Mapping[str, Any]


class Adjudication(msgspec.Struct, frozen=True):
    """What a settled card amounts to. `said`: its live rows, latest last; `conflicts`: field → the rows that differ."""

    decided: Decided
    said: tuple[Said, ...]
    conflicts: Mapping[str, Sequence[str]] = {}


def in_articles(db: Database, articles: Sequence[str]) -> list[Adjudication]:
    """Everything that leads settled in these articles, by id."""
    found: list[Adjudication] = []
    for chunk in chunks(articles):
        rows = db.execute(
            f"SELECT {_COLUMNS} FROM decision d INDEXED BY decision_article LEFT JOIN batch b ON b.id = d.batch "
            f"WHERE d.article IN ({places(chunk)}) AND d.layer = ? AND {_LIVE}",
            (*chunk, GOLD),
        ).fetchall()
        if rows:
            kinds = (queries.decided_in_articles(db, kind, GOLD, chunk) for kind in queries.UNIT_TABLES)
            found += _adjudications(db, (one for own in kinds for one in own), rows)
    return sorted(found, key=lambda one: one.decided.id)


def of_cards(db: Database, cards: Sequence[str]) -> list[Adjudication]:
    """The same for cards by their ids; what is not settled is left out."""
    found: list[Adjudication] = []
    for chunk in chunks(cards):
        rows = db.execute(
            f"SELECT {_COLUMNS} FROM decision d INDEXED BY decision_subject LEFT JOIN batch b ON b.id = d.batch "
            f"WHERE d.subject IN ({places(chunk)}) AND d.layer = ? AND {_LIVE}",
            (*chunk, GOLD),
        ).fetchall()
        if rows:
            kinds = (queries.decided(db, kind, GOLD, chunk).values() for kind in queries.UNIT_TABLES)
            found += _adjudications(db, (one for own in kinds for one in own), rows)
    return sorted(found, key=lambda one: one.decided.id)


def everywhere(db: Database) -> list[Decided]:
    """What all settled cards of the project amount to, by kind and id."""
    return [one for kind in queries.UNIT_TABLES for one in queries.decided_in_layer(db, kind, GOLD)]


def articles(db: Database) -> set[str]:
    """The articles in which something is settled."""
    rows = db.execute("SELECT article FROM article_status WHERE layer = ? AND has_work", (GOLD,))
    return {row[0] for row in rows}


def articles_of_several(db: Database) -> list[str]:
    """The articles in which more than one lead, or one on several devices, settled something, in order."""
    found: list[str] = []
    for chunk in chunks(sorted(articles(db))):
        rows = db.execute(
            "SELECT d.article FROM decision d INDEXED BY decision_article "
            f"WHERE d.article IN ({places(chunk)}) AND d.layer = ? AND d.kind IN ('entity', 'statement') "
            "GROUP BY d.article HAVING min(d.author) < max(d.author) OR min(d.device) < max(d.device) "
            "ORDER BY d.article",
            (*chunk, GOLD),
        )
        found += [row[0] for row in rows]
    return found


def _adjudications(db: Database, decided: Iterable[Decided], rows: Sequence[Sequence[Any]]) -> list[Adjudication]:
    said: dict[str, list[Said]] = defaultdict(list)
    for subject, row, author, time, fields in rows:
        said[subject].append(Said(row, author, time, decode_fields(fields).set))
    found: list[Adjudication] = []
    for one in decided:
        if one.id in said:
            conflicts = _conflicts(db, one) if one.conflicts else {}
            found.append(Adjudication(one, tuple(said[one.id]), conflicts))
    return found


def _conflicts(db: Database, decided: Decided) -> dict[str, list[str]]:
    row = db.execute(f"SELECT conflicts FROM {decided.kind} WHERE layer = ? AND id = ?", (GOLD, decided.id)).fetchone()
    return _decode_conflicts(row[0])


def since(db: Database, rowid: int) -> list[tuple[str, str, str, str | None]]:
    """(layer, subject, kind, article) of what the journal's rows after `rowid` decided, undid or redid."""
    rows = db.execute(
        "SELECT layer, subject, kind, article FROM decision WHERE rowid > ?1 AND kind != ?2 UNION "
        "SELECT d.layer, d.subject, d.kind, d.article FROM decision m JOIN decision d ON d.batch = m.subject "
        "WHERE m.rowid > ?1 AND m.kind = ?2 AND d.kind != ?2",
        (rowid, MARK),
    )
    return [(row[0], row[1], row[2], row[3]) for row in rows]


def articles_of_events(db: Database, events: Sequence[str]) -> set[str]:
    """The articles in which some layer links to one of these events."""
    return {
        row[0]
        for chunk in chunks(events)
        for row in db.execute(
            f"SELECT DISTINCT article FROM link INDEXED BY link_event WHERE event IN ({places(chunk)})", chunk
        )
    }
