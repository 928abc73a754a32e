"""What releases froze: for each article its record, under keys of their own the events, the actors and the card.

Contents go by the SHA-256 of themselves, which the journal's decision on the release names. So equal contents are kept
once, two leads who gave one name to different gold lose neither, and it does not matter in which order files come. What
is in a record is `annotator.exchange.gold.releasing`'s to say; here it is bytes.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

import msgspec

from annotator.layers import PROJECT
from annotator.store.database import Database

TABLE = "snapshot_article"
_decode = msgspec.json.Decoder(dict[str, Any]).decode


class Release(msgspec.Struct, frozen=True):
    """A release as the journal has it. `sha256` is that of its contents; `is_here`: whether this file holds them."""

    id: str
    name: str
    time: str
    sha256: str
    articles: int
    counts: dict[str, int] = {}
    notes: tuple[str, ...] = ()
    is_here: bool = True
    is_disputed: bool = False
    """Two laptops gave this name to different gold."""


class Packed(NamedTuple):
    """Contents ready to be stored: (key, compressed record) in the order of their keys, and their SHA-256."""

    sha256: str
    rows: list[tuple[str, bytes]]


def pack(records: Mapping[str, bytes]) -> Packed:
    """Contents from records by key: an article's id, or a word for what belongs to no article."""
    return packed(compressed(key, record) for key, record in records.items())


def compressed(key: str, record: bytes) -> tuple[str, bytes]:
    """A record ready for `packed`."""
    return key, zlib.compress(record)


def packed(rows: Iterable[tuple[str, bytes]]) -> Packed:
    """Contents from compressed records by key, in any order."""
    ordered = sorted(rows)
    total = hashlib.sha256()
    for key, body in ordered:
        _add(total, key, zlib.decompress(body))
    return Packed(total.hexdigest(), ordered)


def put(db: Database, contents: Packed) -> None:
    """Keep contents, in place of what is left of them. The caller holds the transaction."""
    db.execute(f"DELETE FROM {TABLE} WHERE snapshot = ?", (contents.sha256,))
    _insert(db, contents.sha256, contents.rows)


def put_sound(db: Database, sha256: str, rows: Iterable[tuple[Any, Any]]) -> bool:
    """Keep contents that come from a damaged file, if they are what their checksum says. Gives whether they are."""
    sound = _checked(sha256, rows)
    if sound is not None:
        put(db, Packed(sha256, sound))
    return sound is not None


def is_here(db: Database, sha256: str) -> bool:
    """Whether this file holds the contents of that checksum."""
    found = db.execute(f"SELECT EXISTS (SELECT 1 FROM {TABLE} WHERE snapshot = ?)", (sha256,)).fetchone()
    return bool(found[0])


def is_whole(db: Database, sha256: str) -> bool:
    """Whether what this file holds under that checksum is what it was made of."""
    return _sound(db, sha256) is not None


def records(db: Database, sha256: str) -> Iterator[tuple[str, bytes]]:
    """(key, record) of the contents of that checksum, in the order of their keys. Read to the end, or not at all."""
    for key, body in db.execute(f"SELECT article, body FROM {TABLE} WHERE snapshot = ? ORDER BY article", (sha256,)):
        yield key, zlib.decompress(body)


def keys(db: Database, sha256: str) -> list[str]:
    """The keys of the contents of that checksum, in order."""
    rows = db.execute(f"SELECT article FROM {TABLE} WHERE snapshot = ? ORDER BY article", (sha256,))
    return [row[0] for row in rows]


def record(db: Database, sha256: str, key: str) -> bytes | None:
    """One record of the contents of that checksum."""
    row = db.execute(f"SELECT body FROM {TABLE} WHERE snapshot = ? AND article = ?", (sha256, key)).fetchone()
    return zlib.decompress(row[0]) if row else None


def releases(db: Database) -> list[Release]:
    """All live releases, the first made first."""
    if not is_kept(db):
        return []
    rows = db.execute(
        "SELECT id, name, body, conflicts FROM snapshot WHERE layer = ? AND state = 'kept'", (PROJECT,)
    ).fetchall()
    found = [_release(db, *row) for row in rows]
    return sorted(found, key=lambda release: (release.time, release.name))


def has_releases(db: Database) -> bool:
    """Whether there is any live release."""
    if not is_kept(db):
        return False
    query = "SELECT EXISTS (SELECT 1 FROM snapshot WHERE layer = ? AND state = 'kept')"
    return bool(db.execute(query, (PROJECT,)).fetchone()[0])


def _release(db: Database, subject: str, name: str, body: str, conflicts: str) -> Release:
    fields = _decode(body)
    sha256 = fields.get("sha256") or ""
    return Release(
        id=subject,
        name=name,
        time=fields.get("time") or "",
        sha256=sha256,
        articles=fields.get("articles") or 0,
        counts=fields.get("counts") or {},
        notes=tuple(fields.get("notes") or ()),
        is_here=is_here(db, sha256),
        is_disputed="sha256" in _decode(conflicts),
    )


def take_contents(db: Database, other: Database) -> int:
    """Bring over the contents of releases that `other` holds and `db` lacks, or holds cut short; gives how many.

    Only what the journal of `db` names is taken, and only where it has the checksum that it is named by. The caller has
    united the journals, and holds the transaction.
    """
    if not is_kept(other):
        return 0
    here = _held(db)
    lacking = {one for one in _held(other) if one not in here or _size(db, one) != _size(other, one)}
    wanted = lacking & _named(db) if lacking else lacking
    taken = 0
    for sha256 in sorted(wanted):
        rows = _sound(other, sha256)
        if rows is not None and not (sha256 in here and is_whole(db, sha256)):
            put(db, Packed(sha256, rows))
            taken += 1
    return taken


def problems(db: Database) -> list[str]:
    """In sentences: contents that are not what their checksum says."""
    if not is_kept(db):
        return []
    names = {release.sha256: f"the release {release.name!r}" for release in releases(db)}
    return [
        f"What {names.get(sha256, 'a release that does not count')} froze does not fit its checksum."
        for sha256 in sorted(_held(db))
        if not is_whole(db, sha256)
    ]


def _named(db: Database) -> set[str]:
    """The checksums that the journal names, of releases that were taken back too: a redo brings them again."""
    rows = db.execute(
        "SELECT json_extract(fields, '$.set.sha256') FROM decision WHERE kind = 'snapshot' AND layer = ?", (PROJECT,)
    )
    return {row[0] for row in rows if row[0]}


def _held(db: Database) -> set[str]:
    """The checksums of all contents that are here; from one to the next, without a look at the contents."""
    rows = db.execute(
        f"WITH RECURSIVE held (snapshot) AS (SELECT min(snapshot) FROM {TABLE} UNION ALL "
        f"SELECT (SELECT min(t.snapshot) FROM {TABLE} t WHERE t.snapshot > held.snapshot) FROM held "
        "WHERE held.snapshot IS NOT NULL) SELECT snapshot FROM held WHERE snapshot IS NOT NULL"
    )
    return {row[0] for row in rows}


def _size(db: Database, sha256: str) -> tuple[int, int]:
    """How many rows and bytes there are of the contents of that checksum: what is asked before they are read."""
    query = f"SELECT count(*), coalesce(sum(length(body)), 0) FROM {TABLE} WHERE snapshot = ?"
    count, size = db.execute(query, (sha256,)).fetchone()
    return count, size


def _sound(db: Database, sha256: str) -> list[tuple[str, bytes]] | None:
    """The rows of the contents of that checksum, None where they are not what it was made of."""
    return _checked(sha256, db.execute(f"SELECT article, body FROM {TABLE} WHERE snapshot = ?", (sha256,)))


def _checked(sha256: str, rows: Iterable[tuple[Any, Any]]) -> list[tuple[str, bytes]] | None:
    try:
        contents = packed(rows)
    except (TypeError, zlib.error):
        return None
    return contents.rows if contents.sha256 == sha256 else None


def _add(total: Any, key: str, record: bytes) -> None:
    total.update(f"{key} {len(record)}\n".encode())
    total.update(record)


def _insert(db: Database, sha256: str, rows: Iterable[tuple[str, bytes]]) -> None:
    db.conn.executemany(f"INSERT INTO {TABLE} VALUES (?, ?, ?)", ((sha256, key, body) for key, body in rows))


def is_kept(db: Database) -> bool:
    """Whether the file has a table for contents: one of an older version that was not brought up to date has none."""
    return bool(db.execute("SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE name = ?)", (TABLE,)).fetchone()[0])
