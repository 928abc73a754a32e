"""XML read safely: no DTD, no entity expansion, no network, bounded. What elements mean is in the formats' modules.

A document type declaration never reaches the parser. It is taken out beforehand, and the names that it would have
declared (`&nbsp;`, `&eacute;`) are those of HTML. Entities that a file declares itself are read where they stand for a
few characters; nested, long and external ones, of which bombs are made, are refused.
"""

from __future__ import annotations

import codecs
import html
import re
from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import Any, Protocol, cast

from annotator.errors import UserError
from annotator.text import decode, normalise


class Element(Protocol):
    """What is used of lxml's elements, which have no types of their own. `tag` is no string for a comment."""

    tag: object
    text: str | None
    tail: str | None
    sourceline: int | None
    attrib: Mapping[str, str]

    def __iter__(self) -> Iterator[Element]: ...
    def get(self, key: str, default: str = "") -> str: ...
    def getparent(self) -> Element | None: ...
    def getprevious(self) -> Element | None: ...
    def iter(self) -> Iterator[Element]: ...
    def itertext(self, *tags: str) -> Iterator[str]: ...


ENTITY_CHARS = 64
"""The longest text that a declared entity may stand for."""
ENTITIES = 1000
TAGS = 4_000_000
"""A tree takes some hundred bytes of memory for each."""
PREFIXES = 20
"""So many prefixes without a namespace are put up with."""
ATTRIBUTES = 10_000
"""Parsers of HTML compare each attribute of a tag with all before it."""
HINT = "Check that it is whole, and save it again from where it comes."

_DECLARED = re.compile(rb"^\s*<\?xml[^>]*?encoding\s*=\s*[\"']([\w.:-]+)[\"']")
_DECLARATION = re.compile(r"^\s*<\?xml\b[^>]*\?>")
_PROLOG = re.compile(r"(?:\s+|<\?.*?\?>|<!--.*?-->)*", re.DOTALL)
_SUBSET = re.compile(r"<!--.*?-->|<\?.*?\?>|\"[^\"]*\"|'[^']*'|[\[\]>]", re.DOTALL)
_ENTITY = re.compile(r"<!ENTITY\s+(%\s+)?([^\s\"'>]+)\s+(?:\"([^\"]*)\"|'([^']*)'|([^>]*))", re.IGNORECASE)
_LONG_TAG = re.compile(r"""<[A-Za-z](?:[^>"']++|"[^"]*+"|'[^']*+')*+""")
_QUOTED = re.compile(r"\"[^\"]*+\"|'[^']*+'")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_REFERENCE = re.compile(
    r"<!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?(?:-->|\Z)|<\?.*?(?:\?>|\Z)|&(#\d+|#[xX][0-9a-fA-F]+|[\w.:-]+);|&", re.DOTALL
)
_KEPT = ("amp", "lt", "gt", "quot", "apos")
_ROOT = re.compile(r"<(?:[\w.-]+:)?([\w.-]+)((?:\s[^<>]*)?)/?>?")
_PREFIX = re.compile(r"<([\w.-]+):")
_UNDECLARED = re.compile(r"Namespace prefix ([\w.-]+) .*not defined")
_ATTRIBUTE = re.compile(r"xmlns(?::([\w.-]+))?\s*=\s*[\"']([^\"']*)[\"']")


def parse_xml(data: bytes | str) -> Element:
    """The root of a document; `sourceline` of its elements is the line in `data`.

    Raises:
        UserError: it is empty, not well formed, or declares entities that are refused.
    """
    text = prepared(data)
    try:
        return _parse_declaring(text)
    except SyntaxError as error:
        raise UserError(f"The XML is damaged in line {error.lineno or 1}: {_told(error)}.", HINT) from error


def parse_damaged(data: bytes | str) -> tuple[Element | None, int | None]:
    """What can be read of a document that may be damaged, and the line of the damage, None where there is none.

    Raises:
        UserError: it declares entities that are refused, or is empty.
    """
    text = prepared(data)
    try:
        return _parse_declaring(text), None
    except SyntaxError as error:
        line = error.lineno or 1
    try:
        return _parse(text, recover=True), line
    except SyntaxError:
        return None, line


def root_of(head: bytes) -> tuple[str, str]:
    """The namespace and the local name of the root element of a file that begins with `head`; two "" where it has none.

    Never raises: what is no XML has no root.
    """
    text = _decoded(head).lstrip("\ufeff")
    try:
        text = _without_doctype(text)[0]
    except UserError:
        # A bomb is the format's to refuse, and for that it must be known.
        text = re.sub(r"<!DOCTYPE.*?\]\s*>", "", text, flags=re.DOTALL)
    prolog = _PROLOG.match(text)
    found = _ROOT.match(text, prolog.end() if prolog else 0)
    if found is None:
        return "", ""
    prefix = _PREFIX.match(found[0])
    spaces = {match[1]: match[2] for match in _ATTRIBUTE.finditer(found[2])}
    return spaces.get(prefix[1] if prefix else None, ""), found[1]


def local(element: Element) -> str:
    """The name of an element without its namespace; "" for a comment or a processing instruction."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def children(element: Element, *names: str) -> Iterator[Element]:
    """The children of these local names (all where none is given), in whatever namespace."""
    for child in element:
        if (name := local(child)) and (not names or name in names):
            yield child


def find_all(element: Element, *path: str) -> list[Element]:
    """The elements at a path of local names below an element, in order."""
    found = [element]
    for name in path:
        found = [child for parent in found for child in children(parent, name)]
    return found


def find(element: Element | None, *path: str) -> Element | None:
    """The first element at a path of local names below an element."""
    return next(iter(find_all(element, *path)), None) if element is not None else None


def descendants(element: Element, *names: str) -> Iterator[Element]:
    """All elements of these local names at any depth, in order, the element itself among them."""
    for inner in element.iter():
        if local(inner) in names:
            yield inner


def words(element: Element | None) -> str:
    """All text in an element on one line; "" for no element."""
    if element is None:
        return ""
    return " ".join("".join(element.itertext("*")).split())


def attribute(element: Element | None, name: str) -> str:
    """An attribute by its local name, on one line; "" where there is none."""
    if element is None:
        return ""
    for key, value in element.attrib.items():
        if key.rpartition("}")[2] == name:
            return " ".join(value.split())
    return ""


def lxml_etree() -> Any:
    """lxml's parsers. Imported when the first file of markup is read."""
    return import_module("lxml.etree")


def _parse_declaring(text: str) -> Element:
    """The root of a document. Prefixes that are used but stand for no namespace lose nothing, so they are given one."""
    for _ in range(PREFIXES):
        try:
            return _parse(text, recover=False)
        except SyntaxError as error:
            undeclared = _UNDECLARED.match(error.msg or "")
            root = _ROOT.match(text, end.end() if (end := _PROLOG.match(text)) else 0)
            if undeclared is None or root is None:
                raise
            at = root.start() + len(root[0].rstrip("/>"))
            text = f'{text[:at]} xmlns:{undeclared[1]}="urn:undeclared:{undeclared[1]}"{text[at:]}'
    return _parse(text, recover=False)


def _parse(text: str, *, recover: bool) -> Element:
    etree = lxml_etree()
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=recover, encoding="utf-8"
    )
    return cast("Element", etree.fromstring(text.encode("utf-8"), parser))


def prepared(data: bytes | str) -> str:
    """The text without declaration and document type, its references to entities resolved; no line is lost.

    For libraries that parse on their own too: nothing in it can blow them up.

    Raises:
        UserError: it is empty, or declares entities that are refused.
    """
    text = normalise(data if isinstance(data, str) else _decoded(data)).lstrip("\ufeff")
    if not text.strip():
        raise UserError("The file is empty.", "Nothing was imported from it.")
    if text.count("<") > TAGS:
        raise UserError(f"The file holds more than {TAGS:,} tags.", "Split it into smaller files.")
    text, declared = _without_doctype(text)
    text = _DECLARATION.sub(lambda found: "\n" * found[0].count("\n"), text)
    return _REFERENCE.sub(lambda found: _resolved(found, declared), text)


def check_attributes(markup: str) -> None:
    """Refuse markup with a tag of thousands of attributes, which parsers of HTML take minutes for.

    Raises:
        UserError: there is one.
    """
    for tag in _LONG_TAG.finditer(markup):
        # Even the shortest attribute takes two characters.
        if len(tag[0]) > 2 * ATTRIBUTES and len(_QUOTED.sub(" ", tag[0]).split()) > ATTRIBUTES:
            raise UserError(f"A tag of the file has more than {ATTRIBUTES:,} attributes.", HINT)


def _resolved(found: re.Match[str], declared: Mapping[str, str]) -> str:
    name = found[1]
    if name is None:
        return "&amp;" if found[0] == "&" else found[0]
    if name in _KEPT:
        return found[0]
    if name.startswith("#"):
        return html.escape(normalise(html.unescape(found[0])), quote=False)
    if name in declared:
        return html.escape(declared[name])
    known = html.unescape(f"&{name};")
    return html.escape(known)


def _without_doctype(text: str) -> tuple[str, dict[str, str]]:
    """The text with empty lines in place of its document type, and the entities that this declares."""
    prolog = _PROLOG.match(text)
    start = prolog.end() if prolog else 0
    if text[start : start + 9].upper() != "<!DOCTYPE":
        return text, {}
    depth = 0
    end = len(text)
    for mark in _SUBSET.finditer(text, start):
        depth += {"[": 1, "]": -1}.get(mark[0], 0)
        if mark[0] == ">" and depth <= 0:
            end = mark.end()
            break
    doctype = text[start:end]
    return text[:start] + "\n" * doctype.count("\n") + text[end:], _declared(_COMMENT.sub("", doctype))


def _declared(doctype: str) -> dict[str, str]:
    """The entities of a document type that stand for a few characters.

    Raises:
        UserError: others are declared.
    """
    found: dict[str, str] = {}
    for match in _ENTITY.finditer(doctype):
        parameter, name, double, single, external = match.groups()
        value = html.unescape(double if double is not None else single or "")
        if parameter and external is not None:
            # The usual way to point to the standard sets of characters; never followed.
            continue
        if external is not None or len(value) > ENTITY_CHARS or "&" in value or "%" in value or "<" in value:
            said = f"The file declares an entity of its own, {name!r}, that is nested, long or in another file."
            raise UserError(said, "Such entities are never expanded. Save the file without them.")
        found[name] = normalise(value)
        if len(found) > ENTITIES:
            raise UserError(f"The file declares more than {ENTITIES:,} entities.", "Save the file without them.")
    return found


def _decoded(data: bytes) -> str:
    """The text of XML by its byte order mark, else UTF-8, else as declared, else guessed."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", "replace")
    for start, name in ((b"<\x00?\x00", "utf-16-le"), (b"\x00<\x00?", "utf-16-be")):
        if data.startswith(start):
            return data.decode(name, "replace")
    declared = _DECLARED.match(data[:1024].removeprefix(codecs.BOM_UTF8))
    name = declared[1].decode("ascii").lower() if declared else "utf-8"
    for encoding in dict.fromkeys((name if name not in ("iso-8859-1", "us-ascii") else "utf-8", "utf-8", name)):
        try:
            # As browsers do: what calls itself Latin-1 is Windows-1252.
            return data.decode("cp1252" if encoding in ("iso-8859-1", "us-ascii") else encoding)
        except (LookupError, UnicodeDecodeError):
            continue
    return _guessed(data)


def _guessed(data: bytes) -> str:
    try:
        return decode(data).text
    except UserError:
        return data.decode("utf-8", "replace")


def _told(error: SyntaxError) -> str:
    said = re.sub(r", line \d+, column \d+.*", "", error.msg or "it is not well formed")
    return said[:1].lower() + said[1:].rstrip(".")
