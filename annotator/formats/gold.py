"""The gold format: writing a dataset folder whole or not at all, and reading its events and actors back.

Its articles are read as any JSON Lines are (`jsonl`). Its records are in `gold_schema`, tolerance in reading in
`gold_read`, the dataset card in `gold_card`, the way from the objects of a project to records in `gold_model`, and back
in `gold_work`.
"""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import uuid
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

import msgspec

from annotator.errors import UserError
from annotator.formats.gold_card import CardInfo, Counts, FileSum, card_text
from annotator.formats.gold_schema import GoldActor, GoldArticle, GoldEvent, json_schema
from annotator.formats.lines import parse_lines, raw_lines
from annotator.formats.records import BadRecord

SPLITS = ("train", "dev", "test")
LINE_ENDS = ((b"\xe2\x80\xa8", rb"\u2028"), (b"\xe2\x80\xa9", rb"\u2029"), (b"\xc2\x85", rb"\u0085"))
BUFFER_BYTES = 1 << 20
PROGRESS_ARTICLES = 100

Progress = Callable[[int], None]
"""Called with the number of articles written so far."""
Line = TypeVar("Line", GoldEvent, GoldActor)


class ExportSummary(msgspec.Struct, frozen=True):
    """What an export wrote: the folder, its files with sizes in bytes and SHA-256 in hex, and how many of what."""

    folder: Path
    files: tuple[FileSum, ...]
    counts: Counts


def write_gold(
    out: Path,
    articles: Iterable[GoldArticle],
    events: Iterable[GoldEvent],
    actors: Iterable[GoldActor],
    *,
    card: Callable[[], CardInfo],
    splits: Mapping[str, str] | None = None,
    progress: Progress | None = None,
) -> ExportSummary:
    """Write a dataset folder: every file durable on disk before the folder appears under its name, or nothing at all.

    `card` is asked for when all else is written. `splits`: article id → "train", "dev" or "test"; without it all
    articles are "train".

    Raises:
        UserError: `out` is a file or a folder that holds something, or the disk refuses.
    """
    out = Path(os.path.realpath(out))
    check_out(out)
    counts = Counts()
    with _folder_for(out) as folder:
        files = _write_articles(folder, articles, splits, counts, progress)
        files += [
            _write_file(folder / "events.jsonl", (_line(counts.event(event)) for event in events)),
            _write_file(folder / "actors.jsonl", (_line(counts.actor(actor)) for actor in actors)),
            _write_file(folder / "schema.json", [_pretty(json_schema())]),
        ]
        readme = card_text(card(), counts, files).encode("utf-8")
        files.append(_write_file(folder / "README.md", [readme]))
    return ExportSummary(out, tuple(files), counts)


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


def read_gold_events(folder: Path) -> Iterator[GoldEvent | BadRecord]:
    """The events of an export folder; none where it has no `events.jsonl`."""
    yield from _read_lines(folder / "events.jsonl", GoldEvent)


def read_gold_actors(folder: Path) -> Iterator[GoldActor | BadRecord]:
    """The actors of an export folder; none where it has no `actors.jsonl`."""
    yield from _read_lines(folder / "actors.jsonl", GoldActor)


def is_gold_folder(path: Path) -> bool:
    """Whether a folder is an export of the gold format: articles, and the events or the schema that belong to them."""
    has_articles = any((path / f"{split}.jsonl").is_file() for split in SPLITS)
    return has_articles and any((path / name).is_file() for name in ("events.jsonl", "schema.json"))


def article_files(folder: Path) -> list[Path]:
    """The files that hold the articles of an export: its splits in order, without empty ones."""
    files = (folder / f"{split}.jsonl" for split in SPLITS)
    return [file for file in files if file.is_file() and file.stat().st_size]


class _SummedFile:
    """A file whose checksum is made while it is written, and that is on disk when it is closed."""

    def __init__(self, path: Path) -> None:
        self._path = path
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
        finally:
            self._file.close()

    def write(self, line: bytes) -> None:
        self._buffer += line
        self.lines += 1
        if len(self._buffer) >= BUFFER_BYTES:
            self._flush()

    def result(self) -> FileSum:
        return FileSum(self._path.name, self._bytes, self._sum.hexdigest(), self.lines)

    def _flush(self) -> None:
        view = memoryview(self._buffer)
        self._sum.update(view)
        while view:
            view = view[self._file.write(view) :]
        view.release()
        self._bytes += len(self._buffer)
        self._buffer = bytearray()


def _write_articles(
    folder: Path,
    articles: Iterable[GoldArticle],
    splits: Mapping[str, str] | None,
    counts: Counts,
    progress: Progress | None,
) -> list[FileSum]:
    names = SPLITS if splits is not None else SPLITS[:1]
    files = {name: _SummedFile(folder / f"{name}.jsonl") for name in names}
    try:
        for number, article in enumerate(articles, 1):
            name = splits.get(article.id, "train") if splits is not None else "train"
            files[name].write(_line(counts.article(article)))
            if progress is not None and number % PROGRESS_ARTICLES == 0:
                progress(number)
    except BaseException as error:
        for file in files.values():
            file.__exit__(type(error), error, None)
        raise
    for file in files.values():
        with file:
            pass
    if progress is not None:
        progress(counts.articles)
    return [file.result() for file in files.values()]


def _write_file(path: Path, lines: Iterable[bytes]) -> FileSum:
    with _SummedFile(path) as file:
        for line in lines:
            file.write(line)
    return file.result()


@contextmanager
def _folder_for(out: Path) -> Generator[Path]:
    """A folder beside `out` that takes its place when all went well, and disappears when not."""
    folder = out.parent / f".{out.name}.{uuid.uuid4().hex[:8]}.part"
    try:
        folder.mkdir(parents=True)
        yield folder
        _sync_folder(folder)
        _take_place(folder, out)
        _sync_folder(out.parent)
    except OSError as error:
        raise _disk_refused(out, error) from error
    finally:
        shutil.rmtree(folder, ignore_errors=True)


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


_encode = msgspec.json.Encoder().encode


def _line(record: msgspec.Struct) -> bytes:
    """A record as one line for every reader: what Python's `splitlines` takes for a line end is escaped."""
    line = _encode(record)
    if not line.isascii():
        for character, escape in LINE_ENDS:
            line = line.replace(character, escape)
    return line + b"\n"


def _pretty(value: dict[str, Any]) -> bytes:
    return msgspec.json.format(_encode(value), indent=2) + b"\n"


def _read_lines(file: Path, kind: type[Line]) -> Iterator[Line | BadRecord]:
    if not file.is_file() or not file.stat().st_size:
        return
    for item in parse_lines(raw_lines(file), file):
        if isinstance(item, BadRecord):
            yield item
            continue
        number, value = item
        try:
            yield msgspec.convert(value, kind)
        except msgspec.ValidationError as error:
            yield BadRecord(str(file), number, f"The line cannot be read: {error}.", "It was left out.")
