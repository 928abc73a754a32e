"""What of a project goes into one annotator's file, copied row by row into an empty one: nothing of anybody else.

Whole rows go over, since their ids are hashes of them. A file that was copied and thinned out instead would still hold
what was deleted from it, for anyone who looks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import msgspec

from annotator.layers import GOLD, PROJECT
from annotator.store import articles, assignments, check, journal, passages
from annotator.store.articles import NewArticle, Source
from annotator.store.chunks import chunks, places
from annotator.store.database import Database
from annotator.store.journal import COLUMNS, MARK
from annotator.store.suggestions import store_raw

CHUNK = 2000


class Handed(msgspec.Struct):
    """What a handout holds: articles, those of them without suggestions, suggestions, and journal rows by layer.

    `feedback`: the articles on which the lead's decisions went along.
    """

    articles: int = 0
    blind: int = 0
    suggestions: int = 0
    rows: dict[str, int] = {}
    feedback: int = 0


def fill(target: Database, source: Database, annotator: str, info: dict[str, str]) -> Handed:
    """Copy what is an annotator's from `source` into the empty `target`. The caller holds a transaction of `target`.

    Where nothing is assigned to anybody, everybody annotates all articles.
    `info` is what the project starts with. What the lead decided, and wrote into the case book, goes along for articles
    that the annotator has submitted and that were not given back: seen before that, it would be copied.
    """
    handed = Handed()
    check.write_project_info(target, info)
    check.write_file_info(target, {check.HANDOUT: annotator})
    source.execute("BEGIN")  # all of it as it is at one moment, whatever others write meanwhile
    try:
        _copy(target, source, annotator, handed)
    finally:
        source.execute("ROLLBACK")
    check.rebuild(target)
    check.set_clock(target, max(check.top_clock(source), check.top_clock(target)))
    return handed


def _copy(target: Database, source: Database, annotator: str, handed: Handed) -> None:
    own = [row.article for row in assignments.of_annotator(source, annotator)]
    if not assignments.every(source):
        own = articles.ids(source)
    _copy_articles(target, source, own, handed)
    blind = {article for article, name in assignments.blind_assignments(source, own) if name == annotator}
    handed.blind = len(blind)
    _copy_runs(target, source, [article for article in own if article not in blind], handed)
    _copy_passages(target, source, own)
    _copy_journal(target, source, annotator, set(own), handed)


def _copy_articles(target: Database, source: Database, own: Sequence[str], handed: Handed) -> None:
    for chunk in chunks(own):
        among = f"IN ({places(chunk)})"
        texts = source.execute(f"SELECT id, sha256, text FROM article WHERE id {among}", chunk)
        found = [NewArticle(article, sha256, text, {}, "", 1) for article, sha256, text in texts]
        articles.add_texts(target, found)
        said = source.execute(
            f"SELECT article, meta, origin, record, added FROM article_source WHERE article {among}", chunk
        )
        articles.add_sources(target, [Source(*row) for row in said])
        handed.articles += len(found)


def _copy_runs(target: Database, source: Database, own: Sequence[str], handed: Handed) -> None:
    for chunk in chunks(own):
        for row in source.execute(
            "SELECT article, id, clock, model, visible, total, body FROM suggestion_run "
            f"WHERE article IN ({places(chunk)})",
            chunk,
        ):
            store_raw(target, row)
            handed.suggestions += row[5]


def _copy_passages(target: Database, source: Database, own: Sequence[str]) -> None:
    """What is known of passages that stand in several of the articles: looking anew takes longer than all the rest."""
    if not passages.is_kept(source):
        return
    for chunk in chunks(own):
        among = f"article IN ({places(chunk)})"
        sketches = source.execute(f"SELECT article, body FROM passage_sketch WHERE {among} ORDER BY id", chunk)
        target.conn.executemany("INSERT INTO passage_sketch (article, body) VALUES (?, ?)", sketches)
        twins = source.execute(f'SELECT article, start, "end", words, family, chain FROM twin WHERE {among}', chunk)
        target.conn.executemany("INSERT INTO twin VALUES (?, ?, ?, ?, ?, ?)", twins)


def _copy_journal(target: Database, source: Database, annotator: str, own: set[str], handed: Handed) -> None:
    settled = own & _submitted(source, annotator)
    strange, to_come = _links_elsewhere(source, annotator), _cases_of(source, own - settled)
    batches: set[str] = set()
    feedback: set[str] = set()
    cursor = source.execute(
        f"SELECT {COLUMNS}, layer, article, subject, kind, batch FROM decision "
        f"WHERE layer IN ('{PROJECT}', '{GOLD}', ?) AND kind != '{MARK}' ORDER BY rowid",
        (annotator,),
    )
    while found := cursor.fetchmany(CHUNK):
        taken: list[Sequence[object]] = []
        for *row, layer, article, subject, kind, batch in found:
            is_feedback = layer == GOLD and article in settled and not (kind == "link" and subject in strange)
            is_everybodys = layer == PROJECT and subject not in to_come
            if is_everybodys or is_feedback or (layer == annotator and (article is None or article in own)):
                taken.append(row)
                batches.add(batch)
                handed.rows[layer] = handed.rows.get(layer, 0) + 1
            if is_feedback and article is not None:
                feedback.add(article)
        journal.append_rows(target, taken)
    journal.append_rows(target, _marks(source, batches))
    handed.feedback = len(feedback)


def _submitted(source: Database, annotator: str) -> set[str]:
    rows = source.execute(
        "SELECT article FROM article_status WHERE layer = ? AND state = 'submitted'", (annotator,)
    ).fetchall()
    return {row[0] for row in rows}


def _cases_of(source: Database, own: Iterable[str]) -> set[str]:
    """The entries of the case book on these articles."""
    found: set[str] = set()
    for chunk in chunks(sorted(own)):
        found |= {
            row[0]
            for row in source.execute(
                "SELECT DISTINCT subject FROM decision INDEXED BY decision_article "
                f"WHERE article IN ({places(chunk)}) AND layer = '{PROJECT}' AND kind = 'casebook'",
                chunk,
            )
        }
    return found


def _links_elsewhere(source: Database, annotator: str) -> set[str]:
    """The lead's links to events that the annotator cannot see: another annotator's own."""
    rows = source.execute(
        f"SELECT id FROM link WHERE layer = '{GOLD}' AND event NOT IN "
        f"(SELECT id FROM event WHERE layer IN ('{PROJECT}', '{GOLD}', ?))",
        (annotator,),
    )
    return {row[0] for row in rows}


def _marks(source: Database, batches: Iterable[str]) -> Iterator[Sequence[object]]:
    """The rows that undo and redo these batches."""
    for chunk in chunks(sorted(batches)):
        yield from source.execute(
            f"SELECT {COLUMNS} FROM decision WHERE kind = '{MARK}' AND subject IN ({places(chunk)})", chunk
        ).fetchall()
