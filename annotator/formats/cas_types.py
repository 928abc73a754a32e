"""Type systems: read where a file has one, completed from what a document uses, since users hand over lone files.

Exports leave out types without an annotation, and files come without the type system beside them. What is missing is
told from the document itself: what has offsets is an annotation, what refers to others does so by their ids.
"""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from importlib import import_module
from io import BytesIO
from typing import Any

import msgspec

from annotator.errors import UserError
from annotator.formats.cas_model import DEPENDENT, GOVERNOR

ANNOTATION, ANNOTATION_BASE, TOP = "uima.tcas.Annotation", "uima.cas.AnnotationBase", "uima.cas.TOP"
STRING, STRING_ARRAY, FS_ARRAY = "uima.cas.String", "uima.cas.StringArray", "uima.cas.FSArray"
BUILT_IN = ("uima.cas.", "uima.tcas.")
REFERENCES = frozenset({GOVERNOR, DEPENDENT, "first", "next", "target"})
"""Features that refer to one other annotation in every layer that has them."""


class TypeNeed(msgspec.Struct):
    """What a document needs of a type: the type above it, and its features with their ranges."""

    above: str
    features: dict[str, str]


Needs = Mapping[str, TypeNeed]


def cassis() -> Any:
    """dkpro-cassis, imported when the first file is read."""
    return import_module("cassis")


def load_types(data: bytes) -> Any:
    """A type system from its XML, which was parsed with care before (`cas_xmi.parse_xml`).

    Raises:
        UserError: it is none.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return cassis().load_typesystem(BytesIO(data))
    except Exception as error:
        said = f"The type system beside the file cannot be read: {error}."
        raise UserError(said, "Export it again, or take it away: the layers are then told from the file.") from error


def complete(types: Any, needs: Needs) -> Any:
    """A type system (None: an empty one) with what a document needs added to it."""
    types = types or cassis().TypeSystem()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for name, need in needs.items():
            if not types.contains_type(name, match_exactly=True):
                types.create_type(name, need.above)
        for name, need in needs.items():
            known = types.get_type(name, match_exactly=True)
            for feature, of in need.features.items():
                if known.get_feature(feature) is None and known.get_feature(f"{feature}_") is None:
                    types.create_feature(known, feature, of, elementType=TOP if of == FS_ARRAY else None)
    return types
