"""The gold format: writing the files of a dataset, and reading its events and actors back.

Its articles are read as any JSON Lines are (`jsonl`). Its records are in `schema`, tolerance in reading in
`reading`, the dataset card in `card`, the way from the objects of a project to records in `model`, and back
in `work`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from annotator.formats.dataset import SPLITS, Dataset
from annotator.formats.folder import Folder
from annotator.formats.gold.schema import GoldActor, GoldEvent, json_schema
from annotator.formats.lines import parse_lines, raw_lines
from annotator.formats.losses import Losses
from annotator.formats.one_line import line_of
from annotator.formats.records import BadRecord

Line = TypeVar("Line", GoldEvent, GoldActor)


def write(dataset: Dataset, folder: Folder, losses: Losses) -> None:  # noqa: ARG001 - what is ours loses nothing
    """Write the files of a dataset: a file for each split, events, actors, and the JSON Schema of all."""
    with ExitStack() as open_files:
        files = {name: open_files.enter_context(folder.open(f"{name}.jsonl")) for name in reversed(dataset.split_names)}
        for article in dataset.articles:
            files[dataset.split_of(article.id)].write(line_of(article))
    folder.write("events.jsonl", map(line_of, dataset.events()))
    folder.write("actors.jsonl", map(line_of, dataset.actors()))
    folder.write("schema.json", [_pretty(json_schema())])


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


def article_files(folder: Path) -> list[Path] | None:
    """The files that hold the articles of an export, without empty ones; None for other folders."""
    if not is_gold_folder(folder):
        return None
    files = (folder / f"{split}.jsonl" for split in SPLITS)
    return [file for file in files if file.is_file() and file.stat().st_size]


def _pretty(value: dict[str, Any]) -> bytes:
    return msgspec.json.format(msgspec.json.encode(value), indent=2) + b"\n"


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
