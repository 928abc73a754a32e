"""The projections: what the live journal amounts to, one table a kind, written in the journal's transaction.

They follow from the journal and the texts alone, so that one path serves a decision, a merge and `check --rebuild`. A
subject whose live fields have nothing to stand on (its creation undone, its text absent) lies dormant, and so does a
link whose statement or event is absent: its row stays with the state `dormant`. A lead's may be to anybody's event.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import msgspec

from annotator.layers import GOLD, PROJECT
from annotator.progress import Progress
from annotator.store import lessons, metas, statuses
from annotator.store.chunks import chunks, places
from annotator.store.database import Database
from annotator.store.journal import MARK, canonical, decode_fields
from annotator.store.resolve import ROW_COLUMNS, ROW_TABLES, Amount, Row, amount, names_json, row_from

Subject = tuple[str, str]
"""(layer, subject id)."""

Found = Sequence[tuple[str, str | None, Row]]
"""A subject's journal rows, each with its kind and article."""

Extract = Callable[[Mapping[str, Any], str], Any]
TEXTS_KEPT = 64
DORMANT = "dormant"
ASSIGNMENT = "assignment"
WITHOUT_TEXT = frozenset((ASSIGNMENT, "casebook"))
"""What may stand without its article: it says who annotates it, or how a unit in it was settled, not where."""


class Projection(msgspec.Struct, frozen=True):
    """How a kind of subject is laid out in the table of its name: the fields it cannot be without, its own columns.

    `spans` names the fields that hold a span of the article's text, `lists` those that hold several.
    """

    needs: tuple[str, ...]
    columns: tuple[tuple[str, Extract], ...] = ()
    spans: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()


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
        ("span", "label"),
        (*_SPAN, ("label", _field("label")), ("actor", _field("actor")),
         ("surface", lambda fields, text: text[slice(*fields["span"])])),
        spans=("span",),
    ),
    "statement": Projection(
        ("content", "type"),
        (*_CONTENT, ("type", _field("type")), ("actor", _field("actor")), ("parent", _field("parent"))),
        spans=("cue",),
        lists=("content", "verbatim"),
    ),
    "link": Projection(
        ("statement", "event", "relation"),
        (("statement", _field("statement")), ("event", _field("event")), ("relation", _field("relation"))),
    ),
    "event": Projection(("title", "state"), (("title", _field("title")), ("type", _word("type")))),
    "actor": Projection(("name", "state"), (("name", _field("name")), ("type", _word("kind")))),
    "note": Projection(("text", "state"), (("about", _field("about")),), spans=("span",)),
    "region": Projection(("span",), _SPAN, spans=("span",)),
    "redirect": Projection(("to",), (("target", _field("to")),)),
    "setting": Projection(()),
    ASSIGNMENT: Projection(("annotator",), (("annotator", _field("annotator")),)),
    "casebook": Projection(("reason",), (("section", _word("section")),)),
    "snapshot": Projection(("name",), (("name", _field("name")),)),
}  # fmt: skip
TABLES: tuple[str, ...] = (
    *PROJECTIONS,
    "lesson",
    "article_status",
    "article_meta",
    "dormant",
    "batch",
)


def reproject(db: Database, subjects: Iterable[Subject], progress: Progress | None = None) -> None:
    """Bring the rows of these subjects up to date from the journal, and what hangs on them.

    `progress` is called between chunks of a few hundred subjects, in the caller's transaction.
    """
    work = Reprojection(db)
    work.read(subjects, progress)
    work.finish(progress)


def clear(db: Database) -> None:
    """Empty every projection (for a rebuild)."""
    for table in TABLES:
        db.execute(f"DELETE FROM {table}")


class Reprojection:
    """Brings subjects up to date, chunk by chunk; `finish` then does what hangs on several: links, metadata, states."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._touched: set[tuple[str, str]] = set()
        self._metas: set[str] = set()
        self._writer = _Writer(db)

    def read(self, subjects: Iterable[Subject], progress: Progress | None = None) -> None:
        """Bring subjects up to date from the journal."""
        wanted = list(dict.fromkeys(subjects))
        done = 0
        for chunk in chunks(wanted):
            if progress and done:
                progress(done, len(wanted))
            found = _journal_rows(self._db, chunk)
            self.put({subject: found.get(subject, ()) for subject in chunk})
            done += len(chunk)

    def put(self, subjects: Mapping[Subject, Found]) -> None:
        """Bring subjects up to date of which these are all the rows."""
        for (layer, subject), found in subjects.items():
            for kind, article, rows in _by_kind(found):
                if kind == "meta":
                    self._metas.add(subject)
                elif kind != statuses.STATUS_KIND:
                    self._writer.put(layer, subject, kind, article, amount(rows))
            for kind, article, row in found:
                if article is not None:
                    self._touched.add((layer, article))
                    if kind == ASSIGNMENT:
                        self._touched.update((name, article) for name in _annotators(row))
        self._writer.flush()

    def finish(self, progress: Progress | None = None) -> None:
        """Do what hangs on several subjects. Call it once, after everything else."""
        self._writer.settle_links()
        metas.reproject(self._db, self._metas)
        statuses.reproject(self._db, self._touched, progress)


def _annotators(row: Row) -> list[str]:
    """Whose article an assignment may say something of."""
    name = decode_fields(row.fields).set.get("annotator")
    return [name] if isinstance(name, str) else []


def _by_kind(found: Found) -> Iterable[tuple[str, str | None, list[Row]]]:
    """(kind, article, rows), one a kind. A subject stands in one article: were there more, its first row says which."""
    if len(found) == 1:
        kind, article, row = found[0]
        return [(kind, article, [row])]
    kinds: dict[str, list[tuple[str | None, Row]]] = defaultdict(list)
    for kind, article, row in found:
        kinds[kind].append((article, row))
    return [
        (kind, min(rows, key=lambda pair: (pair[1].clock, pair[1].id))[0], [row for _, row in rows])
        for kind, rows in kinds.items()
    ]


def _journal_rows(db: Database, chunk: list[Subject]) -> dict[Subject, list[tuple[str, str | None, Row]]]:
    """For each subject its journal rows."""
    cursor = db.execute(
        f"SELECT d.layer, d.subject, d.kind, d.article, {ROW_COLUMNS} FROM {ROW_TABLES} "
        f"WHERE d.subject IN ({places(chunk)}) AND d.kind != '{MARK}'",
        [subject for _, subject in chunk],
    )
    found: dict[Subject, list[tuple[str, str | None, Row]]] = {}
    wanted = set(chunk)
    for layer, subject, kind, article, *rest in cursor:
        if (layer, subject) in wanted:
            found.setdefault((layer, subject), []).append((kind, article, row_from(rest)))
    return found


class _Writer:
    """Collects the rows of one chunk and writes them table by table."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._keys: dict[str, list[Subject]] = defaultdict(list)
        self._rows: dict[str, dict[Subject, tuple[Any, ...]]] = defaultdict(dict)
        self._dormant: list[tuple[str, str, str, str | None]] = []
        self._may_wake = _has_dormant(db)
        self._links: set[Subject] = set()
        self._lessons: list[tuple[str, str, str | None, list[lessons.Lesson]]] = []
        self._texts: dict[str | None, str | None] = {None: ""}

    def put(self, layer: str, subject: str, kind: str, article: str | None, found: Amount | None) -> None:
        """Note what becomes of one subject: a row, nothing, or dormant where live fields have nothing to stand on."""
        projection = PROJECTIONS.get(kind)
        if projection is None:
            return
        self._keys[kind].append((layer, subject))
        if found is None:
            return
        text = "" if kind in WITHOUT_TEXT else self._text_of(article)
        if text is None or not _stands(projection, found.fields, len(text)):
            self._dormant.append((layer, subject, kind, article))
            return
        own = [extract(found.fields, text) for _, extract in projection.columns]
        if kind == "note":
            own += [found.first.author, found.first.time]
        conflicts = canonical(found.conflicts) if found.conflicts else "{}"
        if kind in lessons.TEACHING:
            taught = lessons.lessons_of(kind, found.fields, found.how, found.winners, text)
            self._lessons += [(layer, subject, article, taught)] if taught else []
        self._rows[kind][layer, subject] = (
            layer, subject, article, *own, found.fields.get("state", "kept"), found.how, canonical(found.fields),
            names_json(found.winners), conflicts,
        )  # fmt: skip

    def flush(self) -> None:
        conn = self._db.conn
        for kind, keys in self._keys.items():
            rows = self._rows.get(kind, {})
            if kind in lessons.TEACHING:
                lessons.forget(self._db, keys)
            if kind in ("statement", "event"):
                self._note_links_of(kind, keys, rows)
            elif kind == "link":
                self._links.update(keys)
            conn.executemany(f"DELETE FROM {kind} WHERE layer = ? AND id = ?", [k for k in keys if k not in rows])
            if self._may_wake:
                awake = [(layer, subject, kind) for layer, subject in keys]
                conn.executemany("DELETE FROM dormant WHERE layer = ? AND subject = ? AND kind = ?", awake)
            if rows:
                columns = places(next(iter(rows.values())))
                conn.executemany(f"INSERT OR REPLACE INTO {kind} VALUES ({columns})", rows.values())
        for taught in self._lessons:
            lessons.write(self._db, *taught)
        conn.executemany("INSERT INTO dormant VALUES (?, ?, ?, ?)", self._dormant)
        self._may_wake = self._may_wake or bool(self._dormant)
        self._keys.clear()
        self._rows.clear()
        self._dormant.clear()
        self._lessons.clear()

    def settle_links(self) -> None:
        """Say of the links that may be concerned whether they stand, or lie dormant."""
        conn, links = self._db.conn, sorted(self._links)
        conn.executemany(
            "UPDATE link SET state = CASE WHEN EXISTS (SELECT 1 FROM statement s WHERE s.layer = link.layer AND "
            f"s.id = link.statement) AND (EXISTS (SELECT 1 FROM event e WHERE e.layer IN (link.layer, '{PROJECT}') AND "
            f"e.id = link.event) OR (link.layer = '{GOLD}' AND "
            "EXISTS (SELECT 1 FROM event e WHERE e.id = link.event))) THEN "
            f"coalesce(json_extract(body, '$.state'), 'kept') ELSE '{DORMANT}' END "
            "WHERE layer = ? AND id = ?",
            links,
        )
        if self._may_wake:
            conn.executemany(
                "DELETE FROM dormant WHERE layer = ?1 AND subject = ?2 AND kind = 'link' "
                "AND EXISTS (SELECT 1 FROM link WHERE layer = ?1 AND id = ?2)",
                links,
            )
        conn.executemany(
            "INSERT INTO dormant SELECT layer, id, 'link', article FROM link "
            f"WHERE layer = ? AND id = ? AND state = '{DORMANT}'",
            links,
        )

    def _note_links_of(self, kind: str, keys: Sequence[Subject], rows: Mapping[Subject, Any]) -> None:
        """Remember the links on statements or events that come or go with this chunk."""
        there = set(
            self._db.execute(
                f"SELECT layer, id FROM {kind} WHERE layer IN (SELECT value FROM json_each(?)) "
                f"AND id IN ({places(keys)})",
                (canonical(sorted({layer for layer, _ in keys})), *(subject for _, subject in keys)),
            ).fetchall()
        )
        turned = [key for key in keys if (key in there) != (key in rows)]
        if turned:
            # A published event stands for every layer.
            self._links.update(
                self._db.execute(
                    f"SELECT layer, id FROM link WHERE {kind} IN ({places(turned)})", [subject for _, subject in turned]
                ).fetchall()
            )

    def _text_of(self, article: str | None) -> str | None:
        """The text that spans refer to, None where the article is absent, "" for what stands in none."""
        if article not in self._texts:
            if len(self._texts) > TEXTS_KEPT:
                self._texts = {None: ""}
            row = self._db.execute("SELECT text FROM article WHERE id = ?", (article,)).fetchone()
            self._texts[article] = row[0] if row else None
        return self._texts[article]


def _has_dormant(db: Database) -> bool:
    return bool(db.execute("SELECT EXISTS (SELECT 1 FROM dormant)").fetchone()[0])


def _stands(projection: Projection, fields: Mapping[str, Any], chars: int) -> bool:
    """Whether a subject has all that it needs, and its spans lie in its text."""
    for name in projection.needs:
        if fields.get(name) is None:
            return False
    for name in projection.spans:
        span = fields.get(name)
        if span is not None and not 0 <= span[0] < span[1] <= chars:
            return False
    if not projection.lists:
        return True
    lists = [fields.get(name) or () for name in projection.lists]
    return bool(lists[0]) and all(0 <= start < end <= chars for spans in lists for start, end in spans)
