"""The records of the gold format, one struct each, and their JSON Schema. Writing and reading are in `formats.gold`.

Offsets are code points of the article's `text`, half open. Keys that the structs do not name are ignored on reading.
"""

from __future__ import annotations

import inspect
from typing import Any, Literal

import msgspec
from msgspec import UNSET, UnsetType, structs

from annotator.model import EventStatus, How, PassName

Part = Literal["content", "cue", "speaker", "actor", "type", "parent", "links"]
SCHEMA_DIALECT = "https://json-schema.org/draft/2020-12/schema"


class GoldFragment(msgspec.Struct, frozen=True, gc=False):
    """A stretch of the article's text."""

    start: int
    end: int
    text: str = ""


class GoldVotes(msgspec.Struct, frozen=True, rename={"given": "for"}, gc=False):
    """How many of the annotators who looked have the unit."""

    given: int
    of: int


class GoldSpan(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """An entity. `how` it was decided; `score` and `source` (component and version) only where a machine proposed it.

    `flags` holds words such as "unsure"; `alternatives` the other readings that were kept, this one being preferred.
    Where several annotators decided: `rule` is the merge rule by which it is gold, `votes` those that it had; or `by`
    names the lead who settled it, `at` says when (ISO 8601).
    """

    id: str = ""
    start: int
    end: int
    label: str
    text: str = ""
    actor: str | None = None
    how: How = "imported"
    score: float | UnsetType = UNSET
    source: str | UnsetType = UNSET
    flags: tuple[str, ...] | UnsetType = UNSET
    alternatives: tuple[GoldSpan, ...] | UnsetType = UNSET
    by: str | UnsetType = UNSET
    at: str | UnsetType = UNSET
    rule: str | UnsetType = UNSET
    votes: GoldVotes | UnsetType = UNSET


class GoldSpeaker(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Whom a statement is attributed to. `name` is the actor's; no mention but an actor: implicit."""

    mention: GoldFragment | None = None
    actor: str | None = None
    name: str | None = None
    anonymous: bool = False
    others: tuple[GoldSpeaker, ...] = ()


class GoldLink(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What a statement is about: an event of `events.jsonl`, and what is said of it."""

    id: str = ""
    event: str
    relation: str
    conditional: bool = False


class GoldStatement(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Somebody's words or their report. `text` is the content, its fragments joined by a blank.

    `decided` names the parts that somebody decided: null or [] in such a part means "none", elsewhere "not looked at".
    """

    id: str = ""
    type: str = "direct"
    text: str = ""
    content: tuple[GoldFragment, ...]
    verbatim: tuple[GoldFragment, ...] = ()
    cue: GoldFragment | None = None
    speaker: GoldSpeaker | None = None
    parent: str | None = None
    links: tuple[GoldLink, ...] = ()
    decided: tuple[Part, ...] = ()
    how: How = "imported"
    score: float | UnsetType = UNSET
    source: str | UnsetType = UNSET
    flags: tuple[str, ...] | UnsetType = UNSET
    alternatives: tuple[GoldStatement, ...] | UnsetType = UNSET
    by: str | UnsetType = UNSET
    at: str | UnsetType = UNSET
    rule: str | UnsetType = UNSET
    votes: GoldVotes | UnsetType = UNSET


class GoldRejected(msgspec.Struct, frozen=True, kw_only=True):
    """Suggestions that people refused: for training that contrasts."""

    spans: tuple[GoldSpan, ...] = ()
    statements: tuple[GoldStatement, ...] = ()


class GoldProvenance(msgspec.Struct, frozen=True, kw_only=True):
    """Whose work it is: the layer, its annotators, who settled differences, under which scheme and guidelines."""

    layer: str = ""
    annotators: tuple[str, ...] = ()
    decided_by: str | None = None
    scheme: str = ""
    guidelines: str = ""
    program: str = ""


class GoldArticle(msgspec.Struct, frozen=True, kw_only=True):
    """One article with its labels: one line of `train.jsonl`, `dev.jsonl` or `test.jsonl`.

    `annotated` lists the passes that were done, so that an absence can be read as a negative. `sha256` is that of the
    text in UTF-8.
    """

    id: str = ""
    text: str
    sha256: str = ""
    meta: dict[str, str] = {}
    annotated: tuple[PassName, ...] = ()
    spans: tuple[GoldSpan, ...] = ()
    statements: tuple[GoldStatement, ...] = ()
    excluded: tuple[GoldFragment, ...] = ()
    rejected: GoldRejected | UnsetType = UNSET
    provenance: GoldProvenance = GoldProvenance()


class GoldWhen(msgspec.Struct, frozen=True, kw_only=True):
    """A date or interval in EDTF, its granularity, and the words that gave it."""

    edtf: str
    granularity: str = "day"
    text: str | None = None


class GoldMention(msgspec.Struct, frozen=True, kw_only=True):
    """Where an article names an event."""

    article: str
    start: int
    end: int
    text: str = ""


class GoldEvent(msgspec.Struct, frozen=True, kw_only=True):
    """One line of `events.jsonl`: an event, known across articles. `participants` are ids of actors."""

    id: str
    title: str
    type: str = "other"
    status: EventStatus = "happened"
    when: GoldWhen | None = None
    place: str | None = None
    participants: tuple[str, ...] = ()
    part_of: str | None = None
    description: str = ""
    mentions: tuple[GoldMention, ...] = ()


class GoldActor(msgspec.Struct, frozen=True, kw_only=True):
    """One line of `actors.jsonl`: a person or organisation, known across articles."""

    id: str
    name: str
    kind: str = "person"
    aliases: tuple[str, ...] = ()
    same_as: tuple[str, ...] = ()


def json_schema() -> dict[str, Any]:
    """The schema of every line of an export, in JSON Schema 2020-12: an article, an event or an actor.

    Stricter than reading is: what an export always writes is required.
    """
    references, components = msgspec.json.schema_components(LINES, ref_template="#/$defs/{name}")
    for struct in (*LINES, *PARTS_OF_LINES):
        component = components[struct.__name__]
        component["description"] = inspect.cleandoc(component["description"])
        component["required"] = [field.encode_name for field in structs.fields(struct) if field.default is not UNSET]
    return {
        "$schema": SCHEMA_DIALECT,
        "title": "A record of a News Annotator dataset",
        "description": "Offsets are Unicode code points of the article's text, half open.",
        "anyOf": list(references),
        "$defs": components,
    }


LINES = (GoldArticle, GoldEvent, GoldActor)
PARTS_OF_LINES = (
    *(GoldFragment, GoldVotes, GoldSpan, GoldSpeaker, GoldLink, GoldStatement, GoldRejected, GoldProvenance),
    *(GoldWhen, GoldMention),
)
