"""Writing a layer of a project, its gold or a release as a dataset in the gold format.

What is written comes from `gathering` (a layer), `gold.state` or `gold.freezing` (what a release froze);
whether it reads back the same is for `verifying` to say.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from annotator.errors import Invalid, UserError
from annotator.exchange import carding, gathering
from annotator.exchange.carding import CardFacts, card_facts, card_info, gold_notes
from annotator.exchange.gathering import Source
from annotator.exchange.gold import freezing
from annotator.exchange.gold.blocking import sentences
from annotator.exchange.gold.state import GoldState, complete, gold_state, refuse_early
from annotator.exchange.pseudonyms import Pseudonyms, anonymised
from annotator.exchange.recording import Recorder
from annotator.exchange.splitting import Split, split_articles, split_warnings
from annotator.exchange.verifying import verify as read_back
from annotator.formats import gold
from annotator.formats.gold_schema import GoldActor, GoldArticle, GoldEvent
from annotator.layers import GOLD, SUGGESTIONS
from annotator.progress import Progress
from annotator.store import gold_queries, queries
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


class Dataset(msgspec.Struct, frozen=True):
    """What goes into a folder: the articles, read once and to the end, then the events and actors that they name.

    `facts` are asked for last: only who has read all of the gold knows whether something blocks it.
    """

    layer: str
    ids: Sequence[str]
    articles: Iterable[GoldArticle]
    events: Callable[[], Iterable[GoldEvent]]
    actors: Callable[[], Iterable[GoldActor]]
    facts: Callable[[], CardFacts]
    release: str = ""
    notes: tuple[str, ...] = ()
    """Further sentences for its card."""


def export(  # noqa: PLR0913 - one keyword for each option of the command
    project: Project,
    out: Path,
    *,
    layer: str = GOLD,
    release: str | None = None,
    incomplete: bool = False,
    split: Split | None = None,
    seed: int = 0,
    with_rejected: bool = False,
    anonymise: bool = False,
    verify: bool = False,
    progress: Progress | None = None,
) -> ExportReport:
    """Write a layer to the folder `out`, whole or not at all. `verify` reads it into an empty project and compares.

    `release` names frozen gold to be written in place of the gold as it is now. `split`: percentages of train, dev and
    test; articles of one story (`group`), and those that share passages, stay together.

    Raises:
        UserError: `out` is neither absent nor empty, there is no such layer or release, or gold is blocked and not
            `incomplete`.
    """
    gold.check_out(out)
    if release is not None and (layer != GOLD or with_rejected):
        raise Invalid("A release is gold as it was frozen.", "Leave out --layer and --with-rejected.")
    if release is not None:
        dataset = _frozen(project, release)
    else:
        dataset = _dataset(project, layer, progress, incomplete=incomplete, with_rejected=with_rejected)
    splits = split_articles(project, dataset.ids, split, seed) if split else None
    said = (*dataset.notes, *(split_warnings(project, splits, split) if split and splits else ()))
    name = _pseudonyms(project) if anonymise else None
    summary, facts = _write(project, out, dataset, splits, said, name, progress)
    differences = read_back(project, summary.folder, dataset.layer, with_rejected=with_rejected) if verify else None
    return _report(summary, (*_warnings(facts), *said), differences)


def _write(
    project: Project,
    out: Path,
    dataset: Dataset,
    splits: dict[str, str] | None,
    notes: tuple[str, ...],
    name: Pseudonyms | None,
    progress: Progress | None,
) -> tuple[gold.ExportSummary, CardFacts]:
    """Write the folder, with pseudonyms where `name` gives them. Gives the facts of its card too."""
    called = name or str
    facts, layer = cache(dataset.facts), called(dataset.layer)
    summary = gold.write_gold(
        out,
        (anonymised(record, name) for record in dataset.articles) if name else dataset.articles,
        _late(dataset.events),
        _late(dataset.actors),
        card=lambda: card_info(
            facts(), project=project.name, layer=layer, notes=notes, release=dataset.release, name=called
        ),
        splits=splits,
        progress=_telling(progress, len(dataset.ids)),
    )
    return summary, facts()


def _late(records: Callable[[], Iterable[Any]]) -> Iterator[Any]:
    """Records that are asked for when the articles have been written."""
    yield from records()


def _telling(progress: Progress | None, total: int) -> Callable[[int], None]:
    """What tells `progress` how many of `total` are done."""

    def told(done: int) -> None:
        if progress is not None:
            progress(done, total)

    return told


def _warnings(facts: CardFacts) -> list[str]:
    if facts.gold is None:
        return []
    return [*(f"Incomplete: {sentence}" for sentence in sentences(facts.gold.blocks)), *gold_notes(facts.gold)]


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


def _dataset(
    project: Project, layer: str, progress: Progress | None, *, incomplete: bool, with_rejected: bool
) -> Dataset:
    """A layer, the machine's suggestions, or gold, as they are now."""
    if layer == GOLD:
        state = gold_state(project, progress)
        refuse_early(state, incomplete=incomplete)
        source, facts = state.source(), partial(_gold_facts, project, state, incomplete=incomplete)
    else:
        source, facts = _source(project, layer), partial(card_facts, project.scheme)
    recorder = Recorder(project.db, project.scheme, source, with_rejected=with_rejected)
    return Dataset(
        layer,
        source.articles,
        recorder.articles(),
        recorder.events,
        recorder.actors,
        facts,
    )


def _gold_facts(project: Project, state: GoldState, *, incomplete: bool) -> CardFacts:
    complete(state, incomplete=incomplete)
    return card_facts(project.scheme, carding.gold_facts(project.lead, state))


def _source(project: Project, layer: str) -> Source:
    db = project.db
    if layer == SUGGESTIONS:
        return gathering.machine_source(db, project.scheme)
    held = queries.layer_articles(db, layer)
    if not held:
        there = ", ".join([*queries.layers(db), SUGGESTIONS])
        raise UserError(f"There is no work of {layer!r} in the project.", f"Layers: {there}.")
    return gathering.layer_source(db, project.scheme, layer, held)


def _frozen(project: Project, name: str) -> Dataset:
    found = freezing.find_release(project.db, name)
    frozen = freezing.Frozen(project.db, found)
    return Dataset(
        GOLD,
        frozen.article_ids,
        frozen.articles(),
        frozen.events,
        frozen.actors,
        lambda: frozen.facts,
        release=found.name,
        notes=(f"Another laptop gave the name {found.name} to other gold.",) if found.is_disputed else (),
    )


def _pseudonyms(project: Project) -> Pseudonyms:
    return Pseudonyms(project.id, [*queries.layers(project.db), *gold_queries.leads(project.db)])
