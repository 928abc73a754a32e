"""The tables of a project file, as migrations. Nothing else in the program says what a table looks like.

`decision` (the journal), `article`, `article_source`, `suggestion_run` and `project_info` are what a project is made
of; `file_info` is this file's own (never merged); `passage_sketch` and `twin` are a cache of what the texts repeat,
`article_words`, `word_count` and `event_proposal…` one of what they tell of; `snapshot_article` holds what releases
froze; the other tables are projections: what the live journal amounts to.
"""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Callable, Collection
from contextlib import closing
from functools import cache
from types import ModuleType
from typing import cast

from annotator.store import lessons
from annotator.store.database import Database

APPLICATION_ID = 0x4E414E4E
"""`PRAGMA application_id` of a project file: "NANN"."""
SET = "annotator"
APPLIED_TABLE = "_sqlite_migrations"
"""Where sqlite-utils keeps which migrations of which set a file has seen."""

JOURNAL_SQL = """
CREATE TABLE decision (
    id TEXT PRIMARY KEY CHECK (length(id) = 32),
    project TEXT NOT NULL,
    layer TEXT NOT NULL,
    author TEXT NOT NULL,
    device TEXT NOT NULL,
    article TEXT,
    subject TEXT NOT NULL,
    kind TEXT NOT NULL,
    fields TEXT NOT NULL,
    "before" TEXT NOT NULL,
    action TEXT NOT NULL,
    batch TEXT NOT NULL,
    clock INTEGER NOT NULL CHECK (clock > 0),
    time TEXT NOT NULL,
    active_ms INTEGER NOT NULL CHECK (active_ms >= 0),
    nonce TEXT NOT NULL
) STRICT;
CREATE INDEX decision_subject ON decision (subject, layer);
CREATE INDEX decision_article ON decision (article, layer);
CREATE INDEX decision_batch ON decision (batch);
CREATE TRIGGER decision_is_never_updated BEFORE UPDATE ON decision
    BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER decision_is_never_deleted BEFORE DELETE ON decision
    BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TABLE batch (
    id TEXT PRIMARY KEY,
    author TEXT NOT NULL,
    device TEXT NOT NULL,
    clock INTEGER NOT NULL,
    undone INTEGER NOT NULL,
    mark_clock INTEGER NOT NULL,
    mark TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX batch_author ON batch (author, device, undone, clock);
"""

ARTICLE_SQL = """
CREATE TABLE project_info (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE file_info (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE article (
    id TEXT PRIMARY KEY,
    sha256 TEXT NOT NULL,
    chars INTEGER NOT NULL,
    text TEXT NOT NULL
) STRICT;
CREATE TABLE article_source (
    article TEXT NOT NULL REFERENCES article (id),
    meta TEXT NOT NULL,
    origin TEXT NOT NULL,
    record INTEGER NOT NULL,
    added INTEGER NOT NULL,
    PRIMARY KEY (article, meta, origin, record)
) STRICT, WITHOUT ROWID;
CREATE VIRTUAL TABLE article_fts USING fts5 (
    text, content='article', content_rowid='rowid', tokenize='unicode61 remove_diacritics 2'
);
CREATE TABLE suggestion_run (
    article TEXT PRIMARY KEY REFERENCES article (id),
    id TEXT NOT NULL,
    clock INTEGER NOT NULL,
    model TEXT NOT NULL,
    visible INTEGER NOT NULL,
    total INTEGER NOT NULL,
    body TEXT NOT NULL
) STRICT;
CREATE INDEX suggestion_run_clock ON suggestion_run (clock);
"""

PROJECTION_SQL = """
CREATE TABLE entity (
    layer TEXT NOT NULL, id TEXT NOT NULL, article TEXT NOT NULL,
    start INTEGER NOT NULL, "end" INTEGER NOT NULL, label TEXT NOT NULL, actor TEXT, surface TEXT NOT NULL,
    state TEXT NOT NULL, how TEXT NOT NULL, body TEXT NOT NULL, decided TEXT NOT NULL, conflicts TEXT NOT NULL,
    PRIMARY KEY (layer, id), CHECK (0 <= start AND start < "end")
) STRICT, WITHOUT ROWID;
CREATE INDEX entity_article ON entity (article, layer);
CREATE INDEX entity_surface ON entity (layer, surface);
CREATE TABLE statement (
    layer TEXT NOT NULL, id TEXT NOT NULL, article TEXT NOT NULL,
    start INTEGER NOT NULL, "end" INTEGER NOT NULL, type TEXT NOT NULL, actor TEXT, parent TEXT,
    state TEXT NOT NULL, how TEXT NOT NULL, body TEXT NOT NULL, decided TEXT NOT NULL, conflicts TEXT NOT NULL,
    PRIMARY KEY (layer, id), CHECK (0 <= start AND start < "end")
) STRICT, WITHOUT ROWID;
CREATE INDEX statement_article ON statement (article, layer);
CREATE TABLE link (
    layer TEXT NOT NULL, id TEXT NOT NULL, article TEXT NOT NULL,
    statement TEXT NOT NULL, event TEXT NOT NULL, relation TEXT NOT NULL,
    state TEXT NOT NULL, how TEXT NOT NULL, body TEXT NOT NULL, decided TEXT NOT NULL, conflicts TEXT NOT NULL,
    PRIMARY KEY (layer, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX link_article ON link (article, layer);
CREATE INDEX link_event ON link (event, layer);
CREATE INDEX link_statement ON link (statement, layer);
CREATE TABLE event (
    layer TEXT NOT NULL, id TEXT NOT NULL, article TEXT, title TEXT NOT NULL, type TEXT NOT NULL,
    state TEXT NOT NULL, how TEXT NOT NULL, body TEXT NOT NULL, decided TEXT NOT NULL, conflicts TEXT NOT NULL,
    PRIMARY KEY (layer, id)
) STRICT, WITHOUT ROWID;
CREATE TABLE actor (
    layer TEXT NOT NULL, id TEXT NOT NULL, article TEXT, name TEXT NOT NULL, type TEXT NOT NULL,
    state TEXT NOT NULL, how TEXT NOT NULL, body TEXT NOT NULL, decided TEXT NOT NULL, conflicts TEXT NOT NULL,
    PRIMARY KEY (layer, id)
) STRICT, WITHOUT ROWID;
CREATE TABLE note (
    layer TEXT NOT NULL, id TEXT NOT NULL, article TEXT NOT NULL, about TEXT, author TEXT NOT NULL, time TEXT NOT NULL,
    state TEXT NOT NULL, how TEXT NOT NULL, body TEXT NOT NULL, decided TEXT NOT NULL, conflicts TEXT NOT NULL,
    PRIMARY KEY (layer, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX note_article ON note (article, layer);
CREATE TABLE region (
    layer TEXT NOT NULL, id TEXT NOT NULL, article TEXT NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL,
    state TEXT NOT NULL, how TEXT NOT NULL, body TEXT NOT NULL, decided TEXT NOT NULL, conflicts TEXT NOT NULL,
    PRIMARY KEY (layer, id), CHECK (0 <= start AND start < "end")
) STRICT, WITHOUT ROWID;
CREATE INDEX region_article ON region (article, layer);
CREATE TABLE redirect (
    layer TEXT NOT NULL, id TEXT NOT NULL, article TEXT, target TEXT,
    state TEXT NOT NULL, how TEXT NOT NULL, body TEXT NOT NULL, decided TEXT NOT NULL, conflicts TEXT NOT NULL,
    PRIMARY KEY (layer, id)
) STRICT, WITHOUT ROWID;
CREATE TABLE setting (
    layer TEXT NOT NULL, id TEXT NOT NULL, article TEXT,
    state TEXT NOT NULL, how TEXT NOT NULL, body TEXT NOT NULL, decided TEXT NOT NULL, conflicts TEXT NOT NULL,
    PRIMARY KEY (layer, id)
) STRICT, WITHOUT ROWID;
CREATE TABLE article_status (
    layer TEXT NOT NULL, article TEXT NOT NULL, state TEXT NOT NULL, has_work INTEGER NOT NULL,
    body TEXT NOT NULL, decided TEXT NOT NULL, conflicts TEXT NOT NULL,
    PRIMARY KEY (layer, article)
) STRICT, WITHOUT ROWID;
CREATE TABLE article_meta (
    article TEXT PRIMARY KEY, title TEXT NOT NULL, source TEXT NOT NULL, published TEXT NOT NULL,
    added INTEGER NOT NULL, origin TEXT NOT NULL, record INTEGER NOT NULL, body TEXT NOT NULL,
    decided TEXT NOT NULL, conflicts TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX article_meta_order ON article_meta (added, origin, record, article);
CREATE TABLE dormant (
    layer TEXT NOT NULL, subject TEXT NOT NULL, kind TEXT NOT NULL, article TEXT,
    PRIMARY KEY (layer, subject, kind)
) STRICT, WITHOUT ROWID;
"""

TWIN_SQL = """
CREATE TABLE passage_sketch (
    id INTEGER PRIMARY KEY,
    article TEXT NOT NULL UNIQUE REFERENCES article (id),
    body BLOB NOT NULL
) STRICT;
CREATE TABLE twin (
    article TEXT NOT NULL REFERENCES article (id),
    start INTEGER NOT NULL, "end" INTEGER NOT NULL, words INTEGER NOT NULL,
    family INTEGER NOT NULL, chain INTEGER NOT NULL,
    PRIMARY KEY (article, start), CHECK (0 <= start AND start < "end")
) STRICT, WITHOUT ROWID;
CREATE INDEX twin_family ON twin (family);
"""

LESSON_SQL = """
CREATE TABLE lesson (
    layer TEXT NOT NULL, id TEXT NOT NULL, kind TEXT NOT NULL, words TEXT NOT NULL, article TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (layer, id, kind, words)
) STRICT, WITHOUT ROWID;
CREATE INDEX lesson_words ON lesson (kind, layer, words);
"""

PROPOSAL_SQL = """
CREATE TABLE article_words (
    article TEXT PRIMARY KEY REFERENCES article (id),
    body TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE word_count (word TEXT PRIMARY KEY, articles INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE VIRTUAL TABLE article_vocabulary USING fts5vocab ('article_fts', 'row');
CREATE TABLE event_proposal (
    id TEXT PRIMARY KEY,
    score REAL NOT NULL,
    body TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE event_proposal_article (
    article TEXT NOT NULL REFERENCES article (id),
    proposal TEXT NOT NULL REFERENCES event_proposal (id),
    PRIMARY KEY (article, proposal)
) STRICT, WITHOUT ROWID;
CREATE INDEX event_proposal_article_proposal ON event_proposal_article (proposal);
"""

REVIEW_SQL = """
CREATE TABLE assignment (
    layer TEXT NOT NULL, id TEXT NOT NULL, article TEXT NOT NULL, annotator TEXT NOT NULL,
    state TEXT NOT NULL, how TEXT NOT NULL, body TEXT NOT NULL, decided TEXT NOT NULL, conflicts TEXT NOT NULL,
    PRIMARY KEY (layer, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX assignment_article ON assignment (article, annotator);
CREATE INDEX assignment_annotator ON assignment (annotator, article);
CREATE TABLE casebook (
    layer TEXT NOT NULL, id TEXT NOT NULL, article TEXT, section TEXT NOT NULL,
    state TEXT NOT NULL, how TEXT NOT NULL, body TEXT NOT NULL, decided TEXT NOT NULL, conflicts TEXT NOT NULL,
    PRIMARY KEY (layer, id)
) STRICT, WITHOUT ROWID;
CREATE TABLE snapshot (
    layer TEXT NOT NULL, id TEXT NOT NULL, article TEXT, name TEXT NOT NULL,
    state TEXT NOT NULL, how TEXT NOT NULL, body TEXT NOT NULL, decided TEXT NOT NULL, conflicts TEXT NOT NULL,
    PRIMARY KEY (layer, id)
) STRICT, WITHOUT ROWID;
CREATE TABLE snapshot_article (
    snapshot TEXT NOT NULL,
    article TEXT NOT NULL,
    body BLOB NOT NULL,
    PRIMARY KEY (snapshot, article)
) STRICT, WITHOUT ROWID;
"""


def m0001_create(db: Database) -> None:
    """The first schema: journal, articles, suggestions and projections."""
    for script in (JOURNAL_SQL, ARTICLE_SQL, PROJECTION_SQL):
        run_script(db.conn, script)


def m0002_twins(db: Database) -> None:
    """Where passages stand that stand in several places: worked out from the texts, by `annotator.store.passages`."""
    run_script(db.conn, TWIN_SQL)


def m0003_proposals(db: Database) -> None:
    """Events proposed over all articles, and the words of articles: worked out by `annotator.views.event_proposals`."""
    run_script(db.conn, PROPOSAL_SQL)


def m0004_lessons(db: Database) -> None:
    """What a layer's decisions teach about words: a projection, worked out by `annotator.store.lessons`."""
    run_script(db.conn, LESSON_SQL)
    lessons.fill(db)


def run_script(connection: sqlite3.Connection, script: str) -> None:
    """Run several statements inside the transaction that is open (`executescript` would commit it)."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if _is_complete(statement):
            connection.execute(statement)
            statement = ""


def _is_complete(statement: str) -> bool:
    return bool(statement.strip()) and sqlite3.complete_statement(statement)


def m0005_review(db: Database) -> None:
    """Who annotates what, the case book and the releases: projections; and what the releases froze."""
    run_script(db.conn, REVIEW_SQL)


Migration = Callable[[Database], None]
MIGRATIONS: tuple[Migration, ...] = (m0001_create, m0002_twins, m0003_proposals, m0004_lessons, m0005_review)
"""In the order in which they are applied; each goes by the name of its function."""


def migrate(db: Database, wanted: Collection[Migration] | None = None) -> None:
    """Apply what a file has not seen yet of `wanted` (else of all), in the caller's transaction."""
    utils = _sqlite_utils()
    migrations = utils.Migrations(SET)
    for step in MIGRATIONS if wanted is None else wanted:
        migrations()(step)
    migrations.apply(utils.Database(db.conn, execute_plugins=False))


def _sqlite_utils() -> ModuleType:
    """The library, which takes long to import. It loads numpy where it finds it, for values that no project holds."""
    is_hidden = "numpy" not in sys.modules
    if is_hidden:
        sys.modules["numpy"] = None  # type: ignore[assignment]
    try:
        import sqlite_utils
    finally:
        if is_hidden:
            del sys.modules["numpy"]
    return sqlite_utils


def known_migrations() -> tuple[str, ...]:
    """The names of all migrations of this program, in order."""
    return tuple(step.__name__ for step in MIGRATIONS)


def version() -> int:
    """`PRAGMA user_version` of a file that this program makes."""
    return len(MIGRATIONS)


SchemaRow = tuple[str, str, str, str | None]
_NOT_OUR_WORDING = frozenset(
    (APPLIED_TABLE, *(f"article_fts_{part}" for part in ("data", "idx", "content", "docsize", "config")))
)


def applied_migrations(db: Database) -> tuple[str, ...]:
    """The names of the migrations that a file has seen."""
    if not db.execute("SELECT 1 FROM sqlite_schema WHERE name = ?", (APPLIED_TABLE,)).fetchone():
        return ()
    found = db.execute(f"SELECT name FROM {APPLIED_TABLE} WHERE migration_set = ? ORDER BY rowid", (SET,))
    return tuple(row[0] for row in found)


def schema_rows(db: Database) -> frozenset[SchemaRow]:
    """What `sqlite_schema` says. Left out are tables whose wording is SQLite's or a library's: it may differ."""
    rows = db.execute("SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_stat%'")
    found = cast("list[SchemaRow]", rows.fetchall())
    return frozenset(row for row in found if not (row[0] in ("table", "index") and row[2] in _NOT_OUR_WORDING))


@cache
def expected_schema(applied: tuple[str, ...]) -> frozenset[SchemaRow]:
    """What `sqlite_schema` of an untouched file with these migrations says."""
    with closing(Database(sqlite3.connect(":memory:", isolation_level=None))) as db:
        for step in MIGRATIONS:
            if step.__name__ in applied:
                step(db)
        return schema_rows(db)
