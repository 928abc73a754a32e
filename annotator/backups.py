"""Backups: rotating copies of a project that were proven to open, restoring one, and saving what a damaged file still holds."""

from __future__ import annotations

import datetime
import shutil
from pathlib import Path

from annotator import paths
from annotator.errors import UserError
from annotator.store import Database, check, connection

KEPT = 10
"""How many rotating backups of one project are kept."""


def backup(db: Database, path: Path, project_id: str, out: Path | None) -> Path:
    """Copy the open project to `out`, else into the program's backup folder; the copy is opened and checked.

    Raises:
        UserError: `out` is there already, the folder cannot be written, or the copy is not sound.
    """
    rotating = out is None
    if out is None:
        stamp = datetime.datetime.now(datetime.UTC).strftime("%Y%m%d-%H%M%S-%f")
        folder = paths.backup_dir() / project_id
        folder.mkdir(parents=True, exist_ok=True)
        out = folder / f"{path.stem}-{stamp}.annodb"
    if out.exists():
        raise UserError(f"{out} is there already.", "Choose another name.")
    if not out.parent.is_dir():
        raise UserError(f"The folder {out.parent} does not exist.", "Make it first, or choose another.")
    connection.backup_to(db, out)
    if rotating:
        for old in sorted(out.parent.glob("*.annodb"))[:-KEPT]:
            old.unlink()
    return out


def restore(source: Path, target: Path) -> None:
    """Put a backup in a project's place; what was there is kept beside it with `.replaced` in its name.

    Raises:
        UserError: the backup is no sound project.
    """
    opened = connection.open_file(source, read_only=True)
    try:
        check.project_info(opened.db, source)
        found = [sentence for sentence in check.problems(opened.db)]
        if found:
            raise UserError(f"{source} is not sound: {found[0]}", "Restore another backup.")
        fresh = target.with_name(f"{target.name}.restoring")
        fresh.unlink(missing_ok=True)
        connection.backup_to(opened.db, fresh)
    finally:
        connection.close(opened.db)
    if target.exists():
        stamp = datetime.datetime.now(datetime.UTC).strftime("%Y%m%d-%H%M%S")
        for suffix in ("", "-wal", "-shm"):
            old = target.with_name(target.name + suffix)
            if old.exists():
                shutil.move(old, target.with_name(f"{target.stem}.replaced-{stamp}{target.suffix}{suffix}"))
    fresh.replace(target)


def salvage(source: Path, out: Path) -> str:
    """Save every article, decision and suggestion that can still be read into a new file. Says in a sentence what that was.

    Raises:
        UserError: `out` is there already, or nothing of a project can be read.
    """
    from annotator.store import salvaging

    if out.exists():
        raise UserError(f"{out} is there already.", "Choose another name.")
    counts = salvaging.salvage(source, out)
    lost = f" {counts.refused} rows could not be read or are not genuine." if counts.refused else ""
    return f"Saved {counts.new_articles} articles and {counts.new} decisions to {out}.{lost}"
