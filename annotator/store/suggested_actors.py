"""The actors that the machine names in each article, read without its suggestions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from annotator.model import Actor
from annotator.store.chunks import chunks, places
from annotator.store.database import Database


class _Actors(msgspec.Struct, frozen=True):
    actors: tuple[Actor, ...] = ()


_decode = msgspec.json.Decoder(_Actors).decode


def run_ids(db: Database) -> dict[str, str]:
    """The run that counts for each article, by article."""
    return dict(db.execute("SELECT article, id FROM suggestion_run").fetchall())


def of_articles(db: Database, articles: Sequence[str]) -> Iterator[tuple[str, tuple[Actor, ...]]]:
    """Each of these articles with the actors that its suggestions name."""
    for chunk in chunks(articles):
        rows = db.execute(f"SELECT article, body FROM suggestion_run WHERE article IN ({places(chunk)})", list(chunk))
        for article, body in rows:
            yield article, _decode(body).actors
