"""Label Studio's small exports, JSON-MIN and CSV: labels among the data, a record for each annotation, no relations."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from annotator.formats.json_shapes import JsonObject, Place, an_object, objects_in, without
from annotator.formats.label_studio.results import labels_in
from annotator.formats.lenient import parse
from annotator.formats.records import BadRecord, read_text
from annotator.formats.table import find_dialect, next_row

KINDS = ("choices", "taxonomy", "number", "rating", "datetime")
OWN_KEYS = ("annotator", "annotation_id", "created_at", "updated_at", "lead_time", "agreement")


def is_small(record: JsonObject) -> bool:
    """Whether an object is a record of JSON-MIN: it has labels among its data, or says what only such a record says."""
    if isinstance(record.get("data"), dict):
        return False
    return "annotation_id" in record or any(map(_has_labels, record.values()))


def as_task(record: JsonObject) -> JsonObject:
    """The task that a record of JSON-MIN was made of, as far as it tells."""
    held = {key: objects_in(value) for key, value in record.items() if _has_labels(value)}
    data = {key: value for key, value in record.items() if key not in held and key not in (*OWN_KEYS, "id")}
    regions = [(name, value) for name, values in held.items() for value in values if labels_in({"value": value})]
    results = [
        {"id": f"region-{number}", "from_name": name, "type": _labels_key(value), "value": value}
        for number, (name, value) in enumerate(regions, 1)
    ]
    answers = [(name, value) for name, values in held.items() for value in values if not labels_in({"value": value})]
    results += [_answer(name, value, [each for _, each in regions]) for name, value in answers]
    annotation = {"completed_by": record.get("annotator"), "result": results}
    return {"id": record.get("id"), "data": data, "annotations": [annotation]}


def _answer(name: str, value: JsonObject, regions: list[JsonObject]) -> JsonObject:
    """An answer, joined to its region where only one is in its place; else it is about no part of the text."""
    places = [(region.get("start"), region.get("end")) for region in regions]
    place = (value.get("start"), value.get("end"))
    kind = "textarea" if isinstance(value.get("text"), list) else next((k for k in KINDS if k in value), "")
    if places.count(place) == 1:
        return {"id": f"region-{places.index(place) + 1}", "from_name": name, "type": kind, "value": value}
    return {"from_name": name, "type": kind, "value": without(value, "start", "end")}


def _labels_key(value: JsonObject) -> str:
    return next((key for key in value if key.endswith("labels")), "labels")


def _has_labels(value: Any) -> bool:
    items = objects_in(value) if isinstance(value, list) else []
    return any(labels_in({"value": item}) for item in items)


def sniff_table(head: bytes) -> bool:
    """Whether a file begins like a table with regions in its cells."""
    return b'""labels""' in head and b'""start""' in head


def read_rows(path: Path) -> Iterator[Place | BadRecord]:
    """The rows of a table as records, lists in their cells read.

    Raises:
        UserError: the file is empty or no text. OSError where it cannot be read.
    """
    text, warnings = read_text(path)
    yield from warnings
    dialect = find_dialect(text, "\t" if path.suffix.lower() in (".tsv", ".tab") else None)
    rows = csv.reader(io.StringIO(text, newline=""), dialect)
    names: list[str] = []
    number = 0
    while True:
        line = rows.line_num + 1
        try:
            row = next_row(rows)
        except StopIteration:
            return
        except csv.Error as error:
            yield BadRecord(str(path), line, f"The row cannot be read: {error}.", "Check its quotation marks.")
            continue
        if not names:
            names = row
        elif any(cell.strip() for cell in row):
            number += 1
            yield Place(number, line, {name: _cell(cell) for name, cell in zip(names, row, strict=False)})


def _cell(cell: str) -> Any:
    """What a cell holds: a list of regions where it is one, else its words."""
    if not cell.lstrip().startswith("[{"):
        return cell
    try:
        return parse(cell)
    except json.JSONDecodeError:
        return cell


def record_of(place: Place) -> JsonObject:
    """The record of a place as a task, whichever of the exports it is from."""
    record = an_object(place.value)
    return as_task(record) if is_small(record) else record
