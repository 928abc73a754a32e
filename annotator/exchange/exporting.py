"""Writing a layer of a project as a dataset in the gold format, and proving that it reads back the same."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections import ChainMap
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import msgspec

from annotator import __version__
from annotator.errors import UserError
from annotator.exchange import gathering
from annotator.exchange.gathering import Gathered, Source
from annotator.exchange.gold_source import gold_source
from annotator.exchange.splitting import Split, split_articles, split_warnings
from annotator.formats import gold
from annotator.formats.gold_card import CardInfo
from annotator.formats.gold_model import GoldContext, gold_actor, gold_article, gold_event
from annotator.formats.gold_schema import GoldActor, GoldArticle, GoldEvent, GoldProvenance
from annotator.layers import GOLD, SUGGESTIONS
from annotator.model import Actor, Entity, Event, Statement
from annotator.operations.units import actors_of
from annotator.progress import Progress
from annotator.store import articles, queries
from annotator.units import Unit
from annotator.views.reading import Reading
from annotator.views.registry import Registry
from annotator.wording import counted

if TYPE_CHECKING:
    from annotator.project import Project


class ExportReport(msgspec.Struct, frozen=True):
    """What an export wrote. `failed` are sentences on what could not be done; then the exit status is 1."""

    folder: Path
    articles: int
    entities: int
    statements: int
    links: int
    warnings: tuple[str, ...] = ()
    failed: tuple[str, ...] = ()
    verified: bool | None = None

    def summary(self) -> str:
        """The outcome in one line."""
        said = (
            f"Exported {counted(self.articles, 'article')} with {counted(self.entities, 'entity', 'entities')}, "
            f"{counted(self.statements, 'statement')} and {counted(self.links, 'link')} to {self.folder}."
        )
        if self.verified is not None:
            said += " Read back: the same." if self.verified else " Read back: not the same."
        return said

    def as_json(self) -> dict[str, Any]:
        """What `annotator export --json` prints."""
        found = {name: getattr(self, name) for name in self.__struct_fields__}
        return {**found, "folder": str(self.folder), "warnings": list(self.warnings), "failed": list(self.failed)}


def export(  # noqa: PLR0913 - one keyword for each option of the command
    project: Project,
    out: Path,
    *,
    layer: str = GOLD,
    incomplete: bool = False,
    split: Split | None = None,
    seed: int = 0,
    with_rejected: bool = False,
    anonymise: bool = False,
    verify: bool = False,
    progress: Progress | None = None,
) -> ExportReport:
    """Write a layer to the folder `out`, whole or not at all. `verify` reads it into an empty project and compares.

    `split`: percentages of train, dev and test; articles of one story (`group`), and those that share passages, stay
    together.

    Raises:
        UserError: `out` is neither absent nor empty, there is no such layer, or gold is blocked and not `incomplete`.
    """
    gold.check_out(out)
    source, warnings = _source(project, layer, incomplete=incomplete)
    splits = split_articles(project, source.articles, split, seed) if split else None
    warnings += split_warnings(project, splits, split) if split and splits else []
    names = _Pseudonyms() if anonymise else None
    writer = _Exporter(project, source, with_rejected=with_rejected, names=names)
    summary = gold.write_gold(
        out,
        writer.articles(),
        writer.events(),
        writer.actors(),
        card=writer.card(warnings),
        splits=splits,
        progress=_telling(progress, len(source.articles)),
    )
    differences = _verify(project, summary.folder, source.layer, with_rejected=with_rejected) if verify else None
    return _report(summary, warnings, differences)


def _telling(progress: Progress | None, total: int) -> Callable[[int], None]:
    """What tells `progress` how many of `total` are done."""

    def told(done: int) -> None:
        if progress is not None:
            progress(done, total)

    return told


def _report(summary: gold.ExportSummary, warnings: Sequence[str], differences: Sequence[str] | None) -> ExportReport:
    counts = summary.counts
    return ExportReport(
        folder=summary.folder,
        articles=counts.articles,
        entities=counts.entities,
        statements=counts.statements,
        links=counts.links,
        warnings=tuple(warnings),
        failed=tuple(differences or ()),
        verified=None if differences is None else not differences,
    )


def _source(project: Project, layer: str, *, incomplete: bool) -> tuple[Source, list[str]]:
    db = project.db
    if layer == SUGGESTIONS:
        return Source(layer, articles.ids(db), {"": Reading(db, "", project.scheme)}), []
    if layer == GOLD:
        return gold_source(project, incomplete=incomplete)
    held = queries.layer_articles(db, layer)
    if not held:
        there = ", ".join([*queries.layers(db), SUGGESTIONS])
        raise UserError(f"There is no work of {layer!r} in the project.", f"Layers: {there}.")
    return Source(layer, held, {layer: Reading(db, layer, project.scheme)}, dict.fromkeys(held, layer)), []


class _Pseudonyms:
    """Names for annotators that tell nothing: a1, a2 … in the order in which they are met."""

    def __init__(self) -> None:
        self._known: dict[str, str] = {}

    def __call__(self, name: str) -> str:
        return self._known.setdefault(name, f"a{len(self._known) + 1}")


class _Exporter:
    """Makes the records. Articles first: they tell which events and actors are named."""

    def __init__(
        self, project: Project, source: Source, *, with_rejected: bool, names: Callable[[str], str] | None
    ) -> None:
        self._project = project
        self._source = source
        self._with_rejected = with_rejected
        self._name = names or str
        self._events: dict[str, Event] = {}
        self._actors: dict[str, Actor] = {}
        self._names: dict[str, dict[str, str]] = {}
        self._provenances: dict[str, GoldProvenance] = {}
        self._exported = frozenset(source.articles)
        for owner, reading in source.readings.items():
            registry = reading.registry
            self._names[owner] = {row.actor.id: row.actor.name for row in registry.actors()}
            for event in registry.live_events() if not source.is_machine else ():
                self._add_event(event, registry)

    def articles(self) -> Iterator[GoldArticle]:
        for found in self._gathered():
            registry = self._source.readings[found.owner].registry
            for unit in found.units:
                value = unit.value
                # Most entities name nobody, and there are many.
                if isinstance(value, Statement) or value.actor:
                    self._note(unit, registry, found.actors)
            names: Mapping[str, str] = self._names[found.owner]
            if found.actors:
                names = ChainMap(self._names[found.owner], {one.id: one.name for one in found.actors.values()})
            yield gold_article(
                found.article,
                found.article.meta,
                found.units,
                GoldContext(
                    provenance=self._provenance(found.owner),
                    actor_names=names,
                    with_rejected=self._with_rejected,
                    suggestions=self._source.is_machine,
                ),
                passes=found.passes,
                regions=found.regions,
            )

    def events(self) -> Iterator[GoldEvent]:
        for event in sorted(self._events.values(), key=lambda event: event.id):
            yield gold_event(event, self._text_of)

    def actors(self) -> Iterator[GoldActor]:
        for actor in sorted(self._actors.values(), key=lambda actor: actor.id):
            yield gold_actor(actor)

    def card(self, notes: Sequence[str]) -> CardInfo:
        scheme = self._project.scheme
        return CardInfo(
            name=self._project.name,
            layer=self._layer_name(),
            scheme=f"{scheme.name} {scheme.version}",
            guidelines=scheme.version,
            program=__version__,
            made=dt.datetime.now(dt.UTC).date().isoformat(),
            labels={label.name: label.title for label in scheme.labels},
            notes=tuple(notes),
        )

    def _gathered(self) -> Iterator[Gathered]:
        source, db = self._source, self._project.db
        if source.is_machine:
            return gathering.proposed(db, source.readings[""], source.articles)
        return gathering.decided(db, source.readings, source.owners, with_rejected=self._with_rejected)

    def _layer_name(self) -> str:
        layer = self._source.layer
        return layer if layer in (SUGGESTIONS, GOLD) else self._name(layer)

    def _provenance(self, owner: str) -> GoldProvenance:
        if owner not in self._provenances:
            scheme = self._project.scheme
            self._provenances[owner] = GoldProvenance(
                layer=self._layer_name(),
                annotators=(self._name(owner),) if owner else (),
                scheme=f"{scheme.name} {scheme.version}",
                guidelines=scheme.version,
                program=__version__,
            )
        return self._provenances[owner]

    def _note(self, unit: Unit, registry: Registry, proposed: Mapping[str, Actor]) -> None:
        """Remember the actors and events that what is exported names."""
        value = unit.value
        if unit.state == "rejected" and not self._with_rejected:
            return
        if isinstance(value, Entity):
            ids = [value.actor] if value.actor else []
        else:
            ids = actors_of(value.speaker)
            for link in value.links:
                event = registry.find_event(link.event)
                if event is not None:
                    self._add_event(event, registry)
        for actor_id in ids:
            if actor_id not in self._actors:
                actor = registry.find_actor(actor_id) or proposed.get(actor_id)
                if actor is not None:
                    self._actors[actor.id] = actor

    def _add_event(self, event: Event, registry: Registry) -> None:
        """Remember an event with the actors and the event that it names; merged ones are read as what they became."""
        if event.id in self._events:
            return
        known = [actor for actor_id in event.participants if (actor := registry.find_actor(actor_id))]
        self._actors |= {actor.id: actor for actor in known}
        above = registry.find_event(event.part_of) if event.part_of else None
        self._events[event.id] = msgspec.structs.replace(
            event,
            participants=tuple(dict.fromkeys(actor.id for actor in known)),
            part_of=above.id if above else None,
        )
        if above is not None:
            self._add_event(above, registry)

    def _text_of(self, article_id: str) -> str | None:
        return articles.find_text(self._project.db, article_id) if article_id in self._exported else None


def _verify(project: Project, folder: Path, layer: str, *, with_rejected: bool) -> list[str]:
    """Read the folder into an empty project, export that again, and say in sentences what differs."""
    from annotator.project import Project  # it uses this module

    if not _records(folder, [f"{split}.jsonl" for split in gold.SPLITS]):
        return []
    target = None if layer == SUGGESTIONS else layer if layer != GOLD else "gold-read-back"
    with tempfile.TemporaryDirectory(prefix="annotator-verify-") as place:
        scheme = Path(place) / "scheme.toml"
        scheme.write_text(project.scheme_text, encoding="utf-8")
        with Project.create(Path(place) / "empty.annodb", scheme_file=scheme, annotator="verify") as empty:
            report = empty.import_files([folder], layer=target)
            again = Path(place) / "again"
            empty.export(again, layer=target or SUGGESTIONS, with_rejected=with_rejected)
        said = [f"Reading back: {sentence}" for sentence in report.failed]
        return said + _differences(folder, again)


def _differences(first: Path, second: Path) -> list[str]:
    said: list[str] = []
    for name, files in {"articles": [f"{split}.jsonl" for split in gold.SPLITS], "events": ["events.jsonl"],
                        "actors": ["actors.jsonl"]}.items():  # fmt: skip
        old, new = _records(first, files), _records(second, files)
        said += [f"{name}: {key} is missing when read back." for key in old.keys() - new.keys()]
        said += [f"{name}: {key} came from nowhere when read back." for key in new.keys() - old.keys()]
        said += [f"{name}: {key} differs when read back." for key in old.keys() & new.keys() if old[key] != new[key]]
    return said


def _records(folder: Path, names: Sequence[str]) -> dict[str, Any]:
    """The records of some files of an export by id, without what reading back cannot keep: how it came about."""
    found: dict[str, Any] = {}
    for file in (folder / name for name in names):
        for line in file.read_bytes().split(b"\n") if file.exists() else ():
            if line:
                record = msgspec.json.decode(line)
                found[record["id"]] = _without(record, ("how", "provenance"))
    return found


def _without(value: Any, keys: tuple[str, ...]) -> Any:
    if isinstance(value, dict):
        return {k: _without(v, keys) for k, v in cast("dict[str, Any]", value).items() if k not in keys}
    return [_without(v, keys) for v in cast("list[Any]", value)] if isinstance(value, list) else value
