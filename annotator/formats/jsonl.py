"""JSON Lines: one article a line, plain or with the labels of the gold format. Ours, and the default of the export."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec

from annotator.formats import json_file
from annotator.formats.articles import read_objects
from annotator.formats.gold import article_files, write
from annotator.formats.card.text import LOADING
from annotator.formats.lenient import REFUSED
from annotator.formats.lines import begins_with_a_line, parse_lines, raw_lines
from annotator.formats.records import HEAD_BYTES, Format, ReadOptions, Record, read_text


def read(path: Path, options: ReadOptions) -> Iterator[Record]:
    """The articles of a JSON Lines file, read line by line. A whole JSON file under this name is read as what it is."""
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    if not begins_with_a_line(head) and _is_one_value(path):
        yield from json_file.read(path, options)
        return
    yield from read_objects(parse_lines(raw_lines(path), path), path, options)


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
    sniff=begins_with_a_line,
    read=read,
    write=write,
    folder_files=article_files,
    loading=LOADING,
    cannot_carry=("notes",),
)
