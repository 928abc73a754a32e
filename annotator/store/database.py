"""`Database`, the connection that the store's functions take: SQL, and transactions in transactions.

sqlite-utils, which takes as long to import as the rest of the store, makes and migrates the tables: see `schema`.
"""

from __future__ import annotations

import contextlib
from collections.abc import Generator, Mapping, Sequence
from pathlib import Path
from sqlite3 import Connection, Cursor
from typing import Any

from annotator.store.holding import Holding

SAVEPOINT = "atomic"
"""One name for all: SQLite takes the innermost."""


class Database:
    """A connection whose transactions are begun by hand (`isolation_level` None)."""

    def __init__(self, conn: Connection) -> None:
        self.conn = conn
        self._holding: Holding | None = None

    def execute(self, sql: str, parameters: Sequence[Any] | Mapping[str, Any] = ()) -> Cursor:
        """Run one statement."""
        return self.conn.execute(sql, parameters)

    @contextlib.contextmanager
    def atomic(self) -> Generator[None]:
        """All that is done within it, or nothing: a transaction, or a savepoint of the one that is open."""
        self.conn.execute(f"SAVEPOINT {SAVEPOINT}")
        try:
            yield
        except BaseException:
            if self.conn.in_transaction:  # else the error took the whole transaction with it
                self.conn.execute(f"ROLLBACK TO {SAVEPOINT}")
                self.conn.execute(f"RELEASE {SAVEPOINT}")
            raise
        self.conn.execute(f"RELEASE {SAVEPOINT}")

    def hold(self, path: Path) -> None:
        """Hold the files at `path`, which the connection is open on, until it closes."""
        self._holding = Holding(path)

    def close(self) -> None:
        """Close the connection. Closing twice does no harm."""
        holding, self._holding = self._holding, None
        if holding is not None:
            holding.loosen()
        self.conn.close()
        if holding is not None:
            holding.close()
