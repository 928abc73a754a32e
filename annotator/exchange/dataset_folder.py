"""A dataset folder in any format: the writer's files, the list of losses and the card, whole or not at all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import msgspec

from annotator.errors import UserError
from annotator.formats.card.counts import Counts
from annotator.formats.card.text import GUIDELINES, SUMS, CardInfo, card_text, sums_of
from annotator.formats.dataset import Dataset
from annotator.formats.folder import FileSum, Folder, folder_for
from annotator.formats.gold.schema import GoldArticle
from annotator.formats.losses import Losses, loss_sentences
from annotator.formats.records import Format

PROGRESS_ARTICLES = 100

Told = Callable[[int], None]
"""Called with the number of articles written so far."""


class Written(msgspec.Struct, frozen=True):
    """A folder that was written: its files with sizes and checksums, how many of what, and losses by kind."""

    folder: Path
    files: tuple[FileSum, ...]
    counts: Counts
    losses: Counter[str]


def write_dataset(
    out: Path,
    format: Format,  # noqa: A002 (the word of the command line)
    dataset: Dataset,
    *,
    card: Callable[[Counter[str]], CardInfo],
    strict: bool = False,
    progress: Told | None = None,
) -> Written:
    """Write a folder: every file durable on disk before the folder appears under its name, or nothing at all.

    `card` is asked for when all else is written, and given the losses by kind. With `strict` a loss is an error.

    Raises:
        UserError: the format cannot be written, `out` is a file or a folder that holds something, the disk refuses, or
            something would be lost and that was not to be.
    """
    if format.write is None:
        raise UserError(f"The format {format.name!r} is read, not written.", "Choose another one for the export.")
    counts = Counts()
    given = msgspec.structs.replace(
        dataset,
        articles=_counted(dataset, counts, progress),
        events=cache(lambda: list(dataset.events())),
        actors=cache(lambda: list(dataset.actors())),
    )
    with folder_for(out) as folder:
        with Losses(folder) as losses:
            format.write(given, folder, losses)
        if strict and losses.counts:
            said = f"The format {format.name!r} cannot carry all of it: {'; '.join(loss_sentences(losses.counts))}."
            raise UserError(said, "Nothing was written. Leave out --strict to have what can be carried.")
        counts.event_types = Counter(event.type for event in given.events())
        counts.events, counts.actors = counts.event_types.total(), len(list(given.actors()))
        _write_card(folder, card(losses.counts), counts)
    return Written(out.resolve(), tuple(folder.files), counts, losses.counts)


def _write_card(folder: Folder, info: CardInfo, counts: Counts) -> None:
    """The guidelines and the checksums, where there are some, and last the card, which tells of all files."""
    if info.guidelines_text.strip():
        folder.write(GUIDELINES, [info.guidelines_text.strip().encode("utf-8") + b"\n"])
    readme = card_text(info, counts, folder.files, folder.front_matter)
    if sums := list(sums_of(folder.files)):
        folder.write(SUMS, sums)
    folder.write("README.md", [readme.encode("utf-8")])


def _counted(dataset: Dataset, counts: Counts, progress: Told | None) -> Iterator[GoldArticle]:
    for article in dataset.articles:
        yield counts.article(article, dataset.split_of(article.id))
        if progress is not None and counts.articles % PROGRESS_ARTICLES == 0:
            progress(counts.articles)
    if progress is not None:
        progress(counts.articles)
