"""JSON as others write it: NaN, lone surrogates, control characters in strings, numbers of thousands of digits.

What keeps to the letter is read by msgspec, many times faster; this is for what msgspec refuses.
"""

from __future__ import annotations

import json
import re
import sys
from typing import Any, cast

import msgspec

REFUSED = (msgspec.DecodeError, UnicodeError, RecursionError)
"""What msgspec raises for JSON that may still be read here; the last is for nesting without end."""

_SURROGATE = re.compile("[\ud800-\udfff]")


def parse(text: str) -> Any:
    """The value that a text of JSON holds.

    Raises:
        JSONDecodeError: it is no JSON, or nested deeper than anything that anyone reads.
    """
    try:
        return _storable(DECODER.decode(text))
    except RecursionError:
        raise _too_deep(text) from None


def parse_first(text: str, at: int) -> tuple[Any, int]:
    """The value that begins at `at`, and where it ends.

    Raises:
        JSONDecodeError: as `parse`.
    """
    try:
        value, end = DECODER.raw_decode(text, at)
        return _storable(value), end
    except RecursionError:
        raise _too_deep(text, at) from None


def _storable(value: Any) -> Any:
    """The value with every lone surrogate replaced, in the names of what it holds too: nothing can store them."""
    if isinstance(value, str):
        return value if value.isascii() else _SURROGATE.sub("\ufffd", value)
    if isinstance(value, dict):
        held = cast("dict[str, Any]", value)
        return {_storable(key): _storable(inner) for key, inner in held.items()}
    return [_storable(inner) for inner in cast("list[Any]", value)] if isinstance(value, list) else value


def _too_deep(text: str, at: int = 0) -> json.JSONDecodeError:
    return json.JSONDecodeError("Nested too deeply", text, at)


def _integer(digits: str) -> int | str:
    """A number; past the length that Python turns into one, its digits."""
    return int(digits) if len(digits) <= sys.int_info.default_max_str_digits else digits


DECODER = json.JSONDecoder(strict=False, parse_int=_integer)
