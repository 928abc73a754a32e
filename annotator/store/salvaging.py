"""Getting out of a damaged file what can still be read: table by table, row by row, every row checked."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from annotator.errors import UserError
from annotator.ids import article_id, text_sha256
from annotator.scheme import read_scheme
from annotator.store import articles, check, connection, journal, snapshots
from annotator.store.articles import NewArticle, Source
from annotator.store.database import Database
from annotator.store.journal import COLUMNS
from annotator.store.merge import Counts
from annotator.store.soundness import Unsound, check_row, is_sound_run
from annotator.store.suggestions import store_raw

CHUNK = 500
HINT = "Restore a backup (annotator restore)."
MOST_LOST = 200_000
"""After so many row ids in a row that cannot be read, the rest of a table is given up."""
LEAST_BYTES = 100
"""A row takes more than this."""
LARGEST_CLOCK = 2**62
_decode_meta = msgspec.json.Decoder(dict[str, str]).decode


def salvage(source: Path, out: Path) -> Counts:
    """Copy what can be read of `source` into the new file `out`; gives what came over and what did not.

    Raises:
        UserError: no SQLite file, or no project can be made out in it; `out` is not left behind then.
    """
    connection.check_header(source)
    try:
        old = connection.private_copy(source, is_damaged=True)
        try:
            return _save(old, source, out)
        finally:
            connection.close(old)
    except sqlite3.DatabaseError as error:
        raise UserError(f"Nothing of a project can be read in {source}: {error}.", HINT) from error


def _save(old: Database, source: Path, out: Path) -> Counts:
    counts = Counts()
    info = _project_info(old, source, counts)
    handout = {key: value for key, value in _rows(old, "file_info", "key, value", counts) if key != check.CLOCK}
    db = connection.create(out)
    try:
        with connection.write(db):
            check.write_project_info(db, info)
            check.write_file_info(db, handout)
            _save_articles(db, old, counts)
            _save_runs(db, old, counts)
            _save_decisions(db, old, info["id"], counts)
            _save_releases(db, old, counts)
            if counts.refused and not counts.new_articles and not counts.new:
                raise UserError(f"No article and no decision can be read in {source}.", HINT)
            check.rebuild(db)
        connection.checkpoint(db)
    except BaseException:
        connection.close(db)
        for end in ("", "-wal", "-shm"):
            out.with_name(out.name + end).unlink(missing_ok=True)
        raise
    connection.close(db)
    return counts


def _project_info(old: Database, source: Path, counts: Counts) -> dict[str, str]:
    """What the file says of its project; where that is lost, each decision still says which project it is of."""
    info = {key: value for key, value in _rows(old, "project_info", "key, value", counts) if isinstance(value, str)}
    if "id" not in info:
        row = next((row for row in _rows(old, "decision", COLUMNS, Counts()) if journal.is_genuine(row)), None)
        if row is None:
            raise UserError(f"{source} does not say which project it was.", HINT)
        info["id"] = str(row[1])
    if "scheme" not in info:
        info["scheme"] = read_scheme()[1]
    return {"name": source.stem, **info}


def _save_articles(db: Database, old: Database, counts: Counts) -> None:
    sources: dict[str, list[Source]] = {}
    for row in _rows(old, "article_source", "article, meta, origin, record, added", counts):
        sources.setdefault(row[0], []).append(Source(*row))
    for found, text in _rows(old, "article", "id, text", counts):
        if not isinstance(text, str) or found != article_id(text):
            counts.refused += 1
            continue
        articles.add_texts(db, [NewArticle(found, text_sha256(text), text, {}, "", 1)])
        readable = [source for source in sources.get(found, ()) if _is_readable(source)]
        articles.add_sources(db, readable or [Source(found, "{}", "salvaged", 1, 1)])
        counts.new_articles += 1


def _is_readable(source: Source) -> bool:
    try:
        msgspec.convert(source, Source)
        _decode_meta(source.meta)
    except msgspec.MsgspecError:
        return False
    return True


def _save_runs(db: Database, old: Database, counts: Counts) -> None:
    known = set(articles.ids(db))
    for row in _rows(old, "suggestion_run", "article, id, clock, model, visible, total, body", counts):
        if row[0] in known and is_sound_run(row, LARGEST_CLOCK):
            store_raw(db, row)
        else:
            counts.refused += 1


def _save_decisions(db: Database, old: Database, project: str, counts: Counts) -> None:
    seen: set[str] = set()
    for row in _rows(old, "decision", COLUMNS, counts):
        try:
            check_row(row, project, LARGEST_CLOCK)
        except Unsound:
            counts.refused += 1
            continue
        if row[0] not in seen:
            seen.add(row[0])
            journal.append_rows(db, [row])
            counts.new += 1


def _save_releases(db: Database, old: Database, counts: Counts) -> None:
    """What releases froze: each as a whole or not at all, since half of one is another one."""
    contents: dict[str, list[tuple[str, bytes]]] = {}
    if not snapshots.is_kept(old):
        return
    for sha256, key, body in _rows(old, snapshots.TABLE, "snapshot, article, body", counts):
        contents.setdefault(sha256, []).append((key, body))
    for sha256, rows in contents.items():
        if not snapshots.put_sound(db, sha256, rows):
            counts.refused += len(rows)


def _rows(db: Database, table: str, columns: str, counts: Counts) -> Iterator[Any]:
    """The rows of a table that can be read; those that cannot are counted as refused."""
    keys = [row[1] for row in db.execute(f"PRAGMA table_info({table})") if row[5]]
    try:
        db.execute(f"SELECT rowid FROM {table} LIMIT 0")
    except sqlite3.OperationalError:
        yield from _from_both_ends(db, table, columns, keys, counts)
    else:
        yield from _by_row_id(db, table, columns, counts)


def _from_both_ends(db: Database, table: str, columns: str, keys: list[str], counts: Counts) -> Iterator[Any]:
    """The rows of a table without row ids, up to the damage from its start, then from its end."""
    seen: set[Any] = set()
    for direction in ("ASC", "DESC"):
        order = ", ".join(f'"{key}" {direction}' for key in keys)
        try:
            for row in db.execute(f"SELECT {columns} FROM {table} ORDER BY {order}"):
                if row not in seen:
                    seen.add(row)
                    yield row
        except sqlite3.DatabaseError:
            counts.refused += direction == "ASC"
            continue
        return


def _by_row_id(db: Database, table: str, columns: str, counts: Counts) -> Iterator[Any]:
    """The rows of a table in the order of their row ids, past every page that cannot be read."""
    after, lost, last = 0, 0, _last(db, table)
    most = min(MOST_LOST, _bytes(db) // LEAST_BYTES)
    while lost <= most if last is None else after < last:
        try:
            rows = db.execute(
                f"SELECT rowid, {columns} FROM {table} NOT INDEXED WHERE rowid > ? ORDER BY rowid LIMIT {CHUNK}",
                (after,),
            ).fetchall()
            is_end = not rows
        except sqlite3.DatabaseError:
            # The damage is somewhere in this stretch: one by one until a stretch can be read again.
            after += 1
            rows, is_end = _one(db, table, columns, after), False
        if is_end or rows:
            counts.refused += lost
        lost = 0 if rows else lost + 1
        for rowid, *row in rows:
            after = rowid
            yield tuple(row)
        if is_end:
            return
    counts.refused += lost if last is not None else 1


def _last(db: Database, table: str) -> int | None:
    """The greatest row id, if an index can still tell: the end of the table itself may be what is damaged."""
    try:
        return int(db.execute(f"SELECT coalesce(max(rowid + 0), 0) FROM {table}").fetchone()[0])
    except sqlite3.DatabaseError:
        return None


def _bytes(db: Database) -> int:
    pages, size = (db.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_count", "page_size"))
    return int(pages * size)


def _one(db: Database, table: str, columns: str, rowid: int) -> list[Any]:
    try:
        return db.execute(f"SELECT rowid, {columns} FROM {table} WHERE rowid = ?", (rowid,)).fetchall()
    except sqlite3.DatabaseError:
        return []
