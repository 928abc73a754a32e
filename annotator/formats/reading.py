"""Files, folders and archives to articles: which files of a folder are taken, and in which order.

Which format a file is in is in `detecting`, how archives are unpacked in `archives`.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import msgspec

from annotator.errors import UserError
from annotator.formats import FORMATS, find_format
from annotator.formats.archives import unpacked
from annotator.formats.detecting import PACKED, UnknownKind, detect, is_to_be_unpacked
from annotator.formats.records import HEAD_BYTES, ArticleRecord, BadRecord, Format, ReadOptions, Record

SHOWN_NAMES = 5
AUTO = "auto"
NO_OPTIONS = ReadOptions()
COMPANIONS = ("thumbs.db", "desktop.ini")
CARD = "README.md"
CARD_KEYS = ("dataset_info:", "configs:", "task_categories:", "size_categories:", "annotations_creators:")
"""At the beginning of a line of front matter, they tell a dataset card from an article."""
HIDDEN = (".", "__MACOSX")
Whole = tuple[Format | None, Sequence[Path], ReadOptions]
"""Files that are read together: their format where the folder tells it."""

_DIGITS = re.compile(r"(\d+)")


def read_paths(
    paths: Iterable[Path], *, format_name: str = AUTO, options: ReadOptions = NO_OPTIONS
) -> Iterator[Record]:
    """The articles of files, folders and archives, one after the other. What cannot be read is a `BadRecord`; the rest
    goes on.

    Folders are read recursively in natural order ("2.txt" before "10.txt"); one that is in a format as a whole, such as
    an export of the gold format, is read as that. An archive is read as the folder that it unpacks to, and its files
    are named from it ("archive.zip/in/2.txt").

    Raises:
        UserError: there is no format of that name.
    """
    chosen = None if format_name == AUTO else find_format(format_name)
    paths = list(paths)
    options = msgspec.structs.replace(options, files=tuple(paths))
    for path in paths:
        try:
            yield from _guarded(path, _read_path(path, chosen, options))
        except UnknownKind as error:
            yield BadRecord(str(path), None, error.message, error.hint)


def annotators_in(paths: Iterable[Path], *, format_name: str = AUTO, options: ReadOptions = NO_OPTIONS) -> set[str]:
    """Whom the files name as those who made labels. Files in formats that name nobody are not read for that.

    Raises:
        UserError: there is no format of that name.
    """
    chosen = None if format_name == AUTO else find_format(format_name)
    if chosen is not None and not chosen.names_annotators:
        return set()
    asking = msgspec.structs.replace(options, only_annotators=True)
    records = read_paths(paths, format_name=format_name, options=asking)
    return {each.annotator for each in records if isinstance(each, ArticleRecord) and each.annotator}


def natural_key(name: str) -> list[list[tuple[int, int, str]]]:
    """Sorts names as people count: numbers by value, letters without regard to case; "/" separates folders."""
    return [[_piece(piece) for piece in _DIGITS.split(part) if piece] for part in name.casefold().split("/")]


def _read_path(path: Path, chosen: Format | None, options: ReadOptions) -> Iterator[Record]:
    if not path.exists():
        raise UserError("There is no such file or folder.", "Check the name.")
    if path.is_dir():
        yield from _read_folder(path, chosen, options)
    elif _is_packed(path, chosen):
        yield from _read_archive(path, chosen, options)
    else:
        yield from _read_file(path, chosen, options)


def _read_archive(path: Path, chosen: Format | None, options: ReadOptions) -> Iterator[Record]:
    with unpacked(path) as found:
        if found.is_one_file:
            records = (each for file in found.folder.iterdir() for each in _read_file(file, chosen, options))
        else:
            records = _read_folder(found.folder, chosen, options)
        if any(found.folder.iterdir()):
            yield from _named_from(path, found.folder, _guarded(found.folder, records), is_file=found.is_one_file)
        yield from found.refused


def _named_from(path: Path, folder: Path, records: Iterator[Record], *, is_file: bool) -> Iterator[Record]:
    """Records that name their files from the archive, and not from the folder where it was unpacked."""
    for record in records:
        told = record.file if isinstance(record, BadRecord) else record.origin
        inside = Path(told).relative_to(folder).as_posix() if Path(told).is_relative_to(folder) else "."
        name = str(path) if is_file or inside == "." else f"{path}/{inside}"
        if isinstance(record, BadRecord):
            reason = record.reason.replace(f"{folder}{os.sep}", f"{path}/")
            yield msgspec.structs.replace(record, file=name, reason=reason)
        else:
            yield msgspec.structs.replace(record, origin=name)


def _read_folder(folder: Path, chosen: Format | None, options: ReadOptions) -> Iterator[Record]:
    wholes, hidden, unknown = _files_in(folder, chosen, options)
    found = False
    for known, files, inner in wholes:
        for file in files:
            try:
                yield from _guarded(file, _read_any(file, known or chosen, inner))
                found = True
            except UnknownKind:
                unknown.append(file.relative_to(folder).as_posix())
    yield from _notices(folder, hidden, unknown)
    if not found:
        raise UserError("The folder holds no file that can be imported.", "Name the files, or another folder.")


def _read_any(file: Path, chosen: Format | None, options: ReadOptions) -> Iterator[Record]:
    if file.is_file() and file.name.lower().endswith(PACKED) and _is_packed(file, chosen):
        yield from _read_archive(file, chosen, options)
    else:
        yield from _read_file(file, chosen, options)


def _read_file(file: Path, chosen: Format | None, options: ReadOptions) -> Iterator[Record]:
    if not file.exists():
        raise UserError("It is a link to a file that is not there.", "Name the file itself, if it is somewhere else.")
    if not file.is_file():
        raise UserError("This is no file but a pipe, a socket or a device.", "Save what comes from it in a file.")
    known = chosen or detect(file)
    if options.only_annotators and not known.names_annotators:
        return
    found = False
    for record in known.read(file, options):
        # A warning that names a record says why that one was left out: the file is the right one.
        found = found or not (isinstance(record, BadRecord) and record.is_warning and not record.record)
        yield record
    is_part = options.root is not None and len(options.files) > 1
    if not found and not is_part:  # a split of a small dataset may be empty
        yield BadRecord(str(file), None, "The file holds no article.", "Check that it is the right one.")


def _is_card(path: Path) -> bool:
    """Whether a file is the card of a dataset that lies beside it, and so no article of it."""
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES).decode("utf-8", "replace")
    front = head.removeprefix("\ufeff").split("\n---", 1)[0]
    return front.startswith("---") and any(line.startswith(CARD_KEYS) for line in front.splitlines())


def _is_packed(path: Path, chosen: Format | None) -> bool:
    """Whether a file is to be unpacked first. What a chosen format is usually packed in is left to it."""
    return path.is_file() and not (chosen and _ends(path.name, chosen.extensions)) and is_to_be_unpacked(path)


def _files_in(folder: Path, chosen: Format | None, options: ReadOptions) -> tuple[list[Whole], int, list[str]]:
    """The files of a folder that are taken, in order, how many are hidden, and those of no known kind."""
    asked = (chosen,) if chosen else FORMATS
    extensions = (*PACKED, *(end for known in asked for end in known.extensions))
    companions = tuple(end for known in asked for end in known.companions)
    wholes: dict[str, Whole] = {}
    taken: list[str] = []
    unknown: list[str] = []
    hidden = 0
    for inside in sorted(_names_in(folder, asked, wholes, options), key=natural_key):
        name = inside.rpartition("/")[2]
        if any(part.startswith(HIDDEN) for part in inside.split("/")) or name.casefold() in COMPANIONS:
            hidden += 1
        elif name == CARD and _is_card(folder / inside):
            continue
        elif _ends(name, extensions):
            taken.append(inside)
        elif not _ends(name, companions):
            unknown.append(inside)
    inner = msgspec.structs.replace(options, root=folder, files=tuple(folder / inside for inside in taken))
    found = {**wholes, **{inside: (None, (folder / inside,), inner) for inside in taken}}
    return [found[name] for name in sorted(found, key=natural_key)], hidden, unknown


def _notices(folder: Path, hidden: int, unknown: Sequence[str]) -> list[BadRecord]:
    notices: list[BadRecord] = []
    if hidden:
        notices.append(BadRecord(str(folder), None, f"{_files(hidden)} hidden and skipped.", is_warning=True))
    if unknown:
        named = ", ".join(unknown[:SHOWN_NAMES]) + (" …" if len(unknown) > SHOWN_NAMES else "")
        said = f"{_files(len(unknown))} of no known kind and skipped: {named}."
        notices.append(BadRecord(str(folder), None, said, "Name them one by one to import them.", is_warning=True))
    return notices


def _names_in(folder: Path, asked: Sequence[Format], wholes: dict[str, Whole], options: ReadOptions) -> Iterator[str]:
    """The files under a folder, named from it with "/" on every system. Links to folders are not followed.

    Folders that are in one of the formats as a whole are put into `wholes`, and their files are not named.
    """
    for inside, folders, names in os.walk(folder):
        place = Path(inside)
        prefix = place.relative_to(folder).as_posix()
        is_hidden = any(part.startswith(HIDDEN) for part in prefix.split("/") if part != ".")
        if not is_hidden and (whole := _whole(place, asked, options)):
            wholes[prefix] = whole
            folders.clear()
            continue
        yield from names if prefix == "." else (f"{prefix}/{name}" for name in names)


def _whole(folder: Path, asked: Sequence[Format], options: ReadOptions) -> Whole | None:
    for known in asked:
        if (files := known.folder_files(folder)) is not None:
            return known, files, msgspec.structs.replace(options, root=folder, files=tuple(files))
    return None


def _ends(name: str, extensions: Sequence[str]) -> bool:
    return name.lower().endswith(tuple(extensions))


def _guarded(path: Path, records: Iterator[Record]) -> Iterator[Record]:
    """Records up to a failure of the file, which becomes a record too."""
    try:
        yield from records
    except UnknownKind:
        raise
    except UserError as error:
        yield BadRecord(str(path), None, error.message, error.hint)
    except OSError as error:
        said = f"The file cannot be read: {error.strerror or error}."
        yield BadRecord(str(path), None, said, "Check that it is there and that you may read it.")


def _piece(piece: str) -> tuple[int, int, str]:
    return (0, int(piece), piece) if piece.isdecimal() else (1, 0, piece)


def _files(count: int) -> str:
    return "1 file is" if count == 1 else f"{count} files are"
