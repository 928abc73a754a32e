"""JSON: a list of articles, an object that holds such a list, or one article."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from functools import cache, partial
from pathlib import Path
from typing import Any, cast

import msgspec

from annotator.errors import UserError
from annotator.formats import lenient
from annotator.formats.articles import Place, read_objects
from annotator.formats.columns import find_columns
from annotator.formats.lenient import REFUSED
from annotator.formats.lines import begins_with_a_line, parse_lines
from annotator.formats.records import HEAD_BYTES, BadRecord, Format, ReadOptions, Record, read_text

LISTS = ("data", "articles", "items", "documents", "records", "results", "rows", "docs")
"""The keys under which an object holds its list of articles."""

_START = re.compile(rb"(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?\s*(?:\[\s*[\[\]{\"\d-]|\{\s*[\"}])")
_BETWEEN = re.compile(r"[\s,]*")


def read(path: Path, options: ReadOptions) -> Iterator[Record]:
    """The articles of a JSON file. Of a list that breaks off, those before the break; JSON Lines are read as that.

    Raises:
        UserError: the file is no JSON; the sentence names line and column.
    """
    text, warnings = read_text(path)
    yield from warnings
    try:
        value = _parse(text)
    except json.JSONDecodeError as error:
        yield from read_objects(_rescue(text, path, error), path, options)
        return
    items = _items(value, options)
    lines = cache(partial(_start_lines, text)) if isinstance(value, list) else _unknown
    yield from read_objects(((_place(lines, at), item) for at, item in enumerate(items)), path, options)


def _parse(text: str) -> Any:
    try:
        return msgspec.json.decode(text)
    except REFUSED:
        return lenient.parse(text)


def _items(value: Any, options: ReadOptions) -> list[Any]:
    if not isinstance(value, dict):
        return cast("list[Any]", value) if isinstance(value, list) else [value]
    record = cast("dict[str, Any]", value)
    for key in LISTS:
        held = record.get(key)
        if isinstance(held, list) and any(isinstance(item, dict) for item in cast("list[Any]", held)):
            return cast("list[Any]", held)
    by_id = all(isinstance(item, dict) for item in record.values())
    if record and by_id and "text" not in find_columns(record, options.columns):
        return [{"id": key, **item} for key, item in record.items()]
    return [record]


def _rescue(text: str, path: Path, error: json.JSONDecodeError) -> Iterator[tuple[Place, Any] | BadRecord]:
    """What can be read of a file that is no JSON as a whole."""
    if begins_with_a_line(text[:HEAD_BYTES].encode("utf-8", "replace")):
        yield from parse_lines(text.encode("utf-8", "replace").split(b"\n"), path)
        return
    said = f"The file is no JSON: {error.msg} at line {error.lineno}, column {error.colno}."
    if not text.lstrip().startswith("["):
        raise UserError(said, "Mend it there and import the file again.")
    yield from _scan(text)
    yield BadRecord(str(path), error.lineno, said, "The articles before it were taken; mend it and import it again.")


def _scan(text: str) -> Iterator[tuple[int, Any]]:
    """The items of a list with the lines where they begin, up to the first that cannot be read."""
    at, line, counted = text.index("[") + 1, 1, 0
    while True:
        at = _end_of(_BETWEEN, text, at)
        line, counted = line + text.count("\n", counted, at), at
        try:
            value, at = lenient.parse_first(text, at)
        except json.JSONDecodeError:
            return
        yield line, value


def _end_of(pattern: re.Pattern[str], text: str, at: int) -> int:
    match = pattern.match(text, at)
    return match.end() if match else at


def _start_lines(text: str) -> list[int]:
    return [line for line, _ in _scan(text)]


def _unknown() -> list[int]:
    return []


def _place(lines: Callable[[], list[int]], at: int) -> Place:
    return lambda: lines()[at] if at < len(lines()) else None


def sniff(head: bytes) -> bool:
    """Whether a file begins like a JSON list or object: "[Reuters]" and "[paths]" do not."""
    return _START.match(head.replace(b"\x00", b"")) is not None


FORMAT = Format(name="json", title="JSON", extensions=(".json",), sniff=sniff, read=read)
