"""What was worked out over all articles: proposed events, and the words of the articles. A cache, never merged.

All of it follows from the texts and the suggestions; a file without it (an older one, opened to read) only knows less.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import msgspec

from annotator.store.chunks import chunks, places
from annotator.store.database import Database

_decode_bag = msgspec.json.Decoder(dict[str, float]).decode
_encode = msgspec.json.Encoder().encode


class ProposalRow(msgspec.Struct, frozen=True):
    """A proposed event: its id, its score in 0..1, the articles that it covers, and the rest in JSON."""

    id: str
    score: float
    articles: tuple[str, ...]
    body: bytes


def is_there(db: Database) -> bool:
    """Whether the file has room for proposals: one that an older program made and nobody may write has not."""
    return bool(db.execute("SELECT 1 FROM sqlite_schema WHERE name = 'event_proposal'").fetchone())


def is_due(db: Database) -> bool:
    """Whether there are articles of which it was never worked out what they tell of."""
    sql = "SELECT 1 FROM article WHERE id NOT IN (SELECT article FROM article_words) LIMIT 1"
    return bool(db.execute(sql).fetchone())


def replace(db: Database, rows: Iterable[ProposalRow]) -> int:
    """Put these proposals in the place of all that were there. The caller holds the transaction. Gives their number."""
    db.execute("DELETE FROM event_proposal_article")
    db.execute("DELETE FROM event_proposal")
    found = list(rows)
    db.conn.executemany(
        "INSERT INTO event_proposal VALUES (?, ?, ?)", [(row.id, row.score, row.body.decode()) for row in found]
    )
    db.conn.executemany(
        "INSERT OR IGNORE INTO event_proposal_article VALUES (?, ?)",
        [(article, row.id) for row in found for article in row.articles],
    )
    return len(found)


def rows(db: Database) -> list[ProposalRow]:
    """All proposals, the best first."""
    return _rows(db, "SELECT id, score, body FROM event_proposal ORDER BY score DESC, id", ())


def of_article(db: Database, article: str) -> list[ProposalRow]:
    """The proposals that cover an article, the best first."""
    sql = (
        "SELECT p.id, p.score, p.body FROM event_proposal_article a JOIN event_proposal p ON p.id = a.proposal "
        "WHERE a.article = ? ORDER BY p.score DESC, p.id"
    )
    return _rows(db, sql, (article,))


def find(db: Database, proposal: str) -> ProposalRow | None:
    """The proposal with this id."""
    found = _rows(db, "SELECT id, score, body FROM event_proposal WHERE id = ?", (proposal,))
    return found[0] if found else None


def _rows(db: Database, sql: str, values: Sequence[str]) -> list[ProposalRow]:
    found = db.execute(sql, values).fetchall()
    covered: dict[str, list[str]] = {row[0]: [] for row in found}
    for chunk in chunks(list(covered)):
        pairs = db.execute(
            f"SELECT proposal, article FROM event_proposal_article WHERE proposal IN ({places(chunk)}) "
            "ORDER BY proposal, article",
            chunk,
        )
        for proposal, article in pairs:
            covered[proposal].append(article)
    return [ProposalRow(row[0], row[1], tuple(covered[row[0]]), row[2].encode()) for row in found]


def words_row(article: str, bag: Mapping[str, float]) -> tuple[str, str]:
    """An article's bag (see `annotator.proposals.words`) as it is kept: a tenth of the size that it has in memory."""
    return article, _encode(bag).decode()


def store_words(db: Database, rows: Iterable[tuple[str, str]]) -> None:
    """Keep the bags of articles, each by `words_row`. The caller holds the transaction."""
    db.conn.executemany("INSERT OR REPLACE INTO article_words VALUES (?, ?)", rows)


def words(db: Database, articles: Sequence[str]) -> dict[str, dict[str, float]]:
    """The bags that are kept of these articles."""
    return {
        article: _decode_bag(body)
        for chunk in chunks(articles)
        for article, body in db.execute(
            f"SELECT article, body FROM article_words WHERE article IN ({places(chunk)})", chunk
        )
    }


def store_counts(db: Database, counts: Mapping[str, int]) -> None:
    """Keep in how many articles the frequent terms stand, in place of what was kept."""
    db.execute("DELETE FROM word_count")
    db.conn.executemany("INSERT INTO word_count VALUES (?, ?)", counts.items())


def counts(db: Database) -> dict[str, int]:
    """In how many articles the frequent terms stand."""
    return dict(db.execute("SELECT word, articles FROM word_count").fetchall())


def articles_with(db: Database, spellings: Sequence[str]) -> int:
    """In how many articles the most frequent of these words stands, by the full-text index."""
    # One look-up a word: the index is made for equality, and steps through everything for a list of words.
    found = [db.execute("SELECT doc FROM article_vocabulary WHERE term = ?", (word,)).fetchone() for word in spellings]
    return max((int(row[0]) for row in found if row), default=0)


def forget(db: Database) -> None:
    """Empty the cache."""
    for table in ("event_proposal_article", "event_proposal", "article_words", "word_count"):
        db.execute(f"DELETE FROM {table}")


class Filed(NamedTuple):
    """A live link of a statement that stands, to an event as the link names it; the statement's whole stretch."""

    event: str
    article: str
    statement: str
    start: int
    end: int


def filed(db: Database, layers: Sequence[str], article_ids: Sequence[str] | None = None) -> list[Filed]:
    """What these layers linked, in these articles or in all."""
    sql = (
        'SELECT l.event, l.article, l.statement, s.start, s."end" FROM link l '
        "JOIN statement s ON s.layer = l.layer AND s.id = l.statement AND s.state = 'kept' "
        f"WHERE l.state = 'kept' AND l.layer IN ({places(layers)})"
    )
    if article_ids is None:
        return [Filed(*row) for row in db.execute(f"{sql} ORDER BY l.article, l.id", layers)]
    return [
        Filed(*row)
        for chunk in chunks(article_ids)
        for row in db.execute(f"{sql} AND l.article IN ({places(chunk)}) ORDER BY l.article, l.id", (*layers, *chunk))
    ]
