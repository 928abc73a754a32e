"""A look at the first object of a JSON file of which only the beginning was read: what sniffers ask. Reads no files."""

from __future__ import annotations

import codecs
import json
from typing import Any, cast

from annotator.formats.lenient import parse_first

DEPTH = 8
"""How deep into values that are cut off a look goes; deeper ones are left out."""
SPACE = " \t\r\n"
BETWEEN = f"{SPACE},"


def peek(head: bytes) -> dict[str, Any] | None:
    """The first object of a JSON, JSON Lines or JSON list file that begins with `head`; None where it is no JSON.

    An object that `head` does not hold to its end has those of its keys that are there, and of the value that is cut
    off what could be read: the items of a list, the beginning of a string. Never raises.
    """
    text = _decoded(head)
    at = _skip(text, 0, SPACE)
    if text[at : at + 1] == "[":
        at = _skip(text, at + 1, SPACE)
    if text[at : at + 1] != "{":
        return None
    value = _value(text, at, 0)[0]
    return cast("dict[str, Any]", value) if isinstance(value, dict) else None


def _decoded(head: bytes) -> str:
    """Text enough to look at: what is no UTF-8 was no key of JSON either, and need not be read rightly here."""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return head.decode("utf-16", "replace")
    return head.decode("utf-8-sig", "replace")


def _skip(text: str, at: int, passed: str) -> int:
    while at < len(text) and text[at] in passed:
        at += 1
    return at


def _value(text: str, at: int, depth: int) -> tuple[Any, int | None]:
    """The value that begins at `at`, and where it ends; None for the end of one that is cut off or broken."""
    try:
        return parse_first(text, at)
    except json.JSONDecodeError:
        pass
    begins = text[at : at + 1]
    if depth >= DEPTH or begins not in ("{", "[", '"'):
        return None, None
    if begins == '"':
        return text[at + 1 :], None
    return (_object(text, at + 1, depth) if begins == "{" else _list(text, at + 1, depth)), None


def _object(text: str, at: int, depth: int) -> dict[str, Any] | None:
    """The keys of an object that breaks off; None where it breaks off before the first, and may be anything."""
    found: dict[str, Any] = {}
    end: int | None = at
    while end is not None:
        at = _skip(text, end, BETWEEN)
        if text[at : at + 1] != '"':
            break
        try:
            key, at = parse_first(text, at)
        except json.JSONDecodeError:
            break
        at = _skip(text, at, SPACE)
        if text[at : at + 1] != ":":
            break
        found[key], end = _value(text, _skip(text, at + 1, SPACE), depth + 1)
    return found or None


def _list(text: str, at: int, depth: int) -> list[Any]:
    found: list[Any] = []
    end: int | None = _skip(text, at, SPACE)
    while end is not None and end < len(text) and text[end] != "]":
        item, end = _value(text, end, depth + 1)
        if end is not None or item is not None:
            found.append(item)
        end = None if end is None else _skip(text, end, BETWEEN)
    return found
