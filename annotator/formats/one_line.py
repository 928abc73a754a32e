"""A record as one line of JSON, for every reader of lines."""

from __future__ import annotations

from typing import Any

import msgspec

LINE_ENDS = ((b"\xe2\x80\xa8", rb"\u2028"), (b"\xe2\x80\xa9", rb"\u2029"), (b"\xc2\x85", rb"\u0085"))
"""What may stand bare in JSON, and what Python's `splitlines` takes for a line end; and how it is escaped."""

_encode = msgspec.json.Encoder().encode


def line_of(record: Any) -> bytes:
    """A record (a struct, or what JSON has) as a line, with its line end and no other."""
    line = _encode(record)
    if not line.isascii():
        for character, escape in LINE_ENDS:
            line = line.replace(character, escape)
    return line + b"\n"
