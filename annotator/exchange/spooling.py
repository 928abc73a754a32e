"""Records that are read twice: kept in a temporary file between, since a large dataset does not fit into memory."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager

import msgspec

from annotator.formats.gold.schema import GoldArticle

_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(GoldArticle).decode


@contextmanager
def spooled(
    records: Iterable[GoldArticle], look: Callable[[GoldArticle], None]
) -> Generator[Callable[[], Iterator[GoldArticle]]]:
    """Read the records once, letting `look` see each; gives what reads them again."""
    with tempfile.TemporaryFile(prefix="annotator-records-") as file:
        for record in records:
            look(record)
            file.write(_encode(record) + b"\n")

        def again() -> Iterator[GoldArticle]:
            file.seek(0)
            for line in file:
                yield _decode(line)

        yield again
