"""Feeds: RSS 0.9 to 2.0, RDF and Atom, in a file (feedparser). One entry is one article; nothing is ever fetched.

Most feeds carry summaries. An entry that holds nothing else is taken with what it has, and counted in a warning.
"""

from __future__ import annotations

import io
import xml.sax
from collections.abc import Iterator, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any, cast

from annotator.errors import UserError
from annotator.formats.columns import as_meta
from annotator.formats.documents.prose import html_text, plain_paragraphs, with_headline
from annotator.formats.limits import FILE_BYTES, read_bounded
from annotator.formats.metadata import complete_meta, iso_date
from annotator.formats.records import ArticleRecord, BadRecord, Format, ReadOptions, Record
from annotator.formats.xml import HINT, check_attributes, prepared, root_of

Entry = Mapping[str, Any]

ROOTS = frozenset({"rss", "channel"})
RDF_SPACES = (b"purl.org/rss/", b"my.netscape.com/rdf", b"purl.org/net/rss")
FAULTS = (ValueError, LookupError, TypeError, AttributeError, AssertionError, RecursionError)
"""What feedparser lets through from its loose parser."""
NO_POSTS = ("attachment", "nav_menu_item", "revision", "custom_css", "wp_block")
MARKUP = ("html", "xhtml")


def read(path: Path, options: ReadOptions) -> Iterator[Record]:  # noqa: ARG001 - the signature of every reader
    """The articles of a feed, in its order.

    Raises:
        UserError: the file is empty, no feed, damaged before its first entry, or declares entities that are refused.
    """
    file = str(path)
    markup = prepared(read_bounded(path, FILE_BYTES))
    check_attributes(markup)
    data = markup.encode()
    try:
        # A stream, never a name: a string could be taken for an address to fetch.
        feed = _feedparser().parse(io.BytesIO(data), sanitize_html=False, resolve_relative_uris=False)
    except FAULTS as error:
        raise UserError("The feed is damaged so that it cannot be read.", HINT) from error
    entries = cast("list[Entry]", feed.entries)
    if not entries and not feed.get("version"):
        raise UserError("The file is no feed that can be read.", HINT)
    yield from _read_entries(entries, cast("Entry", feed.feed), file)
    fault = feed.get("bozo_exception")
    if isinstance(fault, xml.sax.SAXException):
        said = f"The feed is damaged: {_told(fault)}. What could be read of it was taken."
        yield BadRecord(file, _line(fault), said, HINT, is_warning=bool(entries))


def _feedparser() -> Any:
    # Slow to import, and most projects never see a feed.
    return import_module("feedparser")


def _read_entries(entries: list[Entry], feed: Entry, file: str) -> Iterator[Record]:
    summaries = others = 0
    # Some servers put an empty item into each item: there is nothing in it to be missed.
    entries = [entry for entry in entries if any(entry.values())]
    for number, entry in enumerate(entries, 1):
        if entry.get("wp_post_type") in NO_POSTS:
            others += 1
            continue
        meta = _meta_of(entry, feed)
        text, is_summary = _text_of(entry)
        if not text:
            named = meta.get("title") or meta.get("id") or str(number)
            said = f"Entry {number} ({named}) has no text."
            yield BadRecord(file, None, said, "Open its page and save it as HTML.", record=meta.get("id", ""))
            continue
        summaries += is_summary
        text = with_headline(meta.get("title", ""), text)
        yield ArticleRecord(text, complete_meta(meta, text), file, number)
    if others:
        said = f"What is no post in a WordPress export was passed over: {others:,} × picture, menu or the like."
        yield BadRecord(file, None, said, is_warning=True)
    if summaries:
        held = f"{summaries:,} of {len(entries):,} entries hold" if len(entries) > 1 else "The entry holds"
        said = f"{held} a summary only, which was taken as the text."
        yield BadRecord(file, None, said, "For whole articles save their pages as HTML.", is_warning=True)


def _text_of(entry: Entry) -> tuple[str, bool]:
    """The longest text of an entry without its title, and whether it is a summary."""
    contents = [_plain(content) for content in cast("list[Entry]", entry.get("content") or [])]
    content = max(contents, key=len, default="")
    summary = _plain(cast("Entry", entry.get("summary_detail") or {}))
    return (content, False) if len(content) >= len(summary) and content else (summary, bool(summary))


def _plain(content: Entry) -> str:
    kind, value = str(content.get("type") or ""), str(content.get("value") or "")
    if any(name in kind for name in MARKUP) or "</" in value or "<br" in value.casefold():
        return html_text(value)
    return plain_paragraphs(value) if not kind or kind.startswith("text/") else ""


def _meta_of(entry: Entry, feed: Entry) -> dict[str, str]:
    source = cast("Entry", entry.get("source") or {})
    tags = [tag.get("label") or tag.get("term") for tag in cast("list[Entry]", entry.get("tags") or [])]
    meta = {
        "title": _title(entry),
        "author": _authors(entry) or _authors(feed),
        "source": as_meta(source.get("title")) or as_meta(feed.get("title")),
        "url": _link(entry),
        "published": _moment(entry, "published") or _moment(entry, "updated"),
        "updated": _moment(entry, "updated") if "published" in entry else "",
        "id": as_meta(entry.get("id")),
        "language": _language(entry) or as_meta(feed.get("language")),
        "subject": as_meta(tags),
        "licence": _first(entry, "license", "rights") or _first(feed, "license", "rights"),
    }
    return {key: value for key, value in meta.items() if value}


def _title(entry: Entry) -> str:
    return " ".join(_plain(cast("Entry", entry.get("title_detail") or {"value": entry.get("title")})).split())


def _authors(entry: Entry) -> str:
    people = cast("list[Entry]", entry.get("authors") or [])
    named = ", ".join(dict.fromkeys(filter(None, (as_meta(person.get("name")) for person in people))))
    return named or as_meta(entry.get("author"))


def _link(entry: Entry) -> str:
    """The entry's page; its id where that is an address."""
    links = cast("list[Entry]", entry.get("links") or [])
    pages = [link for link in links if link.get("rel", "alternate") == "alternate" and link.get("href")]
    identity = as_meta(entry.get("id"))
    return as_meta(pages[0]["href"] if pages else entry.get("link")) or (identity if "://" in identity else "")


def _moment(entry: Entry, name: str) -> str:
    # Asked for what is not there, feedparser gives one moment for the other.
    return iso_date(as_meta(entry[name])) if name in entry else ""


def _language(entry: Entry) -> str:
    contents = cast("list[Entry]", entry.get("content") or [])
    given = [content.get("language") for content in contents] + [entry.get("language")]
    return next((as_meta(language) for language in given if language), "")


def _first(entry: Entry, *names: str) -> str:
    return next((value for name in names if (value := as_meta(entry.get(name)))), "")


def _told(fault: xml.sax.SAXException) -> str:
    said = fault.getMessage()
    return said[:1].lower() + said[1:].rstrip(".")


def _line(fault: xml.sax.SAXException) -> int | None:
    return fault.getLineNumber() if isinstance(fault, xml.sax.SAXParseException) else None


def sniff(head: bytes) -> bool:
    """Whether the root of the file is a feed's."""
    space, name = root_of(head)
    if name == "feed":
        return "atom" in space.casefold()
    if name in ROOTS:
        return name == "rss" or b"<item" in head
    return name == "RDF" and any(known in head for known in RDF_SPACES) and not space.endswith("xmi")


FORMAT = Format(
    name="rss", title="RSS or Atom feed", extensions=(".rss", ".atom", ".rdf", ".xml"), sniff=sniff, read=read
)
