"""The state of each article in each layer: `todo`, `in work`, `submitted`, `set aside`. A projection like the others.

A submission (or setting aside) holds while nothing of the layer's work on the article has changed since: a later live
decision reopens it, and so does an earlier one that was undone or redone since.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from annotator.layers import PROJECT
from annotator.progress import Progress
from annotator.store.chunks import places
from annotator.store.database import Database
from annotator.store.journal import canonical
from annotator.store.resolve import ROW_COLUMNS, ROW_TABLES, Amount, Row, amount, names_json, row_from

STATUS_KIND = "article"
CHUNK = 300
_REOPENING = """
SELECT EXISTS (
  SELECT 1 FROM decision d LEFT JOIN batch b ON b.id = d.batch
  WHERE d.article = :article AND d.layer = :layer AND d.kind NOT IN ('article', 'note', 'mark')
  AND CASE WHEN (d.clock, d.id) > (:clock, :id) AND d.batch != :batch THEN coalesce(b.undone, 0) = 0
      ELSE coalesce(b.undone, 0) != coalesce((
        SELECT m.action = 'undo' FROM decision m
        WHERE m.subject = d.batch AND m.kind = 'mark' AND (m.clock, m.id) < (:clock, :id)
        ORDER BY m.clock DESC, m.id DESC LIMIT 1), 0)
      END
)
"""
_HAS_WORK = """
SELECT v.layer, v.article, EXISTS (
  SELECT 1 FROM decision d LEFT JOIN batch b ON b.id = d.batch
  WHERE d.article = v.article AND d.layer = v.layer AND d.kind NOT IN ('mark', 'article') AND coalesce(b.undone, 0) = 0
)
"""

Key = tuple[str, str]
"""(layer, article)."""


def reproject(db: Database, articles: Iterable[Key], progress: Progress | None = None) -> None:
    """Bring the states of these (layer, article) pairs up to date. `progress` is called between chunks of them."""
    wanted = sorted({key for key in articles if key[0] != PROJECT})
    for at in range(0, len(wanted), CHUNK):
        if progress and at:
            progress(at, len(wanted))
        chunk = wanted[at : at + CHUNK]
        said = _status_rows(db, chunk)
        rows = [row for key, work in _live_work(db, chunk) if (row := _row(db, key, work, said.get(key, [])))]
        db.conn.executemany("DELETE FROM article_status WHERE layer = ? AND article = ?", chunk)
        db.conn.executemany("INSERT INTO article_status VALUES (?, ?, ?, ?, ?, ?, ?)", rows)


def _row(db: Database, key: Key, work: int, rows: list[Row]) -> tuple[Any, ...] | None:
    found = amount(rows)
    if found is None and not work:
        return None
    fields = found.fields if found else {}
    return (
        *key, _state(db, key, found, work), work, canonical(fields),
        names_json(found.winners if found else {}), canonical(found.conflicts if found else {}),
    )  # fmt: skip


def _live_work(db: Database, chunk: list[Key]) -> list[tuple[Key, int]]:
    """Whether (1 or 0) any of the layer's live decisions concerns the article, its own state apart."""
    pairs = ", ".join(["(?, ?)"] * len(chunk))
    rows = db.execute(
        f"WITH v (layer, article) AS (VALUES {pairs}) {_HAS_WORK} FROM v", [part for key in chunk for part in key]
    ).fetchall()
    return [((layer, article), work) for layer, article, work in rows]


def _status_rows(db: Database, chunk: list[Key]) -> dict[Key, list[Row]]:
    rows = db.execute(
        f"SELECT d.layer, d.subject, {ROW_COLUMNS} FROM {ROW_TABLES} "
        f"WHERE d.subject IN ({places(chunk)}) AND d.kind = '{STATUS_KIND}'",
        [article for _, article in chunk],
    )
    found: dict[Key, list[Row]] = {}
    for layer, article, *row in rows:
        found.setdefault((layer, article), []).append(row_from(row))
    return found


def _state(db: Database, key: Key, found: Amount | None, work: int) -> str:
    state: Any = found.fields.get("state") if found else None
    winner = found.winners.get("state") if found else None
    if winner is None or state not in ("submitted", "set aside"):
        return "in work" if work or (found and found.fields) else "todo"
    row = db.execute("SELECT clock, id, batch FROM decision WHERE id = ?", (winner,)).fetchone()
    at = {"layer": key[0], "article": key[1], "clock": row[0], "id": row[1], "batch": row[2]}
    reopened = db.execute(_REOPENING, at).fetchone()[0]
    return "in work" if reopened else str(state)
