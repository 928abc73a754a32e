"""Counting undecided suggestions by label above a score: what “Accept all above” shows. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from annotator.model import Kind
from annotator.views.sureness import Sure

EXAMPLES = 3


@dataclass
class LabelCount:
    """The suggestions of one label or statement type above a score, and how many of them are wrong by their scores."""

    kind: Kind
    label: str
    count: int = 0
    errors: float = 0.0
    least: list[Sure] = field(default_factory=list[Sure])
    """The least certain of them, other words each."""

    def add(self, one: Sure) -> None:
        self.count += 1
        self.errors += 1 - one.score
        if len(self.least) == EXAMPLES and one.score >= self.least[-1].score:
            return
        same = next((other for other in self.least if other.words == one.words), None)
        if same is None or one.score < same.score:
            others = [other for other in self.least if other is not same]
            self.least = sorted([*others, one], key=lambda each: each.score)[:EXAMPLES]


class Tally:
    """The undecided suggestions of articles, by article."""

    def __init__(self) -> None:
        self._found: dict[str, list[Sure]] = {}

    def put(self, article_id: str, found: list[Sure]) -> None:
        self._found[article_id] = found

    def counts(self, least: float, kinds: Collection[str], only: str | None = None) -> list[LabelCount]:
        """By label, the most frequent first; `only` the article with this id."""
        counts: dict[tuple[Kind, str], LabelCount] = {}
        for _, found in self._in_scope(only):
            for one in found:
                if one.score >= least and one.kind in kinds:
                    key = (one.kind, one.label)
                    if key not in counts:
                        counts[key] = LabelCount(*key)
                    counts[key].add(one)
        return sorted(counts.values(), key=lambda each: (each.kind, -each.count, each.label))

    def ids(self, least: float, kinds: Collection[str], only: str | None = None) -> dict[str, tuple[str, ...]]:
        """The suggestions above a score, by article; articles without any are left out."""
        chosen = (
            (article, tuple(one.id for one in found if one.score >= least and one.kind in kinds))
            for article, found in self._in_scope(only)
        )
        return {article: ids for article, ids in chosen if ids}

    def total(self, kinds: Collection[str], only: str | None = None) -> int:
        """How many undecided suggestions there are, whatever their score."""
        return sum(one.kind in kinds for _, found in self._in_scope(only) for one in found)

    def surest(self, kinds: Collection[str], only: str | None = None) -> float:
        """The greatest score of all, 0 where there is none."""
        return max((one.score for _, found in self._in_scope(only) for one in found if one.kind in kinds), default=0.0)

    def _in_scope(self, only: str | None) -> Iterable[tuple[str, list[Sure]]]:
        return self._found.items() if only is None else [(only, self._found.get(only, []))]
