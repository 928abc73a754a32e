"""Readable text from marked-up bodies (XHTML, NITF, NewsML, EPUB, feeds): paragraphs, and what is kept out of them.

One routine for all of them. Paragraphs are kept apart by an empty line; the items of a list and the rows of a table
stand on lines of their own. Inline elements are joined as they are: no blank is put in or lost. What only goes with
a text (captions, credits, media) is no part of it and comes out separately. Finding the article in a whole web page
is `html_page`'s.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import cast

from annotator.formats.xml import Element, check_attributes, descendants, local, lxml_etree, words
from annotator.text import normalise

HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "hl1", "hl2", "headline"})
BLOCKS = HEADINGS | frozenset(
    {
        *("p", "para", "paragraph", "div", "section", "article", "main", "aside", "header", "footer", "nav", "body"),
        *(
            "body.head",
            "body.content",
            "body.end",
            "block",
            "blockquote",
            "bq",
            "pre",
            "address",
            "figure",
            "hr",
            "form",
        ),
        *(
            "ul",
            "ol",
            "dl",
            "li",
            "dt",
            "dd",
            "table",
            "caption",
            "thead",
            "tbody",
            "tfoot",
            "tr",
            "td",
            "th",
            "center",
        ),
        *("hedline", "fn", "note", "abstract", "details", "summary", "html", "nitf", "nitf-table", "fieldset"),
    }
)
LINES = frozenset({"li", "dt", "dd", "tr"})
"""Blocks that stand on a line of their own, not apart from their neighbours."""
CELLS = frozenset({"td", "th"})
GROUPS = frozenset({"thead", "tbody", "tfoot"})
LEFT_OUT = frozenset(
    {
        *(
            "script",
            "style",
            "head",
            "template",
            "iframe",
            "object",
            "embed",
            "svg",
            "math",
            "canvas",
            "video",
            "audio",
        ),
        *("select", "button", "textarea", "rt", "rp", "figcaption", "media", "byline", "dateline", "copyrite"),
        *("tobject", "ds", "datasource", "nitf-table-metadata", "alt-code", "distributor", "noscript", "title"),
    }
)
FURNITURE = frozenset({"slugline", "byline", "genre", "publicationdate", "dat", "vignette"})
"""Classes of blocks in which agencies repeat the metadata of an item."""
KEPT_FIGURES = ("blockquote", "table", "pre")
WHOLE_CHARS = 1000
WRAPPED_CHARS = 100
"""Where no line is longer, lines were broken to fit and are no paragraphs."""
MARKS = "\"'“”„«»‚‘’「『"

_TWICE_ESCAPED = re.compile(r"&(?:#\d+|#x[0-9a-f]+|amp|quot|apos|nbsp|lt|gt);", re.IGNORECASE)
"""A reference that came out of a reference: some systems escape twice, and no article means to show one."""
_TAG = re.compile(r"<[^<>]*>")
_PRINTED = re.compile(r"^[ \t]*\n\s*(?=[,.;:!?)\]’”])")
"""A line end before a closing mark: some systems print each inline element on a line of its own."""
_WHOLE_PAGE = re.compile(r"<(?:html|body|head)[\s>]", re.IGNORECASE)
_BLANKS = re.compile(r"[ \t\n\r\f\v\u2028\u2029]+")


class _Walk:
    """The paragraphs of an element, gathered while it is walked through."""

    def __init__(self) -> None:
        self.paragraphs: list[str] = []
        self._pieces: list[str] = []
        self._joins_line = False
        self._cell = 0
        self._kept_blanks = 0
        self._quotes: list[bool] = []

    def text(self, given: str | None) -> None:
        if given:
            given = _TWICE_ESCAPED.sub(lambda found: html.unescape(found[0]), given) if "&" in given else given
            self._pieces.append(given if self._kept_blanks else _BLANKS.sub(" ", _PRINTED.sub("", given)))

    def start(self, element: Element, name: str) -> None:
        if name == "br":
            self._pieces.append("\n")
        elif name == "q":
            marked = words(element)[:1] in MARKS
            self._quotes.append(marked)
            self._pieces.append("" if marked else "“")
        elif name in CELLS:
            self._cell += 1
            if self._filled():
                self._pieces.append(" | ")
        elif name in BLOCKS:
            self._block_starts(element, name)
        self.text(element.text)

    def _block_starts(self, element: Element, name: str) -> None:
        if self._cell:
            self._pieces.append(" ")
            return
        self.flush()
        if name in LINES:
            self._joins_line = _follows_line(element)
        elif not self._pieces:
            self._joins_line = False
        self._kept_blanks += name == "pre"
        if name == "li":
            self._pieces.append("- ")

    def end(self, name: str) -> None:
        if name == "q":
            self._pieces.append("" if self._quotes.pop() else "”")
        elif name in CELLS:
            self._cell -= 1
        elif name in BLOCKS and not self._cell:
            self.flush()
            self._kept_blanks -= name == "pre"

    def flush(self) -> None:
        """End the paragraph that was being gathered."""
        paragraph = _tidied("".join(self._pieces))
        self._pieces.clear()
        if not paragraph or paragraph == "-":
            if paragraph:
                # The mark of a list item whose text stands in a paragraph of its own.
                self._pieces.append("- ")
            return
        if self._joins_line and self.paragraphs:
            self.paragraphs[-1] += f"\n{paragraph}"
        else:
            self.paragraphs.append(paragraph)
        self._joins_line = False

    def _filled(self) -> bool:
        return bool("".join(self._pieces).strip())


def paragraphs_of(element: Element) -> list[str]:
    """The paragraphs of a body's text, in order, none of them empty, those of lists and tables with line ends."""
    walk = _Walk()
    skipping: Element | None = None
    for event, inner in _steps(element):
        if skipping is None and event == "start":
            if _is_left_out(inner):
                skipping = inner
            else:
                walk.start(inner, local(inner).lower())
        elif skipping is None and event == "end":
            walk.end(local(inner).lower())
        if event == "start" or (skipping is not None and inner is not skipping):
            continue
        if inner is skipping:
            skipping = None
        if inner is not element:
            walk.text(inner.tail)
    walk.flush()
    return [*filter(None, (paragraph.strip(" \n") for paragraph in walk.paragraphs))]


def text_of(element: Element) -> str:
    """The text of a body, its paragraphs kept apart by an empty line."""
    return "\n\n".join(paragraphs_of(element))


def html_element(markup: str) -> Element | None:
    """A piece of HTML, however badly formed, as an element; None where nothing is in it.

    Raises:
        UserError: a tag has thousands of attributes.
    """
    text = normalise(markup)
    if not text.strip():
        return None
    check_attributes(text)
    etree = lxml_etree()
    whole = text if _WHOLE_PAGE.search(text[:WHOLE_CHARS]) else f"<div>{text}</div>"
    parser = etree.HTMLParser(no_network=True, huge_tree=True, encoding="utf-8", remove_comments=True, remove_pis=True)
    element = cast("Element | None", etree.fromstring(whole.encode(), parser))
    if any("depth" in fault.message for fault in parser.error_log):
        # Tags that were never closed lie thousands deep, and the parser drops what is deeper.
        flat = html.escape(normalise(html.unescape(_TAG.sub(" ", text))), quote=False)
        return cast("Element", etree.fromstring(f"<div>{flat}</div>".encode(), etree.XMLParser(encoding="utf-8")))
    return element


def html_text(markup: str) -> str:
    """The text of a piece of HTML such as a feed or a news item carries; all of it, as nothing surrounds it."""
    element = html_element(markup)
    return text_of(element) if element is not None else ""


def plain_paragraphs(text: str) -> str:
    """Plain text of which each line is a paragraph; as it is where paragraphs are kept apart or lines are wrapped."""
    lines = [line.strip() for line in normalise(text).strip().split("\n")]
    whole = "\n".join(lines)
    is_wrapped = len(lines) > 2 and max(map(len, lines)) <= WRAPPED_CHARS
    return whole if "\n\n" in whole or is_wrapped else "\n\n".join(lines)


def captions_of(element: Element) -> str:
    """What stands beneath the pictures of a body, which is no part of its text."""
    found = [words(caption) for caption in descendants(element, "figcaption", "media-caption")]
    return " | ".join(dict.fromkeys(filter(None, found)))


def with_headline(title: str, text: str) -> str:
    """The text with its headline as the first paragraph, as it stands on a page; unchanged where it begins with it."""
    begins = " ".join(text[: 4 * len(title) + 200].split()).casefold()
    if not title or begins.startswith(title.casefold()):
        return text
    return f"{title}\n\n{text}" if text else text


def _is_left_out(element: Element) -> bool:
    name = local(element).lower()
    if name in LEFT_OUT or (name == "figure" and next(descendants(element, *KEPT_FIGURES), None) is None):
        return True
    if name in BLOCKS and not FURNITURE.isdisjoint(element.get("class", "").casefold().split()):
        return True
    parent = element.getparent()
    return name == "time" and parent is not None and local(parent).lower() == "header"


def _tidied(text: str) -> str:
    return "\n".join(line.strip(" ") for line in re.sub(" {2,}", " ", text).split("\n")).strip(" \n")


def _steps(element: Element) -> Iterator[tuple[str, Element]]:
    walk = lxml_etree().iterwalk(element, events=("start", "end", "comment", "pi"))
    return cast("Iterator[tuple[str, Element]]", walk)


def _follows_line(element: Element) -> bool:
    """Whether a list item or a row is not the first of its list or table."""
    parent = element.getparent()
    if element.getprevious() is not None or parent is None or local(parent).lower() not in GROUPS:
        return element.getprevious() is not None
    before = parent.getprevious()
    return before is not None and local(before).lower() in GROUPS
