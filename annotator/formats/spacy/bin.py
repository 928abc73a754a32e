"""A DocBin written doc by doc: its parts lie on the disk until the end, so that ten thousand articles need no memory.

The bytes are those that `DocBin.to_bytes` makes: zlib over a msgpack map (spaCy's `tokens/_serialize.py`, version 0.1).
"""

from __future__ import annotations

import tempfile
import zlib
from collections.abc import Iterator
from contextlib import ExitStack
from types import TracebackType
from typing import IO, TYPE_CHECKING, Any, Self, cast

import msgspec

from annotator.formats.folder import Folder

if TYPE_CHECKING:
    from spacy.tokens import Doc, DocBin

COPY_BYTES = 1 << 20
SPOOLED = ("tokens", "spaces", "span_groups", "user_data")


class BinFile:
    """A file of docs, for a `with` statement; where that ends well, the file is whole. `docs` is an empty DocBin."""

    def __init__(self, folder: Folder, name: str, docs: DocBin) -> None:
        self._folder = folder
        self._name = name
        self._docs = docs
        self._lengths: list[int] = []
        self._flags: list[dict[str, Any]] = []
        self._cats: list[dict[str, Any]] = []
        self._open = ExitStack()
        self._spools: dict[str, IO[bytes]] = {}

    def __enter__(self) -> Self:
        self._spools = {part: self._open.enter_context(_spool()) for part in SPOOLED}
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._open:
            if kind is None:
                self._write()

    def __len__(self) -> int:
        return len(self._lengths)

    def add(self, doc: Doc) -> None:
        """Add a doc."""
        docs: Any = self._docs
        docs.add(doc)
        tokens, spaces = docs.tokens.pop(), docs.spaces.pop()
        self._lengths.append(len(tokens))
        self._flags.append(docs.flags.pop())
        self._cats.append(docs.cats.pop())
        self._spools["tokens"].write(tokens.tobytes("C"))
        self._spools["spaces"].write(spaces.tobytes("C"))
        for part in ("span_groups", "user_data"):
            self._spools[part].write(msgspec.msgpack.encode(getattr(docs, part).pop()))

    def _write(self) -> None:
        packer = zlib.compressobj()
        with self._folder.open(self._name) as file:
            for piece in self._pieces():
                if packed := packer.compress(piece):
                    file.write(packed)
            file.write(packer.flush())
            file.lines = len(self)

    def _pieces(self) -> Iterator[bytes]:
        encode, docs = msgspec.msgpack.encode, cast("Any", self._docs)
        lengths = b"".join(length.to_bytes(4, "little") for length in self._lengths)
        yield b"\x8a"  # a map of ten
        yield encode("version") + encode("0.1") + encode("attrs") + encode(list(docs.attrs))
        for part in ("tokens", "spaces"):
            yield encode(part) + b"\xc6" + self._spools[part].tell().to_bytes(4, "big")
            yield from self._spooled(part)
        yield encode("lengths") + encode(lengths)
        yield encode("strings") + encode(sorted(docs.strings))
        yield encode("cats") + encode(self._cats) + encode("flags") + encode(self._flags)
        for part in ("span_groups", "user_data"):
            yield encode(part) + b"\xdd" + len(self).to_bytes(4, "big")
            yield from self._spooled(part)

    def _spooled(self, part: str) -> Iterator[bytes]:
        spool = self._spools[part]
        spool.seek(0)
        while piece := spool.read(COPY_BYTES):
            yield piece


def _spool() -> IO[bytes]:
    return tempfile.TemporaryFile()
