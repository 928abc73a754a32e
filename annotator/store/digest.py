"""The digest: equal digests mean equal decided work, however and in whatever order it came about."""

from __future__ import annotations

import hashlib
from typing import Any

import msgspec

from annotator.layers import PROJECT
from annotator.store.database import Database
from annotator.store.journal import canonical, decode_ids
from annotator.store.projections import PROJECTIONS

_decode = msgspec.json.Decoder(dict[str, Any]).decode


def digest(db: Database) -> str:
    """SHA-256 over the sorted (layer, article, kind, subject, canonical value) of everything decided, in hex.

    Suggestions, decision ids, times and devices are left out, and so is what only the machine said about a subject.
    """
    rows: list[tuple[str, str, str, str, str]] = []
    for kind in PROJECTIONS:
        for layer, article, subject, body, decided in db.execute(
            f"SELECT layer, article, id, body, decided FROM {kind}"
        ):
            rows.append((layer, article or "", kind, subject, _value(body, decided)))
    for layer, article, body, decided in db.execute("SELECT layer, article, body, decided FROM article_status"):
        if decided != "[]":
            rows.append((layer, article, "article", article, _value(body, decided)))
    for article, body, decided in db.execute("SELECT article, body, decided FROM article_meta WHERE decided != '[]'"):
        rows.append((PROJECT, article, "meta", article, _value(body, decided)))
    rows.sort()
    total = hashlib.sha256()
    for row in rows:
        total.update(canonical(row).encode())
        total.update(b"\n")
    return total.hexdigest()


def _value(body: str, decided: str) -> str:
    fields = _decode(body)
    return canonical({name: fields.get(name) for name in decode_ids(decided)})
