"""Who is to annotate what, and what was given back to whom: the project's assignments, as structs. Reads only.

An assignment is kept where a decision says so; a row that only says that an article was returned assigns nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

from annotator.layers import PROJECT
from annotator.review.handing_out import AssignmentRow, Returned
from annotator.store.chunks import chunks, places
from annotator.store.database import Database
from annotator.store.resolve import ROW_COLUMNS, ROW_TABLES, amount, row_from

DONE = ("submitted", "set aside")
"""The states in which an annotator's word is that nothing is left to do."""
OPENED = "review_calibration_open"
"""The project's setting that names the calibration articles after whose comparison the rest was opened."""
_KEPT = f"layer = '{PROJECT}' AND state = 'kept' AND json_extract(body, '$.state') = 'kept'"
_RETURNED = f"layer = '{PROJECT}' AND json_type(body, '$.returned') = 'object'"


class _Body(msgspec.Struct, frozen=True):
    blind: bool | None = None
    calibration: bool | None = None
    order: int | None = None
    returned: Returned | None = None


_decode = msgspec.json.Decoder(_Body).decode
_decode_said = msgspec.json.Decoder(dict[str, Any]).decode


def is_kept(db: Database) -> bool:
    """Whether the file has room for assignments: one that an older program made and nobody may write has not."""
    return bool(db.execute("SELECT 1 FROM sqlite_schema WHERE name = 'assignment'").fetchone())


def every(db: Database) -> list[AssignmentRow]:
    """All assignments by annotator, each annotator's in the order of their list."""
    if not is_kept(db):
        return []
    rows = db.execute(f"SELECT article, annotator, body FROM assignment WHERE {_KEPT}").fetchall()
    return sorted(map(_row, rows), key=lambda row: (row.annotator, row.place, row.article))


def of_annotator(db: Database, annotator: str) -> list[AssignmentRow]:
    """What is assigned to an annotator, in the order of their list."""
    if not is_kept(db):
        return []
    rows = db.execute(
        f"SELECT article, annotator, body FROM assignment INDEXED BY assignment_annotator "
        f"WHERE annotator = ? AND {_KEPT}",
        (annotator,),
    )
    return sorted(map(_row, rows), key=lambda row: (row.place, row.article))


def of_article(db: Database, article: str) -> list[AssignmentRow]:
    """Who an article is assigned to, by name."""
    if not is_kept(db):
        return []
    rows = db.execute(
        f"SELECT article, annotator, body FROM assignment INDEXED BY assignment_article WHERE article = ? AND {_KEPT}",
        (article,),
    )
    return sorted(map(_row, rows), key=lambda row: row.annotator)


def has_any(db: Database, annotator: str) -> bool:
    """Whether anything is assigned to an annotator."""
    sql = f"SELECT 1 FROM assignment INDEXED BY assignment_annotator WHERE annotator = ? AND {_KEPT} LIMIT 1"
    return is_kept(db) and db.execute(sql, (annotator,)).fetchone() is not None


def calibrating(db: Database, annotator: str) -> list[str]:
    """The articles that an annotator is to begin with."""
    if not is_kept(db):
        return []
    rows = db.execute(
        "SELECT article FROM assignment INDEXED BY assignment_annotator "
        f"WHERE annotator = ? AND {_KEPT} AND json_extract(body, '$.calibration') ORDER BY article",
        (annotator,),
    )
    return [row[0] for row in rows]


def calibration(db: Database) -> list[AssignmentRow]:
    """What everybody begins with, by annotator."""
    if not is_kept(db):
        return []
    rows = db.execute(
        f"SELECT article, annotator, body FROM assignment WHERE {_KEPT} AND json_extract(body, '$.calibration')"
    )
    return sorted(map(_row, rows), key=lambda row: (row.annotator, row.place, row.article))


def find(db: Database, article: str, annotator: str) -> AssignmentRow | None:
    """The assignment of an article to an annotator."""
    return next((row for row in of_article(db, article) if row.annotator == annotator), None)


def _row(row: Sequence[Any]) -> AssignmentRow:
    body = _decode(row[2])
    return AssignmentRow(row[0], row[1], bool(body.blind), bool(body.calibration), body.order or 0)


def blind_assignments(db: Database, articles: Sequence[str]) -> frozenset[tuple[str, str]]:
    """(article, annotator) of those of these articles that are given without suggestions."""
    if not is_kept(db):
        return frozenset()
    return frozenset(
        (row[0], row[1])
        for chunk in chunks(articles)
        for row in db.execute(
            "SELECT article, annotator FROM assignment INDEXED BY assignment_article "
            f"WHERE article IN ({places(chunk)}) AND {_KEPT} AND json_extract(body, '$.blind')",
            chunk,
        )
    )


def is_blind(db: Database, article: str, annotator: str) -> bool:
    """Whether an article is given to an annotator without suggestions."""
    return (article, annotator) in blind_assignments(db, [article])


def returned(db: Database, keys: Iterable[tuple[str, str]]) -> dict[tuple[str, str], Returned]:
    """For those of these (annotator, article) that a lead gave back: what was given back, and the comment."""
    wanted = set(keys)
    found: dict[tuple[str, str], Returned] = {}
    for chunk in chunks(sorted({article for _, article in wanted})):
        rows = db.execute(
            "SELECT annotator, article, body FROM assignment INDEXED BY assignment_article "
            f"WHERE article IN ({places(chunk)}) AND {_RETURNED}",
            chunk,
        )
        for annotator, article, body in rows:
            given = _decode(body).returned
            if (annotator, article) in wanted and given is not None:
                found[annotator, article] = given
    return found


def returned_to(db: Database) -> list[tuple[str, str, Returned]]:
    """(annotator, article, what was given back) of all that is with its annotator again, by annotator."""
    if not is_kept(db):
        return []
    rows = db.execute(
        "SELECT a.annotator, a.article, a.body FROM assignment a "
        "JOIN article_status s ON s.layer = a.annotator AND s.article = a.article AND s.state = 'returned' "
        f"WHERE a.layer = '{PROJECT}' AND json_type(a.body, '$.returned') = 'object' ORDER BY a.annotator, a.article"
    )
    return [(row[0], row[1], given) for row in rows if (given := _decode(row[2]).returned)]


def taken_back(db: Database, annotator: str, articles: Sequence[str]) -> list[str]:
    """Those of these articles that were assigned to an annotator and are not any more."""
    return [
        row[0]
        for chunk in chunks(articles)
        for row in db.execute(
            "SELECT article FROM assignment INDEXED BY assignment_article "
            f"WHERE article IN ({places(chunk)}) AND annotator = ? AND layer = '{PROJECT}' "
            "AND json_extract(body, '$.state') = 'removed' ORDER BY article",
            (*chunk, annotator),
        )
    ]


def submissions(db: Database, layer: str, articles: Sequence[str]) -> dict[str, dict[str, Any]]:
    """For each of these articles that a layer has submitted: what was said of it, the scheme's version above all."""
    return {
        row[0]: _decode_said(row[1])
        for chunk in chunks(articles)
        for row in db.execute(
            "SELECT article, json_extract(body, '$.submission') FROM article_status "
            f"WHERE layer = ? AND article IN ({places(chunk)}) AND state = 'submitted' "
            "AND json_type(body, '$.submission') = 'object'",
            (layer, *chunk),
        )
    }


def submission_of(db: Database, article: str, layer: str) -> str | None:
    """The decision by which a layer submitted an article or set it aside, if that is its last word."""
    rows = db.execute(
        f"SELECT {ROW_COLUMNS} FROM {ROW_TABLES} WHERE d.subject = ? AND d.layer = ? AND d.kind = 'article'",
        (article, layer),
    )
    found = amount([row_from(row) for row in rows])
    return found.winners["state"] if found and found.fields.get("state") in DONE else None


def opened(db: Database, project_id: str) -> frozenset[str]:
    """The calibration articles after whose comparison the lead opened the rest."""
    row = db.execute(
        f"SELECT json_extract(body, '$.{OPENED}') FROM setting WHERE layer = ? AND id = ?", (PROJECT, project_id)
    ).fetchone()
    if row is None or row[0] is None:
        return frozenset()
    try:
        return frozenset(msgspec.json.decode(row[0], type=list[str]))
    except (msgspec.MsgspecError, TypeError):
        return frozenset()


def articles_of(db: Database, assignments: Iterable[str]) -> set[str]:
    """The articles that these assignments are of, undone ones too."""
    return {
        row[0]
        for chunk in chunks(sorted(assignments))
        for row in db.execute(
            f"SELECT DISTINCT article FROM decision WHERE subject IN ({places(chunk)}) AND kind = 'assignment' "
            "AND article IS NOT NULL",
            chunk,
        )
    }


def states(db: Database) -> dict[tuple[str, str], str]:
    """(layer, article) → state, of all that any layer has a state for."""
    rows = db.execute("SELECT layer, article, state FROM article_status")
    return {(row[0], row[1]): row[2] for row in rows}


def begun(db: Database) -> set[tuple[str, str]]:
    """(article, layer) of everything that a layer has decided anything about, or said anything of."""
    return {(row[0], row[1]) for row in db.execute("SELECT article, layer FROM article_status")}


class Activity(msgspec.Struct, frozen=True):
    """What a layer's rows in the journal come to: how many, how long it took in milliseconds, and the last's time."""

    decisions: int = 0
    active_ms: int = 0
    last: str = ""


def activity(db: Database) -> dict[str, Activity]:
    """The activity of each layer that has any."""
    rows = db.execute(
        "SELECT layer, count(*), sum(active_ms), max(time) FROM decision WHERE layer != ? GROUP BY layer", (PROJECT,)
    )
    return {row[0]: Activity(row[1], row[2], row[3]) for row in rows}
