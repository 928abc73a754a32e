"""What every operation is: a frozen struct with a title, validated into drafts before anything is written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol

import msgspec

from annotator import text
from annotator.errors import Invalid
from annotator.model import Actor, Article, Event, Link, Span, Suggestion
from annotator.review.settings import Registry
from annotator.scheme import Scheme
from annotator.units import Decided, Unit
from annotator.work import ArticleWork


class Draft(msgspec.Struct, frozen=True):
    """A decision before it gets its id, clock and author: the fields that a person sets, and those the machine had."""

    layer: str
    article: str | None
    subject: str
    kind: str
    action: str
    set: Mapping[str, Any]
    machine: Mapping[str, Any] = {}


class Desk(Protocol):
    """What an operation may look at while it makes its drafts: the author's own layer, and what all can see.

    `note` tells it of drafts made earlier in the same batch, so that later operations see their effect. `entities_on`
    gives those with exactly that span, in any state; `outline` is `work` without its units; `suggestion` what the
    machine proposed, whatever was decided of it; `is_there` asks the author's own layer, `is_published` the project's;
    `conflicting` the layers in which a field is in conflict, with its values.

    A lead's operations on the inventories look at all layers: `in_layers` gives what each layer made of an event,
    actor or redirect, `leads_to` where an id leads as a layer sees it, `leading_to` the ids that a layer itself made
    lead there.
    """

    @property
    def layer(self) -> str: ...
    @property
    def scheme(self) -> Scheme: ...
    @property
    def project_id(self) -> str: ...
    @property
    def registry(self) -> Registry: ...
    @property
    def is_handout(self) -> bool: ...

    def note(self, drafts: Iterable[Draft]) -> None: ...
    def article(self, article_id: str) -> Article: ...
    def unit(self, article_id: str, unit_id: str) -> Unit: ...
    def work(self, article_id: str) -> ArticleWork: ...
    def outline(self, article_id: str) -> ArticleWork: ...
    def suggestion(self, article_id: str, unit_id: str) -> Suggestion | None: ...
    def undecided(self, article_id: str, passes: Iterable[str]) -> list[Unit]: ...
    def entities_on(self, article_id: str, span: Span) -> list[Unit]: ...
    def suggested_actor(self, article_id: str, actor_id: str) -> Actor | None: ...
    def find_event(self, event_id: str) -> Event | None: ...
    def find_actor(self, actor_id: str) -> Actor | None: ...
    def layer_of(self, kind: str, subject: str) -> str | None: ...
    def links(self, statement_id: str) -> Sequence[Link]: ...
    def gold_links(self, statement_id: str) -> Sequence[Link]: ...
    def redirect_target(self, subject: str) -> str: ...
    def is_there(self, kind: str, subject: str) -> bool: ...
    def is_published(self, kind: str, subject: str) -> bool: ...
    def conflicting(self, subject: str, kind: str, field: str) -> Mapping[str, Sequence[Any]]: ...
    def in_layers(self, kind: str, subject: str) -> Mapping[str, Decided]: ...
    def leads_to(self, layer: str, subject: str) -> str: ...
    def leading_to(self, layer: str, subject: str) -> Sequence[str]: ...


class Operation(Protocol):
    """A change that somebody asks for. `title` names it for people; `drafts` validates and says what to decide."""

    @property
    def title(self) -> str: ...

    def drafts(self, desk: Desk) -> list[Draft]: ...


def check_span(desk: Desk, article_id: str, span: Span) -> None:
    """Raise Invalid unless the span lies in the article's text and is neither empty nor reversed."""
    text.check_span(desk.article(article_id).text, span)


def check_label(scheme: Scheme, label: str) -> None:
    if scheme.find_label(label) is None:
        raise Invalid(f"The scheme has no label {label}.")


def check_choice(names: Iterable[str], what: str, name: str) -> None:
    if name not in names:
        raise Invalid(f"The scheme has no {what} {name}.")
