"""What operations see of a project while they make their drafts, the drafts made earlier in the same batch included."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from annotator.errors import NotFound
from annotator.fields import actor_from, event_from
from annotator.layers import GOLD, PROJECT
from annotator.model import Actor, Article, Event, Link, Span, Suggestion
from annotator.operations.base import Draft
from annotator.review.handing_out import AssignmentRow
from annotator.review.settings import Registry, review_settings
from annotator.scheme import Scheme
from annotator.store import Database, articles, assignments, check, inventories, queries
from annotator.store.projections import PROJECTIONS
from annotator.units import NO_PARTS, Decided, Unit, make_unit
from annotator.views import inquiries
from annotator.views.reading import Reading
from annotator.work import ArticleWork

Key = tuple[str, str]


class ProjectDesk:
    """One batch's view: the reading of the author's layer, with the pending drafts laid over it."""

    def __init__(self, db: Database, reading: Reading, project_id: str) -> None:
        self._db = db
        self._reading = reading
        self._project_id = project_id
        self._pending: dict[Key, Decided] = {}
        self._layers: dict[Key, str] = {}
        self._targets: dict[str, dict[str, str]] = {}
        self._own_targets: dict[str, dict[str, str]] = {}

    @property
    def layer(self) -> str:
        return self._reading.layer

    @property
    def scheme(self) -> Scheme:
        return self._reading.scheme

    @property
    def project_id(self) -> str:
        return self._project_id

    @property
    def registry(self) -> Registry:
        return review_settings(queries.settings(self._db, self._project_id)).registry

    @property
    def is_handout(self) -> bool:
        return check.handout(self._db) is not None

    def note(self, drafts: Iterable[Draft]) -> None:
        for draft in drafts:
            self._pending[draft.kind, draft.subject] = self._with(draft)
            self._layers[draft.kind, draft.subject] = draft.layer

    def article(self, article_id: str) -> Article:
        return self._reading.article(article_id)

    def unit(self, article_id: str, unit_id: str) -> Unit:
        pending = self._pending.get(("entity", unit_id)) or self._pending.get(("statement", unit_id))
        if pending is None:
            return self._reading.unit(article_id, unit_id)
        suggestion = self._reading.suggestion(article_id, unit_id)
        return make_unit(suggestion, pending, links=tuple(self.links(unit_id)))

    def work(self, article_id: str) -> ArticleWork:
        work = self._reading.work(article_id)
        for found in self._pending.values():
            if found.article == article_id and found.kind in queries.UNIT_TABLES:
                work.put(self.unit(article_id, found.id))
        return work

    def outline(self, article_id: str) -> ArticleWork:
        work = ArticleWork(articles.get(self._db, article_id), self.layer)
        self._reading.refresh_frame(work)
        return work

    def suggestion(self, article_id: str, unit_id: str) -> Suggestion | None:
        return self._reading.suggestion(article_id, unit_id)

    def undecided(self, article_id: str, passes: Iterable[str]) -> list[Unit]:
        return self.work(article_id).undecided(tuple(passes))

    def entities_on(self, article_id: str, span: Span) -> list[Unit]:
        here = [found for found in self._pending.values() if found.article == article_id and found.kind == "entity"]
        pending = {found.id: self.unit(article_id, found.id) for found in here}
        units = {unit.id: unit for unit in self._reading.entities_on(article_id, span)} | pending
        return [unit for unit in units.values() if unit.spans == (span,)]

    def suggested_actor(self, article_id: str, actor_id: str) -> Actor | None:
        return self._reading.suggested_actors(article_id).get(actor_id)

    def find_event(self, event_id: str) -> Event | None:
        pending = self._pending.get(("event", event_id))
        return event_from(event_id, pending.fields) if pending else self._reading.registry.find_event(event_id)

    def find_actor(self, actor_id: str) -> Actor | None:
        pending = self._pending.get(("actor", actor_id))
        return actor_from(actor_id, pending.fields) if pending else self._reading.registry.find_actor(actor_id)

    def layer_of(self, kind: str, subject: str) -> str | None:
        if (kind, subject) in self._layers:
            return self._layers[kind, subject]
        return self._reading.registry.layer_of(kind, subject)

    def links(self, statement_id: str) -> Sequence[Link]:
        found = {link.id: link for link in queries.links_of(self._db, self.layer, [statement_id]).get(statement_id, [])}
        for (kind, subject), pending in self._pending.items():
            fields = pending.fields
            if kind == "link" and (subject in found or fields.get("statement") == statement_id):
                found.pop(subject, None)
                if fields.get("state") == "kept":
                    found[subject] = _link(subject, fields)
        return list(found.values())

    def gold_links(self, statement_id: str) -> Sequence[Link]:
        return queries.links_of(self._db, GOLD, [statement_id]).get(statement_id, [])

    def redirect_target(self, subject: str) -> str:
        pending = self._pending.get(("redirect", subject))
        if pending is not None:
            return pending.fields["to"] if pending.state == "kept" else subject
        return self._reading.registry.target(subject)

    def is_there(self, kind: str, subject: str) -> bool:
        decided = queries.decided(self._db, kind, self.layer, [subject])
        found = self._pending.get((kind, subject)) or decided.get(subject)
        return found is not None and found.state == "kept"

    def is_published(self, kind: str, subject: str) -> bool:
        found = queries.decided(self._db, kind, PROJECT, [subject]).get(subject)
        return found is not None and found.state == "kept"

    def absent(self, article_ids: Iterable[str]) -> list[str]:
        return articles.absent(self._db, list(article_ids))

    def assignment(self, article_id: str, annotator: str) -> AssignmentRow | None:
        return assignments.find(self._db, article_id, annotator)

    def submission(self, article_id: str, layer: str) -> str | None:
        return assignments.submission_of(self._db, article_id, layer)

    def opened(self) -> frozenset[str]:
        return assignments.opened(self._db, self._project_id)

    def conflicting(self, subject: str, kind: str, field: str) -> dict[str, Sequence[Any]]:
        found = inquiries.conflicts(self._db)
        return {one.layer: one.values for one in found if (one.subject, one.kind, one.field) == (subject, kind, field)}

    def in_layers(self, kind: str, subject: str) -> dict[str, Decided]:
        found = inventories.in_layers(self._db, kind, subject)
        pending = self._pending.get((kind, subject))
        return {**found, self._layers[kind, subject]: pending} if pending else found

    def leads_to(self, layer: str, subject: str) -> str:
        if layer not in self._targets:
            self._targets[layer] = inventories.targets(self._db, layer)
        targets = self._targets[layer]
        here, seen = subject, {subject}
        while True:
            pending = self._pending.get(("redirect", here))
            there = targets.get(here, here) if pending is None else pending.fields["to"]
            if there in seen or (pending is not None and pending.state != "kept"):
                return here
            seen.add(there)
            here = there

    def leading_to(self, layer: str, subject: str) -> list[str]:
        if layer not in self._own_targets:
            self._own_targets[layer] = inventories.own_targets(self._db, layer)
        return sorted(old for old, new in self._own_targets[layer].items() if new == subject)

    def _with(self, draft: Draft) -> Decided:
        """What the draft's subject will amount to."""
        old = self._pending.get((draft.kind, draft.subject))
        if old is None and draft.kind in PROJECTIONS:
            old = queries.decided(self._db, draft.kind, draft.layer, [draft.subject]).get(draft.subject)
        decided = (old.decided if old else NO_PARTS) | frozenset(draft.set)
        before: Mapping[str, Any] = old.fields if old else {}
        fields = {**before, **{k: v for k, v in draft.machine.items() if k not in decided}, **draft.set}
        return Decided(draft.subject, draft.kind, draft.article, fields, decided, "single")


def _link(subject: str, fields: Any) -> Link:
    if fields.get("statement") is None:
        raise NotFound("The statement has no such link.")
    return Link(subject, fields["statement"], fields["event"], fields["relation"], bool(fields.get("conditional")))
