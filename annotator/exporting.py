"""Writing a layer of a project as a dataset in the gold format, and proving that it reads back the same."""

from __future__ import annotations

import datetime
import random
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from annotator import __version__
from annotator.errors import UserError
from annotator.formats import gold
from annotator.formats.gold_card import CardInfo
from annotator.formats.gold_model import GoldContext, gold_actor, gold_article, gold_event
from annotator.formats.gold_schema import GoldArticle, GoldProvenance
from annotator.model import PASSES, Actor, Article, Event, Statement
from annotator.reading import Reading
from annotator.store import articles, queries
from annotator.units import Unit

if TYPE_CHECKING:
    from annotator.project import Project
    from annotator.work import ArticleWork

SUGGESTIONS = "suggestions"
GOLD = "gold"
SPLITS = ("train", "dev", "test")
Progress = Callable[[int, int], None]
Split = tuple[int, int, int]


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
            f"Exported {self.articles} articles with {self.entities} entities, {self.statements} statements and "
            f"{self.links} links to {self.folder}."
        )
        if self.verified is not None:
            said += " Read back: the same." if self.verified else " Read back: not the same."
        return said

    def as_json(self) -> dict[str, Any]:
        """What `annotator export --json` prints."""
        found = {name: getattr(self, name) for name in self.__struct_fields__}
        return {**found, "folder": str(self.folder), "warnings": list(self.warnings), "failed": list(self.failed)}


def export(
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
    """Write a layer to the folder `out`, whole or not at all. `verify` reads it back into an empty project and compares.

    `split`: percentages of train, dev and test; articles of one story (`group`) stay together.

    Raises:
        UserError: `out` is neither absent nor empty, there is no such layer, or gold is blocked and not asked for incomplete.
    """
    gold.check_out(out)
    source, warnings = _source(project, layer, incomplete=incomplete)
    names = _Pseudonyms() if anonymise else None
    writer = _Exporter(project, source, with_rejected=with_rejected, names=names)
    total = len(source.articles)

    def told(done: int) -> None:
        if progress is not None:
            progress(done, total)

    summary = gold.write_gold(
        out,
        writer.articles(),
        writer.events(),
        writer.actors(),
        card=writer.card(warnings),
        splits=_splits(project, source.articles, split, seed) if split else None,
        progress=told,
    )
    counts = summary.counts
    differences = _verify(project, summary.folder, source.layer, with_rejected=with_rejected) if verify else None
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


class Source(msgspec.Struct, frozen=True):
    """What is exported: the layer's name, its view of the project, and which articles."""

    layer: str
    reading: Reading
    articles: Sequence[str]
    annotators: Mapping[str, Sequence[str]] = {}


def _source(project: Project, layer: str, *, incomplete: bool) -> tuple[Source, list[str]]:
    db = project.db
    if layer == SUGGESTIONS:
        return Source(layer, Reading(db, "", project.scheme), articles.ids(db)), []
    if layer == GOLD:
        from annotator.gold import gold_source

        return gold_source(project, incomplete=incomplete)
    held = queries.layer_articles(db, layer)
    if not held:
        there = ", ".join([*queries.layers(db), SUGGESTIONS])
        raise UserError(f"There is no work of {layer!r} in the project.", f"Layers: {there}.")
    return Source(layer, Reading(db, layer, project.scheme), held), []


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
        self._name = names or (lambda name: name)
        self._events: dict[str, Event] = {}
        self._actors: dict[str, Actor] = {}
        registry = source.reading.registry
        for event in registry.live_events() if source.layer != SUGGESTIONS else ():
            self._add_event(event)
        self._names = {row.actor.id: row.actor.name for row in registry.actors()}

    def articles(self) -> Iterator[GoldArticle]:
        for article_id in self._source.articles:
            work = self._source.reading.work(article_id)
            units = list(work.every())
            proposed = self._source.reading.suggested_actors(article_id)
            is_machine = self._source.layer == SUGGESTIONS
            wanted = {"suggested" if is_machine else "kept", "rejected" if self._with_rejected else ""}
            self._note([unit for unit in units if unit.state in wanted], proposed)
            names = {**{actor.id: actor.name for actor in proposed.values()}, **self._names}
            yield gold_article(
                work.article,
                work.article.meta,
                units,
                GoldContext(
                    provenance=self._provenance(work),
                    actor_names=names,
                    with_rejected=self._with_rejected,
                    suggestions=is_machine,
                ),
                passes=[] if is_machine else [name for name in PASSES if name in work.passes],
                regions=work.regions,
            )

    def events(self) -> Iterator[Any]:
        for event in sorted(self._events.values(), key=lambda event: event.id):
            yield gold_event(event, self._text_of)

    def actors(self) -> Iterator[Any]:
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
            made=datetime.date.today().isoformat(),
            labels={label.name: label.title for label in scheme.labels},
            notes=tuple(notes),
        )

    def _layer_name(self) -> str:
        layer = self._source.layer
        return layer if layer in (SUGGESTIONS, GOLD) else self._name(layer)

    def _provenance(self, work: ArticleWork) -> GoldProvenance:
        scheme = self._project.scheme
        layer = self._source.layer
        people = self._source.annotators.get(work.article.id, () if layer == SUGGESTIONS else (layer,))
        return GoldProvenance(
            layer=self._layer_name(),
            annotators=tuple(self._name(person) for person in people),
            scheme=f"{scheme.name} {scheme.version}",
            guidelines=scheme.version,
            program=__version__,
        )

    def _note(self, units: Sequence[Unit], proposed: Mapping[str, Actor]) -> None:
        """Remember the actors and events that what is exported names."""
        registry = self._source.reading.registry
        for unit in units:
            value = unit.value
            if isinstance(value, Statement):
                speakers = [value.speaker, *(value.speaker.others if value.speaker else ())]
                ids = [speaker.actor for speaker in speakers if speaker]
                for link in value.links:
                    event = registry.find_event(link.event)
                    if event is not None:
                        self._add_event(event)
            else:
                ids = [value.actor]
            for actor_id in ids:
                actor = (registry.find_actor(actor_id) or proposed.get(actor_id)) if actor_id else None
                if actor is not None:
                    self._actors[actor.id] = actor

    def _add_event(self, event: Event) -> None:
        if event.id in self._events:
            return
        self._events[event.id] = event
        registry = self._source.reading.registry
        for actor_id in event.participants:
            actor = registry.find_actor(actor_id)
            if actor is not None:
                self._actors[actor.id] = actor
        above = registry.find_event(event.part_of) if event.part_of else None
        if above is not None:
            self._add_event(above)

    def _text_of(self, article_id: str) -> str | None:
        found = next(iter(articles.texts(self._project.db, [article_id])), None)
        return found.text if found else None


def _splits(project: Project, article_ids: Sequence[str], split: Split, seed: int) -> dict[str, str]:
    """Article id → split: stories in seeded random order fill train, dev and test up to their shares."""
    groups: dict[str, list[str]] = {}
    for article in articles.texts(project.db, article_ids):
        groups.setdefault(_story(article), []).append(article.id)
    order = sorted(groups)
    random.Random(seed).shuffle(order)
    ends = [split[0], split[0] + split[1], 100]
    found: dict[str, str] = {}
    for story in order:
        share = 100 * len(found) / len(article_ids)
        name = next(name for name, end in zip(SPLITS, ends, strict=True) if share < end or end == 100)
        found |= dict.fromkeys(groups[story], name)
    return found


def _story(article: Article) -> str:
    return article.meta.get("group") or article.id


def _verify(project: Project, folder: Path, layer: str, *, with_rejected: bool) -> list[str]:
    """Read the folder into an empty project, export that again, and say in sentences what differs."""
    from annotator.project import Project

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
    for name in (*(f"{split}.jsonl" for split in SPLITS), "events.jsonl", "actors.jsonl"):
        if name in ("dev.jsonl", "test.jsonl"):
            continue
        old = {k: v for file in _files_of(first, name) for k, v in _records(file)}
        new = {k: v for file in _files_of(second, name) for k, v in _records(file)}
        said += [f"{name}: {key} is missing when read back." for key in old.keys() - new.keys()]
        said += [f"{name}: {key} came from nowhere when read back." for key in new.keys() - old.keys()]
        said += [f"{name}: {key} differs when read back." for key in old.keys() & new.keys() if old[key] != new[key]]
    return said


def _files_of(folder: Path, name: str) -> list[Path]:
    names = [f"{split}.jsonl" for split in SPLITS] if name == "train.jsonl" else [name]
    return [folder / each for each in names if (folder / each).exists()]


def _records(file: Path) -> Iterator[tuple[str, Any]]:
    for line in file.read_bytes().split(b"\n"):
        if line:
            record = msgspec.json.decode(line)
            yield record["id"], _without(record, ("how", "provenance"))


def _without(value: Any, keys: tuple[str, ...]) -> Any:
    if isinstance(value, dict):
        return {k: _without(v, keys) for k, v in value.items() if k not in keys}  # pyright: ignore
    return [_without(v, keys) for v in value] if isinstance(value, list) else value  # pyright: ignore
