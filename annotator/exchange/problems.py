"""The problem report of an import: what was not taken, and what was mended on the way, in order and in full.

What a reader says of one record is `formats.records.BadRecord`; here it becomes a row of the report.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from annotator.errors import UserError
from annotator.formats.records import BadRecord
from annotator.wording import counted

SHOWN_OF_A_KIND = 20
"""How many sentences of one kind are printed; the rest of them is counted."""
SHOWN_CHARS = 1000
"""How much of one sentence is printed; the report as a file has all of it."""
T = TypeVar("T")

_VARIES = re.compile(r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"|“[^”]*”|\d[\d.,]*")


class Problem(msgspec.Struct, frozen=True):
    """What an import could not take, or had to mend (`is_warning`: it was kept, or left out on purpose).

    `file` and `line` say where, as far as it is known; `record` is the record's own id in its file; `done` says what
    was done about it or what can be.
    """

    file: str
    line: int | None
    record: str
    reason: str
    done: str
    is_warning: bool

    def __str__(self) -> str:
        return str(BadRecord(self.file, self.line, self.reason, self.done, self.is_warning, self.record))

    def as_json(self) -> dict[str, Any]:
        """A line of the report as a file."""
        return {
            "file": self.file,
            "line": self.line,
            "record": self.record,
            "reason": self.reason,
            "done": self.done,
            "kept": self.is_warning,
        }

    @property
    def kind(self) -> str:
        """The reason without what differs from record to record: names, quotations, numbers."""
        return _VARIES.sub("…", self.reason)


class Problems:
    """Collects problems while an import runs."""

    def __init__(self) -> None:
        self._found: list[Problem] = []

    def add(self, bad: BadRecord) -> None:
        """A problem that a reader found."""
        self._found.append(Problem(bad.file, bad.line, bad.record, bad.reason, bad.hint, bad.is_warning))

    def warn(self, reason: str, done: str = "", *, file: str = "", record: str = "") -> None:
        """Something that was kept, or left out on purpose, and is to be said."""
        self._found.append(Problem(file, None, record, reason, done, is_warning=True))

    def sift(self, records: Iterable[T | BadRecord]) -> list[T]:
        """The records that could be taken; the others become problems."""
        good: list[T] = []
        for record in records:
            if isinstance(record, BadRecord):
                self.add(record)
            else:
                good.append(record)
        return good

    def all(self) -> tuple[Problem, ...]:
        """All that was found so far, in order."""
        return tuple(self._found)


def sentences(problems: Sequence[Problem]) -> Iterator[str]:
    """The problems as they are printed: in order, but of one kind no more than a few, then how many more there are."""
    shown = Counter[str]()
    left = Counter(problem.kind for problem in problems)
    for problem in problems:
        shown[problem.kind] += 1
        if shown[problem.kind] <= SHOWN_OF_A_KIND:
            yield _shown(str(problem))
        if shown[problem.kind] == SHOWN_OF_A_KIND and (more := left[problem.kind] - SHOWN_OF_A_KIND):
            yield f"  … and {more:,} more of this kind."


def _shown(sentence: str) -> str:
    """A sentence as a terminal can show it: a file may call things by names of a megabyte, or that move the cursor."""
    if len(sentence) > SHOWN_CHARS:
        sentence = f"{sentence[: SHOWN_CHARS // 2]} … {sentence[-SHOWN_CHARS // 2 :]}"
    return "".join(letter if letter.isprintable() else "\ufffd" for letter in sentence)


def write_problems(path: Path, problems: Iterable[Problem]) -> None:
    """The problems as JSON Lines.

    Raises:
        UserError: the file cannot be written.
    """
    try:
        with path.open("wb") as file:
            file.writelines(msgspec.json.encode(problem.as_json()) + b"\n" for problem in problems)
    except OSError as error:
        said = f"The report of problems cannot be written to {path}: {error.strerror or error}."
        raise UserError(said, "What was imported stays; name another file and import again.") from error


def told(problems: Sequence[Problem]) -> str:
    """How many there are, for the end of a summary; "" where there are none."""
    failed = sum(not problem.is_warning for problem in problems)
    said = f" {counted(failed, 'item')} could not be taken." if failed else ""
    if mended := len(problems) - failed:
        said += f" {counted(mended, 'warning')}."
    return said
