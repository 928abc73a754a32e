"""The projections: what the live journal amounts to, one table a kind, written in the transaction that wrote the journal.

`reproject` works from the journal alone, so that one path serves a decision, a merge and `check --rebuild`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import msgspec
from sqlite_utils import Database

from annotator.store import statuses
from annotator.store.articles import reproject_meta
from annotator.store.journal import MARK, canonical
from annotator.store.resolve import Amount, Row, amount

Subject = tuple[str, str]
"""(layer, subject id)."""

Extract = Callable[[Mapping[str, Any], str], Any]
CHUNK = 400


class Projection(msgspec.Struct, frozen=True):
    """How a kind of subject is laid out: its table, the fields it cannot be without, its own columns."""

    table: str
    needs: tuple[str, ...]
    columns: tuple[tuple[str, Extract], ...] = ()
    needs_text: bool = False


def _field(name: str) -> Extract:
    return lambda fields, _text: fields.get(name)


def _word(name: str) -> Extract:
    return lambda fields, _text: fields.get(name) or ""


_SPAN: tuple[tuple[str, Extract], ...] = (
    ("start", lambda fields, _text: fields["span"][0]),
    ("end", lambda fields, _text: fields["span"][1]),
)
_CONTENT: tuple[tuple[str, Extract], ...] = (
    ("start", lambda fields, _text: fields["content"][0][0]),
    ("end", lambda fields, _text: fields["content"][-1][1]),
)

PROJECTIONS: dict[str, Projection] = {
    "entity": Projection(
        "entity",
        ("span", "label"),
        (*_SPAN, ("label", _field("label")), ("actor", _field("actor")),
         ("surface", lambda fields, text: text[slice(*fields["span"])])),
        needs_text=True,
    ),
    "statement": Projection(
        "statement",
        ("content", "type"),
        (*_CONTENT, ("type", _field("type")), ("actor", _field("actor")), ("parent", _field("parent"))),
    ),
    "link": Projection(
        "link",
        ("statement", "event", "relation"),
        (("statement", _field("statement")), ("event", _field("event")), ("relation", _field("relation"))),
    ),
    "event": Projection("event", ("title",), (("title", _field("title")), ("type", _word("type")))),
    "actor": Projection("actor", ("name",), (("name", _field("name")), ("type", _word("kind")))),
    "note": Projection("note", ("text",), (("about", _field("about")),)),
    "region": Projection("region", ("span",), _SPAN),
    "redirect": Projection("redirect", ("to",), (("target", _field("to")),)),
    "setting": Projection("setting", ()),
}  # fmt: skip
TABLES: tuple[str, ...] = (
    *(p.table for p in PROJECTIONS.values()),
    "article_status",
    "article_meta",
    "dormant",
    "batch",
)


def reproject(db: Database, subjects: Iterable[Subject]) -> None:
    """Bring the projection rows of these subjects up to date, and the states of the articles that they stand in."""
    wanted = sorted(set(subjects))
    touched: set[tuple[str, str]] = set()
    metas: set[str] = set()
    for at in range(0, len(wanted), CHUNK):
        chunk = wanted[at : at + CHUNK]
        found = _journal_rows(db, chunk)
        writer = _Writer(db)
        for layer, subject in chunk:
            for (kind, article), rows in found.get((layer, subject), {}).items():
                if article is not None:
                    touched.add((layer, article))
                if kind == "meta":
                    metas.add(subject)
                elif kind != "article":
                    writer.put(layer, subject, kind, article, amount(rows))
        writer.flush()
    reproject_meta(db, metas)
    statuses.reproject(db, touched)


def clear(db: Database) -> None:
    """Empty every projection (for a rebuild)."""
    for table in TABLES:
        db.execute(f"DELETE FROM {table}")


def _journal_rows(db: Database, chunk: list[Subject]) -> dict[Subject, dict[tuple[str, str | None], list[Row]]]:
    """For each subject its journal rows, by kind and article."""
    marks = ", ".join("?" * len(chunk))
    cursor = db.execute(
        "SELECT d.layer, d.subject, d.kind, d.article, d.id, d.clock, d.action, d.author, d.time, d.fields, "
        'd."before", coalesce(b.undone, 0) = 0 FROM decision d LEFT JOIN batch b ON b.id = d.batch '
        f"WHERE d.subject IN ({marks}) AND d.kind != '{MARK}'",
        [subject for _, subject in chunk],
    )
    found: dict[Subject, dict[tuple[str, str | None], list[Row]]] = {}
    wanted = set(chunk)
    for layer, subject, kind, article, *rest in cursor:
        if (layer, subject) in wanted:
            rows = found.setdefault((layer, subject), {}).setdefault((kind, article), [])
            rows.append(Row(*rest[:7], is_live=bool(rest[7])))
    return found


class _Writer:
    """Collects the rows of one chunk and writes them table by table."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._gone: dict[str, list[Subject]] = defaultdict(list)
        self._rows: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
        self._dormant: list[tuple[str, str, str, str | None]] = []
        self._awake: list[tuple[str, str, str]] = []
        self._text: tuple[str | None, str] = (None, "")

    def put(self, layer: str, subject: str, kind: str, article: str | None, found: Amount | None) -> None:
        """Note what becomes of one subject: a row, nothing, or dormant where live fields have no subject to stand on."""
        projection = PROJECTIONS.get(kind)
        if projection is None:
            return
        self._gone[projection.table].append((layer, subject))
        self._awake.append((layer, subject, kind))
        if found is None:
            return
        if any(found.fields.get(name) is None for name in projection.needs):
            self._dormant.append((layer, subject, kind, article))
            return
        text = self._text_of(article) if projection.needs_text else ""
        head: list[Any] = [layer, subject, article]
        own = [extract(found.fields, text) for _, extract in projection.columns]
        if kind == "note":
            own += [found.first.author, found.first.time]
        tail = [found.fields.get("state", "kept"), found.how, canonical(found.fields),
                canonical(sorted(found.winners)), canonical(found.conflicts)]  # fmt: skip
        self._rows[projection.table].append((*head, *own, *tail))

    def flush(self) -> None:
        conn = self._db.conn
        for table, keys in self._gone.items():
            conn.executemany(f"DELETE FROM {table} WHERE layer = ? AND id = ?", keys)
        for table, rows in self._rows.items():
            conn.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(rows[0]))})", rows)
        conn.executemany("DELETE FROM dormant WHERE layer = ? AND subject = ? AND kind = ?", self._awake)
        conn.executemany("INSERT INTO dormant VALUES (?, ?, ?, ?)", self._dormant)

    def _text_of(self, article: str | None) -> str:
        if self._text[0] != article:
            row = self._db.execute("SELECT text FROM article WHERE id = ?", (article,)).fetchone()
            self._text = (article, row[0] if row else "")
        return self._text[1]
