r"""Markdown: one article a file, as a reader of the rendered page sees it.

The markup goes, since annotators read prose, and marks inside names and quotes would break every span around them:
`**Putin**` is one word to a model only without its stars. So the text is rendered once, here, and never again; what
is stored, and what offsets count in, is the rendered text. Front matter (YAML or TOML) becomes metadata. Wrapped lines
are joined, paragraphs kept apart by an empty line, items and rows stand on lines of their own. Pictures and footnotes
are no part of the text; the latter are said.

What marks are is in `markdown_marks`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from annotator.formats.columns import as_meta, find_columns, meta_from
from annotator.formats.documents.markdown_marks import Marks, rendered
from annotator.formats.documents.prose import with_headline
from annotator.formats.records import ArticleRecord, BadRecord, Format, ReadOptions, Record, read_text
from annotator.text import normalise

_FRONT = re.compile(r"\s*(---|\+\+\+)[ \t]*\n(.*?\n)?(?:\1|\.\.\.)[ \t]*(?:\n|$)", re.DOTALL)
_PAIR = re.compile(r"([\w.-][\w .-]*?)\s*:(?:\s+(.*))?$")
_ITEM = re.compile(r"\s*-\s+(.*)$")


def read(path: Path, options: ReadOptions) -> Iterator[Record]:  # noqa: ARG001 - the signature of every reader
    """The article of a file, with its front matter as metadata.

    Raises:
        UserError: the file is empty, no text, or too large.
    """
    raw, warnings = read_text(path)
    yield from warnings
    front, body = _split(normalise(raw))
    marks = Marks()
    text = rendered(body, marks)
    found = front if "title" in front or not marks.title else {"title": marks.title, **front}
    if marks.pictures:
        found.setdefault("captions", " | ".join(dict.fromkeys(marks.pictures)))
    if marks.footnotes:
        said = f"Beside its text the file holds footnotes ({marks.footnotes:,}): they were left out."
        yield BadRecord(str(path), None, said, "Copy into the text what belongs there.", is_warning=True)
    if not text.strip():
        yield BadRecord(str(path), None, "The file holds no text but only markup.", "Check that it is the right one.")
        return
    columns = find_columns((key for key in found if key != "text"), {})
    if not marks.title:
        text = with_headline(as_meta(found.get(columns.get("title", ""))), text)
    yield ArticleRecord(text, meta_from(found, columns, text), str(path))


def _split(text: str) -> tuple[dict[str, Any], str]:
    """The front matter of a text and what follows it."""
    match = _FRONT.match(text)
    if match is None:
        return {}, text
    inside = match[2] or ""
    found = _toml(inside) if match[1] == "+++" else _yaml(inside)
    # A line of dashes also begins texts that have no front matter.
    return (found, text[match.end() :]) if found or not inside.strip() else ({}, text)


def _toml(text: str) -> dict[str, Any]:
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return {}
    return {key: as_meta(value) or str(value) for key, value in values.items() if not isinstance(value, dict)}


def _yaml(text: str) -> dict[str, Any]:
    """The plain values and lists at the top of a piece of YAML; what is nested deeper is left out."""
    found: dict[str, Any] = {}
    items: list[str] | None = None
    key = ""
    for line in text.split("\n"):
        item = _ITEM.match(line)
        if item and items is not None:
            items.append(_unquoted(item[1]))
            found[key] = ", ".join(items)
        elif match := _PAIR.match(line):
            key, value = match[1], (match[2] or "").strip()
            items = [] if not value else None
            if value and value not in ("|", ">", "|-", ">-"):
                found[key] = _value(value)
        elif line.strip() and line[:1].isspace() and key and items is None:
            found[key] = f"{found.get(key, '')} {line.strip()}".strip()
    return found


def _value(given: str) -> str:
    if given.startswith("[") and given.endswith("]"):
        return ", ".join(_unquoted(part) for part in given[1:-1].split(",") if part.strip())
    return _unquoted(given)


def _unquoted(given: str) -> str:
    given = given.strip()
    if len(given) > 1 and given[0] in "\"'" and given[-1] == given[0]:
        return given[1:-1].replace(f"\\{given[0]}", given[0])
    return re.sub(r"\s+#.*$", "", given)


def sniff(head: bytes) -> bool:  # noqa: ARG001 - the signature of every format
    """Claims nothing: Markdown is what a file's name says it is."""
    return False


FORMAT = Format(name="md", title="Markdown", extensions=(".md", ".markdown", ".mkd"), sniff=sniff, read=read)
