"""What a web page says of itself: when it was published, to the minute, in which language it is, where it belongs.

Its text, title and author are `html_page`'s.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import chain
from typing import Any, cast

from annotator.formats import lenient
from annotator.formats.metadata import iso_date
from annotator.formats.xml import lxml_etree

EARLIEST = 1600
"""No newspaper is older."""
EARLIEST_GUESS = 1994
"""No page is older: a date before that is no date of publication unless the page says so."""
DATE_PATHS = (
    "//meta[@property='article:published_time' or @name='article:published_time']/@content",
    "//meta[@property='og:article:published_time' or @property='og:published_time']/@content",
    "//meta[@itemprop='datePublished']/@content",
    "//time[@itemprop='datePublished']/@datetime",
    "//meta[@name='parsely-pub-date' or @name='sailthru.date' or @name='DC.date.issued']/@content",
    "//meta[@name='pubdate' or @name='publishdate' or @name='publish-date' or @name='date']/@content",
    "//time[@pubdate]/@datetime",
)
"""Where pages say when they were published; the first that says a date counts, one with a time before one without."""

_DATE = re.compile(r"(\d{4})-\d\d-\d\d(T\d\d:\d\d)?")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")


def page_meta(page: str) -> dict[str, str]:
    """The `published`, `language` and `url` that a page declares, as far as it does."""
    etree = lxml_etree()
    try:
        root = etree.fromstring(page.encode("utf-8", "replace"), etree.HTMLParser(encoding="utf-8"))
    except (etree.LxmlError, ValueError):
        return {}
    if root is None:
        return {}
    paths = [[str(value) for value in cast("list[Any]", root.xpath(path))] for path in DATE_PATHS]
    scripts = cast("list[Any]", root.xpath("//script[@type='application/ld+json']/text()"))
    found = {
        "published": _best_date([*_linked_dates(map(str, scripts)), *chain.from_iterable(paths)]),
        "language": _language(root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or ""),
        "url": _url(root),
    }
    return {key: value for key, value in found.items() if value}


def guessed_date(given: str) -> str:
    """A date that was guessed from a page, "" where it is absurd: a day long before the web, or of a bare year."""
    match = _DATE.match(given)
    if match is None or int(match[1]) < EARLIEST_GUESS or given.startswith(f"{match[1]}-01-01"):
        return ""
    return given if _is_possible(given) else ""


def _best_date(given: Iterable[str]) -> str:
    dates = [date for date in map(iso_date, given) if _is_possible(date)]
    return next((date for date in dates if "T" in date), next(iter(dates), ""))


def _is_possible(date: str) -> bool:
    match = _DATE.match(date)
    tomorrow = (datetime.now(UTC) + timedelta(days=2)).date().isoformat()
    return match is not None and int(match[1]) >= EARLIEST and date[:10] <= tomorrow


def _linked_dates(scripts: Iterable[str]) -> Iterator[str]:
    """The dates that the structured data of a page (JSON-LD) give for an article."""
    for script in scripts:
        try:
            value = lenient.parse(script)
        except json.JSONDecodeError:
            continue
        for record in _records(value):
            kinds = record.get("@type")
            named = cast("list[object]", kinds) if isinstance(kinds, list) else [kinds]
            date = record.get("datePublished")
            if isinstance(date, str) and any("Article" in str(kind) or "Posting" in str(kind) for kind in named):
                yield date


def _records(value: Any) -> Iterator[dict[str, Any]]:
    """The objects at the top of structured data, those of lists and graphs too."""
    if isinstance(value, list):
        for item in cast("list[Any]", value):
            yield from _records(item)
    elif isinstance(value, dict):
        record = cast("dict[str, Any]", value)
        yield record
        for key in ("@graph", "mainEntity"):
            yield from _records(record.get(key))


def _language(given: str) -> str:
    return given.strip() if _LANGUAGE.fullmatch(given.strip()) else ""


def _url(root: Any) -> str:
    paths = ("//link[@rel='canonical']/@href", "//meta[@property='og:url']/@content")
    found = (str(value).strip() for path in paths for value in root.xpath(path))
    return next((url for url in found if url.startswith(("http://", "https://"))), "")
