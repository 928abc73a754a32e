"""UIMA CAS XMI, as INCEpTION and DKPro write it: made safe and small, and handed to dkpro-cassis with its types.

The file is parsed here first: without entities, and without the linguistic layers that nobody reads, which are nine
tenths of it. Annotations that stand nowhere in the text, and references to what is not there, are counted and left out:
they would stop the library, or be taken for something else.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from io import BytesIO
from typing import Any, TypeVar

from msgspec import structs

from annotator.errors import UserError
from annotator.formats.inception.cas_model import CasDocument, is_linguistic, linguistic_counts
from annotator.formats.inception.cas_types import (
    ANNOTATION,
    ANNOTATION_BASE,
    BUILT_IN,
    FS_ARRAY,
    NOTHING_DECLARED,
    OF_BUILT_IN,
    REFERENCES,
    STRING,
    STRING_ARRAY,
    TOP,
    Declared,
    TypeNeed,
    alias,
    cassis,
    declared_in,
    types_for,
    unalias,
)
from annotator.formats.inception.cas_walk import METADATA_NAMES, MISPLACED, UNKNOWN, document_of, places, unreadable
from annotator.formats.xml import lxml_etree

Key = TypeVar("Key", int, str)
XMI_ID = "{http://www.omg.org/XMI}id"
SOFA, VIEW, NULL = "uima.cas.Sofa", "uima.cas.View", "uima.cas.NULL"
MAIN_VIEW = "_InitialView"
PLACE = frozenset({XMI_ID, "sofa", "begin", "end"})
DANGLING = "references to annotations that the file does not hold"

_DOCTYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_DECLARATION = re.compile(rb"^\s*<\?xml[^>]*\?>")
_REFERENCE = re.compile(rb"&#(?:(\d{1,9})|x([0-9a-fA-F]{1,8}));")
_IDS = re.compile(r"\d+(?: \d+)*")
_NAMESPACE = re.compile(r"\{http:///([\w./-]+)\.ecore\}([\w.-]+)")


def parse_xml(data: bytes) -> Any:
    """The root of an XML file that declares nothing of its own: no DOCTYPE, no entities, nothing from elsewhere.

    Raises:
        UserError: it does, or is no XML.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        data = _DECLARATION.sub(b"", data.decode("utf-16", "replace").encode("utf-8"), count=1)
    if b"\x00" in data[:4]:
        raise UserError("The file is XML in UTF-16 or UTF-32 without a mark that says so.", "Save it as UTF-8.")
    if _DOCTYPE.search(data):
        raise UserError("The file declares a DOCTYPE or entities, which no annotation tool writes.", "It was not read.")
    etree = lxml_etree()
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        # XML 1.1, and some exporters, refer to control characters, which the parser takes for damage.
        return etree.fromstring(_REFERENCE.sub(_legal, data), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UserError(f"The file is damaged XML: {error}.", "Export it again.") from error


def _legal(reference: re.Match[bytes]) -> bytes:
    """A reference to a character, to U+FFFD where XML 1.0 has none such: as long in UTF-16 units."""
    number = int(reference[1], 10) if reference[1] else int(reference[2], 16)
    if number in (9, 10, 13) or 0x20 <= number < 0xD800 or 0xE000 <= number < 0xFFFE or 0xFFFF < number < 0x110000:
        return reference[0]
    return b"&#xFFFD;"


def read_xmi(data: bytes, type_system: bytes | None = None) -> CasDocument:
    """The document of an XMI file; `type_system` is the TypeSystem.xml that belongs to it, where there is one.

    Raises:
        UserError: it cannot be read.
    """
    root = parse_xml(data)
    declared, said = _declared(type_system)
    with unreadable():
        slim = _Slim(root, declared)
        types = types_for(slim.needs)
        cas = cassis().load_cas_from_xmi(BytesIO(lxml_etree().tostring(root)), typesystem=types, lenient=True)
        document = document_of(cas.get_view(MAIN_VIEW), slim.text, slim.metadata, slim.unread, slim.lost)
    return structs.replace(document, said=said)


def _declared(type_system: bytes | None) -> tuple[Declared, tuple[str, ...]]:
    """What a type system declares, and what is to be said where it is of no use."""
    if type_system is None:
        return NOTHING_DECLARED, ()
    try:
        return declared_in(parse_xml(type_system)), ()
    except UserError as error:
        told = "The type system beside the file was not used; the layers were told from the file itself"
        return NOTHING_DECLARED, (f"{told}: {error.message}",)


class _Slim:
    """An XMI tree without what is not read, its features by their aliases. `text` is that of its view."""

    def __init__(self, root: Any, declared: Declared) -> None:
        self._root = root
        self._declared = declared
        self._elements: dict[str, Any] = {}
        self._names: dict[str, str] = {}
        self._sofas: list[Any] = []
        self._views: list[Any] = []
        self.lost = Counter[str]()
        for element in list(root):
            self._sort(element)
        sofa = self._main_sofa()
        self.text: str = sofa.get("sofaString")
        self._sofa = sofa.get(XMI_ID)
        self.unread = linguistic_counts(self._names.values())
        self.metadata = {
            METADATA_NAMES[key]: value
            for element in self._elements.values()
            for key, value in element.attrib.items()
            if key in METADATA_NAMES and "Document" in element.tag and value not in UNKNOWN
        }
        self._keep(self._wanted())
        self._ranges = self._told()
        for key, element in self._elements.items():
            self._rename(self._names[key], element)
        self.needs = self._needed()

    def _sort(self, element: Any) -> None:
        name, key = type_name(element.tag), element.get(XMI_ID, "")
        if name == VIEW:
            self._views.append(element)
        elif name in ("", NULL) or not _IDS.fullmatch(key) or key in self._elements:
            self._root.remove(element)
            if name not in ("", NULL):
                self.lost["annotations whose number is none, or another one's"] += 1
        elif name == SOFA:
            self._sofas.append(element)
        else:
            self._elements[key] = element
            self._names[key] = name

    def _main_sofa(self) -> Any:
        """The view that holds the text, under the name that the library expects; the others are taken away."""
        texts = [sofa for sofa in self._sofas if (sofa.get("sofaString") or "").strip()]
        if not texts:
            raise UserError("The file holds no text.", "Export it again as UIMA CAS XMI or CAS JSON.")
        main = next((sofa for sofa in texts if sofa.get("sofaID") == MAIN_VIEW), texts[0])
        for sofa in self._sofas:
            if sofa is not main:
                self._root.remove(sofa)
        for name in set(main.attrib) - {XMI_ID, "sofaString"}:
            del main.attrib[name]
        main.set("sofaNum", "1")
        main.set("sofaID", MAIN_VIEW)
        return main

    def _wanted(self) -> set[str]:
        """The ids of all that may be a label, and of what that refers to."""
        fits = places(self.text)
        self._placed = {self._names[key] for key, element in self._elements.items() if "begin" in element.attrib}
        roots = [key for key, element in self._elements.items() if self._is_wanted(element, self._names[key], fits)]
        return reached(roots, self._refers)

    def _is_wanted(self, element: Any, name: str, fits: Callable[[Any, Any], bool]) -> bool:
        if is_linguistic(name):
            return False
        if element.get("sofa", self._sofa) != self._sofa:
            self.lost["annotations of another view than the text's"] += 1
            return False
        if name in self._placed:
            if not fits(element.get("begin"), element.get("end")):
                self.lost[MISPLACED] += 1
                return False
            element.set("sofa", self._sofa)
        return True

    def _refers(self, key: str) -> Iterator[str]:
        element = self._elements[key]
        for name, value in element.attrib.items():
            if name not in PLACE and _IDS.fullmatch(value):
                yield from (each for each in value.split() if each in self._elements)

    def _keep(self, wanted: set[str]) -> None:
        for key in self._elements.keys() - wanted:
            self._root.remove(self._elements.pop(key))
        for view in self._views:
            if view.get("sofa") != self._sofa:
                self._root.remove(view)
            else:
                members = (each for each in (view.get("members") or "").split() if each in wanted)
                view.set("members", " ".join(members))

    def _told(self) -> dict[tuple[str, str], str]:
        """Layer and feature → what it holds: as declared, else told from all its values."""
        told: dict[tuple[str, str], str] = {}
        for key, element in self._elements.items():
            layer = self._names[key]
            for feature, value in element.attrib.items():
                if feature not in PLACE:
                    place = (layer, feature)
                    told[place] = self._range(layer, feature, value, told.get(place, ""))
        return told

    def _range(self, layer: str, feature: str, value: str, before: str) -> str:
        """Other annotations are meant where all values are their ids, and the feature's name or theirs says so."""
        declared = self._declared.range_of(layer, feature)
        if before == STRING or not value or not _IDS.fullmatch(value):
            return before if not value else STRING
        if declared == STRING:
            return STRING
        named = [self._elements.get(each) for each in value.split()]
        if declared is not None or feature in REFERENCES:
            is_array = named[0] is not None and type_name(named[0].tag).startswith("uima.cas.")
            is_one = before != FS_ARRAY and len(named) == 1 and (declared != FS_ARRAY or is_array)
            return TOP if is_one else FS_ARRAY
        links = all(each is not None and "target" in each.attrib for each in named)
        return FS_ARRAY if links or before == FS_ARRAY else STRING

    def _rename(self, layer: str, element: Any) -> None:
        """Give an element's features their aliases, and take away references to what is not there."""
        for feature, value in list(element.attrib.items()):
            if feature in PLACE:
                continue
            del element.attrib[feature]
            is_built_in = layer.startswith(BUILT_IN)
            if feature.startswith("{") or (is_built_in and feature not in OF_BUILT_IN):
                continue
            kept = self._kept(value) if self._refers_by(layer, feature) else value
            if kept is not None:
                element.set(feature if is_built_in else alias(feature), kept)
        for child in element:
            if not layer.startswith(BUILT_IN) and isinstance(child.tag, str):
                child.tag = alias(child.tag)

    def _refers_by(self, layer: str, feature: str) -> bool:
        """Whether a feature holds ids of other annotations."""
        if layer.startswith(BUILT_IN):
            return feature == "tail" or "FS" in layer.rpartition(".")[2]
        return self._ranges[layer, feature] in (TOP, FS_ARRAY)

    def _kept(self, value: str) -> str | None:
        """The ids in a value of which the file holds an annotation; None where that is none."""
        there = [each for each in value.split() if each in self._elements]
        self.lost.update([DANGLING] * (len(value.split()) - len(there)))
        return " ".join(there) if there else None

    def _needed(self) -> dict[str, TypeNeed]:
        needs: dict[str, TypeNeed] = {}
        for key, element in self._elements.items():
            layer = self._names[key]
            if layer.startswith(BUILT_IN):
                continue
            need = needs.setdefault(layer, TypeNeed(_above(element), {}))
            for feature in (*element.attrib, *(child.tag for child in element)):
                if isinstance(feature, str) and feature not in PLACE:
                    need.features[feature] = self._ranges.get((layer, unalias(feature)), STRING_ARRAY) or STRING
        for (layer, feature), of in self._ranges.items():
            if feature in REFERENCES and layer in needs:
                needs[layer].features.setdefault(feature, of or TOP)
        return needs


def type_name(tag: Any) -> str:
    """The name of the type that an element is of: "{http:///webanno/custom.ecore}Span"; "" for what is none."""
    match = _NAMESPACE.fullmatch(tag) if isinstance(tag, str) else None
    if match is None:
        return ""
    package = match[1].replace("/", ".")
    return match[2] if package == "uima.noNamespace" else f"{package}.{match[2]}"


def reached(roots: Iterable[Key], refers: Callable[[Key], Iterable[Key]]) -> set[Key]:
    """What can be reached from `roots` by references."""
    found, waiting = set(roots), list(roots)
    while waiting:
        for each in refers(waiting.pop()):
            if each not in found:
                found.add(each)
                waiting.append(each)
    return found


def _above(element: Any) -> str:
    if "begin" in element.attrib:
        return ANNOTATION
    return ANNOTATION_BASE if "sofa" in element.attrib else TOP
