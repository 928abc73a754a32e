"""Label Studio: exports of every kind in, tasks with a labelling configuration out.

What a task is is told in `tasks`, what a region is in `results`, where it stands in
`texts`; small exports are made into tasks by `small`, and tasks are written by
`writing`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from msgspec import structs

from annotator.formats.json_shapes import Place, an_object, objects_in, read_places, whole_folder
from annotator.formats.label_studio.config import find_config, is_config
from annotator.formats.label_studio.small import is_small, read_rows, record_of, sniff_table
from annotator.formats.label_studio.tasks import Task
from annotator.formats.label_studio.writing import CONFIG, write
from annotator.formats.peeking import peek
from annotator.formats.records import BadRecord, Format, ReadOptions, Record
from annotator.formats.tally import Tally

ANNOTATED = ("annotations", "completions", "predictions")


def sniff(head: bytes) -> bool:
    """Whether a file begins with a task, or with a record of the small export."""
    found = peek(head)
    if found is None:
        return False
    results = [item for name in ANNOTATED for item in objects_in(found.get(name))]
    if isinstance(found.get("data"), dict):
        return bool(found["data"]) and (not results or any("result" in item for item in results))
    return any("result" in item and "label" not in item for item in results) or is_small(found)


def read(path: Path, options: ReadOptions) -> Iterator[Record]:
    """The articles of a file of tasks: one for each annotator who labelled it, one for the predictions of each model.

    Raises:
        UserError: the file is empty, no text or too large.
    """
    yield from _read(read_places(path), path, options)


def read_table(path: Path, options: ReadOptions) -> Iterator[Record]:
    """The articles of a CSV or TSV export.

    Raises:
        UserError: the file is empty, no text or too large.
    """
    yield from _read(read_rows(path), path, options)


def _read(places: Iterable[Place | BadRecord], path: Path, options: ReadOptions) -> Iterator[Record]:
    tally = Tally(str(path))
    sources = find_config(path)
    for place in places:
        if isinstance(place, BadRecord):
            yield place
        elif not an_object(place.value):
            yield BadRecord(str(path), place.line, "The record is no task.", "It was left out.")
        else:
            given = structs.replace(place, value=record_of(place))
            yield from Task(given, str(path), sources, options, tally).records()
    yield from tally.records()


def _folder_files(folder: Path) -> list[Path] | None:
    """The tasks of a folder that we wrote: beside the card and the configuration there is nothing else."""
    return whole_folder(folder, sniff, (".json",), lambda name: name == CONFIG) if is_config(folder / CONFIG) else None


FORMAT = Format(
    name="label-studio",
    title="Label Studio JSON",
    extensions=(".json", ".jsonl", ".ndjson"),
    sniff=sniff,
    read=read,
    write=write,
    folder_files=_folder_files,
    names_annotators=True,
    cannot_carry=("refused suggestions", "second readings of a unit", "all of events but their titles"),
    loading=(
        "Make a project in Label Studio with `config.xml` as its labelling interface, and import the files of tasks."
    ),
)
TABLE = Format(
    name="label-studio-table",
    title="Label Studio CSV or TSV",
    extensions=(".csv", ".tsv", ".tab"),
    sniff=sniff_table,
    read=read_table,
    names_annotators=True,
)
