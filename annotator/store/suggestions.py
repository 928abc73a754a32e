"""What the machine proposes: one run for each article, the one with the greatest `(clock, run id)`. Not decisions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from annotator.model import Actor, Suggestion, SuggestionRun
from annotator.store import assignments, check
from annotator.store.chunks import chunks, places
from annotator.store.database import Database

IMPORTED = "import"
"""In place of a model's name: a run of labels that came in a file."""


class _Body(msgspec.Struct, frozen=True):
    suggestions: tuple[Suggestion, ...]
    actors: tuple[Actor, ...] = ()


class _Named(msgspec.Struct, frozen=True):
    label: str = ""
    type: str = ""


class _Scored(msgspec.Struct, frozen=True):
    value: _Named
    score: float = 1.0


class _Scores(msgspec.Struct, frozen=True):
    suggestions: tuple[_Scored, ...]


_encoder = msgspec.json.Encoder()
decode_body = msgspec.json.Decoder(_Body).decode
_decode_scores = msgspec.json.Decoder(_Scores).decode


def store(db: Database, run: SuggestionRun, visible: int) -> bool:
    """Keep a run, unless a later one is there. `visible` counts those not hidden. Gives whether it was kept."""
    body = _encoder.encode(_Body(run.suggestions, run.actors)).decode()
    return store_raw(db, (run.article, run.id, run.clock, run.model, visible, len(run.suggestions), body))


def store_raw(db: Database, row: tuple[str, str, int, str, int, int, str]) -> bool:
    """The same for a row of the table, in the order of its columns."""
    cursor = db.execute(
        "INSERT INTO suggestion_run VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (article) DO UPDATE SET "
        "id = excluded.id, clock = excluded.clock, model = excluded.model, visible = excluded.visible, "
        "total = excluded.total, body = excluded.body WHERE (excluded.clock, excluded.id) > (clock, id)",
        row,
    )
    return cursor.rowcount > 0


def find(db: Database, article: str) -> SuggestionRun | None:
    """The run that counts for an article, None where it was never pre-annotated."""
    row = db.execute("SELECT id, clock, model, body FROM suggestion_run WHERE article = ?", (article,)).fetchone()
    if row is None:
        return None
    body = decode_body(row[3])
    return SuggestionRun(
        id=row[0], article=article, clock=row[1], model=row[2], suggestions=body.suggestions, actors=body.actors
    )


def count(db: Database) -> int:
    """How many suggestions the project holds."""
    return int(db.execute("SELECT coalesce(sum(total), 0) FROM suggestion_run").fetchone()[0])


def find_imported(db: Database, article: str) -> SuggestionRun | None:
    """The run of an article for which nothing was proposed but what a file brought; None for all others."""
    row = db.execute("SELECT 1 FROM suggestion_run WHERE article = ? AND model = ?", (article, IMPORTED)).fetchone()
    return find(db, article) if row else None


def articles_without(db: Database) -> list[str]:
    """The articles that no model has read yet, in project order; in a handout those given blind never will be.

    What a file brought as suggestions is no model's reading: those articles are among them, and what the model then
    proposes is united with it (`Project.store_suggestions`).
    """
    rows = db.execute(
        "SELECT m.article FROM article_meta m LEFT JOIN suggestion_run r ON r.article = m.article "
        "WHERE r.article IS NULL OR r.model = ? ORDER BY m.added, m.origin, m.record, m.article",
        (IMPORTED,),
    )
    found = [row[0] for row in rows]
    owner = check.handout(db) if found else None
    blind = assignments.blind_assignments(db, found) if owner else frozenset[tuple[str, str]]()
    return [article for article in found if (article, owner) not in blind]


def since(db: Database, clock: int) -> list[str]:
    """The articles of the runs made after a clock."""
    return [row[0] for row in db.execute("SELECT article FROM suggestion_run WHERE clock > ? ORDER BY clock", (clock,))]


def runs(db: Database, articles: Sequence[str]) -> dict[str, SuggestionRun]:
    """The runs of several articles (as many as one query takes), by article."""
    rows = db.execute(
        f"SELECT article, id, clock, model, body FROM suggestion_run WHERE article IN ({places(articles)})",
        list(articles),
    )
    return {
        article: SuggestionRun(run, article, clock, model, body.suggestions, body.actors)
        for article, run, clock, model, text in rows
        for body in [decode_body(text)]
    }


def scores(db: Database, articles: Sequence[str]) -> Iterator[tuple[str, list[tuple[str, float]]]]:
    """For each of these articles that has a run: (label or type, score) of each suggestion. Little else is decoded."""
    for chunk in chunks(articles):
        rows = db.execute(f"SELECT article, body FROM suggestion_run WHERE article IN ({places(chunk)})", chunk)
        for article, body in rows.fetchall():
            yield article, [(one.value.label or one.value.type, one.score) for one in _decode_scores(body).suggestions]
