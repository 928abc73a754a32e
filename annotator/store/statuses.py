"""The states of articles in layers: `todo`, `in work`, `submitted`, `set aside`, `returned`. A projection like others.

A submission (or setting aside) holds while nothing of the layer's work on the article has changed since: a later live
decision reopens it, and so does an earlier one that was undone or redone since. One that a lead gave back is `returned`
until the annotator submits again: that is said in the project's assignments, never in the annotator's layer.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from annotator.layers import PROJECT
from annotator.progress import Progress
from annotator.store import assignments
from annotator.store.assignments import DONE
from annotator.store.chunks import places
from annotator.store.database import Database
from annotator.store.journal import canonical, decode_fields
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
        given = {key: back.submission for key, back in assignments.returned(db, chunk).items()}
        rows = [
            row
            for key, work in _live_work(db, chunk)
            if (row := _row(db, key, work, said.get(key, []), given.get(key)))
        ]
        db.conn.executemany("DELETE FROM article_status WHERE layer = ? AND article = ?", chunk)
        db.conn.executemany("INSERT INTO article_status VALUES (?, ?, ?, ?, ?, ?, ?)", rows)


def _row(db: Database, key: Key, work: int, rows: list[Row], given_back: str | None) -> tuple[Any, ...] | None:
    found = amount(rows)
    if found is None and not work:
        return None
    fields = found.fields if found else {}
    is_returned = given_back is not None and _is_last(given_back, rows)
    return (
        *key, "returned" if is_returned else _state(db, key, found, work), work, canonical(fields),
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


def _is_last(submission: str, rows: list[Row]) -> bool:
    """Whether a submission that is there was not followed by another: what was given back was not handed in again."""
    given = next((row for row in rows if row.id == submission), None)
    return given is not None and not any(
        row.is_live
        and (row.clock, row.id) > (given.clock, given.id)
        and decode_fields(row.fields).set.get("state") in DONE
        for row in rows
    )


def _state(db: Database, key: Key, found: Amount | None, work: int) -> str:
    state: Any = found.fields.get("state") if found else None
    winner = found.winners.get("state") if found else None
    if winner is None or state not in DONE:
        return "in work" if work or (found and found.fields) else "todo"
    row = db.execute("SELECT clock, id, batch FROM decision WHERE id = ?", (winner,)).fetchone()
    at = {"layer": key[0], "article": key[1], "clock": row[0], "id": row[1], "batch": row[2]}
    reopened = db.execute(_REOPENING, at).fetchone()[0]
    return "in work" if reopened else str(state)
