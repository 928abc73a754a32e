"""`Database`, the connection that the store's functions take: sqlite-utils's, with the types that it leaves open."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from sqlite3 import Cursor
    from typing import Any

    import sqlite_utils

    class Database(sqlite_utils.Database):
        def execute(self, sql: str, parameters: Sequence[Any] | dict[str, Any] | None = None) -> Cursor: ...

else:
    from sqlite_utils import Database

__all__ = ["Database"]
