"""Operations on an article as a whole: submitting, setting aside, passes, notes, excluded regions, metadata."""

from __future__ import annotations

from typing import Any

import msgspec

from annotator.errors import Invalid
from annotator.fields import pass_fields, span_field
from annotator.ids import random_id
from annotator.layers import PROJECT
from annotator.model import PASSES, Span
from annotator.operations.base import Desk, Draft, check_span
from annotator.operations.units import refuse
from annotator.review.guidelines import guidelines_version

ASIDE_REASONS = ("irrelevant", "broken", "duplicate", "other")
META_KEYS = ("title", "source", "url", "published", "author", "language", "group")


class Submit(msgspec.Struct, frozen=True):
    """An annotator's word that an article is done, for these passes, under scheme and guidelines as they are now.

    `reject_rest` first rejects every suggestion that is still undecided in them.
    """

    article: str
    passes: tuple[str, ...] = PASSES
    reject_rest: bool = False

    @property
    def title(self) -> str:
        return "Submit"

    def drafts(self, desk: Desk) -> list[Draft]:
        drafts: list[Draft] = []
        for name in self.passes:
            _check_pass(name)
        if self.reject_rest:
            for unit in desk.undecided(self.article, self.passes):
                if unit.is_machine:
                    drafts += refuse(desk, self.article, unit, bulk=True)
        scheme = desk.scheme
        submission = {
            "passes": list(self.passes),
            "scheme": scheme.version,
            "scheme_name": scheme.name,
            "guidelines": guidelines_version(scheme.guidelines),
        }
        fields: dict[str, Any] = {"state": "submitted", "submission": submission}
        fields |= pass_fields(self.passes)
        drafts.append(_on_article(desk, self.article, "submit", fields))
        return drafts


class Reopen(msgspec.Struct, frozen=True):
    """Take an article up again that was submitted or set aside."""

    article: str

    @property
    def title(self) -> str:
        return "Reopen"

    def drafts(self, desk: Desk) -> list[Draft]:
        return [_on_article(desk, self.article, "reopen", {"state": "open"})]


class SetAside(msgspec.Struct, frozen=True):
    """Say why an article is not annotated: irrelevant, broken, duplicate or other, and a word more."""

    article: str
    reason: str
    word: str = ""

    @property
    def title(self) -> str:
        return "Set aside"

    def drafts(self, desk: Desk) -> list[Draft]:
        if self.reason not in ASIDE_REASONS:
            raise Invalid(f"An article is set aside as {', '.join(ASIDE_REASONS)}; not as {self.reason}.")
        fields = {"state": "set aside", "aside": {"reason": self.reason, "word": self.word}}
        return [_on_article(desk, self.article, "set_aside", fields)]


class DeclarePass(msgspec.Struct, frozen=True):
    """Say that one reading of an article is done, or that it is not."""

    article: str
    name: str
    done: bool

    @property
    def title(self) -> str:
        return f"Pass {self.name} {'done' if self.done else 'open'}"

    def drafts(self, desk: Desk) -> list[Draft]:
        _check_pass(self.name)
        return [_on_article(desk, self.article, "pass", pass_fields([self.name], is_done=self.done))]


class AddNote(msgspec.Struct, frozen=True):
    """A note on a span, on an object, or on the article as a whole."""

    article: str
    text: str
    span: Span | None = None
    about: str | None = None
    id: str = msgspec.field(default_factory=random_id)

    @property
    def title(self) -> str:
        return "Add note"

    def drafts(self, desk: Desk) -> list[Draft]:
        if self.span is not None:
            check_span(desk, self.article, self.span)
        _check_note(self.text)
        fields = {"text": self.text, "span": span_field(self.span), "about": self.about, "state": "kept"}
        return [Draft(desk.layer, self.article, self.id, "note", "add", fields)]


class EditNote(msgspec.Struct, frozen=True):
    """Another text for a note."""

    article: str
    id: str
    text: str

    @property
    def title(self) -> str:
        return "Edit note"

    def drafts(self, desk: Desk) -> list[Draft]:
        _check_note(self.text)
        _check_there(desk, "note", self.id)
        return [Draft(desk.layer, self.article, self.id, "note", "correct", {"text": self.text})]


class RemoveNote(msgspec.Struct, frozen=True):
    """Take a note away."""

    article: str
    id: str

    @property
    def title(self) -> str:
        return "Remove note"

    def drafts(self, desk: Desk) -> list[Draft]:
        _check_there(desk, "note", self.id)
        return [Draft(desk.layer, self.article, self.id, "note", "remove", {"state": "removed"})]


class ExcludeRegion(msgspec.Struct, frozen=True):
    """Say that a stretch of the text is no article."""

    article: str
    span: Span
    id: str = msgspec.field(default_factory=random_id)

    @property
    def title(self) -> str:
        return "Exclude"

    def drafts(self, desk: Desk) -> list[Draft]:
        check_span(desk, self.article, self.span)
        fields = {"span": span_field(self.span), "state": "kept"}
        return [Draft(desk.layer, self.article, self.id, "region", "add", fields)]


class IncludeRegion(msgspec.Struct, frozen=True):
    """Take an exclusion back."""

    article: str
    id: str

    @property
    def title(self) -> str:
        return "Include again"

    def drafts(self, desk: Desk) -> list[Draft]:
        _check_there(desk, "region", self.id)
        return [Draft(desk.layer, self.article, self.id, "region", "remove", {"state": "removed"})]


class EditMeta(msgspec.Struct, frozen=True):
    """Correct an article's metadata; an empty value takes a key away. The text never changes."""

    article: str
    changes: dict[str, str]

    @property
    def title(self) -> str:
        return "Correct metadata"

    def drafts(self, desk: Desk) -> list[Draft]:
        unknown = sorted(set(self.changes) - set(META_KEYS))
        if unknown:
            raise Invalid(f"An article has no {unknown[0]} to correct.")
        old = desk.article(self.article).meta
        changed = {key: value for key, value in self.changes.items() if value != old.get(key, "")}
        return [Draft(PROJECT, self.article, self.article, "meta", "correct", changed)] if changed else []


def _on_article(desk: Desk, article: str, action: str, fields: dict[str, Any]) -> Draft:
    desk.article(article)
    return Draft(desk.layer, article, article, "article", action, fields)


def _check_pass(name: str) -> None:
    if name not in PASSES:
        raise Invalid(f"There is no pass {name}.")


def _check_there(desk: Desk, kind: str, subject: str) -> None:
    if not desk.is_there(kind, subject):
        raise Invalid(f"That {kind} is not in the article.")


def _check_note(text: str) -> None:
    if not text.strip():
        raise Invalid("A note needs a text.")
