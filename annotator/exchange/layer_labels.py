"""Labels that come with imported articles, as decisions of a layer. Which layer is `layering`'s to say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any

import msgspec

from annotator.exchange.gold.alternatives import alternative_fields
from annotator.exchange.problems import Problems
from annotator.fields import actor_fields, entity_fields, event_fields, link_fields, pass_fields, statement_fields
from annotator.formats.gold import work as gold_work
from annotator.formats.gold.schema import GoldEvent
from annotator.formats.records import ArticleRecord
from annotator.layers import PROJECT
from annotator.model import PASSES, Actor, Entity, Event, Link, PassName, Statement
from annotator.operations.base import Draft
from annotator.operations.units import PART_FIELDS, actors_of
from annotator.store import Database, articles, queries
from annotator.units import Decided, Unit
from annotator.wording import counted

Subject = tuple[str, str]
"""The kind and the id of what a decision is about."""

NO_PASSES = frozenset[PassName]()


class _Place(msgspec.Struct):
    """What an import has brought of an article in a layer: the union of its records.

    `left`: (kind, id) of what the layer had before and no record has brought; `passes`: those that some record did.
    """

    left: frozenset[Subject]
    passes: frozenset[PassName]
    scheme: str


class LayerLabels:
    """Makes drafts of labels. Records of one article for one layer add up; what they lack is told at the end."""

    def __init__(self, db: Database, problems: Problems) -> None:
        self._db = db
        self._problems = problems
        self._places: dict[tuple[str, str], _Place] = {}
        self._actors: dict[str, Actor] = {}
        self._events: dict[str, tuple[GoldEvent, str]] = {}
        self._known: set[tuple[str, str]] = set()
        """(layer, actor or event) of which the layer was told, or will be at the end."""
        self._linked: dict[tuple[str, str], str] = {}
        """The events that links of a layer name: what the file calls them."""
        self.new = 0

    def is_taken(self, layer: str, article: str) -> bool:
        """Whether the import has already brought something of an article into a layer."""
        return (layer, article) in self._places

    def drafts(self, layer: str, article: str, record: ArticleRecord, work: gold_work.GoldWork) -> list[Draft]:
        """The drafts for one record. Those of the record of the same article before it must have been committed."""
        drafts = [*self._told_actors(layer, record), *self._named_actors(layer, work)]
        self._note_events(layer, record)
        had = {
            found.id: found
            for kind in queries.UNIT_TABLES
            for found in queries.decided_in_article(self._db, kind, layer, article)
        }
        links = queries.links_in_article(self._db, layer, article)
        left = {(found.kind, found.id) for found in had.values() if found.state == "kept"}
        left |= {("region", region.id) for region in queries.regions(self._db, layer, article)}
        before = self._places.get((layer, article))
        left = set(before.left) if before else left
        given: set[Subject] = set()
        for unit in work.units:
            given.add((unit.kind, unit.id))
            drafts.append(self._unit_draft(layer, article, unit, had.get(unit.id), work))
            if isinstance(unit.value, Statement):
                old = links.get(unit.id, [])
                given |= {("link", link.id) for link in unit.value.links}
                if before is None or (unit.kind, unit.id) in before.left:
                    # Of a statement that a record before this one brought, no link is lacking.
                    left |= {("link", link.id) for link in old}
                drafts += _link_drafts(layer, article, unit.value, old)
        drafts += self._region_drafts(layer, article, work, given)
        found = [draft for draft in drafts if draft is not None]
        place = self._note(layer, article, record, frozenset(left - given))
        status = self._status_draft(layer, article, place, is_changed=bool(found))
        return [*found, status] if status else found

    def lacking(self) -> int:
        """How much of what the layers had the import did not bring."""
        return sum(len(place.left) for place in self._places.values())

    def removals(self) -> Iterator[list[Draft]]:
        """The drafts that remove what the layers had and the import did not bring, article by article."""
        for (layer, article), place in self._places.items():
            if place.left:
                removed = [
                    Draft(layer, article, subject, kind, "import", {"state": "removed"})
                    for kind, subject in sorted(place.left)
                ]
                status = self._status_draft(layer, article, place, is_changed=True)
                yield [*removed, *([status] if status else [])]

    def registry_drafts(self) -> Iterator[Draft]:
        """Drafts for the events that came along, and for those that only links name: to be made when all articles are
        there."""
        made: dict[str, Event] = {}
        for layer, key in sorted({*self._linked, *(known for known in self._known if known[1] in self._events)}):
            if key in self._events:
                if key not in made:
                    made[key] = self._event(key)
                draft = self._registry_draft(layer, "event", key, event_fields(made[key]))
                if draft is not None:
                    yield draft
        yield from self._named_events()

    def actors_known(self) -> dict[str, Actor]:
        """The actors that came along so far, by id."""
        return self._actors

    def note_actors(self, record: ArticleRecord) -> list[Actor]:
        """Keep the actors that a record brings."""
        actors = [gold_work.actor_from(actor) for actor in record.actors]
        self._actors.update({actor.id: actor for actor in actors})
        return actors

    def _note(self, layer: str, article: str, record: ArticleRecord, left: frozenset[Subject]) -> _Place:
        assert record.annotations is not None
        before = self._places.get((layer, article))
        passes = frozenset[PassName](record.annotations.annotated) | (before.passes if before else NO_PASSES)
        scheme = before.scheme if before else record.annotations.provenance.scheme
        place = self._places[layer, article] = _Place(left, passes, scheme)
        return place

    def _unit_draft(
        self, layer: str, article: str, unit: Unit, old: Decided | None, work: gold_work.GoldWork
    ) -> Draft | None:
        decided, machine = _fields(unit)
        if others := work.alternatives.get(unit.id, ()):
            decided |= alternative_fields(others)
        if old is not None:
            decided = {n: v for n, v in decided.items() if n not in old.decided or old.fields.get(n) != v}
            machine = {}
        else:
            self.new += 1
        return Draft(layer, article, unit.id, unit.kind, "import", decided, machine) if decided else None

    def _region_drafts(self, layer: str, article: str, work: gold_work.GoldWork, given: set[Subject]) -> list[Draft]:
        had = {region.span: region.id for region in queries.regions(self._db, layer, article)}
        given |= {("region", had.get(region.span, region.id)) for region in work.regions}
        return [
            Draft(layer, article, region.id, "region", "import",
                  {"span": [region.span.start, region.span.end], "state": "kept"})
            for region in work.regions
            if region.span not in had
        ]  # fmt: skip

    def _status_draft(self, layer: str, article: str, place: _Place, *, is_changed: bool) -> Draft | None:
        """What was brought in counts as submitted, for the passes that the file says were done."""
        passes = [name for name in PASSES if name in place.passes]
        status = queries.status(self._db, layer, article)
        fields = pass_fields(passes)
        fields |= {
            "state": "submitted",
            "submission": {"passes": passes, "scheme": place.scheme, "scheme_name": ""},
        }
        if not is_changed and _is_said_already(status.fields, fields):
            return None
        return Draft(layer, article, article, "article", "import", fields)

    def _told_actors(self, layer: str, record: ArticleRecord) -> list[Draft | None]:
        """Drafts for the actors of whom the record says something, whether it names them or not."""
        return [self._actor_draft(layer, actor) for actor in self.note_actors(record)]

    def _named_actors(self, layer: str, work: gold_work.GoldWork) -> list[Draft | None]:
        """Drafts for the actors that labels name: all that a file says of them, else the name if nobody knows more."""
        drafts: list[Draft | None] = []
        for actor in work.actors:
            if actor.id in self._actors:
                drafts.append(self._actor_draft(layer, self._actors[actor.id]))
            elif not any(queries.decided(self._db, "actor", where, [actor.id]) for where in (layer, PROJECT)):
                drafts.append(self._registry_draft(layer, "actor", actor.id, actor_fields(actor)))
        named = {name for unit in work.units for name in actors_in(unit.value)} - {actor.id for actor in work.actors}
        return drafts + [self._actor_draft(layer, self._actors[name]) for name in sorted(named & self._actors.keys())]

    def _actor_draft(self, layer: str, actor: Actor) -> Draft | None:
        if (layer, actor.id) in self._known:
            return None
        self._known.add((layer, actor.id))
        return self._registry_draft(layer, "actor", actor.id, actor_fields(actor))

    def _note_events(self, layer: str, record: ArticleRecord) -> None:
        assert record.annotations is not None
        for event in record.events:
            key = gold_work.event_id(event.id)
            self._events.setdefault(key, (event, record.origin))
            self._known.add((layer, key))
        names = (link.event for statement in record.annotations.statements for link in statement.links)
        self._linked.update({(layer, gold_work.event_id(name)): name for name in names})

    def _event(self, key: str) -> Event:
        given, origin = self._events[key]
        event, said = gold_work.event_from(given, partial(articles.find_text, self._db))
        for sentence in said:
            self._problems.warn(sentence, file=origin, record=given.id)
        return event

    def _named_events(self) -> Iterator[Draft]:
        """Drafts for events that links name and nothing describes: without an event a link would mean nothing."""
        made: set[str] = set()
        for (layer, key), name in self._linked.items():
            if key in self._events:
                continue
            if any(queries.decided(self._db, "event", where, [key]) for where in (layer, PROJECT)):
                continue
            made.add(key)
            event = Event(key, gold_work.event_title(name))
            draft = self._registry_draft(layer, "event", event.id, event_fields(event))
            if draft is not None:
                yield draft
        if made:
            said = f"{counted(len(made), 'event')} to which statements are linked came without a description."
            self._problems.warn(said, "They are named as in the file.")

    def _registry_draft(self, layer: str, kind: str, subject: str, fields: dict[str, Any]) -> Draft | None:
        """A draft for an event or actor that the layer does not know, or knows with other values."""
        if queries.decided(self._db, kind, PROJECT, [subject]):
            return None
        known = queries.decided(self._db, kind, layer, [subject]).get(subject)
        wanted = {**fields, "state": "kept"}
        changed = {n: v for n, v in wanted.items() if known is None or known.fields.get(n) != v}
        return Draft(layer, None, subject, kind, "import", changed) if changed else None


def actors_in(value: Entity | Statement) -> Sequence[str]:
    """The actors that a label names."""
    if isinstance(value, Entity):
        return [value.actor] if value.actor else []
    return actors_of(value.speaker)


def _link_drafts(layer: str, article: str, statement: Statement, old: Sequence[Link]) -> list[Draft | None]:
    return [
        Draft(layer, article, link.id, "link", "import", link_fields(link))
        for link in statement.links
        if link not in old
    ]


def _fields(unit: Unit) -> tuple[dict[str, Any], dict[str, Any]]:
    """The fields that the file decided, and those that it only mentions."""
    value = unit.value
    if isinstance(value, Entity):
        return {**entity_fields(value), "state": unit.state}, {}
    fields = statement_fields(value)
    decided = {name: fields[name] for part, names in PART_FIELDS.items() if part in unit.decided for name in names}
    machine = {name: fields[name] for name in fields if name not in decided}
    if "links" in unit.decided and not value.links:
        decided["nothing_to_link"] = True
    return {**decided, "state": unit.state}, machine


def _is_said_already(old: Mapping[str, Any], new: dict[str, Any]) -> bool:
    """Whether a submission says no more than the one before: most files do not know by which scheme it was made."""
    before: dict[str, Any] = old.get("submission") or {}
    now = new["submission"]
    passes_too = set(before.get("passes", ())) == set(now["passes"])
    is_same_scheme = now["scheme"] in ("", before.get("scheme"))
    return (
        passes_too
        and is_same_scheme
        and all(old.get(name) == value for name, value in new.items() if name != "submission")
    )
