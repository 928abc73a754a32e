"""The packed streams of a PDF, measured before pdfium unpacks them: it holds each as a whole, and an object of its own
for every piece of text and every line that a page draws.
"""

from __future__ import annotations

import mmap
import re
import zlib
from collections.abc import Iterator
from pathlib import Path

from annotator.errors import UserError
from annotator.formats.limits import CHUNK_BYTES, MB, size

STREAM_BYTES = 32 * MB
"""What a page's content, a font or a table of objects may unpack to."""
PICTURE_BYTES = 512 * MB
"""A picture is never unpacked for its text; nothing but its word says that it is one."""
SHOWN_TEXTS = 300_000
"""So many pieces of text may stand in one content, if each letter is placed by itself."""
FILTERS = 3
"""So often a stream may be packed in itself."""
HINT = "Print it to a new PDF, or save its text."

_STREAM = re.compile(rb"(?<!end)stream\r?\n")
_DICTIONARY_BYTES = 2048
_SHOWS = (b"Tj", b"TJ")


def check_streams(path: Path) -> None:
    """Refuse a PDF with streams that unpack to more than a page, a font or a picture has.

    Raises:
        UserError: it has one. OSError where it cannot be read.
    """
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        for found in _STREAM.finditer(data):
            before = data[max(0, found.start() - _DICTIONARY_BYTES) : found.start()]
            dictionary = before[before.rfind(b" obj") + 1 :]
            _check(_unpacked(data, found.end()), is_picture=b"/Image" in dictionary)


def _check(pieces: Iterator[bytes], *, is_picture: bool) -> None:
    limit = PICTURE_BYTES if is_picture else STREAM_BYTES
    held = shown = 0
    for piece in pieces:
        held += len(piece)
        if held > limit:
            said = f"The PDF is a decompression bomb: a part of it unpacks to more than {size(limit)}."
            raise UserError(said, HINT)
        shown += 0 if is_picture else sum(piece.count(mark) for mark in _SHOWS)
        if shown > SHOWN_TEXTS:
            raise UserError(f"A page of the PDF is made of more than {SHOWN_TEXTS:,} pieces of text.", HINT)


def _unpacked(data: mmap.mmap, at: int) -> Iterator[bytes]:
    """What the stream that begins at `at` unpacks to, piece by piece; nothing where it is packed in another way."""
    pieces = _inflated(_packed(data, at))
    for _ in range(1, FILTERS):
        first = next(pieces, b"")
        pieces = _chained(first, pieces)
        if first[:1] != b"\x78" or len(first) < 2 or int.from_bytes(first[:2], "big") % 31:
            break
        pieces = _inflated(pieces)
    yield from pieces


def _chained(first: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from rest


def _packed(data: mmap.mmap, at: int) -> Iterator[bytes]:
    for start in range(at, len(data), 1 << 16):
        yield data[start : start + (1 << 16)]


def _inflated(packed: Iterator[bytes]) -> Iterator[bytes]:
    stream = zlib.decompressobj()
    try:
        for piece in packed:
            rest = piece
            while rest and not stream.eof:  # what follows the end stays unconsumed for ever
                yield stream.decompress(rest, CHUNK_BYTES)
                rest = stream.unconsumed_tail
            if stream.eof:
                return
    except zlib.error:
        return
