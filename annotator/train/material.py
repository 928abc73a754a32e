"""What is learned from and scored on: the articles of a layer, parted into train, dev and test, and the suggestions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

import msgspec

from annotator.errors import UserError
from annotator.exchange.selecting import select
from annotator.exchange.splitting import split_articles, split_warnings, tally
from annotator.formats.dataset import SPLITS, Dataset
from annotator.formats.gold.schema import GoldActor, GoldArticle, GoldEvent
from annotator.layers import GOLD, SUGGESTIONS
from annotator.store import suggestions
from annotator.train.options import FEW_EXAMPLES, LEAST_ARTICLES, TrainOptions
from annotator.train.scoring import examples_in
from annotator.wording import counted

if TYPE_CHECKING:
    from annotator.progress import Progress
    from annotator.project import Project


class Material(msgspec.Struct, frozen=True):
    """The articles by split, and of those of test that have any their suggestions, by article id."""

    parts: Mapping[str, list[GoldArticle]]
    suggested: Mapping[str, GoldArticle]
    find_event: Callable[[str], GoldEvent | None]
    find_actor: Callable[[str], GoldActor | None]
    notes: tuple[str, ...] = ()

    @property
    def train(self) -> list[GoldArticle]:
        return self.parts["train"]

    @property
    def dev(self) -> list[GoldArticle]:
        return self.parts["dev"]

    @property
    def test(self) -> list[GoldArticle]:
        return self.parts["test"]

    def dataset(self, project: Project, layer: str) -> Dataset:
        """The same as a writer of files takes it."""
        return Dataset(
            name=project.name,
            layer=layer,
            scheme=project.scheme,
            articles=[article for part in SPLITS for article in self.parts[part]],
            events=list,
            actors=list,
            find_event=self.find_event,
            find_actor=self.find_actor,
            splits={article.id: part for part in SPLITS for article in self.parts[part]},
        )


def gather(project: Project, options: TrainOptions, progress: Progress | None = None) -> Material:
    """Read the layer or release, and part it.

    Raises:
        UserError: there is no such layer, gold is blocked, too few articles are done, or stories that stay together
            leave a part empty.
    """
    selection = select(
        project,
        options.layer,
        release=options.release,
        incomplete=options.incomplete,
        with_rejected=options.layer != SUGGESTIONS and options.release is None,
        progress=progress,
    )
    found = list(selection.articles)
    done = [article for article in found if {"entities", "statements"} & set(article.annotated)]
    _check_enough(done, options)
    tallies = {article.id: tally(article) for article in done}
    done_ids = [article.id for article in done]
    splits = split_articles(project, done_ids, options.split, options.seed, tallies, needs_all=True)
    parts = {part: [article for article in done if splits[article.id] == part] for part in SPLITS}
    empty = [part for part in SPLITS if not parts[part]]
    if empty:
        said = f"No article is left for {' and '.join(empty)}: articles of one story stay together."
        raise UserError(said, "Take articles of at least three stories.")
    notes = [*selection.notes, *split_warnings(project, splits, options.split)]
    if len(done) < len(found):
        notes.append(f"{counted(len(found) - len(done), 'article')} without a pass that is done were left out.")
    notes += _few(parts["train"])
    return Material(parts, _suggested(project, parts["test"]), selection.find_event, selection.find_actor, tuple(notes))


def _check_enough(done: Sequence[GoldArticle], options: TrainOptions) -> None:
    if len(done) >= LEAST_ARTICLES:
        return
    what = f"the release {options.release!r}" if options.release else f"the layer {options.layer!r}"
    said = f"In {what} {counted(len(done), 'article')} are done; a training needs {LEAST_ARTICLES} at least."
    hint = "Submit more articles, or name another layer." if options.layer == GOLD else "Finish more articles first."
    raise UserError(said.replace("1 article are", "1 article is"), hint)


def _few(train: Sequence[GoldArticle]) -> list[str]:
    counts = examples_in(train)
    few = [f"{label} ({count})" for (kind, label), count in sorted(counts.items()) if kind == "entity" and label
           and count < FEW_EXAMPLES]  # fmt: skip
    return [f"Labels with few examples to learn from: {', '.join(few)}."] if few else []


def _suggested(project: Project, articles: Sequence[GoldArticle]) -> dict[str, GoldArticle]:
    """The suggestions that the project has on these articles, as records."""
    has = [article.id for article in articles if suggestions.find(project.db, article.id) is not None]
    wanted, found = set(has), dict[str, GoldArticle]()
    if not wanted:
        return found
    for record in select(project, SUGGESTIONS).articles:
        if record.id in wanted:
            found[record.id] = record
    return found


def sources(articles: Mapping[str, GoldArticle]) -> list[str]:
    """What made the suggestions of articles, the most frequent first."""
    names = Counter(unit.source or "" for one in articles.values() for unit in (*one.spans, *one.statements))
    return [name for name, _ in names.most_common() if name]
