"""`Database`, the connection that the store's functions take: sqlite-utils's, with the types that it leaves open."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from sqlite3 import Cursor
    from typing import Any

    import sqlite_utils

    class Database(sqlite_utils.Database):
        def execute(self, sql: str, parameters: Sequence[Any] | dict[str, Any] | None = None) -> Cursor: ...

else:
    # sqlite-utils loads numpy where it finds it, for kinds of values that no project holds: a third of the start of the
    # window. Until it is loaded, it finds none.
    _is_hidden = "numpy" not in sys.modules
    if _is_hidden:
        sys.modules["numpy"] = None
    try:
        from sqlite_utils import Database
    finally:
        if _is_hidden:
            del sys.modules["numpy"]

__all__ = ["Database"]
