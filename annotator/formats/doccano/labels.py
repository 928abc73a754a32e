"""What lies beside a doccano file: the names of its labels, and the files of other annotators."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, cast

import msgspec

from annotator.formats.doccano.rows import Row, is_doccano
from annotator.formats.heads import read_head
from annotator.formats.peeking import peek
from annotator.formats.prodigy.rows import objects, whole
from annotator.formats.records import ADJUDICATED

CONFIG = "label_config.json"
CONFIG_BYTES = 1 << 20
NOBODY = frozenset(("all", "train", "dev", "test", "valid", "val", "validation", "unknown", "example", "data"))
"""Names of files that are no annotator's: the zip of a project in which all see the same labels holds `all.jsonl`."""


def label_names(path: Path) -> dict[int, str]:
    """The names of numbered labels, where a list of the project's labels lies beside the file."""
    names: dict[int, str] = {}
    for file in sorted(path.parent.glob("*label*.json")):
        if file != path and file.stat().st_size <= CONFIG_BYTES:
            for label in _labels_in(file):
                number, name = whole(label.get("id")), label.get("text")
                if number is not None and isinstance(name, str) and name:
                    names[number] = name
    return names


def is_config(row: Mapping[str, Any]) -> bool:
    """Whether an object is a label of a project, not a record."""
    return isinstance(row.get("text"), str) and "background_color" in row and "suffix_key" in row


def annotator_by_file(path: Path) -> str:
    """Who labelled a file, where it is one of several that doccano wrote of one project, one an annotator; else ""."""
    stem = path.stem.strip()
    if stem.casefold() in NOBODY or not stem.isprintable() or not path.parent.is_dir():
        return ""
    others = [file for file in path.parent.glob("*.jsonl") if file != path and file.stem.casefold() not in NOBODY]
    if not any(map(_looks_alike, others)):
        return ""
    return f"{stem}-1" if stem == ADJUDICATED else stem


def first_row(path: Path) -> Row | None:
    """The first object of a file."""
    try:
        return peek(read_head(path))
    except OSError:
        return None


def _looks_alike(path: Path) -> bool:
    row = first_row(path)
    return row is not None and is_doccano(row)


def _labels_in(file: Path) -> Iterator[Row]:
    try:
        value = msgspec.json.decode(file.read_bytes())
    except (OSError, msgspec.DecodeError, RecursionError, UnicodeError):
        return
    held = cast("Row", value).get("results") if isinstance(value, dict) else value
    yield from objects(held)
