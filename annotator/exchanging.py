"""`Exchanging`: the part of `Project` through which files come in and go out. The work is `annotator.exchange`'s.

Readers and writers take a fifth of a second to import, which the window need not wait for.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from annotator.changes import Changes
from annotator.progress import Progress
from annotator.store import Database
from annotator.views.reading import Reading
from annotator.writing import Writing

if TYPE_CHECKING:
    from annotator.exchange.exporting import ExportReport
    from annotator.exchange.handout import HandoutReport
    from annotator.exchange.importing import ImportReport
    from annotator.exchange.merging import MergeReport
    from annotator.project import Project


class Exchanging(ABC):
    """What `Project` inherits, which owns what is named here."""

    path: Path
    id: str
    _db: Database
    _reading: Reading
    _writing: Writing

    @abstractmethod
    def _check_writable(self) -> None: ...

    @abstractmethod
    def _load_settings(self) -> None: ...

    @property
    def _project(self) -> Project:
        return cast("Project", self)

    def import_files(self, files: Sequence[Path | str], **options: Any) -> ImportReport:
        """Bring articles (and labels) in; see `annotator.exchange.importing.import_files` for the options."""
        from annotator.exchange.importing import import_files

        self._check_writable()
        self._writing.overhearing.listen()
        try:
            report = import_files(self._project, [Path(file) for file in files], **options)
        finally:
            self._reading.forget()
            self._writing.overhearing.skip_own_transactions()
        return report

    def merge(self, files: Sequence[Path | str], *, dry_run: bool = False, all_layers: bool = False) -> MergeReport:
        """Unite the journals, articles and suggestions of other files of this project with this one."""
        from annotator.exchange.merging import merge_files

        if not dry_run:
            self._check_writable()
        self._writing.overhearing.listen()
        try:
            report = merge_files(self._db, self.id, [Path(f) for f in files], dry_run=dry_run, all_layers=all_layers)
        finally:
            self._reading.forget()
            self._load_settings()
            self._writing.overhearing.skip_own_transactions()
        return report

    def hand_out(self, annotator: str, out: Path | str, progress: Progress | None = None) -> HandoutReport:
        """Write one annotator's file; see `annotator.exchange.handout.hand_out`."""
        from annotator.exchange.handout import hand_out

        return hand_out(self._project, annotator, Path(out), progress)

    def export(self, out: Path | str, *, progress: Progress | None = None, **options: Any) -> ExportReport:
        """Write a layer as a dataset; see `annotator.exchange.exporting.ExportOptions` for the options."""
        from annotator.exchange.exporting import ExportOptions, export

        return export(self._project, Path(out), ExportOptions(**options), progress)

    def release(self, name: str, **options: Any) -> Changes:
        """Freeze the gold as it is now under a name; see `annotator.exchange.gold.freezing.release` for the options."""
        from annotator.exchange.gold.freezing import release

        self._check_writable()
        return release(self._project, name, **options)

    def backup(self, out: Path | str | None = None) -> Path:
        """Copy the whole project to `out` (else into the program's backup folder) and prove that the copy opens."""
        from annotator.exchange import backups

        return backups.backup(self._db, self.path, self.id, Path(out) if out else None)
