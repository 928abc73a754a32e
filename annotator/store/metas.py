"""The metadata of each article as it is shown, and its place in the project. A projection like the others.

It follows from what every file that brought the article said of it, which `annotator.store.articles` keeps, and from
the corrections in the journal.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

from annotator.layers import PROJECT
from annotator.model import first_words
from annotator.store.chunks import chunks, places
from annotator.store.database import Database
from annotator.store.journal import canonical
from annotator.store.resolve import ROW_COLUMNS, ROW_TABLES, Row, amount, row_from

_DIGITS = re.compile(r"\d+")
decode_meta = msgspec.json.Decoder(dict[str, str]).decode


def reproject(db: Database, articles: Iterable[str]) -> None:
    """Work out again what is shown of these articles: the smallest canonical value, unless `project` decides."""
    for chunk in chunks(sorted(set(articles))):
        sources: dict[str, list[tuple[dict[str, str], str, int, int]]] = {}
        for article, meta, origin, record, added in db.execute(
            f"SELECT article, meta, origin, record, added FROM article_source WHERE article IN ({places(chunk)})", chunk
        ):
            sources.setdefault(article, []).append((decode_meta(meta), origin, record, added))
        decided = _meta_decisions(db, chunk)
        starts = dict(
            db.execute(f"SELECT id, substr(text, 1, 400) FROM article WHERE id IN ({places(chunk)})", chunk).fetchall()
        )
        rows = [_meta_row(article, sources[article], decided.get(article, []), starts[article]) for article in chunk
                if article in sources]  # fmt: skip
        db.conn.executemany("DELETE FROM article_meta WHERE article = ?", [(article,) for article in chunk])
        db.conn.executemany("INSERT INTO article_meta VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)


def _meta_row(
    article: str, sources: list[tuple[dict[str, str], str, int, int]], rows: list[Row], start: str
) -> tuple[Any, ...]:
    meta: dict[str, str] = {}
    for found, *_ in sources:
        for key, value in found.items():
            meta[key] = value if key not in meta else min(meta[key], value, key=canonical)
    corrected = amount(rows)
    if corrected:
        meta |= corrected.fields
        meta = {key: value for key, value in meta.items() if value}
    added, origin, record = min((added, _in_order(origin), record) for _, origin, record, added in sources)
    title = meta.get("title") or first_words(start)
    return (
        article, title, meta.get("source", ""), meta.get("published", ""), added, origin, record, canonical(meta),
        canonical(sorted(corrected.winners) if corrected else []), canonical(corrected.conflicts if corrected else {}),
    )  # fmt: skip


def _in_order(origin: str) -> str:
    """A file name whose order as text is the order in which people count: "2.txt" before "10.txt"."""
    return _DIGITS.sub(lambda match: match[0].zfill(12), origin.casefold())


def _meta_decisions(db: Database, chunk: Sequence[str]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    cursor = db.execute(
        f"SELECT d.subject, {ROW_COLUMNS} FROM {ROW_TABLES} "
        f"WHERE d.kind = 'meta' AND d.layer = '{PROJECT}' AND d.subject IN ({places(chunk)})",
        list(chunk),
    )
    for subject, *row in cursor:
        found.setdefault(subject, []).append(row_from(row))
    return found
