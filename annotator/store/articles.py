"""Articles: immutable texts, what each file that brought one said of it, and full-text search over them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import msgspec

from annotator.errors import NotFound
from annotator.model import Article
from annotator.store import metas, projections
from annotator.store.chunks import chunks, places
from annotator.store.database import Database
from annotator.store.journal import canonical
from annotator.store.metas import decode_meta


class NewArticle(msgspec.Struct, frozen=True):
    """A normalised text on its way in, with its metadata and its origin (`record` counts from 1 in its file)."""

    id: str
    sha256: str
    text: str
    meta: dict[str, str]
    origin: str
    record: int


class ArticleRow(msgspec.Struct, frozen=True):
    """One article as the list shows it. `state` is the layer's; `suggestions` counts those that are not hidden.

    The rest says how it is assigned to the layer's annotator; `locked` in words why it is not open to them yet.
    """

    id: str
    title: str
    source: str
    published: str
    state: str
    suggestions: int
    has_work: bool
    is_assigned: bool = False
    is_blind: bool = False
    is_calibration: bool = False
    order: int = 0
    locked: str = ""


class Added(msgspec.Struct, frozen=True):
    """What an import added: new articles, and sources of articles that were there already."""

    articles: tuple[str, ...]
    sources: tuple[str, ...]


def add(db: Database, articles: Sequence[NewArticle], added: int) -> Added:
    """Add articles that are not there yet, and what their files say of those that are, in the caller's transaction.

    `added` is the clock of the import: articles are listed in the order in which they first came.
    """
    known = _known(db, [article.id for article in articles])
    fresh: dict[str, NewArticle] = {a.id: a for a in articles if a.id not in known}
    add_texts(db, list(fresh.values()))
    sources = add_sources(db, [Source(a.id, canonical(a.meta), a.origin, a.record, added) for a in articles])
    wake(db, list(fresh))
    return Added(tuple(fresh), sources)


def add_texts(db: Database, articles: Sequence[NewArticle]) -> None:
    """Add the texts of articles that are not there yet."""
    db.conn.executemany(
        "INSERT INTO article (id, sha256, chars, text) VALUES (?, ?, ?, ?)",
        [(article.id, article.sha256, len(article.text), article.text) for article in articles],
    )
    db.conn.executemany(
        "INSERT INTO article_fts (rowid, text) SELECT rowid, text FROM article WHERE id = ?",
        [(article.id,) for article in articles],
    )


class Source(NamedTuple):
    """What one file said of an article (`meta` in canonical JSON), where in it, and the clock of the import."""

    article: str
    meta: str
    origin: str
    record: int
    added: int


def add_sources(db: Database, sources: Sequence[Source]) -> tuple[str, ...]:
    """Keep what files said of articles that are there; gives the articles of which they said something new."""
    had = {
        tuple(row[:4]): row[4]
        for chunk in chunks([source.article for source in sources])
        for row in db.execute(
            f"SELECT article, meta, origin, record, added FROM article_source WHERE article IN ({places(chunk)})", chunk
        )
    }
    # The first time that one place was read counts, so that the order of merges makes no difference.
    new = [row for row in dict.fromkeys(sources) if row.added < had.get(row[:4], row.added + 1)]
    db.conn.executemany(
        "INSERT INTO article_source VALUES (?, ?, ?, ?, ?) "
        "ON CONFLICT DO UPDATE SET added = min(added, excluded.added)",
        new,
    )
    metas.reproject(db, [row.article for row in new])
    return tuple(dict.fromkeys(row.article for row in new if row[:4] not in had))


def wake(db: Database, articles: Sequence[str]) -> None:
    """Bring what was decided on these articles before they came up to date."""
    subjects = [
        (layer, subject)
        for chunk in chunks(articles)
        for layer, subject in db.execute(
            f"SELECT DISTINCT layer, subject FROM decision WHERE article IN ({places(chunk)})", chunk
        )
    ]
    if subjects:
        projections.reproject(db, subjects)


def get(db: Database, article: str) -> Article:
    """The article with this id.

    Raises:
        NotFound: there is none.
    """
    row = db.execute(
        "SELECT a.text, m.body FROM article a LEFT JOIN article_meta m ON m.article = a.id WHERE a.id = ?", (article,)
    ).fetchone()
    if row is None:
        raise NotFound(f"The project has no article {article}.")
    return Article(id=article, text=row[0], meta=decode_meta(row[1]) if row[1] else {})


def find_text(db: Database, article: str) -> str | None:
    """The text of the article with this id."""
    row = db.execute("SELECT text FROM article WHERE id = ?", (article,)).fetchone()
    return row[0] if row else None


def texts(db: Database, articles: Sequence[str]) -> Iterator[Article]:
    """The articles with these ids, in that order; ids that are not there are left out."""
    for chunk in chunks(articles):
        rows = db.execute(
            "SELECT a.id, a.text, m.body FROM article a JOIN article_meta m ON m.article = a.id "
            f"WHERE a.id IN ({places(chunk)})",
            list(chunk),
        ).fetchall()
        by_id = {row[0]: Article(id=row[0], text=row[1], meta=decode_meta(row[2])) for row in rows}
        yield from (by_id[article] for article in chunk if article in by_id)


def ids(db: Database) -> list[str]:
    """All article ids in project order: as they first came, and within one import by file and place in it."""
    return [row[0] for row in db.execute("SELECT article FROM article_meta ORDER BY added, origin, record, article")]


def rows(db: Database, layer: str) -> list[ArticleRow]:
    """All articles in project order with the state that a layer has given them."""
    cursor = db.execute(
        "SELECT m.article, m.title, m.source, m.published, coalesce(s.state, 'todo'), coalesce(r.visible, 0), "
        "coalesce(s.has_work, 0) FROM article_meta m "
        "LEFT JOIN article_status s ON s.article = m.article AND s.layer = ? "
        "LEFT JOIN suggestion_run r ON r.article = m.article "
        "ORDER BY m.added, m.origin, m.record, m.article",
        (layer,),
    )
    return [ArticleRow(*row[:6], has_work=bool(row[6])) for row in cursor]


def row(db: Database, article: str, layer: str) -> ArticleRow | None:
    """One row of `rows`."""
    found = db.execute(
        "SELECT m.article, m.title, m.source, m.published, coalesce(s.state, 'todo'), coalesce(r.visible, 0), "
        "coalesce(s.has_work, 0) FROM article_meta m "
        "LEFT JOIN article_status s ON s.article = m.article AND s.layer = ? "
        "LEFT JOIN suggestion_run r ON r.article = m.article WHERE m.article = ?",
        (layer, article),
    ).fetchone()
    return ArticleRow(*found[:6], has_work=bool(found[6])) if found else None


def groups(db: Database) -> list[list[str]]:
    """The articles of each story, by the group that their metadata name: those of two or more."""
    found: dict[str, list[str]] = {}
    rows = db.execute(
        "SELECT json_extract(body, '$.group'), article FROM article_meta "
        "WHERE json_extract(body, '$.group') IS NOT NULL ORDER BY added, origin, record, article"
    )
    for group, article in rows:
        found.setdefault(group, []).append(article)
    return [group for group in found.values() if len(group) > 1]


def titles(db: Database, wanted: Sequence[str]) -> dict[str, str]:
    """The titles of these articles, by id."""
    return {
        row[0]: row[1]
        for chunk in chunks(wanted)
        for row in db.execute(f"SELECT article, title FROM article_meta WHERE article IN ({places(chunk)})", chunk)
    }


def absent(db: Database, wanted: Sequence[str]) -> list[str]:
    """Those of these ids that no article has."""
    known = _known(db, wanted)
    return [article for article in wanted if article not in known]


def count(db: Database) -> int:
    return int(db.execute("SELECT count(*) FROM article").fetchone()[0])


def last_row(db: Database) -> int:
    """The number of the last row, for `since`; 0 where there is none."""
    return int(db.execute("SELECT coalesce(max(rowid), 0) FROM article").fetchone()[0])


def since(db: Database, rowid: int) -> list[str]:
    """The ids of the articles added after the row `rowid`."""
    return [row[0] for row in db.execute("SELECT id FROM article WHERE rowid > ? ORDER BY rowid", (rowid,))]


def matching(db: Database, query: str, limit: int) -> list[tuple[str, str, str]]:
    """(article id, title, text) of articles whose text or title holds all words of `query`, the best first."""
    words = query.split()
    if not words:
        return []
    match = " ".join('"' + word.replace('"', '""') + '"' + ("*" if word is words[-1] else "") for word in words)
    found = db.execute(
        "SELECT a.id, m.title, a.text FROM article_fts f JOIN article a ON a.rowid = f.rowid "
        "JOIN article_meta m ON m.article = a.id WHERE article_fts MATCH ? ORDER BY rank LIMIT ?",
        (match, limit),
    ).fetchall()
    seen = {row[0] for row in found}
    pattern = "%" + query.strip().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
    by_title = db.execute(
        "SELECT a.id, m.title, a.text FROM article_meta m JOIN article a ON a.id = m.article "
        "WHERE m.title LIKE ? ESCAPE '\\' LIMIT ?",
        (pattern, limit),
    ).fetchall()
    return [row for row in by_title if row[0] not in seen] + found


def holding(db: Database, surface: str) -> Iterator[tuple[str, str, str]]:
    """(article id, title, text) of the articles whose text holds exactly these characters, in project order."""
    yield from db.execute(
        "SELECT a.id, m.title, a.text FROM article a JOIN article_meta m ON m.article = a.id "
        "WHERE instr(a.text, ?) > 0 ORDER BY m.added, m.origin, m.record, m.article",
        (surface,),
    )


def _known(db: Database, wanted: Sequence[str]) -> set[str]:
    return {
        row[0]
        for chunk in chunks(wanted)
        for row in db.execute(f"SELECT id FROM article WHERE id IN ({places(chunk)})", chunk)
    }
