"""Dealing groups of articles out to the parts of a split, so that each part has its share of every label. Pure.

After iterative stratification (Sechidis, Tsoumakas and Vlahavas 2011, "On the stratification of multi-label data"):
what is rare is dealt out first, to the part that is furthest below its share of it. Here whole groups are dealt, and
the number of articles weighs as much as all labels together.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence

ARTICLES = ""
"""Stands for the number of articles among the labels of a tally."""
LARGE = 20
"""A group of more than one in so many articles is placed first, while there is room for it."""


def deal(groups: Mapping[str, Counter[str]], shares: Sequence[int], seed: int) -> dict[str, int]:
    """Group → the part that it goes to. `groups`: name → label → how often it has it, `ARTICLES` among them.

    `shares` are percentages; a part whose share is 0 gets nothing. The same seed deals the same groups alike.
    """
    totals = Counter[str]()
    for tally in groups.values():
        totals.update(tally)
    labels = [label for label in totals if label != ARTICLES]
    weights = {label: 1.0 / len(labels) for label in labels} | {ARTICLES: 1.0}
    filled: list[Counter[str]] = [Counter() for _ in shares]
    found: dict[str, int] = {}
    for group in _in_order(groups, totals, seed):
        tally = groups[group]
        part = min(
            (number for number, share in enumerate(shares) if share),
            key=lambda number: _excess(tally, filled[number], shares[number], totals, weights),
        )
        filled[part].update(tally)
        found[group] = part
    return found


def without_empty(
    found: Mapping[str, int], groups: Mapping[str, Counter[str]], shares: Sequence[int]
) -> dict[str, int]:
    """The same, but that a part with a share which got nothing has the smallest group of a part with several."""
    filled = dict(found)
    for part in (number for number, share in enumerate(shares) if share):
        held = Counter(filled.values())
        spare = [group for group in sorted(filled) if held[filled[group]] > 1]
        if not held[part] and spare:
            filled[min(spare, key=lambda group: groups[group][ARTICLES])] = part
    return filled


def _in_order(groups: Mapping[str, Counter[str]], totals: Counter[str], seed: int) -> list[str]:
    """Large groups, then those with the rarest labels; what is equal in the order of a hash with the seed.

    So a group keeps its place whatever comes or goes beside it, and most go where they went before.
    """

    def key(group: str) -> tuple[int, int, bytes]:
        articles = groups[group][ARTICLES]
        rarest = min((totals[label] for label in groups[group] if label != ARTICLES), default=totals[ARTICLES])
        shuffled = hashlib.blake2b(f"{seed}\x1f{group}".encode(), digest_size=8).digest()
        return (-articles if articles * LARGE > totals[ARTICLES] else 0, rarest, shuffled)

    return sorted(groups, key=key)


def _excess(
    tally: Counter[str], filled: Counter[str], share: int, totals: Counter[str], weights: Mapping[str, float]
) -> float:
    """By how much a part comes nearer to its share of everything (less than 0), or further from it, with a group more.

    The sum over labels of the change of the squared distance, in shares of the label's total, by the part's share: else
    the largest part would take all that is labelled before the others get anything.
    """
    change = 0.0
    for label, count in tally.items():
        above = filled[label] - totals[label] * share / 100
        change += weights[label] * count * (2 * above + count) / (totals[label] ** 2 * share)
    return change
