"""Uniting another file of the same project with this one: articles, decisions, the later suggestion run of each article.

Everything is read from a private copy, as data; every row is checked before it is taken. Order and repetition of merges
make no difference to the outcome, since liveness, winners and conflicts follow from the set of rows alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec
from sqlite_utils import Database

from annotator.errors import UserError
from annotator.ids import article_id, text_sha256
from annotator.store import articles, check, journal, projections, schema
from annotator.store.articles import NewArticle
from annotator.store.journal import COLUMNS, MARK, Decision, is_genuine
from annotator.store.suggestions import store_raw

CHUNK = 2000
LARGEST_JUMP = 10**9
"""A Lamport clock this far ahead of ours is no clock but an accident or an attack."""
HANDOUT = "handout"
_NEEDED = ("decision", "article", "article_source", "suggestion_run", "project_info", "file_info")
_decode_meta = msgspec.json.Decoder(dict[str, str]).decode


class Counts(msgspec.Struct):
    """What a file brought. `refused` rows do not have the id that their content gives, or cannot be read."""

    new_articles: int = 0
    known_articles: int = 0
    new: int = 0
    known: int = 0
    held_back: int = 0
    refused: int = 0


class Taken(msgspec.Struct):
    """The outcome of one merge: counts, sentences, and what changed."""

    counts: Counts
    warnings: list[str]
    decided: list[tuple[str, str, str | None]]
    added: list[str]
    suggested: list[str]


def check_other(other: Database, project_id: str, name: str) -> None:
    """Raise UserError unless the file holds this project, in tables that this program can read."""
    tables = {row[0] for row in other.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    if not set(_NEEDED) <= tables:
        raise UserError(f"{name} is not a News Annotator project.", "Nothing was taken from it.")
    if other.execute("PRAGMA user_version").fetchone()[0] > schema.version():
        raise UserError(
            f"{name} was written by a newer version of the program.", "Update this program, then merge it again."
        )
    found = dict(other.execute("SELECT key, value FROM project_info").fetchall()).get("id")
    if found != project_id:
        raise UserError(f"{name} belongs to another project.", "Only files that come from this project can be merged.")


def take(db: Database, other: Database, project_id: str, name: str, *, all_layers: bool) -> Taken:
    """Bring over what `other` holds and `db` does not. The caller holds the transaction.

    Raises:
        UserError: another project, a newer program, or no project at all.
    """
    check_other(other, project_id, name)
    taken = Taken(Counts(), [], [], [], [])
    _take_articles(db, other, name, taken)
    _take_runs(db, other, taken)
    touched = _take_decisions(db, other, project_id, name, _only_layer(db, other, all_layers), taken)
    projections.reproject(db, touched)
    check.set_clock(db, max(check.clock(db), _top_clock(db, other)))
    return taken


def _only_layer(db: Database, other: Database, all_layers: bool) -> str | None:
    """The one layer that may come from a handout; None where all may: also from the lead's file to a handout."""
    theirs, ours = check.file_info(other).get(HANDOUT), check.file_info(db).get(HANDOUT)
    return None if all_layers or ours is not None else theirs


def _take_articles(db: Database, other: Database, name: str, taken: Taken) -> None:
    cursor = other.execute(
        "SELECT a.id, a.text, s.meta, s.origin, s.record, s.added FROM article a JOIN article_source s ON s.article = a.id "
        "ORDER BY s.added"
    )
    known = {row[0] for row in db.execute("SELECT id FROM article")}
    by_clock: dict[int, list[NewArticle]] = {}
    new: set[str] = set()
    refused: set[str] = set()
    for found, text, meta, origin, record, added in cursor:
        if found != article_id(text):
            refused.add(found)
            continue
        if found not in known:
            new.add(found)
        article = NewArticle(found, text_sha256(text), text, _decode_meta(meta), origin, record)
        by_clock.setdefault(added, []).append(article)
    taken.warnings += _differing_texts(db, by_clock, new, name)
    for added, group in by_clock.items():
        articles.add(db, group, added)
    taken.added = sorted(new)
    taken.counts.new_articles = len(new)
    taken.counts.known_articles = len({a.id for group in by_clock.values() for a in group}) - len(new)
    taken.warnings += [f"{name}: the text of article {found} is not the one of that id; left out." for found in refused]


def _differing_texts(db: Database, by_clock: dict[int, list[NewArticle]], new: set[str], name: str) -> list[str]:
    """Articles with the identity of one of ours and another text: both are kept, and a person should know."""
    said: list[str] = []
    for group in by_clock.values():
        for article in group:
            for key in ("id", "url"):
                value = article.meta.get(key)
                if article.id in new and value:
                    row = db.execute(
                        "SELECT title FROM article_meta WHERE json_extract(body, '$.' || ?) = ? LIMIT 1", (key, value)
                    ).fetchone()
                    if row:
                        said.append(f"{name}: the text of “{row[0]}” ({key} {value}) differs there; both are kept.")
                        break
    return said


def _take_runs(db: Database, other: Database, taken: Taken) -> None:
    ours = dict(db.execute("SELECT article, clock || ' ' || id FROM suggestion_run").fetchall())
    present = {row[0] for row in db.execute("SELECT id FROM article")}
    columns = "article, id, clock, model, visible, total, body"
    for row in other.execute(f"SELECT {columns} FROM suggestion_run"):
        if row[0] in present and ours.get(row[0]) != f"{row[2]} {row[1]}" and store_raw(db, row):
            taken.suggested.append(row[0])


def _take_decisions(
    db: Database, other: Database, project_id: str, name: str, only_layer: str | None, taken: Taken
) -> set[tuple[str, str]]:
    """Insert the rows that are new; gives the (layer, subject) pairs whose amount may differ now."""
    limit = check.clock(db) + LARGEST_JUMP
    batches: dict[str, tuple[str, str, int]] = {}
    marks: list[Decision] = []
    touched: set[tuple[str, str]] = set()
    for rows in _unknown_rows(db, other, taken.counts):
        good: list[Decision] = []
        for row in rows:
            if only_layer is not None and row[2] != only_layer:
                taken.counts.held_back += 1
            elif not _is_sound(row, project_id, limit):
                taken.counts.refused += 1
                taken.warnings.append(f"{name}: the decision {row[0]} was refused: {_fault(row, project_id, limit)}.")
            else:
                good.append(Decision(*row))
        journal.append(db, good)
        taken.counts.new += len(good)
        for decision in good:
            if decision.kind == MARK:
                marks.append(decision)
                continue
            touched.add((decision.layer, decision.subject))
            taken.decided.append((decision.subject, decision.kind, decision.article))
            old = batches.get(decision.batch)
            top = max(decision.clock, old[2] if old else 0)
            batches[decision.batch] = (decision.author, decision.device, top)
    for batch, (author, device, top) in batches.items():
        journal.note_batch(db, batch, author, device, top)
    return touched | _apply_marks(db, marks, taken)


def _apply_marks(db: Database, marks: list[Decision], taken: Taken) -> set[tuple[str, str]]:
    touched: set[tuple[str, str]] = set()
    for mark in marks:
        journal.mark_batch(db, mark.subject, mark.action == "undo", mark.clock, mark.id)
    for batch in dict.fromkeys(mark.subject for mark in marks):
        for layer, subject, kind, article, _ in journal.batch_decisions(db, batch):
            touched.add((layer, subject))
            taken.decided.append((subject, kind, article))
    return touched


def _unknown_rows(db: Database, other: Database, counts: Counts) -> Iterator[list[tuple[Any, ...]]]:
    """The other file's journal rows that ours lacks, in chunks; counts the rest as known."""
    cursor = other.execute(f"SELECT {COLUMNS} FROM decision ORDER BY rowid")
    while rows := cursor.fetchmany(CHUNK):
        marks = ", ".join("?" * len(rows))
        known = {
            row[0] for row in db.execute(f"SELECT id FROM decision WHERE id IN ({marks})", [row[0] for row in rows])
        }
        counts.known += len(known)
        yield [row for row in rows if row[0] not in known]


def _is_sound(row: tuple[Any, ...], project_id: str, limit: int) -> bool:
    return is_genuine(row) and row[1] == project_id and row[12] <= limit and _is_readable(row)


def _is_readable(row: tuple[Any, ...]) -> bool:
    try:
        journal.decode_fields(row[8])
        journal.decode_ids(row[9])
    except msgspec.MsgspecError:
        return False
    return True


def _fault(row: tuple[Any, ...], project_id: str, limit: int) -> str:
    if not is_genuine(row):
        return "its content does not fit its id"
    if row[1] != project_id:
        return "it belongs to another project"
    return "its clock is impossibly far ahead" if row[12] > limit else "it cannot be read"


def _top_clock(db: Database, other: Database) -> int:
    """The greatest clock of what is now in our file, the other file's own count included if it is believable."""
    ours = db.execute(
        "SELECT max((SELECT coalesce(max(clock), 0) FROM decision), (SELECT coalesce(max(clock), 0) FROM suggestion_run))"
    ).fetchone()[0]
    theirs = check.clock(other)
    return max(ours, theirs if theirs <= check.clock(db) + LARGEST_JUMP else 0)
