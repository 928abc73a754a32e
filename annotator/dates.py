"""Dates as EDTF (ISO 8601-2): reading, checking and saying them, and guessing them from the words of a text. Pure.

Understood are years, months and days, intervals of them (open ones with `..`), and the qualifiers `?` (uncertain),
`~` (approximate) and `%` (both) at the end of a date. Seasons, sets and unspecified digits are not. Words are English.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from annotator.errors import UserError
from annotator.model import When

MONTHS = tuple(calendar.month_name[1:])
WEEKDAYS = tuple(calendar.day_name)
EXAMPLES = "2025, 2025-03, 2025-03-17 or 2025-03-17/2025-03-23"
HINT = f"Write it like {EXAMPLES}; “~” after it says about, “?” uncertain, “..” an open end."
OPEN = ".."
EN_DASH = "–"

Days = tuple[dt.date, dt.date]
"""A first and a last day."""

_DATE = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?([?~%])?")
_GRANULARITIES = ("year", "month", "day")


@dataclass(frozen=True)
class Point:
    """One date of one to three numbers, with its qualifier."""

    year: int
    month: int | None = None
    day: int | None = None
    qualifier: str = ""

    @property
    def granularity(self) -> str:
        return _GRANULARITIES[(self.month is not None) + (self.day is not None)]

    @property
    def edtf(self) -> str:
        numbers = f"{self.year:04}" + "".join(f"-{n:02}" for n in (self.month, self.day) if n is not None)
        return numbers + self.qualifier

    @property
    def first(self) -> dt.date:
        return dt.date(self.year, self.month or 1, self.day or 1)

    @property
    def last(self) -> dt.date:
        month = self.month or 12
        return dt.date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])


def parse_edtf(text: str) -> When:
    """The date or interval that `text` writes in EDTF, with its granularity: year, month, day or interval.

    Raises:
        UserError: no such date; the sentence says what is wrong with it.
    """
    written = text.strip()
    if not written:
        raise UserError("The date is empty.", HINT)
    if "/" not in written:
        return When(edtf=written, granularity=_parse_point(written).granularity)
    start, end = _parse_interval(written)
    if start and end and start.first > end.last:
        raise UserError(f"The interval {written} ends before it begins.", "Swap its two dates.")
    return When(edtf=written, granularity="interval")


def describe(when: When | None) -> str:
    """`when` for reading: "17 Mar 2025", "17–23 Mar 2025", "about Mar 2025", "since 2025". Empty for None.

    What is no EDTF (a file may bring it) is given as it is.
    """
    return "" if when is None else _describe(when.edtf)


@lru_cache(maxsize=4096)
def _describe(edtf: str) -> str:
    try:
        parse_edtf(edtf)
    except UserError:
        return edtf
    if "/" not in edtf:
        return _say(_parse_point(edtf))
    start, end = _parse_interval(edtf)
    if start and end:
        return _say_between(start, end)
    return f"since {_say(start)}" if start else f"until {_say(end)}" if end else "at an unknown time"


def explain(text: str) -> str:
    """A sentence that says what an EDTF text means: "A day: Monday, 17 March 2025."

    Raises:
        UserError: as `parse_edtf`.
    """
    when = parse_edtf(text)
    said = describe(when)
    if when.granularity == "day":
        day = _parse_point(when.edtf).first
        said = f"{WEEKDAYS[day.weekday()]}, {said}"
    return f"{'An' if when.granularity == 'interval' else 'A'} {when.granularity}: {said}."


def first_day(when: When | None) -> dt.date | None:
    """The first day of `when`, for sorting; its last where the beginning is open; None where there is no date."""
    if when is None:
        return None
    try:
        if "/" not in when.edtf:
            return _parse_point(when.edtf).first
        start, end = _parse_interval(when.edtf)
    except UserError:
        return None
    return start.first if start else end.last if end else None


def days_of(when: When | None) -> Days | None:
    """The first and the last day of `when`; an open end counts as far as it may reach. None where there is no date."""
    if when is None:
        return None
    try:
        if "/" not in when.edtf:
            point = _parse_point(when.edtf)
            return point.first, point.last
        start, end = _parse_interval(when.edtf)
    except UserError:
        return None
    if start is None and end is None:
        return None
    return (start.first if start else dt.date.min), (end.last if end else dt.date.max)


def published_day(published: str | None) -> dt.date | None:
    """The day in an article's `published`: ISO with or without a time, or English words ("16 Mar 2025")."""
    words = (published or "").strip()
    found = re.match(r"\d{4}-\d{2}-\d{2}", words)
    if found:
        return _day_or_none(found[0])
    when = guess_when(words, None)
    return first_day(when) if when and when.granularity == "day" else None


def guess_when(words: str, published: str | dt.date | None) -> When | None:
    """What day, week, month or year the words of an article name, seen from the day on which it was published.

    "Monday" is the last one up to that day, as news writes; "22 April" is the nearest 22 April. `text` keeps the words.
    None where the words say nothing that is understood, or where they need a day of publication and there is none.
    """
    base = published if isinstance(published, dt.date) else published_day(published) if published else None
    plain = _plain(words)
    for pattern, read in _RULES:
        found = pattern.fullmatch(plain)
        if found:
            edtf = read(found, base)
            return None if edtf is None else When(edtf, parse_edtf(edtf).granularity, words.strip() or None)
    return None


def _parse_point(text: str) -> Point:
    found = _DATE.fullmatch(text)
    if not found:
        raise UserError(f"“{text}” is no date.", HINT)
    year, month, day = (int(number) if number else None for number in found.groups()[:3])
    assert year is not None
    if month is not None and not 1 <= month <= 12:
        raise UserError(f"“{text}” has no month {month:02}.", "Months go from 01 to 12.")
    if year == 0:
        raise UserError(f"“{text}”: there is no year 0000.", HINT)
    if month is not None and day is not None and not 1 <= day <= calendar.monthrange(year, month)[1]:
        raise UserError(f"{MONTHS[month - 1]} {year} has no day {day}.", HINT)
    return Point(year, month, day, found[4] or "")


def _parse_interval(text: str) -> tuple[Point | None, Point | None]:
    """The two ends; None for an open (`..`) or unknown (empty) one."""
    ends = text.split("/")
    if len(ends) != 2:
        raise UserError(f"“{text}” has more than one “/”.", HINT)
    start, end = (None if end in ("", OPEN) else _parse_point(end) for end in ends)
    return start, end


def _say(point: Point) -> str:
    said = " ".join(_words(point))
    about = f"about {said}" if point.qualifier in ("~", "%") else said
    return about + ("?" if point.qualifier in ("?", "%") else "")


def _words(point: Point) -> list[str]:
    """Day, month, year, as far as known."""
    day = [str(point.day)] if point.day else []
    return [*day, *([MONTHS[point.month - 1][:3]] if point.month else []), str(point.year)]


def _say_between(start: Point, end: Point) -> str:
    """The interval with what both ends share said once: "17–23 Mar 2025", "17 Mar – 2 Apr 2025"."""
    one, other = _words(start), _words(end)
    if start.qualifier or end.qualifier or len(one) != len(other) or one[-1] != other[-1] or len(one) == 1:
        return f"{_say(start)} {EN_DASH} {_say(end)}"
    if len(one) == 3 and one[1] == other[1]:
        return f"{one[0]}{EN_DASH}{' '.join(other)}"
    return f"{' '.join(one[:-1])} {EN_DASH} {' '.join(other)}"


# Guessing. Each rule is a pattern over the plain words and a function that gives EDTF, or None.

Rule = Callable[[re.Match[str], dt.date | None], str | None]

_MONTH_NUMBERS = {name[:size].lower(): n for n, name in enumerate(MONTHS, 1) for size in (3, len(name))} | {"sept": 9}
_WEEKDAY_NUMBERS = {
    **{name[:size].lower(): n for n, name in enumerate(WEEKDAYS) for size in (3, len(name))},
    "tues": 1,
    "thur": 3,
    "thurs": 3,
}
_NUMBERS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_COUNTS = {word: n for n, word in enumerate(_NUMBERS)} | {"a": 1, "an": 1, "couple": 2}

_MONTH = rf"(?P<month>{'|'.join(sorted(_MONTH_NUMBERS, key=len, reverse=True))})"
_WEEKDAY = rf"(?P<weekday>{'|'.join(sorted(_WEEKDAY_NUMBERS, key=len, reverse=True))})"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_DAYS = r"(?P<first>\d{1,2})(?:st|nd|rd|th)? (?:-|to|and) (?P<last>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>\d{4})"
_COUNT = rf"(?:a )?(?P<count>\d{{1,3}}|{'|'.join(_COUNTS)})(?: of)?"
_UNIT = r"(?P<unit>day|week|month|year)s?"
_LEADING = re.compile(
    rf"^(?:(?:on|in(?! {_COUNT} {_UNIT})|at|by|from|between|since|until|during|late|early|mid(?: -)?|earlier|later"
    r"|the|of) )+"
)
_TRAILING = re.compile(r" (?:morning|afternoon|evening|night|noon|local time)$")


def _plain(words: str) -> str:
    """Lower case, one space between words, no commas or full stops, prepositions and times of day left out."""
    plain = re.sub(r"[–—−-]", " - ", words.lower()) if not re.match(r"\d{4}-\d", words.strip()) else words.lower()
    plain = " ".join(re.sub(r"[.,;:'’\"“”()]", " ", plain).split())
    plain = _LEADING.sub("", plain)
    is_whole = plain == "last night" or (plain.startswith("this ") and plain.count(" ") == 1)
    return plain if is_whole else _TRAILING.sub("", plain)


def _day_or_none(iso: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(iso)
    except ValueError:
        return None


def _make_day(year: int, month: int, day: int) -> dt.date | None:
    in_month = 1 <= day <= calendar.monthrange(year, month)[1]
    return dt.date(year, month, day) if in_month else None


def _nearest(month: int, day: int, base: dt.date | None) -> dt.date | None:
    """The date of that month and day that is nearest to `base`."""
    if base is None:
        return None
    days = [_make_day(year, month, day) for year in range(max(base.year - 1, 1), base.year + 2)]
    return min((date for date in days if date), key=lambda date: abs(date - base), default=None)


def _written(found: re.Match[str], _base: dt.date | None) -> str | None:
    try:
        return parse_edtf(found[0]).edtf
    except UserError:
        return None


def _day_and_month(found: re.Match[str], base: dt.date | None) -> str | None:
    month, day, year = _MONTH_NUMBERS[found["month"]], int(found["day"]), found["year"]
    date = _make_day(int(year), month, day) if year else _nearest(month, day, base)
    return date.isoformat() if date else None


def _days_and_month(found: re.Match[str], base: dt.date | None) -> str | None:
    month, year = _MONTH_NUMBERS[found["month"]], found["year"]
    start = _make_day(int(year), month, int(found["first"])) if year else _nearest(month, int(found["first"]), base)
    end = start and _make_day(start.year, month, int(found["last"]))
    return f"{start}/{end}" if start and end and start < end else None


def _month_and_year(found: re.Match[str], base: dt.date | None) -> str | None:
    month = _MONTH_NUMBERS[found["month"]]
    if found["year"]:
        return f"{found['year']}-{month:02}"
    middle = _nearest(month, 15, base)
    return f"{middle:%Y-%m}" if middle else None


def _weekday(found: re.Match[str], base: dt.date | None) -> str | None:
    if base is None:
        return None
    back = (base.weekday() - _WEEKDAY_NUMBERS[found["weekday"]]) % 7
    which = found["which"]
    days = {"last": -(back or 7), "next": 7 - back, "this": _WEEKDAY_NUMBERS[found["weekday"]] - base.weekday()}
    return _shifted(base, days.get(which, -back))


def _near_day(found: re.Match[str], base: dt.date | None) -> str | None:
    days = {"yesterday": -1, "tomorrow": 1, "day before yesterday": -2, "day after tomorrow": 2, "last night": -1}
    return _shifted(base, days.get(found[0], 0)) if base else None


def _period(found: re.Match[str], base: dt.date | None) -> str | None:
    if base is None:
        return None
    step = {"last": -1, "past": -1, "previous": -1, "next": 1, "coming": 1}.get(found["which"], 0)
    if found["unit"] == "year":
        return f"{base.year + step:04}"
    if found["unit"] == "month":
        months = base.year * 12 + base.month - 1 + step
        return f"{months // 12:04}-{months % 12 + 1:02}"
    monday = -base.weekday() + 7 * step
    if found["unit"] == "weekend":
        return f"{_shifted(base, monday + 5)}/{_shifted(base, monday + 6)}"
    return f"{_shifted(base, monday)}/{_shifted(base, monday + 6)}"


def _ago(found: re.Match[str], base: dt.date | None) -> str | None:
    return _counted(found, -1, base)


def _ahead(found: re.Match[str], base: dt.date | None) -> str | None:
    return _counted(found, 1, base)


def _counted(found: re.Match[str], sign: int, base: dt.date | None) -> str | None:
    """Days are counted exactly; weeks, months and years are about that long ago or ahead."""
    if base is None:
        return None
    number = found["count"]
    count = sign * (int(number) if number.isdigit() else _COUNTS[number])
    unit = found["unit"]
    if unit in ("day", "week"):
        return _shifted(base, count) if unit == "day" else f"{_shifted(base, 7 * count)}~"
    months = base.year * 12 + base.month - 1 + count * (12 if unit == "year" else 1)
    return f"{months // 12:04}~" if unit == "year" else f"{months // 12:04}-{months % 12 + 1:02}~"


def _shifted(base: dt.date, days: int) -> str:
    return (base + dt.timedelta(days=days)).isoformat()


def _rule(pattern: str, read: Rule) -> tuple[re.Pattern[str], Rule]:
    return re.compile(pattern), read


_RULES = (
    _rule(r"\d{4}(?:-\d{2}){0,2}", _written),
    _rule(rf"(?:{_WEEKDAY} )?{_MONTH} {_DAY}(?: {_YEAR})?", _day_and_month),
    _rule(rf"(?:{_WEEKDAY} )?(?:the )?{_DAY} (?:of )?{_MONTH}(?: {_YEAR})?", _day_and_month),
    _rule(rf"{_MONTH} {_DAYS}(?: {_YEAR})?", _days_and_month),
    _rule(rf"{_DAYS} {_MONTH}(?: {_YEAR})?", _days_and_month),
    _rule(rf"{_MONTH}(?: (?:of )?{_YEAR})?", _month_and_year),
    _rule(rf"(?:(?P<which>last|next|this|coming) )?{_WEEKDAY}", _weekday),
    _rule(
        r"today|tonight|now|yesterday|tomorrow|last night|this (?:morning|afternoon|evening)"
        r"|day before yesterday|day after tomorrow",
        _near_day,
    ),
    _rule(r"(?P<which>last|past|previous|this|next|coming) (?P<unit>week|weekend|month|year)", _period),
    _rule(rf"{_COUNT} {_UNIT} ago", _ago),
    _rule(rf"in {_COUNT} {_UNIT}", _ahead),
    _rule(rf"{_COUNT} {_UNIT} (?:from now|later)", _ahead),
)
