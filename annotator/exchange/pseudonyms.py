"""Names for people that tell nothing, for datasets that leave the house: a1, a2 …, the same wherever a name stands."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar, cast

from msgspec import UNSET, UnsetType, structs

from annotator.formats.gold.schema import GoldArticle, GoldRejected, GoldSpan, GoldStatement
from annotator.layers import RESERVED

Name = Callable[[str], str]
Item = TypeVar("Item", GoldSpan, GoldStatement)


class Pseudonyms:
    """A pseudonym for each name of a project.

    The numbers follow from a hash with the project's id, which no export holds: they are the same in every export of
    one project, and neither the order of names nor that of articles gives anybody away.
    """

    def __init__(self, project_id: str, people: Iterable[str]) -> None:
        self._project = project_id
        known = sorted(set(people) - set(RESERVED), key=self._rank)
        self._known = {name: f"a{number}" for number, name in enumerate(known, 1)}

    def __call__(self, name: str) -> str:
        if name in RESERVED or not name:
            return name
        return self._known.setdefault(name, f"a{len(self._known) + 1}")

    def of_several(self, names: str) -> str:
        """The same for several leads who are told as one text; a name may hold a comma itself."""
        parts, found = names.split(", "), list[str]()
        while parts:
            known = (n for n in range(len(parts), 0, -1) if ", ".join(parts[:n]) in self._known)
            count = next(known, 1)
            found.append(self(", ".join(parts[:count])))
            del parts[:count]
        return ", ".join(found)

    def _rank(self, name: str) -> str:
        return hashlib.sha256(f"{self._project} {name}".encode()).hexdigest()


def anonymised(record: GoldArticle, name: Pseudonyms) -> GoldArticle:
    """A record with `name` of each person instead of the person, in its provenance and in that of its units."""
    said = record.provenance
    rejected = record.rejected
    if not isinstance(rejected, UnsetType):
        rejected = GoldRejected(spans=_units(rejected.spans, name), statements=_units(rejected.statements, name))
    provenance = structs.replace(
        said,
        layer=name(said.layer),
        annotators=tuple(sorted(map(name, said.annotators))),
        decided_by=name.of_several(said.decided_by) if said.decided_by else None,
    )
    return structs.replace(
        record,
        spans=_units(record.spans, name),
        statements=_units(record.statements, name),
        rejected=rejected,
        provenance=provenance,
    )


def anonymised_agreement(found: Mapping[str, Any], name: Name) -> dict[str, Any]:
    """What `agreement --json` says, with `name` of each layer instead of the layer, and in the order of these."""
    pairs = [{**pair, **dict(zip("ab", sorted((name(pair["a"]), name(pair["b"]))), strict=True))}
             for pair in found.get("pairs", ())]  # fmt: skip
    pairs.sort(key=lambda pair: (pair["a"], pair["b"]))
    return {**found, "layers": sorted(map(name, found.get("layers", ()))), "pairs": pairs}


def _units(units: tuple[Item, ...], name: Pseudonyms) -> tuple[Item, ...]:
    # Most units were decided by one person, whom the article's provenance names.
    if all(unit.by is UNSET and not unit.alternatives for unit in units):
        return units
    return tuple(_unit(unit, name) for unit in units)


def _unit(unit: Item, name: Pseudonyms) -> Item:
    by = name.of_several(unit.by) if unit.by else unit.by
    others = unit.alternatives
    if others:
        others = cast("Any", _units(cast("tuple[Item, ...]", others), name))
    return structs.replace(unit, by=by, alternatives=others)
