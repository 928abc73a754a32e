"""What agreement counts that no other query gives as fast: entities as bare rows, and how long articles are.

Hundreds of thousands of entities are read at a time: their places and labels are columns, so no body is decoded.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from annotator.store.chunks import chunks, places
from annotator.store.database import Database

_COLUMNS = 'article, start, "end", label, how, id'


def kept_entities(db: Database, layer: str, articles: Sequence[str]) -> Iterator[tuple[Any, ...]]:
    """(article, start, end, label, how, id) of every entity that stands in these articles in a layer."""
    for chunk in chunks(articles):
        yield from db.execute(
            f"SELECT {_COLUMNS} FROM entity INDEXED BY entity_article "
            f"WHERE article IN ({places(chunk)}) AND layer = ? AND state = 'kept'",
            (*chunk, layer),
        )


def lengths(db: Database, articles: Sequence[str]) -> dict[str, int]:
    """How many characters each of these articles has."""
    found: dict[str, int] = {}
    for chunk in chunks(articles):
        rows = db.execute(f"SELECT id, chars FROM article WHERE id IN ({places(chunk)})", tuple(chunk))
        found.update(rows.fetchall())
    return found
