"""Word documents (DOCX and its templates) and OpenDocument texts (`odt`): one article a file.

The text is that of the paragraphs and tables of the body, with tracked insertions and without deletions. What Word
keeps beside it (footnotes, comments, text boxes, headers) is left out and said. The package is read part by part
within bounds and never as a whole.
"""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from annotator.errors import UserError
from annotator.formats.documents import odt
from annotator.formats.limits import MB, BoundedZip, open_zip_bounded
from annotator.formats.metadata import complete_meta, iso_date
from annotator.formats.records import ArticleRecord, BadRecord, Format, ReadOptions, Record
from annotator.formats.xml import Element, attribute, children, descendants, find, local, parse_xml, words
from annotator.text import normalise

TEXT_BYTES = 32 * MB
"""The part that holds the body: more than a thousand pages of text. As a tree it takes many times that."""
RELATIONS = "_rels/.rels"
OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
RTF = b"{\\rtf"
LEFT_OUT = {
    "footnoteReference": "footnotes",
    "endnoteReference": "endnotes",
    "commentReference": "comments",
    "txbxContent": "text boxes",
    "del": "tracked deletions",
    "moveFrom": "tracked deletions",
}
SIGNS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "‑", "softHyphen": "\u00ad"}
PASSED = frozenset(
    {
        *(
            "del",
            "moveFrom",
            "delText",
            "instrText",
            "pPr",
            "rPr",
            "drawing",
            "pict",
            "object",
            "AlternateContent",
            "rt",
        ),
        *("footnoteReference", "endnoteReference", "commentReference", "txbxContent", "sdtPr", "tblPr", "sectPr"),
    }
)
TITLES = ("title", "titel", "titre", "título", "titolo")
META = {
    "title": "title",
    "author": "creator",
    "language": "language",
    "subject": "subject",
    "keywords": "keywords",
    "section": "category",
    "created": "created",
    "modified": "modified",
}


def read(path: Path, options: ReadOptions) -> Iterator[Record]:  # noqa: ARG001 - the signature of every reader
    """The article of a document, and a warning about what stands beside its body.

    Raises:
        UserError: it is empty, damaged, locked with a password, or of an older kind.
    """
    file = str(path)
    with path.open("rb") as stream:
        head = stream.read(len(OLD_WORD))
    _refuse_others(head)
    with open_zip_bounded(path) as package:
        if odt.is_odt(package):
            yield from odt.read_package(package, file)
            return
        body, meta = _body_of(package), _meta_of(package)
    paragraphs, title = _paragraphs(body)
    text = normalise("\n\n".join(paragraphs))
    if beside := _left_out(body):
        said = f"Beside its text the document holds {beside}: that was left out."
        yield BadRecord(file, None, said, "Copy into the text what belongs there.", is_warning=True)
    if not text.strip():
        raise UserError("The document holds no text.", "Check that it is the right one.")
    meta |= {"title": title} if title else {}
    yield ArticleRecord(text, complete_meta(meta, text), file)


def _refuse_others(head: bytes) -> None:
    if not head:
        raise UserError("The file is empty.", "Nothing was imported from it.")
    if head == OLD_WORD:
        said = "The file is an old Word document (.doc), or a DOCX that is locked with a password."
        raise UserError(said, "Open it in a word processor and save it as DOCX without a password.")
    if head.startswith(RTF):
        raise UserError("The file is RTF and no DOCX.", "Open it in a word processor and save it as DOCX.")


def _body_of(package: BoundedZip) -> Element:
    main = _target(package, "officeDocument")
    if not main:
        raise UserError("The file is no Word document: it names no main part.", "Save it as DOCX again.")
    body = find(parse_xml(package.read(main, TEXT_BYTES)), "body")
    if body is None:
        raise UserError("The file is no Word document: its main part has no body.", "Save it as DOCX again.")
    return body


def _target(package: BoundedZip, kind: str) -> str:
    """The part to which the package's relation of a kind points; "" where it has none."""
    if RELATIONS not in package:
        return ""
    for relation in children(parse_xml(package.read(RELATIONS)), "Relationship"):
        if attribute(relation, "Type").rpartition("/")[2] == kind:
            return posixpath.normpath(attribute(relation, "Target")).lstrip("/")
    return ""


def _meta_of(package: BoundedZip) -> dict[str, str]:
    part = _target(package, "core-properties")
    if not part or part not in package:
        return {}
    core = parse_xml(package.read(part))
    meta = {ours: words(find(core, theirs)) for ours, theirs in META.items()}
    if meta["author"].casefold() in ("python-docx", "microsoft office user", "user"):
        meta["author"] = ""
    for name in ("created", "modified"):
        meta[name] = iso_date(meta[name])
    return {key: value for key, value in meta.items() if value}


def _paragraphs(body: Element) -> tuple[list[str], str]:
    """The paragraphs of a body that hold something, a table as one of them, and the title by its style."""
    found: list[str] = []
    title = ""
    for block in _blocks(body):
        if local(block) == "tbl":
            text = "\n".join(filter(None, map(_row, children(block, "tr"))))
        else:
            text = _text_of(block).strip()
            style = attribute(find(block, "pPr", "pStyle"), "val").casefold()
            title = title or (" ".join(text.split()) if style in TITLES else "")
        if text:
            found.append(text)
    return found, title


def _blocks(parent: Element) -> Iterator[Element]:
    """The paragraphs and tables of a body or a cell, through what is put around them."""
    for child in children(parent):
        name = local(child)
        if name in ("p", "tbl"):
            yield child
        elif name not in PASSED:
            yield from _blocks(child)


def _row(row: Element) -> str:
    cells = (" ".join(" ".join(map(_text_of, descendants(cell, "p"))).split()) for cell in children(row, "tc"))
    return " | ".join(cells).strip(" |")


def _text_of(paragraph: Element) -> str:
    return "".join(_pieces(paragraph))


def _pieces(element: Element) -> Iterator[str]:
    for child in children(element):
        name = local(child)
        if name == "t":
            yield child.text or ""
        elif name in SIGNS:
            yield "" if attribute(child, "type") == "page" else SIGNS[name]
        elif name not in PASSED:
            yield from _pieces(child)


def _left_out(body: Element) -> str:
    """What stands beside the text, counted, in words."""
    counted: Counter[str] = Counter()
    for element in descendants(body, *LEFT_OUT):
        if local(element).endswith("Reference") or (words(element) and not _is_fallback(element)):
            counted[LEFT_OUT[local(element)]] += 1
    return ", ".join(f"{count:,} {what if count > 1 else what.removesuffix('s')}" for what, count in counted.items())


def _is_fallback(element: Element) -> bool:
    """Whether an element says again, for older programs, what another one says."""
    parent = element.getparent()
    while parent is not None:
        if local(parent) == "Fallback":
            return True
        parent = parent.getparent()
    return False


def sniff(head: bytes) -> bool:
    """Whether a file is a zip with a Word document in it, as far as its beginning shows, or an OpenDocument text."""
    return head.startswith(b"PK\x03\x04") and (b"word/" in head or odt.MIME_TYPE in head[:200])


FORMAT = Format(
    name="docx",
    title="Word document",
    extensions=(".docx", ".docm", ".dotx", ".doc", ".odt", ".rtf"),
    sniff=sniff,
    read=read,
)
