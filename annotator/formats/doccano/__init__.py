"""doccano's JSON Lines: how such a file is told, and the format. Reading is in `reading`, writing in
`writing`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from annotator.formats.dataset import SPLITS
from annotator.formats.doccano.labels import CONFIG, first_row, is_config
from annotator.formats.doccano.reading import guess_unit, is_ambiguous, read
from annotator.formats.doccano.rows import is_doccano
from annotator.formats.doccano.writing import CANNOT_CARRY, RELATION_CONFIG, write
from annotator.formats.json_shapes import DATASET_FILES
from annotator.formats.losses import FILE as LOSSES
from annotator.formats.peeking import peek
from annotator.formats.records import Format

__all__ = ("FORMAT", "dataset_files", "guess_unit", "is_ambiguous", "sniff")

LOADING = """\
In doccano make a project for sequence labelling that allows overlapping labels, or it drops them without a word, and
does not count in graphemes. If there is a `relation_config.json`, let it use relations. Bring in `label_config.json`
(and `relation_config.json`) under Labels, then FILE as JSONL. Its offsets count UTF-16 units, as doccano does."""


def sniff(head: bytes) -> bool:
    """Whether the first record has a text and a list of labels in one of doccano's shapes, or is a project's label."""
    row = peek(head)
    return row is not None and (is_doccano(row) or is_config(row))


def dataset_files(folder: Path) -> Sequence[Path] | None:
    """The files of records beside a project's list of labels, which is none; None for other folders."""
    lines = [file for file in folder.glob("*.jsonl") if file.name != LOSSES]
    files = [file for file in lines if file.stat().st_size]
    beside = {file.name for file in folder.iterdir()} - {file.name for file in lines}
    if not files or CONFIG not in beside or not beside <= {*DATASET_FILES, CONFIG, RELATION_CONFIG}:
        return None
    if not all(is_doccano(first_row(file) or {}) for file in files):
        return None
    return sorted(files, key=lambda file: (SPLITS.index(file.stem) if file.stem in SPLITS else len(SPLITS), file.name))


FORMAT = Format(
    name="doccano",
    title="doccano JSON Lines",
    extensions=(".jsonl", ".json1", ".json"),
    sniff=sniff,
    read=read,
    write=write,
    cannot_carry=CANNOT_CARRY,
    folder_files=dataset_files,
    names_annotators=True,
    loading=LOADING,
)
