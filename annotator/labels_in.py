"""Labels that come with imported articles: into a layer as decisions, or without a layer as suggestions."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from annotator.changes import Changes
from annotator.committing import Author, commit, new_batch
from annotator.fields import actor_fields, entity_fields, event_fields, statement_fields
from annotator.formats import gold, gold_work
from annotator.formats.gold_schema import GoldArticle
from annotator.formats.records import BadRecord
from annotator.ids import link_id, random_id
from annotator.inquiries import visible_count
from annotator.model import Actor, Entity, Link, Statement, Suggestion, SuggestionRun
from annotator.operations.base import Draft
from annotator.operations.units import PART_FIELDS, actors_of
from annotator.paths import device_id
from annotator.store import articles, check, queries, suggestions
from annotator.units import Decided, Unit

if TYPE_CHECKING:
    from annotator.project import Project

MODEL = "import"


class LabelsIn:
    """Takes the labels of one import. Everything that it writes into a layer is one batch, so one undo takes it back."""

    def __init__(self, project: Project, layer: str | None, *, replace: bool) -> None:
        self._project = project
        self._db = project.db
        self._layer = layer
        self._replace = replace
        self._author = Author(project.id, project.annotator, layer or project.annotator, device_id())
        self._batch = new_batch()
        self.new = 0
        self.lacking = 0
        self.removed = 0
        self.failed: list[str] = []
        self.warnings: list[str] = []

    def take(self, labelled: Sequence[tuple[str, GoldArticle]]) -> Changes:
        """The labels of some articles. The caller holds the transaction."""
        changes = Changes()
        for article, record in labelled:
            work = gold_work.work_from(record, layer=self._layer)
            if self._layer is None:
                changes |= self._suggest(article, work)
            else:
                changes |= self._commit(self._drafts(article, record, work))
        return changes

    def take_registry(self, folder: Path) -> Changes:
        """The events and actors of an export folder. Without a layer the suggestions name their actors themselves."""
        actors = [a for a in self._read(gold.read_gold_actors(folder)) if not isinstance(a, BadRecord)]
        if self._layer is None:
            return self._suggest_actors([gold_work.actor_from(actor) for actor in actors])
        drafts = [self._registry_draft("actor", a.id, actor_fields(a)) for a in map(gold_work.actor_from, actors)]
        for found in self._read(gold.read_gold_events(folder)):
            event, said = gold_work.event_from(found, self._text_of)
            self.warnings += said
            drafts.append(self._registry_draft("event", event.id, event_fields(event)))
        return self._commit([draft for draft in drafts if draft is not None])

    def _read(self, records: Any) -> list[Any]:
        good: list[Any] = []
        for record in records:
            if isinstance(record, BadRecord):
                (self.warnings if record.is_warning else self.failed).append(str(record))
            else:
                good.append(record)
        return good

    def _text_of(self, article: str) -> str | None:
        found = next(iter(articles.texts(self._db, [article])), None)
        return found.text if found else None

    def _commit(self, drafts: Sequence[Draft]) -> Changes:
        return commit(self._db, self._author, drafts, batch=self._batch)

    def _suggest(self, article: str, work: gold_work.GoldWork) -> Changes:
        """The labels as a suggestion run: beside what was proposed already, or in place of it with `replace`."""
        old = suggestions.find(self._db, article)
        proposed = {unit.id: _suggestion(unit) for unit in work.units}
        before = {s.id: s for s in old.suggestions} if old else {}
        self.new += len(proposed.keys() - before.keys())
        lacking = before.keys() - proposed.keys()
        actors = {actor.id: actor for actor in (*(old.actors if old else ()), *work.actors)}
        if self._replace:
            self.removed += len(lacking)
        else:
            self.lacking += len(lacking)
            proposed = {**before, **proposed}
        if before == proposed:
            return Changes()
        run = SuggestionRun(
            random_id(), article, check.next_clock(self._db), MODEL, tuple(proposed.values()), tuple(actors.values())
        )
        suggestions.store(self._db, run, visible_count(self._project.scheme, run.suggestions))
        return Changes(articles=frozenset({article}), suggested=frozenset({article}))

    def _suggest_actors(self, actors: Sequence[Actor]) -> Changes:
        """Give the imported suggestions the actors that they name, with all that the file says of them."""
        by_id = {actor.id: actor for actor in actors}
        changes = Changes()
        for article in articles.ids(self._db):
            run = suggestions.find(self._db, article)
            if run is None or run.model != MODEL:
                continue
            had = {actor.id: actor for actor in run.actors}
            named = [name for suggestion in run.suggestions for name in _actors_of(suggestion.value)]
            better = tuple(
                by_id.get(name) or had[name] for name in dict.fromkeys([*had, *named]) if name in by_id or name in had
            )
            if better != run.actors:
                fresh = msgspec.structs.replace(run, id=random_id(), clock=check.next_clock(self._db), actors=better)
                suggestions.store(self._db, fresh, visible_count(self._project.scheme, fresh.suggestions))
                changes |= Changes(articles=frozenset({article}), suggested=frozenset({article}))
        return changes

    def _drafts(self, article: str, record: GoldArticle, work: gold_work.GoldWork) -> list[Draft]:
        layer = self._author.layer
        had = {
            found.id: found
            for kind in queries.UNIT_TABLES
            for found in queries.decided_in_article(self._db, kind, layer, article)
        }
        drafts = [self._registry_draft("actor", actor.id, actor_fields(actor)) for actor in work.actors]
        links = queries.links_in_article(self._db, layer, article)
        for unit in work.units:
            drafts.append(self._unit_draft(article, unit, had.get(unit.id)))
            if isinstance(unit.value, Statement):
                drafts += self._link_drafts(article, unit.value, links.get(unit.id, []))
        drafts += self._leftover_drafts(article, work, had)
        drafts += self._region_drafts(article, work)
        drafts.append(self._status_draft(article, work, record))
        return [draft for draft in drafts if draft is not None]

    def _unit_draft(self, article: str, unit: Unit, old: Decided | None) -> Draft | None:
        decided, machine = _fields(unit)
        if old is not None:
            decided = {n: v for n, v in decided.items() if n not in old.decided or old.fields.get(n) != v}
            machine = {}
        else:
            self.new += 1
        if not decided:
            return None
        return Draft(self._author.layer, article, unit.id, unit.kind, "import", decided, machine)

    def _link_drafts(self, article: str, statement: Statement, old: Sequence[Link]) -> list[Draft | None]:
        had = {link.id for link in old}
        drafts: list[Draft | None] = []
        for link in statement.links:
            subject = link_id(statement.id, link.event, link.relation)
            if subject not in had:
                fields = {
                    "statement": statement.id, "event": link.event, "relation": link.relation,
                    "conditional": link.conditional, "state": "kept",
                }  # fmt: skip
                drafts.append(Draft(self._author.layer, article, subject, "link", "import", fields))
        return drafts

    def _leftover_drafts(self, article: str, work: gold_work.GoldWork, had: dict[str, Decided]) -> list[Draft]:
        """What the layer has and the file lacks: removed with `replace`, else counted."""
        given = {unit.id for unit in work.units}
        left = [found for found in had.values() if found.id not in given and found.state == "kept"]
        if not self._replace:
            self.lacking += len(left)
            return []
        self.removed += len(left)
        return [Draft(self._author.layer, article, f.id, f.kind, "import", {"state": "removed"}) for f in left]

    def _region_drafts(self, article: str, work: gold_work.GoldWork) -> list[Draft]:
        had = {region.span for region in queries.regions(self._db, self._author.layer, article)}
        return [
            Draft(
                self._author.layer,
                article,
                region.id,
                "region",
                "import",
                {"span": [region.span.start, region.span.end], "state": "kept"},
            )  # fmt: skip
            for region in work.regions
            if region.span not in had
        ]

    def _status_draft(self, article: str, work: gold_work.GoldWork, record: GoldArticle) -> Draft | None:
        """What was brought in counts as submitted for the passes that the file says were done."""
        status = queries.status(self._db, self._author.layer, article)
        fields: dict[str, Any] = {f"pass:{name}": True for name in work.passes}
        submission = {"passes": list(work.passes), "scheme": record.provenance.scheme, "scheme_name": ""}
        fields |= {"state": "submitted", "submission": submission}
        if all(status.fields.get(name) == value for name, value in fields.items()):
            return None
        return Draft(self._author.layer, article, article, "article", "import", fields)

    def _registry_draft(self, kind: str, subject: str, fields: dict[str, Any]) -> Draft | None:
        """A draft for an event or actor that the layer does not know, or knows with other values."""
        old = queries.decided(self._db, kind, self._author.layer, [subject]).get(subject)
        published = queries.decided(self._db, kind, queries.PROJECT_LAYER, [subject]).get(subject)
        known = published or old
        wanted = {**fields, "state": "kept"}
        changed = {n: v for n, v in wanted.items() if known is None or known.fields.get(n) != v}
        if not changed or published is not None:
            return None
        return Draft(self._author.layer, None, subject, kind, "import", changed)


def _suggestion(unit: Unit) -> Suggestion:
    value = unit.value
    if isinstance(value, Statement):
        value = msgspec.structs.replace(value, links=(), nothing_to_link=False)
    score = 1.0 if unit.score is None else unit.score
    return Suggestion(value, score, unit.source or MODEL, unit.reason)


def _actors_of(value: Entity | Statement) -> list[str]:
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
