"""What a project file holds, seen from outside the program: the ids in its journal, and what they are about."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import NamedTuple


class Entry(NamedTuple):
    """A decision as the journal has it. Of an undo or redo mark, the subject is the batch that it marks."""

    id: str
    subject: str
    batch: str


def entries(path: Path, after: int = 0) -> tuple[list[Entry], int]:
    """The decisions that are committed in the file after row `after`, and the last row's number."""
    query = "SELECT rowid, id, subject, batch FROM decision WHERE rowid > ? ORDER BY rowid"
    with closing(sqlite3.connect(path.resolve().as_uri() + "?mode=ro", uri=True, timeout=10)) as connection:
        rows = connection.execute(query, (after,)).fetchall()
    return [Entry(*row[1:]) for row in rows], rows[-1][0] if rows else after


def ids(path: Path) -> set[str]:
    """The ids of all decisions in the file."""
    return {entry.id for entry in entries(path)[0]}


def units(path: Path) -> dict[tuple[str, str], dict[str, str]]:
    """(layer, article) → the ids of the units that the layer has on it, each with what was decided of it."""
    found: dict[tuple[str, str], dict[str, str]] = {}
    with closing(sqlite3.connect(path.resolve().as_uri() + "?mode=ro", uri=True, timeout=10)) as connection:
        for table in ("entity", "statement", "link"):
            for layer, article, unit, body in connection.execute(
                f"SELECT layer, article, id, body FROM {table} WHERE json_extract(body, '$.state') = 'kept'"
            ):
                found.setdefault((layer, article), {})[unit] = body
    return found


def articles_and_runs(path: Path) -> tuple[set[str], set[str]]:
    """The articles of the file, and those that were pre-annotated."""
    with closing(sqlite3.connect(path.resolve().as_uri() + "?mode=ro", uri=True, timeout=10)) as connection:
        articles = {row[0] for row in connection.execute("SELECT id FROM article")}
        runs = {row[0] for row in connection.execute("SELECT article FROM suggestion_run")}
    return articles, runs
