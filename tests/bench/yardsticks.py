"""What the same work costs without the program: the least that could be done with the same rows."""

from __future__ import annotations

import hashlib
import os
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import msgspec

from annotator.ids import article_id, text_sha256
from annotator.model import Suggestion

ARTICLES = """
CREATE TABLE article (id TEXT PRIMARY KEY, sha256 TEXT NOT NULL, chars INTEGER NOT NULL, text TEXT NOT NULL) STRICT;
CREATE VIRTUAL TABLE article_fts USING fts5 (text, content='article', tokenize='unicode61 remove_diacritics 2');
"""
BODIES = "SELECT article.id, article.text, suggestion_run.body FROM article JOIN suggestion_run ON article = article.id"

DECIDED = " UNION ALL ".join(
    f"SELECT body FROM {kind} INDEXED BY {kind}_article WHERE article = ?1" for kind in ("entity", "statement", "link")
)


class _Body(msgspec.Struct):
    suggestions: tuple[Suggestion, ...]


def connect(path: Path) -> sqlite3.Connection:
    """A connection with the durability that the program has."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    return connection


def article_rows(texts: Iterable[str]) -> list[tuple[str, str, int, str]]:
    """The rows that importing these texts makes."""
    return [(article_id(text), text_sha256(text), len(text), text) for text in texts]


def insert_articles(path: Path, rows: Sequence[tuple[str, str, int, str]]) -> None:
    """`executemany` of the rows, then the full-text index."""
    with closing(connect(path)) as connection:
        connection.executescript(ARTICLES)
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany("INSERT INTO article VALUES (?, ?, ?, ?)", rows)
        connection.execute("INSERT INTO article_fts (article_fts) VALUES ('rebuild')")
        connection.execute("COMMIT")


def write_suggestions(project: Path, out: Path) -> str:
    """Read every article with its suggestions, encode, write, fsync; gives the SHA-256 of the file."""
    encoder, decoder = msgspec.json.Encoder(), msgspec.json.Decoder(_Body)
    digest = hashlib.sha256()
    with closing(sqlite3.connect(project)) as connection, out.open("wb") as file:
        for key, text, body in connection.execute(BODIES):
            line = encoder.encode({"id": key, "text": text, "spans": decoder.decode(body).suggestions}) + b"\n"
            digest.update(line)
            file.write(line)
        file.flush()
        os.fsync(file.fileno())
    return digest.hexdigest()


def read_layers(project: Path) -> Iterator[tuple[str, str, list[Any]]]:
    """(id, text, decided bodies) of every article: all rows of all layers, decoded and nothing else."""
    decode = msgspec.json.Decoder().decode
    with closing(sqlite3.connect(project)) as connection:
        for key, text in connection.execute("SELECT id, text FROM article").fetchall():
            yield key, text, [decode(body) for (body,) in connection.execute(DECIDED, (key,))]


def write_layers(project: Path, out: Path) -> str:
    """The same encoded, written and on disk; gives the SHA-256 of the file."""
    encode = msgspec.json.Encoder().encode
    digest = hashlib.sha256()
    with out.open("wb") as file:
        for key, text, bodies in read_layers(project):
            line = encode({"id": key, "text": text, "spans": bodies}) + b"\n"
            digest.update(line)
            file.write(line)
        file.flush()
        os.fsync(file.fileno())
    return digest.hexdigest()


def match(connection: sqlite3.Connection, words: str, limit: int) -> int:
    """A bare full-text query: how many articles hold the words."""
    query = "SELECT rowid FROM article_fts WHERE article_fts MATCH ? ORDER BY rank LIMIT ?"
    return len(connection.execute(query, (words, limit)).fetchall())


def insert_decisions(path: Path, sources: Sequence[Path]) -> int:
    """`INSERT … SELECT` of the journals of `sources` into a table like theirs, indexes too; gives the rows there."""
    with closing(connect(path)) as connection:
        connection.execute("ATTACH ? AS source", (str(sources[0]),))
        made = "SELECT sql FROM source.sqlite_schema WHERE tbl_name = 'decision' AND type <> 'trigger' AND sql NOTNULL"
        for (sql,) in connection.execute(made).fetchall():
            connection.execute(sql)
        connection.execute("DETACH source")
        for source in sources:
            connection.execute("ATTACH ? AS source", (str(source),))
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("INSERT OR IGNORE INTO main.decision SELECT * FROM source.decision")
            connection.execute("COMMIT")
            connection.execute("DETACH source")
        return int(connection.execute("SELECT count(*) FROM decision").fetchone()[0])


class Durable:
    """A table into which one row at a time is inserted, each on disk before the next."""

    def __init__(self, path: Path) -> None:
        self._connection = connect(path)
        self._connection.execute("CREATE TABLE decision (id INTEGER PRIMARY KEY, fields TEXT NOT NULL) STRICT")

    def insert(self) -> None:
        self._connection.execute("INSERT INTO decision (fields) VALUES (?)", ('{"label": "PERSON"}' * 12,))

    def close(self) -> None:
        self._connection.close()
