"""W3C Web Annotation (JSON-LD): in and out. Reading is `reading`'s, writing `writing`'s."""

from __future__ import annotations

from pathlib import Path

from annotator.formats.json_shapes import whole_folder
from annotator.formats.peeking import peek
from annotator.formats.records import Format
from annotator.formats.w3c.annotations import is_annotations
from annotator.formats.w3c.reading import read
from annotator.formats.w3c.writing import TEXTS, write


def sniff(head: bytes) -> bool:
    """Whether a file begins with an annotation, or with a page or collection of them."""
    found = peek(head)
    return found is not None and is_annotations(found)


def _folder_files(folder: Path) -> list[Path] | None:
    """The annotations of a folder that we wrote, without the texts that they are about."""
    if not (folder / TEXTS).is_dir():
        return None
    return whole_folder(folder, sniff, (".jsonl", ".jsonld"), lambda name: name.startswith(f"{TEXTS}/"))


FORMAT = Format(
    name="w3c",
    title="W3C Web Annotation",
    extensions=(".jsonld", ".json", ".jsonl"),
    sniff=sniff,
    read=read,
    write=write,
    folder_files=_folder_files,
    names_annotators=True,
    cannot_carry=("refused suggestions", "second readings of a unit", "all of events but their titles"),
    loading=(
        "Each line of FILE is an annotation in JSON-LD; the `source` of its target is a file of this folder. Positions "
        "count code points."
    ),
)
