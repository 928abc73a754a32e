"""Merging files of one project: report, dry run, the conflicts that it brings. The work is `annotator.store.merge`."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Any

import msgspec

from annotator.changes import Changes
from annotator.committing import changes_by_kind
from annotator.errors import UserError
from annotator.layers import PROJECT
from annotator.store import Database, connection, edges, failures, merge, queries
from annotator.views.inquiries import Conflict, conflicts
from annotator.wording import counted


class MergeReport(msgspec.Struct, frozen=True):
    """What a merge brought, or in a dry run would bring. `failed` are sentences on files that were not merged."""

    counts: merge.Counts
    conflicts: tuple[Conflict, ...]
    warnings: tuple[str, ...]
    failed: tuple[str, ...]
    changes: Changes

    def summary(self, *, dry_run: bool = False) -> str:
        """The outcome in one line."""
        counts = self.counts
        new = f"{counted(counts.new_articles, 'new article')}, {counted(counts.new, 'new decision')}"
        said = f"{new}, {counts.known:,} known"
        if counts.held_back or counts.refused:
            said += f", {counts.held_back} held back, {counts.refused} refused"
        return f"{'Would bring' if dry_run else 'Brought'} {said}; {counted(len(self.conflicts), 'conflict')}."

    def as_json(self) -> dict[str, Any]:
        """What `annotator merge --json` prints."""
        counts = self.counts
        return {
            "articles": {"new": counts.new_articles, "known": counts.known_articles},
            "decisions": {
                "new": counts.new,
                "known": counts.known,
                "held_back": counts.held_back,
                "refused": counts.refused,
            },
            "conflicts": [
                {
                    "layer": c.layer,
                    "article": c.article,
                    "kind": c.kind,
                    "subject": c.subject,
                    "field": c.field,
                    "values": list(c.values),
                    "authors": list(c.authors),
                }
                for c in self.conflicts
            ],
            "warnings": [*self.warnings, *self.failed],
        }


class _DryRun(Exception):
    """Ends the transaction of a dry run."""


class _Before(msgspec.Struct, frozen=True):
    """What a project was like before a merge, as far as people are told what is new."""

    conflicts: frozenset[tuple[str, str, str]]
    cycles: frozenset[str]
    dormant: frozenset[tuple[str, str, str]]
    scheme: tuple[Any, ...]


def merge_files(db: Database, project_id: str, files: list[Path], *, dry_run: bool, all_layers: bool) -> MergeReport:
    """Merge files into the open project, each in a transaction of its own; one that cannot be merged stops no other."""
    run = _Run(db, project_id, all_layers=all_layers)
    if not dry_run:
        return run.merge(files)
    report: MergeReport | None = None
    with contextlib.suppress(_DryRun), connection.write(db):
        report = run.merge(files)
        raise _DryRun
    assert report is not None
    return msgspec.structs.replace(report, changes=Changes())


class _Run:
    """One merge of several files."""

    def __init__(self, db: Database, project_id: str, *, all_layers: bool) -> None:
        self._db = db
        self._project = project_id
        self._all_layers = all_layers
        self._total = merge.Counts()
        self._warnings: list[str] = []
        self._failed: list[str] = []
        self._changes = Changes()

    def merge(self, files: list[Path]) -> MergeReport:
        before = _before(self._db)
        for file in files:
            try:
                taken = self._take(file)
            except UserError as error:
                self._failed.append(str(error))
            else:
                _add(self._total, taken.counts)
                self._warnings += taken.warnings
                self._changes |= _changes(self._db, taken)
        self._warnings += _news(before, _before(self._db))
        if self._total.held_back:
            self._warnings.append(
                f"{self._total.held_back} decisions outside the annotator's own layer were held back "
                "(--all-layers takes them)."
            )
        found = tuple(conflict for conflict in conflicts(self._db) if _key(conflict) not in before.conflicts)
        return MergeReport(self._total, found, tuple(self._warnings), tuple(self._failed), self._changes)

    def _take(self, file: Path) -> merge.Taken:
        if _is_same_file(self._db, file):
            raise UserError(f"{file} is the project that is open.", "Name another file.")
        connection.check_header(file)
        try:
            other = connection.private_copy(file)
            try:
                connection.check_application(other, file)
                with connection.write(self._db):
                    return merge.take(self._db, other, self._project, file.name, all_layers=self._all_layers)
            finally:
                connection.close(other)
        except failures.DatabaseError as error:
            raise failures.damaged(file, error) from error


def _before(db: Database) -> _Before:
    found = queries.decided_in_layer(db, "setting", PROJECT)
    return _Before(
        conflicts=frozenset(_key(conflict) for conflict in conflicts(db)),
        cycles=frozenset(edges.cycles(db)),
        dormant=frozenset(edges.dormant(db)),
        scheme=tuple(one.fields.get("scheme") for one in found),
    )


def _news(before: _Before, after: _Before) -> list[str]:
    """Sentences on what a merge brought that somebody should know."""
    said = sorted(after.cycles - before.cycles)
    if count := len(after.dormant - before.dormant):
        said.append(
            f"{count} decided {'object lies' if count == 1 else 'objects lie'} dormant: what they belong to was undone "
            "or is not here. They come back with it."
        )
    if before.scheme != after.scheme:
        said.append("The scheme was changed in a file that was merged; its latest version counts now.")
    return said


def _changes(db: Database, taken: merge.Taken) -> Changes:
    arrived = Changes(
        articles=frozenset(taken.added) | frozenset(taken.suggested),
        added=frozenset(taken.added),
        suggested=frozenset(taken.suggested),
    )
    return changes_by_kind(db, taken.decided, taken.articles) | arrived


def _add(total: merge.Counts, counts: merge.Counts) -> None:
    for name in total.__struct_fields__:
        setattr(total, name, getattr(total, name) + getattr(counts, name))


def _key(conflict: Conflict) -> tuple[str, str, str]:
    return conflict.layer, conflict.subject, conflict.field


def _is_same_file(db: Database, file: Path) -> bool:
    own = connection.path_of(db)
    return own is not None and file.exists() and own.samefile(file)
