"""Copying a project file with the logs that SQLite keeps beside it, while others may be writing to it."""

from __future__ import annotations

import contextlib
import shutil
from pathlib import Path

from annotator.errors import UserError

TRIES = 20


def copy_whole(path: Path, copy: Path) -> None:
    """Copy the file and its logs as they were at one moment: again where somebody wrote meanwhile.

    Raises:
        UserError: it is being written to all the time.
    """
    sources = [(path.with_name(path.name + end), copy.with_name(copy.name + end)) for end in ("", "-wal", "-journal")]
    for _ in range(TRIES):
        before = [_stamp(source) for source, _ in sources]
        for source, target in sources:
            target.unlink(missing_ok=True)
            with contextlib.suppress(FileNotFoundError):
                shutil.copyfile(source, target)
        if before == [_stamp(source) for source, _ in sources]:
            return
    raise UserError(f"{path} is being written to all the time.", "Close it elsewhere, then try again.")


def _stamp(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    return found.st_mtime_ns, found.st_size
