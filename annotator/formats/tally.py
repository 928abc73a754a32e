"""What is to be said of many records of a file alike: said once, with how many they are and where the first stand."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from annotator.formats.graph.reading import Labels
from annotator.formats.records import BadRecord
from annotator.wording import counted

SHOWN_LINES = 5


class _Entry(msgspec.Struct):
    lines: list[int | None]
    what: str
    count: int = 0


class Tally:
    """Counts by sentence. `warn` is for what lost nothing or was left out on purpose, `fail` for what was not taken."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._entries: dict[tuple[str, str, bool], _Entry] = {}

    def warn(self, reason: str, line: int | None, what: str = "record", *, count: int = 1, hint: str = "") -> None:
        """Count something of which `reason`, a sentence without its full stop, holds; `what` is its kind, singular."""
        self._count((reason, hint, True), line, what, count)

    def fail(self, reason: str, line: int | None, what: str = "record", *, count: int = 1, hint: str = "") -> None:
        """As `warn`, for what is missing in the project now."""
        self._count((reason, hint, False), line, what, count)

    def records(self) -> Iterator[BadRecord]:
        """One for each sentence: "Answered “ignore”, taken without labels: 86 records (lines 3, 8, 12, 13, 20 …).\""""
        for (reason, hint, is_warning), entry in self._entries.items():
            said = f"{reason}: {counted(entry.count, entry.what)}{_places(entry)}."
            yield BadRecord(self._file, entry.lines[0], said, hint, is_warning)

    def _count(self, key: tuple[str, str, bool], line: int | None, what: str, count: int) -> None:
        if not count:
            return
        entry = self._entries.setdefault(key, _Entry([], what))
        entry.count += count
        if len(entry.lines) <= SHOWN_LINES and line not in entry.lines:
            entry.lines.append(line)


def say_joining(labels: Labels, tally: Tally, line: int | None) -> None:
    """Count what was guessed or left out when labels became statements."""
    tally.warn(
        "Cues and speakers that no relation joins to a statement, given to the nearest one",
        *(line, "label"),
        count=labels.joined,
        hint="Look through them: no file says that they belong together.",
    )
    tally.warn("Cues and speakers with no statement near, kept as entities", line, "label", count=len(labels.alone))
    say_pieces(labels, tally, line)
    for edge in labels.unread:
        tally.warn(f"Relations “{edge.type}”, which make no statement, left out", line, "relation")


def say_pieces(labels: Labels, tally: Tally, line: int | None) -> None:
    """Count what has several pieces in a file, and one here."""
    tally.warn("Entities in several pieces taken from the first to the last", line, "entity", count=len(labels.widened))
    tally.warn("Cues and speakers in several pieces, the longest taken", line, "label", count=len(labels.cut))


def _places(entry: _Entry) -> str:
    lines = [str(line) for line in entry.lines if line is not None]
    if len(lines) < 2:
        return ""
    return f" (lines {', '.join(lines[:SHOWN_LINES])}{' …' if len(lines) > SHOWN_LINES else ''})"
