"""`Holding`: locks on an open project's files that last whatever else this process does with them.

SQLite's own locks on Unix belong to the process: they all go as soon as it closes any handle of the file, as a file
dialog does that looks what kind of files a folder holds. The next process that closes the project then takes itself for
the last one, and deletes the log that this one goes on writing to. A lock of an open file description belongs to the
handle. There are none on Windows, whose locks belong to handles anyway, and on other Unixes SQLite's own must do.
"""

from __future__ import annotations

import contextlib
import os
import struct
import sys
from pathlib import Path

SHARED = (0x40000002, 510)
"""The bytes that SQLite locks in a database that is open to be read: first, count (sqlite.org/src, `os.h`)."""
LOG_INDEX = (128, 1)
"""The byte that it locks in the index of the log as long as it is open (`UNIX_SHM_DMS` in `os_unix.c`)."""


class Holding:
    """Holds what it can of the file at `path` and the index of its log; `loosen` it before SQLite closes them."""

    def __init__(self, path: Path) -> None:
        self._held: list[tuple[int, tuple[int, int]]] = []
        for file, place in ((path, SHARED), (path.with_name(f"{path.name}-shm"), LOG_INDEX)):
            # A lock too few is how things were before, and no reason not to open a project.
            with contextlib.suppress(OSError):
                self._hold(file, place)

    def loosen(self) -> None:
        """Give the locks back, so that the last one to close the project takes its log away."""
        for handle, place in self._held:
            with contextlib.suppress(OSError):
                _lock(handle, place, is_held=False)

    def close(self) -> None:
        """Close the handles. Only after SQLite has closed its own: its locks of these files go with them."""
        while self._held:
            os.close(self._held.pop()[0])

    def __del__(self) -> None:
        # A connection that nobody closed is closed with its last reference.
        self.close()

    def _hold(self, file: Path, place: tuple[int, int]) -> None:
        if not _can_hold():
            return
        handle = os.open(file, os.O_RDONLY)
        self._held.append((handle, place))
        _lock(handle, place, is_held=True)


def _can_hold() -> bool:
    # The structure that is handed over is that of 64 bits.
    return sys.platform == "linux" and sys.maxsize > 2**32


def _lock(handle: int, place: tuple[int, int], *, is_held: bool) -> None:
    import fcntl

    start, count = place
    kind = fcntl.F_RDLCK if is_held else fcntl.F_UNLCK
    fcntl.fcntl(handle, fcntl.F_OFD_SETLK, struct.pack("hhqqi4x", kind, os.SEEK_SET, start, count, 0))
