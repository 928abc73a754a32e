"""What agreement is counted over, and what comes of it. Structs only; what is worked out is in the modules beside."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import msgspec

from annotator.model import PASSES
from annotator.units import Unit

MISSED = ""
"""In the label confusion: what a layer says where it has nothing."""
Figures = Mapping[str, float | None]
"""Key of a measure → its value, None where it cannot be computed."""
Intervals = Mapping[str, tuple[float, float]]
"""Key of a measure → the bounds between which 95 % of the resampled values lie; only where there are any."""
NOTHING: Mapping[str, Any] = {}


class EntityRow(NamedTuple):
    """An entity as agreement sees it. Ordered by place, then label."""

    start: int
    end: int
    label: str
    how: str
    id: str


class Submitted(msgspec.Struct, frozen=True):
    """What one layer submitted of one article: its kept units in reading order, and the passes that it did."""

    layer: str
    entities: tuple[EntityRow, ...] = ()
    statements: tuple[Unit, ...] = ()
    passes: frozenset[str] = frozenset(PASSES)
    is_blind: bool = False


class SharedArticle(msgspec.Struct, frozen=True):
    """An article of `chars` characters and what each layer that submitted it has there, by the layers' names."""

    id: str
    chars: int
    submitted: tuple[Submitted, ...]


class PairAgreement(msgspec.Struct, frozen=True):
    """Two layers, `a` before `b` by name, over the `articles` that both submitted."""

    a: str
    b: str
    articles: int
    measures: Figures
    intervals: Intervals = NOTHING


class Confusion(msgspec.Struct, frozen=True):
    """How often what one layer labels `label` another labels `other`, `MISSED` where it has nothing there.

    Counted from both sides, so that (a, b) and (b, a) are equal, and a pair of layers that agrees on a unit counts 2.
    """

    label: str
    other: str
    count: int


class UnitsBehind(msgspec.Struct, frozen=True):
    """One place behind a figure: what two layers have there, "" as the id where a layer has nothing."""

    article: str
    start: int
    end: int
    layers: tuple[str, str]
    units: tuple[str, str]
    labels: tuple[str, str]


class AgreementReport(msgspec.Struct, frozen=True):
    """How far layers agree.

    `articles`: how many two or more layers submitted; `layers`: who takes part. `measures` in the order of `MEASURES`,
    every key there; `absent` says in a sentence why one is None. `labels`, `types`, `roles` and `by_how`: the measures
    of entities by label, of statements by type, of characters by what they are to a statement, and of units by how they
    were decided; what occurs nowhere is left out. `label_intervals` as `intervals`, by label.
    """

    articles: int
    layers: tuple[str, ...]
    measures: Figures
    intervals: Intervals = NOTHING
    absent: Mapping[str, str] = NOTHING
    labels: Mapping[str, Figures] = NOTHING
    label_intervals: Mapping[str, Intervals] = NOTHING
    types: Mapping[str, Figures] = NOTHING
    roles: Mapping[str, Figures] = NOTHING
    by_how: Mapping[str, Figures] = NOTHING
    pairs: tuple[PairAgreement, ...] = ()
    confusion: tuple[Confusion, ...] = ()
    samples: int = 0
    seed: int = 0

    def as_json(self) -> dict[str, Any]:
        """What `annotator agreement --json` prints."""
        return msgspec.to_builtins(self)
