"""The file as a whole: its project's constants, its clock, whether it is sound, working the projections out again."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Any

from annotator.errors import UserError
from annotator.ids import article_id, text_sha256
from annotator.store import connection, failures, journal, metas, passages, projections, snapshots
from annotator.store.database import Database

CLOCK = "clock"
HANDOUT = "handout"
MOST_DAMAGE = 20
"""How much damage is listed: whoever has so much wants a backup, no longer list."""


def project_info(db: Database, path: Path) -> dict[str, str]:
    """What a project starts with and keeps: `id`, `name`, `scheme`. Later changes are decisions of the layer `project`.

    Raises:
        UserError: the file holds no project.
    """
    try:
        found = dict(db.execute("SELECT key, value FROM project_info").fetchall())
    except failures.DatabaseError as error:
        raise failures.damaged(path, error) from error
    if "id" not in found:
        raise UserError(f"{path} holds no project.", "It was not made to the end: take it away and make it anew.")
    return found


def write_project_info(db: Database, info: dict[str, str]) -> None:
    db.conn.executemany("INSERT INTO project_info VALUES (?, ?)", info.items())
    db.execute("INSERT INTO file_info VALUES (?, '0')", (CLOCK,))


def file_info(db: Database) -> dict[str, str]:
    """What is said of this file alone: its clock, and whose handout it is."""
    return dict(db.execute("SELECT key, value FROM file_info").fetchall())


def handout(db: Database) -> str | None:
    """Whose handout the file is; None for a project that is nobody's alone."""
    return file_info(db).get(HANDOUT)


def write_file_info(db: Database, info: dict[str, str]) -> None:
    """Say something of this file alone."""
    db.conn.executemany("INSERT OR REPLACE INTO file_info VALUES (?, ?)", info.items())


def clock(db: Database) -> int:
    """The greatest Lamport clock that this file has seen."""
    row = db.execute("SELECT value FROM file_info WHERE key = ?", (CLOCK,)).fetchone()
    return int(row[0]) if row else 0


def next_clock(db: Database, steps: int = 1) -> int:
    """Advance the clock; gives its new value. The caller holds the transaction."""
    value = clock(db) + steps
    set_clock(db, value)
    return value


def set_clock(db: Database, value: int) -> None:
    db.execute("INSERT OR REPLACE INTO file_info VALUES (?, ?)", (CLOCK, str(value)))


def top_clock(db: Database) -> int:
    """The greatest clock that anything in the file has, or has had."""
    return int(
        db.execute(
            "SELECT max(coalesce(max(clock), 0), (SELECT coalesce(max(clock), 0) FROM suggestion_run), ?) "
            "FROM decision",
            (clock(db),),
        ).fetchone()[0]
    )


def problems(db: Database) -> list[str]:
    """What is wrong with the file, in sentences; empty where all is well. Writes nothing that stays."""
    found = _damage(db)
    if found:
        return found
    broken = len(db.execute("PRAGMA foreign_key_check").fetchall())
    if broken:
        found.append(f"{broken} rows belong to articles that are not there.")
    found += _false_rows(db) + _false_articles(db) + _clock_problems(db)
    if damaged := passages.damaged(db):
        found.append(f"{damaged} rows on twin passages are wrong. Mend it with: annotator check --rebuild.")
    found += snapshots.problems(db)
    if not found:
        found += _projection_problems(db)
    return found


def _damage(db: Database) -> list[str]:
    """What SQLite finds wrong with the file itself, a sentence each. Then nothing else in it can be relied on."""
    rows = [row[0] for row in db.execute(f"PRAGMA integrity_check({MOST_DAMAGE})")]
    lines = [line for row in rows for line in str(row).split("\n") if line and line != "ok"]
    return [f"SQLite finds: {line}." for line in lines if not line.startswith("***")]


def rebuild(db: Database) -> list[str]:
    """Work every projection out again from the journal. Gives in sentences what had been different.

    The caller holds the transaction.
    """
    before = snapshot(db)
    projections.clear(db)
    replay_batches(db)
    db.execute("INSERT INTO article_fts (article_fts) VALUES ('rebuild')")
    metas.reproject(db, [row[0] for row in db.execute("SELECT DISTINCT article FROM article_source")])
    # In the order of the journal, in which the subjects of one article stand together.
    projections.reproject(
        db, db.execute("SELECT layer, subject FROM decision WHERE kind != ?", (journal.MARK,)).fetchall()
    )
    set_clock(db, top_clock(db))
    after = snapshot(db)
    return [
        f"The table {table} had {len(before[table] - after[table])} rows too many or wrong "
        f"and lacked {len(after[table] - before[table])}."
        for table in projections.TABLES
        if before[table] != after[table]
    ]


def replay_batches(db: Database) -> None:
    """Fill the table of batches from the journal."""
    batches = db.execute(
        "SELECT batch, author, device, max(clock) FROM decision WHERE kind != ? GROUP BY batch, author, device",
        (journal.MARK,),
    ).fetchall()
    journal.note_batches(db, batches)
    marks = db.execute("SELECT subject, action, clock, id FROM decision WHERE kind = ?", (journal.MARK,)).fetchall()
    journal.mark_batches(db, marks)


def snapshot(db: Database) -> dict[str, set[tuple[Any, ...]]]:
    """Every projection's rows."""
    return {table: set(db.execute(f"SELECT * FROM {table}").fetchall()) for table in projections.TABLES}


def _false_rows(db: Database) -> list[str]:
    rows = db.execute(f"SELECT {journal.COLUMNS} FROM decision")
    false = [row[0] for row in rows if not journal.is_genuine(row)]
    return [f"The decision {decision} does not have the id that its content gives." for decision in false]


def _false_articles(db: Database) -> list[str]:
    return [
        f"The text of article {found} is not the one that was imported."
        for found, sha256, text in db.execute("SELECT id, sha256, text FROM article")
        if sha256 != text_sha256(text) or found != article_id(text)
    ]


def _clock_problems(db: Database) -> list[str]:
    is_behind = top_clock(db) > clock(db)
    return ["The clock is behind the journal. Mend it with: annotator check --rebuild."] if is_behind else []


def _projection_problems(db: Database) -> list[str]:
    """Rebuild inside a transaction that is rolled back, and say what differed."""
    if connection.is_read_only(db):
        return []
    found: list[str] = []
    with contextlib.suppress(_Undone), connection.write(db):
        found = rebuild(db)
        raise _Undone
    return [f"{sentence} Mend it with: annotator check --rebuild." for sentence in found]


class _Undone(Exception):
    """Ends a transaction that is to leave nothing."""
