"""Proving that an export reads back the same: it is read into an empty project, exported again, and compared.

What a reader cannot know again is left out of the comparison: how a unit was decided, by whom, when, by which rule. All
else has to be the same: articles, units with their ids, parts, links, other readings, events, actors.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import msgspec
from msgspec import structs

from annotator.exchange.explaining import unexplained
from annotator.formats.dataset import SPLITS
from annotator.formats.gold.schema import GoldArticle
from annotator.formats.losses import FILE, Loss
from annotator.formats.reading import AUTO
from annotator.layers import GOLD, SUGGESTIONS
from annotator.leftovers import private

if TYPE_CHECKING:
    from annotator.exchange.exporting import ExportOptions
    from annotator.project import Project

HOW_IT_CAME_ABOUT = ("how", "by", "at", "rule", "votes")
"""What of a unit the project that reads an export says anew."""
UNITS = ("spans", "statements", "alternatives")
READ_BACK = "gold-read-back"
OURS = "jsonl"
ARTICLE_FILES = tuple(f"{split}.jsonl" for split in SPLITS)


def verify(project: Project, folder: Path, options: ExportOptions) -> list[str]:
    """Read an export into an empty project, export that again, and say in sentences what differs.

    In our own format nothing may differ; in any other only what the losses say.
    """
    if options.format == OURS:
        if not _records(folder, ARTICLE_FILES):
            return []
        with private() as held:
            again, said = _again(project, folder, options, held.path)
            return said + differences(folder, again)
    with private() as held:
        ours = held.path / "ours"
        project.export(ours, **structs.asdict(structs.replace(options, format=OURS, strict=False, verify=False)))
        if not _records(ours, ARTICLE_FILES):
            return []
        again, said = _again(project, folder, options, held.path)
        return said + _unexplained(folder, ours, again)


def _again(project: Project, folder: Path, options: ExportOptions, place: Path) -> tuple[Path, list[str]]:
    """What an export is when an empty project has read it and exports it in our format, and what could not be read."""
    from annotator.project import Project  # it uses this module

    layer = options.layer
    target = None if layer == SUGGESTIONS else layer if layer != GOLD else READ_BACK
    scheme, again = place / "scheme.toml", place / "again"
    scheme.write_text(project.scheme_text, encoding="utf-8")
    with Project.create(place / "empty.annodb", scheme_file=scheme, annotator="verify") as empty:
        report = empty.import_files([folder], layer=target, format=AUTO if options.format == OURS else options.format)
        # A tool may say that what it holds was settled: then it came as a layer of its own.
        layers = [name for name in empty.status()["layers"] if name == target or name.startswith(f"{target}/")]
        empty.export(again, layer=layers[0] if target and layers else SUGGESTIONS, with_rejected=options.with_rejected)
    return again, [f"Reading back: {sentence}" for sentence in report.failed]


def _unexplained(folder: Path, ours: Path, again: Path) -> list[str]:
    """What was lost on the way through another tool's format without a loss that says so."""
    losses: dict[str, list[Loss]] = {}
    listed = folder / FILE
    for line in listed.read_bytes().split(b"\n") if listed.is_file() else ():
        if line:
            loss = msgspec.json.decode(line, type=Loss)
            losses.setdefault(loss.article, []).append(loss)
    names = {**_names(ours), **_names(again)}
    back = {article.id: article for article in _articles(again)}
    said: list[str] = []
    for written in _articles(ours):
        own = losses.get(written.id, [])
        found = back.get(written.id)
        if found is None and not _may_be_missing(written, own):
            said.append(f"articles: {written.id} is missing when read back.")
        elif found is not None:
            title = written.meta.get("title", written.id)
            told = unexplained(written, found, own, lambda key: names.get(key, key))
            said += [f"“{title}”: {sentence} when read back." for sentence in told]
    return said


def _may_be_missing(article: GoldArticle, losses: Sequence[Loss]) -> bool:
    """Whether an article need not be in the layer that was read back: its text is another one, or it has no labels and
    nobody knows any more that somebody looked for some."""
    kinds = {loss.kind for loss in losses}
    is_empty = not (article.spans or article.statements or article.excluded or article.rejected)
    return "text" in kinds or ("passes" in kinds and is_empty)


def _articles(folder: Path) -> Iterator[GoldArticle]:
    for file in (folder / name for name in ARTICLE_FILES):
        for line in file.read_bytes().split(b"\n") if file.exists() else ():
            if line:
                yield msgspec.json.decode(line, type=GoldArticle)


def _names(folder: Path) -> dict[str, str]:
    """Id → what the event or actor is called."""
    events = {event["id"]: event["title"] for event in _records(folder, ["events.jsonl"]).values()}
    return events | {actor["id"]: actor["name"] for actor in _records(folder, ["actors.jsonl"]).values()}


def differences(first: Path, second: Path) -> list[str]:
    """In sentences what one export has and another has not, or has otherwise."""
    said: list[str] = []
    for name, files in {"articles": ARTICLE_FILES, "events": ["events.jsonl"],
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
