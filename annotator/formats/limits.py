"""How much of a file is read: bounds far above what a newsroom has, and reading that stops at them in a sentence.

All readers read through this, so that no file, line or compressed stream takes more memory than is named here.
Unpacking archives is in `archives`.
"""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Self

from annotator.errors import UserError

MB = 1 << 20
LINE_BYTES = 64 * MB
"""One line of a file that is read line by line: an article of a hundred novels, with its labels."""
ARTICLE_BYTES = 64 * MB
"""A file that is one article."""
PAGE_BYTES = 32 * MB
"""A web page or another file of markup that is one article; pictures may stand in it."""
FILE_BYTES = 256 * MB
"""A file that is read as a whole and holds many articles."""
PART_BYTES = 64 * MB
"""One unpacked part of a file that is a zip inside (DOCX, EPUB, a project of a tool)."""
PARTS_BYTES = 512 * MB
"""All that is unpacked of such a file."""
ENTRIES = 50_000
"""How many files an archive may hold."""
DIRECTORY_BYTES = 16 * MB
"""The list of contents of a zip."""
ARCHIVE_BYTES = 4 << 30
"""All that is unpacked of an archive of articles, with the archives in it."""
ENTRY_BYTES = 1 << 30
"""One file unpacked from an archive; what is in it is read within the bounds above."""
RATIO = 250
"""How many times its packed size a file may unpack to, once it is larger than `RATIO_BYTES`: text packs to a tenth."""
RATIO_BYTES = 32 * MB
NESTED = 1
"""How deep archives in archives are unpacked."""
CHUNK_BYTES = MB

_END = b"PK\x05\x06"
_END_64 = b"PK\x06\x07"
_END_CHARS = 22 + 65535
_ZIP_FAULTS = (zipfile.BadZipFile, RuntimeError, EOFError, ValueError, OSError, struct.error)


def size(count: int) -> str:
    """A number of bytes in words: 64 MB, 1.5 GB, 812 bytes."""
    for unit, name in ((1 << 30, "GB"), (MB, "MB"), (1 << 10, "kB")):
        if count >= unit:
            return f"{round(count / unit, 1):g} {name}"
    return f"{count} bytes"


def check_size(path: Path, limit: int = FILE_BYTES) -> None:
    """Refuse a file that is larger than `limit` bytes before anything of it is read.

    Raises:
        UserError: it is larger. OSError where it cannot be looked at.
    """
    held = path.stat().st_size
    if held > limit:
        raise _too_large(f"The file holds {size(held)}", limit)


def read_bounded(path: Path, limit: int = FILE_BYTES) -> bytes:
    """The bytes of a file that is read as a whole.

    Raises:
        UserError: it holds more than `limit` bytes. OSError where it cannot be read.
    """
    check_size(path, limit)
    with path.open("rb") as file:
        return read_stream(file, limit)


def read_stream(stream: IO[bytes], limit: int = PART_BYTES, what: str = "The file") -> bytes:
    """All that is left in a stream, read in pieces: nothing over `limit` bytes is ever held, whatever was promised.

    Raises:
        UserError: there is more.
    """
    pieces: list[bytes] = []
    left = limit
    while piece := stream.read(min(CHUNK_BYTES, left + 1)):
        left -= len(piece)
        if left < 0:
            raise _too_large(f"{what} holds more than {size(limit)}", limit)
        pieces.append(piece)
    return b"".join(pieces)


def bounded_lines(file: IO[bytes], limit: int = LINE_BYTES) -> Iterator[bytes | None]:
    """The lines of a file with their line ends; None in place of each that is longer than `limit` bytes.

    What is passed over of such a line is read piece by piece and never held.
    """
    while line := file.readline(limit + 1):
        if len(line) <= limit or line.endswith(b"\n"):
            yield line
            continue
        while (rest := file.readline(CHUNK_BYTES)) and not rest.endswith(b"\n"):
            pass
        yield None


def long_line(limit: int = LINE_BYTES) -> tuple[str, str]:
    """What is said of a line that was passed over for its length, and what can be done."""
    said = f"The line is longer than {size(limit)}, which is longer than any article."
    return said, "It was left out; the lines after it were read."


class BoundedZip:
    """A zip whose parts are read within bounds. Made by `open_zip_bounded`; a context manager."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._left = PARTS_BYTES
        self.names: tuple[str, ...] = tuple(info.filename for info in archive.infolist())

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._archive.close()

    def __contains__(self, name: str) -> bool:
        return name in self.names

    def read(self, name: str, limit: int = PART_BYTES) -> bytes:
        """The bytes of one part.

        Raises:
            UserError: it is not there, encrypted or damaged, holds more than `limit` bytes, or all parts that were read
                hold more than `PARTS_BYTES`.
        """
        try:
            with self._archive.open(name) as stream:
                data = read_stream(stream, min(limit, self._left), f"{name!r} in the file")
        except KeyError:
            raise UserError(f"The file has no part {name!r}.", "Check that it is whole.") from None
        except _ZIP_FAULTS as error:
            raise UserError(f"{name!r} in the file cannot be unpacked: {error}.", "Check that it is whole.") from error
        self._left -= len(data)
        return data


def open_zip_bounded(path: Path, limit: int = ENTRIES) -> BoundedZip:
    """A zip to be read within bounds: for formats that are zips inside. Only its list of contents is read now.

    Raises:
        UserError: it is no zip, damaged, lists more than `limit` parts, or parts that lie over each other as they do in
            decompression bombs. OSError where the file cannot be read.
    """
    check_directory(path)
    try:
        archive = zipfile.ZipFile(path)
    except _ZIP_FAULTS as error:
        raise UserError(f"The file cannot be unpacked: {error}.", "Check that it is whole.") from error
    try:
        check_entries(archive.infolist(), limit)
    except UserError:
        archive.close()
        raise
    return BoundedZip(archive)


def check_entries(entries: list[zipfile.ZipInfo], limit: int = ENTRIES) -> None:
    """Refuse a zip that lists too much, or whose parts share bytes.

    Raises:
        UserError: one of them.
    """
    if len(entries) > limit:
        raise UserError(f"The archive lists {len(entries):,} files; {limit:,} are the most.", "Unpack it yourself.")
    end = 0
    for entry in sorted(entries, key=lambda entry: entry.header_offset):
        if entry.header_offset < end:
            said = f"The archive is a decompression bomb: {entry.filename!r} lies over another file in it."
            raise UserError(said, "Nothing of it was unpacked.")
        end = entry.header_offset + entry.compress_size


def check_directory(path: Path) -> None:
    """Refuse a zip whose list of contents would fill the memory, before it is read.

    Raises:
        UserError: it is longer than `DIRECTORY_BYTES`. OSError where the file cannot be read.
    """
    with path.open("rb") as file:
        whole = file.seek(0, 2)
        start = max(0, whole - _END_CHARS - 20)
        file.seek(start)
        tail = file.read()
        at = tail.rfind(_END)
        if at < 0 or len(tail) - at < 22:
            return
        length = int.from_bytes(tail[at + 12 : at + 16], "little")
        locator = tail[at - 20 : at] if at >= 20 else b""
        if locator.startswith(_END_64):
            where = int.from_bytes(locator[8:16], "little")
            file.seek(min(where, whole))
            length = max(length if length != 0xFFFFFFFF else 0, int.from_bytes(file.read(48)[40:48], "little"))
    if length > DIRECTORY_BYTES:
        raise UserError(f"The archive's list of contents takes {size(length)}.", "Unpack it yourself.")


def _too_large(said: str, limit: int) -> UserError:
    return UserError(f"{said}; {size(limit)} are the most that is read of one.", "Split it into smaller files.")
