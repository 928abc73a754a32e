"""What a card says about a statement: one `Row` a part, and the line about the machine. Words, no painting."""

from __future__ import annotations

from dataclasses import dataclass

from annotator.model import MACHINE_PARTS, Link, Statement
from annotator.project import Project
from annotator.scheme import Scheme
from annotator.text import span_text
from annotator.units import Unit
from annotator.wording import clipped, counted
from annotator.work import ArticleWork
from ui.answers import FIELD_OF_PART, Answer, answers_by_field
from ui.wording import (
    NONE,
    NOT_DECIDED,
    FindActor,
    actor_finder,
    content_text,
    describe_when,
    quoted_text,
    relation_text,
    resolved_text,
    speakers_text,
    why_text,
)

KEYS = {"speaker": "S", "actor": "R", "cue": "C", "links": "E", "parent": "P"}
PARENT_CHARS = 60
WHY_CHARS = 105
"""What surely fits into the lines at the foot of a card; its tooltip has all of it."""


@dataclass(frozen=True)
class Row:
    """One part: its name and label, its values (each on a line), and what a person has to do with them.

    `is_open`: nothing stands there and nobody said that nothing should. `is_machine`: the value is still the machine's.
    `chips` are the titles of linked events, whose relations are then the values.
    """

    part: str
    label: str
    values: tuple[str, ...]
    keys: str
    is_machine: bool = False
    is_open: bool = False
    is_conflict: bool = False
    chips: tuple[str, ...] = ()
    links: tuple[str, ...] = ()


@dataclass(frozen=True)
class CardText:
    """All words of a card."""

    content: str
    rows: tuple[Row, ...]
    footer: str
    is_machine: bool

    @property
    def sentence(self) -> str:
        """The card for somebody who listens."""
        rows = (f"{row.label}: {' '.join((*row.chips, *row.values))}" for row in self.rows)
        return ". ".join((self.content, *rows, self.footer)).rstrip(". ") + "."


def card_text(unit: Unit, work: ArticleWork, project: Project, *, is_current: bool = False) -> CardText:
    """What the card of a statement says. "inside: none" stands on the current card only."""
    statement = unit.value
    assert isinstance(statement, Statement)
    text, find = work.article.text, actor_finder(project, work.article.id)
    rows = [_type_row(unit, statement, project.scheme), *_speaker_rows(unit, statement, text, find)]
    rows.append(_row(unit, "cue", "cue", span_text(text, statement.cue) if statement.cue else ""))
    rows.append(_links_row(unit, statement, project))
    parent = work.find(statement.parent)
    if parent is not None and parent.is_shown and isinstance(parent.value, Statement):
        rows.append(_row(unit, "parent", "inside", clipped(content_text(text, parent.value), PARENT_CHARS)))
    elif is_current or "parent" in unit.conflicts:
        rows.append(_row(unit, "parent", "inside", ""))
    if unit.conflicts:
        rows = _with_answers(rows, unit, work, project)
    return CardText(quoted_text(text, statement), tuple(rows), machine_line(unit), unit.is_machine)


def _with_answers(rows: list[Row], unit: Unit, work: ArticleWork, project: Project) -> list[Row]:
    """The rows with both answers where two laptops differ, and rows of their own for parts that have none."""
    found = answers_by_field(project, work, unit.id)
    if "content" in found:
        found.pop("verbatim", None)
    made: list[Row] = []
    for row in rows:
        answers = found.pop(FIELD_OF_PART.get(row.part, row.part), None)
        is_new = answers is not None and row.part not in {one.part for one in made}
        made.append(_answer_row(row.part, row.label or row.part, answers, row.keys) if answers and is_new else row)
    return [*made, *(_answer_row(field, field, answers, "") for field, answers in found.items())]


def _answer_row(part: str, label: str, answers: list[Answer], keys: str) -> Row:
    values = tuple(clipped(f"{at}  {answer.words}", PARENT_CHARS) for at, answer in enumerate(answers, 1))
    return Row(part, label, values, keys, is_conflict=True)


def machine_line(unit: Unit) -> str:
    """Why the machine's parts are what they are: "cue “said”, subject “Osk” · 93 %". Empty when none of it is left."""
    open_parts = unit.open_parts
    if not open_parts or (not unit.source and not unit.is_machine):
        return ""
    is_partly = unit.kind == "statement" and len(open_parts) < len(MACHINE_PARTS)
    why = f"machine: {', '.join(open_parts)}" if is_partly else ""
    return " · ".join(part for part in (why, why_text(unit, WHY_CHARS - len(why))) if part)


def _row(unit: Unit, part: str, label: str, value: str) -> Row:
    is_decided = part in unit.decided
    if not value:
        return Row(part, label, (NONE if is_decided else NOT_DECIDED,), KEYS[part], is_open=not is_decided)
    return Row(part, label, (value,), KEYS[part], is_machine=not is_decided)


def _type_row(unit: Unit, statement: Statement, scheme: Scheme) -> Row:
    title = next((choice.title for choice in scheme.statement_types if choice.name == statement.type), statement.type)
    more = [counted(len(statement.content), "fragment")] if len(statement.content) > 1 else []
    value = " · ".join((title, *more, *statement.flags))
    keys = [choice.key for choice in scheme.statement_types if choice.key]
    key = f"{keys[0]}–{keys[-1]}" if len(keys) > 1 else "".join(keys) or "0"
    return Row("type", "type", (value,), key, is_machine="type" not in unit.decided)


def _speaker_rows(unit: Unit, statement: Statement, text: str, find: FindActor) -> list[Row]:
    """The mention, and below it the actor."""
    speaker = statement.speaker
    value = speakers_text(text, speaker, find) if speaker else ""
    rows = [_row(unit, "speaker", "speaker", "" if value == NONE else value)]
    if speaker is None and "actor" not in unit.conflicts:
        return rows
    is_anonymous = speaker is not None and speaker.anonymous
    known = resolved_text(speaker, find)
    actor = _row(unit, "actor", "", known)
    if known:
        return [*rows, actor]
    word = "body" if is_anonymous else "actor"
    said = f"{word} {NOT_DECIDED}" if actor.is_open else f"no {word}"
    return [*rows, Row("actor", "", (said,), actor.keys, is_open=actor.is_open)]


def _links_row(unit: Unit, statement: Statement, project: Project) -> Row:
    if not statement.links:
        return _row(unit, "links", "events", "")
    return Row(
        "links",
        "events",
        tuple(_relation_and_day(link, project) for link in statement.links),
        KEYS["links"],
        chips=tuple(_event_title(link, project) for link in statement.links),
        links=tuple(link.id for link in statement.links),
    )


def _event_title(link: Link, project: Project) -> str:
    event = project.find_event(link.event)
    return event.title if event else "an event that this file does not hold"


def _relation_and_day(link: Link, project: Project) -> str:
    event = project.find_event(link.event)
    when = describe_when(event) if event else ""
    return " · ".join(part for part in (relation_text(link.relation, conditional=link.conditional), when) if part)
