"""Files and folders to articles: which format a file is in, which files of a folder are taken, and in which order."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from annotator.errors import UserError
from annotator.formats import FORMATS, find_format, plain_text
from annotator.formats.records import HEAD_BYTES, BadRecord, Format, ReadOptions, Record

SHOWN_NAMES = 5
AUTO = "auto"
NO_OPTIONS = ReadOptions()
COMPANIONS = ("thumbs.db", "desktop.ini")

_DIGITS = re.compile(r"(\d+)")


def read_paths(
    paths: Iterable[Path], *, format_name: str = AUTO, options: ReadOptions = NO_OPTIONS
) -> Iterator[Record]:
    """The articles of files and folders, one after the other. What cannot be read is a `BadRecord`; the rest goes on.

    Folders are read recursively in natural order ("2.txt" before "10.txt"). A folder that is an export of the gold
    format gives its articles; its events and actors are read by `gold.read_gold_events` and
    `gold.read_gold_actors`.

    Raises:
        UserError: there is no format of that name.
    """
    chosen = None if format_name == AUTO else find_format(format_name)
    for path in paths:
        yield from _guarded(path, _read_path(path, chosen, options))


def detect(path: Path) -> Format:
    """The format of a file: by its extension, by how it begins where that does not tell, else plain text.

    Raises:
        UserError: XML of a kind that no format knows; as plain text it would be an article full of tags.
    """
    if owner := next((known for known in FORMATS if known.owns(path)), None):
        return owner
    extension = path.suffix.lower()
    named = [known for known in FORMATS if extension in known.extensions]
    if len(named) == 1:
        return named[0]
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    claimed = [known for known in named or FORMATS if _sniffs(known, head)]
    if not claimed and not named and head.lstrip(b"\xef\xbb\xbf \r\n").startswith(b"<?xml"):
        raise UserError("The file is XML of no known kind.", "Name its format if it is in one, or txt.")
    # Of formats that share an extension the last is the most general, and reads what none of them knows.
    return next(iter(claimed or reversed(named)), plain_text.FORMAT)


def natural_key(name: str) -> list[list[tuple[int, int, str]]]:
    """Sorts names as people count: numbers by value, letters without regard to case; "/" separates folders."""
    return [[_piece(piece) for piece in _DIGITS.split(part) if piece] for part in name.casefold().split("/")]


def _read_path(path: Path, chosen: Format | None, options: ReadOptions) -> Iterator[Record]:
    if not path.exists():
        raise UserError("There is no such file or folder.", "Check the name.")
    if not path.is_dir():
        yield from _read_file(path, chosen, options)
        return
    for known in (chosen,) if chosen else FORMATS:
        if (whole := known.folder_files(path)) is not None:
            yield from _read_files(whole, known, options)
            return
    files, notices = _files_in(path, chosen)
    yield from _read_files(files, chosen, options)
    yield from notices


def _read_files(files: Sequence[Path], chosen: Format | None, options: ReadOptions) -> Iterator[Record]:
    if not files:
        raise UserError("The folder holds no file that can be imported.", "Name the files, or another folder.")
    for file in files:
        yield from _guarded(file, _read_file(file, chosen, options))


def _read_file(file: Path, chosen: Format | None, options: ReadOptions) -> Iterator[Record]:
    if not file.exists():
        raise UserError("It is a link to a file that is not there.", "Name the file itself, if it is somewhere else.")
    if not file.is_file():
        raise UserError("This is no file but a pipe, a socket or a device.", "Save what comes from it in a file.")
    found = False
    for record in (chosen or detect(file)).read(file, options):
        found = found or not (isinstance(record, BadRecord) and record.is_warning)
        yield record
    if not found:
        yield BadRecord(str(file), None, "The file holds no article.", "Check that it is the right one.")


def _files_in(folder: Path, chosen: Format | None) -> tuple[list[Path], list[BadRecord]]:
    """The files of a folder that are taken, and what is to be said about the others."""
    extensions = set(chosen.extensions if chosen else [end for known in FORMATS for end in known.extensions])
    companions = {end for known in ((chosen,) if chosen else FORMATS) for end in known.companions}
    taken: list[Path] = []
    hidden = 0
    unknown: list[str] = []
    for inside in sorted(_names_in(folder), key=natural_key):
        parts = inside.split("/")
        if any(part.startswith(".") for part in parts) or parts[-1].casefold() in COMPANIONS:
            hidden += 1
        elif os.path.splitext(parts[-1])[1].lower() in companions:
            continue
        elif os.path.splitext(parts[-1])[1].lower() in extensions:
            taken.append(folder / inside)
        else:
            unknown.append(inside)
    notices: list[BadRecord] = []
    if hidden:
        notices.append(BadRecord(str(folder), None, f"{_files(hidden)} hidden and skipped.", is_warning=True))
    if unknown:
        named = ", ".join(unknown[:SHOWN_NAMES]) + (" …" if len(unknown) > SHOWN_NAMES else "")
        said = f"{_files(len(unknown))} of no known kind and skipped: {named}."
        notices.append(BadRecord(str(folder), None, said, "Name them one by one to import them.", is_warning=True))
    return taken, notices


def _names_in(folder: Path) -> Iterator[str]:
    """The files under a folder, named from it with "/" on every system. Links to folders are not followed."""
    for inside, _, names in os.walk(folder):
        prefix = Path(inside).relative_to(folder).as_posix()
        yield from names if prefix == "." else (f"{prefix}/{name}" for name in names)


def _guarded(path: Path, records: Iterator[Record]) -> Iterator[Record]:
    """Records up to a failure of the file, which becomes a record too."""
    try:
        yield from records
    except UserError as error:
        yield BadRecord(str(path), None, error.message, error.hint)
    except OSError as error:
        said = f"The file cannot be read: {error.strerror or error}."
        yield BadRecord(str(path), None, said, "Check that it is there and that you may read it.")


def _sniffs(known: Format, head: bytes) -> bool:
    try:
        return known.sniff(head)
    except UserError:
        return False


def _piece(piece: str) -> tuple[int, int, str]:
    return (0, int(piece), piece) if piece.isdecimal() else (1, 0, piece)


def _files(count: int) -> str:
    return "1 file is" if count == 1 else f"{count} files are"
