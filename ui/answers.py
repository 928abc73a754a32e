"""What two laptops answered differently about a part of a unit, in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from annotator.model import Span
from annotator.project import Project
from annotator.text import span_text
from annotator.work import ArticleWork
from ui.wording import BETWEEN_FRAGMENTS, NONE, actor_finder

FIELD_OF_PART = {"links": "nothing_to_link"}
STATES = {"kept": "it stands", "rejected": "rejected", "removed": "taken away"}


@dataclass(frozen=True)
class Answer:
    """One of the answers: the field's value, what it says, and who gave it when."""

    value: Any
    words: str
    author: str
    time: str


def answers_by_field(project: Project, work: ArticleWork, subject: str) -> dict[str, list[Answer]]:
    """The answers about a unit of an open article, by the field that they are about."""
    return {
        conflict.field: [
            Answer(value, say_value(conflict.field, value, project, work), author, time)
            for value, author, time in zip(conflict.values, conflict.authors, conflict.times, strict=True)
        ]
        for conflict in project.conflicts()
        if conflict.subject == subject
    }


def say_value(field: str, value: Any, project: Project, work: ArticleWork) -> str:
    """The value of a field of an entity or statement in words."""
    text = work.article.text
    if value is None:
        return NONE
    if isinstance(value, bool):
        return "nothing to link" if value else "something to link"
    if field in ("span", "cue"):
        return span_text(text, Span(*value))
    if field in ("content", "verbatim"):
        return BETWEEN_FRAGMENTS.join(span_text(text, Span(*pair)) for pair in value) or NONE
    if field in ("speaker", "actor", "parent"):
        return _say_reference(field, value, project, work)
    return STATES.get(value, value) if isinstance(value, str) else ", ".join(map(str, value)) or NONE


def _say_reference(field: str, value: Any, project: Project, work: ArticleWork) -> str:
    text = work.article.text
    if field == "speaker":
        mention = value.get("mention")
        words = span_text(text, Span(*mention)) if mention else "no mention"
        return f"{words} · anonymous" if value.get("anonymous") else words
    if field == "actor":
        actor = actor_finder(project, work.article.id)(value)
        return actor.name if actor else "an unknown actor"
    unit = work.find(value)
    return BETWEEN_FRAGMENTS.join(span_text(text, span) for span in unit.spans) if unit else "another statement"
