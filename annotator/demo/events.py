"""The events that made-up annotators of the sample project see, each under a title of their own. Pure.

What they are is in `resources/sample/team.toml`.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib import resources

import msgspec

from annotator.demo.reading import Reader, chance
from annotator.ids import derived_id
from annotator.model import Event, EventStatus, Statement, When


class TeamEvent(msgspec.Struct, frozen=True):
    """An event as it is told by the file: `same_as` says for an annotator which other event it is the same as."""

    key: str
    groups: tuple[str, ...]
    words: str
    type: str
    titles: dict[str, str]
    status: EventStatus = "happened"
    edtf: str = ""
    place: str = ""
    same_as: dict[str, str] = {}

    def seen_by(self, name: str) -> Event | None:
        """The event as this annotator makes it; None where they have none."""
        title = self.titles.get(name)
        if title is None:
            return None
        granularity = "day" if self.edtf.count("-") == 2 else "month"
        when = When(self.edtf, granularity) if self.edtf else None
        return Event(derived_id("demo", name, self.key), title, self.type, self.status, when, self.place or None)


class _Relation(msgspec.Struct, frozen=True):
    name: str
    words: str


class _File(msgspec.Struct, frozen=True):
    event: tuple[TeamEvent, ...]
    relation: tuple[_Relation, ...]


class SeenLink(msgspec.Struct, frozen=True):
    """What an annotator links a statement to, and how."""

    event: Event
    relation: str
    conditional: bool


@cache
def _told() -> _File:
    table = resources.files("resources") / "sample" / "team.toml"
    return msgspec.convert(tomllib.loads(table.read_text(encoding="utf-8")), _File)


def link_of(reader: Reader, statement: Statement, text: str, group: str) -> SeenLink | None:
    """What this annotator links a statement to, in an article of this group; None for nothing to link."""
    words = " … ".join(text[span.start : span.end] for span in statement.content)
    if statement.cue:
        words = f"{text[statement.cue.start : statement.cue.end]} {words}"
    event = next(
        (_seen(reader.name, one) for one in _told().event if group in one.groups and _has(words, one.words)), None
    )
    if event is None or reader.draws(reader.nothing, "nothing", statement.id):
        return None
    relation = next(one.name for one in _told().relation if _has(words, one.words))
    if reader.draws(reader.relations, "relation", statement.id):
        names = [one.name for one in _told().relation if one.name != relation]
        relation = names[int(chance(statement.id, "relation") * len(names))]
    return SeenLink(event, relation, _has(words, r"\bif\b") and not reader.draws(0.3, "if", statement.id))


def _seen(name: str, event: TeamEvent) -> Event | None:
    """The event as an annotator sees it, or the one that they take it to be."""
    same = event.same_as.get(name)
    if same is None:
        return event.seen_by(name)
    return next(other for other in _told().event if other.key == same).seen_by(name)


def _has(words: str, pattern: str) -> bool:
    return re.search(pattern, words, re.IGNORECASE) is not None
