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

from annotator.errors import UserError
from annotator.formats.cas_model import CasDocument, is_linguistic, linguistic_counts
from annotator.formats.cas_types import (
    ANNOTATION,
    ANNOTATION_BASE,
    BUILT_IN,
    FS_ARRAY,
    REFERENCES,
    STRING,
    STRING_ARRAY,
    TOP,
    Needs,
    TypeNeed,
    cassis,
    complete,
    load_types,
)
from annotator.formats.cas_walk import METADATA_NAMES, MISPLACED, UNKNOWN, document_of, places, unreadable
from annotator.formats.xml import lxml_etree

Key = TypeVar("Key", int, str)
XMI_ID = "{http://www.omg.org/XMI}id"
SOFA, VIEW, NULL = "uima.cas.Sofa", "uima.cas.View", "uima.cas.NULL"
MAIN_VIEW = "_InitialView"
PLAIN = frozenset({XMI_ID, "sofa", "begin", "end"})
DANGLING = "references to annotations that the file does not hold"

_DOCTYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_DECLARATION = re.compile(rb"^\s*<\?xml[^>]*\?>")
_REFERENCE = re.compile(rb"&#(?:(\d{1,9})|x([0-9a-fA-F]{1,8}));")
_IDS = re.compile(r"\d+(?: \d+)*")
_NAMESPACE = re.compile(r"\{https?:/+(.+?)\.ecore\}(.+)")


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
    if type_system is not None:
        parse_xml(type_system)
    slim = _Slim(root)
    types = complete(load_types(type_system) if type_system is not None else None, slim.needs())
    slim.drop_dangling(types)
    with unreadable():
        cas = cassis().load_cas_from_xmi(BytesIO(lxml_etree().tostring(root)), typesystem=types, lenient=True)
        return document_of(cas.get_view(slim.view), slim.text, slim.metadata, slim.unread, slim.lost)


class _Slim:
    """An XMI tree without what is not read. `text` is that of its first view that has one."""

    def __init__(self, root: Any) -> None:
        self._root = root
        self._elements: dict[str, Any] = {}
        self._names: dict[str, str] = {}
        self._sofas: list[Any] = []
        self._views: list[Any] = []
        for element in list(root):
            self._sort(element)
        sofa = self._main_sofa()
        self.view = sofa.get("sofaID", MAIN_VIEW)
        self.text: str = sofa.get("sofaString")
        self._sofa = sofa.get(XMI_ID)
        self.lost = Counter[str]()
        self.unread = linguistic_counts(self._names.values())
        self.metadata = {
            METADATA_NAMES[key]: value
            for element in self._elements.values()
            for key, value in element.attrib.items()
            if key in METADATA_NAMES and "Document" in element.tag and value not in UNKNOWN
        }
        self._keep(self._wanted())

    def _sort(self, element: Any) -> None:
        name = type_name(element.tag)
        if name == SOFA:
            self._sofas.append(element)
        elif name == VIEW:
            self._views.append(element)
        elif name in ("", NULL) or XMI_ID not in element.attrib:
            self._root.remove(element)
        else:
            self._elements[element.get(XMI_ID)] = element
            self._names[element.get(XMI_ID)] = name

    def _main_sofa(self) -> Any:
        texts = [sofa for sofa in self._sofas if (sofa.get("sofaString") or "").strip()]
        if not texts:
            raise UserError("The file holds no text.", "Export it again as UIMA CAS XMI or CAS JSON.")
        for other in self._sofas:
            if other is not texts[0]:
                self._root.remove(other)
        return next((sofa for sofa in texts if sofa.get("sofaID") == MAIN_VIEW), texts[0])

    def _wanted(self) -> set[str]:
        """The ids of all that may be a label, and of what that refers to."""
        fits = places(self.text)
        roots = [key for key, element in self._elements.items() if self._is_wanted(element, self._names[key], fits)]
        return reached(roots, self._refers)

    def _is_wanted(self, element: Any, name: str, fits: Callable[[Any, Any], bool]) -> bool:
        if is_linguistic(name):
            return False
        if element.get("sofa", self._sofa) != self._sofa:
            self.lost["annotations of another view than the text's"] += 1
            return False
        if "begin" in element.attrib and not fits(element.get("begin"), element.get("end")):
            self.lost[MISPLACED] += 1
            return False
        return True

    def _refers(self, key: str) -> Iterator[str]:
        element = self._elements[key]
        for name, value in element.attrib.items():
            if name not in PLAIN and _IDS.fullmatch(value):
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

    def needs(self) -> Needs:
        needs: dict[str, TypeNeed] = {}
        for key, element in self._elements.items():
            name = self._names[key]
            if name.startswith(BUILT_IN):
                continue
            need = needs.setdefault(name, TypeNeed(_above(element), {}))
            for feature, value in element.attrib.items():
                if feature not in PLAIN and not feature.startswith("{"):
                    need.features[feature] = self._range(feature, value, need.features.get(feature))
            for child in element:
                need.features.setdefault(child.tag, STRING_ARRAY)
        for need in needs.values():
            need.features = {feature: of or STRING for feature, of in need.features.items()}
        return needs

    def _range(self, feature: str, value: str, before: str | None) -> str:
        """What a feature holds: other annotations where all its values are their ids and its name or theirs says so."""
        if not value:
            return before or ""
        if before == STRING or not _IDS.fullmatch(value):
            return STRING
        if feature in REFERENCES:
            return TOP
        named = [self._elements.get(each) for each in value.split()]
        links = all(each is not None and "target" in each.attrib for each in named)
        return FS_ARRAY if links or before == FS_ARRAY else STRING

    def drop_dangling(self, types: Any) -> None:
        """Take away references to what is not there."""
        for key, element in self._elements.items():
            of_type = types.get_type(self._names[key])
            for feature, value in list(element.attrib.items()):
                known = None if feature in PLAIN else of_type.get_feature(feature)
                if known is None or types.is_primitive(known.rangeType) or not _IDS.fullmatch(value):
                    continue
                if (
                    "FS" not in known.rangeType.name
                    and known.rangeType.name.startswith("uima.cas.")
                    and (known.rangeType.name != TOP)
                ):
                    continue
                there = [each for each in value.split() if each in self._elements]
                self._set(element, feature, value, there)

    def _set(self, element: Any, feature: str, value: str, there: list[str]) -> None:
        lost = len(value.split()) - len(there)
        if lost:
            self.lost[DANGLING] += lost
            if there:
                element.set(feature, " ".join(there))
            else:
                del element.attrib[feature]


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
