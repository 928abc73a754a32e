"""The lines of CoNLL files as articles: sentences of words with their tags. Columns are told in `dialects`, where
articles begin in `marks`; what the tags amount to is in `tags`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import msgspec

from annotator.formats.conll.dialects import TAG, Dialect
from annotator.formats.conll.marks import mark_of
from annotator.formats.records import BadRecord

BLOCKS = "-DOCSTART- -X- O"
"""What Label Studio puts before all of its tasks; no empty line follows it, and one stands after each task."""

_OPENED = re.compile(r"\(([^\s()*]+)")


class Row(msgspec.Struct, frozen=True, gc=False):
    """A token. `tag` is empty where the line has none; `inner`: those of labels inside others, O or tags."""

    line: int
    word: str
    tag: str
    inner: tuple[str, ...] = ()


class Document(msgspec.Struct, frozen=True):
    """An article: its sentences, the name that the file gives it, and the line where it begins."""

    sentences: list[list[Row]]
    name: str = ""
    line: int = 1
    is_marked: bool = False

    @property
    def rows(self) -> list[Row]:
        return [row for sentence in self.sentences for row in sentence]


def documents(lines: Iterable[str], dialect: Dialect, file: str) -> Iterator[Document | BadRecord]:
    """The articles of a file, and the lines that hold no tag."""
    current, blocks_from = Document([[]]), 0
    for number, raw in enumerate(lines, 1):
        line = raw.rstrip("\r\n")
        name = mark_of(line)
        if name is not None:
            yield from _closed(current, dialect)
            current, blocks_from = Document([[]], name, number, is_marked=True), number if line == BLOCKS else 0
        elif not line.strip() or line.startswith("#end document"):
            blocks_from = 0 if number == blocks_from + 1 else blocks_from
            if blocks_from:
                yield from _closed(current, dialect)
                current = Document([[]], "", number + 1, is_marked=True)
            elif current.sentences[-1]:
                current.sentences.append([])
        else:
            yield from _add(current, number, line, dialect, file)
    yield from _closed(current, dialect)


def _add(current: Document, number: int, line: str, dialect: Dialect, file: str) -> Iterator[BadRecord]:
    """Add a line's token to an article, unless the line is a comment."""
    word, tag = dialect.row(line)
    if dialect.is_header(line) or (line.startswith("#") and not TAG.fullmatch(tag)):
        return
    if not tag:
        yield BadRecord(file, number, f"The line “{word[:60]}” has no tag.", "Its words were kept without a label.")
    if word:
        current.sentences[-1].append(Row(number, word, tag or "O", dialect.inner_tags(line)))


def _closed(document: Document, dialect: Dialect) -> Iterator[Document]:
    """An article without empty sentences, if it has any words."""
    if sentences := [sentence for sentence in document.sentences if sentence]:
        if dialect.is_bracketed:
            sentences = [_unbracketed(sentence) for sentence in sentences]
        yield msgspec.structs.replace(document, sentences=sentences)


def _unbracketed(sentence: list[Row]) -> list[Row]:
    """A sentence whose labels stand in brackets ("(ORG*", "*", "*)"), with tags of B and I instead."""
    rows: list[Row] = []
    label = ""
    for row in sentence:
        opened = _OPENED.search(row.tag)
        label = opened[1] if opened else label
        tag = f"{'B' if opened else 'I'}-{label}" if label else "O"
        rows.append(msgspec.structs.replace(row, tag=tag))
        label = "" if ")" in row.tag else label
    return rows
