"""Backups: rotating copies of a project that were proven to open, restoring one, saving what a damaged file holds."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

from annotator import paths
from annotator.errors import UserError
from annotator.store import Database, check, connection, journal

if TYPE_CHECKING:
    from annotator.project import Project

KEPT = 10
"""How many rotating backups of one project are kept."""
DAY = dt.timedelta(days=1)
STAMP = "%Y%m%d-%H%M%S-%f"
STAMP_CHARS = 22


def backup(db: Database, path: Path, project_id: str, out: Path | None) -> Path:
    """Copy the open project to `out`, else into the program's backup folder; the copy is opened and checked.

    Raises:
        UserError: `out` is there already, the folder cannot be written, or the copy is not sound.
    """
    rotating = out is None
    if out is None:
        folder = paths.backup_dir() / project_id
        folder.mkdir(parents=True, exist_ok=True)
        out = folder / f"{path.stem}-{_now()}.annodb"
    if out.exists():
        raise UserError(f"{out} is there already.", "Choose another name.")
    if not out.parent.is_dir():
        raise UserError(f"The folder {out.parent} does not exist.", "Make it first, or choose another.")
    connection.backup_to(db, out)
    if rotating:
        for old in sorted(out.parent.glob("*.annodb"), key=_age)[:-KEPT]:
            old.unlink(missing_ok=True)
    return out


def keep_daily(project: Project) -> Path | None:
    """A rotating backup of an open project, unless the latest is less than a day old or nobody has decided anything.

    Raises:
        UserError: the copy is not sound.
    """
    folder = paths.backup_dir() / project.id
    day_ago = (dt.datetime.now(dt.UTC) - DAY).strftime(STAMP)
    if any(_age(backup) > day_ago for backup in folder.glob("*.annodb")) or not journal.count(project.db):
        return None
    return project.backup()


def restore(source: Path, target: Path) -> Path | None:
    """Put a backup in a project's place. What was there stays beside it, `.replaced` in its name: gives that file.

    Raises:
        UserError: the backup is no sound project, or the project is open somewhere.
    """
    if not target.parent.is_dir():
        raise UserError(f"The folder {target.parent} does not exist.", "Make it first, or choose another.")
    if target.is_dir():
        raise UserError(f"{target} is a folder.", "Name the project file.")
    fresh = target.with_name(f"{target.name}.restoring")
    opened = connection.open_file(source, read_only=True)
    try:
        _check_backup(opened, source)
        fresh.unlink(missing_ok=True)
        connection.backup_to(opened.db, fresh)
    finally:
        connection.close(opened.db)
    try:
        kept = _put_aside(target) if target.exists() else None
    except BaseException:
        fresh.unlink()
        raise
    fresh.replace(target)
    return kept


def _check_backup(opened: connection.Opened, source: Path) -> None:
    check.project_info(opened.db, source)
    if opened.warnings:
        raise UserError(f"{source} cannot be restored. {opened.warnings[0]}")
    found = check.problems(opened.db)
    if found:
        raise UserError(f"{source} is not sound: {found[0]}", "Restore another backup.")


def _put_aside(target: Path) -> Path:
    """Move a project out of the way, with what its logs hold."""
    connection.settle(target)
    kept = target.with_name(f"{target.stem}.replaced-{_now()}{target.suffix}")
    for end in ("", "-wal", "-shm"):
        old = target.with_name(target.name + end)
        if old.exists():
            old.replace(kept.with_name(kept.name + end))
    return kept


def _now() -> str:
    return dt.datetime.now(dt.UTC).strftime(STAMP)


def _age(backup: Path) -> str:
    # A project that was renamed has backups under both names.
    return backup.stem[-STAMP_CHARS:]


def salvage(source: Path, out: Path) -> str:
    """Save every article, decision and suggestion that can still be read into a new file; says what it was.

    Raises:
        UserError: `out` is there already, or nothing of a project can be read.
    """
    from annotator.store import salvaging  # seldom needed, and slow to import

    if out.exists():
        raise UserError(f"{out} is there already.", "Choose another name.")
    counts = salvaging.salvage(source, out)
    lost = f" {counts.refused} rows could not be read or are not genuine." if counts.refused else ""
    return f"Saved {counts.new_articles} articles and {counts.new} decisions to {out}.{lost}"
