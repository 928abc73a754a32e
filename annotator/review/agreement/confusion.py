"""Which labels are taken for which: entities of two layers that mean the same place, and those that one layer lacks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from annotator.review.agreement.model import MISSED, Confusion, EntityRow, SharedArticle, UnitsBehind
from annotator.review.agreement.pairing import Pairing
from annotator.review.agreement.side import pairs_of

Met = tuple[EntityRow | None, EntityRow | None]
"""What two layers have in one place; at least one of the two."""


def met(pair: Pairing) -> Iterator[Met]:
    """The entities of both layers: those matched by shared characters, whatever their labels, and then the others."""
    if not pair.both_did("entities"):
        return
    some, others = pair.a.entities, pair.b.entities
    found = pair.confused_entities
    yield from ((some[i], others[j]) for i, j in found)
    here, there = {i for i, _ in found}, {j for _, j in found}
    yield from ((row, None) for at, row in enumerate(some) if at not in here)
    yield from ((None, row) for at, row in enumerate(others) if at not in there)


def labels_met(pair: Pairing) -> Counter[tuple[str, str]]:
    """How often the first layer's label meets the second's in an article."""
    return Counter([(_label(one), _label(other)) for one, other in met(pair)])


def confusions(counts: Counter[tuple[str, str]]) -> tuple[Confusion, ...]:
    """The cells of the heat map, from how often labels of first layers met those of second ones."""
    both: Counter[tuple[str, str]] = Counter()
    for (label, other), count in counts.items():
        both[label, other] += count
        both[other, label] += count
    return tuple(Confusion(label, other, count) for (label, other), count in sorted(both.items()))


def units_behind(articles: Iterable[SharedArticle], label: str, other: str) -> list[UnitsBehind]:
    """The places where one layer says `label` and another `other`, what says `label` first; each place once a pair."""
    found: list[UnitsBehind] = []
    for article in articles:
        for a, b in pairs_of(article):
            for one, two in met(Pairing(a, b)):
                labels = (_label(one), _label(two))
                if labels == (label, other):
                    found.append(_behind(article.id, (a.layer, b.layer), (one, two)))
                elif labels == (other, label):
                    found.append(_behind(article.id, (b.layer, a.layer), (two, one)))
    return found


def _label(row: EntityRow | None) -> str:
    return row.label if row else MISSED


def _behind(article: str, layers: tuple[str, str], rows: Met) -> UnitsBehind:
    one, other = rows
    there = [row for row in rows if row]
    return UnitsBehind(
        article,
        min(row.start for row in there),
        max(row.end for row in there),
        layers,
        (one.id if one else "", other.id if other else ""),
        (_label(one), _label(other)),
    )
