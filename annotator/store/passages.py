"""Twin passages as a file keeps them: what each article's passages look like, and which have twins.

A cache: it follows from the texts, is never merged, and can be dropped and worked out again at any time.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec

from annotator.model import Span
from annotator.proposals.families import Home
from annotator.proposals.twins import BANDS, Passage
from annotator.store.chunks import places
from annotator.store.database import Database

_RECORD = struct.Struct(f"<IIIq{BANDS}I")


class Twin(msgspec.Struct, frozen=True, gc=False):
    """A passage that has twins: all of one `family` are twins of its founder, all of one `chain` hang together."""

    article: str
    span: Span
    words: int
    family: int
    chain: int


def is_kept(db: Database) -> bool:
    """Whether the file has the tables: one that is only read may be of a version that had none."""
    return db.execute("SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE name = 'twin')").fetchone()[0] == 1


def last_sketch(db: Database) -> int:
    """The number of the last article that was looked at; 0 for none."""
    return int(db.execute("SELECT coalesce(max(id), 0) FROM passage_sketch").fetchone()[0])


def articles_to_look_at(db: Database, limit: int) -> list[str]:
    """Articles whose passages were never looked at, by id."""
    rows = db.execute(
        "SELECT a.id FROM article a LEFT JOIN passage_sketch s ON s.article = a.id WHERE s.id IS NULL "
        "ORDER BY a.id LIMIT ?",
        (limit,),
    )
    return [row[0] for row in rows]


def count_to_look_at(db: Database) -> int:
    """How many articles there are whose passages were never looked at."""
    looked_at = "(SELECT count(*) FROM passage_sketch)" if is_kept(db) else "0"
    return int(db.execute(f"SELECT count(*) - {looked_at} FROM article").fetchone()[0])


def texts(db: Database, articles: Sequence[str]) -> dict[str, str]:
    """The texts of as many articles as one query takes, by id."""
    return dict(db.execute(f"SELECT id, text FROM article WHERE id IN ({places(articles)})", list(articles)).fetchall())


def sketches(db: Database) -> Iterator[tuple[str, list[Passage]]]:
    """The passages of every article that was looked at, in that order; of a damaged one none."""
    for article, body in db.execute(
        "SELECT article, CASE length(body) % ? WHEN 0 THEN body ELSE x'' END FROM passage_sketch ORDER BY id",
        (_RECORD.size,),
    ):
        yield (
            article,
            [
                Passage(Span(start, end), words, key, tuple(bands))
                for start, end, words, key, *bands in _RECORD.iter_unpack(body)
            ],
        )


def homes(db: Database) -> dict[tuple[str, int], Home]:
    """The homes of all passages that have twins, by article and start."""
    rows = db.execute("SELECT article, start, family, chain FROM twin")
    return {(article, start): Home(family, chain) for article, start, family, chain in rows}


def save(db: Database, looked_at: Mapping[str, Iterable[Passage]], twins: Iterable[Twin]) -> None:
    """Keep the passages of more articles, and the twins that are new or belong elsewhere now, in the caller's
    transaction.
    """
    db.conn.executemany(
        "INSERT INTO passage_sketch (article, body) VALUES (?, ?)",
        [
            (article, b"".join(_RECORD.pack(p.span.start, p.span.end, p.words, p.key, *p.bands) for p in passages))
            for article, passages in looked_at.items()
        ],
    )
    db.conn.executemany(
        "INSERT OR REPLACE INTO twin VALUES (?, ?, ?, ?, ?, ?)",
        [(t.article, t.span.start, t.span.end, t.words, t.family, t.chain) for t in twins],
    )


def clear(db: Database) -> None:
    """Forget all of it, in the caller's transaction."""
    if is_kept(db):
        db.execute("DELETE FROM twin")
        db.execute("DELETE FROM passage_sketch")


def in_article(db: Database, article: str) -> list[Twin]:
    """The passages of an article that have twins, in text order; none beyond its text, whatever the file says."""
    where = 'article = ? AND "end" <= (SELECT chars FROM article WHERE id = ?) ORDER BY start'
    return _twins(db, where, (article, article))


def in_family(db: Database, family: int, limit: int) -> list[Twin]:
    """The passages of a family by article and place, at most so many."""
    return _twins(db, "family = ? ORDER BY article, start LIMIT ?", (family, limit))


def size(db: Database, family: int) -> int:
    """How many passages a family has."""
    return int(db.execute("SELECT count(*) FROM twin WHERE family = ?", (family,)).fetchone()[0])


def every(db: Database) -> list[Twin]:
    """All passages that have twins, by chain and article."""
    return _twins(db, "true ORDER BY chain, article, start", ())


def count_families(db: Database) -> int:
    """How many families of two or more passages there are."""
    return int(
        db.execute("SELECT count(*) FROM (SELECT 1 FROM twin GROUP BY family HAVING count(*) > 1)").fetchone()[0]
    )


def lengths(db: Database) -> dict[str, int]:
    """The characters of every article."""
    return dict(db.execute("SELECT id, chars FROM article").fetchall())


def damaged(db: Database) -> int:
    """How many rows cannot be right: twins beyond the text of their article, passages that cannot be read."""
    if not is_kept(db):
        return 0
    rows = db.execute(
        'SELECT (SELECT count(*) FROM twin LEFT JOIN article ON id = article WHERE id IS NULL OR "end" > chars) '
        "+ (SELECT count(*) FROM passage_sketch WHERE length(body) % ?)",
        (_RECORD.size,),
    )
    return int(rows.fetchone()[0])


def _twins(db: Database, where: str, values: Sequence[object]) -> list[Twin]:
    rows = db.execute(f'SELECT article, start, "end", words, family, chain FROM twin WHERE {where}', list(values))
    return [Twin(row[0], Span(row[1], row[2]), *row[3:]) for row in rows]
