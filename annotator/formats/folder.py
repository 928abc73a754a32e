"""A dataset folder that appears whole or not at all, its files summed while they are written. Knows no format."""

from __future__ import annotations

import errno
import hashlib
import os
from collections.abc import Generator, Iterable
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

import msgspec

from annotator.errors import UserError
from annotator.leftovers import Held

BUFFER_BYTES = 1 << 20


class FileSum(msgspec.Struct, frozen=True):
    """A written file: its name inside the folder, size in bytes, SHA-256 in hex, how often it was written to."""

    name: str
    size: int
    sha256: str
    lines: int


class SummedFile:
    """A file whose checksum is made while it is written, and that is on disk when it is closed."""

    def __init__(self, path: Path, name: str, closed: list[FileSum]) -> None:
        self._name = name
        self._closed = closed
        self._file = path.open("wb", buffering=0)
        self._sum = hashlib.sha256()
        self._buffer = bytearray()
        self._bytes = 0
        self.lines = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if kind is None:
                self._flush()
                os.fsync(self._file.fileno())
                self._closed.append(FileSum(self._name, self._bytes, self._sum.hexdigest(), self.lines))
        finally:
            self._file.close()

    def write(self, line: bytes) -> None:
        """Add a line, or another piece of the file."""
        self._buffer += line
        self.lines += 1
        if len(self._buffer) >= BUFFER_BYTES:
            self._flush()

    def _flush(self) -> None:
        view = memoryview(self._buffer)
        self._sum.update(view)
        while view:
            view = view[self._file.write(view) :]
        view.release()
        self._bytes += len(self._buffer)
        self._buffer = bytearray()


class Folder:
    """The folder of an export while it is written. `files` are those that are finished, in order.

    `front_matter`: lines of YAML that the writer adds to that of the card.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.files: list[FileSum] = []
        self.front_matter: list[str] = []

    def open(self, name: str) -> SummedFile:
        """A new file in the folder, to be used in a `with` statement; `name` may hold folders ("train/1.txt")."""
        path = self.path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        return SummedFile(path, name, self.files)

    def write(self, name: str, pieces: Iterable[bytes]) -> None:
        """A whole file, piece by piece (for a file of lines: line by line)."""
        with self.open(name) as file:
            for piece in pieces:
                file.write(piece)

    def add(self, name: str, *, lines: int = 0) -> None:
        """Sum up a file that somebody else's library wrote to `path / name`; `lines`: how many records it holds."""
        path, digest = self.path / name, hashlib.sha256()
        with path.open("rb") as file:
            while block := file.read(BUFFER_BYTES):
                digest.update(block)
            os.fsync(file.fileno())
        self.files.append(FileSum(name, path.stat().st_size, digest.hexdigest(), lines))


def check_out(out: Path) -> None:
    """Refuse an export folder that is neither absent nor empty.

    Raises:
        UserError: naming the folder.
    """
    hint = "Choose a new or an empty folder."
    try:
        if out.exists() and not out.is_dir():
            raise UserError(f"{out} is a file, and an export is a folder.", hint)
        if out.is_dir() and any(out.iterdir()):
            raise UserError(f"The folder {out} is not empty.", hint)
    except OSError as error:
        raise UserError(f"The folder {out} cannot be used: {error.strerror}.", hint) from error


@contextmanager
def folder_for(out: Path) -> Generator[Folder]:
    """A folder beside `out` that takes its place when all went well, and disappears when not.

    What was left there by a process that was killed disappears too.

    Raises:
        UserError: `out` holds something, or the disk refuses.
    """
    out = Path(os.path.realpath(out))
    check_out(out)
    try:
        with Held(out.parent, f".{out.name}") as held:
            yield Folder(held.path)
            for inside, _, _ in os.walk(held.path):
                _sync_folder(Path(inside))
            _take_place(held.path, out)
            _sync_folder(out.parent)
    except OSError as error:
        raise _disk_refused(out, error) from error


def _take_place(folder: Path, out: Path) -> None:
    # Windows renames onto nothing that is there; an empty folder, and only an empty one, can be taken away first.
    if out.is_dir():
        out.rmdir()
    folder.rename(out)


def _disk_refused(out: Path, error: OSError) -> UserError:
    if error.errno in (errno.ENOTEMPTY, errno.EEXIST):
        return UserError(f"The folder {out} was filled by somebody else meanwhile.", "Choose another folder.")
    hint = "Make room, or choose another place." if error.errno == errno.ENOSPC else "Choose another place."
    return UserError(f"The export to {out} failed: {error.strerror}. Nothing was left there.", hint)


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":  # Windows cannot open a folder, and needs no such call
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
