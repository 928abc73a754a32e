"""Getting out of a damaged file what can still be read: table by table, row by row, every row checked."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
from sqlite_utils import Database

from annotator.errors import UserError
from annotator.ids import article_id, text_sha256
from annotator.store import articles, check, connection, journal
from annotator.store.articles import NewArticle
from annotator.store.journal import COLUMNS, Decision, is_genuine
from annotator.store.merge import Counts
from annotator.store.suggestions import store_raw

_decode_meta = msgspec.json.Decoder(dict[str, str]).decode


def salvage(source: Path, out: Path) -> Counts:
    """Copy what can be read of `source` into the new file `out`; gives what came over and what did not.

    Raises:
        UserError: no SQLite file, or no project can be made out in it.
    """
    connection.check_header(source)
    old = connection.private_copy(source)
    counts = Counts()
    try:
        info = dict(_rows(old, "project_info", "key, value", counts))
        if not {"id", "scheme", "name"} <= info.keys():
            raise UserError(f"{source} does not say which project it was.", "Restore a backup (annotator restore).")
        db = connection.create(out)
        with connection.write(db):
            check.write_project_info(db, info)
            _save_articles(db, old, counts)
            _save_runs(db, old, counts)
            _save_decisions(db, old, counts)
            check.rebuild(db)
        connection.checkpoint(db)
        db.close()
    except sqlite3.DatabaseError as error:
        raise connection.damaged(source, error) from error
    finally:
        connection.close(old)
    return counts


def _save_articles(db: Database, old: Database, counts: Counts) -> None:
    texts = dict(_rows(old, "article", "id, text", counts))
    sources: dict[str, list[tuple[str, str, int, int]]] = {}
    for article, *rest in _rows(old, "article_source", "article, meta, origin, record, added", counts):
        sources.setdefault(article, []).append((rest[0], rest[1], rest[2], rest[3]))
    for found, text in texts.items():
        if found != article_id(text):
            counts.refused += 1
            continue
        for meta, origin, record, added in sources.get(found) or [("{}", "salvaged", 1, 1)]:
            article = NewArticle(found, text_sha256(text), text, _decode_meta(meta), origin, record)
            articles.add(db, [article], added)
        counts.new_articles += 1


def _save_runs(db: Database, old: Database, counts: Counts) -> None:
    known = set(articles.ids(db))
    for row in _rows(old, "suggestion_run", "article, id, clock, model, visible, total, body", counts):
        if row[0] in known:
            store_raw(db, row)


def _save_decisions(db: Database, old: Database, counts: Counts) -> None:
    top = 0
    for row in _rows(old, "decision", COLUMNS, counts):
        if not is_genuine(row):
            counts.refused += 1
            continue
        journal.append(db, [Decision(*row)])
        counts.new += 1
        top = max(top, row[12])
    runs = db.execute("SELECT coalesce(max(clock), 0) FROM suggestion_run").fetchone()[0]
    check.set_clock(db, max(top, runs))


def _rows(db: Database, table: str, columns: str, counts: Counts) -> Iterator[Any]:
    """The rows of a table that can be read: in one go, and past a damaged page one by one by row id or key."""
    try:
        rows = db.execute(f"SELECT {columns} FROM {table} NOT INDEXED").fetchall()
    except sqlite3.DatabaseError:
        rows = list(_rows_one_by_one(db, table, columns, counts))
    yield from rows


def _rows_one_by_one(db: Database, table: str, columns: str, counts: Counts) -> Iterator[Any]:
    try:
        last = db.execute(f"SELECT max(rowid) FROM {table}").fetchone()[0] or 0
    except sqlite3.DatabaseError:
        counts.refused += 1
        return
    for rowid in range(1, last + 1):
        try:
            row = db.execute(f"SELECT {columns} FROM {table} WHERE rowid = ?", (rowid,)).fetchone()
        except sqlite3.DatabaseError:
            counts.refused += 1
            continue
        if row is not None:
            yield row
