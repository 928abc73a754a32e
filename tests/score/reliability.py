"""How far the scores of suggestions can be believed: for each range of scores, the share that is right."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from types import ModuleType

import msgspec

from tests.score.corpora import Record, Scored

BINS = (0.0, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95, 1.0001)
Judged = tuple[float, bool]
"""The score of a suggestion, and whether it is right."""


class Bin(msgspec.Struct, frozen=True):
    """The suggestions whose score lies in [low, high): how many, what they say of themselves, what is true."""

    low: float
    high: float
    count: int
    said: float
    right: float


def table(judged: Iterable[Judged]) -> list[Bin]:
    """The bins that hold anything, the lowest first."""
    everything = list(judged)
    found: list[Bin] = []
    for low, high in itertools.pairwise(BINS):
        inside = [(score, right) for score, right in everything if low <= score < high]
        if inside:
            said = sum(score for score, _ in inside) / len(inside)
            found.append(Bin(low, min(high, 1.0), len(inside), said, sum(right for _, right in inside) / len(inside)))
    return found


def expected_error(bins: list[Bin]) -> float:
    """The mean gap between what scores say and what is true, each bin weighted by what it holds (ECE)."""
    total = sum(each.count for each in bins)
    return sum(each.count * abs(each.said - each.right) for each in bins) / total if total else 0.0


def entities(scored: Scored, score: ModuleType) -> Iterator[Judged]:
    """The proposed people, organisations and places, as `judged_entities` has them."""
    for record, proposed in zip(scored.records, scored.proposed, strict=True):
        found = zip(proposed["entities"], proposed["scores"], strict=True)
        for _, one in judged_entities(record, [(*entity, said) for entity, said in found], score):
            yield one


def left_out(scored: Scored, score: ModuleType) -> int:
    """How many proposed places `entities` does not judge; counted as wrong they would lower the shares."""
    judged = sum(1 for _ in entities(scored, score))
    return sum(label in score.TYPES for one in scored.proposed for _, _, label in one["entities"]) - judged


def judged_entities(
    record: Record, proposed: Iterable[tuple[int, int, str, float]], score: ModuleType
) -> Iterator[tuple[int, Judged]]:
    """For each proposed (start, end, label, score) its place in the list: right with the exact span and type.

    Left out is what no one can judge by this corpus: a country or city that acts or plays is an ORG there and a GPE in
    our guideline.
    """
    text = record["text"]
    gold = {(*score.trim(text, start, end), score.TYPES[label]) for start, end, label in record["entities"]}
    for at, (start, end, label, said) in enumerate(proposed):
        span = score.trim(text, start, end)
        if label in score.TYPES and not (label == "GPE" and (*span, "ORG") in gold):
            yield at, (said, (*span, score.TYPES[label]) in gold)


def statements(scored: Scored, score: ModuleType) -> Iterator[Judged]:
    """The proposed statements: right with a content of Jaccard 0.8 or more and the right speaker.

    A nested one that matches nothing is left out: the corpora know no nesting.
    """
    for record, proposed in zip(scored.records, scored.proposed, strict=True):
        article = score.Article(record["text"])
        right = matched(record, proposed, article, score)
        for at, quote in enumerate(proposed["quotes"]):
            if at in right or not quote["nested"]:
                yield quote["score"], right.get(at, False)


def matched(record: Record, proposed: Record, article: object, score: ModuleType) -> dict[int, bool]:
    """For each proposed quote that matches one of the gold: whether the speaker is right as well."""

    def positions(spans: list[list[int]]) -> set[int]:
        return article.positions(spans)  # type: ignore[attr-defined]

    def speaker(quote: Record) -> set[int]:
        return positions([quote["speaker"]]) if quote.get("speaker") else set()

    gold, ours = record["quotes"], proposed["quotes"]
    pairs = score.pairs_by_overlap([positions(q["content"]) for q in gold], [positions(q["content"]) for q in ours])
    return {
        mine: bool(speaker(gold[theirs]) & speaker(ours[mine]))
        or not (gold[theirs].get("speaker") or ours[mine].get("speaker"))
        for overlap, theirs, mine in pairs
        if overlap >= 0.8
    }
