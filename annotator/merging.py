"""Merging files of one project: the report, the dry run, conflicts that it brings. The work itself is `annotator.store.merge`."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Any

import msgspec

from annotator.changes import Changes
from annotator.committing import changes_by_kind
from annotator.errors import UserError
from annotator.inquiries import Conflict, conflicts
from annotator.store import Database, connection, merge, queries


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
        said = f"{counts.new_articles} new articles, {counts.new} new decisions, {counts.known} known"
        if counts.held_back or counts.refused:
            said += f", {counts.held_back} held back, {counts.refused} refused"
        return f"{'Would bring' if dry_run else 'Brought'} {said}; {len(self.conflicts)} conflicts."

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


def merge_files(db: Database, project_id: str, files: list[Path], *, dry_run: bool, all_layers: bool) -> MergeReport:
    """Merge files into the open project, each in a transaction of its own; one that cannot be merged stops no other."""
    before = {_key(conflict) for conflict in conflicts(db)}
    scheme = _scheme(db)
    total, warnings, failed, changes = merge.Counts(), list[str](), list[str](), Changes()
    found: list[Conflict] = []
    try:
        with _outer(db, dry_run):
            for file in files:
                try:
                    taken = _merge_one(db, project_id, file, all_layers)
                except UserError as error:
                    failed.append(str(error))
                    continue
                _add(total, taken.counts)
                warnings += taken.warnings
                changes |= _changes(db, taken)
            found = [conflict for conflict in conflicts(db) if _key(conflict) not in before]
            if _scheme(db) != scheme:
                warnings.append("The scheme was changed in a file that was merged; its latest version counts now.")
            if dry_run:
                raise _DryRun
    except _DryRun:
        changes = Changes()
    if total.held_back:
        warnings.append(
            f"{total.held_back} decisions outside the annotator's own layer were held back (--all-layers takes them)."
        )
    return MergeReport(total, tuple(found), tuple(warnings), tuple(failed), changes)


def _merge_one(db: Database, project_id: str, file: Path, all_layers: bool) -> merge.Taken:
    if _is_same_file(db, file):
        raise UserError(f"{file} is the project that is open.", "Name another file.")
    connection.check_header(file)
    try:
        other = connection.private_copy(file)
        try:
            connection.check_application(other, file)
            with connection.write(db):
                return merge.take(db, other, project_id, file.name, all_layers=all_layers)
        finally:
            connection.close(other)
    except connection.DatabaseError as error:
        raise connection.damaged(file, error) from error


def _outer(db: Database, dry_run: bool) -> Any:
    """One transaction around a dry run, to be rolled back; otherwise each file has its own."""
    return connection.write(db) if dry_run else contextlib.nullcontext()


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


def _scheme(db: Database) -> Any:
    return [found.fields.get("scheme") for found in queries.decided_in_layer(db, "setting", queries.PROJECT_LAYER)]


def _is_same_file(db: Database, file: Path) -> bool:
    own = connection.path_of(db)
    return own is not None and file.exists() and own.samefile(file)
