"""Values of a JSON file as what they should be: tolerant of null, of numbers in strings, of one thing for a list of it.

For formats of other tools that are JSON; what stands in a file is found by `json_values`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, cast

import msgspec

from annotator.formats.heads import read_head
from annotator.formats.json_values import values_of
from annotator.formats.records import BadRecord

JsonObject = dict[str, Any]
DATASET_FILES = ("README.md", "GUIDELINES.md", "losses.jsonl", "SHA256SUMS")
"""What stands in the folder of an export beside what its format writes."""


class Place(msgspec.Struct, frozen=True):
    """A value of a file: its number, from 1, the line where it begins, and what it is."""

    number: int
    line: int
    value: Any


def read_places(path: Path) -> Iterator[Place | BadRecord]:
    """The values of a file, numbered, and what could not be parsed.

    Raises:
        UserError: the file is empty, no text or too large. OSError where it cannot be read.
    """
    number = 0
    for item in values_of(path):
        if isinstance(item, BadRecord):
            yield item
            continue
        number += 1
        yield Place(number, item[0], item[1])


def an_object(value: Any) -> JsonObject:
    """The value if it is an object, else an empty one."""
    return cast("JsonObject", value) if isinstance(value, dict) else {}


def a_list(value: Any) -> list[Any]:
    """The items of a list; anything else but null is a list of itself."""
    if isinstance(value, list):
        return cast("list[Any]", value)
    return [] if value is None else [value]


def objects_in(value: Any) -> list[JsonObject]:
    """The objects of a list, or the one object."""
    return [cast("JsonObject", item) for item in a_list(value) if isinstance(item, dict)]


def strings_in(value: Any) -> list[str]:
    """The strings and numbers of a list, or the one string; empty ones are left out."""
    return [found for item in a_list(value) if (found := a_string(item))]


def a_string(value: Any) -> str:
    """A string, or a number as one; "" for anything else."""
    if isinstance(value, bool):
        return ""
    return str(value) if isinstance(value, str | int | float) else ""


def a_number(value: Any) -> int | None:
    """A whole number, also where it stands as a string or with a fraction of nothing; None for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        return int(value) if not isinstance(value, float) or value.is_integer() else None
    except ValueError:
        return None


def a_score(value: Any) -> float | None:
    """A score, also where it stands as a string; None for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        return float(value)
    except ValueError:
        return None


def without(given: Mapping[str, Any], *keys: str) -> JsonObject:
    """The object without some of its keys."""
    return {key: value for key, value in given.items() if key not in keys}


def whole_folder(
    folder: Path,
    sniff: Callable[[bytes], bool],
    endings: tuple[str, ...],
    beside: Callable[[str], bool] = lambda _: False,
) -> list[Path] | None:
    """The data files of a folder that was written as a dataset: it has a card, and all else is the format's.

    `beside` says of a name inside the folder whether it belongs to the dataset without being one of its data files.
    None for any other folder, in which nothing is looked for beyond the first file that does not belong.
    """
    if not (folder / "README.md").is_file():
        return None
    found: list[Path] = []
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_dir() or name in DATASET_FILES or beside(name):
            continue
        if path.suffix.lower() not in endings:
            return None
        head = read_head(path)
        if b"".join(head.split()) in (b"", b"[]"):
            continue
        if not sniff(head):
            return None
        found.append(path)
    return found or None
