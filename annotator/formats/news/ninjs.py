"""ninjs (News in JSON), versions 1 to 3: one item, a list of them, one a line, or a list inside an object.

An item gives several forms of its body; markup is preferred, since it knows the paragraphs. Texts that go with an
item as associations are articles of their own; pictures and other media are counted and said.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, cast

import msgspec

from annotator.errors import UserError
from annotator.formats.columns import as_meta
from annotator.formats.documents.prose import captions_of, html_element, plain_paragraphs, text_of, with_headline
from annotator.formats.json_values import values_of
from annotator.formats.limits import check_size
from annotator.formats.metadata import complete_meta
from annotator.formats.news import nitf
from annotator.formats.news.availability import current_time, kept_out, moment_text, refusal
from annotator.formats.peeking import peek
from annotator.formats.records import ArticleRecord, BadRecord, Format, ReadOptions, Record
from annotator.formats.xml import descendants, parse_xml

Item = Mapping[str, Any]

LISTS = ("items", "_items", "data", "item", "articles", "results")
"""The keys under which feeds and interfaces hold their items."""
LISTS_DEEP = 4
TEXT_KINDS = ("", "text", "composite", "component", "package")
OWN_KEYS = (
    *("versioncreated", "pubstatus", "representationtype", "headlines", "bodies", "descriptions", "renditions"),
    *(
        "associations",
        "altids",
        "body_xhtml",
        "body_html",
        "body_text",
        "body_nitf",
        "bylines",
        "ednote",
        "infosources",
    ),
    *("infosources", "description_text", "copyrightnotice", "usageterms", "trustindicator"),
)
"""Keys, in lower case, that hardly anything but ninjs has."""
FORMS = ("html", "nitf", "plain")
META = {
    "id": "uri",
    "version": "version",
    "language": "language",
    "slugline": "slugline",
    "located": "located",
    "urgency": "urgency",
    "edition note": "ednote",
}


def read(path: Path, options: ReadOptions) -> Iterator[Record]:  # noqa: ARG001 - the signature of every reader
    """The articles of a file; a warning in place of each that its agency keeps out.

    Raises:
        UserError: the file is empty, no text, or too large.
    """
    check_size(path)
    yield from articles_in(path, current_time())


def articles_in(path: Path, now: datetime) -> Iterator[Record]:
    """The same at a moment in time.

    Raises:
        UserError: the file is empty or no text.
    """
    file, number, others = str(path), 0, Counter[str]()
    for parsed in values_of(path):
        if isinstance(parsed, BadRecord):
            yield parsed
            continue
        for item in _items(parsed[1]):
            for record in _read_item(item, _Where(file, parsed[0], now), others):
                if isinstance(record, ArticleRecord):
                    number += 1
                    yield msgspec.structs.replace(record, record_number=number)
                else:
                    yield record
    if others:
        listed = ", ".join(f"{count:,} × {what}" for what, count in others.most_common())
        yield BadRecord(file, None, f"What is no text was passed over: {listed}.", is_warning=True)


class _Where(msgspec.Struct, frozen=True):
    """Where an item stands, and when it is read."""

    file: str
    line: int
    now: datetime


def _items(value: Any, depth: int = 0) -> Iterator[Item]:
    """The items of a value: itself, or those that it holds in a list."""
    if isinstance(value, list):
        for inner in cast("list[Any]", value):
            yield from _items(inner, depth + 1)
        return
    held = cast("dict[str, Any]", value) if isinstance(value, dict) else {}
    inside = [held[key] for key in LISTS if isinstance(held.get(key), list | dict)]
    if inside and not is_item(held) and depth < LISTS_DEEP:
        for inner in inside:
            yield from _items(inner, depth + 1)
    else:
        yield held


def is_item(value: Item) -> bool:
    """Whether an object is a ninjs item: it has a uri and a key that hardly anything else has."""
    standard = value.get("standard", value.get("$standard"))
    if isinstance(standard, dict) and cast("dict[str, Any]", standard).get("name") == "ninjs":
        return True
    keys = {key.casefold() for key in value}
    return "uri" in keys and any(key in keys for key in OWN_KEYS)


def _read_item(given: Item, where: _Where, others: Counter[str]) -> Iterator[Record]:
    item = {key.casefold(): value for key, value in given.items()}
    if not is_item(item):
        said = "The record is no ninjs item: it has no uri with what belongs to one."
        yield BadRecord(where.file, where.line, said, "Mend it, or import the file as json.")
        return
    meta = _meta_of(item)
    identity, title = meta.get("id", ""), meta.get("title", "")
    embargo = item.get("embargoed")
    if why := kept_out(as_meta(item.get("pubstatus")), embargo if isinstance(embargo, str) else None, where.now):
        yield refusal(where.file, identity, title, why, where.line)
        return
    kind = as_meta(item.get("type"))
    text, more, notice = _text_of(item)
    if text and kind in TEXT_KINDS:
        if notice:
            yield BadRecord(where.file, where.line, notice, is_warning=True, record=identity)
        text = with_headline(title, text)
        captions = " | ".join(dict.fromkeys(filter(None, [*more.split(" | "), *_captions(item)])))
        meta |= {"captions": captions} if captions else {}
        yield ArticleRecord(text, complete_meta(meta, text), where.file, line=where.line)
    elif kind in TEXT_KINDS:
        yield BadRecord(where.file, where.line, "The item has no text.", "Check that it is whole.", record=identity)
    else:
        others[kind] += 1
    yield from _associated(item, where, others)


def _associated(item: Item, where: _Where, others: Counter[str]) -> Iterator[Record]:
    """The texts that go with an item, as articles; what else does is counted."""
    for inner in _objects(item.get("associations")):
        kind = as_meta(inner.get("type")) or "item without a type"
        if kind == "text" and _text_of({key.casefold(): value for key, value in inner.items()})[0]:
            yield from _read_item(inner, where, others)
        else:
            others[f"{kind} of an article"] += 1


def _captions(item: Item) -> Iterator[str]:
    for inner in _objects(item.get("associations")):
        if as_meta(inner.get("type")) in ("picture", "graphic"):
            lower = {key.casefold(): value for key, value in inner.items()}
            yield " ".join((_values(lower, "descriptions") or _starting(lower, "description")).split())


def _text_of(item: Item) -> tuple[str, str, str]:
    """An item's text without its headline, the captions in it, and what is to be said of it."""
    forms = sorted(_bodies(item), key=lambda form: FORMS.index(form[0]))
    for form, value in forms:
        text, captions = _form_text(form, value)
        if text:
            return text, captions, ""
    summary = _values(item, "descriptions") or _starting(item, "description")
    text, captions = _form_text("html" if "</" in summary else "plain", summary)
    return text, captions, "The item holds a summary only, which was taken as its text." if text else ""


def _form_text(form: str, value: str) -> tuple[str, str]:
    if form == "plain" and "</p>" not in value.casefold():
        return plain_paragraphs(value), ""
    if form == "nitf":
        try:
            inner = next(descendants(parse_xml(value), "nitf"), None)
        except UserError:
            return "", ""
        return (nitf.body_of(inner)[0], captions_of(inner)) if inner is not None else ("", "")
    element = html_element(value)
    return (text_of(element), captions_of(element)) if element is not None else ("", "")


def _bodies(item: Item) -> Iterator[tuple[str, str]]:
    """The forms of an item's body with what they hold. Forms in other markup (an agency's own) are left alone."""
    for body in _objects(item.get("bodies")):
        value = body.get("value")
        kind = f"{as_meta(body.get('contentType', body.get('contenttype')))} {as_meta(body.get('role'))}".casefold()
        if isinstance(value, str) and (form := _form(kind)):
            yield form, value
    for key, value in item.items():
        if key.startswith("body") and key != "bodies" and isinstance(value, str):
            yield _form(key) or "plain", value


def _form(kind: str) -> str:
    if "nitf" in kind:
        return "nitf" if "ttnitf" not in kind else ""
    if "html" in kind:
        return "html"
    return "plain" if "plain" in kind or "text" in kind or not kind.strip() else ""


def _meta_of(item: Item) -> dict[str, str]:
    meta = {ours: as_meta(item.get(theirs)) for ours, theirs in META.items()}
    sources = item.get("infosources", item.get("infosource"))
    meta |= {
        "title": _words(_headline(item)),
        "author": nitf.without_by(as_meta(item.get("by")) or as_meta(item.get("byline"))),
        "source": _names(item.get("provider")) or _names(sources) or as_meta(item.get("copyrightholder")),
        "url": meta["id"] if meta["id"].startswith("http") else "",
        "published": moment_text(as_meta(item.get("versioncreated"))),
        "created": moment_text(as_meta(item.get("firstcreated")) or as_meta(item.get("contentcreated"))),
        "embargo": moment_text(as_meta(item.get("embargoed"))),
        "expires": moment_text(as_meta(item.get("expires"))),
        "section": _names(item.get("genres")) or _names(item.get("genre")),
        "subject": _names(item.get("subjects")) or _names(item.get("subject")),
        "keywords": as_meta(item.get("keywords")),
        "licence": _licence(item),
    }
    return {key: value for key, value in meta.items() if value}


def _headline(item: Item) -> str:
    return _values(item, "headlines") or as_meta(item.get("headline")) or as_meta(item.get("title"))


def _licence(item: Item) -> str:
    holder = as_meta(item.get("copyrightholder"))
    notice = as_meta(item.get("copyrightnotice")) or (f"© {holder}" if holder else "")
    return " ".join(filter(None, [notice, as_meta(item.get("usageterms"))]))


def _values(item: Item, key: str) -> str:
    """The value of the main one of several headlines or descriptions, else of the first."""
    found = [one for one in _objects(item.get(key)) if isinstance(one.get("value"), str) and one["value"].strip()]
    main = [one for one in found if one.get("role") == "main"]
    return next((one["value"] for one in main or found), "")


def _starting(item: Item, start: str) -> str:
    found = (value for key, value in item.items() if key.startswith(start) and isinstance(value, str))
    return next(found, "")


def _names(value: Any) -> str:
    return ", ".join(dict.fromkeys(filter(None, (as_meta(one.get("name")) for one in _objects(value)))))


def _words(value: str) -> str:
    element = html_element(value) if "</" in value or "&" in value else None
    return " ".join((text_of(element) if element is not None else value).split())


def _objects(value: Any) -> list[dict[str, Any]]:
    """The objects of a list, or of an object that holds them by name."""
    if isinstance(value, dict):
        held = cast("dict[str, Any]", value)
        inner = [cast("dict[str, Any]", one) for one in held.values() if isinstance(one, dict)]
        return inner if inner and len(inner) == len(held) else [held]
    listed = cast("list[Any]", value) if isinstance(value, list) else []
    return [cast("dict[str, Any]", one) for one in listed if isinstance(one, dict)]


def sniff(head: bytes) -> bool:
    """Whether the first object of a file is an item, or holds items."""
    first = peek(head)
    if first is None:
        return False
    return any(is_item(item) for item in _items(first))


FORMAT = Format(name="ninjs", title="ninjs", extensions=(".json", ".jsonl", ".ninjs"), sniff=sniff, read=read)
