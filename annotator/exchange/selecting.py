"""What an export is of: a layer, the machine's suggestions, the gold as it is now, or a release."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING

import msgspec

from annotator.errors import Invalid, UserError
from annotator.exchange import carding, gathering
from annotator.exchange.carding import CardFacts, card_facts
from annotator.exchange.gathering import Source
from annotator.exchange.gold import freezing
from annotator.exchange.gold.state import GoldState, complete, gold_state, refuse_early
from annotator.exchange.recording import Recorder
from annotator.formats.gold.schema import GoldActor, GoldArticle, GoldEvent
from annotator.layers import GOLD, SUGGESTIONS
from annotator.progress import Progress
from annotator.store import queries

if TYPE_CHECKING:
    from annotator.project import Project


class Selection(msgspec.Struct, frozen=True):
    """What is exported: the articles, read once and to the end, then the events and actors that they name.

    `facts` are asked for last: only who has read all of the gold knows whether something blocks it.
    """

    layer: str
    ids: Sequence[str]
    articles: Iterable[GoldArticle]
    events: Callable[[], Iterable[GoldEvent]]
    actors: Callable[[], Iterable[GoldActor]]
    find_event: Callable[[str], GoldEvent | None]
    find_actor: Callable[[str], GoldActor | None]
    facts: Callable[[], CardFacts]
    release: str = ""
    notes: tuple[str, ...] = ()
    """Further sentences for its card."""


def select(
    project: Project,
    layer: str = GOLD,
    *,
    release: str | None = None,
    incomplete: bool = False,
    with_rejected: bool = False,
    progress: Progress | None = None,
) -> Selection:
    """The articles of a layer, of gold, or of a release.

    Raises:
        UserError: there is no such layer or release, or gold is blocked and not `incomplete`.
    """
    if release is None:
        return _current(project, layer, progress, incomplete=incomplete, with_rejected=with_rejected)
    if layer != GOLD or with_rejected:
        raise Invalid("A release is gold as it was frozen.", "Leave out --layer and --with-rejected.")
    return _frozen(project, release)


def _current(
    project: Project, layer: str, progress: Progress | None, *, incomplete: bool, with_rejected: bool
) -> Selection:
    """A layer, the machine's suggestions, or gold, as they are now."""
    if layer == GOLD:
        state = gold_state(project, progress)
        refuse_early(state, incomplete=incomplete)
        source, facts = state.source(), partial(_gold_facts, project, state, incomplete=incomplete)
    else:
        source, facts = _source(project, layer), partial(card_facts, project.scheme)
    recorder = Recorder(project.db, project.scheme, source, with_rejected=with_rejected)
    return Selection(
        layer,
        source.articles,
        recorder.articles(),
        recorder.events,
        recorder.actors,
        recorder.find_event,
        recorder.find_actor,
        facts,
    )


def _gold_facts(project: Project, state: GoldState, *, incomplete: bool) -> CardFacts:
    complete(state, incomplete=incomplete)
    return card_facts(project.scheme, carding.gold_facts(project.lead, state))


def _source(project: Project, layer: str) -> Source:
    db = project.db
    if layer == SUGGESTIONS:
        return gathering.machine_source(db, project.scheme)
    held = queries.layer_articles(db, layer)
    if not held:
        there = ", ".join([*queries.layers(db), *queries.settled_layers(db), SUGGESTIONS])
        raise UserError(f"There is no work of {layer!r} in the project.", f"Layers: {there}.")
    return gathering.layer_source(db, project.scheme, layer, held)


def _frozen(project: Project, name: str) -> Selection:
    found = freezing.find_release(project.db, name)
    frozen = freezing.Frozen(project.db, found)
    return Selection(
        GOLD,
        frozen.article_ids,
        frozen.articles(),
        frozen.events,
        frozen.actors,
        frozen.find_event,
        frozen.find_actor,
        lambda: frozen.facts,
        release=found.name,
        notes=(f"Another laptop gave the name {found.name} to other gold.",) if found.is_disputed else (),
    )
