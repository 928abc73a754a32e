"""Labels in formats that do not take every character in a name: what does not fit stands there by its number. Pure."""

from __future__ import annotations

import re

ESCAPING = "_(?=x[0-9A-Fa-f]+_)"
"""An underscore that would be taken for the beginning of an escaped character; it belongs to all that is unsafe."""

_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4,6})_")


def escaped(label: str, unsafe: re.Pattern[str]) -> str:
    """A label with the characters that are `unsafe` written as _x0020_, as in names of XML."""
    return unsafe.sub(lambda match: escape(match[0]), label)


def escape(character: str) -> str:
    """A character by its number."""
    return f"_x{ord(character):04X}_"


def unescaped(name: str) -> str:
    """The label that a name stands for."""
    return _ESCAPED.sub(lambda match: _character(int(match[1], 16)) or match[0], name)


def _character(number: int) -> str:
    return chr(number) if 0 < number <= 0x10FFFF else ""
