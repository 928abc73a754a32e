"""The objects of a project: frozen structs that validate on decoding and encode fast.

Offsets are code points of the article's text, half open: `text[span.start:span.end]`. What is read from a layer beside
the machine's suggestions is in `annotator.work`; how objects are stored is in `annotator.store`. Structs that an
article has thousands of are left to reference counting (`gc=False`): being frozen they form no cycles.
"""

from __future__ import annotations

from typing import Literal

import msgspec

Kind = Literal["entity", "statement"]
StatementType = Literal["direct", "indirect", "mixed"]
EventStatus = Literal["happened", "planned", "proposed", "not_happened"]
State = Literal["suggested", "kept", "rejected", "removed", "retired"]
How = Literal["single", "bulk", "added", "imported", "unanimous", "rule", "adjudicated", "machine"]
PassName = Literal["entities", "statements", "links"]

PASSES: tuple[PassName, ...] = ("entities", "statements", "links")
PARTS = ("content", "cue", "speaker", "actor", "type", "parent", "links")
"""What is decided about a statement one by one."""
MACHINE_PARTS = PARTS[:-1]
"""The parts that Enter accepts: all but the links."""


UNSURE = "unsure"
"""The flag of a unit that whoever decided it wants to be looked at again."""


class Span(msgspec.Struct, frozen=True, array_like=True, order=True, gc=False):
    """`[start, end)` in code points. `annotator.text.check_span` says whether it fits a text."""

    start: int
    end: int

    def overlaps(self, other: Span) -> bool:
        return self.start < other.end and other.start < self.end

    def covers(self, other: Span) -> bool:
        return self.start <= other.start and other.end <= self.end


class Entity(msgspec.Struct, frozen=True, tag_field="kind", tag="entity", gc=False):
    """A labelled span, optionally resolved to an actor. `flags` holds words such as `UNSURE`."""

    id: str
    span: Span
    label: str
    actor: str | None = None
    flags: tuple[str, ...] = ()


class Speaker(msgspec.Struct, frozen=True, gc=False):
    """Whom a statement is attributed to. No mention but an actor: implicit. Anonymous: `actor` is the body meant."""

    mention: Span | None = None
    actor: str | None = None
    anonymous: bool = False
    others: tuple[Speaker, ...] = ()


class Link(msgspec.Struct, frozen=True, gc=False):
    """Statement to event with one relation; `conditional` for "If …, …"."""

    id: str
    statement: str
    event: str
    relation: str
    conditional: bool = False


class Statement(msgspec.Struct, frozen=True, tag_field="kind", tag="statement", gc=False):
    """Somebody's words or their report. `content` and `verbatim` are in text order and do not overlap."""

    id: str
    content: tuple[Span, ...]
    type: str
    verbatim: tuple[Span, ...] = ()
    cue: Span | None = None
    speaker: Speaker | None = None
    parent: str | None = None
    links: tuple[Link, ...] = ()
    nothing_to_link: bool = False
    flags: tuple[str, ...] = ()


class When(msgspec.Struct, frozen=True):
    """A date or interval in EDTF, its granularity (day, month, year, interval …) and the words that gave it."""

    edtf: str
    granularity: str = "day"
    text: str | None = None


class Mention(msgspec.Struct, frozen=True):
    """A place in an article's text that names an event."""

    article: str
    span: Span


class Event(msgspec.Struct, frozen=True):
    """Something that happened, is planned, proposed or did not happen; known across articles."""

    id: str
    title: str
    type: str = "other"
    status: EventStatus = "happened"
    when: When | None = None
    place: str | None = None
    participants: tuple[str, ...] = ()
    part_of: str | None = None
    description: str = ""
    mentions: tuple[Mention, ...] = ()


class Actor(msgspec.Struct, frozen=True):
    """A person or organisation, known across articles. `kind`: person, organisation, place, group or other."""

    id: str
    name: str
    kind: str = "person"
    aliases: tuple[str, ...] = ()
    same_as: tuple[str, ...] = ()


class Note(msgspec.Struct, frozen=True):
    """A remark for oneself and the lead: on a span, on the object `about`, or on the article as a whole."""

    id: str
    text: str
    span: Span | None = None
    about: str | None = None
    author: str = ""
    time: str = ""


class Region(msgspec.Struct, frozen=True):
    """A stretch of an article that is no article: a navigation line, a caption, an advertisement."""

    id: str
    span: Span


class Article(msgspec.Struct, frozen=True):
    """An immutable text. Keys of `meta` in use: id, title, source, url, published, author, language, group, file."""

    id: str
    text: str
    meta: dict[str, str] = {}

    @property
    def title(self) -> str:
        return self.meta.get("title") or first_words(self.text)


class Suggestion(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """What the machine proposes: never a label until a person accepts it.

    `score` is in 0..1; `source` names the component and its version ("statements 1"); `reason` says why in one line.
    """

    value: Entity | Statement
    score: float = 1.0
    source: str = ""
    reason: str = ""

    @property
    def id(self) -> str:
        return self.value.id


class SuggestionRun(msgspec.Struct, frozen=True):
    """One pre-annotation of one article: it replaces the run before. `actors` are those that the suggestions name."""

    id: str
    article: str
    clock: int
    model: str
    suggestions: tuple[Suggestion, ...]
    actors: tuple[Actor, ...] = ()


def first_words(text: str, chars: int = 80) -> str:
    """The first line that holds anything, cut at a word: what stands for a title where there is none."""
    line = next((line.strip() for line in text.split("\n") if line.strip()), "")
    if len(line) <= chars:
        return line
    return line[:chars].rsplit(" ", 1)[0].rstrip(" ,;:–—-") + "…"
