"""Folders that are one process's while it works, and that the next one clears away where that process was killed.

A held folder stands in a holder with a file that its process keeps locked: the system lets go of the lock however the
process ends. What is locked, another user's or another machine's is never touched. What goes into the folder is its
holder's business.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import platform
import re
import shutil
import sys
import tempfile
import uuid
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import Self

HELD_BY_ANOTHER = (errno.EWOULDBLOCK, errno.EAGAIN, errno.EACCES, errno.EDEADLK)
LOCK, INSIDE = "lock", "files"
TRIES = 8
_NO_LINKS = getattr(os, "O_NOFOLLOW", 0)


class Held:
    """A new, empty folder at `path`, this process's alone until `close`; then it is gone, or has been moved elsewhere.

    Raises:
        OSError: nothing can be made in `place`.
    """

    def __init__(self, place: Path, name: str, mode: int = 0o777) -> None:
        try:
            place.mkdir(parents=True, exist_ok=True)
        except FileExistsError as error:
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(place)) from error
        sweep(place)
        self._holder, self._lock = _made(place, name)
        self.path = self._holder / INSIDE
        try:
            self.path.mkdir(mode)
        except OSError:
            self.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Take the folder away with what is in it."""
        _clear(self._holder, self._lock)


def private() -> Held:
    """A folder in the system's place for temporary files that only this user can read."""
    return Held(Path(tempfile.gettempdir()).resolve(), "annotator", 0o700)


def sweep(place: Path) -> None:
    """Clear away what killed processes of this user left in `place`."""
    for holder in _holders(place):
        try:
            lock = os.open(holder / LOCK, os.O_RDWR | os.O_CREAT | _NO_LINKS, 0o600)
        except OSError:
            continue
        if _take(lock):
            _clear(holder, lock)
        else:
            os.close(lock)


def _holders(place: Path) -> Iterator[Path]:
    pattern = re.compile(rf".+\.{_machine()}\.[0-9a-f]{{8}}\.part")
    with contextlib.suppress(OSError), os.scandir(place) as entries:
        for entry in entries:
            if pattern.fullmatch(entry.name) and entry.is_dir(follow_symlinks=False) and _is_own(entry):
                yield Path(entry.path)


def _is_own(entry: os.DirEntry[str]) -> bool:
    return sys.platform == "win32" or entry.stat(follow_symlinks=False).st_uid == os.getuid()


@cache
def _machine() -> str:
    """What tells this machine from others that see the same folder: locks need not reach from one to the other."""
    return hashlib.sha256(platform.node().encode()).hexdigest()[:6]


def _made(place: Path, name: str) -> tuple[Path, int]:
    """A new holder and its locked file. Somebody who sweeps may be faster than the lock: then another one."""
    for _ in range(TRIES):
        holder = place / f"{name}.{_machine()}.{uuid.uuid4().hex[:8]}.part"
        holder.mkdir(mode=0o700)
        try:
            lock = os.open(holder / LOCK, os.O_RDWR | os.O_CREAT | _NO_LINKS, 0o600)
        except FileNotFoundError:
            continue
        except OSError:
            holder.rmdir()
            raise
        # Where a file system has no locks, nobody can take this one for abandoned either.
        if _take(lock) is not False and _is_at(lock, holder / LOCK):
            return holder, lock
        os.close(lock)
    raise OSError(errno.EBUSY, os.strerror(errno.EBUSY), str(place))


def _is_at(handle: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(handle), path.stat())
    except OSError:
        return False


def _take(handle: int) -> bool | None:
    """Whether the lock of a file could be had; None where there are no locks."""
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        return False if error.errno in HELD_BY_ANOTHER else None
    return True


def _clear(holder: Path, lock: int) -> None:
    """Take away a holder whose lock is ours. What cannot be taken away is left for the next to try."""
    shutil.rmtree(holder / INSIDE, ignore_errors=True)
    if sys.platform == "win32":  # it takes away no file that is open
        os.close(lock)
        with contextlib.suppress(OSError):
            (holder / LOCK).unlink()
    else:
        with contextlib.suppress(OSError):
            (holder / LOCK).unlink()
        os.close(lock)
    with contextlib.suppress(OSError):
        holder.rmdir()
