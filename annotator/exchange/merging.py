"""Merging files of one project: report, dry run, the conflicts that it brings. The work is `annotator.store.merge`."""

from __future__ import annotations

import contextlib
from collections import Counter
from pathlib import Path
from typing import Any

import msgspec

from annotator.changes import Changes
from annotator.committing import changes_by_kind
from annotator.errors import UserError
from annotator.exchange import doubts
from annotator.layers import PROJECT
from annotator.store import Database, articles, assignments, connection, edges, failures, merge, queries
from annotator.views.inquiries import Conflict, conflicts
from annotator.wording import counted

MOST_LINES = 20
"""How many articles are told one by one."""


class Differing(msgspec.Struct, frozen=True):
    """An article on which a layer's work came: how many decisions, and its state before ("" for no work) and after."""

    layer: str
    article: str
    title: str
    decisions: int
    before: str
    after: str

    def __str__(self) -> str:
        said = f"{self.layer}: “{self.title}”: {counted(self.decisions, 'new decision')}"
        if not self.before:
            return f"{said}, {self.after}"
        return f"{said}, still {self.after}" if self.before == self.after else f"{said}, {self.before} → {self.after}"


class MergeReport(msgspec.Struct, frozen=True):
    """What a merge brought, or in a dry run would bring. `failed` are sentences on files that were not merged.

    `articles`: where a layer's work is not what it was; those that it had work on before come first. `merged`: how many
    files came over.
    """

    counts: merge.Counts
    conflicts: tuple[Conflict, ...]
    warnings: tuple[str, ...]
    failed: tuple[str, ...]
    changes: Changes
    articles: tuple[Differing, ...] = ()
    merged: int = 0
    is_dry_run: bool = False

    @property
    def differing(self) -> tuple[Differing, ...]:
        """The articles on which a layer's work differs from what was here of it."""
        return tuple(one for one in self.articles if one.before)

    def details(self) -> list[str]:
        """What is new and what differs, layer by layer, in lines for a person to look through."""
        said = [str(one) for one in self.differing[:MOST_LINES]]
        if len(self.differing) > MOST_LINES:
            said.append(f"… and {counted(len(self.differing) - MOST_LINES, 'more article')} with other work than here")
        new = Counter(one.layer for one in self.articles if not one.before)
        submitted = Counter(one.layer for one in self.articles if not one.before and one.after == "submitted")
        said += [
            f"{layer}: work on {counted(count, 'article')} that had none of theirs here, {submitted[layer]:,} submitted"
            for layer, count in sorted(new.items())
        ]
        return said

    def summary(self) -> str:
        """The outcome in one line."""
        counts = self.counts
        if self.failed and not self.merged:
            return "Nothing could be merged." if self.is_dry_run else "Nothing was merged."
        new = f"{counted(counts.new_articles, 'new article')}, {counted(counts.new, 'new decision')}"
        said = f"{new}, {counts.known:,} known"
        if counts.held_back or counts.refused:
            said += f", {counts.held_back} held back, {counts.refused} refused"
        return f"{'Would bring' if self.is_dry_run else 'Brought'} {said}; {counted(len(self.conflicts), 'conflict')}."

    def as_json(self) -> dict[str, Any]:
        """What `annotator merge --json` prints; a dry run says also where a layer's work differs."""
        counts = self.counts
        said = {
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
        if self.is_dry_run:
            said["differs"] = [msgspec.to_builtins(one) for one in self.articles]
        return said


class _DryRun(Exception):
    """Ends the transaction of a dry run."""


class _Before(msgspec.Struct, frozen=True):
    """What a project was like before a merge, as far as people are told what is new."""

    conflicts: frozenset[tuple[str, str, str]]
    cycles: frozenset[str]
    dormant: frozenset[tuple[str, str, str]]
    scheme: tuple[Any, ...]
    states: dict[tuple[str, str], str]


def merge_files(db: Database, project_id: str, files: list[Path], *, dry_run: bool, all_layers: bool) -> MergeReport:
    """Merge files into the open project, each in a transaction of its own; one that cannot be merged stops no other."""
    if not dry_run:
        return _Run(db, project_id, all_layers=all_layers).merge(files)
    if connection.is_read_only(db):
        # Whoever may not write can still be told what would come.
        copy = connection.copy_to_write(db)
        try:
            return _dry(copy, project_id, files, own=connection.path_of(db), all_layers=all_layers)
        finally:
            connection.close(copy)
    return _dry(db, project_id, files, own=None, all_layers=all_layers)


def _dry(db: Database, project_id: str, files: list[Path], *, own: Path | None, all_layers: bool) -> MergeReport:
    report: MergeReport | None = None
    with contextlib.suppress(_DryRun), connection.write(db):
        report = _Run(db, project_id, own=own, all_layers=all_layers).merge(files)
        raise _DryRun
    assert report is not None
    return msgspec.structs.replace(report, changes=Changes(), is_dry_run=True)


class _Run:
    """One merge of several files."""

    def __init__(self, db: Database, project_id: str, *, all_layers: bool, own: Path | None = None) -> None:
        self._db = db
        self._own = own or connection.path_of(db)
        self._project = project_id
        self._all_layers = all_layers
        self._total = merge.Counts()
        self._warnings: list[str] = []
        self._failed: list[str] = []
        self._changes = Changes()
        self._work: Counter[tuple[str, str]] = Counter()
        self._merged = 0

    def merge(self, files: list[Path]) -> MergeReport:
        before = _before(self._db)
        for file in files:
            try:
                taken = self._take(file)
            except UserError as error:
                self._failed.append(str(error))
            else:
                _add(self._total, taken.counts)
                self._merged += 1
                self._warnings += taken.warnings
                self._changes |= _changes(self._db, taken)
                self._work.update(taken.work)
                self._warnings += doubts.not_assigned(self._db, file.name, taken)
        after = _before(self._db)
        self._warnings += _news(before, after)
        self._warnings += doubts.other_versions(self._db, self._project, self._work)
        if self._total.held_back:
            self._warnings.append(
                f"{counted(self._total.held_back, 'decision')} outside the annotator's own layer "
                f"{'was' if self._total.held_back == 1 else 'were'} held back (--all-layers takes them)."
            )
        found = tuple(conflict for conflict in conflicts(self._db) if _key(conflict) not in before.conflicts)
        return MergeReport(
            counts=self._total,
            conflicts=found,
            warnings=tuple(self._warnings),
            failed=tuple(self._failed),
            changes=self._changes,
            articles=_differing(self._db, self._work, before.states, after.states),
            merged=self._merged,
        )

    def _take(self, file: Path) -> merge.Taken:
        if _is_same_file(self._own, file):
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
        scheme=tuple(one.fields["scheme"] for one in found if one.fields.get("scheme") is not None),
        states=assignments.states(db),
    )


def _differing(
    db: Database,
    work: Counter[tuple[str, str]],
    before: dict[tuple[str, str], str],
    after: dict[tuple[str, str], str],
) -> tuple[Differing, ...]:
    keys = [key for key in work if key[0] != PROJECT and (key in before or key in after)]
    titles = articles.titles(db, sorted({article for _, article in keys}))
    found = [
        Differing(key[0], key[1], titles.get(key[1], ""), work[key], before.get(key, ""), after.get(key, "todo"))
        for key in keys
    ]
    return tuple(sorted(found, key=lambda one: (not one.before, one.layer, one.title, one.article)))


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


def _is_same_file(own: Path | None, file: Path) -> bool:
    return own is not None and file.exists() and own.samefile(file)
