"""What a layer's decisions teach about words: the projection `lesson`, by which memory finds them among however many.

A lesson is a word or name that a person said something of: a name added, a boundary moved, a short statement refused or
kept, a speaker resolved. What memory makes of them is in `annotator.views.memory`. Labels and actors of names are read
off the entities themselves (`names`), whose words are indexed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

import msgspec

from annotator.layers import GOLD, PROJECT
from annotator.store.chunks import chunks, places
from annotator.store.database import Database
from annotator.store.journal import decode_ids

ADDED, MOVED, REFUSED, SAID, SPEAKER = "added", "moved", "refused", "said", "speaker"
TEACHING = ("entity", "statement")
SHORT_CHARS = 80
"""Longer statements teach nothing by their words: nobody meets the same sentence twice by chance."""

Lesson = tuple[str, str, str]
"""(kind, words, value): the value is a label, the words moved to, a type, an actor."""

_decode = msgspec.json.Decoder(dict[str, Any]).decode


class NameRow(msgspec.Struct, frozen=True):
    """What was decided about a name with one label: in how many articles, at how many places one by one."""

    label: str
    state: str
    articles: int
    singly: int = 0
    actors: Mapping[str, int] = {}
    """In how many articles it was resolved to each actor."""


def lessons_of(kind: str, fields: Mapping[str, Any], how: str, decided: Collection[str], text: str) -> list[Lesson]:
    """What a subject's live fields teach; `decided` names those that a person set, `text` is its article's."""
    state = fields.get("state", "kept")
    if kind == "entity":
        return _of_entity(fields, how, text) if state == "kept" else []
    if kind != "statement":
        return []
    if state == "rejected":
        return _of_words(REFUSED, fields, text)
    said = _of_words(SAID, fields, text) if state == "kept" else []
    return [*said, *_of_speaker(fields, text)] if state == "kept" and "actor" in decided else said


def _of_entity(fields: Mapping[str, Any], how: str, text: str) -> list[Lesson]:
    words = text[slice(*fields["span"])]
    found: list[Lesson] = [(ADDED, words, fields["label"])] if how == "added" else []
    was = fields.get("was")
    return [*found, (MOVED, was, words)] if isinstance(was, str) and was not in ("", words) else found


def _of_words(kind: str, fields: Mapping[str, Any], text: str) -> list[Lesson]:
    start, end = fields["content"][0]
    is_short = len(fields["content"]) == 1 and end - start <= SHORT_CHARS
    return [(kind, text[start:end], fields["type"])] if is_short else []


def _of_speaker(fields: Mapping[str, Any], text: str) -> list[Lesson]:
    speaker: Mapping[str, Any] = fields.get("speaker") or {}
    others: Iterable[Mapping[str, Any]] = speaker.get("others", ())
    pairs: list[tuple[Mapping[str, Any], str | None]] = [
        (speaker, fields.get("actor")),
        *((other, other.get("actor")) for other in others),
    ]
    return [
        (SPEAKER, text[slice(*one["mention"])], actor)
        for one, actor in pairs
        if actor and not one.get("anonymous") and one.get("mention") and text[slice(*one["mention"])]
    ]


def write(db: Database, layer: str, subject: str, article: str | None, found: Iterable[Lesson]) -> None:
    """Keep a subject's lessons, beside those that it has."""
    rows = [(layer, subject, kind, words, article, value) for kind, words, value in found]
    db.conn.executemany("INSERT OR REPLACE INTO lesson VALUES (?, ?, ?, ?, ?, ?)", rows)


def forget(db: Database, keys: Sequence[tuple[str, str]]) -> None:
    """Take the lessons of these (layer, subject) away."""
    db.conn.executemany("DELETE FROM lesson WHERE layer = ? AND id = ?", keys)


def fill(db: Any) -> None:
    """Work all lessons out from the rows of entities and statements: what a file from before gets."""
    for kind in TEACHING:
        rows = db.execute(
            f"SELECT u.layer, u.id, u.article, u.how, u.body, u.decided, a.text FROM {kind} u "
            "JOIN article a ON a.id = u.article"
        ).fetchall()
        for layer, subject, article, how, body, decided, text in rows:
            found = lessons_of(kind, _decode(body), how, decode_ids(decided), text)
            write(db, layer, subject, article, found)


def _among(layers: Sequence[str], table: str) -> str:
    """The condition for rows of these layers. Of gold only what is published counts: articles of a live release."""
    among = f"{table}.layer IN ({places(layers)})"
    if GOLD not in layers:
        return among
    return (
        f"{among} AND ({table}.layer != '{GOLD}' OR EXISTS (SELECT 1 FROM snapshot released JOIN snapshot_article f "
        f"ON f.snapshot = json_extract(released.body, '$.sha256') AND f.article = {table}.article "
        f"WHERE released.layer = '{PROJECT}' AND released.state = 'kept'))"
    )


def names(db: Database, layers: Sequence[str], wanted: Sequence[str]) -> dict[str, list[NameRow]]:
    """What these layers together decided about names, by name."""
    found: dict[str, list[NameRow]] = {}
    several: list[str] = []
    for chunk in chunks(wanted):
        rows = db.execute(
            "SELECT surface, label, state, count(DISTINCT article), sum(how = 'single'), "
            "count(DISTINCT actor), max(actor), count(DISTINCT iif(actor IS NULL, NULL, article)) "
            f"FROM entity INDEXED BY entity_surface WHERE {_among(layers, 'entity')} "
            f"AND surface IN ({places(chunk)}) GROUP BY surface, label, state",
            (*layers, *chunk),
        )
        for name, label, state, articles, singly, actors, actor, resolved in rows:
            row = NameRow(label, state, articles, singly, {actor: resolved} if actor else {})
            found.setdefault(name, []).append(row)
            several += [name] if actors > 1 else []
    for name in dict.fromkeys(several):
        found[name] = _with_actors(db, layers, name, found[name])
    return found


def _with_actors(db: Database, layers: Sequence[str], name: str, rows: list[NameRow]) -> list[NameRow]:
    """The rows of a name that was resolved to several actors, with how often to each."""
    actors: dict[tuple[str, str], dict[str, int]] = {}
    for label, state, actor, articles in db.execute(
        "SELECT label, state, actor, count(DISTINCT article) FROM entity INDEXED BY entity_surface "
        f"WHERE {_among(layers, 'entity')} AND surface = ? AND actor IS NOT NULL GROUP BY label, state, actor",
        (*layers, name),
    ):
        actors.setdefault((label, state), {})[actor] = articles
    return [msgspec.structs.replace(row, actors=actors.get((row.label, row.state), {})) for row in rows]


def taught(db: Database, kind: str, layers: Sequence[str], wanted: Sequence[str]) -> dict[str, dict[str, int]]:
    """The lessons of one kind on words: by words, each value with the number of articles that these layers know."""
    found: dict[str, dict[str, int]] = {}
    for chunk in chunks(wanted):
        rows = db.execute(
            f"SELECT words, value, count(DISTINCT article) FROM lesson WHERE kind = ? AND {_among(layers, 'lesson')} "
            f"AND words IN ({places(chunk)}) GROUP BY words, value",
            (kind, *layers, *chunk),
        )
        for words, value, articles in rows:
            found.setdefault(words, {})[value] = articles
    return found


def times(db: Database, kind: str, layers: Sequence[str], wanted: Sequence[str]) -> dict[str, int]:
    """How many lessons of one kind there are on words, at whatever places."""
    found: dict[str, int] = {}
    for chunk in chunks(wanted):
        rows = db.execute(
            f"SELECT words, count(*) FROM lesson WHERE kind = ? AND {_among(layers, 'lesson')} "
            f"AND words IN ({places(chunk)}) GROUP BY words",
            (kind, *layers, *chunk),
        )
        found.update((words, int(count)) for words, count in rows)
    return found


def is_kept(db: Database) -> bool:
    """Whether the file has lessons: one of an older version that could not be brought up to date has none."""
    return bool(db.execute("SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE name = 'lesson')").fetchone()[0])


def all_words(db: Database, kind: str, layers: Sequence[str]) -> set[str]:
    """All words that there is a lesson of this kind for."""
    rows = db.execute(
        f"SELECT DISTINCT words FROM lesson WHERE kind = ? AND {_among(layers, 'lesson')}", (kind, *layers)
    )
    return {row[0] for row in rows}
