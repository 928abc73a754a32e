"""What every format gives and takes: an article with what came with it, a record that could not be taken, a format."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Literal, TypeVar

import msgspec

from annotator.errors import UserError
from annotator.formats.gold_schema import GoldArticle
from annotator.text import decode

OffsetUnit = Literal["auto", "codepoints", "utf16", "graphemes"]
HEAD_BYTES = 1 << 16
T = TypeVar("T")


class ArticleRecord(msgspec.Struct, frozen=True):
    """One article of a file. `text` is normalised (`annotator.text`), else untouched; `meta` as in `model.Article`.

    `origin` is the file, `record_number` counts its articles from 1, `line` is where the record begins, if known.
    `annotations` are the labels that came along, their offsets those of `text`.
    """

    text: str
    meta: dict[str, str]
    origin: str
    record_number: int = 1
    line: int | None = None
    annotations: GoldArticle | None = None


class BadRecord(msgspec.Struct, frozen=True):
    """What could not be taken: the file, the line where there is one, the reason in a sentence, what to do about it.

    A warning lost nothing: something was mended or left out on purpose, and is said. Everything else is a failure.
    """

    file: str
    line: int | None
    reason: str
    hint: str = ""
    is_warning: bool = False

    def __str__(self) -> str:
        place = self.file if self.line is None else f"{self.file}, line {self.line}"
        return f"{place}: {self.reason} {self.hint}".strip()


Record = ArticleRecord | BadRecord


def sift(records: Iterable[T | BadRecord], warnings: list[str], failed: list[str]) -> list[T]:
    """The records that could be taken; of the others a sentence each goes to `warnings` or `failed`."""
    good: list[T] = []
    for record in records:
        if isinstance(record, BadRecord):
            (warnings if record.is_warning else failed).append(str(record))
        else:
            good.append(record)
    return good


class ReadOptions(msgspec.Struct, frozen=True):
    """`columns`: our name → the file's name for it (see `columns`). `offset_unit`: that of files that do not say."""

    columns: Mapping[str, str] = {}
    offset_unit: OffsetUnit = "auto"


class Format(msgspec.Struct, frozen=True):
    """A file format: reader and writer together. `sniff` looks at the first `HEAD_BYTES` of a file, whatever its name.

    `cannot_carry` says in words what a writer loses; a format without `write` is read only.
    """

    name: str
    title: str
    extensions: tuple[str, ...]
    sniff: Callable[[bytes], bool]
    read: Callable[[Path, ReadOptions], Iterator[Record]]
    write: Callable[..., Any] | None = None
    cannot_carry: tuple[str, ...] = ()


def read_text(path: Path) -> tuple[str, list[BadRecord]]:
    """A file's decoded text, not yet normalised, and what there is to say about its encoding.

    Raises:
        UserError: the file is empty or no text. OSError where it cannot be read.
    """
    data = path.read_bytes()
    if not data.strip():
        raise UserError("The file is empty.", "Nothing was imported from it.")
    decoded = decode(data)
    return decoded.text, [BadRecord(str(path), None, said, is_warning=True) for said in decoded.warnings]
