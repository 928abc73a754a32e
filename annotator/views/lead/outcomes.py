"""What became of the suggestions in submitted articles: accepted as they were, corrected, rejected, left undecided.

Judged by what stands at the end, not by how it came about: a label that memory put in the suggestion's place, and that
was accepted, corrected the component that had made it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec

from annotator.fields import statement_fields
from annotator.model import Entity, Statement, Suggestion
from annotator.progress import Progress
from annotator.review.figures import HIDDEN
from annotator.scheme import Scheme
from annotator.store import Database, suggestions
from annotator.store import figures as store

CHUNK = 200
COMPARED = ("type", "cue", "speaker", "actor", "parent")
"""The fields of a statement in which it may have been corrected, its content apart."""


class Outcome(msgspec.Struct, frozen=True, gc=False):
    """What one annotator made of one suggestion. That of a hidden one is `HIDDEN`, whatever became of it."""

    layer: str
    article: str
    suggestion: Suggestion
    outcome: str
    now: str = ""
    """The label (or type) of what stands in its place, where that is another."""

    @property
    def start(self) -> int:
        value = self.suggestion.value
        return value.span.start if isinstance(value, Entity) else value.content[0].start

    @property
    def end(self) -> int:
        value = self.suggestion.value
        return value.span.end if isinstance(value, Entity) else value.content[-1].end

    @property
    def kind(self) -> str:
        return "entity" if isinstance(self.suggestion.value, Entity) else "statement"

    @property
    def label(self) -> str:
        value = self.suggestion.value
        return value.label if isinstance(value, Entity) else value.type


def outcomes(
    db: Database, scheme: Scheme, submitters: Mapping[str, Sequence[str]], progress: Progress | None = None
) -> Iterator[Outcome]:
    """What became of every suggestion, for each of `submitters`: article → the layers that submitted it."""
    ids = list(submitters)
    for at in range(0, len(ids), CHUNK):
        if progress:
            progress(at, len(ids))
        chunk = ids[at : at + CHUNK]
        runs = suggestions.runs(db, chunk)
        entities = _by_place(store.entities(db, chunk))
        statements = _by_place(store.statements(db, chunk))
        for article in chunk:
            for layer in submitters[article] if article in runs else ():
                own = entities.get((layer, article)), statements.get((layer, article))
                decided = _Decided(own[0] or (), own[1] or ())
                for one in runs[article].suggestions:
                    yield Outcome(layer, article, one, *_outcome(one, decided, scheme))


class _Decided:
    """What one layer decided in one article, by id and by place."""

    def __init__(self, entities: Sequence[store.UnitRow], statements: Sequence[store.UnitRow]) -> None:
        self.by_id = {row.id: row for rows in (entities, statements) for row in rows}
        self.by_place: dict[tuple[Any, ...], store.UnitRow] = {
            (row.start, row.end): row for row in entities if row.state == "kept"
        }
        self.by_place |= {_content(row.fields): row for row in statements if row.state == "kept"}


def _outcome(suggestion: Suggestion, decided: _Decided, scheme: Scheme) -> tuple[str, str]:
    """The outcome, and the label that stands in place of the suggested one, "" where it is the same."""
    value = suggestion.value
    label = value.label if isinstance(value, Entity) else value.type
    if scheme.hides(label, suggestion.score):
        return HIDDEN, ""
    row = decided.by_id.get(value.id)
    if row is not None and row.state in ("rejected", "removed"):
        return "rejected", ""
    # What somebody put on the very same words answers the suggestion too.
    row = row or decided.by_place.get(_place(value))
    if row is None:
        return "undecided", ""
    stands = _is_entity_kept(value, row) if isinstance(value, Entity) else _is_statement_kept(value, row)
    return ("accepted" if stands else "corrected"), (row.label if row.label != label else "")


def _is_entity_kept(entity: Entity, row: store.UnitRow) -> bool:
    return (row.start, row.end, row.label) == (entity.span.start, entity.span.end, entity.label)


def _is_statement_kept(statement: Statement, row: store.UnitRow) -> bool:
    proposed, fields = statement_fields(statement), row.fields or {}
    return _content(fields) == _content(proposed) and all(fields.get(name) == proposed.get(name) for name in COMPARED)


def _place(value: Entity | Statement) -> tuple[Any, ...]:
    """Where a unit stands: equal for two of the same kind on the very same words."""
    if isinstance(value, Entity):
        return (value.span.start, value.span.end)
    return tuple((span.start, span.end) for span in value.content)


def _content(fields: Mapping[str, Any] | None) -> tuple[tuple[int, ...], ...]:
    return tuple(tuple(pair) for pair in fields["content"]) if fields else ()


def _by_place(rows: Sequence[store.UnitRow]) -> dict[tuple[str, str], list[store.UnitRow]]:
    found: dict[tuple[str, str], list[store.UnitRow]] = defaultdict(list)
    for row in rows:
        found[row.layer, row.article].append(row)
    return found
