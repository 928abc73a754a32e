"""JSON Lines: one article a line, plain or with the labels of the gold format. Ours, and the default of the export."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec

from annotator.formats import json_file
from annotator.formats.articles import read_objects
from annotator.formats.card.text import LOADING
from annotator.formats.gold.files import article_files, read_gold_actors, read_gold_events, write
from annotator.formats.gold.schema import GoldActor, GoldEvent
from annotator.formats.lenient import REFUSED
from annotator.formats.lines import begins_with_a_line, parse_lines, raw_lines
from annotator.formats.records import HEAD_BYTES, ArticleRecord, BadRecord, Format, ReadOptions, Record, read_text


def read(path: Path, options: ReadOptions) -> Iterator[Record]:
    """The articles of a JSON Lines file, read line by line. A whole JSON file under this name is read as what it is."""
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    if not begins_with_a_line(head) and _is_one_value(path):
        yield from json_file.read(path, options)
        return
    records = read_objects(parse_lines(raw_lines(path), path), path, options)
    if (article_files(path.parent) or [None])[0] == path:
        records = _with_registry(path.parent, records)
    yield from records


def _with_registry(folder: Path, records: Iterator[Record]) -> Iterator[Record]:
    """The records of an export's first file; the first article brings the events and actors that lie beside it."""
    events: list[GoldEvent] = []
    actors: list[GoldActor] = []
    for found in (*read_gold_events(folder), *read_gold_actors(folder)):
        if isinstance(found, BadRecord):
            yield found
        elif isinstance(found, GoldEvent):
            events.append(found)
        else:
            actors.append(found)
    for record in records:
        if isinstance(record, ArticleRecord) and (events or actors):
            yield msgspec.structs.replace(record, events=tuple(events), actors=tuple(actors))
            events, actors = [], []
        else:
            yield record


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
