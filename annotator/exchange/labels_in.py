"""Labels that come with imported articles: into a layer as decisions, or without a layer as suggestions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from annotator.changes import Changes
from annotator.committing import Author, commit, new_batch
from annotator.exchange.gold.alternatives import alternative_fields
from annotator.exchange.problems import Problems
from annotator.fields import actor_fields, entity_fields, event_fields, link_fields, pass_fields, statement_fields
from annotator.formats import gold, gold_work
from annotator.formats.gold_schema import GoldArticle
from annotator.ids import random_id
from annotator.layers import PROJECT
from annotator.model import Actor, Entity, Event, Link, Statement, Suggestion, SuggestionRun
from annotator.operations.base import Draft
from annotator.operations.units import PART_FIELDS, actors_of
from annotator.paths import device_id
from annotator.scheme import Scheme
from annotator.store import articles, check, queries, suggestions
from annotator.store.chunks import chunks
from annotator.units import Decided, Unit
from annotator.views.inquiries import visible_count
from annotator.wording import counted

if TYPE_CHECKING:
    from annotator.project import Project

MODEL = "import"


class LabelsIn:
    """Takes the labels of one import. Everything that it writes into a layer is one batch, so one undo takes it back.

    `folders` are exports of the gold format among what is imported: they bring events and actors of their own.
    """

    def __init__(
        self, project: Project, layer: str | None, problems: Problems, *, replace: bool, folders: Sequence[Path] = ()
    ) -> None:
        self._project = project
        self._db = project.db
        self._layer = layer
        self._replace = replace
        self._folders = folders
        self._author = Author(project.id, project.annotator, layer or project.annotator, device_id())
        self._batch = new_batch()
        self._unknown: Counter[str] = Counter()
        self.new = 0
        self.lacking = 0
        self.removed = 0
        self._problems = problems
        found = [each for folder in folders for each in problems.sift(gold.read_gold_actors(folder))]
        self._actors = {actor.id: actor for actor in map(gold_work.actor_from, found)}
        self._linked: dict[str, str] = {}
        """The events that links name: id → what the file calls it."""

    def say_unknown(self) -> None:
        """Put the labels that the scheme does not have into the report."""
        names = [f"{name} ({count})" for name, count in sorted(self._unknown.items())]
        if names:
            self._problems.warn(f"The scheme does not know: {', '.join(names)}.", "They were kept.")

    def take(self, labelled: Sequence[tuple[str, GoldArticle]]) -> Changes:
        """The labels of some articles. The caller holds the transaction."""
        changes = Changes()
        drafts: list[Draft] = []
        for article, record in labelled:
            work = gold_work.work_from(record, layer=self._layer)
            self._unknown.update(_unknown(self._project.scheme, work.units))
            if self._layer is None:
                changes |= self._suggest(article, work)
            else:
                drafts += self._drafts(article, record, work)
        return changes | self._commit(drafts)

    def take_actors(self) -> Changes:
        """The actors of the folders, before the articles that name them. The caller holds the transaction."""
        if self._layer is None:
            return Changes()
        drafts = [self._registry_draft("actor", one.id, actor_fields(one)) for one in self._actors.values()]
        return self._commit([draft for draft in drafts if draft is not None])

    def take_events(self) -> Changes:
        """The events of the folders, after the articles that mention them, and those that only links name.

        Suggestions name none.
        """
        drafts: list[Draft | None] = []
        for folder in self._folders if self._layer is not None else ():
            for found in self._problems.sift(gold.read_gold_events(folder)):
                event, said = gold_work.event_from(found, partial(articles.find_text, self._db))
                for sentence in said:
                    self._problems.warn(sentence, file=str(folder / "events.jsonl"), record=found.id)
                drafts.append(self._registry_draft("event", event.id, event_fields(event)))
                self._linked.pop(event.id, None)
        return self._commit([*(draft for draft in drafts if draft is not None), *self._named_events()])

    def _named_events(self) -> list[Draft]:
        """Drafts for events that links name and nothing describes: without an event a link would mean nothing."""
        known: set[str] = set()
        for layer, chunk in product((self._author.layer, PROJECT), chunks(list(self._linked))):
            known |= queries.decided(self._db, "event", layer, chunk).keys()
        events = [Event(key, gold_work.event_title(name)) for key, name in self._linked.items() if key not in known]
        if events:
            count = counted(len(events), "event")
            said = f"{count} to which statements are linked came without a description."
            self._problems.warn(said, "They are named as in the file.")
        drafts = [self._registry_draft("event", event.id, event_fields(event)) for event in events]
        return [draft for draft in drafts if draft is not None]

    def _commit(self, drafts: Sequence[Draft]) -> Changes:
        return commit(self._db, self._author, drafts, batch=self._batch)

    def _suggest(self, article: str, work: gold_work.GoldWork) -> Changes:
        """The labels as a suggestion run: beside what was proposed already, or in place of it with `replace`."""
        old = suggestions.find(self._db, article)
        proposed = {unit.id: _suggestion(unit) for unit in work.units}
        before = {s.id: s for s in old.suggestions} if old else {}
        self.new += len(proposed.keys() - before.keys())
        lacking = before.keys() - proposed.keys()
        if self._replace:
            self.removed += len(lacking)
        else:
            self.lacking += len(lacking)
            proposed = {**before, **proposed}
        actors = self._actors_of(proposed.values(), (*(old.actors if old else ()), *work.actors))
        if before == proposed and old is not None and set(actors) == set(old.actors):
            return Changes()
        run = SuggestionRun(
            random_id(), article, check.next_clock(self._db), MODEL, tuple(proposed.values()), tuple(actors)
        )
        suggestions.store(self._db, run, visible_count(self._project.scheme, run.suggestions))
        return Changes(articles=frozenset({article}), suggested=frozenset({article}))

    def _actors_of(self, proposed: Iterable[Suggestion], known: Iterable[Actor]) -> list[Actor]:
        """The actors that suggestions name, with all that a folder says of them."""
        by_id = {**{actor.id: actor for actor in known}, **self._actors}
        named = dict.fromkeys(name for suggestion in proposed for name in _actors_in(suggestion.value))
        return [by_id[name] for name in named if name in by_id]

    def _drafts(self, article: str, record: GoldArticle, work: gold_work.GoldWork) -> list[Draft]:
        had = {
            found.id: found
            for kind in queries.UNIT_TABLES
            for found in queries.decided_in_article(self._db, kind, self._author.layer, article)
        }
        links = queries.links_in_article(self._db, self._author.layer, article)
        named = (link.event for statement in record.statements for link in statement.links)
        self._linked.update((gold_work.event_id(name), name) for name in named)
        drafts = [self._actor_draft(actor) for actor in work.actors if actor.id not in self._actors]
        for unit in work.units:
            drafts.append(self._unit_draft(article, unit, had.get(unit.id), work.alternatives.get(unit.id, ())))
            if isinstance(unit.value, Statement):
                drafts += self._link_drafts(article, unit.value, links.get(unit.id, []))
        drafts += self._leftover_drafts(article, work, had)
        drafts += self._region_drafts(article, work)
        found = [draft for draft in drafts if draft is not None]
        status = self._status_draft(article, work, record, is_changed=bool(found))
        return [*found, status] if status else found

    def _unit_draft(self, article: str, unit: Unit, old: Decided | None, others: Sequence[Unit]) -> Draft | None:
        decided, machine = _fields(unit)
        if others:
            decided |= alternative_fields(others)
        if old is not None:
            decided = {n: v for n, v in decided.items() if n not in old.decided or old.fields.get(n) != v}
            machine = {}
        else:
            self.new += 1
        if not decided:
            return None
        return Draft(self._author.layer, article, unit.id, unit.kind, "import", decided, machine)

    def _link_drafts(self, article: str, statement: Statement, old: Sequence[Link]) -> list[Draft | None]:
        given = {link.id for link in statement.links}
        drafts: list[Draft | None] = [
            Draft(self._author.layer, article, link.id, "link", "import", link_fields(link))
            for link in statement.links
            if link not in old
        ]
        return drafts + self._left_out("link", article, [link.id for link in old if link.id not in given])

    def _leftover_drafts(self, article: str, work: gold_work.GoldWork, had: dict[str, Decided]) -> list[Draft]:
        given = {unit.id for unit in work.units}
        left = [found for found in had.values() if found.id not in given and found.state == "kept"]
        return [draft for found in left for draft in self._left_out(found.kind, article, [found.id])]

    def _left_out(self, kind: str, article: str, subjects: Sequence[str]) -> list[Draft]:
        """What the layer has and the file lacks: removed with `replace`, else counted."""
        if not self._replace:
            self.lacking += len(subjects)
            return []
        self.removed += len(subjects)
        return [Draft(self._author.layer, article, one, kind, "import", {"state": "removed"}) for one in subjects]

    def _region_drafts(self, article: str, work: gold_work.GoldWork) -> list[Draft]:
        old = queries.regions(self._db, self._author.layer, article)
        had, given = {region.span for region in old}, {region.span for region in work.regions}
        drafts = [
            Draft(self._author.layer, article, region.id, "region", "import",
                  {"span": [region.span.start, region.span.end], "state": "kept"})
            for region in work.regions
            if region.span not in had
        ]  # fmt: skip
        return drafts + self._left_out("region", article, [region.id for region in old if region.span not in given])

    def _status_draft(
        self, article: str, work: gold_work.GoldWork, record: GoldArticle, *, is_changed: bool
    ) -> Draft | None:
        """What was brought in counts as submitted, for the passes that the file says were done."""
        status = queries.status(self._db, self._author.layer, article)
        fields = pass_fields(work.passes)
        submission = {"passes": list(work.passes), "scheme": record.provenance.scheme, "scheme_name": ""}
        fields |= {"state": "submitted", "submission": submission}
        if not is_changed and all(status.fields.get(name) == value for name, value in fields.items()):
            return None
        return Draft(self._author.layer, article, article, "article", "import", fields)

    def _actor_draft(self, actor: Actor) -> Draft | None:
        """A draft for an actor of whom the file says but the name, unless somebody knows more."""
        for layer in (self._author.layer, PROJECT):
            if queries.decided(self._db, "actor", layer, [actor.id]):
                return None
        return self._registry_draft("actor", actor.id, actor_fields(actor))

    def _registry_draft(self, kind: str, subject: str, fields: dict[str, Any]) -> Draft | None:
        """A draft for an event or actor that the layer does not know, or knows with other values."""
        if queries.decided(self._db, kind, PROJECT, [subject]):
            return None
        known = queries.decided(self._db, kind, self._author.layer, [subject]).get(subject)
        wanted = {**fields, "state": "kept"}
        changed = {n: v for n, v in wanted.items() if known is None or known.fields.get(n) != v}
        return Draft(self._author.layer, None, subject, kind, "import", changed) if changed else None


def _unknown(scheme: Scheme, units: Iterable[Unit]) -> Iterator[str]:
    labels = {label.name for label in scheme.labels}
    types = {choice.name for choice in scheme.statement_types}
    relations = {choice.name for choice in scheme.relations}
    for unit in units:
        if isinstance(unit.value, Entity):
            used, known = [unit.value.label], labels
        else:
            used, known = [unit.value.type], types
            yield from (link.relation for link in unit.value.links if link.relation not in relations)
        yield from (name for name in used if name not in known)


def _suggestion(unit: Unit) -> Suggestion:
    value = unit.value
    if isinstance(value, Statement):
        value = msgspec.structs.replace(value, links=(), nothing_to_link=False)
    score = 1.0 if unit.score is None else unit.score
    return Suggestion(value, score, unit.source or MODEL, unit.reason)


def _actors_in(value: Entity | Statement) -> list[str]:
    if isinstance(value, Entity):
        return [value.actor] if value.actor else []
    return actors_of(value.speaker)


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
