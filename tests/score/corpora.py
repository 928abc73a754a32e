"""Human-annotated corpora through the whole program: imported, pre-annotated, exported, and read back with the scorer.

The corpora and the scorer lie in ../shared and are no part of the project.
"""

from __future__ import annotations

import hashlib
import importlib.util
from pathlib import Path
from types import ModuleType
from typing import Any

import msgspec

from annotator.preannotate import worker
from annotator.project import Project

ROOT = Path(__file__).parents[2]
SHARED = ROOT / ".." / "shared"
Record = dict[str, Any]


class Scored(msgspec.Struct, frozen=True):
    """One corpus: the scorer's view of gold and of what the program proposes, article by article in the same order."""

    records: list[Record]
    """As they stand in the corpus: id, text, entities, quotes, events."""
    proposed: list[Record]
    """As the scorer reads an export, with `scores` beside: one for each entity and each quote."""

    def part(self, *, is_aside: bool) -> Scored:
        """Only the third that is kept aside, or only the two thirds that rules are tuned on."""
        kept = [at for at, record in enumerate(self.records) if aside(record) == is_aside]
        return Scored([self.records[at] for at in kept], [self.proposed[at] for at in kept])


def aside(record: Record) -> bool:
    """Whether an article belongs to the third that nobody looks into while tuning."""
    return int(hashlib.md5(record["id"].encode(), usedforsecurity=False).hexdigest(), 16) % 3 == 0


def scorer(folder: Path = SHARED) -> ModuleType:
    """`tools/score.py`, which defines the measures."""
    spec = importlib.util.spec_from_file_location("scorer", folder / "tools" / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def read(path: Path) -> list[Record]:
    """The records of a corpus, one a line."""
    return [msgspec.json.decode(line) for line in path.read_bytes().split(b"\n") if line.strip()]


def preannotated(corpus: Path, folder: Path, model: str | None, score: ModuleType) -> Scored:
    """A corpus after `import`, `preannotate` and `export --layer suggestions`, in a project made in `folder`."""
    records = read(corpus)
    folder.mkdir(parents=True)
    texts = folder / f"{corpus.stem}.jsonl"
    texts.write_bytes(b"".join(msgspec.json.encode({"id": r["id"], "text": r["text"]}) + b"\n" for r in records))
    with Project.create(folder / "corpus.annodb", annotator="scorer") as project:
        project.import_files([texts])
    worker.run(folder / "corpus.annodb", model)
    out = folder / "out"
    with Project.open(folder / "corpus.annodb", annotator="scorer") as project:
        project.export(out, layer="suggestions")
    exported = [msgspec.json.decode(line) for line in (out / "train.jsonl").read_bytes().split(b"\n") if line]
    by_id = {record["meta"]["id"]: record for record in exported}
    return Scored(records, [_proposed(by_id[record["id"]], score) for record in records])


def _proposed(record: Record, score: ModuleType) -> Record:
    read_back = score.from_export(record)
    for index, statement in enumerate(record.get("statements", [])):
        read_back["quotes"][index]["score"] = statement["score"]
    read_back["scores"] = [span["score"] for span in record.get("spans", [])]
    return read_back
