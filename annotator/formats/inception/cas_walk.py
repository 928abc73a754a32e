"""From a CAS, as dkpro-cassis has read it, to our document: spans with features and slots, relations, chains."""

from __future__ import annotations

import warnings
from collections import Counter
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, cast

import msgspec

from annotator.errors import UserError
from annotator.formats.inception.cas_model import (
    DEPENDENT,
    DOCUMENT,
    GOVERNOR,
    METADATA,
    CasChain,
    CasDocument,
    CasNote,
    CasRelation,
    CasSlot,
    CasSpan,
    is_linguistic,
)
from annotator.formats.inception.cas_types import unalias

METADATA_NAMES = {"documentTitle": "title", "documentId": "id", "documentUri": "url", "language": "language"}
"""Features of the document's metadata → ours."""
UNKNOWN = ("", None, "x-unspecified")
"""Values of metadata that say nothing."""
MISPLACED = "annotations that stand outside the text or begin inside a character"
UNJOINED = "relations whose ends the file does not hold"
PLACE = ("sofa", "begin", "end")


class _Features(msgspec.Struct):
    """The features of one annotation: values, links to others with their roles, and references by name."""

    values: dict[str, str]
    slots: list[CasSlot]
    references: dict[str, Any]


@contextmanager
def unreadable() -> Generator[None]:
    """Turns whatever a library raises on a damaged file into a sentence, and keeps its warnings to itself.

    Raises:
        UserError: something was raised inside.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    except UserError:
        raise
    except Exception as error:
        said = f"The file cannot be read as a UIMA CAS: {type(error).__name__}: {error}."
        raise UserError(said, "Export it again, with its type system beside it.") from error


def places(text: str) -> Callable[[Any, Any], bool]:
    """Whether a start and end, in UTF-16 units, stand in a text and part no character."""
    inside: set[int] = set()
    units = 0
    for character in text:
        if character > "\uffff":
            inside.add(units + 1)
            units += 1
        units += 1

    def fits(start: Any, end: Any) -> bool:
        try:
            begin, stop = int(start), int(end)
        except (TypeError, ValueError):
            return False
        return 0 <= begin <= stop <= units and begin not in inside and stop not in inside

    return fits


def document_of(
    view: Any, text: str, metadata: Mapping[str, str], unread: Counter[str], lost: Counter[str]
) -> CasDocument:
    """The document of a view of a CAS."""
    walk = _Walk(lost)
    for each in view.select_all_fs():
        walk.take(each)
    return CasDocument(
        text,
        tuple(walk.spans),
        tuple(walk.relations),
        tuple(walk.chains),
        tuple(walk.notes),
        metadata=metadata,
        unread=unread,
        lost=lost,
    )


class _Walk:
    def __init__(self, lost: Counter[str]) -> None:
        self._lost = lost
        self.spans: list[CasSpan] = []
        self.relations: list[CasRelation] = []
        self.chains: list[CasChain] = []
        self.notes: list[CasNote] = []

    def take(self, each: Any) -> None:
        layer: str = each.type.name
        names = {feature.name for feature in each.type.all_features}
        if layer in (METADATA, DOCUMENT):
            return
        found = _features_of(each)
        if {GOVERNOR, DEPENDENT} <= names:
            self._relation(layer, found)
        elif "begin" in names:
            key = str(each.xmiID)
            self.spans.append(CasSpan(key, layer, each.begin, each.end, found.values, tuple(found.slots)))
        elif "first" in names:
            self.chains.append(CasChain(layer, tuple(_links_of(each))))
        elif not ({"role", "target"} <= names or is_linguistic(layer) or layer.startswith("uima.")):
            self.notes.append(CasNote(layer, found.values))

    def _relation(self, layer: str, found: _Features) -> None:
        ends = [found.references.get(name) for name in (GOVERNOR, DEPENDENT)]
        if any(end is None for end in ends):
            self._lost[UNJOINED] += 1
            return
        source, target = (str(end.xmiID) for end in ends if end is not None)
        self.relations.append(CasRelation(layer, source, target, found.values))


def _features_of(each: Any) -> _Features:
    found = _Features({}, [], {})
    for feature in each.type.all_features:
        value = getattr(each, feature.name, None)
        name = unalias(feature.name)
        if value is None or value == "" or name in PLACE:
            continue
        if isinstance(value, bool):
            found.values[name] = "true" if value else "false"
        elif isinstance(value, str | int | float):
            found.values[name] = str(value)
        elif (elements := _elements(value)) is not None:
            _several(found, name, elements)
        else:
            found.references[name] = value
            if hasattr(value, "begin") and name not in (GOVERNOR, DEPENDENT, "next"):
                found.slots.append(CasSlot(name, name, str(value.xmiID)))
    return found


def _several(found: _Features, name: str, elements: list[Any]) -> None:
    """The elements of an array or list: links with role and target, annotations, or plain values."""
    plain = [str(each) for each in elements if isinstance(each, str | int | float)]
    if plain:
        found.values[name] = "\n".join(plain)
    for each in elements:
        if hasattr(each, "target"):
            if each.target is not None:
                found.slots.append(CasSlot(name, getattr(each, "role", None) or "", str(each.target.xmiID)))
        elif hasattr(each, "begin"):
            found.slots.append(CasSlot(name, name, str(each.xmiID)))


def _elements(value: Any) -> list[Any] | None:
    """What an array or a linked list of UIMA holds; None for anything else."""
    if isinstance(value, list):
        return cast("list[Any]", value)
    if hasattr(value, "elements"):
        return list(value.elements or ())
    if hasattr(value, "head"):
        return list(_listed(value))
    return [] if value.type.name.startswith("uima.cas.Empty") else None


def _listed(node: Any) -> Iterator[Any]:
    seen: set[int] = set()
    while node is not None and hasattr(node, "head") and id(node) not in seen:
        seen.add(id(node))
        yield node.head
        node = node.tail


def _links_of(chain: Any) -> Iterator[str]:
    seen: set[int] = set()
    link = chain.first
    while link is not None and link.xmiID not in seen:
        seen.add(link.xmiID)
        yield str(link.xmiID)
        link = getattr(link, "next", None)
