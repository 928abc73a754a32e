"""The lines of a table: those of a file that fits into the memory from there, those of a larger one as they are read.

What lines mean is `table`'s.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from annotator.formats.limits import CHUNK_BYTES, FILE_BYTES, LINE_BYTES
from annotator.formats.records import BadRecord, read_text
from annotator.text import decode

SAMPLE_BYTES = 8 * CHUNK_BYTES
"""By so much of a large file it is told how it separates and quotes."""
Lines = Callable[[], Iterator[str | None]]
"""Gives the lines from the first on, each time that it is called; None in place of one that is too long."""


class LongLine(Exception):
    """The next line is longer than any article."""


class Numbered:
    """Lines for a reader of tables, counted. It can be read on after a line that was too long."""

    def __init__(self, lines: Iterator[str | None], number: int = 0) -> None:
        self._lines = lines
        self.number = number

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = next(self._lines)
        self.number += 1
        if line is None:
            raise LongLine
        return line


def table_text(path: Path) -> tuple[str, Lines, list[BadRecord]]:
    """A table's text (of a large one the beginning), its lines, and what there is to say about its encoding.

    Raises:
        UserError: the file is empty or no text. OSError where it cannot be read.
    """
    if path.stat().st_size <= FILE_BYTES:
        text, warnings = read_text(path)
        return text, partial(text_lines, text), warnings
    with path.open("rb") as file:
        decoded = decode(file.read(SAMPLE_BYTES))
    warnings = [BadRecord(str(path), None, said, is_warning=True) for said in decoded.warnings]
    sample = decoded.text[: decoded.text.rfind("\n") + 1] or decoded.text
    return sample, partial(_file_lines, path, decoded.encoding), warnings


def text_lines(text: str) -> Iterator[str | None]:
    """The lines of a text with their ends; None in place of one that is too long."""
    return _bounded(io.StringIO(text, newline=""))


def _file_lines(path: Path, encoding: str) -> Iterator[str | None]:
    with path.open("r", encoding=encoding, errors="replace", newline="") as file:
        first = True
        for line in _bounded(file):
            yield line.removeprefix("\ufeff") if first and line is not None else line
            first = False


def _bounded(file: io.TextIOBase | io.TextIOWrapper) -> Iterator[str | None]:
    while line := file.readline(LINE_BYTES + 1):
        if len(line) <= LINE_BYTES or line.endswith(("\n", "\r")):
            yield line
            continue
        while (rest := file.readline(CHUNK_BYTES)) and not rest.endswith(("\n", "\r")):
            pass
        yield None
