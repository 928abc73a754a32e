"""Words that name a date in a running text: where they stand, what the words before them make of it. Pure, English."""

from __future__ import annotations

import re

from annotator.dates import MONTHS, OPEN, WEEKDAYS
from annotator.model import When

_OPENING = re.compile(r"\b(since|until|till)\s+(?:the\s+)?$", re.IGNORECASE)
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_MONTH = f"(?:{'|'.join(MONTHS)})"
_DATES = (
    rf"{_DAY} (?:of )?{_MONTH}(?:,? \d{{4}})?",
    rf"{_MONTH} {_DAY}(?:,? \d{{4}})?",
    rf"{_MONTH}(?: \d{{4}})?",
    rf"(?:[Ll]ast |[Nn]ext )?(?:{'|'.join(WEEKDAYS)})",
    r"(?:[Ll]ast|[Tt]his|[Nn]ext) (?:week|weekend|month|year)",
    r"(?:an?|two|three|four|five|six|seven|eight|nine|ten|\d+) (?:day|week|month|year)s? ago",
    r"[Yy]esterday|[Tt]oday|[Tt]omorrow",
    r"\d{4}-\d\d-\d\d",
    r"(?<=\b[Ii]n )(?:19|20)\d\d|(?<=\b[Ss]ince )(?:19|20)\d\d",
)
_SPOT = re.compile(rf"\b(?:{'|'.join(_DATES)})\b")
"""Capitals tell a month from the verbs *may* and *march*."""


def spotted(text: str) -> list[tuple[int, int]]:
    """Where words stand that name a date, in code points of the text: for texts in which nobody marked them."""
    return [match.span() for match in _SPOT.finditer(text)]


def opened(when: When, before: str) -> When:
    """A date as the words before it have it: with "since" it begins then, with "until" it ends."""
    found = _OPENING.search(before)
    if found is None or "/" in when.edtf:
        return when
    edtf = f"{when.edtf}/{OPEN}" if found[1].lower() == "since" else f"{OPEN}/{when.edtf}"
    return When(edtf, "interval", f"{found[0].strip()} {when.text}" if when.text else None)
