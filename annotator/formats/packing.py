"""What a zip, a tar or a compressed file holds, entry by entry and within bounds. Where it goes is in `archives`."""

from __future__ import annotations

import bz2
import gzip
import lzma
import stat
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import IO, Any, Self, cast

import msgspec

from annotator.errors import UserError
from annotator.formats import limits

ZIP = "zip"
STREAMS: dict[str, tuple[bytes, Callable[[IO[bytes]], Any]]] = {
    "gzip": (b"\x1f\x8b\x08", lambda file: gzip.GzipFile(fileobj=file)),
    "bzip2": (b"BZh", bz2.BZ2File),
    "xz": (b"\xfd7zXZ\x00", lzma.LZMAFile),
}
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2)
DICTIONARY_BYTES = 128 * limits.MB
"""The memory that unpacking an xz may take: its strongest usual setting takes half of it."""
TAR_SUFFIXES = (".tar", ".tgz", ".tbz", ".tbz2", ".txz")
FAULTS = (
    *(zipfile.BadZipFile, tarfile.TarError, zlib.error, lzma.LZMAError, EOFError, RuntimeError),
    *(ValueError, OSError),
)
"""What damaged archives raise while they are unpacked."""

_ENCRYPTED = 0x1
_UTF8_NAME = 0x800


class Entry(msgspec.Struct, frozen=True):
    """A file in an archive: what it is called there, how to read it, and why it is refused, if it is."""

    name: str
    open: Callable[[], IO[bytes]]
    refused: str = ""


def kind_of(path: Path, head: bytes) -> str | None:
    """How a file is packed: zip, tar, gzip, bzip2 or xz; None for no archive and for documents that are zips."""
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        is_document = b"[Content_Types].xml" in head or head[30:38] == b"mimetype"
        return None if is_document else ZIP
    for kind, (magic, _) in STREAMS.items():
        if head.startswith(magic):
            return kind
    return "tar" if _is_tar(head, path.name) else None


def entries(path: Path, kind: str) -> Generator[Entry]:
    """The files of an archive, in order. An entry is read before the next is asked for.

    Raises:
        UserError: the archive is damaged or made to do harm. What `FAULTS` names where it turns out to be damaged.
    """
    if kind == ZIP:
        yield from _zip_entries(path)
        return
    with path.open("rb") as file:
        if kind == "tar":
            yield from _tar_entries(Metered(file, None))
            return
        if kind == "xz":
            lzma.LZMADecompressor(memlimit=DICTIONARY_BYTES).decompress(file.read(limits.CHUNK_BYTES), 1)
            file.seek(0)
        with STREAMS[kind][1](file) as stream:
            metered = Metered(stream, file.tell)
            name = path.name.lower()
            stem = Path(path.name).stem
            if _is_tar(metered.peek(), stem) or name.endswith(TAR_SUFFIXES):
                yield from _tar_entries(metered)
            else:
                yield Entry(stem, lambda: cast("IO[bytes]", metered))


class Metered:
    """An unpacked stream, read forwards, that stops what unpacks to far more than it was packed in.

    `packed` gives how much of the archive was read so far; None where nothing is compressed.
    """

    def __init__(self, stream: IO[bytes], packed: Callable[[], int] | None) -> None:
        self._stream = stream
        self._packed = packed
        self._ahead = b""
        self._at = 0
        self._read = 0

    def peek(self) -> bytes:
        """The first block, which is read again afterwards."""
        self._ahead = self._ahead or self._fetch(tarfile.BLOCKSIZE)
        return self._ahead

    def read(self, count: int = -1) -> bytes:
        """Up to `count` bytes.

        Raises:
            UserError: more is asked for at once than anybody needs (a header without end), or it is a bomb.
        """
        if not 0 <= count <= 16 * limits.CHUNK_BYTES:
            raise UserError("The archive has a header of many megabytes.", "It was unpacked up to there.")
        data, self._ahead = self._ahead[:count], self._ahead[count:]
        if len(data) < count:
            data += self._fetch(count - len(data))
        self._at += len(data)
        return data

    def tell(self) -> int:
        """How much was read."""
        return self._at

    def seek(self, to: int, whence: int = 0) -> int:
        """Pass over what comes before `to`; there is no way back.

        Raises:
            UserError: as `read`.
        """
        if whence or to < self._at:
            raise UserError("The archive points backwards into itself.", "It was unpacked up to there.")
        while self._at < to and self.read(min(limits.CHUNK_BYTES, to - self._at)):
            pass
        return self._at

    def close(self) -> None:
        """Close the stream."""
        self._stream.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _fetch(self, count: int) -> bytes:
        data = self._stream.read(count)
        self._read += len(data)
        if self._packed is not None:
            check_ratio(self._read, self._packed())
        return data


def check_ratio(unpacked: int, packed: int) -> None:
    """Refuse what unpacks to far more than it was packed in.

    Raises:
        UserError: it does.
    """
    if unpacked > limits.RATIO_BYTES and unpacked > limits.RATIO * packed:
        said = f"It is a decompression bomb: {limits.size(packed)} unpack to more than {limits.size(unpacked)}."
        raise UserError(said, "It was left out.")


def _zip_entries(path: Path) -> Iterator[Entry]:
    limits.check_directory(path)
    with zipfile.ZipFile(path) as archive:
        listed = archive.infolist()
        limits.check_entries(listed)
        for info in listed:
            if not info.is_dir():
                yield Entry(_zip_name(info), _opener(archive, info), _zip_fault(info))


def _opener(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Callable[[], Any]:
    return lambda: Metered(archive.open(info), lambda: info.compress_size)


def _zip_name(info: zipfile.ZipInfo) -> str:
    """The name of an entry: much that is UTF-8 is not marked as such, and then taken for the code page of DOS."""
    if info.flag_bits & _UTF8_NAME:
        return info.filename
    try:
        return info.filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        return info.filename


def _zip_fault(info: zipfile.ZipInfo) -> str:
    mode = info.external_attr >> 16
    if info.flag_bits & _ENCRYPTED:
        return "is encrypted"
    if stat.S_ISLNK(mode):
        return "is a link"
    if mode and stat.S_IFMT(mode) not in (0, stat.S_IFREG, stat.S_IFDIR):
        return "is no file but a device or a pipe"
    return "" if info.compress_type in METHODS else "is packed in a way that is not read here"


def _tar_entries(stream: Metered) -> Iterator[Entry]:
    with tarfile.open(fileobj=cast("IO[bytes]", stream), mode="r:", errorlevel=1) as archive:
        for info in archive:
            if not info.isdir():
                yield Entry(info.name, _reader(archive, info), _tar_fault(info))
    if any(stream.read(limits.CHUNK_BYTES)):
        raise UserError("The archive is damaged after that: it goes on with what cannot be read.", "Check it.")


def _reader(archive: tarfile.TarFile, info: tarfile.TarInfo) -> Callable[[], Any]:
    return lambda: archive.extractfile(info)


def _tar_fault(info: tarfile.TarInfo) -> str:
    if info.issym() or info.islnk():
        return "is a link"
    if info.issparse():
        return "is a file with holes"
    return "" if info.isfile() else "is no file but a device or a pipe"


def _is_tar(head: bytes, name: str) -> bool:
    if head[257:262] == b"ustar":
        return True
    return name.lower().endswith(TAR_SUFFIXES) and len(head) >= tarfile.BLOCKSIZE and b"\x00" in head[:100]
