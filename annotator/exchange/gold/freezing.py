"""Freezing gold under a name, and reading what was frozen: the very records of an export, and the facts of its card."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING

import msgspec

from annotator.changes import Changes
from annotator.errors import Invalid, NotFound
from annotator.exchange import carding
from annotator.exchange.carding import CardFacts, card_facts, gold_notes
from annotator.exchange.gold.blocking import sentences
from annotator.exchange.gold.state import complete, gold_state, refuse_early
from annotator.exchange.recording import Recorder
from annotator.formats.gold.schema import GoldActor, GoldArticle, GoldEvent
from annotator.operations import Release
from annotator.operations.releases import IN_HANDOUT, release_name
from annotator.progress import Progress
from annotator.store import Database, articles, connection, snapshots
from annotator.store.snapshots import Packed

if TYPE_CHECKING:
    from annotator.project import Project

EVENTS, ACTORS, CARD = "events", "actors", "card"
"""The keys of what belongs to no article."""
BESIDE = (EVENTS, ACTORS, CARD)

_encode = msgspec.json.Encoder(order="deterministic").encode
_article = msgspec.json.Decoder(GoldArticle).decode
_events = msgspec.json.Decoder(list[GoldEvent]).decode
_actors = msgspec.json.Decoder(list[GoldActor]).decode
_facts = msgspec.json.Decoder(CardFacts).decode


def release(project: Project, name: str, *, incomplete: bool = False, progress: Progress | None = None) -> Changes:
    """Freeze the gold as it is now under a name, as one batch; what is frozen never changes.

    Raises:
        UserError: the name is taken or none, nothing is gold yet, or gold is blocked and not `incomplete`.
    """
    return write_release(project, prepare_release(project, name, incomplete=incomplete, progress=progress))


class ReadyRelease(msgspec.Struct, frozen=True):
    """Gold that is ready to be frozen: read, and not yet written."""

    operation: Release
    contents: Packed


def prepare_release(
    project: Project, name: str, *, incomplete: bool = False, progress: Progress | None = None
) -> ReadyRelease:
    """Read the gold as it is now. Writes nothing, so that it may be done beside the window, on a file of its own.

    Raises:
        UserError: the name is taken or none, nothing is gold yet, or gold is blocked and not `incomplete`.
    """
    name = release_name(name)
    if project.lead.is_handout:
        raise Invalid(*IN_HANDOUT)
    if any(release.name == name for release in snapshots.releases(project.db)):
        raise Invalid(f"There is a release {name!r} already.", "Choose another name: releases never change.")
    state = gold_state(project, progress)
    refuse_early(state, incomplete=incomplete)
    source = state.source()
    if not source.articles:
        raise Invalid("There is no gold to release.", "Somebody has to submit an article first.")
    recorder = Recorder(project.db, project.scheme, source, with_rejected=False)
    counts: Counter[str] = Counter()
    rows: list[tuple[str, bytes]] = []
    for number, record in enumerate(recorder.articles(), 1):
        counts.update(_counts(record))
        rows.append(snapshots.compressed(record.id, _encode(record)))
        if progress is not None:
            progress(number, len(source.articles))
    blocks = complete(state, incomplete=incomplete)
    events, actors = list(recorder.events()), list(recorder.actors())
    facts = card_facts(project.scheme, carding.gold_facts(project.lead, state))
    for key, beside in ((EVENTS, events), (ACTORS, actors), (CARD, facts)):
        rows.append(snapshots.compressed(key, _encode(beside)))
    counts.update(events=len(events), actors=len(actors))
    contents = snapshots.packed(rows)
    assert facts.gold is not None
    notes = [*(f"Incomplete: {sentence}" for sentence in sentences(blocks)), *gold_notes(facts.gold)]
    operation = Release(name, contents.sha256, len(source.articles), dict(counts), tuple(notes))
    return ReadyRelease(operation, contents)


def write_release(project: Project, ready: ReadyRelease) -> Changes:
    """Freeze it: what it holds and the decision that names it are written together or not at all.

    Raises:
        Invalid: the name was taken meanwhile.
    """
    with connection.write(project.db):
        snapshots.put(project.db, ready.contents)
        return project.run(ready.operation)


def find_release(db: Database, name: str) -> snapshots.Release:
    """The release of that name.

    Raises:
        NotFound: there is none, or the file does not hold what it froze, or not all of it.
    """
    found = {release.name: release for release in snapshots.releases(db)}
    release = found.get(" ".join(name.split()))
    if release is None:
        there = ", ".join(found) or "none"
        raise NotFound(f"There is no release {name!r}.", f"Releases: {there}.")
    if not release.is_here:
        raise NotFound(
            f"This file does not hold what the release {release.name!r} froze.",
            "Merge the file of the lead who made it.",
        )
    if not snapshots.is_whole(db, release.sha256):
        raise NotFound(
            f"What the release {release.name!r} froze is damaged in this file.",
            "Merge the file of the lead who made it, or a backup.",
        )
    return release


class Frozen:
    """What a release froze, read from the file piece by piece."""

    def __init__(self, db: Database, release: snapshots.Release) -> None:
        self._db = db
        self._sha256 = release.sha256

    @cached_property
    def article_ids(self) -> list[str]:
        """The articles of the release, those that are in the project in its order, as in an export."""
        held = [key for key in snapshots.keys(self._db, self._sha256) if key not in BESIDE]
        among = frozenset(held)
        ordered = [one for one in articles.ids(self._db) if one in among]
        return [*ordered, *sorted(among.difference(ordered))]

    def articles(self) -> Iterator[GoldArticle]:
        for key in self.article_ids:
            yield _article(self._record(key))

    def events(self) -> Iterable[GoldEvent]:
        return _events(self._record(EVENTS))

    def actors(self) -> Iterable[GoldActor]:
        return _actors(self._record(ACTORS))

    def find_event(self, event_id: str) -> GoldEvent | None:
        return self._events_by_id.get(event_id)

    def find_actor(self, actor_id: str) -> GoldActor | None:
        return self._actors_by_id.get(actor_id)

    @property
    def facts(self) -> CardFacts:
        """What its card says."""
        return _facts(self._record(CARD))

    @cached_property
    def _events_by_id(self) -> dict[str, GoldEvent]:
        return {event.id: event for event in self.events()}

    @cached_property
    def _actors_by_id(self) -> dict[str, GoldActor]:
        return {actor.id: actor for actor in self.actors()}

    def _record(self, key: str) -> bytes:
        found = snapshots.record(self._db, self._sha256, key)
        if found is None:
            raise NotFound("What the release froze is not whole.", "Check the file: annotator check.")
        return found


def _counts(record: GoldArticle) -> dict[str, int]:
    return {
        "entities": len(record.spans),
        "statements": len(record.statements),
        "links": sum(len(statement.links) for statement in record.statements),
    }
