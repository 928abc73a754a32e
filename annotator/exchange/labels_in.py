"""Labels that come with imported articles: into layers as decisions (`layer_labels`), or as suggestions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, TypeVar

from annotator.changes import Changes
from annotator.committing import Author, commit, new_batch
from annotator.exchange.layer_labels import LayerLabels
from annotator.exchange.layering import Layering
from annotator.exchange.problems import Problems
from annotator.exchange.suggested_labels import SuggestedLabels
from annotator.formats.gold import work as gold_work
from annotator.formats.records import ArticleRecord
from annotator.model import Entity
from annotator.operations.base import Draft
from annotator.paths import device_id
from annotator.scheme import Scheme
from annotator.store import connection
from annotator.units import Unit

if TYPE_CHECKING:
    from annotator.project import Project

T = TypeVar("T")
CHUNK = 500
"""So many articles, or events, are put right at the end in one transaction."""


class LabelsIn:
    """Takes the labels of one import. All that it writes into layers is one batch, so one undo takes it back.

    `lacking` and `removed` are told against all records of an import together, once `finish` was called.
    """

    def __init__(self, project: Project, layering: Layering, problems: Problems, *, replace: bool) -> None:
        self._project = project
        self._db = project.db
        self._layering = layering
        self._problems = problems
        self._replace = replace
        self._author = Author(project.id, project.annotator, layering.layer or project.annotator, device_id())
        self._batch = new_batch()
        self._unknown: Counter[str] = Counter()
        self._layers = LayerLabels(project.db, problems)
        self._suggested = SuggestedLabels(project.db, project.scheme, problems)
        self.lacking = 0
        self.removed = 0

    @property
    def new(self) -> int:
        """How many labels came that were not there."""
        return self._layers.new + self._suggested.new

    def take(self, labelled: Sequence[tuple[str, ArticleRecord]]) -> Changes:
        """The labels of some records, each with its article's id. The caller holds the transaction."""
        changes = Changes()
        drafts: list[Draft] = []
        for article, record in labelled:
            if record.annotations is None:
                continue
            layer = self._layering.of(record.annotator)
            work = gold_work.work_from(record.annotations, layer=layer)
            self._unknown.update(_unknown(self._project.scheme, work.units))
            if layer is None:
                changes |= self._suggest(article, record, work)
                continue
            if self._layers.is_taken(layer, article):
                # A second record of an article stands on what the first one brought.
                changes |= self._commit(drafts)
                drafts = []
            drafts += self._layers.drafts(layer, article, record, work)
        return changes | self._commit(drafts)

    def finish(self) -> Changes:
        """What can only be done when all records are there: events, and what the layers have and the files lack."""
        changes = Changes()
        for chunk in _chunks(self._layers.registry_drafts()):
            with connection.write(self._db):
                changes |= self._commit(chunk)
        lacking = self._layers.lacking() + self._suggested.lacking()
        if not self._replace:
            self.lacking = lacking
        elif lacking:
            self.removed = lacking
            changes |= self._remove()
        self._say()
        return changes

    def _suggest(self, article: str, record: ArticleRecord, work: gold_work.GoldWork) -> Changes:
        self._layers.note_actors(record)
        if not self._suggested.take(article, record.annotator, work, self._layers.actors_known()):
            return Changes()
        return Changes(articles=frozenset({article}), suggested=frozenset({article}))

    def _remove(self) -> Changes:
        changes = Changes()
        for drafts in _chunks(self._layers.removals()):
            with connection.write(self._db):
                changes |= self._commit([draft for article in drafts for draft in article])
        with connection.write(self._db):
            articles = frozenset(self._suggested.remove())
        return changes | Changes(articles=articles, suggested=articles)

    def _commit(self, drafts: Sequence[Draft]) -> Changes:
        return commit(self._db, self._author, drafts, batch=self._batch)

    def _say(self) -> None:
        """Put the labels that the scheme does not have into the report, and what suggestions were made of."""
        names = [f"{name} ({count})" for name, count in sorted(self._unknown.items())]
        if names:
            self._problems.warn(f"The scheme does not know: {', '.join(names)}.", "They were kept.")
        self._suggested.say_united()


def _chunks(items: Iterable[T]) -> Iterator[list[T]]:
    rest = iter(items)
    while chunk := list(islice(rest, CHUNK)):
        yield chunk


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
