"""Whether an agency lets an item be used: cancelled, withheld, under embargo. Said in the words of all its formats.

An item that is kept out is no fault of the file: it is a warning, and the item can be imported when its time comes.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime

from annotator.formats.records import BadRecord

CANCELLED = frozenset({"canceled", "cancelled", "killed", "kill", "recalled", "deleted"})
WITHHELD = frozenset({"withheld", "withhold", "hold", "unapproved"})
EMBARGOED = frozenset({"embargoed", "embargo"})

_ZONED_DAY = re.compile(r"(\d{4}-?\d{2}-?\d{2})[T ]?(Z|[+-]\d{2}:?\d{2})$")
_LAST = re.compile(r"[:/#]")


def current_time() -> datetime:
    """Now, by the clock of the machine."""
    return datetime.now(UTC)


def moment_of(given: str) -> datetime | None:
    """A moment as the agency formats write them (2025-05-20T09:00:00+02:00, 20250520T090000Z, a day); None otherwise.

    Without a zone it counts as UTC.
    """
    value = given.strip()
    day = _ZONED_DAY.fullmatch(value)
    if day:
        value = f"{day[1]}T000000{day[2]}" if "-" not in day[1] else f"{day[1]}T00:00:00{day[2]}"
    try:
        found = datetime.fromisoformat(value)
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def moment_text(given: str) -> str:
    """A moment of the agency formats in ISO form, its zone kept; as it is where it is none."""
    value = given.strip()
    if day := _ZONED_DAY.fullmatch(value):
        value = day[1]
    try:
        found = datetime.fromisoformat(value)
    except ValueError:
        return value
    if len(value) <= len("2025-05-20"):
        return found.date().isoformat()
    return found.replace(microsecond=0).isoformat()


def kept_out(status: str, embargo: str | None, now: datetime) -> tuple[str, str] | None:
    """Why an item may not be used at `now`, and what to do, as sentences; None where it may.

    `status` is the agency's own word, with or without the scheme before it (`stat:canceled`). `embargo` is the moment
    when it ends, "" for one without an end, None for none.
    """
    word = _LAST.split(status.strip().casefold())[-1]
    if word in CANCELLED:
        return "was cancelled by its agency and was left out", "Remove it where it was imported before."
    if word in WITHHELD:
        return "is withheld by its agency and was left out", "Import it again when it is released."
    if word in EMBARGOED and not embargo:
        embargo = ""
    if embargo is None:
        return None
    end = moment_of(embargo)
    if end is not None and end <= now:
        return None
    if not embargo:
        said = "is under embargo without an end that it names and was left out"
        return said, "When it is over, set the item's status to usable and import it again."
    return f"is under embargo until {moment_text(embargo)} and was left out", "Import it again after that."


def refusal(file: str, item: str, title: str, why: tuple[str, str], line: int | None = None) -> BadRecord:
    """What is said of an item that is kept out."""
    named = f"“{title}”" if title else f"The item {item}" if item else "The item"
    return BadRecord(file, line, f"{named} {why[0]}.", why[1], is_warning=True, record=item)
