"""The state of each article in each layer: `todo`, `in work`, `submitted`, `set aside`. A projection like the others.

A submission (or setting aside) holds while nothing of the layer's work on the article has changed since: a later live
decision reopens it, and so does an earlier one that was undone or redone since.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlite_utils import Database

from annotator.store.journal import MARK, canonical
from annotator.store.resolve import Amount, Row, amount

PROJECT_LAYER = "project"
STATUS_KIND = "article"
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


def reproject(db: Database, articles: Iterable[tuple[str, str]]) -> None:
    """Bring the states of these (layer, article) pairs up to date."""
    for layer, article in sorted(set(articles)):
        if layer == PROJECT_LAYER:
            continue
        db.execute("DELETE FROM article_status WHERE layer = ? AND article = ?", (layer, article))
        work = _live_work(db, layer, article)
        found = amount(_status_rows(db, layer, article))
        if work or found:
            fields = found.fields if found else {}
            row = (
                layer, article, _state(db, layer, article, found, bool(work)), work, canonical(fields),
                canonical(sorted(found.winners) if found else []), canonical(found.conflicts if found else {}),
            )  # fmt: skip
            db.execute("INSERT INTO article_status VALUES (?, ?, ?, ?, ?, ?, ?)", row)


def _live_work(db: Database, layer: str, article: str) -> int:
    """How many of the layer's live decisions concern the article (its own state apart); enough to know: some or none."""
    return int(
        db.execute(
            "SELECT EXISTS (SELECT 1 FROM decision d LEFT JOIN batch b ON b.id = d.batch WHERE d.article = ? "
            "AND d.layer = ? AND d.kind NOT IN ('mark', 'article') AND coalesce(b.undone, 0) = 0)",
            (article, layer),
        ).fetchone()[0]
    )


def _status_rows(db: Database, layer: str, article: str) -> list[Row]:
    rows = db.execute(
        'SELECT d.id, d.clock, d.action, d.author, d.time, d.fields, d."before", coalesce(b.undone, 0) = 0 '
        "FROM decision d LEFT JOIN batch b ON b.id = d.batch "
        f"WHERE d.subject = ? AND d.layer = ? AND d.kind = '{STATUS_KIND}' AND d.kind != '{MARK}'",
        (article, layer),
    )
    return [Row(*row[:7], is_live=bool(row[7])) for row in rows]


def _state(db: Database, layer: str, article: str, found: Amount | None, has_work: bool) -> str:
    state: Any = found.fields.get("state") if found else None
    if found is None or state not in ("submitted", "set aside"):
        return "in work" if has_work or (found and found.fields) else "todo"
    row = db.execute("SELECT clock, id, batch FROM decision WHERE id = ?", (found.winners["state"],)).fetchone()
    at = {"article": article, "layer": layer, "clock": row[0], "id": row[1], "batch": row[2]}
    reopened = db.execute(_REOPENING, at).fetchone()[0]
    return "in work" if reopened else str(state)
