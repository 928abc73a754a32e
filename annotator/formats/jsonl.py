"""JSON Lines: one article a line, plain or with the labels of the gold format. Ours, and the default of the export."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import msgspec

from annotator.formats.articles import read_objects
from annotator.formats.gold import write_gold
from annotator.formats.lenient import REFUSED, parse
from annotator.formats.lines import parse_lines, raw_lines
from annotator.formats.records import HEAD_BYTES, Format, ReadOptions, Record, read_text
from annotator.text import decode


def read(path: Path, options: ReadOptions) -> Iterator[Record]:
    """The articles of a JSON Lines file, read line by line. A whole JSON file under this name is read as what it is."""
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    if not _begins_with_a_line(head) and _is_one_value(path):
        from annotator.formats import json_file

        yield from json_file.read(path, options)
        return
    yield from read_objects(parse_lines(raw_lines(path), path), path, options)


def sniff(head: bytes) -> bool:
    """Whether a file begins with a line that is a JSON object."""
    return _begins_with_a_line(head)


def _begins_with_a_line(head: bytes) -> bool:
    lines = (line for line in decode(head).text.split("\n") if line.strip())
    first = next(lines, "").strip()
    if len(head) == HEAD_BYTES and next(lines, None) is None:
        return first.startswith('{"')
    try:
        return isinstance(parse(first), dict)
    except json.JSONDecodeError:
        return False


def _is_one_value(path: Path) -> bool:
    try:
        msgspec.json.decode(read_text(path)[0])
    except REFUSED:
        return False
    return True


FORMAT = Format(
    name="jsonl",
    title="JSON Lines",
    extensions=(".jsonl", ".ndjson"),
    sniff=sniff,
    read=read,
    write=write_gold,
    cannot_carry=("notes",),
)
