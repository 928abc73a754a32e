"""Proving that an export reads back the same: it is read into an empty project, exported again, and compared.

What a reader cannot know again is left out of the comparison: how a unit was decided, by whom, when, by which rule. All
else has to be the same: articles, units with their ids, parts, links, other readings, events, actors.
"""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import msgspec

from annotator.formats import gold
from annotator.layers import GOLD, SUGGESTIONS

if TYPE_CHECKING:
    from annotator.project import Project

HOW_IT_CAME_ABOUT = ("how", "by", "at", "rule", "votes")
"""What of a unit the project that reads an export says anew."""
UNITS = ("spans", "statements", "alternatives")
READ_BACK = "gold-read-back"


def verify(project: Project, folder: Path, layer: str, *, with_rejected: bool) -> list[str]:
    """Read the folder into an empty project, export that again, and say in sentences what differs."""
    from annotator.project import Project  # it uses this module

    if not _records(folder, [f"{split}.jsonl" for split in gold.SPLITS]):
        return []
    target = None if layer == SUGGESTIONS else layer if layer != GOLD else READ_BACK
    with tempfile.TemporaryDirectory(prefix="annotator-verify-") as place:
        scheme = Path(place) / "scheme.toml"
        scheme.write_text(project.scheme_text, encoding="utf-8")
        with Project.create(Path(place) / "empty.annodb", scheme_file=scheme, annotator="verify") as empty:
            report = empty.import_files([folder], layer=target)
            again = Path(place) / "again"
            empty.export(again, layer=target or SUGGESTIONS, with_rejected=with_rejected)
        said = [f"Reading back: {sentence}" for sentence in report.failed]
        return said + differences(folder, again)


def differences(first: Path, second: Path) -> list[str]:
    """In sentences what one export has and another has not, or has otherwise."""
    said: list[str] = []
    for name, files in {"articles": [f"{split}.jsonl" for split in gold.SPLITS], "events": ["events.jsonl"],
                        "actors": ["actors.jsonl"]}.items():  # fmt: skip
        old, new = _records(first, files), _records(second, files)
        said += [f"{name}: {key} is missing when read back." for key in old.keys() - new.keys()]
        said += [f"{name}: {key} came from nowhere when read back." for key in new.keys() - old.keys()]
        said += [f"{name}: {key} differs when read back." for key in old.keys() & new.keys() if old[key] != new[key]]
    return said


def _records(folder: Path, names: Sequence[str]) -> dict[str, Any]:
    """The records of some files of an export by id, without what reading back cannot keep."""
    found: dict[str, Any] = {}
    for file in (folder / name for name in names):
        for line in file.read_bytes().split(b"\n") if file.exists() else ():
            if line:
                record = msgspec.json.decode(line)
                found[record["id"]] = _without(record)
    return found


def _without(value: Any, *, is_unit: bool = False) -> Any:
    """A record, or a part of one, without what reading back cannot keep."""
    if isinstance(value, list):
        return [_without(one, is_unit=is_unit) for one in cast("list[Any]", value)]
    if not isinstance(value, dict):
        return value
    record = cast("dict[str, Any]", value)
    return {
        key: _without(one, is_unit=key in UNITS) if key in (*UNITS, "rejected") else one
        for key, one in record.items()
        if key != "provenance" and not (is_unit and key in HOW_IT_CAME_ABOUT)
    }
