"""Titles and dates: found in what a file says, brought to one form. The text itself is never touched."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime

TITLE_CHARS = 150
HEADING_LINES = 5
"""Among how many first lines a marked heading counts as the title."""

_MARKED = re.compile(r"^(?:#{1,6}\s+(?P<hash>.+?)\s*#*|(?P<marks>\*\*|__)(?P<bold>[^*_].*?)(?P=marks))$")
_CLOSED = re.compile(r"[.。।][\"'”’»)\]]*$")
_ABBREVIATION = re.compile(r"\b(?:\w\.){2,}[\"'”’»)\]]*$")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+)?"
_DAY_MONTH = re.compile(_WEEKDAY + r"(\d{1,2})(?:st|nd|rd|th)?\.?\s+([a-z]{3,9})\.?,?\s+(\d{4})", re.IGNORECASE)
_MONTH_DAY = re.compile(_WEEKDAY + r"([a-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})", re.IGNORECASE)
_NUMBERS = re.compile(r"(\d{1,4})([./-])(\d{1,2})\2(\d{1,4})")


def complete_meta(meta: dict[str, str], text: str) -> dict[str, str]:
    """The metadata with its date in ISO form and, where it has no title, the one that the text begins with."""
    meta = {key: value for key, value in meta.items() if value}
    if "published" in meta:
        meta["published"] = iso_date(meta["published"])
    if "title" not in meta and (title := find_title(text)):
        meta["title"] = title
    return meta


def find_title(text: str) -> str | None:
    """The title that a text begins with: a marked heading among its first lines, else a headline for its first line.

    A headline is short, ends with no full stop, and stands before an empty line or a clearly longer one.
    """
    start = text[: TITLE_CHARS * 40].split("\n")
    filled = [(number, line.strip()) for number, line in enumerate(start) if line.strip()]
    for _, line in filled[:HEADING_LINES]:
        marked = _MARKED.match(line)
        title = (marked["hash"] or marked["bold"]).strip(" *_") if marked else ""
        if 0 < len(title) <= TITLE_CHARS:
            return title
    if len(filled) < 2:
        return None
    (number, first), (next_number, following) = filled[:2]
    stands_apart = next_number > number + 1 or 2 * len(first) <= len(following)
    return first if stands_apart and _is_headline(first) else None


def iso_date(given: str) -> str:
    """A date as YYYY-MM-DD, or with its time (and zone where it is given) in ISO form; unchanged where it is not clear.

    "03/04/2025" is not clear: who wrote it decides whether that is March or April.
    """
    value = given.strip()
    try:
        return _iso(datetime.fromisoformat(value))
    except ValueError:
        pass
    for parse in (_from_words, _from_numbers, _from_timestamp, _from_mail):
        found = parse(value)
        if found is not None:
            return _iso(found)
    return given


def _is_headline(line: str) -> bool:
    return len(line) <= TITLE_CHARS and (not _CLOSED.search(line) or _ABBREVIATION.search(line) is not None)


def _iso(moment: datetime) -> str:
    if moment.tzinfo is None and (moment.hour, moment.minute, moment.second) == (0, 0, 0):
        return moment.date().isoformat()
    return moment.replace(microsecond=0).isoformat()


def _from_words(value: str) -> datetime | None:
    if match := _DAY_MONTH.fullmatch(value):
        return _moment(match[3], _month(match[2]), match[1])
    if match := _MONTH_DAY.fullmatch(value):
        return _moment(match[3], _month(match[1]), match[2])
    return None


def _from_numbers(value: str) -> datetime | None:
    match = _NUMBERS.fullmatch(value)
    if match is None:
        return None
    first, mark, second, third = match.groups()
    if len(first) == 4:
        return _moment(first, int(second), third)
    if len(third) != 4:
        return None
    if mark == "." or int(first) > 12:
        return _moment(third, int(second), first)
    return _moment(third, int(first), second) if int(second) > 12 or first == second else None


def _from_timestamp(value: str) -> datetime | None:
    if not value.isascii() or not value.isdigit() or len(value) not in (10, 13):
        return None
    return datetime.fromtimestamp(int(value[:10]), UTC)


def _from_mail(value: str) -> datetime | None:
    try:
        return parsedate_to_datetime(value)
    except ValueError:
        return None


def _month(name: str) -> int:
    short = name[:3].casefold()
    return _MONTHS.index(short) + 1 if short in _MONTHS else 0


def _moment(year: str, month: int, day: str) -> datetime | None:
    try:
        found = date(int(year), month, int(day))
    except ValueError:
        return None
    return datetime(found.year, found.month, found.day)  # noqa: DTZ001 - a day has no zone
