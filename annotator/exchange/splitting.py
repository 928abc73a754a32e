"""Parting a dataset into train, dev and test, so that nothing which was learned from is tested on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from annotator.formats.dataset import SPLITS
from annotator.formats.gold.schema import GoldArticle
from annotator.model import Article
from annotator.proposals.families import Joined
from annotator.proposals.strata import ARTICLES, deal, without_empty
from annotator.store import articles
from annotator.wording import counted

if TYPE_CHECKING:
    from annotator.project import Project

Split = tuple[int, int, int]
"""Percentages of train, dev and test."""
FAR_OFF = 5
"""From so many per cent on it is said that the shares are not those wanted."""


def split_articles(
    project: Project,
    article_ids: Sequence[str],
    split: Split,
    seed: int,
    tallies: Mapping[str, Counter[str]] | None = None,
    *,
    needs_all: bool = False,
) -> dict[str, str]:
    """Article id → split. Each split gets its share of the articles, and of every label of `tallies`.

    Stories (`group`) and articles that share a passage are dealt out as one. `tallies`: article id → what it has how
    often (see `tally`); without them only the number of articles counts. `needs_all`: no part is left without articles
    for want of a group that is small enough.

    The same seed parts the same articles with the same labels alike, in every format, and most of them where a few more
    come.
    """
    stories = {article.id: _story(article) for article in articles.texts(project.db, article_ids)}
    joined = Joined[str]()
    for twins in project.twins.article_groups(share=0.0):
        for one, other in pairwise(sorted({stories[article] for article in twins if article in stories})):
            joined.join(one, other)
    # A chain is called by the least of its stories, not by the one that joined it first: its place hangs on its name.
    names: dict[str, str] = {}
    for story in sorted(set(stories.values())):
        names.setdefault(joined.find(story), story)
    chains = {article: names[joined.find(story)] for article, story in stories.items()}
    groups: dict[str, Counter[str]] = {}
    for article, chain in chains.items():
        has = groups.setdefault(chain, Counter())
        has[ARTICLES] += 1
        has.update((tallies or {}).get(article, ()))
    dealt = deal(groups, split, seed)
    if needs_all:
        dealt = without_empty(dealt, groups, split)
    return {article: SPLITS[dealt[chain]] for article, chain in chains.items()}


def tally(article: GoldArticle) -> Counter[str]:
    """What an article has that a split should share out: entity labels, statement types, relations of links."""
    found = Counter(f"label {span.label}" for span in article.spans)
    for statement in article.statements:
        found[f"type {statement.type}"] += 1
        found.update(f"relation {link.relation}" for link in statement.links)
    return found


def split_note(found: Mapping[str, str], split: Split, seed: int) -> str:
    """How a dataset was split, in a sentence for its card."""
    names = list(found.values())
    are = ", ".join(f"{names.count(name):,} {name}" for name in SPLITS if name in names)
    wanted = "/".join(map(str, split))
    return (
        f"Split {wanted} with seed {seed}: {are}. Stratified by entity labels, statement types and relations of links; "
        "articles of one story (`group`), and articles that share a passage, stand in the same split."
    )


def split_warnings(project: Project, found: Mapping[str, str], split: Split) -> list[str]:
    """In sentences what is not as it was wanted: shares that could not be kept, articles that nobody compared."""
    said: list[str] = []
    pending = project.twins.pending()
    if pending:
        said.append(
            f"Twins of {counted(pending, 'article')} were not looked for yet, so that the split may part them. "
            "annotator check --rebuild looks for them."
        )
    names = list(found.values())
    shares = [100 * names.count(name) / max(len(names), 1) for name in SPLITS]
    if any(
        abs(share - wanted) > max(FAR_OFF, 100 / max(len(names), 1))
        for share, wanted in zip(shares, split, strict=True)
    ):
        are, wanted = ("/".join(f"{share:.0f}" for share in some) for some in (shares, split))
        said.append(
            f"The split is {are} and not {wanted}, since articles that share passages or a story stay together."
        )
    return said


def _story(article: Article) -> str:
    return article.meta.get("group") or article.id
