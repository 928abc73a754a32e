"""UIMA CAS JSON 0.4, as INCEpTION writes it: made small and complete, and handed to dkpro-cassis.

INCEpTION leaves out the types of which a document has no annotation, though others refer to them, other tools leave out
all types; arrays come without their elements. All that would stop the library, so the types are told from the document.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Any, cast

from annotator.errors import UserError
from annotator.formats.inception.cas_model import CasDocument, is_linguistic, linguistic_counts, unlabelled
from annotator.formats.inception.cas_types import (
    ANNOTATION,
    ANNOTATION_BASE,
    BUILT_IN,
    FS_ARRAY,
    OF_BUILT_IN,
    REFERENCES,
    STRING,
    STRING_ARRAY,
    TOP,
    Needs,
    TypeNeed,
    alias,
    cassis,
    types_for,
)
from annotator.formats.inception.cas_walk import METADATA_NAMES, MISPLACED, UNKNOWN, document_of, places, unreadable
from annotator.formats.inception.cas_xmi import DANGLING, MAIN_VIEW, SOFA, reached

TYPES, STRUCTURES, VIEWS = "%TYPES", "%FEATURE_STRUCTURES", "%VIEWS"
ID, TYPE, ELEMENTS, MEMBERS = "%ID", "%TYPE", "%ELEMENTS", "%MEMBERS"
FS_ARRAYS = ("uima.cas.FSArray", "uima.cas.TOP[]")

Structure = dict[str, Any]


def read_json(data: bytes) -> CasDocument:
    """The document of a CAS JSON file.

    Raises:
        UserError: it cannot be read.
    """
    try:
        raw = json.loads(data, strict=False)
    except (ValueError, RecursionError) as error:
        raise UserError(f"The file is damaged JSON: {error}.", "Export it again.") from error
    with unreadable():
        slim = _Slim(raw)
        types = types_for(slim.needs)
        text = json.dumps(slim.raw)
        cas = cassis().load_cas_from_json(text, typesystem=types, lenient=True, merge_typesystem=False)
        return document_of(cas.get_view(MAIN_VIEW), slim.text, slim.metadata, slim.unread, slim.lost)


class _Slim:
    """A CAS JSON without what is not read, its types declared. `text` is that of its first view that has one."""

    def __init__(self, raw: Any) -> None:
        self._structures = dict(_structures(raw))
        sofas = {key: each for key, each in self._structures.items() if each.get(TYPE) == SOFA}
        texts = {key: each for key, each in sofas.items() if str(each.get("sofaString") or "").strip()}
        if not texts:
            raise UserError("The file holds no text.", "Export it again as UIMA CAS XMI or CAS JSON.")
        main = [key for key, each in texts.items() if each.get("sofaID", MAIN_VIEW) == MAIN_VIEW]
        self._sofa = (main or list(texts))[0]
        view = str(texts[self._sofa].get("sofaID", MAIN_VIEW))
        self.text: str = texts[self._sofa]["sofaString"]
        layers = [str(each.get(TYPE)) for each in self._structures.values()]
        self.lost = Counter[str]()
        self.unread = linguistic_counts(layers)
        self.metadata = {
            METADATA_NAMES[name]: str(value)
            for each in self._structures.values()
            for name, value in each.items()
            if name in METADATA_NAMES and "Document" in str(each.get(TYPE)) and value not in UNKNOWN
        }
        wanted = self._wanted()
        structures = list(self._renamed(wanted))
        self.needs = self._needed(structures, _object(_object(raw).get(TYPES)))
        listed = _object(_object(_object(raw).get(VIEWS)).get(view)).get(MEMBERS)
        members = {MAIN_VIEW: {"%SOFA": self._sofa, MEMBERS: self._members(listed, wanted)}}
        self.raw = {TYPES: {}, STRUCTURES: structures, VIEWS: members}

    def _wanted(self) -> set[int]:
        fits = places(self.text)
        self._placed = {str(each.get(TYPE)) for each in self._structures.values() if "begin" in each}
        roots = [key for key, each in self._structures.items() if self._is_wanted(each, fits)]
        return reached(roots, self._refers)

    def _is_wanted(self, each: Structure, fits: Callable[[Any, Any], bool]) -> bool:
        layer = str(each.get(TYPE))
        if is_linguistic(layer) or layer == SOFA or layer.startswith(BUILT_IN):
            return False
        if each.get("@sofa", self._sofa) != self._sofa:
            self.lost["annotations of another view than the text's"] += 1
            return False
        if layer in self._placed and not fits(each.get("begin"), each.get("end")):
            self.lost[MISPLACED] += 1
            return False
        return True

    def _refers(self, key: int) -> Iterator[int]:
        each = self._structures[key]
        for name, value in list(each.items()):
            if not name.startswith("@") or name == "@sofa":
                continue
            if value in self._structures:
                yield value
            else:
                del each[name]
                self.lost[DANGLING] += 1
        elements: Any = each.get(ELEMENTS)
        if isinstance(elements, list) and str(each.get(TYPE)) in FS_ARRAYS:
            yield from (one for one in cast("list[Any]", elements) if isinstance(one, int) and one in self._structures)

    def _renamed(self, wanted: set[int]) -> Iterator[Structure]:
        """The structures that are read, as the library takes them: arrays whole, features by their aliases."""
        text = {"sofaNum": 1, "sofaID": MAIN_VIEW, "mimeType": "text", "sofaString": self.text}
        yield {ID: self._sofa, TYPE: SOFA, **text}
        for key in sorted(wanted):
            each = self._structures[key]
            layer = str(each.get(TYPE))
            if layer == SOFA:
                continue
            if layer.endswith("[]") or (layer.startswith(BUILT_IN) and layer.endswith("Array")):
                yield self._array(key, layer, each)
            elif layer.startswith(BUILT_IN):
                yield {ID: key, TYPE: layer} | {n: v for n, v in each.items() if n.lstrip("@") in OF_BUILT_IN}
            else:
                yield {ID: key, TYPE: layer, **dict(self._features(layer, each))}

    def _array(self, key: int, layer: str, each: Structure) -> Structure:
        given = cast("list[Any]", each[ELEMENTS]) if isinstance(each.get(ELEMENTS), list) else []
        if all(isinstance(one, int) for one in given) and (layer in FS_ARRAYS or not layer.startswith("uima.cas.")):
            there = [one for one in given if one in self._structures]
            self.lost.update([DANGLING] * (len(given) - len(there)))
            return {ID: key, TYPE: FS_ARRAY, ELEMENTS: there}
        return {ID: key, TYPE: STRING_ARRAY, ELEMENTS: [str(one) for one in given if one is not None]}

    def _features(self, layer: str, each: Structure) -> Iterator[tuple[str, Any]]:
        if "begin" in each:
            yield "@sofa", self._sofa
        for name, value in each.items():
            if name.startswith("%") or value is None:
                continue
            if name in ("@sofa", "begin", "end"):
                yield name, int(value)
            elif name.startswith("@"):
                yield f"@{alias(name[1:])}", value
            elif isinstance(value, bool):
                yield alias(name.lstrip("#^")), "true" if value else "false"
            elif isinstance(value, str | int | float):
                yield alias(name.lstrip("#^")), str(value)
            else:
                self.unread[unlabelled(layer, name)] += 1

    def _members(self, members: Any, wanted: set[int]) -> list[int]:
        """What the view lists; everything with a place where it lists nothing."""
        listed = cast("list[Any]", members) if isinstance(members, list) else []
        if not listed:
            listed = [key for key, each in self._structures.items() if "begin" in each]
        return [one for one in listed if one in wanted]

    def _needed(self, structures: Iterable[Structure], declared: dict[str, Any]) -> Needs:
        """The types of structures, told from how they are used: a reference is written as one.

        What the file declares is asked only for references that none of its annotations has.
        """
        needs: dict[str, TypeNeed] = {}
        for each in structures:
            layer = str(each[TYPE])
            if layer.startswith(BUILT_IN):
                continue
            above = ANNOTATION if "begin" in each else ANNOTATION_BASE if "@sofa" in each else TOP
            need = needs.setdefault(layer, TypeNeed(above, {}))
            for name in each:
                if not name.startswith("%") and name not in ("@sofa", "begin", "end"):
                    need.features[name.lstrip("@")] = TOP if name.startswith("@") else STRING
        for layer, need in needs.items():
            for name in REFERENCES & _object(declared.get(layer)).keys():
                need.features.setdefault(name, TOP)
        return needs


def _structures(raw: Any) -> Iterator[tuple[int, Structure]]:
    """The feature structures by id: a list of them, or an object whose keys are the ids."""
    given: Any = _object(raw).get(STRUCTURES)
    if isinstance(given, dict):
        for key, each in cast("dict[str, Any]", given).items():
            yield int(key), {**_object(each), ID: int(key)}
    elif isinstance(given, list):
        for each in map(_object, cast("list[Any]", given)):
            if isinstance(each.get(ID), int):
                yield each[ID], dict(each)
    else:
        raise UserError("The file holds no annotations and no text.", "Export it again as UIMA CAS JSON 0.4.")


def _object(value: Any) -> dict[str, Any]:
    return cast("dict[str, Any]", value) if isinstance(value, dict) else {}
