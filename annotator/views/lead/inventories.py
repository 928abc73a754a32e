"""The events and actors of all layers as a lead sees them: what was aligned together, and what may be one.

Whose each is goes by letters unless the project shows names in review. Ranking is in `annotator.review`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import msgspec

from annotator.fields import actor_from, event_from
from annotator.layers import PROJECT
from annotator.model import Actor, Event
from annotator.review.hiding import lettered
from annotator.review.inventories.actors import InventoriedActor, propose_same
from annotator.review.inventories.events import Inventoried, propose_alignments
from annotator.review.inventories.model import Aligning, Inventory, Owned
from annotator.review.inventories.overlaps import Place, is_same_place
from annotator.review.settings import review_settings
from annotator.store import Database, inventories, journal, proposals, queries
from annotator.views import inquiries
from annotator.views.inquiries import PlacedStatement
from annotator.views.reading import Reading

PUBLISHED = "published"
"""What stands where whose it is would stand, of what is everybody's."""


class Member(msgspec.Struct, frozen=True):
    """An event or actor as a layer has it. `links`: how many statements (mentions) that layer gave it by this id.

    `is_aligned`: a lead made it lead elsewhere, and not whoever has it.
    """

    owned: Owned
    thing: Event | Actor
    links: int = 0
    is_aligned: bool = False

    @property
    def is_published(self) -> bool:
        return self.owned.layer == PROJECT


class Group(msgspec.Struct, frozen=True):
    """What is read as one event or actor: the published one, or one that no lead has aligned yet, and its members.

    `thing` has the published values, else those of the member with the most links. `ids`: all that lead here.
    """

    kind: Inventory
    id: str
    thing: Event | Actor
    state: str
    members: tuple[Member, ...]
    ids: tuple[str, ...]
    links: int
    articles: int

    @property
    def title(self) -> str:
        return self.thing.title if isinstance(self.thing, Event) else self.thing.name

    @property
    def is_published(self) -> bool:
        return any(member.is_published for member in self.members)

    @property
    def layers(self) -> frozenset[str]:
        """Whose it is, `project` for a published one."""
        return frozenset(member.owned.layer for member in self.members)

    @property
    def owned(self) -> Owned:
        """What operations take it as: the published one, else whose values are shown."""
        found = next((one for one in self.members if one.is_published and one.thing.id == self.id), None)
        found = found or next(one for one in self.members if one.thing == self.thing)
        return Owned(found.owned.layer, self.id)

    @property
    def taken_in(self) -> list[Member]:
        """The members that had ids of their own: what can be taken out again."""
        return [member for member in self.members if member.owned.id != self.id]


class Said(msgspec.Struct, frozen=True):
    """A statement that stands under an event or actor: as one of those who put it there has it, and who they are."""

    placed: PlacedStatement
    layers: tuple[str, ...]
    relations: tuple[str, ...] = ()

    @property
    def place(self) -> Place:
        """The whole stretch that it takes."""
        spans = self.placed.statement.content
        return Place(self.placed.article, spans[0].start, spans[-1].end)

    def is_same_place(self, other: Said) -> bool:
        """Whether two are one statement, cut a little differently."""
        return self.placed.article == other.placed.article and is_same_place(self.place, other.place)


class Counts(NamedTuple):
    """How much there is: groups, those that are not published, and pairs that may be one."""

    groups: int
    unpublished: int
    proposals: int


class _Known(msgspec.Struct, frozen=True):
    groups: dict[str, Group]
    places: Mapping[str, Mapping[str, tuple[Place, ...]]]


class Inventories:
    """Kept until something is decided. Reads every layer's events, actors and links once: a few thousand rows."""

    def __init__(self, db: Database, reading: Reading, project_id: str) -> None:
        self._db = db
        self._own = reading
        self._project_id = project_id
        self._readings: dict[str, Reading] = {}
        self._row = -1
        self._known: dict[Inventory, _Known] = {}
        self._proposed: dict[Inventory, list[Aligning]] = {}

    @property
    def names(self) -> dict[str, str]:
        """Layer → what it goes by here: its annotator's name, or a letter that is the same in every copy."""
        found = [layer for layer in inventories.layers(self._db) if layer != PROJECT]
        settings = review_settings(queries.settings(self._db, self._project_id))
        shown = {layer: layer for layer in found} if settings.shows_names else lettered(found, self._project_id)
        return {PROJECT: PUBLISHED, **shown}

    @property
    def is_shared(self) -> bool:
        """Whether two annotators at least have events or actors of their own."""
        return len(inventories.layers(self._db)) > 2

    def rows(self, kind: Inventory) -> list[Group]:
        """Everything that anybody made, what was aligned together as one, by title. Retired ones too."""
        return sorted(self._groups(kind).values(), key=lambda group: (group.title.casefold(), group.id))

    def find(self, kind: Inventory, subject: str) -> Group | None:
        """What an id is a part of."""
        groups = self._groups(kind)
        return groups.get(subject) or next((group for group in groups.values() if subject in group.ids), None)

    def unaligned(self, kind: Inventory) -> list[Group]:
        """What is not published yet, by title."""
        return [group for group in self.rows(kind) if not group.is_published and group.state == "kept"]

    def aligned(self, kind: Inventory) -> list[Group]:
        """What several are read as, by title."""
        return [group for group in self.rows(kind) if group.taken_in]

    def proposals(self, kind: Inventory) -> list[Aligning]:
        """The pairs that may be one (or a part of the other), the likeliest first, without those kept apart."""
        self._renew()
        if kind not in self._proposed:
            apart = frozenset(
                one.id for one in queries.decided_in_layer(self._db, "redirect", PROJECT) if one.state == "rejected"
            )
            known = self._look(kind)
            live = [group for group in known.groups.values() if group.state == "kept"]
            rank = self._rank_events if kind == "event" else self._rank_actors
            self._proposed[kind] = rank(live, known, apart)
        return self._proposed[kind]

    def counts(self, kind: Inventory) -> Counts:
        """How much there is, and how much of it waits for a lead."""
        return Counts(len(self._groups(kind)), len(self.unaligned(kind)), len(self.proposals(kind)))

    def statements(self, group: Group) -> list[Said]:
        """The statements of all layers under a group, what is one in several layers once, by date of their articles."""
        found: list[tuple[str, PlacedStatement, str]] = []
        for layer in inventories.layers(self._db):
            reading = self._reading(layer)
            if group.kind == "event":
                rows = inquiries.event_links(self._db, reading, group.id)
                found += [(layer, row, row.link.relation) for row in rows]
            else:
                found += [(layer, row, "") for row in inquiries.actor_statements(self._db, reading, group.id)]
        return _joined(found)

    def _reading(self, layer: str) -> Reading:
        self._renew()
        if layer not in self._readings:
            self._readings[layer] = Reading(self._db, layer, self._own.scheme)
        return self._readings[layer]

    def _renew(self) -> None:
        row = journal.last_row(self._db)
        if row != self._row:
            self._row = row
            self._readings.clear()
            self._known.clear()
            self._proposed.clear()

    def _groups(self, kind: Inventory) -> dict[str, Group]:
        self._renew()
        return self._look(kind).groups

    def _look(self, kind: Inventory) -> _Known:
        if kind not in self._known:
            self._known[kind] = self._read(kind)
        return self._known[kind]

    def _read(self, kind: Inventory) -> _Known:
        members: dict[str, list[tuple[Member, str]]] = defaultdict(list)
        places: dict[str, dict[str, set[Place]]] = defaultdict(lambda: defaultdict(set))
        articles: dict[str, set[str]] = defaultdict(set)
        lead_here: dict[str, set[str]] = defaultdict(set)
        by_lead = inventories.own_targets(self._db, PROJECT)
        make = event_from if kind == "event" else actor_from
        for layer in inventories.layers(self._db):
            targets = inventories.targets(self._db, layer)
            own = inventories.own_targets(self._db, layer) if layer != PROJECT else {}
            links: dict[str, int] = defaultdict(int)
            for subject, place in self._placed(kind, layer):
                target = targets.get(subject, subject)
                links[subject] += 1
                places[target][layer].add(place)
                articles[target].add(place.article)
            for one in queries.decided_in_layer(self._db, kind, layer):
                if one.state != "rejected":
                    target = targets.get(one.id, one.id)
                    lead_here[target].update((one.id, target))
                    is_aligned = one.id in by_lead and one.id not in own
                    member = Member(Owned(layer, one.id), make(one.id, one.fields), links[one.id], is_aligned)
                    members[target].append((member, one.state))
        groups = {
            target: _group(kind, target, found, lead_here[target], places[target], len(articles[target]))
            for target, found in members.items()
        }
        return _Known(groups, {key: {layer: tuple(sorted(p)) for layer, p in by.items()} for key, by in places.items()})

    def _placed(self, kind: Inventory, layer: str) -> Iterable[tuple[str, Place]]:
        """(event or actor, place) of what a layer linked or resolved."""
        if kind == "actor":
            return [(one.actor, Place(*one[1:])) for one in inventories.resolved(self._db, layer)]
        return [(one.event, Place(one.article, one.start, one.end)) for one in proposals.filed(self._db, [layer])]

    def _rank_events(self, live: Sequence[Group], known: _Known, apart: frozenset[str]) -> list[Aligning]:
        actors = self._look("actor").groups
        names = {one: group.title for group in actors.values() for one in group.ids}
        group_of = {one: group.id for group in known.groups.values() for one in group.ids}
        found = [
            Inventoried(
                msgspec.structs.replace(group.thing, id=group.id, part_of=group_of.get(group.thing.part_of or "")),
                group.layers,
                {who: names[who] for member in group.members for who in _participants(member) if who in names},
                known.places.get(group.id, {}),
            )
            for group in live
            if isinstance(group.thing, Event)
        ]
        return propose_alignments(found, apart=apart)

    @staticmethod
    def _rank_actors(live: Sequence[Group], known: _Known, apart: frozenset[str]) -> list[Aligning]:
        found = [
            InventoriedActor(_with_all_names(group), group.layers, known.places.get(group.id, {}), group.articles)
            for group in live
        ]
        return propose_same(found, apart=apart)


def _group(
    kind: Inventory,
    target: str,
    found: Sequence[tuple[Member, str]],
    ids: Iterable[str],
    places: Mapping[str, Iterable[Place]],
    articles: int,
) -> Group:
    """The group of what leads to one id; links that several layers made of one statement count once."""

    def weight(pair: tuple[Member, str]) -> tuple[bool, bool, int, Owned]:
        member = pair[0]
        is_own = member.owned.id == target
        return not (is_own and member.is_published), not is_own, -member.links, member.owned

    ordered = sorted(found, key=weight)
    shown, state = ordered[0]
    links = len({place for some in places.values() for place in some})
    return Group(
        kind, target, shown.thing, state, tuple(pair[0] for pair in ordered), tuple(sorted(ids)), links, articles
    )


def _participants(member: Member) -> tuple[str, ...]:
    return member.thing.participants if isinstance(member.thing, Event) else ()


def _with_all_names(group: Group) -> Actor:
    """The actor of a group, the names that its members go by among its aliases."""
    actors = [member.thing for member in group.members if isinstance(member.thing, Actor)]
    shown = group.thing
    assert isinstance(shown, Actor)
    names = dict.fromkeys(name for one in (shown, *actors) for name in (*one.aliases, one.name))
    return msgspec.structs.replace(shown, id=group.id, aliases=tuple(name for name in names if name != shown.name))


def _joined(found: Sequence[tuple[str, PlacedStatement, str]]) -> list[Said]:
    """Statements of several layers, those that are one place once."""
    said: list[tuple[Place, PlacedStatement, list[str], list[str]]] = []
    for layer, row, relation in sorted(found, key=lambda each: (each[1].published, each[1].article_title)):
        spans = row.statement.content
        place = Place(row.article, spans[0].start, spans[-1].end)
        known = next((one for one in said if is_same_place(one[0], place) and one[0].article == place.article), None)
        if known is None:
            said.append((place, row, [layer], [relation]))
        else:
            known[2].append(layer)
            known[3].append(relation)
    said.sort(key=lambda one: (one[1].published, one[1].article_title, one[0].start))
    return [
        Said(row, tuple(dict.fromkeys(who)), tuple(dict.fromkeys(relation for relation in relations if relation)))
        for _, row, who, relations in said
    ]
