"""B³: how alike two groupings of the same items are: statements, grouped by the events that they are linked to.

Sources: A. Bagga and B. Baldwin, "Entity-Based Cross-Document Coreferencing Using the Vector Space Model" (1998); for
items that belong to several groups E. Amigó, J. Gonzalo, J. Artiles and F. Verdejo, "A comparison of extrinsic
clustering evaluation metrics based on formal constraints" (2009), section 5. For an item and each one that shares a
group with it in the first layer (itself too), the precision is min(groups shared in both layers) / groups shared in the
first; the item's is the mean over these, the whole's the mean over items. Recall is the same with the layers exchanged.
With one group an item this is B³ of 1998.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

Groups = frozenset[str]
Kind = tuple[Groups, Groups]
"""The groups of an item in each of two layers; never empty. Items of one kind have the same precision and recall."""


class PrecisionRecall(NamedTuple):
    """Of one kind of item: were the second layer right, the first's precision, and its recall."""

    precision: float
    recall: float


def b3(items: Iterable[Kind]) -> dict[Kind, PrecisionRecall]:
    """B³ precision and recall of each kind of item among all these items."""
    times = Counter(items)
    turned = Counter({(b, a): count for (a, b), count in times.items()})
    precision, recall = _precision(times), _precision(turned)
    return {kind: PrecisionRecall(precision[kind], recall[kind[1], kind[0]]) for kind in times}


def _precision(times: Mapping[Kind, int]) -> dict[Kind, float]:
    holders: dict[str, list[Kind]] = defaultdict(list)
    in_both: Counter[tuple[str, str]] = Counter()
    for kind, count in times.items():
        own, other = kind
        for group in own:
            holders[group].append(kind)
            for there in other:
                in_both[group, there] += count
    sizes = {group: sum(times[kind] for kind in found) for group, found in holders.items()}
    found: dict[Kind, float] = {}
    for own, other in times:
        if len(own) == len(other) == 1:
            (group,), (there,) = own, other
            found[own, other] = in_both[group, there] / sizes[group]
        else:
            near = {kind for group in own for kind in holders[group]}
            found[own, other] = _mean_right((own, other), sorted(near, key=_in_order), times)
    return found


def _mean_right(kind: Kind, near: Sequence[Kind], times: Mapping[Kind, int]) -> float:
    """The mean over all that shares a group of how much of what is shared the other layer shares too."""
    right = 0.0
    for other in near:
        shared = len(kind[0] & other[0])
        right += times[other] * min(shared, len(kind[1] & other[1])) / shared
    return right / sum(times[other] for other in near)


def _in_order(kind: Kind) -> tuple[list[str], list[str]]:
    return sorted(kind[0]), sorted(kind[1])
