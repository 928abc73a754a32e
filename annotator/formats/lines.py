"""Lines of JSON, one after the other: what `jsonl`, `json_file` and `gold` read. What the objects mean is theirs."""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import msgspec

from annotator.formats.lenient import REFUSED, parse
from annotator.formats.limits import LINE_BYTES, bounded_lines, long_line
from annotator.formats.records import HEAD_BYTES, BadRecord, read_text
from annotator.text import decode

Parsed = tuple[int, Any] | BadRecord

_decode = msgspec.json.Decoder().decode


def begins_with_a_line(head: bytes) -> bool:
    """Whether a file whose first `HEAD_BYTES` these are begins with a line that is a JSON object."""
    lines = (line for line in decode(head).text.split("\n") if line.strip())
    first = next(lines, "").strip()
    if len(head) == HEAD_BYTES and next(lines, None) is None:
        return first.startswith('{"')
    try:
        return isinstance(parse(first), dict)
    except json.JSONDecodeError:
        return False


def raw_lines(path: Path) -> Iterator[bytes | None]:
    """The lines of a file as bytes of UTF-8 (or of an encoding that agrees with it in ASCII); None for one too long.

    Raises:
        UserError: the file is empty or binary.
    """
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
        if not head.strip() or b"\x00" in head or head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            yield from read_text(path)[0].encode("utf-8", "replace").split(b"\n")
            return
        decode(head)
        file.seek(len(codecs.BOM_UTF8) if head.startswith(codecs.BOM_UTF8) else 0)
        yield from bounded_lines(file)


def parse_lines(lines: Iterable[bytes | None], path: Path) -> Iterator[Parsed]:
    """Line numbers and what the lines hold; empty lines are passed over."""
    encoding: str | None = None
    for number, line in enumerate(lines, 1):
        if line is None:
            yield BadRecord(str(path), number, *long_line())
            continue
        if not line.strip():
            continue
        try:
            yield number, _decode(line)
            continue
        except REFUSED:
            pass
        if encoding is None and not _is_utf8(line):
            # One line says too little to tell an encoding by: the whole file is asked, once.
            encoding = _encoding(path)
            said = f"The line is not in UTF-8; it and others like it were read as {encoding}."
            yield BadRecord(str(path), number, said, is_warning=True)
        yield _parse_leniently(number, line, encoding or "utf-8", str(path))


def _parse_leniently(number: int, line: bytes, encoding: str, file: str) -> Parsed:
    text = line.decode("utf-8" if _is_utf8(line) else encoding, errors="replace")
    try:
        return number, parse(text)
    except json.JSONDecodeError as error:
        said = f"The line is no JSON: {error.msg} at character {error.pos + 1}."
        return BadRecord(file, number, said, "Mend the line and import the file again.")


def _encoding(path: Path) -> str:
    with path.open("rb") as file:
        return decode(file.read(LINE_BYTES)).encoding


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
