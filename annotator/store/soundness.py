"""Whether a row that comes from elsewhere may be taken: its types, id, project, clock, the shape of its fields.

All that is judged here follows from the row alone, so that the order of merges makes no difference. What depends on
what else is there (a text, a statement, an event) makes a subject dormant instead; see `annotator.store.projections`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import msgspec
from msgspec import UNSET, UnsetType

from annotator.errors import UserError
from annotator.ids import assignment_id
from annotator.scheme import parse_scheme
from annotator.store import journal
from annotator.store.journal import FIELDS_VERSION, MARK, Decision, decode_ids, is_genuine
from annotator.store.suggestions import decode_body

LARGEST_JUMP = 10**9
"""A Lamport clock this far ahead of ours is no clock but an accident or an attack."""

Pair = tuple[int, int]
Word = str | None | UnsetType
Words = list[str] | None | UnsetType
MaybePair = Pair | None | UnsetType


class _Named(msgspec.Struct, frozen=True):
    mention: Pair | None
    anonymous: bool
    actor: str | None = None


class _Speaker(_Named, frozen=True):
    others: list[_Named] = []


class _When(msgspec.Struct, frozen=True):
    edtf: str
    granularity: str
    text: str | None = None


class _Unit(msgspec.Struct, frozen=True):
    state: str | UnsetType = UNSET
    actor: Word = UNSET
    flags: Words = UNSET


class _Entity(_Unit, frozen=True):
    span: Pair | UnsetType = UNSET
    label: str | UnsetType = UNSET
    was: Word = UNSET


class _Statement(_Unit, frozen=True):
    content: list[Pair] | UnsetType = UNSET
    verbatim: list[Pair] | UnsetType | None = UNSET
    type: str | UnsetType = UNSET
    cue: MaybePair = UNSET
    speaker: _Speaker | UnsetType | None = UNSET
    parent: Word = UNSET
    nothing_to_link: bool | UnsetType | None = UNSET


class _Link(msgspec.Struct, frozen=True):
    state: str | UnsetType = UNSET
    statement: str | UnsetType = UNSET
    event: str | UnsetType = UNSET
    relation: str | UnsetType = UNSET
    conditional: bool | UnsetType | None = UNSET


class _Event(msgspec.Struct, frozen=True):
    state: str | UnsetType = UNSET
    title: str | UnsetType = UNSET
    type: Word = UNSET
    status: Word = UNSET
    when: _When | UnsetType | None = UNSET
    place: Word = UNSET
    participants: Words = UNSET
    part_of: Word = UNSET
    description: Word = UNSET
    mentions: list[tuple[str, int, int]] | UnsetType | None = UNSET


class _Actor(msgspec.Struct, frozen=True):
    state: str | UnsetType = UNSET
    name: str | UnsetType = UNSET
    kind: Word = UNSET
    aliases: Words = UNSET
    same_as: Words = UNSET


class _Note(msgspec.Struct, frozen=True):
    state: str | UnsetType = UNSET
    text: str | UnsetType = UNSET
    span: MaybePair = UNSET
    about: Word = UNSET


class _Region(msgspec.Struct, frozen=True):
    state: str | UnsetType = UNSET
    span: Pair | UnsetType = UNSET


class _Redirect(msgspec.Struct, frozen=True):
    state: str | UnsetType = UNSET
    to: Word = UNSET


class _Setting(msgspec.Struct, frozen=True):
    state: str | UnsetType = UNSET
    name: str | UnsetType = UNSET
    scheme: str | UnsetType = UNSET


class _Aside(msgspec.Struct, frozen=True):
    reason: str
    word: str = ""


class _Status(msgspec.Struct, frozen=True):
    state: str | UnsetType = UNSET
    aside: _Aside | UnsetType | None = UNSET


class _Returned(msgspec.Struct, frozen=True):
    submission: str
    comment: str = ""


class _Assignment(msgspec.Struct, frozen=True):
    state: str | UnsetType = UNSET
    annotator: str | UnsetType = UNSET
    blind: bool | UnsetType = UNSET
    calibration: bool | UnsetType = UNSET
    order: int | UnsetType = UNSET
    returned: _Returned | UnsetType | None = UNSET


class _Case(msgspec.Struct, frozen=True):
    state: str | UnsetType = UNSET
    reason: str | UnsetType = UNSET
    section: Word = UNSET
    comment: Word = UNSET
    kinds: Words = UNSET
    labels: Words = UNSET
    words: Word = UNSET
    outcome: Word = UNSET
    unit: Word = UNSET


class _Snapshot(msgspec.Struct, frozen=True):
    state: str | UnsetType = UNSET
    name: str | UnsetType = UNSET
    time: str | UnsetType = UNSET
    sha256: str | UnsetType = UNSET
    articles: int | UnsetType = UNSET
    counts: dict[str, int] | UnsetType = UNSET
    notes: Words = UNSET


class _Mark(msgspec.Struct, frozen=True):
    undone: bool | UnsetType = UNSET


_SHAPES: dict[str, Any] = {
    "entity": _Entity,
    "statement": _Statement,
    "link": _Link,
    "event": _Event,
    "actor": _Actor,
    "note": _Note,
    "region": _Region,
    "redirect": _Redirect,
    "setting": _Setting,
    "assignment": _Assignment,
    "casebook": _Case,
    "snapshot": _Snapshot,
    "article": _Status,
    "meta": dict[str, str],
    MARK: _Mark,
}
"""What the fields of each kind may look like. A kind that is not here is a newer program's: kept, it means nothing."""
_IN_ARTICLE = frozenset(("entity", "statement", "link", "note", "region", "article", "meta", "assignment"))


def _decoder(shape: Any) -> Callable[[str], Any]:
    fields = msgspec.defstruct("Fields", [("v", int, 1), ("set", shape, {}), ("machine", shape, {})], frozen=True)
    return msgspec.json.Decoder(fields).decode


_DECODERS = {kind: _decoder(shape) for kind, shape in _SHAPES.items()}


class Unsound(Exception):
    """A row that is not taken; the message is the rest of a sentence."""


def check_row(row: Sequence[Any], project: str, limit: int) -> None:
    """Raise Unsound unless a journal row from elsewhere may be taken. `limit`: the greatest clock believed."""
    try:
        decision = msgspec.convert(row, Decision)
    except msgspec.ValidationError as error:
        raise Unsound("it cannot be read") from error
    if not is_genuine(row):
        raise Unsound("its content does not fit its id")
    if decision.project != project:
        raise Unsound("it belongs to another project")
    if not 0 < decision.clock <= limit:
        raise Unsound("its clock is impossibly far ahead")
    try:
        _check_fields(decision)
    except (msgspec.MsgspecError, UserError, ValueError) as error:
        raise Unsound("it cannot be read") from error


def _check_fields(decision: Decision) -> None:
    decode_ids(decision.before)
    found: Any = _DECODERS.get(decision.kind, journal.decode_fields)(decision.fields)
    if found.v > FIELDS_VERSION:
        raise Unsound("a newer version of the program wrote it")
    if decision.active_ms < 0 or (decision.kind in _IN_ARTICLE and decision.article is None):
        raise ValueError
    if decision.kind in ("article", "meta") and decision.article != decision.subject:
        raise ValueError
    if decision.kind == MARK and decision.action not in ("undo", "redo"):
        raise ValueError
    if isinstance(found.set, _Assignment):
        _check_assignment(decision, found.set.annotator)
    if isinstance(found.set, _Setting) and found.set.scheme is not UNSET:
        # A scheme that cannot be read would keep the project from opening.
        parse_scheme(found.set.scheme, "of a decision")


def _check_assignment(decision: Decision, annotator: str | UnsetType) -> None:
    """Raise ValueError unless it is the one assignment that there is of an article to an annotator."""
    if annotator is not UNSET and decision.subject != assignment_id(decision.article or "", str(annotator)):
        raise ValueError


def is_sound_run(row: Sequence[Any], limit: int) -> bool:
    """Whether a row of `suggestion_run` (article, id, clock, model, visible, total, body) can be taken."""
    try:
        article, run, clock, model, visible, total, body = row
        decode_body(body)
    except (msgspec.MsgspecError, ValueError, TypeError):
        return False
    are_words = all(isinstance(value, str) for value in (article, run, model))
    are_numbers = all(isinstance(value, int) for value in (clock, visible, total))
    return are_words and are_numbers and 0 < clock <= limit
