"""The texts of Label Studio's tasks, plain, marked up or as a dialogue, and where in them a region's offsets are.

Plain text counts code points, once UTF-16 units. Of marked-up text the global offsets count the code points of all text
nodes, and a line break as one; the others count UTF-16 units in a text node that a path leads to. Of a dialogue the
offsets are those of a turn.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from importlib import import_module
from typing import Any, cast

import msgspec

from annotator.formats.json_shapes import JsonObject, a_number, a_string, an_object
from annotator.formats.label_studio.config import Source
from annotator.formats.offsets import Convert, converter
from annotator.formats.records import OffsetUnit
from annotator.formats.xml import Element, check_attributes, lxml_etree

BLOCKS = frozenset(
    (
        "address",
        "article",
        "aside",
        "blockquote",
        "center",
        "dd",
        "div",
        "dl",
        "dt",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "title",
        "tr",
        "ul",
    )
)
HIDDEN = frozenset(("script", "style", "head", "template"))
_WHOLE_PAGE = re.compile(r"<(?:html|body)[\s>]", re.IGNORECASE)
_MARKUP = re.compile(r"</?[a-zA-Z][^<>]*>")
_STEP = re.compile(r"text\(\)(?:\[(\d+)\])?$")
_URL = re.compile(r"(?:https?|s3|gs|azure-blob|file)://\S+|/data/(?:upload|local-files)\S*|\S+\.(?:txt|html?|json|csv)")
_BROKEN = re.compile(r"\\n|\s")
_GAPS = re.compile(r"(?:\\[nr]|\s)+")


class TaskText:
    """A plain text. `place` gives where the offsets of a region's value are in `text`."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._converters: dict[OffsetUnit, Convert] = {}

    def place(self, value: JsonObject, unit: OffsetUnit) -> tuple[int, int] | None:
        """Start and end in code points of `text`; None where the value has no offsets."""
        start, end = a_number(value.get("start")), a_number(value.get("end"))
        if start is None or end is None:
            return None
        convert = self.converter(unit)
        return convert(start), convert(end)

    def converter(self, unit: OffsetUnit) -> Convert:
        """From offsets in `unit` to code points."""
        if unit not in self._converters:
            self._converters[unit] = converter(self.text, unit)
        return self._converters[unit]


class _Node(msgspec.Struct, frozen=True):
    """A text node: where it begins among all text nodes, where in the text, and what it holds."""

    global_start: int
    start: int
    words: str


class MarkedUp(TaskText):
    """The text of a page: its text nodes, with a line end between blocks where there is none."""

    def __init__(self, html: str) -> None:
        self._root = _parsed(html)
        self._nodes: dict[tuple[Element, int], _Node] = {}
        self._starts: list[int] = []
        """Global offset → offset in the text."""
        self._parts: list[str] = []
        self._length = 0
        self._walk(self._root)
        super().__init__("".join(self._parts))
        self._starts.append(self._length)

    def place(self, value: JsonObject, unit: OffsetUnit) -> tuple[int, int] | None:
        found = an_object(value.get("globalOffsets"))
        start, end = a_number(found.get("start")), a_number(found.get("end"))
        if start is not None and end is not None:
            return self._at(start), self._at(end - 1) + 1
        begin = self._in_node(value.get("start"), a_number(value.get("startOffset")))
        finish = self._in_node(value.get("end"), a_number(value.get("endOffset")))
        if begin is not None and finish is not None:
            return begin, finish
        return super().place(value, unit)

    def _at(self, offset: int) -> int:
        return self._starts[offset] if 0 <= offset < len(self._starts) else len(self.text) + 1

    def _in_node(self, path: Any, offset: int | None) -> int | None:
        """Where an offset in UTF-16 units of the text node at the end of an XPath is."""
        if not isinstance(path, str) or offset is None or (step := _STEP.search(path)) is None:
            return None
        element = _at_path(self._root, path[: step.start()].strip("/"))
        node = self._nodes.get((element, int(step[1] or 1))) if element is not None else None
        return None if node is None else node.start + converter(node.words, "utf16")(offset)

    def _walk(self, element: Element) -> None:
        number = 0
        for words, child in _content(element):
            if words:
                number += 1
                self._nodes[element, number] = self._add(words, is_shown=element.tag not in HIDDEN)
            if child is None or not isinstance(child.tag, str):
                continue
            if child.tag == "br":
                self._add("\n")
                continue
            if child.tag in BLOCKS:
                self._break()
            self._walk(child)
            if child.tag in BLOCKS:
                self._break()

    def _add(self, words: str, *, is_shown: bool = True) -> _Node:
        node = _Node(len(self._starts), self._length, words)
        if not is_shown:
            self._starts.extend([self._length] * len(words))
            return node
        self._starts.extend(range(self._length, self._length + len(words)))
        self._parts.append(words)
        self._length += len(words)
        return node

    def _break(self) -> None:
        if self._parts and not self._parts[-1].endswith("\n"):
            self._parts.append("\n")
            self._length += 1


class Dialogue(TaskText):
    """Turns, one after the other, each with the name of who speaks before it."""

    def __init__(self, turns: Sequence[JsonObject], source: Source | None) -> None:
        author = source.author_key if source else "author"
        key = source.text_key if source else "text"
        self._turns: list[tuple[int, str]] = []
        parts: list[str] = []
        length = 0
        for turn in turns:
            name = a_string(turn.get(author)).strip().removesuffix(":")
            words = a_string(turn.get(key))
            lead = f"{name}: " if name else ""
            self._turns.append((length + len(lead), words))
            parts.append(f"{lead}{words}\n")
            length += len(parts[-1])
        super().__init__("".join(parts))

    def place(self, value: JsonObject, unit: OffsetUnit) -> tuple[int, int] | None:
        start = self._in_turn(a_number(value.get("start")), a_number(value.get("startOffset")), unit)
        end = self._in_turn(a_number(value.get("end")), a_number(value.get("endOffset")), unit)
        return None if start is None or end is None else (start, end)

    def _in_turn(self, turn: int | None, offset: int | None, unit: OffsetUnit) -> int | None:
        if turn is None or offset is None or not 0 <= turn < len(self._turns):
            return None
        start, words = self._turns[turn]
        return start + converter(words, unit)(offset)


def _at_path(root: Element, path: str) -> Element | None:
    """The first element at an XPath below an element; None where there is none, or the path is no path."""
    if not path:
        return root
    try:
        found = cast("Any", root).xpath(f"./{path}")
    except lxml_etree().XPathError:
        return None
    return cast("list[Element]", found)[0] if isinstance(found, list) and found else None


def _parsed(html: str) -> Element:
    check_attributes(html)
    parsers: Any = import_module("lxml.html")
    parser = parsers.HTMLParser(no_network=True, huge_tree=False, encoding="utf-8")
    is_page = _WHOLE_PAGE.search(html) is not None
    given = (html if is_page else f"<div>{html}</div>").encode("utf-8", "replace")
    root: Any = parsers.document_fromstring(given, parser=parser)
    body: Any = root.find("body")
    body = root if body is None else body
    return cast("Element", body if is_page or len(body) != 1 else body[0])


def _content(element: Element) -> Iterator[tuple[str, Element | None]]:
    """The text before each child with the child, and the text after the last."""
    before = element.text or ""
    for child in element:
        yield before, child
        before = child.tail or ""
    yield before, None


def text_of(held: Any, source: Source | None, *, is_marked_up: bool) -> TaskText | str:
    """The text that a value of a task's data is, or a sentence on why it is none.

    `is_marked_up`: its regions have paths and global offsets; else only the configuration can say that it is a page.
    """
    if isinstance(held, list):
        turns = [cast("JsonObject", item) for item in cast("list[Any]", held) if isinstance(item, dict)]
        return Dialogue(turns, source) if turns else "it holds no turns of a dialogue"
    if not isinstance(held, str) or not held.strip():
        return "it is empty" if isinstance(held, str | None) else "it is no text"
    if (source is not None and source.is_url) or _URL.fullmatch(held.strip()):
        return f"the text is not in the file but at {held.strip()}"
    if is_marked_up or (source is not None and source.kind == "html" and _MARKUP.search(held)):
        return MarkedUp(held)
    return TaskText(held)


def stands_there(text: str, place: tuple[int, int], expected: str) -> bool:
    """Whether words stand at a place, apart from white space and the way in which Label Studio writes line ends."""
    start, end = place
    if not 0 <= start < end <= len(text):
        return False
    there = text[start:end]
    return there == expected or _BROKEN.sub("", there) == _BROKEN.sub("", expected)


def as_in_text(text: str, expected: str) -> str:
    """Words of a region as they stand in the text, white space included; as given where they stand nowhere."""
    if expected in text:
        return expected
    pieces = [re.escape(piece) for piece in _GAPS.split(expected) if piece]
    found = re.search(r"(?:\\[nr]|\s)*".join(pieces), text) if pieces else None
    return found[0] if found else _GAPS.sub(" ", expected).strip() if "\\n" in expected else expected


def tell_offset_unit(text: TaskText, values: Sequence[Mapping[str, Any]]) -> OffsetUnit:
    """The unit under which most of the values' words stand where they should; code points where that tells nothing."""
    given = [dict(value) for value in values if isinstance(value.get("text"), str)]
    best: OffsetUnit = "codepoints"
    most = _hits(text, given, best)
    if most == len(given) or text.text.isascii():
        return best
    others: tuple[OffsetUnit, ...] = ("utf16", "graphemes")
    for unit in others:
        if (hits := _hits(text, given, unit)) > most:
            best, most = unit, hits
    return best


def _hits(text: TaskText, values: Sequence[JsonObject], unit: OffsetUnit) -> int:
    places = ((text.place(value, unit), value["text"]) for value in values)
    return sum(place is not None and stands_there(text.text, place, words) for place, words in places)
