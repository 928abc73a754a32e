"""The beginning of a file, which is what sniffers look at; of JSON whose first object is longer, that object in short.

A long text comes before its labels: by the first 64 kB of such an object nobody can tell whose it is.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, cast

from annotator.formats.lenient import parse_first
from annotator.formats.limits import PAGE_BYTES
from annotator.formats.records import HEAD_BYTES

SHOWN_CHARS = 1000
SHOWN_ITEMS = 20
SHOWN_DEPTH = 12


def read_head(path: Path) -> bytes:
    """The first `HEAD_BYTES` of a file, or its first object of JSON with its long texts and lists cut.

    Raises:
        OSError: the file cannot be read.
    """
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
        start = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
        if len(head) < HEAD_BYTES or start not in (b"{", b"[") or _first_object(head) is not None:
            return head
        found = _first_object(head + file.read(PAGE_BYTES - HEAD_BYTES))
    return head if found is None else _short(found[0], is_line=found[1], in_list=start == b"[")


def _first_object(data: bytes) -> tuple[dict[str, Any], bool] | None:
    """The first object of JSON or of a list, and whether it stands on one line; None where it is none or has no end."""
    text = data.decode("utf-8-sig", "replace")
    at = len(text) - len(text.lstrip())
    if text[at : at + 1] == "[":
        at += 1 + len(text[at + 1 :]) - len(text[at + 1 :].lstrip())
    if text[at : at + 1] != "{":
        return None
    try:
        value, end = parse_first(text, at)
    except json.JSONDecodeError:
        return None
    return cast("dict[str, Any]", value), "\n" not in text[at:end]


def _short(value: dict[str, Any], *, is_line: bool, in_list: bool) -> bytes:
    shown = json.dumps(_cut(value, 0), ensure_ascii=False, indent=None if is_line else 2).encode()
    return b"[" + shown + b"]" if in_list else shown + b"\n"


def _cut(value: Any, depth: int) -> Any:
    if isinstance(value, str):
        return value[:SHOWN_CHARS]
    if depth > SHOWN_DEPTH or not isinstance(value, dict | list):
        return None if isinstance(value, dict | list) else value
    if isinstance(value, list):
        return [_cut(item, depth + 1) for item in cast("list[Any]", value)[:SHOWN_ITEMS]]
    return {key: _cut(inner, depth + 1) for key, inner in cast("dict[str, Any]", value).items()}
