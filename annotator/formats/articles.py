"""Articles from the objects of JSON and JSON Lines files: plain records, and gold ones with their labels."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, cast

import msgspec

from annotator.formats import lenient
from annotator.formats.columns import article_from, find_columns, meta_from, unread
from annotator.formats.gold import reading as gold_read
from annotator.formats.gold.schema import GoldArticle
from annotator.formats.records import ArticleRecord, BadRecord, ReadOptions, Record
from annotator.ids import article_id

Place = int | Callable[[], int | None]
"""The line where a record begins, or how to find out: finding out is dear, and asked only for records that are bad."""

LABEL_KEYS = frozenset({"spans", "statements", "excluded", "rejected", "annotated", "provenance", "sha256", "answer"})
KINDS: dict[type, str] = {list: "a list", str: "a string", bool: "true or false", type(None): "null"}
HINT = "Mend the record, or say with --columns text=NAME where its text is."


def read_objects(
    objects: Iterable[tuple[Place, Any] | BadRecord], path: Path, options: ReadOptions
) -> Iterator[Record]:
    """The articles of parsed records, in order; what could not be parsed is passed on."""
    file, number = str(path), 0
    left_out = Counter[str]()
    known: dict[tuple[str, ...], dict[str, str]] = {}
    for item in objects:
        if isinstance(item, BadRecord):
            yield item
            continue
        number += 1
        place, value = item
        if not isinstance(value, dict):
            kind = KINDS.get(type(cast("object", value)), "a number")
            said = f"Record {number} is no object with a text but {kind}."
            yield BadRecord(file, _line(place), said, HINT)
            continue
        record = _with_lists(cast("dict[str, Any]", value))
        keys = tuple(record)
        columns = known.get(keys)
        if columns is None:
            columns = known[keys] = find_columns(keys, options.columns)
        yield from _read_object(record, columns, _Where(file, number, place), options, left_out)
    yield from _say_left_out(left_out, file)


def _say_left_out(left_out: Counter[str], file: str) -> Iterator[BadRecord]:
    if left_out:
        listed = ", ".join(f"{name!r} (in {count:,})" for name, count in left_out.most_common())
        said = f"Labels or other data of a kind that is not read here were left out: {listed}."
        yield BadRecord(file, None, said, is_warning=True)


def _with_lists(record: dict[str, Any]) -> dict[str, Any]:
    """The record with labels that stand in it as JSON in a string, as tables turned into JSON have them, read."""
    for key in ("spans", "statements"):
        held = record.get(key)
        if isinstance(held, str) and held.lstrip().startswith("["):
            try:
                record = {**record, key: lenient.parse(held)}
            except json.JSONDecodeError:
                continue
    return record


class _Where(msgspec.Struct, frozen=True):
    """Where a record stands in its file."""

    file: str
    number: int
    place: Place

    @property
    def line(self) -> int | None:
        """The line if it is known without looking for it."""
        return self.place if isinstance(self.place, int) else None

    def bad(self, reason: str, hint: str = HINT, *, is_warning: bool = False) -> BadRecord:
        return BadRecord(self.file, _line(self.place), reason, hint, is_warning)


def _read_object(
    record: dict[str, Any],
    columns: Mapping[str, str],
    where: _Where,
    options: ReadOptions,
    left_out: Counter[str],
) -> Iterator[Record]:
    if columns.get("text") == "text" and gold_read.is_gold(record):
        if record.get("answer", "accept") == "accept":
            yield from _read_gold(record, columns, where, options)
            return
        said = f"Record {where.number} was answered {record['answer']!r}: its labels, which are wrong, were left out."
        yield where.bad(said, "", is_warning=True)
        record = {key: value for key, value in record.items() if key not in ("spans", "statements")}
    made = article_from(record, columns, where.file, where.number, where.line)
    if isinstance(made, ArticleRecord):
        left_out.update(unread(record, columns))
        yield made
    else:
        yield where.bad(made)


def _read_gold(
    record: dict[str, Any], columns: Mapping[str, str], where: _Where, options: ReadOptions
) -> Iterator[Record]:
    for made in gold_read.read_record(record, where.file, where.line, options.offset_unit):
        if isinstance(made, GoldArticle):
            meta = gold_meta(record, columns, made)
            yield ArticleRecord(made.text, meta, where.file, where.number, where.line, made)
        else:
            yield made


def gold_meta(record: dict[str, Any], columns: Mapping[str, str], gold: GoldArticle) -> dict[str, str]:
    """The metadata of a gold record: its own as they are where we wrote it, else what is found as in any record."""
    if "sha256" in record and isinstance(record.get("meta"), dict):
        return dict(gold.meta)
    plain = {key: value for key, value in record.items() if key not in LABEL_KEYS and key != "text"}
    if plain.get("id") == article_id(gold.text):
        del plain["id"]
    return meta_from(plain, {ours: theirs for ours, theirs in columns.items() if theirs in plain}, gold.text)


def _line(place: Place) -> int | None:
    return place if isinstance(place, int) else place()
