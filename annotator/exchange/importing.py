"""Bringing files into a project: articles, and labels that come with them as a layer or as suggestions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from annotator.changes import Changes
from annotator.exchange.labels_in import LabelsIn
from annotator.exchange.layering import Layering
from annotator.exchange.problems import Problem, Problems, told
from annotator.formats.reading import AUTO, annotators_in, read_paths
from annotator.formats.records import ArticleRecord, BadRecord, OffsetUnit, ReadOptions
from annotator.ids import article_id, text_sha256
from annotator.layers import SUGGESTIONS, annotator_name, is_adjudicated
from annotator.progress import Progress
from annotator.store import articles, check, connection
from annotator.store.articles import NewArticle
from annotator.text import normalise
from annotator.wording import counted

if TYPE_CHECKING:
    from annotator.project import Project

CHUNK = 500
NO_COLUMNS: Mapping[str, str] = {}


class ImportReport(msgspec.Struct, frozen=True):
    """What an import did. `problems`: what was not taken, and what was mended or left out, in the order of finding."""

    new: int
    known: int
    labels: int
    lacking: int
    removed: int
    problems: tuple[Problem, ...]
    changes: Changes

    @property
    def failed(self) -> tuple[str, ...]:
        """Sentences on what was not taken."""
        return tuple(str(problem) for problem in self.problems if not problem.is_warning)

    @property
    def warnings(self) -> tuple[str, ...]:
        """Sentences on what was mended, or left out on purpose."""
        return tuple(str(problem) for problem in self.problems if problem.is_warning)

    def summary(self) -> str:
        """The outcome in a line or two."""
        if self.new:
            said = f"Imported {counted(self.new, 'article')}"
            said += f"; {self.known:,} {'was' if self.known == 1 else 'were'} there already." if self.known else "."
        elif self.known:
            said = f"No new article: {self.known:,} {'was' if self.known == 1 else 'were'} there already."
        else:
            said = "No article was found."
        if self.labels:
            said += f" {counted(self.labels, 'label')} came with them."
        if self.lacking:
            said += f" Labels of the layer that the files lack: {self.lacking}; they stay (--replace removes them)."
        if self.removed:
            said += f" Labels that the files lack: {self.removed}; they were removed."
        return said + told(self.problems)

    def as_json(self) -> dict[str, Any]:
        """What `annotator import --json` prints."""
        return {
            "articles": {"new": self.new, "known": self.known},
            "labels": {"new": self.labels, "lacking": self.lacking, "removed": self.removed},
            "failed": list(self.failed),
            "warnings": list(self.warnings),
            "problems": [problem.as_json() for problem in self.problems],
        }


def import_files(
    project: Project,
    files: Sequence[Path],
    *,
    format: str = AUTO,  # noqa: A002 (the word of the command line)
    layer: str | None = None,
    replace: bool = False,
    columns: Mapping[str, str] = NO_COLUMNS,
    offset_unit: OffsetUnit = "auto",
    progress: Progress | None = None,
) -> ImportReport:
    """Bring files and folders in, 500 articles a transaction; what was done stays when it is stopped.

    `layer`: where labels in the files go, and what several annotators made into layers by their names in it (see
    `layering`); None makes all of them suggestions. `replace` takes away what the layers have on these articles and the
    files lack. `progress` is called with the number of articles; what it raises stops the import.

    Raises:
        Invalid: the layer's name is reserved.
        UserError: there is no format of that name, or the project cannot be written.
    """
    options = ReadOptions(columns=columns, offset_unit=offset_unit)
    problems = Problems()
    layer = checked_layer(layer)
    named = annotators_in(files, format_name=format, options=options) if layer else ()
    labels = LabelsIn(project, Layering(layer, named, problems), problems, replace=replace)
    run = _Import(project, labels, problems, files)
    for chunk in _chunks(_telling(read_paths(files, format_name=format, options=options), progress)):
        run.take(chunk)
    return run.report()


def checked_layer(layer: str | None) -> str | None:
    """The layer that labels go to, None for suggestions.

    Raises:
        Invalid: labels cannot be brought into a layer of that name.
    """
    if layer is None or layer == SUGGESTIONS:
        return None
    return layer.strip() if is_adjudicated(layer.strip()) and layer.strip().isprintable() else annotator_name(layer)


class _Import:
    def __init__(self, project: Project, labels: LabelsIn, problems: Problems, files: Sequence[Path]) -> None:
        self._project = project
        self._labels = labels
        self._files = files
        self._seen: set[str] = set()
        self._new: set[str] = set()
        self._problems = problems
        self._changes = Changes()
        self._clock: int | None = None

    def take(self, records: Iterable[ArticleRecord | BadRecord]) -> None:
        good = self._problems.sift(records)
        if not good:
            return
        db = self._project.db
        with connection.write(db):
            self._clock = self._clock or check.next_clock(db)
            fresh = [self._new_article(record) for record in good]
            added = articles.add(db, fresh, self._clock)
            self._new.update(added.articles)
            self._seen.update(article.id for article in fresh)
            self._changes |= Changes(
                articles=frozenset(added.articles) | frozenset(added.sources), added=frozenset(added.articles)
            )
            self._changes |= self._labels.take([(a.id, r) for a, r in zip(fresh, good, strict=True)])

    def report(self) -> ImportReport:
        """Put right what can only be put right when all records are there, and say what came of it."""
        labels = self._labels
        self._changes |= labels.finish()
        return ImportReport(
            new=len(self._new),
            known=len(self._seen - self._new),
            labels=labels.new,
            lacking=labels.lacking,
            removed=labels.removed,
            problems=self._problems.all(),
            changes=self._changes,
        )

    def _new_article(self, record: ArticleRecord) -> NewArticle:
        origin = self._origin(Path(record.origin))
        return NewArticle(
            id=article_id(record.text),
            sha256=text_sha256(record.text),
            text=record.text,
            meta=record.meta,
            origin=origin,
            record=record.record_number,
        )

    def _origin(self, file: Path) -> str:
        """The file's name as seen from the folder or archive that was named: no path of a machine goes in."""
        for given in self._files:
            if file != given and file.is_relative_to(given):
                # A file in a file: the archive's name says more than that of what was in it.
                start = given if given.is_dir() else given.parent
                return normalise(file.relative_to(start).as_posix())
        return normalise(file.name)


def _telling(
    records: Iterator[ArticleRecord | BadRecord], progress: Progress | None
) -> Iterator[ArticleRecord | BadRecord]:
    for number, record in enumerate(records, 1):
        yield record
        if progress is not None:
            progress(number, 0)


def _chunks(records: Iterator[ArticleRecord | BadRecord]) -> Iterator[list[ArticleRecord | BadRecord]]:
    chunk: list[ArticleRecord | BadRecord] = []
    for record in records:
        chunk.append(record)
        if len(chunk) == CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk
