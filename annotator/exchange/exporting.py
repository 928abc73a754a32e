"""Writing a layer of a project, its gold or a release as a dataset, in any format that can be written.

What is written is chosen in `selecting`, how it gets onto the disk is `dataset_folder`'s; whether it reads back
the same is for `verifying` to say.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from annotator.exchange.carding import CardFacts, card_info, gold_notes
from annotator.exchange.dataset_folder import Written, write_dataset
from annotator.exchange.gold.blocking import sentences
from annotator.exchange.pseudonyms import Pseudonyms, anonymised
from annotator.exchange.selecting import Selection, select
from annotator.exchange.splitting import Split, split_articles, split_note, split_warnings, tally
from annotator.exchange.spooling import spooled
from annotator.exchange.verifying import verify as read_back
from annotator.formats import find_format
from annotator.formats.card.text import CardInfo
from annotator.formats.dataset import Dataset
from annotator.formats.folder import check_out
from annotator.formats.losses import FILE, KINDS, loss_sentences
from annotator.layers import GOLD
from annotator.progress import Progress
from annotator.store import gold_queries, queries
from annotator.wording import counted

if TYPE_CHECKING:
    from annotator.project import Project


class ExportReport(msgspec.Struct, frozen=True):
    """What an export wrote. `failed` are sentences on what could not be done; then the exit status is 1.

    `losses`: kind (of `formats.losses.KINDS`) → how often the format could not carry it; `losses.jsonl` lists them.
    """

    folder: Path
    articles: int
    entities: int
    statements: int
    links: int
    losses: dict[str, int] = {}
    warnings: tuple[str, ...] = ()
    failed: tuple[str, ...] = ()
    verified: bool | None = None

    def summary(self) -> str:
        """The outcome in a line or two."""
        said = (
            f"Exported {counted(self.articles, 'article')} with {counted(self.entities, 'entity', 'entities')}, "
            f"{counted(self.statements, 'statement')} and {counted(self.links, 'link')} to {self.folder}."
        )
        if self.losses:
            said += (
                f" The format could not carry all of it: {'; '.join(loss_sentences(Counter(self.losses)))} ({FILE})."
            )
        if self.verified is not None:
            but = ", but for what was lost" if self.losses else ""
            said += f" Read back: the same{but}." if self.verified else " Read back: not the same."
        return said

    def as_json(self) -> dict[str, Any]:
        """What `annotator export --json` prints."""
        found = {name: getattr(self, name) for name in self.__struct_fields__}
        return {**found, "folder": str(self.folder), "warnings": list(self.warnings), "failed": list(self.failed)}


class ExportOptions(msgspec.Struct, frozen=True, kw_only=True):
    """The options of `annotator export`, by the names that they have there.

    `release` names frozen gold to be written in place of the gold as it is now. `split`: percentages of train, dev and
    test; articles of one story (`group`), and those that share passages, stay together. With `strict` nothing is
    written where the format cannot carry all; `verify` reads what was written into an empty project and compares.
    `licence`: of the annotation, for the card.
    """

    format: str = "jsonl"
    layer: str = GOLD
    release: str | None = None
    incomplete: bool = False
    split: Split | None = None
    seed: int = 0
    with_rejected: bool = False
    anonymise: bool = False
    strict: bool = False
    licence: str = ""
    verify: bool = False


def export(project: Project, out: Path, options: ExportOptions, progress: Progress | None = None) -> ExportReport:
    """Write a layer to the folder `out`, whole or not at all.

    Raises:
        UserError: `out` is neither absent nor empty, there is no such format, layer or release, gold is blocked and not
            `incomplete`, or something would be lost although `strict`.
    """
    check_out(out)
    chosen = find_format(options.format)
    selection = select(
        project,
        options.layer,
        release=options.release,
        incomplete=options.incomplete,
        with_rejected=options.with_rejected,
        progress=progress,
    )
    with _dealt(project, selection, options) as (given, splits, said):
        name = _pseudonyms(project) if options.anonymise else None
        facts = cache(selection.facts)
        written = write_dataset(
            out,
            chosen,
            _dataset(project, given, splits, name),
            card=lambda losses: _card(project, selection, facts(), (*selection.notes, *said), options, losses, name),
            strict=options.strict,
            progress=_telling(progress, len(selection.ids)),
        )
    differences = read_back(project, written.folder, options) if options.verify else None
    warnings = split_warnings(project, splits, options.split) if options.split and splits else ()
    return _report(written, (*_warnings(facts()), *selection.notes, *warnings), differences)


@contextmanager
def _dealt(
    project: Project, selection: Selection, options: ExportOptions
) -> Generator[tuple[Selection, dict[str, str] | None, tuple[str, ...]]]:
    """The selection, which of its articles goes to which split, and what there is to say of that on the card.

    To deal out labels, all records have to be seen before the first is written.
    """
    if options.split is None:
        yield selection, None, ()
        return
    tallies: dict[str, Counter[str]] = {}
    with spooled(selection.articles, lambda record: tallies.update({record.id: tally(record)})) as again:
        splits = split_articles(project, selection.ids, options.split, options.seed, tallies)
        said = (split_note(splits, options.split, options.seed), *split_warnings(project, splits, options.split))
        yield msgspec.structs.replace(selection, articles=again()), splits, said


def _card(
    project: Project,
    selection: Selection,
    facts: CardFacts,
    notes: tuple[str, ...],
    options: ExportOptions,
    losses: Counter[str],
    name: Pseudonyms | None,
) -> CardInfo:
    called = name or str
    return card_info(
        facts,
        project=project.name,
        layer=called(selection.layer),
        notes=notes,
        release=selection.release,
        licence=options.licence,
        loading=find_format(options.format).loading,
        losses=tuple((KINDS[kind], count) for kind, count in losses.most_common()),
        name=called,
    )


def _dataset(project: Project, selection: Selection, splits: dict[str, str] | None, name: Pseudonyms | None) -> Dataset:
    """What the writer is given, with pseudonyms where `name` gives them."""
    return Dataset(
        name=project.name,
        layer=(name or str)(selection.layer),
        scheme=project.scheme,
        articles=(anonymised(record, name) for record in selection.articles) if name else selection.articles,
        events=selection.events,
        actors=selection.actors,
        find_event=selection.find_event,
        find_actor=selection.find_actor,
        splits=splits,
    )


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


def _report(written: Written, warnings: Sequence[str], differences: Sequence[str] | None) -> ExportReport:
    counts = written.counts
    return ExportReport(
        folder=written.folder,
        articles=counts.articles,
        entities=counts.entities,
        statements=counts.statements,
        links=counts.links,
        losses=dict(written.losses),
        warnings=tuple(warnings),
        failed=tuple(differences or ()),
        verified=None if differences is None else not differences,
    )


def _pseudonyms(project: Project) -> Pseudonyms:
    return Pseudonyms(project.id, [*queries.layers(project.db), *gold_queries.leads(project.db)])
