"""The journal: append-only decisions, their ids, the marks that undo and redo batches.

A decision's `fields` is JSON `{"v": 1, "set": {…}, "machine": {…}}`: `set` are the fields that a person decided,
`machine` the values that a suggestion had in the others when the subject was first decided, so that it stays whole when
the machine changes its mind. What the journal amounts to is worked out in `annotator.store.resolve`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

from annotator.store.database import Database

FIELDS_VERSION = 1
MARK = "mark"
"""The kind of the journal rows that undo and redo; their subject is the batch."""

ID_CHARS = 32

_COLUMNS = (
    "id", "project", "layer", "author", "device", "article", "subject", "kind", "fields", "before", "action", "batch",
    "clock", "time", "active_ms", "nonce",
)  # fmt: skip
COLUMNS = ", ".join(f'"{name}"' for name in _COLUMNS)
_PLACES = ", ".join("?" * len(_COLUMNS))

_encode = msgspec.json.Encoder(order="sorted").encode


class Decision(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One journal row: who did what to which subject, when. `fields` and `before` are JSON, `time` is ISO 8601 UTC."""

    id: str
    project: str
    layer: str
    author: str
    device: str
    article: str | None
    subject: str
    kind: str
    fields: str
    before: str
    action: str
    batch: str
    clock: int
    time: str
    active_ms: int
    nonce: str


class Fields(msgspec.Struct, frozen=True, omit_defaults=True):
    """The decoded `fields` of a decision."""

    v: int = FIELDS_VERSION
    set: dict[str, Any] = {}
    machine: dict[str, Any] = {}


decode_fields = msgspec.json.Decoder(Fields).decode
decode_ids = msgspec.json.Decoder(list[str]).decode


def canonical(value: Any) -> str:
    """`value` as JSON with sorted keys: equal values give equal texts."""
    return _encode(value).decode()


def encode_fields(decided: dict[str, Any], machine: dict[str, Any]) -> str:
    """The `fields` of a decision as canonical JSON."""
    body: dict[str, Any] = {"v": FIELDS_VERSION, "set": decided}
    if machine:
        body["machine"] = machine
    return canonical(body)


def row_id(row: Sequence[Any]) -> str:
    """The id of a decision from its other columns, in the order of `COLUMNS`: the start of their JSON's SHA-256."""
    return hashlib.sha256(_encode(row)).hexdigest()[:ID_CHARS]


def make_decision(**columns: Any) -> Decision:
    """A decision from its columns, with its id."""
    rest = [columns[name] for name in _COLUMNS[1:]]
    return Decision(row_id(rest), *rest)


def is_genuine(row: Sequence[Any]) -> bool:
    """Whether a journal row (in the order of `COLUMNS`) has the id that its content gives."""
    return row[0] == row_id(row[1:])


def append(db: Database, decisions: Iterable[Decision]) -> None:
    """Write decisions into the journal. The caller holds the transaction and brings the projections up to date."""
    append_rows(db, [msgspec.structs.astuple(decision) for decision in decisions])


def append_rows(db: Database, rows: Iterable[Sequence[Any]]) -> None:
    """The same for rows in the order of `COLUMNS`."""
    db.conn.executemany(f"INSERT INTO decision ({COLUMNS}) VALUES ({_PLACES})", rows)


def note_batches(db: Database, batches: Iterable[tuple[str, str, str, int]]) -> None:
    """Record (batch, author, device, greatest clock) rows; a mark on one that arrived before keeps its effect."""
    # The greatest of the three says whose batch it is, so that the order of arrival makes no difference.
    db.conn.executemany(
        "INSERT INTO batch VALUES (?, ?, ?, ?, 0, 0, '') ON CONFLICT (id) DO UPDATE SET author = excluded.author, "
        "device = excluded.device, clock = excluded.clock "
        "WHERE (excluded.clock, excluded.author, excluded.device) > (clock, author, device)",
        batches,
    )


def mark_batches(db: Database, marks: Iterable[tuple[str, str, int, str]]) -> None:
    """Let (batch, action, clock, id of the mark) rows count where they are the greatest on their batch."""
    # A mark may come before its batch does: the batch has no author yet then.
    db.conn.executemany(
        "INSERT INTO batch VALUES (?1, '', '', 0, ?2 = 'undo', ?3, ?4) ON CONFLICT (id) DO UPDATE SET "
        "undone = excluded.undone, mark_clock = excluded.mark_clock, mark = excluded.mark "
        "WHERE (excluded.mark_clock, excluded.mark) > (mark_clock, mark)",
        marks,
    )


def batch_to_undo(db: Database, author: str, device: str) -> str | None:
    """This author's latest live batch made on this device."""
    row = db.execute(
        "SELECT id FROM batch WHERE author = ? AND device = ? AND undone = 0 ORDER BY clock DESC, id DESC LIMIT 1",
        (author, device),
    ).fetchone()
    return row[0] if row else None


def batch_to_redo(db: Database, author: str, device: str) -> str | None:
    """The batch undone last by this author on this device, unless something new was done after that."""
    row = db.execute(
        "SELECT id, mark_clock FROM batch WHERE author = ?1 AND device = ?2 AND undone = 1 AND clock > 0 "
        "AND mark_clock > (SELECT coalesce(max(clock), 0) FROM batch WHERE author = ?1 AND device = ?2) "
        "ORDER BY mark_clock DESC, mark DESC LIMIT 1",
        (author, device),
    ).fetchone()
    return row[0] if row else None


def undone_batches(db: Database) -> set[str]:
    """The batches whose decisions are not live."""
    return {row[0] for row in db.execute("SELECT id FROM batch WHERE undone = 1")}


def batch_decisions(db: Database, batch: str) -> list[tuple[str, str, str, str | None, str]]:
    """(layer, subject, kind, article, action) of a batch's decisions, in the order they were made."""
    return db.execute(
        "SELECT layer, subject, kind, article, action FROM decision WHERE batch = ? AND kind != ? ORDER BY clock, id",
        (batch, MARK),
    ).fetchall()


def count(db: Database) -> int:
    """How many rows the journal has, marks included."""
    return int(db.execute("SELECT count(*) FROM decision").fetchone()[0])


def layers(db: Database) -> set[str]:
    """The layers of which the journal has rows."""
    return {row[0] for row in db.execute("SELECT DISTINCT layer FROM decision")}


def counts_by_layer(db: Database) -> dict[str, int]:
    return dict(db.execute("SELECT layer, count(*) FROM decision GROUP BY layer ORDER BY layer").fetchall())


def last_row(db: Database) -> int:
    """The number of the last row, for `since`; 0 where there is none."""
    return int(db.execute("SELECT coalesce(max(rowid), 0) FROM decision").fetchone()[0])


def since(db: Database, rowid: int) -> list[tuple[str, str, str | None]]:
    """(subject, kind, article) of what the rows after `rowid` decided, undid or redid."""
    rows = db.execute(
        "SELECT subject, kind, article FROM decision WHERE rowid > ?1 AND kind != ?2 UNION "
        "SELECT d.subject, d.kind, d.article FROM decision m JOIN decision d ON d.batch = m.subject "
        "WHERE m.rowid > ?1 AND m.kind = ?2 AND d.kind != ?2",
        (rowid, MARK),
    )
    return [(row[0], row[1], row[2]) for row in rows]


def rows(db: Database, ids: Sequence[str]) -> list[Decision]:
    """Decisions by their ids, in that order."""
    found = [db.execute(f"SELECT {COLUMNS} FROM decision WHERE id = ?", (decision,)).fetchone() for decision in ids]
    return [Decision(*row) for row in found]
