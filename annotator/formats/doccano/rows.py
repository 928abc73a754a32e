"""What stands where in a record of doccano, in all the shapes that it has had: text, labels, relations, metadata. Pure.

Labels are triples (`label`, `labels`, with categories: `entities`), objects with ids (`entities`, beside `relations`)
or, in the first versions, objects with a numbered label and a numbered user (`annotations`).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, cast

import msgspec

from annotator.formats.columns import as_meta, find_columns, meta_from
from annotator.formats.prodigy.rows import whole
from annotator.text import normalise

Row = dict[str, Any]
Names = Mapping[int, str]
"""The number of a label → its name."""

LABEL_KEYS = ("label", "labels", "entities", "annotations")
UNIT, ANNOTATED, ARTICLE = "offset_unit", "annotated", "article"
"""Keys of our own rows: what their offsets count, the passes done, the article's id."""
COMMENTS = "Comments"
"""A key that doccano gives to every record that it writes."""
TEXT_KEYS = ("text", "data")
KEPT_FREE = frozenset(
    (*LABEL_KEYS, *TEXT_KEYS, "id", "relations", "cats", COMMENTS, "comments", "meta", UNIT, ANNOTATED, ARTICLE)
)
"""Keys that are no metadata of a row of ours."""


OTHERS_KEYS = ("sha256", "statements", "spans", "annotation_id", "lead_time")
"""Of our own gold format, of Prodigy, of Label Studio."""


class Mark(msgspec.Struct, frozen=True):
    """A label as it stands in a record, its offsets in the unit of the file. `user`: whose it is, if that is said."""

    start: int
    end: int
    label: str
    id: str = ""
    user: str = ""
    is_numbered: bool = False


def text_key(row: Row, given: str | None = None) -> str | None:
    """The key of a record's text: as given, a usual one, or that of its only string."""
    if given is not None:
        return given if _is_text(row.get(given)) else None
    usual = next((key for key in TEXT_KEYS if _is_text(row.get(key))), None)
    if usual is not None:
        return usual
    strings = [key for key, value in row.items() if _is_text(value)]
    found = find_columns(row, {}).get("text")
    return found if found in strings else strings[0] if len(strings) == 1 and label_keys(row) else None


def label_keys(row: Row) -> list[str]:
    """The keys under which a record holds labels of spans: the known ones, and any that holds triples."""
    lists = {key: cast("list[Any]", value) for key, value in row.items() if isinstance(value, list)}
    return [key for key, held in lists.items() if key in LABEL_KEYS or _are_triples(held)]


def marks_of(row: Row, names: Names) -> tuple[list[Mark], int, int]:
    """The labels of a record, how many of its values are categories of the whole text, and how many are unreadable."""
    items = [item for key in label_keys(row) for item in row[key]]
    marks = [_mark(item, names) for item in items]
    categories = sum(isinstance(item, str | int) for item in items)
    found = [mark for mark in marks if mark is not None]
    return found, categories, len(items) - len(found) - categories


def _mark(item: Any, names: Names) -> Mark | None:
    if isinstance(item, list):
        values = cast("list[Any]", item)
        start, end, label, more = *(*values, None, None, None)[:3], cast("Row", {})
    elif isinstance(item, dict):
        more = cast("Row", item)
        start, end = more.get("start_offset", more.get("start")), more.get("end_offset", more.get("end"))
        label = more.get("label")
    else:
        return None
    first, last, number = whole(start), whole(end), whole(label)
    name = names.get(number, "") if number is not None else ""
    is_numbered = not name and isinstance(label, int)
    name = name or (str(label).strip() if isinstance(label, str | int) else "")
    if first is None or last is None or not name:
        return None
    return Mark(first, last, name, as_meta(more.get("id")), as_meta(more.get("user")), is_numbered)


def is_doccano(row: Row) -> bool:
    """Whether a first record looks like doccano's: a text, and a list of labels under one of its names."""
    if any(key in row for key in OTHERS_KEYS):
        return False
    keys = label_keys(row)
    if text_key(row) is None or not keys:
        return False
    if any(marks_of({key: row[key]}, {})[0] for key in keys):
        return True
    is_empty = all(not row[key] for key in keys)
    told = ("relations", "Comments", "cats", "annotation_approver", UNIT)
    return is_empty and ("label" in keys or "labels" in keys or any(key in row for key in told))


def relations_of(row: Row) -> Iterator[tuple[str, str, str]]:
    """Type, and the ids of the labels that a relation goes from and to."""
    found = row.get("relations")
    for item in cast("list[Any]", found) if isinstance(found, list) else []:
        if isinstance(item, dict):
            relation = cast("Row", item)
            yield as_meta(relation.get("type")), as_meta(relation.get("from_id")), as_meta(relation.get("to_id"))


def metadata(row: Row, key: str, text: str) -> dict[str, str]:
    """A record's metadata: its own, flattened or under `meta`, its categories and comments."""
    rest = {name: value for name, value in row.items() if name not in (*label_keys(row), "relations", UNIT)}
    rest = {name: value for name, value in rest.items() if not name.startswith("_") and name != ANNOTATED}
    if isinstance(rest.get("meta"), str):
        rest["meta"] = _parsed(rest["meta"])
    said = {"cats": _joined(rest.pop("cats", None))}
    said["comments"] = _joined(rest.pop(COMMENTS, None) or rest.pop("comments", None))
    columns = {ours: theirs for ours, theirs in find_columns(rest, {"text": key}).items() if theirs in rest}
    return meta_from(rest, columns, normalise(text)) | {name: value for name, value in said.items() if value}


def unread_keys(row: Row) -> list[str]:
    """The keys under which a record holds lists and objects that mean nothing here."""
    known = {*label_keys(row), *KEPT_FREE}
    return [key for key, value in row.items() if isinstance(value, list | dict) and value and key not in known]


def own_metadata(row: Row) -> dict[str, str]:
    """The metadata of a row that `writing` wrote."""
    nested = row.get("meta")
    both = {name: value for name, value in row.items() if name not in KEPT_FREE}
    both |= cast("Row", nested) if isinstance(nested, dict) else {}
    return {name: value for name, value in both.items() if isinstance(value, str)}


def _joined(value: Any) -> str:
    items = cast("list[Any]", value) if isinstance(value, list) else [value]
    said = [cast("Row", item).get("text") or cast("Row", item).get("comment") if isinstance(item, dict) else item
            for item in items]  # fmt: skip
    return "; ".join(filter(None, map(as_meta, said)))


def _parsed(value: str) -> Any:
    try:
        return json.loads(value)
    except (ValueError, RecursionError):
        return None


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _are_triples(value: list[Any]) -> bool:
    return bool(value) and all(_is_triple(item) for item in value)


def _is_triple(item: Any) -> bool:
    values = cast("list[Any]", item) if isinstance(item, list) else []
    return len(values) == 3 and whole(values[0]) is not None and whole(values[1]) is not None
