"""What every format gives and takes: an article with what came with it, a record that could not be taken, a format."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Literal

import msgspec

from annotator.errors import UserError
from annotator.formats.dataset import Writer
from annotator.formats.gold.schema import GoldActor, GoldArticle, GoldEvent
from annotator.formats.limits import FILE_BYTES, read_bounded
from annotator.text import decode

OffsetUnit = Literal["auto", "codepoints", "utf16", "graphemes"]
HEAD_BYTES = 1 << 16
ADJUDICATED = "gold"
"""In place of an annotator's name: what was settled where annotators differed."""


class ArticleRecord(msgspec.Struct, frozen=True):
    """One article of a file. `text` is normalised (`annotator.text`), else untouched; `meta` as in `model.Article`.

    `origin` is the file, `record_number` counts its articles from 1, `line` is where the record begins, if known.
    `annotations` are the labels that came along, their offsets those of `text`. `annotator` is who made them, where
    the file says so; `ADJUDICATED` for what was settled between several. One article labelled by several people is
    several records. `events` and `actors`: what the file says of those that the labels name.
    """

    text: str
    meta: dict[str, str]
    origin: str
    record_number: int = 1
    line: int | None = None
    annotations: GoldArticle | None = None
    annotator: str = ""
    events: tuple[GoldEvent, ...] = ()
    actors: tuple[GoldActor, ...] = ()


class BadRecord(msgspec.Struct, frozen=True):
    """What could not be taken: the file, the line where there is one, the reason in a sentence, what is done about it.

    `record` is the record's own id in its file, where it has one.

    A warning lost nothing: something was mended or left out on purpose, and is said. Everything else is a failure.
    """

    file: str
    line: int | None
    reason: str
    hint: str = ""
    is_warning: bool = False
    record: str = ""

    def __str__(self) -> str:
        place = self.file if self.line is None else f"{self.file}, line {self.line}"
        return f"{f'{place}: ' if place else ''}{self.reason} {self.hint}".strip()


Record = ArticleRecord | BadRecord


class ReadOptions(msgspec.Struct, frozen=True):
    """`columns`: our name → the file's name for it (see `columns`). `offset_unit`: that of files that do not say.

    `root` is the folder in which the file was found, None where it was named itself; `files` are those that are read
    together with it (a file for each annotator, say). `only_annotators`: nothing counts of the records but whom they
    name; a reader may leave out what takes it long.
    """

    columns: Mapping[str, str] = {}
    offset_unit: OffsetUnit = "auto"
    root: Path | None = None
    files: tuple[Path, ...] = ()
    only_annotators: bool = False


def _owns_nothing(path: Path) -> bool:  # noqa: ARG001 - the signature of `Format.owns`
    return False


def _is_no_whole(folder: Path) -> None:  # noqa: ARG001 - the signature of `Format.folder_files`
    return None


class Format(msgspec.Struct, frozen=True):
    """A file format: reader and writer together. `sniff` looks at the first `HEAD_BYTES` of a file, whatever its name.

    `owns` is asked first of all: whether a file is the format's by what lies beside it (brat's `a.txt` by its `a.ann`).
    `companions`: extensions of files that belong to others of the format and are passed over in a folder.
    `folder_files`: the files to read of a folder that is in this format as a whole, None for any other folder.
    `names_annotators`: its records may say who labelled them; such files are read twice.
    `needs_process`: it is slow to import, and is read and written in a process of its own, never in the window's.
    `cannot_carry` says in words what a writer loses; a format without `write` is read only. `loading`: Markdown for the
    card, how a reader loads what was written; FILE in it stands for the first file.
    """

    name: str
    title: str
    extensions: tuple[str, ...]
    sniff: Callable[[bytes], bool]
    read: Callable[[Path, ReadOptions], Iterator[Record]]
    write: Writer | None = None
    cannot_carry: tuple[str, ...] = ()
    owns: Callable[[Path], bool] = _owns_nothing
    companions: tuple[str, ...] = ()
    folder_files: Callable[[Path], Sequence[Path] | None] = _is_no_whole
    names_annotators: bool = False
    needs_process: bool = False
    loading: str = ""


def read_text(path: Path, limit: int = FILE_BYTES) -> tuple[str, list[BadRecord]]:
    """A file's decoded text, not yet normalised, and what there is to say about its encoding.

    Raises:
        UserError: the file is empty, no text, or larger than `limit` bytes. OSError where it cannot be read.
    """
    data = read_bounded(path, limit)
    if not data.strip():
        raise UserError("The file is empty.", "Nothing was imported from it.")
    decoded = decode(data)
    return decoded.text, [BadRecord(str(path), None, said, is_warning=True) for said in decoded.warnings]
