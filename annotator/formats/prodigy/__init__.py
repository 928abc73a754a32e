"""Prodigy's JSON Lines: how such a file is told, and the format. Reading is in `reading`, writing in
`writing`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from annotator.formats.dataset import SPLITS
from annotator.formats.heads import read_head
from annotator.formats.json_shapes import DATASET_FILES
from annotator.formats.peeking import peek
from annotator.formats.prodigy.reading import read
from annotator.formats.prodigy.rows import objects
from annotator.formats.prodigy.writing import CANNOT_CARRY, REJECTED, write
from annotator.formats.records import Format

OWN_KEYS = ("_input_hash", "_task_hash", "_view_id", "_is_binary")
ANSWERS = ("accept", "reject", "ignore")
OTHER_KEYS = ("sha256", "statements", "ents")
"""Of our own gold format, and of spaCy's documents in JSON."""
LOADING = """\
Bring a file into a dataset of Prodigy, which makes the hashes anew:

```
prodigy db-in my_dataset FILE --rehash
```

Rows of the layer of suggestions have no answer; give that file to a recipe such as `spans.manual` or `rel.manual`
instead. Relations go from a statement's content to its cue and speaker."""


def sniff(head: bytes) -> bool:
    """Whether the first record has what only Prodigy's tasks have: hashes, a view, tokens with spans on them."""
    record = peek(head)
    if record is None or any(key in record for key in OTHER_KEYS):
        return False
    if any(key in record for key in OWN_KEYS):
        return True
    if not isinstance(record.get("text"), str):
        return False
    if record.get("answer") in ANSWERS and ("spans" in record or "options" in record or "label" in record):
        return True
    tokens = any({"start", "end", "id"} <= token.keys() for token in objects(record.get("tokens")))
    return (tokens and "spans" in record) or any("token_start" in span for span in objects(record.get("spans")))


def dataset_files(folder: Path) -> Sequence[Path] | None:
    """The files of an export in this format, refused entities last; None for other folders."""
    files = [folder / name for name in (*(f"{split}.jsonl" for split in SPLITS), REJECTED)]
    files = [file for file in files if file.is_file() and file.stat().st_size]
    beside = {file.name for file in folder.iterdir()} - {file.name for file in files}
    if not files or not beside <= {*DATASET_FILES, *(f"{split}.jsonl" for split in SPLITS)}:
        return None
    return files if all(map(_is_prodigy, files)) else None


def _is_prodigy(file: Path) -> bool:
    return sniff(read_head(file))


FORMAT = Format(
    name="prodigy",
    title="Prodigy JSON Lines",
    extensions=(".jsonl", ".json"),
    sniff=sniff,
    read=read,
    write=write,
    cannot_carry=CANNOT_CARRY,
    folder_files=dataset_files,
    names_annotators=True,
    loading=LOADING,
)
