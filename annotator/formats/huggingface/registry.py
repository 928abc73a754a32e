"""The events and actors of a dataset for the Hugging Face hub, beside its articles and in the form that they have.

`datasets` reads all configurations of a dataset by one reader, so beside Parquet there is nothing but Parquet.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from annotator.formats.folder import Folder
from annotator.formats.gold.files import read_gold_actors, read_gold_events
from annotator.formats.gold.schema import GoldActor, GoldEvent
from annotator.formats.huggingface.features import Columns, arrow, as_schema, parquet
from annotator.formats.one_line import line_of
from annotator.formats.records import BadRecord

LINES, TABLE = "data/{}.jsonl", "data/{}-00000-of-00001.parquet"
COLUMNS: Mapping[str, Columns] = {
    "events": {
        **dict.fromkeys(("id", "title", "type", "status"), "string"),
        "when": dict.fromkeys(("edtf", "granularity", "text"), "string"),
        "place": "string",
        "participants": ["string"],
        "part_of": "string",
        "description": "string",
        "mentions": [{"article": "string", "start": "int64", "end": "int64", "text": "string"}],
    },
    "actors": {**dict.fromkeys(("id", "name", "kind"), "string"), "aliases": ["string"], "same_as": ["string"]},
}
Found = TypeVar("Found", GoldEvent, GoldActor)
Read = Callable[[Path], Iterator[Found | BadRecord]]


def write_lines(folder: Folder, events: Iterable[GoldEvent], actors: Iterable[GoldActor]) -> None:
    """Write them as JSON Lines."""
    folder.write(LINES.format("events"), map(line_of, events))
    folder.write(LINES.format("actors"), map(line_of, actors))


def write_tables(folder: Folder, events: Iterable[GoldEvent], actors: Iterable[GoldActor]) -> None:
    """Write them as Parquet.

    Raises:
        UserError: pyarrow is not installed.
    """
    for name, found in (("events", events), ("actors", actors)):
        rows = [msgspec.to_builtins(one) for one in found]
        table = arrow().Table.from_pylist(rows, schema=as_schema(COLUMNS[name]))
        parquet().write_table(table, folder.path / TABLE.format(name))
        folder.add(TABLE.format(name), lines=len(rows))


def is_there(folder: Path) -> bool:
    """Whether the `data` of a folder holds actors in one of the two forms: so only our own datasets do."""
    return any((folder / form.format("actors")).is_file() for form in (LINES, TABLE))


def read_registry(data: Path) -> tuple[tuple[GoldEvent, ...], tuple[GoldActor, ...], list[BadRecord]]:
    """The events and actors in the folder `data` of a dataset, and what could not be read of them."""
    events = list(_read(data, "events", GoldEvent, read_gold_events))
    actors = list(_read(data, "actors", GoldActor, read_gold_actors))
    return (
        tuple(item for item in events if isinstance(item, GoldEvent)),
        tuple(item for item in actors if isinstance(item, GoldActor)),
        [item for item in (*events, *actors) if isinstance(item, BadRecord)],
    )


def _read(data: Path, name: str, kind: type[Found], lines: Read[Found]) -> Iterator[Found | BadRecord]:
    file = data.parent / TABLE.format(name)
    if not file.is_file():
        yield from lines(data)
        return
    try:
        rows: list[Any] = parquet().read_table(file).to_pylist()
    except (OSError, ValueError) as error:
        said = f"The file is no Parquet: {str(error).splitlines()[0]}"
        yield BadRecord(str(file), None, said, f"The {name} were left out.")
        return
    for number, row in enumerate(rows, 1):
        try:
            yield msgspec.convert({key: value for key, value in row.items() if value is not None}, kind)
        except msgspec.ValidationError as error:
            yield BadRecord(str(file), number, f"This is none of the {name}: {error}.", "It was left out.")
