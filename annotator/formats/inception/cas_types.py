"""The types that a document needs, made for dkpro-cassis from how the document uses them, and from its type system.

Exports leave out types without an annotation, and files come without the type system beside them. So every type is told
from the document itself: what has offsets is an annotation, what refers to others does so by their ids. A type system
only says of a feature what it holds. The library makes Python code of the names of features, and these are whatever
somebody wrote into a file: it is given names of our own (`alias`).
"""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from functools import lru_cache
from importlib import import_module
from typing import Any

import msgspec

from annotator.formats.inception.cas_model import DEPENDENT, GOVERNOR

ANNOTATION, ANNOTATION_BASE, TOP = "uima.tcas.Annotation", "uima.cas.AnnotationBase", "uima.cas.TOP"
STRING, STRING_ARRAY, FS_ARRAY = "uima.cas.String", "uima.cas.StringArray", "uima.cas.FSArray"
BUILT_IN = ("uima.cas.", "uima.tcas.")
REFERENCES = frozenset({GOVERNOR, DEPENDENT, "first", "next", "target"})
"""Features that refer to one other annotation in every layer that has them."""
STRUCTURAL = REFERENCES | {"role"}
OF_BUILT_IN = ("elements", "head", "tail")
"""What arrays and lists of UIMA hold."""
PLAIN, ODD = "f_", "x_"


class TypeNeed(msgspec.Struct):
    """What a document needs of a type: the type above it, and its features, by alias, with their ranges."""

    above: str
    features: dict[str, str]


Needs = Mapping[str, TypeNeed]


class Declared(msgspec.Struct, frozen=True):
    """What a type system says: type → the type above it, and type → feature → what it holds."""

    above: Mapping[str, str] = {}
    ranges: Mapping[str, Mapping[str, str]] = {}

    def range_of(self, layer: str, feature: str) -> str | None:
        """What a feature of a type or of one above it holds: `STRING`, `TOP`, `FS_ARRAY`; None where it is not said."""
        seen: set[str] = set()
        while layer not in seen:
            seen.add(layer)
            if (found := self.ranges.get(layer, {}).get(feature)) is not None:
                return _simple(found)
            layer = self.above.get(layer, layer)
        return None


NOTHING_DECLARED = Declared()


def declared_in(root: Any) -> Declared:
    """What the root of a TypeSystem.xml declares."""
    above: dict[str, str] = {}
    ranges: dict[str, dict[str, str]] = {}
    for described in root.iter("{*}typeDescription"):
        name = _text(described, "name")
        above[name] = _text(described, "supertypeName")
        features = described.iter("{*}featureDescription")
        ranges[name] = {_text(feature, "name"): _text(feature, "rangeTypeName") for feature in features}
    return Declared(above, ranges)


def alias(feature: str) -> str:
    """The name that a feature has for the library: safe in Python, the same for every document."""
    if feature in STRUCTURAL:
        return feature
    if feature.isascii() and feature.isidentifier():
        return f"{PLAIN}{feature}"
    return f"{ODD}{feature.encode('utf-8', 'replace').hex()}"


def unalias(name: str) -> str:
    """The feature that has this alias."""
    if name.startswith(PLAIN):
        return name.removeprefix(PLAIN)
    if name.startswith(ODD):
        return bytes.fromhex(name.removeprefix(ODD)).decode("utf-8", "replace")
    return name


def cassis() -> Any:
    """dkpro-cassis, imported when the first file is read."""
    return import_module("cassis")


def types_for(needs: Needs) -> Any:
    """A type system of all that a document needs. All of one project need the same, so it is kept."""
    return _types(
        tuple((name, need.above, tuple(sorted(need.features.items()))) for name, need in sorted(needs.items()))
    )


@lru_cache(maxsize=8)
def _types(needed: tuple[tuple[str, str, tuple[tuple[str, str], ...]], ...]) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        types = cassis().TypeSystem()
        for name, above, features in needed:
            made = types.create_type(name, above)
            for feature, of in features:
                types.create_feature(made, feature, of, elementType=TOP if of == FS_ARRAY else None)
    return types


def _simple(declared: str) -> str:
    if declared in (FS_ARRAY, "uima.cas.FSList") or declared.endswith("[]"):
        return FS_ARRAY
    return STRING if declared.startswith("uima.cas.") and declared != TOP else TOP


def _text(element: Any, name: str) -> str:
    return (element.findtext(f"{{*}}{name}") or "").strip()
