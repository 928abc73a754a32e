"""Which key or column of somebody else's record is which of ours, and an article made of such a record."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, cast

from annotator.errors import UserError
from annotator.formats.metadata import complete_meta
from annotator.formats.records import ArticleRecord
from annotator.text import normalise

USUAL: dict[str, tuple[str, ...]] = {
    "text": (
        *("text", "body", "content", "article", "articletext", "maintext", "fulltext", "articlebody", "bodytext"),
        *("story", "rawtext", "document"),
    ),
    "title": ("title", "headline", "heading"),
    "source": ("source", "publisher", "outlet", "site", "sitename", "sourcename", "newspaper", "publication"),
    "url": ("url", "link", "weburl", "permalink", "href", "articleurl", "sourceurl", "canonicalurl"),
    "published": (
        *("published", "date", "publishdate", "pubdate", "datepublished", "publishedat", "publicationdate"),
        *("datepublish", "datetime", "publisheddate", "publishedtime", "publishtime", "firstpublished"),
    ),
    "author": ("author", "authors", "byline", "creator"),
    "id": ("id", "articleid", "guid", "uuid", "docid"),
    "language": ("language", "lang"),
    "group": ("group",),
}
"""Our names, and the usual ones for them: lower case, without blanks, "_" and "-"; the first that is there counts."""

ALIASES = {"date": "published", "publisher": "source", "headline": "title", "link": "url", "lang": "language"}
META_CHARS = 1000
"""A longer value under a name that is not ours is content, not metadata."""

_SEPARATORS = re.compile(r"[\W_]+")


def parse_columns(given: str) -> dict[str, str]:
    """`"text=body,title=headline"` as our name → the file's name.

    Raises:
        UserError: a part without "=", or a name on its left that is none of ours.
    """
    columns: dict[str, str] = {}
    for part in filter(None, (part.strip() for part in given.split(","))):
        ours, equals, theirs = part.partition("=")
        ours = ALIASES.get(ours.strip(), ours.strip())
        if not equals or not theirs.strip():
            raise UserError(f"{part!r} names no column.", "Write it as text=body,title=headline.")
        if ours not in USUAL:
            raise UserError(f"There is no {ours!r} to fill from a column.", f"Use one of {', '.join(USUAL)}.")
        columns[ours] = theirs.strip()
    return columns


def find_columns(names: Iterable[str], given: Mapping[str, str]) -> dict[str, str]:
    """Our name → the file's name, for those of ours that are given or stand under a usual name."""
    there = {_SEPARATORS.sub("", name).casefold(): name for name in reversed(list(names))}
    found = {ours: next((there[key] for key in keys if key in there), None) for ours, keys in USUAL.items()}
    return {ours: theirs for ours, theirs in (found | dict(given)).items() if theirs is not None}


def article_from(
    record: Mapping[str, Any], columns: Mapping[str, str], origin: str, number: int, line: int | None
) -> ArticleRecord | str:
    """The article of a record whose columns are known; a sentence where it holds no text."""
    theirs = columns.get("text")
    if theirs is None:
        return f"The record has no text: its keys are {_listed(record)}."
    raw = _text_of(record.get(theirs))
    if raw is None or not raw.strip():
        return f"The record has no text: {theirs!r} {_fault(record, theirs)}."
    text = normalise(raw)
    return ArticleRecord(text, meta_from(record, columns, text), origin, number, line)


def meta_from(record: Mapping[str, Any], columns: Mapping[str, str], text: str) -> dict[str, str]:
    """The metadata of a record: ours, those of its own `meta`, and its other short values under their own names."""
    used = set(columns.values())
    rest = {key: value for key, value in record.items() if key not in used and not key.startswith("_")}
    inner = rest.pop("meta", None)
    meta: dict[str, str] = {}
    if isinstance(inner, dict):
        inner = cast("dict[str, Any]", inner)
        inner_columns = find_columns(inner, {})
        meta = {key: value for key, value in _short(inner).items() if key not in inner_columns.values()}
        meta |= _known(inner, inner_columns)
    meta |= {key: value for key, value in _short(rest).items() if key not in meta}
    return complete_meta(meta | _known(record, columns), text)


def unread(record: Mapping[str, Any], columns: Mapping[str, str]) -> Iterator[str]:
    """The keys of a record under which it holds neither text nor metadata but lists and objects."""
    for key, value in record.items():
        if isinstance(value, list | dict) and value and key != "meta" and key not in columns.values():
            yield key


def _known(record: Mapping[str, Any], columns: Mapping[str, str]) -> dict[str, str]:
    values = {ours: as_meta(record.get(theirs)) for ours, theirs in columns.items() if ours != "text"}
    return {ours: value for ours, value in values.items() if value}


def _short(record: Mapping[str, Any]) -> dict[str, str]:
    plain = {key: as_meta(value) for key, value in record.items() if isinstance(value, str | int | float)}
    return {key: value for key, value in plain.items() if value and len(value) <= META_CHARS}


def as_meta(value: object) -> str:
    """A value of a JSON record as metadata: a list joined by commas, an object by its name; "" for nothing."""
    if isinstance(value, str):
        return " ".join(normalise(value).split())
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, list):
        return ", ".join(filter(None, map(as_meta, cast("list[object]", value))))
    if isinstance(value, dict):
        return as_meta(cast("dict[str, object]", value).get("name"))
    return ""


def _text_of(value: object) -> str | None:
    """A text, or paragraphs given one by one."""
    if isinstance(value, str):
        return value
    parts = cast("list[object]", value) if isinstance(value, list) else []
    paragraphs = [part for part in parts if isinstance(part, str)]
    return "\n\n".join(paragraphs) if paragraphs and len(paragraphs) == len(parts) else None


def _fault(record: Mapping[str, Any], name: str) -> str:
    if name not in record:
        return "is not there"
    held = record[name]
    return "is empty" if not held or isinstance(held, str) else "holds no text"


def _listed(names: Iterable[str]) -> str:
    return ", ".join(repr(name) for name in names) or "none"
