"""The file beside a CoNLL file that says how its tokens stand in their articles: one article a line, as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec

from annotator.formats.limits import long_line
from annotator.formats.lines import raw_lines
from annotator.formats.records import BadRecord
from annotator.model import PassName

LAYOUT = ".offsets.jsonl"
"""In place of the extension: `train.conll` and `train.offsets.jsonl`."""


class Layout(msgspec.Struct, frozen=True):
    """An article, its tokens in code points, and in which of the files it is, whose articles have the same order."""

    id: str
    text: str
    tokens: tuple[tuple[int, int], ...]
    meta: dict[str, str] = {}
    annotated: tuple[PassName, ...] = ()
    entities: bool = True
    statements: bool = False


def layout_beside(path: Path) -> Path | None:
    """The layout of a file's articles, if it is there."""
    beside = path.with_suffix(LAYOUT)
    return beside if beside.is_file() and beside.stat().st_size else None


def read_layouts(path: Path) -> Iterator[Layout | BadRecord]:
    """The lines of a layout. What one of them says is only good for files whose tokens it fits."""
    decode = msgspec.json.Decoder(Layout).decode
    for number, line in enumerate(raw_lines(path), 1):
        if line is None:
            yield BadRecord(str(path), number, *long_line())
        elif line.strip():
            try:
                yield decode(line)
            except (msgspec.DecodeError, msgspec.ValidationError) as error:
                yield BadRecord(str(path), number, f"The line cannot be read: {error}.", "Its article was left out.")
