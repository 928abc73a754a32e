"""Plain text: one article a file, in any encoding. Files without a known extension that are text are read as this."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from annotator.formats.limits import ARTICLE_BYTES
from annotator.formats.metadata import complete_meta
from annotator.formats.records import ArticleRecord, BadRecord, Format, ReadOptions, Record, read_text
from annotator.text import normalise


def read(path: Path, options: ReadOptions) -> Iterator[Record]:  # noqa: ARG001 - the signature of every reader
    """The one article of a text file.

    Raises:
        UserError: the file is empty, no text, or larger than any article.
    """
    raw, warnings = read_text(path, ARTICLE_BYTES)
    yield from warnings
    text = normalise(raw)
    if not text.strip():
        yield BadRecord(str(path), None, "The file holds nothing but white space.")
        return
    yield ArticleRecord(text, complete_meta({}, text), str(path))


def sniff(head: bytes) -> bool:  # noqa: ARG001 - the signature of every format
    """Claims nothing: plain text is what is left when no other format fits."""
    return False


FORMAT = Format(name="txt", title="Plain text", extensions=(".txt", ".text"), sniff=sniff, read=read)
