"""Parting a dataset into train, dev and test, so that nothing which was learned from is tested on."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from annotator.formats import gold
from annotator.model import Article
from annotator.proposals.families import Joined
from annotator.store import articles
from annotator.wording import counted

if TYPE_CHECKING:
    from annotator.project import Project

Split = tuple[int, int, int]
"""Percentages of train, dev and test."""
LARGE = 20
"""A story of more than one in so many articles is placed first, while there is room for it."""
FAR_OFF = 5
"""From so many per cent on it is said that the shares are not those wanted."""


def split_articles(project: Project, article_ids: Sequence[str], split: Split, seed: int) -> dict[str, str]:
    """Article id → split: stories in seeded random order fill train, dev and test up to their shares.

    Stories of which articles share a passage go to the same one.
    """
    stories = {article.id: _story(article) for article in articles.texts(project.db, article_ids)}
    joined = Joined[str]()
    for twins in project.twins.article_groups(share=0.0):
        for one, other in pairwise(sorted({stories[article] for article in twins if article in stories})):
            joined.join(one, other)
    groups: dict[str, list[str]] = {}
    for article, story in stories.items():
        groups.setdefault(joined.find(story), []).append(article)
    order = sorted(groups)
    random.Random(seed).shuffle(order)  # noqa: S311 - to be repeated, not to be secret
    order.sort(key=lambda story: len(groups[story]) * LARGE <= len(article_ids))
    ends = [split[0], split[0] + split[1], 100]
    found: dict[str, str] = {}
    for story in order:
        share = 100 * len(found) / len(article_ids)
        name = next(name for name, end in zip(gold.SPLITS, ends, strict=True) if share < end or end == 100)
        found |= dict.fromkeys(groups[story], name)
    return found


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
    shares = [100 * names.count(name) / max(len(names), 1) for name in gold.SPLITS]
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
