"""Touching a project file from outside the program: other programs' writes, damage, journals made by hand."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec

from annotator.store import journal
from annotator.store.journal import Decision


@contextmanager
def raw(path: Path) -> Iterator[sqlite3.Connection]:
    """A bare connection, committed and closed afterwards."""
    connection = sqlite3.connect(path)
    try:
        with connection:
            yield connection
    finally:
        connection.close()


def forge(path: Path, sql: str, *values: Any) -> None:
    """Change the journal behind its triggers, which stand again afterwards."""
    with raw(path) as connection:
        triggers = connection.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").fetchall()
        for name, _ in triggers:
            connection.execute(f"DROP TRIGGER {name}")
        connection.execute(sql, values)
        for _, text in triggers:
            connection.execute(text)


def decision(project: str, **columns: Any) -> Decision:
    """A genuine decision of "ann" from its columns, with usual values for the rest."""
    usual = {
        "project": project, "layer": "ann", "author": "ann", "device": "d", "article": None, "subject": "s",
        "kind": "event", "fields": {"title": "Talks", "state": "kept"}, "before": "[]", "action": "add", "batch": "b",
        "clock": 50, "time": "2025-03-17T10:00:00.000+00:00", "active_ms": 0, "nonce": "n",
    }  # fmt: skip
    found = {**usual, **columns}
    if isinstance(found["fields"], dict):
        found["fields"] = journal.encode_fields(found["fields"], {})
    return journal.make_decision(**found)


def write_decisions(path: Path, *decisions: Decision) -> None:
    """Put rows into a file's journal as somebody else's program might."""
    places = ", ".join("?" * 16)
    with raw(path) as connection:
        connection.executemany(
            f"INSERT INTO decision VALUES ({places})", [msgspec.structs.astuple(each) for each in decisions]
        )


def overwrite_pages(path: Path, table: str, *, skip: int = 0, most: int = 1) -> int:
    """Overwrite leaf pages of a table with rubbish; gives how many rows were on them."""
    with raw(path) as connection:
        size = connection.execute("PRAGMA page_size").fetchone()[0]
        root = connection.execute("SELECT rootpage FROM sqlite_schema WHERE name = ?", (table,)).fetchone()[0]
    data = bytearray(path.read_bytes())
    leaves = list(_leaves(data, root, size))[skip : skip + most]
    lost = 0
    for page in leaves:
        at = (page - 1) * size
        lost += int.from_bytes(data[at + 3 : at + 5], "big")
        data[at : at + size] = b"\xff" * size
    path.write_bytes(bytes(data))
    return lost


def _leaves(data: bytearray, page: int, size: int) -> Iterator[int]:
    """The leaf pages of the table's b-tree under a page, in order."""
    at = (page - 1) * size + (100 if page == 1 else 0)
    if data[at] in (13, 10):
        yield page
        return
    cells = int.from_bytes(data[at + 3 : at + 5], "big")
    for number in range(cells):
        pointer = int.from_bytes(data[at + 12 + 2 * number : at + 14 + 2 * number], "big")
        start = (page - 1) * size + pointer
        yield from _leaves(data, int.from_bytes(data[start : start + 4], "big"), size)
    yield from _leaves(data, int.from_bytes(data[at + 8 : at + 12], "big"), size)
