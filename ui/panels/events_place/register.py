"""`Register`: what a tab of the Events place needs to know about what it lists, once for events and once for actors."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from annotator.dates import first_day
from annotator.ids import random_id
from annotator.model import Actor, Event
from annotator.operations import (
    AddActor,
    AddEvent,
    EditActor,
    EditEvent,
    MergeActors,
    MergeEvents,
    RestoreActor,
    RestoreEvent,
    RetireActor,
    RetireEvent,
)
from annotator.project import Project
from annotator.review.inventories.model import Inventory
from annotator.views.registry import ActorRow, EventRow
from annotator.wording import counted
from ui.panels.events_place.registry_box import publishes_new
from ui.panels.events_place.searched_model import Order
from ui.wording import ACTOR_KINDS, describe_when, event_kind

NO_DAY = "9999"
KEPT = "kept"


@dataclass(frozen=True)
class Entry:
    """One row of a list: an event or an actor in words, and what it is sorted by."""

    id: str
    title: str
    detail: str
    badge: str
    state: str
    is_published: bool
    links: int
    articles: int
    day: str = NO_DAY
    words: str = ""
    is_open: bool = True
    """Whether nothing is linked to it."""


@dataclass(frozen=True)
class Register:
    """`rows` reads all of them, `make` gives a new one with a title, the rest are the operations."""

    word: Inventory
    words: str
    prompt: str
    empty: tuple[str, str]
    rows: Callable[[Project], list[Entry]]
    orders: tuple[Order[Entry], ...]
    make: Callable[[str, Project], Any]
    add: Callable[[Any, Project], Any]
    edit: Callable[[Any], Any]
    retire: Callable[[str], Any]
    restore: Callable[[str], Any]
    merge: Callable[[tuple[str, ...], str], Any]
    find: Callable[[Project, str], Any]
    changed: str = field(default="")
    """The field of `Changes` that names those that changed."""


def event_entries(project: Project) -> list[Entry]:
    """All events in words."""
    types = {choice.name: choice.title for choice in project.scheme.event_types}
    return [_event_entry(row, types, project) for row in project.events()]


def actor_entries(project: Project) -> list[Entry]:
    """All actors in words."""
    return [_actor_entry(row) for row in project.actors()]


def _event_entry(row: EventRow, types: dict[str, str], project: Project) -> Entry:
    event = row.event
    day = first_day(event.when)
    names = [actor.name for actor in map(project.find_actor, event.participants) if actor]
    detail = " · ".join(part for part in (event_kind(event, types), counted(row.links, "statement")) if part)
    return Entry(
        event.id,
        event.title,
        detail,
        describe_when(event),
        row.state,
        row.is_published,
        row.links,
        row.articles,
        day.isoformat() if day else NO_DAY,
        " ".join((*names, event.description)),
        row.links == 0,
    )


def _actor_entry(row: ActorRow) -> Entry:
    actor = row.actor
    counts = f"{counted(row.mentions, 'mention')}, {counted(row.statements, 'statement')}"
    names = [f"also {', '.join(actor.aliases)}"] if actor.aliases else []
    return Entry(
        actor.id,
        actor.name,
        " · ".join((ACTOR_KINDS.get(actor.kind, actor.kind), *names, counts)),
        counted(row.articles, "article"),
        row.state,
        row.is_published,
        row.mentions + row.statements,
        row.articles,
        words=" ".join(actor.aliases),
        is_open=row.mentions + row.statements == 0,
    )


def _by_title(entry: Entry) -> str:
    return entry.title.casefold()


EVENTS = Register(
    word="event",
    words="events",
    prompt="Search events: title, place, participant, date",
    empty=(
        "No events yet",
        "Accept what is proposed (Ctrl+Tab), link a statement to a new event with E, or make one here.",
    ),
    rows=event_entries,
    orders=(
        Order("Date", lambda entry: (entry.day, _by_title(entry))),
        Order("Title", _by_title),
        Order("Statements", lambda entry: (-entry.links, _by_title(entry))),
    ),
    make=lambda title, project: Event(random_id(), title, project.scheme.event_types[-1].name),
    add=lambda event, project: AddEvent(event, is_published=publishes_new(project)),
    edit=EditEvent,
    retire=RetireEvent,
    restore=RestoreEvent,
    merge=MergeEvents,
    find=Project.find_event,
    changed="events",
)
ACTORS = Register(
    word="actor",
    words="actors",
    prompt="Search actors: name, alias, kind",
    empty=("No actors yet", "Say with R whom a mention stands for, or make one here."),
    rows=actor_entries,
    orders=(
        Order("Name", _by_title),
        Order("Mentions", lambda entry: (-entry.links, _by_title(entry))),
        Order("Articles", lambda entry: (-entry.articles, _by_title(entry))),
    ),
    make=lambda name, _: Actor(random_id(), name),
    add=lambda actor, _: AddActor(actor),
    edit=EditActor,
    retire=RetireActor,
    restore=RestoreActor,
    merge=MergeActors,
    find=Project.find_actor,
    changed="actors",
)
