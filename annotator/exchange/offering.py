"""What somebody who imports or exports is offered: the formats, what files hold before they are read, lists of losses.

Nothing is brought in or written here; only the beginnings of files are looked at.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, cast

import msgspec

from annotator.errors import UserError
from annotator.formats import FORMATS, doccano, find_format
from annotator.formats.columns import find_columns, parse_columns
from annotator.formats.detecting import detect, is_to_be_unpacked
from annotator.formats.doccano.rows import marks_of, text_key
from annotator.formats.doccano.units import CANDIDATES
from annotator.formats.json_values import values_of
from annotator.formats.losses import FILE as LOSSES_FILE
from annotator.formats.losses import KINDS, Loss
from annotator.formats.offsets import converter
from annotator.formats.peeking import peek
from annotator.formats.reading import AUTO
from annotator.formats.records import HEAD_BYTES, BadRecord, OffsetUnit
from annotator.formats.table import find_dialect
from annotator.text import decode

MOST_FILES = 40
"""So many files are looked into: whoever chooses more has files that are alike."""
MOST_LOSSES = 5000
LABEL_KEYS = frozenset(
    {"spans", "statements", "entities", "annotations", "label", "labels", "relations", "predictions"}
)
"""Keys of a record that hold labels."""
TABLES = ("csv", "tsv")
OBJECTS = ("json", "jsonl")
MOST_ASKED_BYTES = 20_000_000
"""A larger file is not read through only to ask what its offsets count; the import says what it took them for."""
AROUND = 12


class FormatFacts(msgspec.Struct, frozen=True):
    """What is known of a format without a file in it; the fields are those of `formats.records.Format`.

    `can_write`: it can be exported. `names_annotators`: a file may say who of several people labelled it.
    """

    name: str
    title: str
    extensions: tuple[str, ...]
    can_write: bool
    cannot_carry: tuple[str, ...] = ()
    names_annotators: bool = False


class FileFacts(msgspec.Struct, frozen=True):
    """One file or folder as its beginning shows it. `format` and `title` are "" where no format knows it.

    `has_labels`: labels come with its articles, as far as can be seen. `columns`: the names in a table, or the keys of
    its first record, where none of them is known to hold the text; else empty. `usual`: of ours those that were found.
    `readings`: where offsets may count several things and nothing in the file tells, one label as each would have it:
    (unit, the text with the label in brackets). `problem`: why it cannot be looked into, in a sentence.
    """

    path: str
    format: str = ""
    title: str = ""
    has_labels: bool = False
    columns: tuple[str, ...] = ()
    usual: dict[str, str] = {}
    readings: tuple[tuple[str, str], ...] = ()
    problem: str = ""


class ListedLosses(msgspec.Struct, frozen=True):
    """The losses of an export, the first `MOST_LOSSES`, in the order of the articles; `is_cut`: there are more."""

    losses: tuple[Loss, ...]
    is_cut: bool = False


def formats() -> tuple[FormatFacts, ...]:
    """Every format by its title."""
    found = [
        FormatFacts(
            known.name,
            known.title,
            known.extensions,
            known.write is not None,
            known.cannot_carry,
            known.names_annotators,
        )
        for known in FORMATS
    ]
    return tuple(sorted(found, key=lambda one: one.title.casefold()))


def look(paths: Sequence[Path], format_name: str = AUTO) -> tuple[FileFacts, ...]:
    """What the beginnings of the first `MOST_FILES` files say; never raises for what is in them."""
    return tuple(_look(path, format_name) for path in paths[:MOST_FILES])


def check_columns(given: str) -> None:
    """Look whether columns are named as they can be.

    Raises:
        UserError: a part without "=", or with a name on its left that is none of ours.
    """
    parse_columns(given)


def read_losses(folder: Path) -> ListedLosses:
    """The losses that an export listed; none where it lost nothing, or they cannot be read."""
    try:
        with (folder / LOSSES_FILE).open("rb") as file:
            losses = [loss for loss, _ in zip(_losses(file), range(MOST_LOSSES + 1), strict=False)]
    except OSError:
        return ListedLosses(())
    return ListedLosses(tuple(losses[:MOST_LOSSES]), is_cut=len(losses) > MOST_LOSSES)


def loss_words(kind: str) -> str:
    """What happened to losses of a kind, in the plural: "links to events lost"."""
    return KINDS.get(kind, kind)


def _losses(lines: Iterable[bytes]) -> Iterator[Loss]:
    decoder = msgspec.json.Decoder(Loss)
    for line in lines:
        try:
            yield decoder.decode(line)
        except msgspec.DecodeError:
            return


def _look(path: Path, format_name: str) -> FileFacts:
    try:
        return _facts(path, format_name)
    except UserError as error:
        return FileFacts(str(path), problem=str(error))
    except OSError as error:
        return FileFacts(str(path), problem=f"It cannot be read: {error.strerror}.")


def _facts(path: Path, format_name: str) -> FileFacts:
    if path.is_dir():
        whole = next((known for known in FORMATS if known.folder_files(path) is not None), None)
        named = (whole.name, whole.title, whole.write is not None) if whole else ("", "Folder", False)
        return FileFacts(str(path), *named)
    if not path.exists():
        raise UserError("There is no such file or folder.")
    if format_name == AUTO and is_to_be_unpacked(path):
        return FileFacts(str(path), title="Archive")
    known = detect(path) if format_name == AUTO else find_format(format_name)
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    names = _names(known.name, head)
    usual = find_columns(names, {})
    is_unknown = known.name in (*TABLES, *OBJECTS) and len(names) > 1 and "text" not in usual
    return FileFacts(
        str(path),
        known.name,
        known.title,
        _has_labels(head) if known.name in OBJECTS else known.write is not None,
        tuple(names) if is_unknown else (),
        usual if is_unknown else {},
        _readings(path) if known.name == doccano.FORMAT.name else (),
    )


def _readings(path: Path) -> tuple[tuple[str, str], ...]:
    """The first label that offsets place differently, as each unit has it; empty where the file tells its unit."""
    if path.stat().st_size > MOST_ASKED_BYTES or not doccano.is_ambiguous(path):
        return ()
    for item in values_of(path):
        row = None if isinstance(item, BadRecord) else item[1]
        key = text_key(cast("dict[str, Any]", row)) if isinstance(row, dict) else None
        if key is None:
            continue
        row = cast("dict[str, Any]", row)
        for mark in marks_of(row, {})[0]:
            shown = {unit: _bracketed(row[key], mark.start, mark.end, unit) for unit in CANDIDATES}
            if len(set(shown.values())) > 1:
                return tuple(shown.items())
    return ()


def _bracketed(text: str, start: int, end: int, unit: OffsetUnit) -> str:
    """A label with a few characters around it, on one line."""
    place = converter(text, unit)
    first, last = place(start), place(end)
    cut = f"{text[max(0, first - AROUND) : first]}[{text[first:last]}]{text[last : last + AROUND]}"
    return " ".join(cut.split())


def _names(format_name: str, head: bytes) -> list[str]:
    """The names of a table's columns, or of the keys of its first record."""
    if format_name in OBJECTS:
        return list(peek(head) or ())
    if format_name not in TABLES:
        return []
    text = decode(head).text.removeprefix("\ufeff")
    rows = csv.reader(io.StringIO(text, newline=""), find_dialect(text))
    no_row: list[str] = []
    try:
        row = next(rows, no_row)
    except csv.Error:
        return no_row
    return [name.strip() for name in row if name.strip()]


def _has_labels(head: bytes) -> bool:
    return bool(LABEL_KEYS & (peek(head) or {}).keys())
