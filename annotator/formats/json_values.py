"""The objects of a tool's JSON file, whichever way they stand there: one a line, pretty-printed one after the other, or
in a list. What they mean is for the formats to say."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

from annotator.formats.lenient import parse, parse_first
from annotator.formats.lines import Parsed, begins_with_a_line, parse_lines, raw_lines
from annotator.formats.records import HEAD_BYTES, BadRecord, read_text

LOOKED_AT = 20
_BETWEEN = re.compile(r"[\s,]*")


def values_of(path: Path) -> Iterator[Parsed]:
    """Line numbers and what begins there; a `BadRecord` for what cannot be parsed.

    Raises:
        UserError: the file is empty, no text, or too large to be read as a whole where it has no line for each object.
    """
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    if begins_with_a_line(head) or _has_a_line(head):
        yield from parse_lines(raw_lines(path), path)
        return
    text, warnings = read_text(path)
    yield from warnings
    yield from _scan(text, str(path))


def _has_a_line(head: bytes) -> bool:
    """Whether one of the first lines is an object, so that a broken one before it is but one line.

    A list whose items stand on lines of their own is a list all the same.
    """
    first = head.lstrip(b"\xef\xbb\xbf \t\r\n").split(b"\n", 1)[0].rstrip()
    if first.startswith(b"[") and not first.endswith(b"]"):
        return False
    for line in head.split(b"\n")[:LOOKED_AT]:
        if line.startswith(b"{") and line.rstrip().endswith(b"}"):
            try:
                if isinstance(parse(line.decode("utf-8", "replace")), dict):
                    return True
            except json.JSONDecodeError:
                continue
    return False


def _scan(text: str, file: str) -> Iterator[Parsed]:
    at, line, counted = _skip(text, 0), 1, 0
    is_list = text.startswith("[", at)
    at = _skip(text, at + 1) if is_list else at
    while at < len(text) and not (is_list and text[at] == "]"):
        line, counted = line + text.count("\n", counted, at), at
        try:
            value, at = parse_first(text, at)
        except json.JSONDecodeError as error:
            said = f"The file is no JSON: {error.msg} at line {error.lineno}, column {error.colno}."
            yield BadRecord(file, error.lineno, said, "What stands before it was taken; mend it and import it again.")
            return
        yield line, value
        at = _skip(text, at)


def _skip(text: str, at: int) -> int:
    match = _BETWEEN.match(text, at)
    return match.end() if match else at
