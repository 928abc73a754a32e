r"""The cells of WebAnno TSV 3: what the columns mean, and the annotations that rows of them amount to.

A cell is `_` (nothing), `*` (an annotation without a value) or a value; `|` parts annotations on the same words, `;`
slots, `[n]` marks what goes on over several rows, `->1-2` the second place in the first chain. A relation stands in the
row of its target and names the token of its source. `\` takes the meaning from what follows it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Literal

import msgspec

from annotator.formats.inception.cas_model import (
    CasChain,
    CasDocument,
    CasRelation,
    CasSlot,
    CasSpan,
    is_linguistic,
    linguistic_counts,
)
from annotator.formats.offsets import Convert

if TYPE_CHECKING:
    from annotator.formats.inception.tsv import Row

ColumnKind = Literal["value", "nothing", "role", "target", "base", "chain_link"]
NOTHING, NO_VALUE = "_", "*"
ANY = "uima.tcas.Annotation"

_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f"}
_NUMBERED = re.compile(r"(.*?)(?<!\\)\[(\d+)(?:_(\d+))?\]", re.DOTALL)
_CHAINED = re.compile(r"(.*?)(?<!\\)->(\d+)-(\d+)(?:\[\d+\])?", re.DOTALL)


class Column(msgspec.Struct, frozen=True):
    """A column: of which layer, a `layer_kind` "span", "relation" or "chain", and what of it the cells hold.

    `feature` is the feature of a value, or of the slots; of "base" it is the layer that the relation joins, of "target"
    the layer of the fillers is `filler`.
    """

    layer: str
    layer_kind: str
    kind: ColumnKind
    feature: str = ""
    filler: str = ANY


def columns_of(layer_kind: str, declared: str) -> Iterator[Column]:
    """The columns that a header line declares, without its prefix: "webanno.custom.Span|value"."""
    layer, *names = declared.strip().split("|")
    names = [name for name in names if name]
    if not names:
        yield Column(layer, layer_kind, "nothing")
    slot = ""
    for name in names:
        if slot:
            yield Column(layer, layer_kind, "target", slot, name)
            slot = ""
        elif layer_kind == "span" and name.startswith("ROLE_"):
            slot = _slot_feature(name)
            yield Column(layer, layer_kind, "role", slot)
        elif layer_kind == "relation" and name.startswith("BT_"):
            yield Column(layer, layer_kind, "base", name.removeprefix("BT_"))
        elif layer_kind == "chain" and name == "referenceRelation":
            yield Column(layer, layer_kind, "chain_link", name)
        else:
            yield Column(layer, layer_kind, "value", name)


def unescape(value: str) -> str:
    return _ESCAPED.sub(lambda match: _ESCAPES.get(match[1], match[1]), value) if "\\" in value else value


def _slot_feature(declared: str) -> str:
    """The feature in "ROLE_webanno.custom.Host:links_webanno.custom.LinkType"; names may hold "_" themselves."""
    rest = declared.removeprefix("ROLE_").partition(":")[2]
    dot = rest.find(".")
    end = rest.rfind("_", 0, dot) if dot >= 0 else rest.rfind("_")
    return rest[:end] if end > 0 else rest


def _split(cell: str, separator: str) -> list[str]:
    """A cell's parts; an escaped separator parts nothing."""
    if "\\" not in cell:
        return cell.split(separator)
    return re.findall(rf"(?:^|{re.escape(separator)})((?:\\.|[^\\{re.escape(separator)}])*)", cell, re.DOTALL)


def _numbered(value: str) -> tuple[str, int, int]:
    """A value without its numbers in brackets, and these, 0 for none: "PER[3]", "1-2[0_4]"."""
    match = _NUMBERED.fullmatch(value)
    return (match[1], int(match[2]), int(match[3] or 0)) if match else (value, 0, 0)


class _Made:
    """An annotation while its rows are read."""

    def __init__(self, key: str, layer: str, row: Row) -> None:
        self.id = key
        self.layer = layer
        self.start = row.start
        self.end = row.end
        self.features: dict[str, str] = {}
        self.roles: dict[str, list[str]] = {}
        self.fillers: dict[str, list[tuple[str, int, str]]] = {}
        self.source: tuple[str, int] | None = None
        self.target: tuple[str, int] = (row.unit, 0)
        self.base = ANY


class Annotations:
    """Collects what the rows of a file say; references are followed when all are read."""

    def __init__(self, columns: Sequence[Column]) -> None:
        self._columns = columns
        self._made: list[_Made] = []
        self._relations: list[_Made] = []
        self._numbered: dict[int, _Made] = {}
        self._numbers: set[str] = set()
        """Ids of the annotations that have a number."""
        self._stands: dict[tuple[str, str, int], _Made] = {}
        """Unit, layer, place in the stack → annotation."""
        self._in_unit: dict[str, list[_Made]] = {}
        self._chains: dict[tuple[str, int], dict[int, _Made]] = {}
        self._lost = Counter[str]()

    def take(self, row: Row) -> None:
        for column, cell in zip(self._columns, row.cells, strict=True):
            if cell == NOTHING:
                continue
            for place, value in enumerate(_split(cell, "|")):
                self._value(row, column, place, value)

    def _value(self, row: Row, column: Column, place: int, value: str) -> None:
        number, other = 0, 0
        if column.kind == "chain_link":
            self._chain_link(row, column, place, value)
            return
        if column.kind != "target":
            value, number, other = _numbered(value)
        made = self._find(row, column, place, 0 if column.kind == "base" else number)
        if column.kind == "value" and value != NO_VALUE:
            made.features.setdefault(column.feature, unescape(value))
        elif column.kind == "role":
            roles = _split(value, ";") if value != NOTHING else []
            made.roles[column.feature] = ["" if role == NO_VALUE else unescape(role) for role in roles]
        elif column.kind == "target":
            fillers = [_numbered(one) for one in _split(value, ";")] if value != NOTHING else []
            made.fillers[column.feature] = [(unit, number, column.filler) for unit, number, _ in fillers]
        elif column.kind == "base":
            made.source, made.target, made.base = (value, number), (row.unit, other), column.feature

    def _find(self, row: Row, column: Column, place: int, number: int) -> _Made:
        """The annotation of a cell: known from a column before, from a row before by its number, or new."""
        key = (row.unit, column.layer, place)
        made = self._stands.get(key)
        if column.layer_kind == "span" and number:
            made = self._numbered.get(number)
            if made is None or made.layer != column.layer:
                made = self._numbered[number] = self._make(row, column)
            self._numbers.add(made.id)
        elif made is None or (made.id in self._numbers and column.kind == "value"):
            # In columns of unequal height one that has no number cannot be the one that has.
            made = self._stands.get((row.unit, column.layer, -1 - place)) or self._make(row, column)
            key = key if key not in self._stands else (row.unit, column.layer, -1 - place)
        self._stand(row, key, made)
        return made

    def _make(self, row: Row, column: Column) -> _Made:
        made = _Made(f"{len(self._made) + len(self._relations) + 1}", column.layer, row)
        (self._relations if column.layer_kind == "relation" else self._made).append(made)
        return made

    def _stand(self, row: Row, key: tuple[str, str, int], made: _Made) -> None:
        self._stands.setdefault(key, made)
        standing = self._in_unit.setdefault(row.unit, [])
        if made not in standing:
            standing.append(made)
        made.start, made.end = min(made.start, row.start), max(made.end, row.end)

    def _chain_link(self, row: Row, column: Column, place: int, value: str) -> None:
        match = _CHAINED.fullmatch(value)
        if match is None:
            self._lost["links of chains without a chain"] += 1
            return
        chain = self._chains.setdefault((column.layer, int(match[2])), {})
        key = (row.unit, column.layer, place)
        made = chain.get(int(match[3])) or self._make(row, column)
        chain[int(match[3])] = made
        self._stand(row, key, made)
        if match[1] != NO_VALUE:
            made.features.setdefault(column.feature, unescape(match[1]))

    def document(self, text: str, to_codepoints: Convert, said: tuple[str, ...]) -> CasDocument:
        """All that was read, its offsets in code points."""
        unread = linguistic_counts(made.layer for made in (*self._made, *self._relations))
        spans = tuple(
            CasSpan(
                made.id,
                made.layer,
                to_codepoints(made.start),
                to_codepoints(made.end),
                made.features,
                tuple(self._slots(made)),
            )
            for made in self._made
        )
        relations = tuple(self._joined())
        chains = [
            CasChain(layer, tuple(made.id for _, made in sorted(links.items())))
            for (layer, _), links in self._chains.items()
        ]
        return CasDocument(text, spans, relations, tuple(chains), unread=unread, lost=self._lost, said=said)

    def _slots(self, made: _Made) -> Iterator[CasSlot]:
        for feature, fillers in made.fillers.items():
            roles = made.roles.get(feature, [])
            for number, (unit, disambiguation, layer) in enumerate(fillers):
                if unit in (NO_VALUE, NOTHING):
                    continue
                if (target := self._resolve(layer, unit, disambiguation)) is None:
                    self._lost["slots whose filler the file does not hold"] += 1
                    continue
                yield CasSlot(feature, roles[number] if number < len(roles) else "", target)

    def _joined(self) -> Iterator[CasRelation]:
        for made in self._relations:
            if is_linguistic(made.layer):
                continue
            source = self._resolve(made.base, *made.source) if made.source else None
            target = self._resolve(made.base, *made.target)
            if source is None or target is None:
                self._lost["relations whose ends the file does not hold"] += 1
                continue
            yield CasRelation(made.layer, source, target, made.features)

    def _resolve(self, layer: str, unit: str, number: int) -> str | None:
        """The id of an annotation that a cell refers to: by its number, else the one of the layer in the unit."""
        if number and number in self._numbered:
            return self._numbered[number].id
        standing = [made for made in self._in_unit.get(unit, []) if made.source is None]
        of_layer = [made for made in standing if made.layer == layer]
        # A layer that attaches to any annotation, or to one of a layer above the one that stands there.
        others = [made for made in standing if not is_linguistic(made.layer)] or standing
        found = of_layer or others
        return found[0].id if found else None
